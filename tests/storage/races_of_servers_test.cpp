#include "tests/storage/races.hpp"
#include "tests/storage/record.hpp"

#include <gtest/gtest.h>
#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <atomic>

// Two servers on one database where the locks of one do not keep out the other, or not all of it: keys, attempts, the
// founding, the day, texts that two matters take up, moments, and what changes in the organ without a command.

namespace shenyi::tests {

using namespace workflow;
namespace json = boost::json;
using storage::Engine;
using Kind = storage::Outcome::Kind;

namespace {

/// A server that looks at the clock and is then held, the `look`-th time that it does.
std::unique_ptr<storage::WorkflowEngine> server_held_at_its_clock(StoreDoor& door, const Halt& halt, int look) {
    auto looks = std::make_shared<std::atomic<int>>(0);
    return door.another_engine([&door, looks, look, place = halt.place()] {
        const Instant now = door.engine().now();
        if (++*looks == look) place();
        return now;
    });
}

/// The row of a stream, locked by nobody's command.
class RowHeld {
  public:
    RowHeld(StoreDoor& door, const Stream& stream) : connection_(door.database().owner()) {
        long long seq = 0;
        connection_.begin();
        connection_.sql() << "SELECT seq FROM stream WHERE id = :id FOR UPDATE", soci::use(stream.name),
            soci::into(seq);
    }
    void let_go() { connection_.rollback(); }

  private:
    storage::Connection connection_;
};

class RacesOfServers : public testing::Test {
  protected:
    RacesOfServers() { door.take_turns(); }

    storage::Submission objection(const std::string& login, const MatterId& matter) {
        return door.submission(login, Target::matter, "note_objection", {.matter = matter},
                               json::object{{"text", "意见"}});
    }
    storage::Submission proposal(const std::string& title) {
        return door.submission("drafter", Target::matter, "create", {},
                               json::object{{"kind", "major_decision"},
                                            {"title", title},
                                            {"undertaking_unit", door.unit("办信科").value},
                                            {"proposal", json::object{{"source", "department"}}}});
    }
    static storage::Submission keyed(storage::Submission submission, char body) {
        submission.key = storage::IdempotencyKey{"POST", "/api/v1/matters", "key", std::string(64, body)};
        return submission;
    }

    /// The first has its locks and has read its world; the second passes it, since nothing it needs is locked.
    Crossed second_passes(storage::Submission first, storage::Submission second) {
        const Halt halt;
        auto one = sent(door.engine(), held_at(halt, std::move(first)));
        EXPECT_TRUE(halt.await());
        Answer other = sent(door.second_engine(), std::move(second)).get();
        halt.let_go();
        return {one.get(), std::move(other)};
    }

    std::size_t events_in(const Stream& stream, std::string_view type) {
        const auto events = door.engine().events(door.organ(), {stream.name}).value();
        return static_cast<std::size_t>(
            std::ranges::count_if(events, [&](const auto& event) { return event.reference.type == type; }));
    }

    StoreDoor door{Engine::postgresql};
    LockWatch watch{door.database()};
};

// ---- moments

TEST_F(RacesOfServers, a_command_is_dated_behind_those_that_it_waited_for) {
    const MatterId matter{played(door, "reviewed_and_called", {"matter"}).at("matter")};
    RowHeld row(door, stream_of(door.person("legal")));
    auto early = sent(door.engine(), objection("legal", matter));
    ASSERT_TRUE(watch.waits(early));
    door.set_clock(door.engine().now() + std::chrono::minutes(1));
    const Answer late = sent(door.second_engine(), objection("drafter", matter)).get();
    ASSERT_TRUE(late);
    EXPECT_EQ(late->kind, Kind::accepted);
    row.let_go();
    const Answer waited = early.get();
    ASSERT_TRUE(waited) << waited.error().detail;
    EXPECT_EQ(waited->kind, Kind::accepted);
    EXPECT_EQ(waited->at, late->at);
    expect_an_unbroken_record(door);
}

class RacesOfRecording : public OnBothDatabases {
  protected:
    StoreDoor door{GetParam()};
};

TEST_P(RacesOfRecording, what_is_taken_down_is_dated_behind_what_was_written_meanwhile) {
    const PersonId legal = door.person("legal");
    const Halt halt;
    const auto slow = server_held_at_its_clock(door, halt, 1);
    auto taken_down = std::async(std::launch::async, [&] {
        return slow->record(door.organ(), legal, {{stream_of(legal), PersonEvent{PasswordChanged{.by_owner = true}}}});
    });
    ASSERT_TRUE(halt.await());
    door.set_clock(door.engine().now() + std::chrono::minutes(1));
    EXPECT_TRUE(
        door.act("secadmin", Target::person, "reset_password", {.person = legal}, json::object{{"reason", "遗忘"}})
            .accepted);
    halt.let_go();
    EXPECT_TRUE(taken_down.get());
    const auto events = door.engine().events(door.organ(), {stream_of(legal).name}).value();
    ASSERT_EQ(events.size(), 3U);
    EXPECT_GE(events[2].reference.recorded_at, events[1].reference.recorded_at);
    expect_an_unbroken_record(door);
}

ON_BOTH_DATABASES(RacesOfRecording);

// ---- keys

TEST_F(RacesOfServers, one_key_makes_one_matter) {
    const Crossed crossed = second_passes(keyed(proposal("一件"), 'a'), keyed(proposal("一件"), 'a'));
    ASSERT_TRUE(crossed.first && crossed.second);
    EXPECT_FALSE(crossed.second->replayed);
    EXPECT_TRUE(crossed.first->replayed);
    EXPECT_EQ(crossed.first->created, crossed.second->created);
    EXPECT_EQ(crossed.first->events.front().id, crossed.second->events.front().id);
    int matters = 0;
    door.database().owner().sql() << "SELECT count(*)::int FROM matter", soci::into(matters);
    EXPECT_EQ(matters, 1);
    expect_an_unbroken_record(door);
}

TEST_F(RacesOfServers, one_key_is_not_for_two_bodies) {
    const Crossed crossed = second_passes(keyed(proposal("一件"), 'a'), keyed(proposal("又一件"), 'b'));
    ASSERT_TRUE(crossed.first && crossed.second);
    EXPECT_EQ(crossed.second->kind, Kind::accepted);
    EXPECT_EQ(crossed.first->kind, Kind::key_reused);
    expect_an_unbroken_record(door);
}

TEST_F(RacesOfServers, one_key_gives_one_answer_where_the_second_try_would_be_refused) {
    const MatterId matter{played(door, "reviewed_and_called", {"matter"}).at("matter")};
    const auto withdrawal = keyed(
        door.submission("chief", Target::matter, "withdraw", {.matter = matter}, json::object{{"reason", "另行提出"}}),
        'a');
    const Crossed crossed = cross_on_two_servers(door, withdrawal, withdrawal);
    ASSERT_TRUE(crossed.first && crossed.second);
    EXPECT_EQ(crossed.first->kind, Kind::accepted);
    EXPECT_EQ(crossed.second->kind, Kind::accepted);
    EXPECT_TRUE(crossed.second->replayed);
    EXPECT_EQ(crossed.first->seq, crossed.second->seq);
    EXPECT_EQ(events_in(stream_of(matter), "matter.withdrawn"), 1U);
    EXPECT_EQ(events_in(attempts_on(matter.value), "attempt.refused"), 0U);
    expect_an_unbroken_record(door);
}

// ---- streams that two begin at once

TEST_F(RacesOfServers, the_first_attempts_of_a_person_are_both_kept) {
    const auto forbidden = [&](const std::string& title) {
        auto submission = proposal(title);
        submission.command.actor = door.person("director");
        return submission;
    };
    const Crossed crossed = second_passes(forbidden("一件"), forbidden("又一件"));
    ASSERT_TRUE(crossed.first && crossed.second);
    EXPECT_EQ(crossed.first->kind, Kind::not_your_role);
    EXPECT_EQ(crossed.second->kind, Kind::not_your_role);
    EXPECT_EQ(crossed.second->events.front().stream_seq, 1);
    EXPECT_EQ(crossed.first->events.front().stream_seq, 2);
    expect_an_unbroken_record(door);
}

TEST_F(RacesOfServers, an_organ_is_founded_once) {
    const OrganId organ{"org_other"};
    const auto founding = [](const std::string& name) {
        return std::vector<OrganEvent>{OrganFounded{.name = name, .own_issuer = name, .binding = {}},
                                       UnitFormed{.unit = {"unit_office"}, .name = "办公室"}};
    };
    const Halt halt;
    const auto slow = server_held_at_its_clock(door, halt, 2);  // once it has looked whether there is one
    auto late = std::async(std::launch::async, [&] { return slow->found(organ, founding("另一局")); });
    ASSERT_TRUE(halt.await());
    EXPECT_TRUE(door.engine().found(organ, founding("别局")));
    halt.let_go();
    EXPECT_TRUE(late.get());
    const auto events = door.engine().events(organ, {stream_of(organ).name}).value();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(std::get<OrganFounded>(std::get<OrganEvent>(events.front().event)).name, "别局");
    EXPECT_TRUE(examined(door).clean()) << told(examined(door));
}

TEST_F(RacesOfServers, a_day_is_begun_once) {
    door.set_clock(door.engine().now() + std::chrono::days(1));
    const Halt halt;
    const auto first = server_held_at_its_clock(door, halt, 1);  // behind its lock
    auto begun = std::async(std::launch::async, [&] { return first->begin_day(door.organ()); });
    ASSERT_TRUE(halt.await());
    auto again = std::async(std::launch::async, [&] { return door.engine().begin_day(door.organ()); });
    ASSERT_TRUE(watch.await_waiting(1));
    halt.let_go();
    EXPECT_TRUE(begun.get().value());
    EXPECT_FALSE(again.get().value());
    EXPECT_EQ(events_in(stream_of(door.organ()), "day.begun"), 1U);
    expect_an_unbroken_record(door);
}

// ---- a text that two matters take up

TEST_F(RacesOfServers, a_text_filed_in_two_matters_at_once_is_one_text) {
    auto names = played(door, "two_opened", {"first", "matter"});
    const auto filed = [&](const std::string& matter) {
        const auto document = [&](const char* text) { return door.document("drafter", text).value; };
        return door.submission(
            "drafter", Target::matter, "submit_draft", {.matter = MatterId{matter}},
            json::object{
                {"documents",
                 json::array{json::object{{"document", document("第一条 目的。\n第二条 听证。\n")}, {"role", "draft"}},
                             json::object{{"document", document("起草说明")}, {"role", "drafting_note"}}}},
                {"drafters", json::array{door.person("drafter").value}}});
    };
    const Crossed crossed = second_passes(filed(names["first"]), filed(names["matter"]));
    ASSERT_TRUE(crossed.first && crossed.second);
    EXPECT_EQ(crossed.first->kind, Kind::accepted);
    EXPECT_EQ(crossed.second->kind, Kind::accepted);
    const auto seen = door.engine().read({.organ = door.organ(), .matter = MatterId{names["first"]}}, {}).value();
    EXPECT_TRUE(seen.world.matters.contains(MatterId{names["matter"]}));
    expect_an_unbroken_record(door);
}

// ---- what changes in the organ without a command

/// Definitions that know a second procedure for major decisions, and its hash.
std::pair<std::shared_ptr<const Definitions>, std::string> with_another_procedure(const Definitions& known) {
    auto more = std::make_shared<Definitions>(known);
    const auto same_kind = [](const auto& each) { return each.second->kind == MatterKind::major_decision; };
    auto another = std::make_shared<Procedure>(*std::ranges::find_if(known.procedures, same_kind)->second);
    another->hash = "sha256:" + std::string(64, 'a');
    const std::string hash = another->hash;
    more->procedures[hash] = std::move(another);
    return {more, hash};
}

class RacesOfTheOrgan : public testing::Test {
  protected:
    /// What the command comes to that waits while this is written of the organ.
    Answer behind(OrganEvent change, storage::Submission command) {
        LockWatch watch(door.database());
        const Halt halt;
        const auto changing = server_held_at_its_clock(door, halt, 2);  // behind its lock
        auto changed = std::async(std::launch::async, [&] { return record(*changing, std::move(change)); });
        EXPECT_TRUE(halt.await());
        const auto server = door.another_engine();
        auto waiting = sent(*server, std::move(command));
        EXPECT_TRUE(watch.waits(waiting));
        halt.let_go();
        EXPECT_TRUE(changed.get());
        return waiting.get();
    }

    /// What the command comes to for which this waits to be written.
    Answer before(OrganEvent change, storage::Submission command) {
        LockWatch watch(door.database());
        const Halt halt;
        const auto server = door.another_engine();
        auto held = sent(*server, held_at(halt, std::move(command)));
        EXPECT_TRUE(halt.await());
        const auto changing = door.another_engine();
        auto changed = std::async(std::launch::async, [&] { return record(*changing, std::move(change)); });
        EXPECT_TRUE(watch.await_waiting(1));
        halt.let_go();
        EXPECT_TRUE(changed.get());
        return held.get();
    }

    storage::Submission proposal() {
        return door.submission("drafter", Target::matter, "create", {},
                               json::object{{"kind", "major_decision"},
                                            {"title", "信访代办制度"},
                                            {"undertaking_unit", door.unit("办信科").value},
                                            {"proposal", json::object{{"source", "department"}}}});
    }

    std::string procedure_of(const Answer& answer) {
        return std::string(door.state_of({answer.value().created})->procedure);
    }

    OrganEvent three_members() {
        return RosterSet{.forum = Forum::office_meeting,
                         .from = *parse_date("2026-03-03"),
                         .members = {door.person("director"), door.person("deputy1"), door.person("deputy2")}};
    }

    tl::expected<void, storage::StoreError> record(storage::WorkflowEngine& server, OrganEvent change) {
        return server.record(door.organ(), door.person("office"), {{stream_of(door.organ()), std::move(change)}});
    }

    StoreDoor door{Engine::postgresql};
};

TEST_F(RacesOfTheOrgan, a_matter_goes_by_the_procedure_that_was_adopted_before_it) {
    const auto [definitions, hash] = with_another_procedure(*door.definitions());
    door.define(definitions);
    const ProcedureAdopted adopted{.name = "major_decision", .hash = hash, .from = *parse_date("2026-03-02")};
    EXPECT_NE(procedure_of(before(adopted, proposal())), hash);
    EXPECT_EQ(procedure_of(before(adopted, proposal())), hash);
    expect_an_unbroken_record(door);
}

TEST_F(RacesOfTheOrgan, a_matter_that_waited_for_a_procedure_goes_by_it) {
    const auto [definitions, hash] = with_another_procedure(*door.definitions());
    door.define(definitions);
    const ProcedureAdopted adopted{.name = "major_decision", .hash = hash, .from = *parse_date("2026-03-02")};
    EXPECT_EQ(procedure_of(behind(adopted, proposal())), hash);
    expect_an_unbroken_record(door);
}

TEST_F(RacesOfTheOrgan, a_roster_set_while_a_meetings_is_fixed_counts_if_it_came_first) {
    const MeetingId meeting{played(door, "reviewed_and_called", {"meeting"}).at("meeting")};
    const auto fixing = door.submission("office", Target::meeting, "fix_roster", {.meeting = meeting}, json::object{});
    EXPECT_EQ(before(three_members(), fixing).value().kind, Kind::accepted);
    EXPECT_EQ(door.meeting(meeting).due, 5);
    expect_an_unbroken_record(door);
}

TEST_F(RacesOfTheOrgan, a_meeting_whose_fixing_waited_for_a_roster_has_it) {
    const MeetingId meeting{played(door, "reviewed_and_called", {"meeting"}).at("meeting")};
    const auto fixing = door.submission("office", Target::meeting, "fix_roster", {.meeting = meeting}, json::object{});
    EXPECT_EQ(behind(three_members(), fixing).value().kind, Kind::accepted);
    EXPECT_EQ(door.meeting(meeting).due, 3);
    expect_an_unbroken_record(door);
}

// ---- the tables made anew

TEST_F(RacesOfServers, a_rebuild_waits_for_a_command_and_never_in_a_circle) {
    const MeetingId meeting{played(door, "placed_for_the_office", {"meeting"}).at("meeting")};
    const Halt halt;
    auto fixing = sent(door.engine(), held_at(halt, door.submission("office", Target::meeting, "fix_roster",
                                                                    {.meeting = meeting}, json::object{})));
    ASSERT_TRUE(halt.await());
    auto rebuilding = std::async(std::launch::async, [&] {
        auto owner = door.database().owner();
        return storage::rebuild(owner, key_of(door), door.definitions()).has_value();
    });
    ASSERT_TRUE(watch.await_waiting(1));
    halt.let_go();
    EXPECT_EQ(fixing.get().value().kind, Kind::accepted);
    EXPECT_TRUE(rebuilding.get());
    expect_an_unbroken_record(door);
}

}  // namespace

}  // namespace shenyi::tests
