#pragma once

#include "tests/scenarios/door.hpp"

#include <filesystem>
#include <vector>

namespace shenyi::tests {

/// The scenario files, in the order of their names.
std::vector<std::filesystem::path> scenario_files();

/// Plays a scenario through a door. Every step that does not come out as the file says fails the running test, with the
/// step's number.
///
/// A file holds `title`, `rules` (which it shows), and `steps`. A step is one of
/// - `clock: INSTANT`
/// - `day: DATE`: the clock moves to that day's first instant and the daily job runs
/// - `course: NAME` with parameters: the steps of `courses.yaml` under that name
/// - `as: LOGIN`, `do: ACTION` (`meeting.open`, `item.speak`, `person.enter_post`; a matter's has no prefix), `with:
/// BODY`, `on: NAME`,
///   `save: NAME`, and what is expected: nothing (accepted), `refused: [RULE]` (all of these, perhaps others), `only:
///   [RULE]` (exactly these), `warned: [RULE]`, `faulty: [POINTER]`, `forbidden: true`
/// - `expect:` `{stage, version, item_state, outcome, standing, overdue}` of the newest matter, meeting and item, or of
/// `on` In a body `$name` is what was saved; `{document: TEXT}`, `{person: LOGIN}`, `{unit: NAME}` stand for their ids.
void play(const std::filesystem::path& file, Door& door);

}  // namespace shenyi::tests
