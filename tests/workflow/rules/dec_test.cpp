#include "workflow/rules/dec.hpp"

#include "tests/workflow/rules/room.hpp"
#include "workflow/actions/ballot.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/publication.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

Room with_positions(int in_favour, int against) {
    Room room = an_office_meeting(in_favour + against);
    for (int n = 1; n <= in_favour + against; ++n) {
        room.states(m(n), n <= in_favour ? Position::for_ : Position::against);
    }
    return room;
}

std::optional<Finding> head_says(const Room& room, Outcome outcome, std::optional<std::string> reasons = {}) {
    return room.asks_item(r_dec_02, "decide", HeadDecide{.outcome = outcome, .head_reasons = std::move(reasons)}, m(1));
}

TEST(R_DEC_01, refuses_an_entered_outcome_in_the_party_group) {
    EXPECT_THAT(a_party_group(5).asks_item(r_dec_01, "decide", HeadDecide{.outcome = Outcome::adopted}, m(1)),
                refuses("R-DEC-01", ""));
}

TEST(R_DEC_01, allows_the_head_to_decide_in_the_office_meeting) {
    EXPECT_THAT(an_office_meeting(5).asks_item(r_dec_01, "decide", HeadDecide{.outcome = Outcome::adopted}, m(1)),
                allows());
}

TEST(R_DEC_02, refuses_a_decision_against_the_majority_without_reasons) {
    const Room room = with_positions(2, 4);
    EXPECT_THAT(head_says(room, Outcome::adopted),
                AllOf(refuses("R-DEC-02", ""), has_fact("for", 2), has_fact("against", 4), has_fact("present", 6)));
    EXPECT_THAT(head_says(room, Outcome::adopted, " \u3000"), refuses("R-DEC-02", ""));
    EXPECT_THAT(head_says(room, Outcome::adopted, "the winter does not wait"), allows());
    EXPECT_THAT(head_says(room, Outcome::not_adopted), allows());
    EXPECT_THAT(head_says(room, Outcome::deferred), allows());
}

TEST(R_DEC_02, asks_reasons_either_way_at_a_tie) {
    const Room room = with_positions(3, 3);
    EXPECT_THAT(head_says(room, Outcome::adopted), refuses("R-DEC-02", ""));
    EXPECT_THAT(head_says(room, Outcome::not_adopted), refuses("R-DEC-02", ""));
}

TEST(R_DEC_02, asks_reasons_for_sending_back_what_the_majority_would_adopt) {
    const Room room = with_positions(4, 2);
    EXPECT_THAT(head_says(room, Outcome::rework), refuses("R-DEC-02", ""));
    EXPECT_THAT(head_says(room, Outcome::deferred), refuses("R-DEC-02", ""));
    EXPECT_THAT(head_says(room, Outcome::adopted_as_amended), allows());
}

TEST(R_DEC_02, refuses_a_decision_without_the_head_in_the_room) {
    Room room = with_positions(5, 0);
    room.leaves(m(1));
    EXPECT_THAT(head_says(room, Outcome::adopted), refuses("R-DEC-02", "absent"));

    room.comes(m(1));
    room.item().recused[m(1)] = "kin";
    EXPECT_THAT(head_says(room, Outcome::adopted), refuses("R-DEC-02", "absent"));
}

TEST(R_DEC_02, refuses_anybody_to_decide_in_the_place_of_a_head_who_is_present) {
    const Room room = with_positions(5, 0);
    EXPECT_THAT(room.asks_item(r_dec_02, "decide", HeadDecide{.outcome = Outcome::adopted}, m(2)),
                refuses("R-DEC-02", "person"));
}

TEST(R_DEC_02, names_all_who_hold_the_post_of_head_that_day) {
    Room room = with_positions(5, 0);
    EXPECT_THAT(head_says(room, Outcome::adopted), allows());
    room.appoint(m(2), Role::director, on("2026-03-09"));
    EXPECT_THAT(head_says(room, Outcome::adopted), AllOf(warns("R-DEC-02", "heads"), has_fact("names", names({1, 2}))));
    room.ends(m(2), on("2026-03-08"));
    EXPECT_THAT(head_says(room, Outcome::adopted), allows());
}

TEST(R_DEC_02, refuses_a_ballot_in_the_office_meeting) {
    EXPECT_THAT(an_office_meeting(5).asks_item(r_dec_02, "open_ballot"), refuses("R-DEC-02", "ballot"));
    EXPECT_THAT(a_party_group(5).asks_item(r_dec_02, "open_ballot"), allows());
}

TEST(R_DEC_03, refuses_adopted_as_amended_that_names_no_amendment) {
    OpenBallot ballot{.motion = {.kind = MotionKind::adopt_as_amended}};
    HeadDecide decision{.outcome = Outcome::adopted_as_amended};
    EXPECT_THAT(a_party_group(5).asks_item(r_dec_03, "open_ballot", ballot), refuses("R-DEC-03", "no_amendment"));
    EXPECT_THAT(an_office_meeting(5).asks_item(r_dec_03, "decide", decision), refuses("R-DEC-03", "no_amendment"));

    ballot.motion.amendments = decision.amendments = {{.clause = "6", .text = "…"}};
    EXPECT_THAT(a_party_group(5).asks_item(r_dec_03, "open_ballot", ballot), allows());
    EXPECT_THAT(an_office_meeting(5).asks_item(r_dec_03, "decide", decision), allows());
    decision.outcome = Outcome::adopted;
    EXPECT_THAT(an_office_meeting(5).asks_item(r_dec_03, "decide", decision), refuses("R-DEC-03", "not_amended"));
}

TEST(R_DEC_03, refuses_amendments_that_nobody_could_carry_out_and_warns_of_a_clause_cut_short) {
    Room room = an_office_meeting(5);
    room.matter.drafts.front().main = {"text1"};
    room.texts[{"text1"}].paragraphs = {"第一条 目的。", "第二条 每户一千元。", "标准每年调整。"};
    const auto says = [&](std::vector<Amendment> amendments) {
        return room.asks_item(r_dec_03, "decide",
                              HeadDecide{.outcome = Outcome::adopted_as_amended, .amendments = std::move(amendments)});
    };
    EXPECT_THAT(says({{"1", "新的目的。"}}), allows());
    EXPECT_THAT(says({{"第二条第一款", "每户二千元。"}}), allows());
    EXPECT_THAT(says({{"2", " \u3000"}}), refuses("R-DEC-03", "no_amendment"));
    EXPECT_THAT(says({{"2", {}}}), refuses("R-DEC-03", "no_amendment"));
    EXPECT_THAT(says({{"1", "甲。"}, {"第一条", "乙。"}}),
                AllOf(refuses("R-DEC-03", "twice"), has_fact("clause", std::string("第一条"))));
    EXPECT_THAT(says({{"1", "第一条　目的。"}}), refuses("R-DEC-03", "unchanged"));
    EXPECT_THAT(says({{"第一条第三款", "甲。"}}), refuses("R-DEC-03", "no_paragraph"));
    EXPECT_THAT(says({{"2", "每户二千元。"}}), warns("R-DEC-03", "whole"));

    const OpenBallot ballot{.motion = {.kind = MotionKind::adopt_as_amended, .amendments = {{"1", "目的。"}}}};
    EXPECT_THAT(room.asks_item(r_dec_03, "open_ballot", ballot), refuses("R-DEC-03", "unchanged"));
}

TEST(R_DEC_03, refuses_to_confirm_a_version_that_leaves_out_what_the_meeting_reworded) {
    Room room = a_party_group(5);
    room.placed(Forum::party_group, Outcome::adopted_as_amended, {});
    room.matter.placements.back().amendments = {{.clause = "第六条第二款、九"}, {.clause = "附件"}};
    room.write_draft(2, 1, {"6"});
    const auto confirms = [&](int version) {
        return room.asks_matter(r_dec_03, "confirm_change",
                                ConfirmChange{.draft = version, .kind = ChangeClass::conforming});
    };

    EXPECT_THAT(confirms(2), AllOf(refuses("R-DEC-03", ""), has_fact("n", std::vector<std::string>{"9"})));
    room.write_draft(3, 2, {"9"});
    EXPECT_THAT(confirms(3), allows()) << "both versions together carry the amendments out";
}

TEST(R_DEC_03, refuses_the_unamended_text_every_meeting_until_the_amended_one_is_confirmed) {
    Room room = an_office_meeting(5);
    room.matter.route = {Forum::office_meeting, Forum::party_group};
    EXPECT_THAT(room.asks_matter(r_dec_03, "place_on_agenda"), allows());
    room.placed(Forum::office_meeting, Outcome::adopted_as_amended, std::nullopt);

    const auto placing = room.asks_matter(r_dec_03, "place_on_agenda");
    EXPECT_THAT(placing, AllOf(refuses("R-DEC-03", "owed"), has_fact("v", 1),
                               has_fact("forum", Term{"forum", "office_meeting"})));
    EXPECT_THAT(placing->missing, testing::ElementsAre(Missing::amended_text));
    for (const char* action : {"open", "open_ballot", "decide"}) {
        EXPECT_THAT(room.asks_item(r_dec_03, action), refuses("R-DEC-03", "owed")) << action;
    }

    room.write_draft(2, 1, {"4"});
    const auto filed = room.asks_matter(r_dec_03, "place_on_agenda");
    EXPECT_THAT(filed, refuses("R-DEC-03", "owed"));
    EXPECT_THAT(filed->missing, testing::ElementsAre(Missing::confirmation));
    room.matter.placements.back().settled = SettledText{.version = 2, .digest = {"d2"}};
    EXPECT_THAT(room.asks_matter(r_dec_03, "place_on_agenda"), allows());
}

TEST(R_DEC_03, lets_a_text_changed_in_substance_be_decided_as_another) {
    Room room = an_office_meeting(5);
    room.placed(Forum::office_meeting, Outcome::adopted_as_amended, std::nullopt);
    room.write_draft(2, std::nullopt, {});
    EXPECT_THAT(room.asks_matter(r_dec_03, "place_on_agenda"), allows());
}

TEST(R_DEC_06, refuses_to_name_who_holds_no_post_of_the_level) {
    Room room = a_party_group(5);
    room.item().outcome = Outcome::adopted;
    room.appoint(m(3), Role::portfolio_leader, on("2020-01-01"));
    room.appoint({"head"}, Role::section_head, on("2020-01-01"), "letters");
    room.appoint({"other"}, Role::section_head, on("2020-01-01"), "visits");
    CloseItem body{.responsible = ResponsiblePersons{people({1}), people({3}), {{"head"}}}};
    const auto close = [&] { return room.asks_item(r_dec_06, "close", body); };
    EXPECT_THAT(close(), allows());

    body.responsible->overall = people({1, 2});
    EXPECT_THAT(close(), AllOf(refuses("R-DEC-06", "overall_post"), has_fact("names", names({2}))));
    body.responsible->overall = people({1});
    body.responsible->portfolio = people({2});
    EXPECT_THAT(close(), refuses("R-DEC-06", "portfolio_post"));
    room.appoint(m(4), Role::portfolio_leader, on("2020-01-01"), "letters");
    body.responsible->portfolio = people({3});
    EXPECT_THAT(close(), refuses("R-DEC-06", "portfolio_post")) << "where the section's own leader is there";
    body.responsible->portfolio = people({4});
    body.responsible->unit = {{"other"}};
    EXPECT_THAT(close(), refuses("R-DEC-06", "unit_post"));
    body.executing_unit = UnitId{"visits"};
    EXPECT_THAT(close(), allows()) << "the section that is to carry it out";
    room.ends({"other"}, on("2026-03-08"));
    EXPECT_THAT(close(), refuses("R-DEC-06", "unit_post"));
}

TEST(R_DEC_06, allows_the_stand_in_who_chairs_to_answer_overall) {
    Room room = a_party_group(5);
    room.item().outcome = Outcome::adopted;
    room.meeting.chair = m(2);
    room.appoint(m(3), Role::portfolio_leader, on("2020-01-01"));
    room.appoint({"head"}, Role::section_head, on("2020-01-01"), "letters");
    const CloseItem body{.responsible = ResponsiblePersons{people({2}), people({3}), {{"head"}}}};
    EXPECT_THAT(room.asks_item(r_dec_06, "close", body), allows());
}

TEST(R_DEC_06, refuses_to_close_without_a_person_on_each_level) {
    Room room = a_party_group(5);
    room.appoint(m(2), Role::portfolio_leader, on("2020-01-01"));
    room.appoint(m(3), Role::section_head, on("2020-01-01"), "letters");
    room.item().outcome = Outcome::adopted;
    CloseItem body;
    const auto close = [&] { return room.asks_item(r_dec_06, "close", body); };

    const auto lacks = [](std::vector<std::string> levels) {
        std::vector<Term> list;
        for (std::string& level : levels) list.push_back({"responsibility_level", std::move(level)});
        return AllOf(refuses("R-DEC-06", ""), has_fact("list", list));
    };
    EXPECT_THAT(close(), lacks({"overall", "portfolio", "unit"}));
    body.responsible = ResponsiblePersons{.overall = people({1})};
    EXPECT_THAT(close(), lacks({"portfolio", "unit"}));
    body.responsible->portfolio = people({2});
    EXPECT_THAT(close(), refuses("R-DEC-06", "unit"));
    body.responsible->unit = people({3});
    body.responsible->overall.clear();
    EXPECT_THAT(close(), refuses("R-DEC-06", "overall"));
    body.responsible->overall = people({1});
    body.responsible->unit = {{"nobody"}};
    EXPECT_THAT(close(), refuses("R-DEC-06", "unit_post"));
    body.responsible->unit = people({3});
    EXPECT_THAT(close(), allows());
}

TEST(R_DEC_06, asks_nobody_to_answer_for_what_was_not_adopted) {
    Room room = a_party_group(5);
    room.item().outcome = Outcome::not_adopted;

    EXPECT_THAT(room.asks_item(r_dec_06, "close", CloseItem{}), allows());
    EXPECT_THAT(room.asks_item(r_dec_07, "close", CloseItem{}), allows());
}

TEST(R_DEC_07, refuses_to_close_an_adopted_item_without_an_executing_unit) {
    Room room = an_office_meeting(5);
    room.item().head_decision = HeadDecision{.outcome = Outcome::adopted};

    EXPECT_THAT(room.asks_item(r_dec_07, "close", CloseItem{}), refuses("R-DEC-07", ""));
    EXPECT_THAT(room.asks_item(r_dec_07, "close", CloseItem{.executing_unit = UnitId{"nowhere"}}),
                refuses("R-DEC-07", ""));
    EXPECT_THAT(room.asks_item(r_dec_07, "close", CloseItem{.executing_unit = UnitId{"letters"}}), allows());
}

TEST(R_DEC_08, refuses_to_publish_another_version_than_the_settled_one) {
    Room room = an_office_meeting(5);
    EXPECT_THAT(room.asks_matter(r_dec_08, "publish", Publish{.draft = 1}), refuses("R-DEC-08", "awaited"));

    room.write_draft(2, 1, {"6"});
    room.placed(Forum::office_meeting, Outcome::adopted_as_amended, 2);
    EXPECT_THAT(room.asks_matter(r_dec_08, "publish", Publish{.draft = 1}),
                AllOf(refuses("R-DEC-08", "version"), has_fact("a", 1), has_fact("b", 2)));
    EXPECT_THAT(room.asks_matter(r_dec_08, "publish", Publish{.draft = 2}), allows());
}

TEST(R_DEC_08, refuses_to_publish_what_was_adopted_with_amendments_before_they_are_confirmed) {
    Room room = an_office_meeting(5);
    room.placed(Forum::office_meeting, Outcome::adopted_as_amended, std::nullopt);
    EXPECT_THAT(room.asks_matter(r_dec_08, "publish", Publish{.draft = 1}), refuses("R-DEC-08", "amended"));
}

TEST(R_DEC_08, refuses_and_does_not_say_of_a_forum_that_adopted_with_amendments_that_it_has_not) {
    Room room = an_office_meeting(5);
    room.matter.route = {Forum::office_meeting, Forum::party_group};
    const auto publishes = [&] { return room.asks_matter(r_dec_08, "publish", Publish{.draft = 1}); };
    const auto forum = [](const char* code) { return Term{.catalogue = "forum", .code = code}; };
    room.placed(Forum::office_meeting, Outcome::adopted_as_amended, std::nullopt);
    EXPECT_THAT(publishes(), AllOf(refuses("R-DEC-08", "amended_awaited"), has_fact("forum", forum("office_meeting")),
                                   has_fact("forums", std::vector{forum("party_group")})));
    room.matter.placements.clear();
    room.placed(Forum::office_meeting, Outcome::adopted, 1);
    room.placed(Forum::party_group, Outcome::adopted_as_amended, std::nullopt);
    EXPECT_THAT(publishes(), AllOf(refuses("R-DEC-08", "amended"), has_fact("forum", forum("party_group"))));
}

TEST(R_DEC_08, refuses_while_the_forums_have_not_adopted_one_text) {
    Room room = an_office_meeting(5);
    room.matter.route = {Forum::office_meeting, Forum::party_group};
    room.write_draft(2, 1, {"4"});
    room.placed(Forum::office_meeting, Outcome::adopted, 1);
    EXPECT_THAT(room.asks_matter(r_dec_08, "publish", Publish{.draft = 1}),
                AllOf(refuses("R-DEC-08", "awaited"),
                      has_fact("forums", std::vector<Term>{{.catalogue = "forum", .code = "party_group"}})));
    room.placed(Forum::party_group, Outcome::adopted_as_amended, 2);

    EXPECT_THAT(room.asks_matter(r_dec_08, "publish", Publish{.draft = 2}), refuses("R-DEC-08", ""));
}

TEST(R_DEC_02, allows_the_head_to_follow_the_majority_without_a_word) {
    EXPECT_THAT(head_says(with_positions(4, 2), Outcome::adopted), allows());
    EXPECT_THAT(head_says(with_positions(2, 4), Outcome::not_adopted), allows());
    EXPECT_THAT(head_says(with_positions(3, 3), Outcome::rework), allows()) << "there is no majority to send back";
}

TEST(R_DEC_03, allows_the_five_outcomes_with_the_amendments_that_belong_to_them) {
    const std::vector<Amendment> amendments = {{.clause = "6", .text = "…"}};
    for (const auto outcome : {Outcome::adopted, Outcome::not_adopted, Outcome::rework, Outcome::deferred}) {
        EXPECT_THAT(an_office_meeting(5).asks_item(r_dec_03, "decide", HeadDecide{.outcome = outcome}), allows());
    }
    EXPECT_THAT(an_office_meeting(5).asks_item(
                    r_dec_03, "decide", HeadDecide{.outcome = Outcome::adopted_as_amended, .amendments = amendments}),
                allows());
}

TEST(R_DEC_06, allows_to_close_with_a_person_on_each_level) {
    Room room = an_office_meeting(5);
    room.item().outcome = Outcome::adopted_as_amended;
    room.appoint(m(2), Role::portfolio_leader, on("2020-01-01"));
    for (const int n : {3, 4}) room.appoint(m(n), Role::section_head, on("2020-01-01"), "letters");
    const CloseItem body{.responsible = ResponsiblePersons{people({1}), people({2}), people({3, 4})}};
    EXPECT_THAT(room.asks_item(r_dec_06, "close", body), allows());
}

TEST(R_DEC_07, allows_to_close_what_was_put_off_without_an_executing_unit) {
    Room room = an_office_meeting(5);
    room.item().outcome = Outcome::deferred;
    EXPECT_THAT(room.asks_item(r_dec_07, "close", CloseItem{}), allows());
}

TEST(R_DEC_08, allows_the_one_text_that_both_forums_adopted) {
    Room room = an_office_meeting(5);
    room.matter.route = {Forum::office_meeting, Forum::party_group};
    room.placed(Forum::office_meeting, Outcome::adopted, 1);
    room.placed(Forum::party_group, Outcome::adopted, 1);
    EXPECT_THAT(room.asks_matter(r_dec_08, "publish", Publish{.draft = 1}), allows());
}

}  // namespace
}  // namespace shenyi::workflow::rules
