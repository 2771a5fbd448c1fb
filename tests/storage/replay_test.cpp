#include "storage/replay.hpp"

#include "tests/scenarios/runner.hpp"
#include "tests/storage/record.hpp"
#include "tests/support/source_folder.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace shenyi::tests {

namespace {

using storage::Engine;

/// Walks of one property: each is a database of its own with up to a hundred commands.
constexpr int walks_sqlite = 12;
constexpr int walks_postgresql = 1;
constexpr int steps_max = 100;

/// What holds after any course of commands, accepted and refused.
void holds_after(Engine engine, const std::vector<unsigned>& whims) {
    StoreDoor door(engine);
    wander(source_folder() / "tests" / "scenarios" / "S-00_main_path.yaml", door, whims);

    const storage::Examined found = examined(door);
    if (!found.clean()) RC_FAIL(told(found));
    const auto before = derived_rows(door);
    auto owner = door.database().owner();
    RC_ASSERT(storage::rebuild(owner, key_of(door), door.definitions()).has_value());
    RC_ASSERT(derived_rows(door) == before);

    // One server has the states in its cache as its commands left them, the other folds them from the log.
    const auto cold = door.another_engine();
    for (const std::string& row : before) {
        if (!row.starts_with("matter_view") && !row.starts_with("meeting_view")) continue;
        const std::string behind = row.substr(row.find(" | ", row.find(" | ") + 3));
        const std::string id = behind.substr(3, behind.find(" | ", 3) - 3);
        const auto about = row.starts_with("matter_view")
                               ? workflow::Subject{.organ = door.organ(), .matter = workflow::MatterId{id}}
                               : workflow::Subject{.organ = door.organ(), .meeting = workflow::MeetingId{id}};
        const auto warm_state = door.engine().read(about, door.person("inspector"));
        const auto cold_state = cold->read(about, door.person("inspector"));
        RC_ASSERT(warm_state.has_value() && cold_state.has_value());
        RC_ASSERT(warm_state->seq == cold_state->seq);
        for (const auto& [matter, state] : warm_state->world.matters)
            RC_ASSERT(*state == *cold_state->world.matters.at(matter));
        for (const auto& [meeting, state] : warm_state->world.meetings)
            RC_ASSERT(*state == *cold_state->world.meetings.at(meeting));
        RC_ASSERT(*warm_state->world.organ == *cold_state->world.organ);
    }
}

void check(Engine engine, int walks) {
    rc::detail::TestParams params = rc::detail::configuration().testParams;
    params.maxSuccess = walks;
    params.maxSize = steps_max;
    params.disableShrinking = true;  // a walk is a database: hundreds of shorter ones would take minutes
    const auto result =
        rc::detail::checkTestable([engine](const std::vector<unsigned>& whims) { holds_after(engine, whims); },
                                  rc::detail::TestMetadata(), params);
    EXPECT_TRUE(result.is<rc::detail::SuccessResult>()) << result;
}

TEST(Replay, of_any_course_gives_the_states_and_tables_that_there_are_in_sqlite) {
    check(Engine::sqlite, walks_sqlite);
}

TEST(Replay, of_any_course_gives_the_states_and_tables_that_there_are_in_postgresql) {
    check(Engine::postgresql, walks_postgresql);
}

}  // namespace

}  // namespace shenyi::tests
