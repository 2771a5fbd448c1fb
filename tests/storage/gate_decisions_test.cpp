#include "tests/storage/gate_desk.hpp"

// The second half of the list that gate_tables_test.cpp begins: decisions and what is published on them.

namespace shenyi::tests::gate {

namespace {

using testing::AnyOf;

class GateDecisions : public Gate {};

// --- decisions ---

TEST_P(GateDecisions, decision_inserted_on_a_closed_or_released_item) {
    given_both_open();
    given(close("i1"), set_item("i2", "deferred"));

    EXPECT_EQ(tried(Decision{}), "gate_decision");
    EXPECT_EQ(tried(of_the_party()), "gate_decision");
}

TEST_P(GateDecisions, decision_on_an_item_that_is_placed_but_not_open) {
    given_a_clearance();
    given_meetings();
    given(Item{});

    EXPECT_EQ(tried(Decision{}), "gate_decision");
}

TEST_P(GateDecisions, decision_on_a_hearing_item) {
    given_a_clearance();
    given_meetings();
    given(hearing("h1"));

    EXPECT_EQ(tried(Decision{.item = "h1"}), "gate_decision");
}

TEST_P(GateDecisions, second_decision_on_an_item) {
    given_an_open_item();
    given(Decision{.outcome = "not_adopted", .votes_for = "1", .votes_against = "4"});

    EXPECT_EQ(tried(Decision{.id = "r9"}), "decision_once_per_item");
}

TEST_P(GateDecisions, party_group_adopts_with_2_of_5) {
    given_both_open();
    auto decision = of_the_party();
    decision.votes_for = "2";

    EXPECT_EQ(tried(decision), "decision_party_majority");
}

TEST_P(GateDecisions, party_group_3_of_5_entered_as_not_adopted) {
    given_both_open();
    auto decision = of_the_party();
    decision.votes_for = "3";
    decision.outcome = "not_adopted";

    EXPECT_EQ(tried(decision), "decision_party_majority");
}

TEST_P(GateDecisions, votes_null) {
    given_both_open();
    auto decision = of_the_party();
    decision.votes_for = null;

    EXPECT_EQ(tried(decision), "decision.votes_for");
}

TEST_P(GateDecisions, decision_while_no_roster_is_fixed) {
    given_a_clearance();
    given(Meeting{}, Item{.state = "open"});

    EXPECT_EQ(tried(Decision{}), "gate_decision_roster");
}

TEST_P(GateDecisions, smaller_due_than_the_roster_froze) {
    given_an_open_item();

    EXPECT_EQ(tried(Decision{.votes_for = "3", .votes_against = "0", .present = "3", .due = "3"}),
              "gate_decision_roster");
}

TEST_P(GateDecisions, below_quorum) {
    given_an_open_item();

    EXPECT_EQ(tried(Decision{.votes_for = "3", .votes_against = "0", .present = "3"}), "decision_quorum");
}

TEST_P(GateDecisions, more_votes_than_members_present) {
    given_an_open_item();

    EXPECT_EQ(tried(Decision{.votes_for = "4", .votes_against = "2"}), "decision_votes");
}

TEST_P(GateDecisions, head_against_majority_without_reasons) {
    given_an_open_item();

    EXPECT_EQ(tried(Decision{.outcome = "adopted", .votes_for = "2", .votes_against = "3"}), "decision_head_adopts");
    EXPECT_EQ(tried(Decision{.outcome = "not_adopted", .votes_for = "3", .votes_against = "2"}),
              "decision_head_rejects");
}

TEST_P(GateDecisions, head_defers_or_sends_back_against_a_majority_for_without_reasons) {
    given_an_open_item();

    EXPECT_EQ(tried(Decision{.outcome = "deferred"}), "decision_head_defers");
    EXPECT_EQ(tried(Decision{.outcome = "rework"}), "decision_head_defers");
}

TEST_P(GateDecisions, head_against_majority_with_reasons) {
    given_an_open_item();

    EXPECT_EQ(tried(Decision{.votes_for = "2", .votes_against = "3", .head_reasons = "the flood cannot wait"}),
              "allowed");
}

TEST_P(GateDecisions, update_due_before_deciding_and_a_second_roster) {
    given_an_open_item();

    EXPECT_THAT(tried(std::string("update roster set due = 3")), AnyOf("denied", "roster_insert_only"));
    EXPECT_THAT(tried(Roster{.due = "3"}), AnyOf("roster_pkey", "roster_insert_only"));
}

TEST_P(GateDecisions, delete_the_agenda_item_and_opinion) {
    given_an_open_item();

    EXPECT_THAT(tried(std::string("delete from agenda_item")), AnyOf("denied", "agenda_item_insert_only"));
    EXPECT_THAT(tried(std::string("delete from legality_opinion")), AnyOf("denied", "legality_opinion_insert_only"));
}

// --- publication ---

TEST_P(GateDecisions, publish_what_was_not_adopted) {
    given_adopted_by_the_office();
    auto refusing = of_the_party();
    refusing.outcome = "not_adopted";
    refusing.votes_for = "1";
    refusing.votes_against = "4";
    given(refusing, close("i2"));

    EXPECT_EQ(tried(settled_by_the_party()), "gate_settled");
    EXPECT_EQ(tried(Publication{}), "gate_publication_party");
}

TEST_P(GateDecisions, publish_after_one_meeting_of_two) {
    given_adopted_by_the_office();

    EXPECT_EQ(tried(Publication{.party = null}), "publication_party");
    EXPECT_EQ(tried(Publication{}), "gate_publication_party");
}

TEST_P(GateDecisions, publish_after_one_meeting_of_two_saying_that_one_suffices) {
    given_adopted_by_the_office();

    EXPECT_EQ(tried(Publication{.party = null, .needs_party = "0"}), "gate_publication_route");
}

TEST_P(GateDecisions, publish_after_one_meeting_of_two_after_update_of_the_route) {
    given_adopted_by_the_office();

    EXPECT_THAT(tried(std::string("update matter set needs_party = 0")), AnyOf("denied", "matter_insert_only"));
}

TEST_P(GateDecisions, publish_with_one_decision_named_for_both_forums) {
    given_adopted_by_the_office();

    EXPECT_EQ(tried(Publication{.party = "r1"}), "gate_publication_party");
}

TEST_P(GateDecisions, publish_another_text_than_decided) {
    given_adopted_by_the_office();
    given(of_the_party(), close("i2"), settled_by_the_party());
    given(Draft{.version = "2", .digest = "d2"});

    EXPECT_THAT(tried(Publication{.version = "2", .digest = "d2"}),
                AnyOf("gate_publication_office", "gate_publication_party"));
}

TEST_P(GateDecisions, adopted_as_amended_publish_the_unamended_text) {
    given_adopted_as_amended();

    EXPECT_EQ(tried(Settled{.outcome = "adopted_as_amended"}), "settled_version");
    EXPECT_EQ(tried(Settled{.outcome = "adopted"}), "gate_settled");
    EXPECT_THAT(tried(Publication{}), AnyOf("gate_publication_office", "gate_publication_party"));
}

TEST_P(GateDecisions, adopted_as_amended_publish_the_confirmed_amended_text) {
    given_adopted_as_amended();
    given(confirmation(), confirmed(), amended(Settled{}), amended(settled_by_the_party()));

    EXPECT_EQ(tried(Publication{.version = "2", .digest = "d2"}), "allowed");
}

TEST_P(GateDecisions, adopted_as_amended_amended_text_not_confirmed) {
    given_adopted_as_amended();

    EXPECT_EQ(tried(amended(Settled{})), "gate_settled_clearance");
}

TEST_P(GateDecisions, a_forged_chain_with_a_forged_event_is_allowed_and_left_to_the_log) {
    given(Matter{}, Draft{}, Event{.id = "forged"}, Opinion{.event = "forged"}, Clearance{.event = "forged"},
          Meeting{});

    EXPECT_EQ(tried(Item{}), "allowed");
}

THROUGH_EVERY_DOOR(GateDecisions);

}  // namespace

}  // namespace shenyi::tests::gate
