#include "workflow/rules/dissent.hpp"

#include "tests/workflow/rules/room.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace shenyi::workflow::rules {
namespace {

struct Case {
    std::string told;
    std::optional<Position> said;
    std::optional<MotionKind> motion;  ///< of the open ballot that decided; without one the head decided
    std::optional<Vote> vote;
    Outcome outcome;
    bool owes;     ///< the record waits for his text
    bool may;      ///< he may set one down
    bool differs;  ///< and it is evidence
};

/// What he said and how he voted, what the meeting decided, and where that leaves him.
const Case cases[] = {
    {"spoke against what was adopted", Position::against, {}, {}, Outcome::adopted, true, true, true},
    {"… as amended", Position::against, {}, {}, Outcome::adopted_as_amended, true, true, true},
    {"spoke for what was adopted", Position::for_, {}, {}, Outcome::adopted, false, false, false},
    {"spoke against what was not adopted", Position::against, {}, {}, Outcome::not_adopted, false, true, false},
    {"spoke for what was not adopted", Position::for_, {}, {}, Outcome::not_adopted, false, true, true},
    {"spoke for what the head sent back", Position::for_, {}, {}, Outcome::rework, false, true, true},
    {"spoke for what the head put off", Position::for_, {}, {}, Outcome::deferred, false, true, true},
    {"asked to put it off", Position::defer, {}, {}, Outcome::adopted, false, false, false},
    {"had no comment", Position::no_comment, {}, {}, Outcome::adopted, false, false, false},
    {"said nothing", {}, {}, {}, Outcome::adopted, false, false, false},
    {"voted against", Position::no_comment, MotionKind::adopt, Vote::against, Outcome::adopted, true, true, true},
    {"… who had spoken for", Position::for_, MotionKind::adopt, Vote::against, Outcome::adopted, true, true, true},
    {"spoke against, voted for", Position::against, MotionKind::adopt, Vote::for_, Outcome::adopted, false, false,
     false},
    {"spoke against, abstained", Position::against, MotionKind::adopt, Vote::abstain, Outcome::adopted, false, false,
     false},
    {"spoke for, abstained, not adopted", Position::for_, MotionKind::adopt, Vote::abstain, Outcome::not_adopted, false,
     false, false},
    {"spoke against and was gone at the vote",
     Position::against,
     MotionKind::adopt,
     {},
     Outcome::adopted,
     true,
     true,
     true},
    {"had no comment and abstained", Position::no_comment, MotionKind::adopt, Vote::abstain, Outcome::adopted, false,
     false, false},
    {"voted for what failed", Position::no_comment, MotionKind::adopt, Vote::for_, Outcome::not_adopted, false, true,
     true},
    {"voted with who rejected it", Position::for_, MotionKind::adopt, Vote::against, Outcome::not_adopted, false, true,
     false},
    {"voted against sending it back", Position::against, MotionKind::rework, Vote::against, Outcome::rework, false,
     true, true},
    {"voted against putting it off", Position::for_, MotionKind::defer, Vote::against, Outcome::deferred, false, true,
     true},
    {"spoke for, voted to send it back", Position::for_, MotionKind::rework, Vote::for_, Outcome::rework, false, false,
     false},
    {"spoke for, voted to put it off", Position::for_, MotionKind::defer, Vote::for_, Outcome::deferred, false, false,
     false},
};

Room after(const Case& each) {
    Room room = each.motion ? a_party_group(3) : an_office_meeting(3);
    if (each.said) room.states(m(2), *each.said);
    if (each.motion) {
        Ballot& ballot = room.opens_ballot(BallotMethod::named, *each.motion);
        if (each.vote) ballot.votes = {{m(2), *each.vote}};
        ballot.state = BallotState::closed;
        ballot.outcome = each.outcome;
    } else {
        room.item().head_decision = HeadDecision{.outcome = each.outcome};
    }
    return room;
}

TEST(R_MEET_14, waits_for_who_was_against_what_was_adopted_by_vote_before_words) {
    for (const Case& each : cases) {
        Room room = after(each);
        EXPECT_EQ(dissenters(room.item()), each.owes ? people({2}) : people({})) << each.told;
    }
}

TEST(R_ACC_03, whoever_was_against_or_differs_may_dissent_and_an_abstention_never_is_dissent) {
    for (const Case& each : cases) {
        Room room = after(each);
        EXPECT_EQ(has_dissented(room.item(), m(2)), each.may) << each.told;
        EXPECT_EQ(differs_from_outcome(room.item(), m(2)), each.differs) << each.told;
    }
}

TEST(R_MEET_14, a_secret_ballot_and_a_voided_one_name_nobody) {
    Room room = a_party_group(3);
    room.votes(1, 2).state = BallotState::voided;
    EXPECT_EQ(dissenters(room.item()), people({}));

    Ballot& ballot = room.opens_ballot(BallotMethod::secret);
    ballot.count = SecretCount{.for_ = 2, .against = 1};
    ballot.state = BallotState::closed;
    ballot.outcome = Outcome::adopted;
    room.states(m(3), Position::against);
    EXPECT_EQ(dissenters(room.item()), people({3}));
}

TEST(R_MEET_06, a_recusal_takes_nothing_back_that_was_said_before) {
    Room room = an_office_meeting(3);
    room.item().recused[m(3)] = "kin";
    EXPECT_FALSE(has_dissented(room.item(), m(3)));
    room.states(m(2), Position::against);
    room.item().recused[m(2)] = "kin";
    EXPECT_TRUE(has_dissented(room.item(), m(2)));
    EXPECT_EQ(still_to_confirm(room.item()), people({2}));
}

TEST(R_MEET_14, the_record_keeps_a_text_once_confirmed_and_begins_with_what_was_said) {
    Room room = an_office_meeting(3);
    room.item().statements = {{.person = m(2), .position = Position::against, .text = "太贵", .at = room.now},
                              {.person = m(3), .position = Position::against, .text = "太早", .at = room.now}};
    room.item().dissents = {{.person = m(3), .text = "我认为时机不成熟", .confirmed = true}};
    room.states(m(3), Position::for_);
    const auto dissents = dissents_on_record(room.item());
    ASSERT_EQ(dissents.size(), 2U);
    EXPECT_EQ(dissents[0], (Dissent{.person = m(2), .text = "太贵"}));
    EXPECT_EQ(dissents[1].text, "我认为时机不成熟");
    EXPECT_EQ(still_to_confirm(room.item()), people({2}));
}

}  // namespace
}  // namespace shenyi::workflow::rules
