#include "workflow/actions/ballot.hpp"
#include "tests/workflow/rules/room.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/rules/meet.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

RecordBallot counts(int in_favour, int against, int abstain, std::vector<PersonId> tellers) {
    RecordBallot body;
    body.for_ = in_favour;
    body.against = against;
    body.abstain = abstain;
    body.tellers = std::move(tellers);
    return body;
}

/// The third as given, the others for.
RecordBallot everybody_of_three(Vote third) {
    return votes_of({{m(1), Vote::for_}, {m(2), Vote::for_}, {m(3), third}});
}

TEST(R_MEET_10, refuses_another_method_once_a_ballot_is_open) {
    Room room = a_party_group(3);
    EXPECT_THAT(room.asks_item(r_meet_10, "open_ballot"), allows());
    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot"), refuses("R-MEET-10", "not_open"));

    room.opens_ballot(BallotMethod::secret);
    EXPECT_THAT(room.asks_item(r_meet_10, "open_ballot"), refuses("R-MEET-10", "method"));
    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", votes_of({{m(1), Vote::for_}})),
                refuses("R-MEET-10", "method"));
    room.item().ballots.back().method = BallotMethod::named;
    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", counts(3, 0, 0, people({2, 3}))),
                refuses("R-MEET-10", "method"));
}

TEST(R_MEET_10, says_what_became_of_the_last_ballot_where_none_is_open) {
    Room room = a_party_group(3);
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"), refuses("R-MEET-10", "not_open"));

    room.opens_ballot(BallotMethod::named);
    room.item().ballots.back().state = BallotState::voided;
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"), refuses("R-MEET-10", "voided"));
    EXPECT_THAT(room.asks_item(r_meet_10, "open_ballot"), allows());
    room.item().ballots.back().state = BallotState::closed;
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"), refuses("R-MEET-10", "closed"));
}

TEST(R_MEET_10, names_nobody_whose_vote_was_given_for_a_secret_ballot) {
    Room room = a_party_group(3);
    room.item().recused[m(2)] = "kin";
    room.leaves(m(3));
    room.opens_ballot(BallotMethod::secret);
    const RecordBallot body = votes_of({{m(2), Vote::against}, {m(3), Vote::for_}, {{"adviser"}, Vote::for_}});

    for (const auto guard : {r_meet_06, r_meet_07, r_meet_12}) {
        EXPECT_THAT(room.asks_item(guard, "record_ballot", body), allows());
    }
    const auto finding = room.asks_item(r_meet_10, "record_ballot", body);
    EXPECT_THAT(finding, refuses("R-MEET-10", "method"));
    EXPECT_TRUE(finding->facts.empty());
}

/// Who confirms a count does not write it: the office cannot make him the recorder in between.
TEST(R_MEET_10, lets_no_teller_become_the_recorder_of_his_count) {
    Room room = a_party_group(5);
    const PersonId clerk{"clerk"};
    room.organ.people[clerk] = {.id = clerk, .name = "clerk"};
    room.appoint(clerk, Role::drafter, *parse_date("2020-01-01"));
    room.attends(clerk, AttendeeCapacity::observer);
    const auto becomes_recorder = [&] {
        const auto asked = [](const Context& at) -> std::optional<Finding> {
            const auto faults = faults_of(at, *at.body<ReplaceRecorder>());
            if (faults.empty()) return std::nullopt;
            return Finding{.rule = faults.front().pointer};
        };
        return !room.asks_meeting(asked, "replace_recorder", ReplaceRecorder{.person = clerk, .reason = "ill"},
                                  {"office"});
    };
    EXPECT_TRUE(becomes_recorder());
    room.opens_ballot(BallotMethod::secret).count = SecretCount{.for_ = 3, .against = 2, .tellers = {clerk, m(2)}};
    EXPECT_FALSE(becomes_recorder());
    room.item().ballots.back().state = BallotState::closed;
    EXPECT_TRUE(becomes_recorder());
}

TEST(R_MEET_10, refuses_a_secret_count_without_two_fit_tellers) {
    Room room = a_party_group(5);
    room.attends({"adviser"}, AttendeeCapacity::adviser);
    room.meeting.present.insert({"recorder"});
    room.leaves(m(5));
    room.opens_ballot(BallotMethod::secret);
    const auto record = [&](std::vector<PersonId> tellers) {
        return room.asks_item(r_meet_10, "record_ballot", counts(3, 1, 0, std::move(tellers)));
    };

    EXPECT_THAT(record({m(2)}), refuses("R-MEET-10", "tellers"));
    EXPECT_THAT(record({m(2), m(2)}), refuses("R-MEET-10", "tellers"));
    EXPECT_THAT(record({m(2), m(3), m(4)}), refuses("R-MEET-10", "tellers"));
    EXPECT_THAT(record({m(2), m(5)}), refuses("R-MEET-10", "tellers")) << "m5 has left";
    EXPECT_THAT(record({m(2), {"stranger"}}), refuses("R-MEET-10", "tellers"));
    EXPECT_THAT(record({m(2), {"recorder"}}), refuses("R-MEET-10", "recorder"));
    EXPECT_THAT(record({m(2), {"adviser"}}), allows());
    room.item().recused[m(2)] = "kin";
    EXPECT_THAT(record({m(2), {"adviser"}}), refuses("R-MEET-10", "tellers"));
}

TEST(R_MEET_10, refuses_more_votes_than_voters) {
    Room room = a_party_group(5);
    room.item().recused[m(5)] = "kin";
    room.opens_ballot(BallotMethod::secret);

    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", counts(3, 1, 1, people({2, 3}))),
                AllOf(refuses("R-MEET-10", "sum"), has_fact("n", 5), has_fact("present", 4)));
    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", counts(5, -1, 0, people({2, 3}))),
                refuses("R-MEET-10", "counts"));
    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", counts(3, 1, 0, people({2, 3}))), allows());
}

TEST(R_MEET_10, refuses_two_votes_of_one_member) {
    Room room = a_party_group(3);
    room.opens_ballot(BallotMethod::named);

    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", votes_of({{m(1), Vote::for_}, {m(1), Vote::for_}})),
                AllOf(refuses("R-MEET-10", "twice"), has_fact("names", names({1}))));
    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", everybody_of_three(Vote::against)), allows());
}

TEST(R_MEET_10, refuses_an_open_ballot_that_leaves_out_somebody_present) {
    Room room = a_party_group(5);
    room.item().recused[m(4)] = "kin";
    room.leaves(m(5));
    room.attends({"adviser"}, AttendeeCapacity::adviser);
    room.opens_ballot(BallotMethod::hands);

    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", votes_of({{m(1), Vote::for_}})),
                AllOf(refuses("R-MEET-10", "missing"), has_fact("names", names({2, 3}))));
    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", everybody_of_three(Vote::abstain)), allows())
        << "the recused, the absent and the attendees are no voters";
}

TEST(R_MEET_10, refuses_to_overwrite_what_is_recorded) {
    Room room = a_party_group(3);
    room.votes(2, 1);
    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", everybody_of_three(Vote::for_)),
                refuses("R-MEET-10", "recorded"));
    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot"), refuses("R-MEET-10", "recorded"));
    EXPECT_THAT(room.asks_item(r_meet_10, "void_ballot", VoidBallot{.reason = "计票有误"}), allows());

    room.item().ballots.back().state = BallotState::voided;
    room.opens_ballot(BallotMethod::secret);
    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", counts(3, 0, 0, people({2, 3}))), allows());
    room.item().ballots.back().count = SecretCount{.for_ = 2, .against = 1, .tellers = people({2, 3})};
    EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", counts(3, 0, 0, people({2, 3}))),
                refuses("R-MEET-10", "recorded"))
        << "no teller need have confirmed it";
}

TEST(R_MEET_10, refuses_to_close_over_somebody_who_came_since_and_has_no_vote) {
    Room room = a_party_group(4);
    room.leaves(m(4));
    room.votes(2, 1);
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"), allows());

    room.comes(m(4));
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"),
                AllOf(refuses("R-MEET-10", "uncounted"), has_fact("names", names({4}))));
}

TEST(R_MEET_10, refuses_to_close_what_is_not_recorded_or_not_confirmed_by_both_tellers) {
    Room room = a_party_group(5);
    Ballot& ballot = room.opens_ballot(BallotMethod::secret);
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"), refuses("R-MEET-10", "not_recorded"));

    ballot.count = SecretCount{.for_ = 3, .against = 2, .abstain = 0, .tellers = people({2, 3})};
    ballot.confirmed_by = people({2});
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"),
                AllOf(refuses("R-MEET-10", "confirm"), has_fact("names", names({3}))));
    ballot.confirmed_by = people({2, 3});
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"), allows());
}

TEST(R_MEET_10, refuses_to_close_over_the_vote_of_somebody_who_has_left) {
    Room room = a_party_group(5);
    Ballot& ballot = room.votes(3, 2);
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"), allows());

    room.leaves(m(5));
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"),
                AllOf(refuses("R-MEET-10", "gone"), has_fact("names", names({5}))));
    ballot = Ballot{.method = BallotMethod::secret,
                    .count = SecretCount{.for_ = 3, .against = 2, .abstain = 0, .tellers = people({2, 3})},
                    .confirmed_by = people({2, 3})};
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"), refuses("R-MEET-10", "sum"));
}

TEST(R_MEET_11, warns_that_half_of_those_due_do_not_adopt) {
    Room room = a_party_group(8);
    room.votes(4, 0);
    EXPECT_THAT(room.asks_item(r_meet_11, "close_ballot"),
                AllOf(warns("R-MEET-11", ""), has_fact("for", 4), has_fact("due", 8)));
}

TEST(R_MEET_11, allows_four_of_seven_to_adopt) {
    Room room = a_party_group(7);
    room.votes(4, 0);

    EXPECT_THAT(room.asks_item(r_meet_11, "close_ballot"), allows());
}

TEST(R_MEET_10, allows_every_method_with_what_belongs_to_it) {
    for (const auto method : {BallotMethod::voice, BallotMethod::hands, BallotMethod::named}) {
        Room room = a_party_group(3);
        room.opens_ballot(method);
        EXPECT_THAT(room.asks_item(r_meet_10, "record_ballot", everybody_of_three(Vote::abstain)), allows());
    }
    Room room = a_party_group(3);
    room.opens_ballot(BallotMethod::secret).count = SecretCount{.for_ = 2, .against = 1, .tellers = people({2, 3})};
    room.item().ballots.back().confirmed_by = people({3, 2});
    EXPECT_THAT(room.asks_item(r_meet_10, "close_ballot"), allows());
}

}  // namespace
}  // namespace shenyi::workflow::rules
