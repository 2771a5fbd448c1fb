#include "tests/storage/races.hpp"

#include "tests/storage/record.hpp"
#include "tests/support/source_folder.hpp"

#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <utility>

namespace shenyi::tests {

using namespace workflow;
namespace json = boost::json;

namespace {

/// Longer than anything takes here: only a test that fails comes to its end.
constexpr std::chrono::seconds patience{60};
constexpr int looks_max = 200'000;  // each asks the server; some seconds in all

constexpr auto count_waiting = R"(
    SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')";

/// Rows that a record without gaps does not have: a number left out, a head that is not the last event, an event that
/// does not follow on the one before.
constexpr auto count_gaps = R"(
    SELECT count(*) FROM (
      SELECT organ, stream FROM event GROUP BY organ, stream HAVING count(*) <> max(stream_seq) OR min(stream_seq) <> 1
      UNION ALL
      SELECT organ, id FROM stream s WHERE seq <> (
        SELECT count(*) FROM event e WHERE e.organ = s.organ AND e.stream = s.id)
      UNION ALL
      SELECT e.organ, e.stream FROM event e JOIN event f
        ON f.organ = e.organ AND f.stream = e.stream AND f.stream_seq = e.stream_seq - 1
      WHERE e.body NOT LIKE '%"prev":"sha256:' || f.leaf_sha256 || '"%' OR e.at < f.at) AS gaps)";

/// The last step of a course: keeps what its names stand for.
class Remembering : public OtherSteps {
  public:
    bool take(const json::object& step, const Meaning& meant) override {
        const json::value* names = step.if_contains("remember");
        if (!names) return false;
        for (const json::value& name : names->as_array()) {
            const std::string of(name.as_string());
            meanings[of] = std::string(meant(json::value("$" + of)).as_string());
        }
        return true;
    }

    std::map<std::string, std::string> meanings;
};

}  // namespace

json::object races_told() {
    return tree_of(source_folder() / "tests" / "storage" / "races.yaml").as_object();
}

std::map<std::string, std::string> played(StoreDoor& door, const std::string& course,
                                          const std::vector<std::string>& names) {
    Remembering remembering;
    const json::array steps{json::object{{"course", course}},
                            json::object{{"remember", json::array(names.begin(), names.end())}}};
    play(json::object{{"steps", steps}, {"courses", races_told().at("courses")}}, course, door, remembering);
    return remembering.meanings;
}

void Halt::stand(State& state) {
    std::unique_lock lock(state.mutex);
    state.reached = true;
    state.changed.notify_all();
    state.changed.wait(lock, [&] { return state.open; });
}

bool Halt::await() const {
    std::unique_lock lock(state_->mutex);
    return state_->changed.wait_for(lock, patience, [&] { return state_->reached; });
}

void Halt::let_go() const {
    {
        const std::lock_guard lock(state_->mutex);
        state_->open = true;
    }
    state_->changed.notify_all();
}

std::future<Answer> sent(storage::WorkflowEngine& engine, storage::Submission submission) {
    auto promise = std::make_shared<std::promise<Answer>>();
    auto answer = promise->get_future();
    engine.submit(std::move(submission), [promise](Answer outcome) { promise->set_value(std::move(outcome)); });
    return answer;
}

storage::Submission held_at(const Halt& halt, storage::Submission submission) {
    submission.sees = [place = halt.place()](const World&) {
        place();
        return true;
    };
    return submission;
}

storage::Submission nothing_held_at(const Halt& halt, StoreDoor& door) {
    storage::Submission nothing{.command = {.target = Target::matter,
                                            .action = "create",
                                            .subject = {.organ = door.organ()},
                                            .actor = {"nobody"},
                                            .body = {},
                                            .documents = {}}};
    nothing.sees = [place = halt.place()](const World&) {
        place();
        return false;
    };
    return nothing;
}

int LockWatch::waiting() {
    int sessions = 0;
    connection_.sql() << count_waiting, soci::into(sessions);
    return sessions;
}

bool LockWatch::await_waiting(int sessions) {
    for (int looks = 0; looks < looks_max; ++looks) {
        if (waiting() >= sessions) return true;
    }
    return false;
}

bool LockWatch::waits(const std::future<Answer>& answer) {
    for (int looks = 0; looks < looks_max; ++looks) {
        if (waiting() > 0) return true;
        if (answer.wait_for(std::chrono::seconds(0)) == std::future_status::ready) return false;
    }
    return false;
}

Crossed cross_in_one_batch(StoreDoor& door, storage::Submission first, storage::Submission second) {
    const Halt halt;
    auto nothing = sent(door.engine(), nothing_held_at(halt, door));
    EXPECT_TRUE(halt.await());
    auto one = sent(door.engine(), std::move(first));
    auto other = sent(door.engine(), std::move(second));
    EXPECT_EQ(door.engine().waiting(), 2U);
    halt.let_go();
    EXPECT_EQ(nothing.get().value().kind, storage::Outcome::Kind::not_found);
    return {one.get(), other.get()};
}

Crossed cross_on_two_servers(StoreDoor& door, storage::Submission first, storage::Submission second) {
    LockWatch watch(door.database());
    const Halt halt;
    auto one = sent(door.engine(), held_at(halt, std::move(first)));
    EXPECT_TRUE(halt.await());
    auto other = sent(door.second_engine(), std::move(second));
    EXPECT_TRUE(watch.waits(other)) << "the second command did not wait for the first";
    halt.let_go();
    return {one.get(), other.get()};
}

void expect_an_unbroken_record(StoreDoor& door) {
    auto connection = door.database().connect(storage::Role::auditor);
    int gaps = -1;
    connection.sql() << count_gaps, soci::into(gaps);
    EXPECT_EQ(gaps, 0);
    expect_the_record_to_bear_its_tables(door);
}

}  // namespace shenyi::tests
