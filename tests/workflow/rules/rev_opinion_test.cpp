#include "tests/workflow/rules/desk.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/rules/rev.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

TEST(R_REV_05, refuses_an_unanswered_item_or_claim_and_allows_a_whole_answer) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.matter.consultations.push_back(
        {.unit = {"office"}, .reply = ConsultationReply::agree, .recorded_by = {"drafter"}});
    desk.matter.consultations.push_back(
        {.unit = {"legal"}, .reply = ConsultationReply::agree, .recorded_by = {"legal"}});
    desk.matter.consultations.back().at = desk.now;
    auto body = answering({"authority", "procedure", "content"});
    EXPECT_THAT(desk.asks(r_rev_05, "issue_legality_opinion", body),
                AllOf(refuses("R-REV-05", ""), has_fact("n", std::int64_t{4}), has_fact("item", text("办公室的复函"))));

    body = answering({"authority", "procedure", "content", "claim:consultation:office"});
    EXPECT_THAT(desk.asks(r_rev_05, "issue_legality_opinion", body), allows());
    body.answers[1].reason = " ";
    EXPECT_THAT(desk.asks(r_rev_05, "issue_legality_opinion", body),
                AllOf(refuses("R-REV-05", ""), has_fact("n", std::int64_t{2})))
        << "an answer gives its reason";
}

TEST(R_REV_05, asks_the_review_of_a_changed_text_to_answer_each_point_of_the_unlawful_one) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto& unlawful = desk.opines(desk.matter, Conclusion::unlawful);
    unlawful.points = {{.clause = "四", .text = "越权"}, {.clause = "六", .text = "减损权利"}};
    const std::string point = "point:" + unlawful.id.value;
    desk.drafts(desk.matter, "text2");
    auto body = answering({"authority", "procedure", "content", point + ":1"});
    body.draft = 2;
    EXPECT_THAT(desk.asks(r_rev_05, "issue_legality_opinion", body),
                AllOf(refuses("R-REV-05", ""), has_fact("item", text("六: 减损权利"))));

    body.answers.push_back({point + ":2", AnswerFinding::met, "已删除"});
    EXPECT_THAT(desk.asks(r_rev_05, "issue_legality_opinion", body), allows());
    desk.opines(desk.matter, Conclusion::should_amend).answers = body.answers;
    desk.drafts(desk.matter, "text3");
    body = answering({"authority", "procedure", "content"});
    body.draft = 3;
    EXPECT_THAT(desk.asks(r_rev_05, "issue_legality_opinion", body), allows()) << "answered by a later review";
}

TEST(R_REV_06, refuses_an_unanswered_item_of_the_longer_list_and_allows_a_whole_answer) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.procedure.checklist = {{"issuer", "主体"}, {"powers", "职权"}};
    EXPECT_THAT(desk.asks(r_rev_06, "issue_legality_opinion", answering({"issuer"})), refuses("R-REV-06", ""));
    EXPECT_THAT(desk.asks(r_rev_06, "issue_legality_opinion", answering({"issuer", "powers"})), allows());
}

TEST(R_REV_05, warns_where_all_answers_say_otherwise_than_the_conclusion) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto body = answering({"authority", "procedure", "content"});
    const auto all = [&](AnswerFinding finding, Conclusion conclusion) {
        for (ChecklistAnswer& answer : body.answers) answer.finding = finding;
        body.conclusion = conclusion;
        return desk.asks(r_rev_05, "issue_legality_opinion", body);
    };
    EXPECT_THAT(all(AnswerFinding::not_applicable, Conclusion::lawful), warns("R-REV-05", "not_applicable"));
    EXPECT_THAT(all(AnswerFinding::met, Conclusion::unlawful), warns("R-REV-05", "all_met"));
    EXPECT_THAT(all(AnswerFinding::met, Conclusion::lawful), allows());
    EXPECT_THAT(all(AnswerFinding::not_applicable, Conclusion::unlawful), allows());
    body.answers.front().finding = AnswerFinding::met;
    body.conclusion = Conclusion::lawful;
    EXPECT_THAT(desk.asks(r_rev_05, "issue_legality_opinion", body), allows()) << "one of them was reviewed";
}

TEST(R_REV_06, counts_the_shortening_of_the_sending_among_the_claims) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.procedure.checklist.clear();
    desk.sends(desk.matter).shortening = Shortening{"防汛", {"director"}, {}};
    EXPECT_THAT(desk.asks(r_rev_06, "issue_legality_opinion", answering({})),
                AllOf(refuses("R-REV-06", ""), has_fact("item", text("缩短审查时间：防汛"))));
    EXPECT_THAT(desk.asks(r_rev_06, "issue_legality_opinion", answering({"claim:shortening"})), allows());
}

TEST(R_REV_07, refuses_an_opinion_without_reasons_facts_or_points_and_allows_a_whole_one) {
    Desk desk;
    auto body = answering({});
    EXPECT_THAT(desk.asks(r_rev_07, "issue_legality_opinion", body), allows());
    body.reasons = "　";
    EXPECT_THAT(desk.asks(r_rev_07, "issue_legality_opinion", body), refuses("R-REV-07", "reasons"));
    body = answering({});
    body.facts.clear();
    EXPECT_THAT(desk.asks(r_rev_07, "issue_legality_opinion", body), refuses("R-REV-07", "facts"));
    body = answering({});
    body.conclusion = Conclusion::unlawful;
    EXPECT_THAT(desk.asks(r_rev_07, "issue_legality_opinion", body), refuses("R-REV-07", "points"));
    body.points = {{.clause = "四", .text = "越权"}};
    EXPECT_THAT(desk.asks(r_rev_07, "issue_legality_opinion", body), allows());
}

TEST(R_REV_07, allows_exploratory_only_where_the_organs_rule_knows_it_and_with_the_risk_stated) {
    Desk desk;
    auto body = answering({});
    body.conclusion = Conclusion::exploratory;
    EXPECT_THAT(desk.asks(r_rev_07, "issue_legality_opinion", body), refuses("R-REV-07", "exploratory"));
    desk.pack.exploratory_enabled = true;
    EXPECT_THAT(desk.asks(r_rev_07, "issue_legality_opinion", body), refuses("R-REV-07", "legal_risk"));
    body.legal_risk = "尚无明确规定";
    EXPECT_THAT(desk.asks(r_rev_07, "issue_legality_opinion", body), allows());
}

TEST(R_REV_08, refuses_a_review_without_an_advisers_opinion_given_after_acceptance) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.sends(desk.matter);
    auto body = answering({});
    EXPECT_THAT(desk.asks(r_rev_08, "issue_legality_opinion", body), refuses("R-REV-08", ""));
    auto& advice = desk.advises(desk.matter, "adviser", 1, Conclusion::lawful);
    EXPECT_THAT(desk.asks(r_rev_08, "issue_legality_opinion", body), refuses("R-REV-08", "")) << "not attached";
    body.adviser_opinions = {advice.id};
    EXPECT_THAT(desk.asks(r_rev_08, "issue_legality_opinion", body), allows());

    advice.given_at = at_time("2026-03-01T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_08, "issue_legality_opinion", body), refuses("R-REV-08", "too_early"));
    desk.matter.requests.back().accepted_at.reset();
    EXPECT_THAT(desk.asks(r_rev_08, "issue_legality_opinion", body), refuses("R-REV-08", "accepted_first"));
    advice.given_at = at_time("2026-03-20T09:00:00+08:00");
    desk.sends(desk.matter);
    desk.matter.requests.front().accepted_at = at_time("2026-03-19T09:00:00+08:00");
    desk.matter.requests.back().accepted_at = at_time("2026-03-24T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_08, "issue_legality_opinion", body), allows()) << "returned and accepted again";
    desk.matter.kind = MatterKind::normative_document;
    desk.pack.nd_adviser_every = false;
    EXPECT_THAT(desk.asks(r_rev_08, "issue_legality_opinion", answering({})), allows());
}

TEST(R_REV_09, refuses_a_point_not_adopted_without_reason_and_basis_and_allows_it_with_both) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto& opinion = desk.opines(desk.matter, Conclusion::should_amend);
    opinion.points = {{.clause = "四", .text = "数额"}, {.clause = "六", .text = "期限"}};
    RespondToOpinion body{opinion.id, {{1, Disposition::adopted, {}, {}}, {2, Disposition::not_, "财力所限", {}}}};
    EXPECT_THAT(desk.asks(r_rev_09, "respond_to_opinion", body),
                AllOf(refuses("R-REV-09", ""), has_fact("n", std::int64_t{2})));
    body.points[1].basis = "预算法";
    EXPECT_THAT(desk.asks(r_rev_09, "respond_to_opinion", body), allows());
}

TEST(R_REV_09, refuses_at_the_gate_what_is_unanswered_or_adopted_and_not_carried_out) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto& opinion = desk.opines(desk.matter, Conclusion::should_amend);
    opinion.points = {{.clause = "四", .text = "数额"}};
    EXPECT_THAT(desk.asks(r_rev_09, "place_on_agenda", placing(1)), refuses("R-REV-09", "unanswered"));
    opinion.points[0].response = PointResponse{.disposition = Disposition::adopted};
    desk.drafts(desk.matter, "comma", 1, ChangeClass::clerical);
    EXPECT_THAT(desk.asks(r_rev_09, "place_on_agenda", placing(2)), refuses("R-REV-09", "unamended"));
    EXPECT_THAT(desk.asks(r_rev_09, "confirm_change", ConfirmChange{2, ChangeClass::clerical}, "legal"),
                refuses("R-REV-09", "unamended"));
    EXPECT_THAT(desk.asks(r_rev_09, "confirm_change", ConfirmChange{2, ChangeClass::substantive}, "legal"), allows());

    auto& amended = desk.drafts(desk.matter, "amended", 2, ChangeClass::conforming);
    amended.changed_clauses = {"5"};
    EXPECT_THAT(desk.asks(r_rev_09, "confirm_change", ConfirmChange{3, ChangeClass::conforming}, "legal"),
                AllOf(refuses("R-REV-09", "unamended"), has_fact("n", std::int64_t{1})))
        << "another clause than the point's";
    amended.changed_clauses = {"4"};
    EXPECT_THAT(desk.asks(r_rev_09, "place_on_agenda", placing(3)), allows());
    amended.changed_clauses.clear();
    amended.compared = false;
    EXPECT_THAT(desk.asks(r_rev_09, "place_on_agenda", placing(3)), allows()) << "the reviewer has looked";
    desk.matter.opinions.back().points[0].response->disposition = Disposition::not_;
    EXPECT_THAT(desk.asks(r_rev_09, "place_on_agenda", placing(2)), allows()) << "nothing to carry out";
}

TEST(R_REV_05, allows_an_answer_that_is_not_favourable) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto body = answering({"authority", "procedure", "content"});
    body.answers[0].finding = AnswerFinding::not_met;
    body.conclusion = Conclusion::unlawful;
    EXPECT_THAT(desk.asks(r_rev_05, "issue_legality_opinion", body), allows());
}

TEST(R_REV_05, refuses_to_call_lawful_what_an_answer_finds_not_met) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto body = answering({"authority", "procedure", "content"});
    body.answers[0].finding = AnswerFinding::not_met;
    body.answers[2].finding = AnswerFinding::not_met;
    for (const auto guard : {r_rev_05, r_rev_06}) {
        const auto finding = desk.asks(guard, "issue_legality_opinion", body);
        ASSERT_TRUE(finding);
        EXPECT_EQ(finding->variant, "not_met");
        EXPECT_THAT(finding, has_fact("list", std::vector<std::string>{"权限", "内容"}));
    }
    body.answers[0].reason = " ";
    EXPECT_THAT(desk.asks(r_rev_05, "issue_legality_opinion", body), refuses("R-REV-05", "")) << "no answer at all";
}

TEST(R_REV_06, allows_a_lawful_opinion_that_finds_an_item_not_applicable) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto body = answering({"authority", "procedure", "content"});
    body.answers[1].finding = AnswerFinding::not_applicable;
    EXPECT_THAT(desk.asks(r_rev_06, "issue_legality_opinion", body), allows());
}

TEST(R_REV_06, names_everything_that_is_unanswered) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    EXPECT_THAT(desk.asks(r_rev_06, "issue_legality_opinion", answering({"procedure"})),
                AllOf(refuses("R-REV-06", ""), has_fact("n", std::int64_t{1}),
                      has_fact("list", std::vector<std::string>{"权限", "内容"})));
}

TEST(R_REV_08, allows_an_adverse_opinion_of_the_adviser_as_one_that_was_heard) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.sends(desk.matter);
    auto body = answering({});
    body.adviser_opinions = {desk.advises(desk.matter, "adviser", 1, Conclusion::unlawful).id};
    EXPECT_THAT(desk.asks(r_rev_08, "issue_legality_opinion", body), allows());
}

TEST(R_REV_09, allows_at_the_gate_what_was_not_adopted_with_reason_and_basis) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.opines(desk.matter, Conclusion::should_amend).points = {
        {.clause = "四",
         .text = "数额",
         .response = PointResponse{.disposition = Disposition::not_, .reason = "财力所限", .basis = "预算法"}}};
    for (const char* action : {"place_on_agenda", "confirm_change"}) {
        EXPECT_THAT(desk.asks(r_rev_09, action), allows()) << action;
    }
}

}  // namespace
}  // namespace shenyi::workflow::rules
