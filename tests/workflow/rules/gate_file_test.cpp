#include "workflow/rules/gate.hpp"

#include "tests/workflow/rules/desk.hpp"
#include "workflow/actions/adviser.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/review.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;
using testing::ElementsAre;

TEST(R_GATE_05, refuses_what_an_adviser_holds_unlawful_whatever_others_say) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(1)), allows());
    auto& advice = desk.advises(desk.matter, "adviser", 1, Conclusion::unlawful);
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(1)),
                AllOf(refuses("R-GATE-05", ""), has_fact("name", text("adviser"))));

    advice.withdrawn = OpinionWithdrawal{.reasons = "依据已补充", .at = desk.now};
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(1)), allows());
}

TEST(R_GATE_05, follows_a_change_of_wording_and_asks_to_hear_the_adviser_first_on_a_changed_text) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    desk.advises(desk.matter, "adviser", 1, Conclusion::unlawful);
    desk.drafts(desk.matter, "comma", 1, ChangeClass::clerical);
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(2)), refuses("R-GATE-05", "following"));
    desk.drafts(desk.matter, "changed in substance");
    EXPECT_THAT(desk.asks(r_gate_05, "issue_legality_opinion", IssueLegalityOpinion{.draft = 3}),
                refuses("R-GATE-05", "unheard"));
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(3)), refuses("R-GATE-05", "unheard"));

    desk.advises(desk.matter, "adviser2", 3, Conclusion::lawful);
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(3)), refuses("R-GATE-05", "unheard"))
        << "another's word";
    desk.advises(desk.matter, "adviser", 3, Conclusion::lawful, "2026-03-09T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_gate_05, "issue_legality_opinion", IssueLegalityOpinion{.draft = 3}), allows());
    desk.opines(desk.matter, Conclusion::lawful, "2026-03-10T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(3)), allows());

    desk.matter.adviser_opinions.back().given_at = at_time("2026-03-11T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(3)), refuses("R-GATE-05", "unheard"))
        << "heard after the review";
}

TEST(R_GATE_05, lets_one_named_in_his_place_settle_it_once_his_engagement_has_ended) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    desk.advises(desk.matter, "adviser", 1, Conclusion::unlawful);
    desk.drafts(desk.matter, "changed in substance");
    desk.matter.advisers_asked.push_back({.adviser = {"adviser2"},
                                          .by = {"legal"},
                                          .at = at_time("2026-03-02T09:00:00+08:00"),
                                          .in_place_of = person("adviser"),
                                          .reason = "聘期届满"});
    desk.advises(desk.matter, "adviser2", 2, Conclusion::lawful);
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(2)), refuses("R-GATE-05", "unheard"));

    desk.organ.engagements.front().until = on("2026-02-28");
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(2)), allows());
    desk.organ.engagements.front().until = on("2030-12-31");
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(2)), refuses("R-GATE-05", "unheard"));
    for (auto& [id, post] : desk.organ.posts) {
        if (post.person == person("adviser")) post.end = PostEnd{.to = on("2026-03-01"), .confirmed_by = {{"clerk"}}};
    }
    EXPECT_THAT(desk.asks(r_gate_05, "place_on_agenda", placing(2)), allows()) << "engaged, and in office no more";
}

TEST(R_GATE_06, refuses_a_draft_on_which_no_adviser_was_heard) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    EXPECT_THAT(desk.asks(r_gate_06, "place_on_agenda", placing(1)), refuses("R-GATE-06", ""));
    desk.advises(desk.matter, "adviser", 1, Conclusion::should_amend);
    EXPECT_THAT(desk.asks(r_gate_06, "place_on_agenda", placing(1)), allows());

    desk.drafts(desk.matter, "text2");
    EXPECT_THAT(desk.asks(r_gate_06, "place_on_agenda", placing(2)),
                AllOf(refuses("R-GATE-06", "stale"), has_fact("a", std::int64_t{1})));
    desk.procedure.adviser_mandatory = false;
    EXPECT_THAT(desk.asks(r_gate_06, "place_on_agenda", placing(2)), allows());
}

TEST(R_GATE_08, lists_what_the_meeting_file_lacks) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    EXPECT_THAT(desk.asks(r_gate_08, "place_on_agenda", placing(1)), allows());

    desk.matter.drafts.back().documents.pop_back();
    desk.matter.requests.back().legal_basis.clear();
    desk.matter.opinions.clear();
    const std::vector<Term> list = {
        {"material_kind", "drafting_note"}, {"material_kind", "legal_basis"}, {"missing", "legality_opinion"}};
    const auto finding = desk.asks(r_gate_08, "place_on_agenda", placing(1));
    EXPECT_THAT(finding, AllOf(refuses("R-GATE-08", ""), has_fact("list", list)));
    EXPECT_THAT(finding->missing, ElementsAre(Missing::materials, Missing::legality_opinion));
}

TEST(R_GATE_09, tells_whoever_acts_adversely_that_the_item_leaves_the_agenda) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    const GiveAdviserOpinion adverse{.draft = 1, .conclusion = Conclusion::unlawful, .declares_no_interest = true};
    EXPECT_THAT(desk.asks(r_gate_09, "give_adviser_opinion", adverse, "adviser"), allows()) << "no item stands";
    desk.places(desk.matter);
    EXPECT_THAT(desk.asks(r_gate_09, "give_adviser_opinion", adverse, "adviser"),
                AllOf(warns("R-GATE-09", ""), has_fact("rule", text("R-GATE-05"))));

    GiveAdviserOpinion favourable = adverse;
    favourable.conclusion = Conclusion::lawful;
    EXPECT_THAT(desk.asks(r_gate_09, "give_adviser_opinion", favourable, "adviser"), allows());
    EXPECT_THAT(desk.asks(r_gate_09, "submit_changed_draft", SubmitChangedDraft{.from = 1}, "drafter"),
                warns("R-GATE-09", ""));
    EXPECT_THAT(desk.asks(r_gate_09, "withdraw_legality_opinion",
                          WithdrawLegalityOpinion{desk.matter.opinions.back().id, "误"}, "legal"),
                AllOf(warns("R-GATE-09", ""), has_fact("reason", Term{"matter_action", "withdraw_legality_opinion"})));
}

TEST(R_GATE_05, allows_a_version_that_no_adviser_holds_unlawful) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    desk.advises(desk.matter, "adviser", 1, Conclusion::should_amend);
    for (const char* action : {"issue_legality_opinion", "place_on_agenda"}) {
        EXPECT_THAT(desk.asks(r_gate_05, action), allows()) << action;
    }
}

TEST(R_GATE_06, allows_a_version_that_continues_the_one_the_adviser_saw) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto& advice = desk.advises(desk.matter, "adviser", 1, Conclusion::should_amend);
    desk.drafts(desk.matter, "comma", 1, ChangeClass::clerical);
    EXPECT_THAT(desk.asks(r_gate_06, "place_on_agenda", placing(2)), allows());

    advice.withdrawn = OpinionWithdrawal{.reasons = "有误", .at = desk.now};
    const auto missing = [&] { return desk.asks(r_gate_06, "place_on_agenda", placing(2))->missing; };
    EXPECT_THAT(desk.asks(r_gate_06, "place_on_agenda", placing(2)), refuses("R-GATE-06", "")) << "taken back";
    EXPECT_EQ(missing(), std::vector{Missing::adviser_opinion});
    desk.opines(desk.matter, Conclusion::lawful);
    EXPECT_EQ(missing(), (std::vector{Missing::adviser_opinion, Missing::new_version})) << "reviewed meanwhile";
}

TEST(R_GATE_08, refuses_a_file_whose_opinion_is_not_answered) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.sends(desk.matter);
    desk.opines(desk.matter, Conclusion::should_amend).points = {{.clause = "四", .text = "数额"}};
    const std::vector<Term> list = {{"missing", "disposition"}};
    for (const char* action : {"open", "open_ballot", "close_ballot", "decide"}) {
        const auto finding = desk.asks(r_gate_08, action);
        EXPECT_THAT(finding, AllOf(refuses("R-GATE-08", ""), has_fact("list", list))) << action;
        EXPECT_THAT(finding->missing, ElementsAre(Missing::disposition)) << action;
    }
}

TEST(R_GATE_08, allows_a_whole_file_and_one_of_which_the_kind_asks_for_no_explanation) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    EXPECT_THAT(desk.asks(r_gate_08, "place_on_agenda", placing(1)), allows());
    desk.matter.drafts.back().documents.pop_back();
    desk.procedure.required_materials.clear();
    EXPECT_THAT(desk.asks(r_gate_08, "place_on_agenda", placing(1)), allows());
}

TEST(R_GATE_09, warns_and_never_refuses_whatever_stands_on_the_agenda) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    desk.places(desk.matter).state = ItemState::open;
    EXPECT_THAT(desk.asks(r_gate_09, "issue_legality_opinion",
                          IssueLegalityOpinion{.draft = 1, .conclusion = Conclusion::unlawful}, "legal"),
                AllOf(warns("R-GATE-09", ""), has_fact("rule", text("R-GATE-02"))));
    const OpinionId advice = desk.matter.adviser_opinions.back().id;
    EXPECT_THAT(desk.asks(r_gate_09, "withdraw_adviser_opinion", WithdrawAdviserOpinion{advice, "误"}, "adviser2"),
                AllOf(warns("R-GATE-09", ""), has_fact("rule", text("R-GATE-06"))));
}

TEST(R_GATE_09, allows_an_adverse_act_in_silence_where_no_item_stands) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    desk.places(desk.matter).state = ItemState::deferred;
    EXPECT_THAT(desk.asks(r_gate_09, "submit_changed_draft", SubmitChangedDraft{.from = 1}, "drafter"), allows());
}

}  // namespace
}  // namespace shenyi::workflow::rules
