#pragma once

#include "tests/scenarios/door.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace shenyi::tests {

/// Puts in what names stand for: `$matter`, `{person: legal}`; nothing else changes.
using Meaning = std::function<boost::json::value(const boost::json::value&)>;

/// Steps of kinds that scenarios do not have, where a test's files have some.
class OtherSteps {
  public:
    virtual ~OtherSteps() = default;
    /// Takes the step if it is of such a kind; false: it is a scenario's.
    virtual bool take(const boost::json::object& step, const Meaning& meant) = 0;
};

/// A file's content; throws what its YAML is faulty in.
boost::json::value tree_of(const std::filesystem::path& file);

/// The scenario files, in the order of their names.
std::vector<std::filesystem::path> scenario_files();
/// The file's name, as far as a test may be called so.
std::string name_of(const std::filesystem::path& file);

/// Plays a scenario through a door that is opened for its setting. Every step that does not come out as the file says
/// fails the running test, with the step's number.
///
/// A file holds `title`, `rules` (which it shows), `rosters` (log-ins by forum, where the bureau's own will not do),
/// `courses` (of its own), and `steps`. A step is one of
/// - `clock: INSTANT`
/// - `day: DATE`: the clock moves to that day's first instant and the daily job runs
/// - `course: NAME` with parameters: the steps under that name, of the file or of `courses.yaml`
/// - `let: {NAME: VALUE}`: from here on `$NAME` is that; `matter`, `meeting` and `item` are what is meant without `on`
/// - `as: LOGIN`, `do: ACTION` (`meeting.open`, `item.speak`, `person.enter_post`; a matter's has no prefix), `with:
///   BODY`, `on: NAME`, `save: NAME`, and what is expected: nothing (accepted), `refused: [RULE]` (all of these,
///   perhaps others), `only: [RULE]` (exactly these), `faulty: [POINTER]` (exactly these), `forbidden: true` (not his
///   role), `unseen: true` (over HTTP 404; the other doors, which know of no sight, refuse or forbid it), `warned:
///   [RULE]`; and of the findings `facts: {RULE: {NAME: VALUE}}`, `missing: {RULE: [CODE]}`, `clears: {RULE: [ROLE]}`
/// - `expect:` `stage`, `version`, `standing` (0 or 1), `settled`, `overdue`, `marked` of the newest matter;
/// `meeting_stage`, `due`,
///   `excluded` of the newest meeting; `item_state`, `outcome`, `arithmetic`, `dissenters`, `dissents`, `unconfirmed`,
///   `witnessed`, `named_votes`, `head_reasons` of the newest item; or of what `on` names
/// In a body `$name` is what was saved, `$event` the first event of the last act that was done; `{document: TEXT}`
/// (`by: LOGIN` where somebody else than the acting person uploaded it),
/// `{person: LOGIN}`, `{unit: NAME}` stand for their ids. The door that `open` gave is handed back, for whoever looks
/// on.
std::unique_ptr<Door> play(const std::filesystem::path& file,
                           const std::function<std::unique_ptr<Door>(const Setting&)>& open);

/// The same through a door that is open already, of a scenario that asks for no rosters of its own.
void play(const std::filesystem::path& file, Door& door);

/// The same of a file that was read, with steps of other kinds among a scenario's; `name` is told where one fails.
void play(const boost::json::object& scenario, const std::string& name, Door& door, OtherSteps& others);

/// Goes through a scenario as people might who do not keep to it, and expects nothing: each whim takes one step as
/// written, leaves it out, does it twice, or does it as somebody else. When the whims are used up, so is the walk.
void wander(const std::filesystem::path& file, Door& door, const std::vector<unsigned>& whims);

}  // namespace shenyi::tests
