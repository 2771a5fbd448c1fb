#include "tests/scenarios/runner.hpp"
#include "tests/storage/record.hpp"
#include "tests/support/source_folder.hpp"

#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/object.hpp>

#include <future>

// Two servers on one database: what is locked, in which order, and that each finds what the other wrote.

namespace shenyi::tests {

namespace {

using namespace workflow;
namespace json = boost::json;

class TwoServers : public OnBothDatabases {
  protected:
    StoreDoor door{GetParam()};
};

TEST_P(TwoServers, in_turns_come_through_the_main_path) {
    door.take_turns();
    play(source_folder() / "tests" / "scenarios" / "S-00_main_path.yaml", door);
    EXPECT_TRUE(examined(door).clean()) << told(examined(door));
}

ON_BOTH_DATABASES(TwoServers);

/// Batches of two servers on the same matters in opposite order, with attempts refused in between.
TEST(TwoServersOnPostgresql, never_wait_for_each_other_in_a_circle) {
    StoreDoor door{storage::Engine::postgresql};
    const auto second = door.another_engine();
    const std::string unit = door.unit("办信科").value;
    std::vector<MatterId> matters;
    for (int i = 0; i < 8; ++i) {
        matters.push_back({door.act("drafter", Target::matter, "create", {},
                                    json::object{{"kind", "major_decision"},
                                                 {"title", "并发" + std::to_string(i)},
                                                 {"undertaking_unit", unit},
                                                 {"proposal", json::object{{"source", "department"}}}})
                               .created});
    }
    std::vector<std::future<bool>> answers;
    const auto send = [&](storage::WorkflowEngine& engine, const MatterId& matter, int i) {
        auto submission = i % 3 == 0 ? door.submission("drafter", Target::matter, "open", {.matter = matter},
                                                       json::object{{"lead_unit", unit}})
                                     : door.submission("drafter", Target::matter, "note_objection", {.matter = matter},
                                                       json::object{{"text", "意见"}});
        auto promise = std::make_shared<std::promise<bool>>();
        answers.push_back(promise->get_future());
        engine.submit(std::move(submission),
                      [promise](const auto& outcome) { promise->set_value(outcome.has_value()); });
    };
    for (int i = 0; i < 200; ++i) {
        const auto at = static_cast<std::size_t>(i) % matters.size();
        send(door.engine(), matters[at], i);
        send(*second, matters[matters.size() - 1 - at], i);
    }
    for (auto& answer : answers) EXPECT_TRUE(answer.get());
    EXPECT_TRUE(examined(door).clean()) << told(examined(door));

    auto owner = door.database().owner();
    int deadlocks = -1;
    owner.sql() << "SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()",
        soci::into(deadlocks);
    EXPECT_EQ(deadlocks, 0);
}

}  // namespace

}  // namespace shenyi::tests
