#include "workflow/rules/adv.hpp"

#include "tests/workflow/rules/desk.hpp"
#include "workflow/actions/adviser.hpp"
#include "workflow/actions/agenda.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

const GiveAdviserOpinion given{
    .draft = 1, .conclusion = Conclusion::lawful, .reasons = "符合上位法", .declares_no_interest = true};
const GiveAdviserOpinion declined{.draft = 1, .conclusion = Conclusion::lawful, .declares_no_interest = false};

TEST(R_ADV_02, refuses_an_adviser_who_declared_an_interest_and_allows_the_declaration_itself) {
    Desk desk;
    desk.matter.advisers_asked.push_back({.adviser = {"adviser"}, .declined_for_interest = true});
    EXPECT_THAT(desk.asks(r_adv_02, "ask_adviser", AskAdviser{.adviser = {"adviser"}}, "legal"),
                refuses("R-ADV-02", ""));
    EXPECT_THAT(desk.asks(r_adv_02, "give_adviser_opinion", given, "adviser"), refuses("R-ADV-02", ""));
    EXPECT_THAT(desk.asks(r_adv_02, "give_adviser_opinion", declined, "adviser"), allows());
    EXPECT_THAT(desk.asks(r_adv_02, "ask_adviser", AskAdviser{.adviser = {"adviser2"}}, "legal"), allows());
    desk.organ.engagements.back().conflicts = {"办信科"};
    EXPECT_THAT(desk.asks(r_adv_02, "ask_adviser", AskAdviser{.adviser = {"adviser2"}}, "legal"),
                refuses("R-ADV-02", ""));
}

TEST(R_ADV_03, refuses_an_adviser_who_helped_draft_and_allows_another) {
    Desk desk;
    desk.drafts(desk.matter, "text1").drafters.push_back({"adviser"});
    EXPECT_THAT(desk.asks(r_adv_03, "give_adviser_opinion", given, "adviser"),
                AllOf(refuses("R-ADV-03", ""), has_fact("v", std::int64_t{1})));
    EXPECT_THAT(desk.asks(r_adv_03, "ask_adviser", AskAdviser{.adviser = {"adviser"}}, "legal"),
                refuses("R-ADV-03", ""));
    EXPECT_THAT(desk.asks(r_adv_03, "give_adviser_opinion", given, "adviser2"), allows());
    desk.pack.adviser_drafter_separation = false;
    EXPECT_THAT(desk.asks(r_adv_03, "give_adviser_opinion", given, "adviser"), allows());
}

TEST(R_ADV_03, refuses_who_sent_the_draft_or_did_an_act_of_the_reviewing_body) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.sends(desk.matter).requested_by = {"adviser"};
    EXPECT_THAT(desk.asks(r_adv_03, "give_adviser_opinion", given, "adviser"), refuses("R-ADV-03", "requested"));
    desk.matter.requests.back().requested_by = {"chief"};
    EXPECT_THAT(desk.asks(r_adv_03, "give_adviser_opinion", given, "adviser"), allows());
    desk.matter.advisers_asked.push_back({.adviser = {"adviser2"}, .by = {"adviser"}});
    EXPECT_THAT(desk.asks(r_adv_03, "give_adviser_opinion", given, "adviser"), refuses("R-ADV-03", "reviewer"));
    EXPECT_THAT(desk.asks(r_adv_03, "ask_adviser", AskAdviser{.adviser = {"adviser2"}}, "adviser2"),
                refuses("R-ADV-03", "reviewer"))
        << "he asks himself";
}

TEST(R_ADV_04, refuses_an_opinion_after_the_engagement_and_allows_it_on_its_last_day) {
    Desk desk;
    desk.organ.engagements.front().until = on("2026-03-15");
    EXPECT_THAT(desk.asks(r_adv_04, "give_adviser_opinion", given, "adviser"),
                AllOf(refuses("R-ADV-04", ""), has_fact("date", on("2026-03-15"))));
    desk.organ.engagements.front().until = on("2026-03-16");
    EXPECT_THAT(desk.asks(r_adv_04, "give_adviser_opinion", given, "adviser"), allows());
    EXPECT_THAT(desk.asks(r_adv_04, "ask_adviser", AskAdviser{.adviser = {"chief"}}, "legal"),
                refuses("R-ADV-04", "none"));
}

TEST(R_ADV_04, refuses_an_opinion_that_says_nothing) {
    Desk desk;
    GiveAdviserOpinion blank = given;
    for (const char* nothing : {"", "  ", "\u3000", "\u200b"}) {
        blank.reasons = nothing;
        EXPECT_THAT(desk.asks(r_adv_04, "give_adviser_opinion", blank, "adviser"), refuses("R-ADV-04", "written"));
    }
}

TEST(R_ADV_04, warns_of_an_unlawful_that_names_no_point) {
    Desk desk;
    GiveAdviserOpinion unlawful = given;
    unlawful.conclusion = Conclusion::unlawful;
    EXPECT_THAT(desk.asks(r_adv_04, "give_adviser_opinion", unlawful, "adviser"), warns("R-ADV-04", "points"));
    unlawful.points = {{.clause = "2", .text = "无依据"}};
    EXPECT_THAT(desk.asks(r_adv_04, "give_adviser_opinion", unlawful, "adviser"), allows());
}

TEST(AdviserOpinions, give_way_to_the_later_one_of_their_author_and_not_where_it_was_unlawful) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.advises(desk.matter, "adviser", 1, Conclusion::lawful);
    EXPECT_TRUE(desk.matter.stands(desk.matter.adviser_opinions[0]));
    desk.advises(desk.matter, "adviser", 1, Conclusion::should_amend);
    EXPECT_FALSE(desk.matter.stands(desk.matter.adviser_opinions[0]));
    EXPECT_TRUE(desk.matter.stands(desk.matter.adviser_opinions[1]));
    desk.advises(desk.matter, "adviser", 1, Conclusion::unlawful);
    desk.advises(desk.matter, "adviser", 1, Conclusion::lawful);
    EXPECT_TRUE(desk.matter.stands(desk.matter.adviser_opinions[2])) << "only its withdrawal ends it";
    EXPECT_FALSE(desk.matter.stands(desk.matter.adviser_opinions[3]));
    desk.matter.adviser_opinions[2].withdrawn = OpinionWithdrawal{.reasons = "已沟通", .at = desk.now};
    EXPECT_TRUE(desk.matter.stands(desk.matter.adviser_opinions[3]));
}

TEST(R_ADV_05, warns_of_an_advisers_point_that_was_not_adopted_or_not_answered) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto& advice = desk.advises(desk.matter, "adviser", 1, Conclusion::should_amend);
    EXPECT_THAT(desk.asks(r_adv_05, "place_on_agenda", placing(1)), allows()) << "it has no points";
    advice.points = {{.clause = "四", .text = "数额"}, {.clause = "六", .text = "期限"}};
    advice.points[0].response = PointResponse{.disposition = Disposition::adopted};
    EXPECT_THAT(desk.asks(r_adv_05, "place_on_agenda", placing(1)),
                AllOf(warns("R-ADV-05", "unanswered"), has_fact("n", std::int64_t{2})));

    advice.points[1].response = PointResponse{.disposition = Disposition::not_};
    EXPECT_THAT(desk.asks(r_adv_05, "place_on_agenda", placing(1)),
                AllOf(warns("R-ADV-05", ""), has_fact("n", std::int64_t{2})));
    advice.points[1].response->disposition = Disposition::adopted;
    EXPECT_THAT(desk.asks(r_adv_05, "place_on_agenda", placing(1)), allows());
}

TEST(R_ADV_02, allows_an_adviser_without_interest_and_a_conflict_with_another_unit) {
    Desk desk;
    desk.organ.engagements.front().conflicts = {"接访科"};
    EXPECT_THAT(desk.asks(r_adv_02, "ask_adviser", AskAdviser{.adviser = {"adviser"}}, "legal"), allows());
    EXPECT_THAT(desk.asks(r_adv_02, "give_adviser_opinion", given, "adviser"), allows());
}

TEST(R_ADV_03, allows_an_adviser_who_drafted_another_matter) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.other = desk.a_matter("mat_0", "别的办法");
    desk.drafts(*desk.other, "other").drafters.push_back({"adviser"});
    EXPECT_THAT(desk.asks(r_adv_03, "give_adviser_opinion", given, "adviser"), allows());
}

TEST(R_ADV_04, allows_an_opinion_within_the_term_and_a_refusal_for_interest_after_it) {
    Desk desk;
    EXPECT_THAT(desk.asks(r_adv_04, "give_adviser_opinion", given, "adviser"), allows());
    desk.organ.engagements.front().until = on("2026-03-15");
    EXPECT_THAT(desk.asks(r_adv_04, "give_adviser_opinion", declined, "adviser"), allows());
}

TEST(R_ADV_05, allows_in_silence_where_every_point_was_adopted_or_taken_back) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto& advice = desk.advises(desk.matter, "adviser", 1, Conclusion::should_amend);
    advice.points = {{.clause = "四", .text = "数额"}};
    EXPECT_THAT(desk.asks(r_adv_05, "open_ballot"), warns("R-ADV-05", "unanswered"));
    advice.withdrawn = OpinionWithdrawal{.reasons = "已沟通", .at = desk.now};
    EXPECT_THAT(desk.asks(r_adv_05, "open_ballot"), allows());
}

}  // namespace
}  // namespace shenyi::workflow::rules
