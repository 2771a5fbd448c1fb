#pragma once

#include <boost/json/object.hpp>

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::tests {

/// One way round the gate that somebody might try, as its file in `tests/bypass` tells it. Members of a file:
/// - `title`, `zh`: what it is called, in English and in Chinese
/// - `who`: whose way it is, one of `people_who_try`
/// - `wants`, `tries`, `remains`: in plain words, for an auditor: what he wants, how he goes about it, and what the
///   record shows of it afterwards
/// - `stopped_by`: rules, constraints, checks and alarms that stop him, by their names; each is shown by a step
/// - `gives_way`: only where nothing stops him, wholly or in part: what is not stopped, and what would have to be done
/// - `rosters`, `courses`, `steps`: as in a scenario (tests/scenarios/runner.hpp); further kinds of steps are told in
///   steps.hpp
struct Way {
    std::string name;  ///< of the file, without its ending
    std::string title;
    std::string zh;
    std::string who;
    std::string wants;
    std::string tries;
    std::vector<std::string> stopped_by;
    std::string remains;
    std::string gives_way;  ///< empty: it is stopped
    boost::json::object scenario;
};

/// Whose ways there are, in the order of the page, each with how the page calls him.
const std::vector<std::pair<std::string, std::string>>& people_who_try();

/// Every file, in the order of their names; throws what one is faulty in.
const std::vector<Way>& ways();

/// What a way's steps expect to stop somebody: `R-GATE-01.papers` shows `R-GATE-01` too.
std::vector<std::string> stops_shown(const Way& way);

/// What a test's parameter is called where it fails.
void PrintTo(const Way& way, std::ostream* out);

/// The page of all of them, Markdown.
std::string page_of(const std::vector<Way>& ways);

}  // namespace shenyi::tests
