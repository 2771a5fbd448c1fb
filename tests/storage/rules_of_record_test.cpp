#include "storage/engine.hpp"

#include "storage/errors.hpp"
#include "tests/scenarios/store_door.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/object.hpp>

#include <stdexcept>
#include <string>
#include <tuple>

/// The rules that no guard holds but the record itself: on both databases.
namespace shenyi::tests {
namespace {

using namespace workflow;
namespace json = boost::json;

class RecordOn : public testing::TestWithParam<storage::Engine> {
  protected:
    MatterId propose(const std::string& title) {
        return MatterId{door.act("drafter", Target::matter, "create", {},
                                 json::object{{"kind", "major_decision"},
                                              {"title", title},
                                              {"undertaking_unit", door.unit("办信科").value},
                                              {"proposal", json::object{{"source", "department"}}}})
                            .created};
    }
    /// Refused: there is no study (R-INIT-03).
    void open_too_early(const MatterId& matter) {
        door.act("director", Target::matter, "open", {.matter = matter},
                 json::object{{"lead_unit", door.unit("办信科").value}});
    }
    /// Called, sat and closed today, with nothing on its agenda.
    MeetingId closed_meeting() {
        const MeetingId meeting{door.act("office", Target::meeting, "create", {},
                                         json::object{{"forum", "office_meeting"},
                                                      {"held_at", "2026-03-02T15:00:00+08:00"},
                                                      {"place", "三楼会议室"},
                                                      {"chair", door.person("director").value},
                                                      {"recorder", door.person("recorder").value}})
                                    .created};
        json::array present;
        for (const char* login : {"director", "deputy1", "deputy2"}) present.emplace_back(door.person(login).value);
        for (const auto& [login, action, body] : {std::tuple{"office", "fix_roster", json::object{}},
                                                  {"recorder", "open", json::object{{"present", present}}},
                                                  {"recorder", "close", json::object{}}}) {
            const StepResult result = door.act(login, Target::meeting, action, {.meeting = meeting}, body);
            if (!result.accepted) throw std::runtime_error(std::string(action) + ": " + result.text());
        }
        return meeting;
    }
    StepResult correct(const MeetingId& meeting, const std::string& event) {
        return door.act("recorder", Target::meeting, "correct", {.meeting = meeting},
                        json::object{{"event", event}, {"text", "更正笔误"}});
    }
    std::string first_event_of(const std::string& stream) {
        return door.engine().events(door.organ(), {stream})->front().reference.id;
    }
    std::size_t events_in(const std::string& stream) {
        const auto events = door.engine().events(door.organ(), {stream});
        return events ? events->size() : 0;
    }
    /// What the database says to a statement of the application.
    std::string tried(const std::string& statement) {
        auto connection = door.database().connect(storage::Role::app);
        try {
            connection.execute(statement);
        } catch (const soci::soci_error& thrown) {
            return storage::fault_of(thrown).detail;
        }
        return "allowed";
    }

    StoreDoor door{GetParam()};
};

class R_ARC_02 : public RecordOn {};
class R_ARC_04 : public RecordOn {};
class R_ACC_02 : public RecordOn {};

TEST_P(R_ARC_02, refuses_to_change_or_delete_an_event) {
    const MatterId matter = propose("供热补贴办法");
    EXPECT_NE(tried("UPDATE event SET body = '{}'"), "allowed");
    EXPECT_NE(tried("DELETE FROM event"), "allowed");
    EXPECT_EQ(events_in(stream_of(matter).name), 1U);
    EXPECT_EQ(door.another_engine()->events(door.organ(), {stream_of(matter).name})->size(), 1U);
}

TEST_P(R_ARC_02, refuses_a_correction_of_what_is_no_event_of_the_meeting) {
    const MatterId matter = propose("供热补贴办法");
    const MeetingId meeting = closed_meeting();
    const std::size_t entries = events_in(stream_of(meeting).name);
    const StepResult result = correct(meeting, first_event_of(stream_of(matter).name));
    EXPECT_THAT(result.faults, testing::ElementsAre("/event"));
    EXPECT_EQ(events_in(stream_of(meeting).name), entries);
}

TEST_P(R_ARC_02, allows_a_correction_as_a_new_entry_and_keeps_the_old_one) {
    const MeetingId meeting = closed_meeting();
    const std::string stream = stream_of(meeting).name;
    const std::string event = first_event_of(stream);
    const std::size_t before = events_in(stream);
    EXPECT_TRUE(correct(meeting, event).accepted);
    EXPECT_EQ(events_in(stream), before + 1);
    EXPECT_EQ(first_event_of(stream), event);
}

TEST_P(R_ARC_04, refuses_to_lose_an_attempt_that_was_refused) {
    const MatterId matter = propose("供热补贴办法");
    open_too_early(matter);
    open_too_early(matter);
    EXPECT_EQ(events_in(attempts_on(matter.value).name), 2U);
    EXPECT_NE(tried("DELETE FROM event WHERE type = 'attempt.refused'"), "allowed");
    EXPECT_EQ(events_in(attempts_on(matter.value).name), 2U);
    EXPECT_EQ(events_in(stream_of(matter).name), 1U) << "nothing else was changed";
}

TEST_P(R_ARC_04, allows_what_is_lawful_without_an_attempt_on_record) {
    const MatterId matter = propose("供热补贴办法");
    door.act("drafter", Target::matter, "record_study", {.matter = matter},
             json::object{{"document", door.document("drafter", "研究").value}});
    EXPECT_EQ(events_in(attempts_on(matter.value).name), 0U);
}

TEST_P(R_ACC_02, refuses_to_dispose_of_what_a_trace_needs) {
    propose("供热补贴办法");
    for (const char* table : {"event", "matter"}) {
        EXPECT_NE(tried("UPDATE " + std::string(table) + " SET organ = 'elsewhere'"), "allowed") << table;
        EXPECT_NE(tried("DELETE FROM " + std::string(table)), "allowed") << table;
    }
}

TEST_P(R_ACC_02, allows_to_read_the_record_a_working_life_later) {
    const MatterId matter = propose("供热补贴办法");
    door.set_clock(*parse_instant("2066-03-02T09:00:00+08:00"));
    EXPECT_EQ(door.matter(matter).stage, "proposed");
}

const auto both = testing::Values(storage::Engine::sqlite, storage::Engine::postgresql);
const auto name_of_database = [](const testing::TestParamInfo<storage::Engine>& one) {
    return one.param == storage::Engine::sqlite ? "sqlite" : "postgresql";
};
INSTANTIATE_TEST_SUITE_P(Databases, R_ARC_02, both, name_of_database);
INSTANTIATE_TEST_SUITE_P(Databases, R_ARC_04, both, name_of_database);
INSTANTIATE_TEST_SUITE_P(Databases, R_ACC_02, both, name_of_database);

}  // namespace
}  // namespace shenyi::tests
