#pragma once

#include "tests/scenarios/http_door.hpp"
#include "tests/scenarios/runner.hpp"

#include <string>

namespace shenyi::tests {

/// What a way has besides a scenario's steps, against the server behind an HTTP door and the database behind it.
/// `$name` in any text of theirs stands for what was saved. Two values under `sqlite` and `postgresql` stand for one of
/// them.
/// - `sql: STATEMENT` or several, in one transaction; `under: application` (the role of the serving program),
///   `shell` (the same; on SQLite with keys off, as a shell opens the file), `owner` (superuser, triggers in place) or
///   `unlocked` (superuser, every trigger and key switched off meanwhile and put back as it was); `stopped_by: NAME`:
///   the constraint or trigger that refused it, or `denied`; without: it went through, and is committed
/// - `fsck: clean`, or findings `[{code, table, what}]` that are among what `shenyi fsck` tells; `under_key: another`:
///   with a key that is not the record's
/// - `left: {attempt: ACTION, by: LOGIN, rules: [RULE]}`: a refused attempt stands on record, by these rules and no
///   others (none: it was not his role); `{event: TYPE, by: LOGIN}`: such an event does; `{attempts: 0}`: none at all
/// - `http: {method, path, as, body, headers, on: $ID, status, type}`: a request as it is sent, under `/api/v1`; `on`:
///   with the tag that the resource has now
/// - `ready: TEXT`: the start-up check of the tables does not let a server serve, and says this
/// - `procedure: {file, cut: [LINE], says}`: a copy of the definitions in which these lines are cut out of that file is
///   not read, and the fault says so
/// - `clock_set_back: INSTANT`: a server whose clock shows this writes nothing: `clock_behind`
/// - `paper: {text, becomes}`: the bytes of a kept document are changed where they lie
class WaySteps : public OtherSteps {
  public:
    WaySteps(HttpDoor& door, storage::Engine engine) : door_(door), engine_(engine) {}
    bool take(const boost::json::object& step, const Meaning& meant) override;

  private:
    void let_the_queue_be_sealed();
    void sql(const boost::json::object& step, const Meaning& meant);
    std::string tried(const std::vector<std::string>& statements, const std::string& under);
    void fsck(const boost::json::object& step);
    void left(const boost::json::object& wanted);
    void left_attempt(const boost::json::object& wanted, const std::string& by);
    void http(const boost::json::object& asked, const Meaning& meant);
    void ready(const std::string& says);
    void procedure(const boost::json::object& asked);
    void clock_set_back(const std::string& instant);
    void paper(const boost::json::object& asked);

    const boost::json::value& of_engine(const boost::json::value& value) const;
    TestDatabase& database() { return door_.server().database(); }

    HttpDoor& door_;
    storage::Engine engine_;
};

}  // namespace shenyi::tests
