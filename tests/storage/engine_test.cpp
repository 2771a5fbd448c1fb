#include "storage/engine.hpp"

#include "storage/attempts.hpp"
#include "tests/scenarios/store_door.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <future>

namespace shenyi::tests {

using namespace workflow;
namespace json = boost::json;

class EngineOn : public testing::TestWithParam<storage::Engine> {
  protected:
    json::object proposal(const std::string& title) {
        return {{"kind", "major_decision"},
                {"title", title},
                {"undertaking_unit", door.unit("办信科").value},
                {"proposal", json::object{{"source", "department"}}}};
    }

    MatterId propose(const std::string& title) {
        return MatterId{door.act("drafter", Target::matter, "create", {}, proposal(title)).created};
    }

    StoreDoor door{GetParam()};
};

TEST_P(EngineOn, gives_the_first_answer_again_for_a_known_key) {
    auto submission = door.submission("drafter", Target::matter, "create", {}, proposal("幂等"));
    submission.key = storage::IdempotencyKey{"POST", "/api/v1/matters", "k1", std::string(64, 'a')};
    const auto first = door.engine().submit(submission);
    const auto again = door.engine().submit(submission);
    ASSERT_TRUE(first && again);
    EXPECT_EQ(first->created, again->created);
    EXPECT_TRUE(again->replayed);
    EXPECT_EQ(first->events.front().id, again->events.front().id);

    submission.key->body_sha256 = std::string(64, 'b');
    EXPECT_EQ(door.engine().submit(submission)->kind, storage::Outcome::Kind::key_reused);
}

TEST_P(EngineOn, gives_known_keys_their_answers_among_others_of_a_batch) {
    const auto keyed = [&](int number) {
        auto submission =
            door.submission("drafter", Target::matter, "create", {}, proposal("第" + std::to_string(number) + "件"));
        submission.key =
            storage::IdempotencyKey{"POST", "/api/v1/matters", std::to_string(number), std::string(64, 'a')};
        return submission;
    };
    std::map<int, std::string> created;
    for (const int number : {3, 7}) created[number] = door.engine().submit(keyed(number))->created;
    std::vector<std::future<storage::Outcome>> outcomes;
    for (int number = 0; number < 12; ++number) {
        auto promise = std::make_shared<std::promise<storage::Outcome>>();
        outcomes.push_back(promise->get_future());
        door.engine().submit(keyed(number), [promise](auto outcome) { promise->set_value(outcome.value()); });
    }
    for (int number = 0; number < 12; ++number) {
        const storage::Outcome outcome = outcomes[static_cast<std::size_t>(number)].get();
        EXPECT_EQ(outcome.kind, storage::Outcome::Kind::accepted);
        EXPECT_EQ(outcome.replayed, created.contains(number));
        if (created.contains(number)) {
            EXPECT_EQ(outcome.created, created.at(number));
        }
    }
}

TEST_P(EngineOn, writes_nothing_that_it_could_not_read_again) {
    const MatterId matter = propose("万年之后");
    // A day of the year 10000 in the organ's zone, of an instant that the tables would still take.
    door.set_clock(Instant{std::chrono::sys_days{std::chrono::year(9999) / 12 / 31}} + std::chrono::hours(20));
    EXPECT_FALSE(door.engine().submit(door.submission("drafter", Target::matter, "create", {}, proposal("其后"))));
    EXPECT_FALSE(door.engine().begin_day(door.organ()));
    const auto organ = door.engine().events(door.organ(), {stream_of(door.organ()).name});
    ASSERT_TRUE(organ) << organ.error().detail;
    EXPECT_EQ(door.state_of(matter)->stage, Stage::proposed);
}

TEST_P(EngineOn, refuses_an_old_tag_and_takes_the_new_one) {
    const MatterId matter = propose("标签");
    auto submission = door.submission("drafter", Target::matter, "record_study", {.matter = matter},
                                      json::object{{"document", door.document("drafter", "研究").value}});
    submission.if_match = 7;
    EXPECT_EQ(door.engine().submit(submission)->kind, storage::Outcome::Kind::stale);
    submission.if_match = 1;
    const auto outcome = door.engine().submit(submission);
    EXPECT_EQ(outcome->kind, storage::Outcome::Kind::accepted);
    EXPECT_EQ(outcome->seq, 2);
}

TEST_P(EngineOn, keeps_a_refused_attempt_and_leaves_the_matter_as_it_was) {
    const MatterId matter = propose("未研究即启动");
    const StepResult result = door.act("director", Target::matter, "open", {.matter = matter},
                                       json::object{{"lead_unit", door.unit("办信科").value}});
    ASSERT_EQ(result.refusals.size(), 1U);
    EXPECT_TRUE(result.refusals.front().is("R-INIT-03"));
    EXPECT_EQ(door.state_of(matter)->stage, Stage::proposed);
    const auto attempts = door.engine().events(door.organ(), {attempts_on(matter.value).name});
    ASSERT_TRUE(attempts);
    ASSERT_EQ(attempts->size(), 1U);
    EXPECT_EQ(attempts->front().reference.type, "attempt.refused");
}

/// The tenth and those after it are counted in a row that is committed before they are answered: whoever opens the
/// store next finds them, though nobody stopped anything.
TEST_P(EngineOn, has_counted_a_refusal_when_it_is_told) {
    const MatterId matter = propose("屡次启动");
    const std::string stream = attempts_on(matter.value).name;
    const auto try_to_open = [&](storage::WorkflowEngine& engine) {
        const auto refused = engine.submit(door.submission("director", Target::matter, "open", {.matter = matter},
                                                           json::object{{"lead_unit", door.unit("办信科").value}}));
        ASSERT_EQ(refused->kind, storage::Outcome::Kind::refused);
    };
    const auto counted = [&](storage::WorkflowEngine& engine) {
        int count = 0;
        const auto running = engine.running_counts(door.organ(), {stream}).value();
        for (const storage::AttemptCount& each : running) {
            EXPECT_EQ(each.stream, stream);
            EXPECT_EQ(each.counted.person, door.person("director"));
            count += each.counted.count;
        }
        return count;
    };
    for (int i = 0; i < 9; ++i) try_to_open(door.engine());
    EXPECT_EQ(counted(door.engine()), 0) << "events each";
    for (int i = 0; i < 3; ++i) try_to_open(door.engine());
    const auto other = door.another_engine();
    EXPECT_EQ(counted(*other), 3);
    try_to_open(*other);
    EXPECT_EQ(counted(door.engine()), 4);

    door.set_clock(door.engine().now() + std::chrono::hours(1));
    door.engine().write_counted_attempts();
    other->write_counted_attempts();
    EXPECT_EQ(counted(*other), 0);
    const auto events = door.engine().events(door.organ(), {stream}).value();
    ASSERT_EQ(events.size(), 10U) << "one event, whoever writes it";
    const auto& written = std::get<AttemptsCounted>(std::get<AttemptEvent>(events.back().event));
    EXPECT_EQ(written.count, 4);
    EXPECT_EQ(written.rules->front().name, "R-INIT-03");
    EXPECT_EQ(written.actions->front().count, 4);
    EXPECT_EQ(events.back().meta.actor, door.person("director"));
    try_to_open(door.engine());
    EXPECT_EQ(door.engine().events(door.organ(), {stream})->size(), 11U) << "a new hour";
}

/// Many in one transaction are added up there.
TEST_P(EngineOn, counts_refusals_of_one_batch_together) {
    const MatterId matter = propose("同时启动");
    std::vector<std::future<storage::Outcome::Kind>> kinds;
    for (int i = 0; i < 30; ++i) {
        auto promise = std::make_shared<std::promise<storage::Outcome::Kind>>();
        kinds.push_back(promise->get_future());
        door.engine().submit(door.submission("director", Target::matter, "open", {.matter = matter},
                                             json::object{{"lead_unit", door.unit("办信科").value}}),
                             [promise](auto outcome) { promise->set_value(outcome.value().kind); });
    }
    for (auto& kind : kinds) EXPECT_EQ(kind.get(), storage::Outcome::Kind::refused);
    const auto counts = door.engine().running_counts(door.organ(), {attempts_on(matter.value).name}).value();
    ASSERT_EQ(counts.size(), 1U);
    EXPECT_EQ(counts.front().counted.count, 21);
}

TEST_P(EngineOn, keeps_on_which_item_of_a_meeting_something_was_tried) {
    const MeetingId meeting{door.act("office", Target::meeting, "create", {},
                                     json::object{{"forum", "office_meeting"},
                                                  {"held_at", "2026-03-20T09:00:00+08:00"},
                                                  {"place", "三楼会议室"},
                                                  {"chair", door.person("director").value},
                                                  {"recorder", door.person("recorder").value}})
                                .created};
    const json::object study{{"kind", "law_study"},
                             {"title", "会前学法"},
                             {"presenter", door.person("legal").value},
                             {"documents", json::array{door.document("office", "学法材料").value}}};
    const ItemId item{door.act("office", Target::meeting, "add_item", {.meeting = meeting}, study).created};
    const StepResult result =
        door.act("recorder", Target::item, "open", {.meeting = meeting, .item = item}, json::object{});
    EXPECT_FALSE(result.accepted) << result.text();
    const auto attempts = door.engine().events(door.organ(), {attempts_on(meeting.value).name});
    ASSERT_TRUE(attempts);
    ASSERT_EQ(attempts->size(), 1U);
    const auto& kept = std::get<AttemptRefused>(std::get<AttemptEvent>(attempts->front().event));
    EXPECT_EQ(kept.target, stream_of(meeting).name + "/" + item.value);
}

TEST_P(EngineOn, numbers_sixteen_writers_of_one_stream_without_gaps) {
    const MatterId matter = propose("并发");
    std::vector<std::future<storage::Outcome::Kind>> kinds;
    for (int i = 0; i < 16; ++i) {
        auto submission = door.submission("drafter", Target::matter, "note_objection", {.matter = matter},
                                          json::object{{"text", "意见" + std::to_string(i)}});
        auto promise = std::make_shared<std::promise<storage::Outcome::Kind>>();
        kinds.push_back(promise->get_future());
        door.engine().submit(std::move(submission),
                             [promise](auto outcome) { promise->set_value(outcome.value().kind); });
    }
    for (auto& kind : kinds) EXPECT_EQ(kind.get(), storage::Outcome::Kind::accepted);
    const auto events = door.engine().events(door.organ(), {stream_of(matter).name});
    ASSERT_TRUE(events);
    ASSERT_EQ(events->size(), 17U);
    for (std::size_t i = 0; i < events->size(); ++i) {
        EXPECT_EQ((*events)[i].reference.stream_seq, static_cast<std::int64_t>(i) + 1);
    }
}

TEST_P(EngineOn, a_second_engine_sees_what_the_first_wrote) {
    const MatterId matter = propose("两台服务器");
    const auto second = door.another_engine();
    auto submission = door.submission("drafter", Target::matter, "record_study", {.matter = matter},
                                      json::object{{"document", door.document("drafter", "研究").value}});
    submission.if_match = 1;
    EXPECT_EQ(second->submit(submission)->kind, storage::Outcome::Kind::accepted);
    EXPECT_TRUE(door.state_of(matter)->feasibility_study.has_value());
}

TEST_P(EngineOn, an_edited_event_stops_whatever_rests_on_it) {
    const MatterId matter = propose("被改动的记录");
    auto owner = door.database().owner();
    if (GetParam() == storage::Engine::sqlite) {
        owner.execute("DROP TRIGGER event_no_update");
    } else {
        owner.execute("ALTER TABLE shenyi.event DISABLE TRIGGER event_insert_only");
    }
    const std::string stream = stream_of(matter).name;
    owner.sql() << "UPDATE event SET body = replace(body, '被改动的记录', '别的题目') WHERE stream = :stream",
        soci::use(stream, "stream");
    const auto fresh = door.another_engine();
    const auto outcome = fresh->submit(door.submission("drafter", Target::matter, "note_objection", {.matter = matter},
                                                       json::object{{"text", "意见"}}));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, storage::StoreError::Kind::damaged);
}

TEST_P(EngineOn, a_clock_set_back_writes_nothing_until_it_has_caught_up) {
    const MatterId matter = propose("时钟");
    door.set_clock(*parse_instant("2026-03-01T09:00:00+08:00"));
    const auto outcome = door.engine().submit(door.submission("drafter", Target::matter, "note_objection",
                                                              {.matter = matter}, json::object{{"text", "意见"}}));
    ASSERT_FALSE(outcome);
    EXPECT_THAT(outcome.error().detail, testing::StartsWith("clock_behind"));
}

INSTANTIATE_TEST_SUITE_P(Databases, EngineOn, testing::Values(storage::Engine::sqlite, storage::Engine::postgresql),
                         [](const auto& each_case) {
                             return each_case.param == storage::Engine::sqlite ? "sqlite" : "postgresql";
                         });

}  // namespace shenyi::tests
