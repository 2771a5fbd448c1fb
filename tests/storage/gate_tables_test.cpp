#include "tests/storage/gate_desk.hpp"

// Every line of the design's list of statements, through every door. Where the databases look in another order
// (SQLite's triggers before its checks, PostgreSQL's rights before everything), either name will do.

namespace shenyi::tests::gate {

namespace {

using testing::AnyOf;

class GateTables : public Gate {};

// --- items ---

TEST_P(GateTables, lawful_path_decide_twice_settle_publish) {
    given_adopted_by_the_office();
    given(of_the_party(), close("i2"), settled_by_the_party());

    EXPECT_EQ(tried(Publication{}), "allowed");
}

TEST_P(GateTables, item_with_draft_never_reviewed_and_clearance_null) {
    given_a_draft();
    given_meetings();

    EXPECT_THAT(tried(Item{.clearance = null}), AnyOf("item_cites_clearance", "gate_item"));
}

TEST_P(GateTables, item_citing_clearance_of_version_1_for_version_2) {
    given_a_second_draft();
    given_meetings();

    EXPECT_EQ(tried(Item{.version = "2", .digest = "d2"}), "gate_item");
}

TEST_P(GateTables, item_of_other_matter_citing_this_clearance) {
    given_a_clearance();
    given_meetings();
    given(Matter{.id = "m2"}, Draft{.matter = "m2"});

    EXPECT_EQ(tried(Item{.matter = "m2"}), "gate_item");
}

TEST_P(GateTables, item_with_null_digest) {
    given_a_clearance();
    given_meetings();

    EXPECT_THAT(tried(Item{.digest = null}), AnyOf("item_cites_clearance", "gate_item"));
}

TEST_P(GateTables, item_with_invented_clearance) {
    given_a_draft();
    given_meetings();

    EXPECT_THAT(tried(Item{.clearance = "invented"}), AnyOf("gate_item", "gate_item_holds"));
}

TEST_P(GateTables, hearing_turned_into_decision_by_update) {
    given_a_clearance();
    given_meetings();
    given(hearing("h1"));

    EXPECT_THAT(
        tried(std::string("update agenda_item set kind = 'decision', matter = 'm1', version = 1, digest = 'd1', "
                          "clearance = 'c1', holds = 1 where id = 'h1'")),
        AnyOf("denied", "agenda_item_insert_only"));
}

TEST_P(GateTables, item_on_a_clearance_no_longer_standing) {
    given_a_clearance();
    given_meetings();
    given(withdraw("c1"));

    EXPECT_EQ(tried(Item{}), "gate_item_holds");
}

TEST_P(GateTables, release_an_open_item_and_keep_it_open) {
    given_an_open_item();

    EXPECT_EQ(tried(set_item("i1", "open")), "item_holds");
}

TEST_P(GateTables, closed_item_opened_again) {
    given_an_open_item();
    given(close("i1"));

    EXPECT_EQ(tried(std::string("update agenda_item set state = 'open', holds = 1 where id = 'i1'")),
              "gate_item_final");
}

TEST_P(GateTables, item_placed_before_the_roster_is_fixed) {
    given_a_clearance();
    given(Meeting{});

    EXPECT_EQ(tried(Item{}), "allowed");
}

// --- opinions and clearances ---

TEST_P(GateTables, clearance_from_unlawful_opinion_said_to_be_lawful) {
    given_an_opinion("unlawful");

    EXPECT_EQ(tried(Clearance{.conclusion = "lawful"}), "gate_clearance");
}

TEST_P(GateTables, clearance_from_unlawful_opinion_said_so) {
    given_an_opinion("unlawful");

    EXPECT_EQ(tried(Clearance{.conclusion = "unlawful"}), "clearance_ground");
}

TEST_P(GateTables, clearance_with_null_ground) {
    given_an_opinion("lawful");

    EXPECT_EQ(tried(Clearance{.ground = null}), "clearance.ground");
}

TEST_P(GateTables, clearance_for_v2_on_opinion_of_v1_without_confirmation) {
    given_a_second_draft();

    EXPECT_EQ(tried(Clearance{.id = "c2", .version = "2", .digest = "d2"}), "clearance_ground");
}

TEST_P(GateTables, clearance_for_v2_confirmed_by_a_change_confirmed_event) {
    given_a_second_draft();
    given(confirmation());

    EXPECT_EQ(tried(confirmed()), "allowed");
}

TEST_P(GateTables, clearance_for_v2_confirmed_by_an_event_of_another_type) {
    given_a_second_draft();
    auto on_the_opinion = confirmed();
    on_the_opinion.event = "e1";

    EXPECT_EQ(tried(on_the_opinion), "gate_clearance_event");
}

TEST_P(GateTables, opinion_resting_on_a_refused_event) {
    given(Matter{}, Event{.outcome = "refused"}, Draft{});

    EXPECT_EQ(tried(Opinion{}), "gate_opinion");
}

TEST_P(GateTables, opinion_resting_on_a_refused_event_and_saying_so) {
    given(Matter{}, Event{.outcome = "refused"}, Draft{});

    EXPECT_THAT(tried(Opinion{.event_outcome = "refused"}), AnyOf("opinion_event_outcome", "gate_opinion"));
}

TEST_P(GateTables, opinion_without_any_event) {
    given(Matter{}, Draft{});

    EXPECT_EQ(tried(Opinion{.event = "invented"}), "gate_opinion");
    EXPECT_THAT(tried(Opinion{.event = null}), AnyOf("legality_opinion.event", "gate_opinion"));
}

TEST_P(GateTables, second_kinder_opinion_on_the_same_version) {
    given_an_opinion("unlawful");
    given(Event{.id = "e2"});

    EXPECT_EQ(tried(Opinion{.conclusion = "lawful", .id = "o2", .event = "e2"}), "opinion_once_per_version");
}

TEST_P(GateTables, same_text_as_a_new_version) {
    given_an_opinion("unlawful");

    EXPECT_EQ(tried(Draft{.version = "2", .digest = "d1"}), "draft_text_once");
}

TEST_P(GateTables, digest_of_a_reviewed_draft_changed) {
    given_a_clearance();

    EXPECT_THAT(tried(std::string("update draft set digest = 'other' where version = 1")),
                AnyOf("denied", "draft_insert_only"));
}

TEST_P(GateTables, update_opinion_unlawful_to_lawful) {
    given_an_opinion("unlawful");

    EXPECT_THAT(tried(std::string("update legality_opinion set conclusion = 'lawful'")),
                AnyOf("denied", "legality_opinion_insert_only"));
}

TEST_P(GateTables, replace_an_opinion_or_upsert_it) {
    given_an_opinion("unlawful");
    given(Event{.id = "e2"});
    const auto kinder = sql(Opinion{.conclusion = "lawful"});
    const auto kinder_by_version = sql(Opinion{.conclusion = "lawful", .id = "o2", .event = "e2"});

    EXPECT_THAT(tried(kinder + " on conflict (organ, id) do update set conclusion = 'lawful'"),
                AnyOf("denied", "legality_opinion_insert_only"));
    if (!on_sqlite()) return;
    EXPECT_EQ(tried("insert or replace" + kinder.substr(6)), "legality_opinion_insert_only");
    EXPECT_EQ(tried("insert or replace" + kinder_by_version.substr(6)), "opinion_once_per_version");
}

// --- a clearance falls ---

TEST_P(GateTables, clearance_taken_away_while_items_hold_it) {
    given_an_open_item();

    EXPECT_EQ(tried(withdraw("c1")), "gate_item_holds");
}

TEST_P(GateTables, clearance_taken_away_items_removed_first_in_the_same_transaction) {
    given_an_open_item();
    given(remove("i1"));

    EXPECT_EQ(tried(withdraw("c1")), "allowed");
}

TEST_P(GateTables, clearance_first_items_second_same_transaction) {
    given_an_open_item();

    EXPECT_EQ(tried(withdraw("c1")), "gate_item_holds");  // at once, not at commit: nothing comes after it
    EXPECT_EQ(tried(remove("i1")), "allowed");
}

TEST_P(GateTables, closed_item_inserted_on_a_withdrawn_clearance_then_decided) {
    given_a_clearance();
    given_meetings();
    given(withdraw("c1"), Item{.state = "closed", .holds = null});

    EXPECT_EQ(tried(Decision{}), "gate_decision");
}

TEST_P(GateTables, clearance_withdrawn_after_adoption_by_the_first_forum_then_the_second_is_refused) {
    given_an_open_item();
    given(Decision{}, close("i1"));

    EXPECT_EQ(tried(withdraw("c1")), "allowed");
    EXPECT_EQ(tried(Item{.id = "i2", .meeting = "party"}), "gate_item_holds");
}

TEST_P(GateTables, fallen_clearance_made_to_stand_again) {
    given_a_clearance();
    given(withdraw("c1"));

    EXPECT_EQ(tried(std::string("update clearance set standing = 1 where id = 'c1'")), "gate_clearance_fallen");
}

// --- one organ's rows never stand on another's ---

TEST_P(GateTables, item_of_another_organ_citing_this_clearance) {
    given_a_clearance();
    const auto elsewhere = [](std::string statement) {
        return statement.replace(statement.find("'bureau'"), 8, "'elsewhere'");
    };
    given(elsewhere(sql(Meeting{})));

    EXPECT_THAT(tried(elsewhere(sql(Item{}))), AnyOf("gate_item", "gate_item_holds"));
}

THROUGH_EVERY_DOOR(GateTables);

}  // namespace

}  // namespace shenyi::tests::gate
