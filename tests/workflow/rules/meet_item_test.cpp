#include "tests/workflow/rules/room.hpp"
#include "workflow/actions/ballot.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/rules/meet.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

Speak says(int n, Position position) {
    return {.person = m(n), .position = position};
}

TEST(R_MEET_06, refuses_the_recused_to_speak_and_to_vote) {
    Room room = a_party_group(5);
    room.all_declare();
    room.item().recused[m(2)] = "kin";
    room.opens_ballot(BallotMethod::named);

    EXPECT_THAT(room.asks_item(r_meet_06, "speak", says(2, Position::for_)),
                AllOf(refuses("R-MEET-06", ""), has_fact("names", names({2}))));
    EXPECT_THAT(room.asks_item(r_meet_06, "record_ballot", votes_of({{m(2), Vote::for_}})), refuses("R-MEET-06", ""));
    EXPECT_THAT(room.asks_item(r_meet_06, "speak", says(3, Position::for_)), allows());
}

TEST(R_MEET_06, tells_who_is_recused_by_anothers_entry_alone_that_his_own_word_counts) {
    Room room = a_party_group(5);
    room.all_declare();
    for (const int n : {2, 3}) room.item().recused[m(n)] = "kin";
    room.item().interest_entered = {m(2)};
    room.opens_ballot(BallotMethod::named);

    const auto finding = room.asks_item(r_meet_06, "speak", says(2, Position::for_));
    EXPECT_THAT(finding, AllOf(refuses("R-MEET-06", "entered"), has_fact("names", names({2}))));
    EXPECT_EQ(finding->owing, people({2}));
    EXPECT_THAT(room.asks_item(r_meet_06, "speak", says(3, Position::for_)), refuses("R-MEET-06", ""));
    EXPECT_THAT(room.asks_item(r_meet_06, "record_ballot", votes_of({{m(2), Vote::for_}, {m(3), Vote::for_}})),
                AllOf(refuses("R-MEET-06", ""), has_fact("names", names({2, 3}))));
}

TEST(R_MEET_06, waits_for_the_declaration_of_everybody_present) {
    Room room = a_party_group(3);
    room.item().declarations[m(1)] = {.interest = false};
    EXPECT_THAT(room.asks_item(r_meet_06, "open_ballot"),
                AllOf(refuses("R-MEET-06", "undeclared"), has_fact("names", names({2, 3}))));
    EXPECT_THAT(room.asks_item(r_meet_06, "speak", says(2, Position::for_)), refuses("R-MEET-06", "undeclared"));
    EXPECT_THAT(room.asks_item(r_meet_06, "speak", says(1, Position::for_)), allows());

    room.all_declare();
    EXPECT_THAT(room.asks_item(r_meet_06, "open_ballot"), allows());
}

TEST(R_MEET_06, asks_no_declaration_of_attendees_of_the_recused_and_of_the_absent) {
    Room room = a_party_group(3);
    room.item().declarations[m(1)] = {.interest = false};
    room.item().recused[m(2)] = "kin";
    room.leaves(m(3));
    room.attends({"adviser"}, AttendeeCapacity::adviser);

    EXPECT_THAT(room.asks_item(r_meet_06, "open_ballot"), allows());
}

TEST(R_MEET_07, refuses_a_position_or_a_vote_of_an_attendee) {
    Room room = a_party_group(3);
    room.attends({"adviser"}, AttendeeCapacity::adviser);
    room.opens_ballot(BallotMethod::hands);

    EXPECT_THAT(room.asks_item(r_meet_07, "speak", Speak{.person = {"adviser"}, .position = Position::against}),
                refuses("R-MEET-07", ""));
    EXPECT_THAT(room.asks_item(r_meet_07, "record_ballot", votes_of({{{"adviser"}, Vote::for_}})),
                refuses("R-MEET-07", ""));
}

TEST(R_MEET_07, allows_an_attendee_to_explain) {
    Room room = a_party_group(3);
    room.attends({"adviser"}, AttendeeCapacity::adviser);

    EXPECT_THAT(room.asks_item(r_meet_07, "speak", Speak{.person = {"adviser"}, .position = Position::no_comment}),
                allows());
}

TEST(R_MEET_08, lets_the_chair_wait_for_everybody_present) {
    Room room = a_party_group(5);
    room.states(m(2), Position::for_);
    room.states(m(3), Position::against);
    EXPECT_THAT(room.asks_item(r_meet_08, "speak", says(1, Position::for_)),
                AllOf(refuses("R-MEET-08", ""), has_fact("names", names({4, 5}))));

    room.states(m(4), Position::no_comment);
    room.states(m(5), Position::for_);
    EXPECT_THAT(room.asks_item(r_meet_08, "speak", says(1, Position::for_)), allows());
}

TEST(R_MEET_08, allows_members_to_speak_in_any_order) {
    Room room = a_party_group(5);
    EXPECT_THAT(room.asks_item(r_meet_08, "speak", says(4, Position::for_)), allows());
}

TEST(R_MEET_08, lets_the_director_speak_after_the_deputy_in_the_chair) {
    Room room = an_office_meeting(3);
    room.meeting.chair = m(2);
    room.states(m(3), Position::for_);
    EXPECT_THAT(room.asks_item(r_meet_08, "speak", says(1, Position::for_)),
                AllOf(refuses("R-MEET-08", ""), has_fact("names", names({2}))));
    EXPECT_THAT(room.asks_item(r_meet_08, "speak", says(2, Position::for_)), allows());

    room.states(m(2), Position::for_);
    EXPECT_THAT(room.asks_item(r_meet_08, "decide"), refuses("R-MEET-08", "")) << "the director has not spoken";
    EXPECT_THAT(room.asks_item(r_meet_08, "speak", says(1, Position::for_)), allows());
    room.states(m(1), Position::for_);
    EXPECT_THAT(room.asks_item(r_meet_08, "decide"), allows());
}

TEST(R_MEET_08, lets_the_secretary_speak_after_the_chair_only_on_a_key_matter) {
    Room room = a_party_group(3);
    room.meeting.chair = m(2);
    room.states(m(3), Position::for_);
    EXPECT_THAT(room.asks_item(r_meet_08, "speak", says(2, Position::for_)),
                AllOf(refuses("R-MEET-08", ""), has_fact("names", names({1}))));

    room.matter.kind = MatterKind::key_matter;
    EXPECT_THAT(room.asks_item(r_meet_08, "speak", says(2, Position::for_)), allows());
    EXPECT_THAT(room.asks_item(r_meet_08, "speak", says(1, Position::for_)), refuses("R-MEET-08", ""));
}

TEST(R_MEET_08, lets_the_ballot_wait_for_a_late_member_and_for_the_chair_again) {
    Room room = a_party_group(4);
    room.leaves(m(4));
    for (const int n : {2, 3, 1}) room.states(m(n), Position::for_);
    EXPECT_THAT(room.asks_item(r_meet_08, "open_ballot"), allows());

    room.now += std::chrono::minutes(5);
    room.comes(m(4));
    EXPECT_THAT(room.asks_item(r_meet_08, "open_ballot"),
                AllOf(refuses("R-MEET-08", ""), has_fact("names", names({4, 1}))));
    room.states(m(4), Position::for_);
    EXPECT_THAT(room.asks_item(r_meet_08, "open_ballot"),
                AllOf(refuses("R-MEET-08", ""), has_fact("names", names({1}))));
    room.states(m(1), Position::for_);
    EXPECT_THAT(room.asks_item(r_meet_08, "open_ballot"), allows());
}

TEST(R_MEET_08, asks_no_statement_of_the_recused) {
    Room room = a_party_group(3);
    room.item().recused[m(2)] = "kin";
    room.states(m(3), Position::for_);

    EXPECT_THAT(room.asks_item(r_meet_08, "speak", says(1, Position::for_)), allows());
}

TEST(R_MEET_09, refuses_a_second_item_while_one_is_open) {
    Room room = a_party_group(3);
    EXPECT_THAT(room.asks_item(r_meet_09, "open_ballot"), allows());

    room.meeting.items.push_back({.id = {"itm_2"}, .kind = ItemKind::hearing, .state = ItemState::open});
    EXPECT_THAT(room.asks_item(r_meet_09, "open"), refuses("R-MEET-09", ""));
    EXPECT_THAT(room.asks_item(r_meet_09, "open_ballot"), refuses("R-MEET-09", ""));
    EXPECT_THAT(room.asks_item(r_meet_09, "defer"), allows());
}

TEST(R_MEET_09, refuses_to_vote_decide_or_defer_again_what_is_decided) {
    Room room = a_party_group(5);
    Ballot& ballot = room.votes(2, 3, MotionKind::rework);
    ballot.state = BallotState::closed;
    EXPECT_THAT(room.asks_item(r_meet_09, "open_ballot"), allows()) << "a motion to rework that failed decides nothing";

    ballot.outcome = Outcome::not_adopted;
    for (const char* action : {"open_ballot", "decide", "defer"}) {
        EXPECT_THAT(room.asks_item(r_meet_09, action), refuses("R-MEET-09", "decided")) << action;
    }
}

TEST(R_MEET_09, refuses_to_end_the_sitting_over_an_open_item) {
    Room room = a_party_group(3);
    EXPECT_THAT(room.asks_meeting(r_meet_09, "close"), refuses("R-MEET-09", "open_item"));

    room.item().state = ItemState::closed;
    EXPECT_THAT(room.asks_meeting(r_meet_09, "close"), allows());
}

TEST(R_MEET_12, refuses_the_vote_and_the_word_of_an_absent_member) {
    Room room = a_party_group(3);
    room.leaves(m(3));
    room.opens_ballot(BallotMethod::named);

    EXPECT_THAT(room.asks_item(r_meet_12, "record_ballot", votes_of({{m(3), Vote::for_}})),
                AllOf(refuses("R-MEET-12", ""), has_fact("names", names({3}))));
    EXPECT_THAT(room.asks_item(r_meet_12, "speak", says(3, Position::for_)), refuses("R-MEET-12", ""));
    EXPECT_THAT(room.asks_item(r_meet_12, "speak", says(2, Position::for_)), allows());
}

TEST(R_MEET_12, warns_of_absence_without_leave_when_the_meeting_opens) {
    Room room = a_party_group(3);
    const OpenMeeting body{.present = people({1, 2})};
    EXPECT_THAT(room.asks_meeting(r_meet_12, "open", body),
                AllOf(warns("R-MEET-12", "no_leave"), has_fact("names", names({3}))));

    room.meeting.leaves.push_back({.person = m(3), .reason = "ill", .at = room.now - std::chrono::hours(1)});
    EXPECT_THAT(room.asks_meeting(r_meet_12, "open", body), allows());
    EXPECT_THAT(room.asks_meeting(r_meet_12, "open", body, {"recorder"}, room.now - std::chrono::hours(2)),
                warns("R-MEET-12", "no_leave"))
        << "the meeting had taken place before he asked";
}

TEST(R_MEET_12, warns_that_leave_asked_once_the_meeting_is_open_is_not_asked_beforehand) {
    Room room = a_party_group(3);
    const RecordLeave body{.person = m(3), .reason = "ill"};
    EXPECT_THAT(room.asks_meeting(r_meet_12, "record_leave", body), allows());

    room.meeting.opened_at = room.now;
    EXPECT_THAT(room.asks_meeting(r_meet_12, "record_leave", body),
                AllOf(warns("R-MEET-12", "late_leave"), has_fact("names", names({3}))));
}

TEST(R_MEET_09, ends_the_discussion_with_the_result) {
    Room room = a_party_group(3);
    for (const char* action : {"speak", "declare_interest", "recuse"}) {
        EXPECT_THAT(room.asks_item(r_meet_09, action), allows()) << action;
    }
    room.votes(2, 1).state = BallotState::closed;
    room.item().ballots.back().outcome = Outcome::adopted;
    for (const char* action : {"speak", "declare_interest", "recuse"}) {
        EXPECT_THAT(room.asks_item(r_meet_09, action), refuses("R-MEET-09", "over")) << action;
    }
}

TEST(R_MEET_13, refuses_a_close_vote_until_a_reason_is_entered) {
    Room room = a_party_group(5);
    room.votes(3, 2);
    EXPECT_THAT(room.asks_item(r_meet_13, "close_ballot", CloseBallot{}),
                AllOf(refuses("R-MEET-13", ""), has_fact("for", 3), has_fact("against", 2)));

    const CloseBallot reasoned{.close_reason = CloseReason{.ground = CloseGround::emergency, .text = "flood"}};
    EXPECT_THAT(room.asks_item(r_meet_13, "close_ballot", reasoned), warns("R-MEET-13", ""));
    EXPECT_THAT(room.asks_item(r_meet_13, "close_ballot"), warns("R-MEET-13", ""))
        << "only asked whether it can be done";
}

TEST(R_MEET_13, allows_a_clear_vote_and_a_deferral) {
    Room clear = a_party_group(5);
    clear.votes(4, 1);
    EXPECT_THAT(clear.asks_item(r_meet_13, "close_ballot", CloseBallot{}), allows());

    Room unanimous = a_party_group(1);
    unanimous.votes(1, 0);
    EXPECT_THAT(unanimous.asks_item(r_meet_13, "close_ballot", CloseBallot{}), allows());

    Room deferring = a_party_group(5);
    deferring.votes(3, 2, MotionKind::defer);
    EXPECT_THAT(deferring.asks_item(r_meet_13, "close_ballot", CloseBallot{}), allows());
}

TEST(R_MEET_13, holds_for_the_head_too) {
    Room room = an_office_meeting(6);
    for (int n = 1; n <= 6; ++n) room.states(m(n), n <= 3 ? Position::for_ : Position::against);

    EXPECT_THAT(room.asks_item(r_meet_13, "decide", HeadDecide{.outcome = Outcome::adopted}), refuses("R-MEET-13", ""));
    EXPECT_THAT(room.asks_item(r_meet_13, "decide", HeadDecide{.outcome = Outcome::deferred}), allows());
}

TEST(R_MEET_14, refuses_to_close_before_a_dissent_is_confirmed) {
    Room room = a_party_group(5);
    room.states(m(2), Position::against);
    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{}),
                AllOf(refuses("R-MEET-14", ""), has_fact("names", names({2}))));

    room.item().dissents.push_back({.person = m(2), .text = "too dear", .confirmed = true});
    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{}), allows());
    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{.no_dissent = true}), refuses("R-MEET-14", "some"));
}

TEST(R_MEET_14, allows_to_close_over_a_refusal_before_two_witnesses) {
    Room room = a_party_group(5);
    room.votes(4, 1).state = BallotState::closed;
    room.item().ballots.back().outcome = Outcome::adopted;
    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{}), refuses("R-MEET-14", "")) << "m5 openly voted against";

    room.item().dissents.push_back({.person = m(5), .refusal_witnesses = people({2, 3})});
    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{}), allows());
}

TEST(R_MEET_14, asks_nobody_how_he_voted_in_secret) {
    Room room = a_party_group(5);
    room.opens_ballot(BallotMethod::secret).count = SecretCount{.for_ = 3, .against = 2, .tellers = people({2, 3})};
    room.item().ballots.back().state = BallotState::closed;
    room.item().ballots.back().outcome = Outcome::adopted;

    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{.no_dissent = true}), allows());
}

TEST(R_MEET_14, asks_to_enter_expressly_that_nobody_dissents) {
    Room room = a_party_group(5);
    room.states(m(2), Position::against);
    room.states(m(2), Position::for_);
    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{}), refuses("R-MEET-14", "none"));
    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{.no_dissent = true}), allows());
    EXPECT_THAT(room.asks_item(r_meet_14, "close"), allows()) << "only asked whether it can be done";

    room.item().kind = ItemKind::hearing;
    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{}), allows());
}

TEST(R_MEET_14, asks_nobody_where_it_was_not_adopted_and_keeps_what_was_set_down) {
    Room room = an_office_meeting(5);
    room.states(m(2), Position::against);
    room.states(m(3), Position::for_);
    room.item().outcome = Outcome::not_adopted;
    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{.no_dissent = true}), allows());
    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{}), refuses("R-MEET-14", "none"));

    for (const int dissenter : {2, 3}) {
        room.item().dissents = {{.person = m(dissenter), .text = "试行即可", .confirmed = true}};
        EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{}), allows()) << dissenter;
        EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{.no_dissent = true}),
                    AllOf(refuses("R-MEET-14", "some"), has_fact("names", names({dissenter}))));
    }
}

TEST(R_MEET_14, asks_nobody_who_abstained_or_voted_for_what_he_had_spoken_against) {
    Room room = a_party_group(5);
    for (const int n : {3, 4, 5}) room.states(m(n), Position::against);
    room.votes(3, 1).outcome = Outcome::adopted;
    room.item().ballots.back().state = BallotState::closed;
    room.item().ballots.back().votes.push_back({m(5), Vote::abstain});
    EXPECT_THAT(room.asks_item(r_meet_14, "close", CloseItem{}),
                AllOf(refuses("R-MEET-14", ""), has_fact("names", names({4}))));
}

TEST(R_MEET_14, leaves_what_somebody_entered_of_himself_to_himself) {
    Room room = a_party_group(5);
    const auto speaks = [&](Position position, PersonId actor, std::optional<std::string> text = {}) {
        return room.asks_item(r_meet_14, "speak", Speak{.person = m(2), .position = position, .text = std::move(text)},
                              std::move(actor));
    };
    room.states(m(2), Position::against);
    EXPECT_THAT(speaks(Position::for_, {"recorder"}), allows()) << "the recorder mends his own entry";

    room.item().statements.back().by_himself = true;
    EXPECT_THAT(speaks(Position::for_, {"recorder"}),
                AllOf(refuses("R-MEET-14", "own_position"), has_fact("names", names({2}))));
    EXPECT_THAT(speaks(Position::against, {"recorder"}, "too dear"), refuses("R-MEET-14", "own_position"));
    EXPECT_THAT(speaks(Position::against, {"recorder"}), allows()) << "the same once more, as R-MEET-08 may ask for";
    EXPECT_THAT(speaks(Position::for_, m(2)), allows());

    const auto declares = [&](bool interest, PersonId actor) {
        return room.asks_item(r_meet_14, "declare_interest", DeclareInterest{.person = m(3), .interest = interest},
                              std::move(actor));
    };
    room.item().declarations[m(3)] = {.interest = true, .text = "kin"};
    EXPECT_THAT(declares(false, {"recorder"}), allows());
    room.item().declarations[m(3)].by_himself = true;
    EXPECT_THAT(declares(false, {"recorder"}), refuses("R-MEET-14", "own_declaration"));
    EXPECT_THAT(declares(true, {"recorder"}), allows());
    EXPECT_THAT(declares(false, m(3)), allows());
}

TEST(R_MEET_14, refuses_to_enter_that_somebody_would_not_confirm_what_he_does_not_owe) {
    Room room = a_party_group(5);
    room.states(m(2), Position::against);
    room.states(m(3), Position::for_);
    room.item().recused[m(4)] = "kin";
    const auto enter = [&](int of) {
        return room.asks_item(r_meet_14, "record_refusal_to_confirm",
                              RecordRefusalToConfirm{.person = m(of), .witnesses = people({1, 5})});
    };
    EXPECT_THAT(enter(2), refuses("R-MEET-14", "not_owed")) << "nothing is decided yet";

    room.item().outcome = Outcome::adopted;
    EXPECT_THAT(enter(2), allows());
    for (const int silent : {3, 4, 5}) EXPECT_THAT(enter(silent), refuses("R-MEET-14", "not_owed")) << silent;
    room.item().dissents.push_back({.person = m(2), .refusal_witnesses = people({1, 5})});
    EXPECT_THAT(enter(2), refuses("R-MEET-14", "not_owed")) << "once is enough";
}

TEST(R_MEET_14, asks_two_witnesses_in_the_room_for_a_refusal_to_confirm) {
    Room room = a_party_group(6);
    room.leaves(m(5));
    room.item().recused[m(6)] = "kin";
    room.states(m(2), Position::against);
    room.item().outcome = Outcome::adopted;
    const auto enter = [&](std::vector<PersonId> witnesses) {
        return room.asks_item(r_meet_14, "record_refusal_to_confirm",
                              RecordRefusalToConfirm{.person = m(2), .witnesses = std::move(witnesses)});
    };

    EXPECT_THAT(enter(people({3})), refuses("R-MEET-14", "witnesses"));
    EXPECT_THAT(enter(people({2, 3})), refuses("R-MEET-14", "witnesses"));
    EXPECT_THAT(enter(people({3, 5})), refuses("R-MEET-14", "witnesses"));
    EXPECT_THAT(enter(people({3, 6})), refuses("R-MEET-14", "witnesses")) << "m6 is recused on the item";
    EXPECT_THAT(enter(people({3, 4})), allows());
}

TEST(R_MEET_06, allows_a_vote_of_those_who_declared_no_interest) {
    Room room = a_party_group(3);
    room.all_declare();
    room.opens_ballot(BallotMethod::hands);
    EXPECT_THAT(room.asks_item(r_meet_06, "record_ballot", votes_of({{m(1), Vote::for_}, {m(2), Vote::against}})),
                allows());
    EXPECT_THAT(room.asks_item(r_meet_06, "close_ballot"), allows());
}

TEST(R_MEET_08, refuses_to_close_a_ballot_over_a_member_who_came_during_it) {
    Room room = a_party_group(4);
    room.leaves(m(4));
    for (const int n : {2, 3, 1}) room.states(m(n), Position::for_);
    room.votes(3, 0);
    EXPECT_THAT(room.asks_item(r_meet_08, "close_ballot"), allows());

    room.now += std::chrono::minutes(5);
    room.comes(m(4));
    EXPECT_THAT(room.asks_item(r_meet_08, "close_ballot"),
                AllOf(refuses("R-MEET-08", ""), has_fact("names", names({4, 1}))));
}

TEST(R_MEET_09, allows_one_item_after_the_other) {
    Room room = a_party_group(3);
    room.meeting.items.push_back({.id = {"itm_2"}, .kind = ItemKind::decision, .state = ItemState::closed});
    for (const char* action : {"open", "open_ballot", "decide", "defer"}) {
        EXPECT_THAT(room.asks_item(r_meet_09, action), allows()) << action;
    }
}

TEST(R_MEET_12, allows_an_absent_member_to_leave_a_written_opinion_that_is_not_counted) {
    Room room = a_party_group(3);
    room.leaves(m(3));
    room.meeting.leaves.push_back({.person = m(3), .reason = "ill", .written_opinion = DocumentId{"letter"}});
    room.opens_ballot(BallotMethod::named);
    EXPECT_THAT(room.asks_item(r_meet_12, "record_ballot", votes_of({{m(1), Vote::for_}, {m(2), Vote::for_}})),
                allows());
}

}  // namespace
}  // namespace shenyi::workflow::rules
