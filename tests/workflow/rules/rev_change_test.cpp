#include "tests/workflow/rules/desk.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/rules/rev.hpp"
#include "workflow/rules/words.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

SubmitChangedDraft changed(const char* main, ChangeClass change, int from = 1) {
    return {.documents = {{{main}, DocumentRole::draft, "草案"}, {{"note"}, DocumentRole::drafting_note, {}}},
            .drafters = {{"drafter"}},
            .change = change,
            .from = from};
}

/// Version 1 was found to need an amendment of clause 4, which the unit adopted; texts lie ready that change it.
Desk amended_desk() {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto& opinion = desk.opines(desk.matter, Conclusion::should_amend);
    opinion.points = {
        {.clause = "第四条", .text = "数额", .response = PointResponse{.disposition = Disposition::adopted}}};
    const std::string third = "第三条 本办法适用于本区居民的冬季供热。";
    const std::string fourth = "第四条 每户补贴三百元。";
    desk.documents[{"text1"}].paragraphs = {third, fourth};
    desk.documents[{"fourth"}].paragraphs = {third, "第四条 每户补贴四百元。"};
    desk.documents[{"both"}].paragraphs = {"第三条 本办法适用于全市居民和单位的供热。", "第四条 每户补贴四百元。"};
    desk.documents[{"wording"}].paragraphs = {"第三条 本办法适用于本区居民冬季供热。", fourth};
    return desk;
}

TEST(R_REV_10, refuses_a_conforming_change_nobody_asked_for_and_allows_one_that_was) {
    const Desk desk = amended_desk();
    const auto conforming = ChangeClass::conforming;
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("fourth", conforming)), allows());
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("both", conforming)),
                AllOf(refuses("R-REV-10", ""), has_fact("n", text("3"))));

    Desk amended = amended_desk();
    amended.matter.placements.push_back({.version = 1, .outcome = Outcome::adopted_as_amended});
    amended.matter.placements.back().amendments = {{"三", "本办法适用于全市居民和单位的供热。"}};
    EXPECT_THAT(amended.asks(r_rev_10, "submit_changed_draft", changed("both", conforming)), allows());
}

/// The meeting reworded clause 3 of version 1; texts lie ready that carry it out, word it otherwise, leave it out.
Desk reworded_desk() {
    Desk desk = amended_desk();
    desk.matter.placements.push_back({.version = 1, .outcome = Outcome::adopted_as_amended});
    desk.matter.placements.back().amendments = {{"第三条", "本办法适用于全市居民和单位的供热。"}};
    desk.documents[{"other"}].paragraphs = {"第三条 本办法适用于全国居民和单位的供热。", "第四条 每户补贴四百元。"};
    desk.documents[{"without"}].paragraphs = {"第四条 每户补贴四百元。"};
    return desk;
}

TEST(R_REV_10, refuses_a_clause_that_reads_otherwise_than_the_meeting_decided_and_allows_it_as_decided) {
    const Desk desk = reworded_desk();
    const auto conforming = ChangeClass::conforming;
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("both", conforming)), allows());
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("other", conforming)),
                AllOf(refuses("R-REV-10", "otherwise"), has_fact("n", text("3")),
                      has_fact("decided", text("本办法适用于全市居民和单位的供热。")),
                      has_fact("filed", text("第三条 本办法适用于全国居民和单位的供热。"))));
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("fourth", conforming)),
                refuses("R-REV-10", "otherwise"))
        << "the clause as it was before the meeting";
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("other", ChangeClass::substantive)), allows());
}

TEST(R_REV_10, refuses_a_word_more_than_the_meeting_decided_and_another_paragraph_and_allows_the_one_amended) {
    Desk desk = reworded_desk();
    const auto conforming = ChangeClass::conforming;
    const std::string fourth = "第四条 每户补贴四百元。";
    desk.documents[{"more"}].paragraphs = {"第三条 本办法适用于全市居民和单位的供热。单位另行收费。", fourth};
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("more", conforming)),
                AllOf(refuses("R-REV-10", "otherwise"), has_fact("n", text("3"))));

    desk.matter.placements.back().amendments = {{"第三条第二款", "单位另行收费。"}};
    desk.documents[{"added"}].paragraphs = {"第三条 本办法适用于本区居民的冬季供热。", "单位另行收费。", fourth};
    desk.documents[{"both paragraphs"}].paragraphs = {"第三条 本办法适用于全市供热。", "单位另行收费。", fourth};
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("added", conforming)), allows());
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("both paragraphs", conforming)),
                refuses("R-REV-10", "otherwise"));
}

TEST(R_REV_10, refuses_a_version_that_leaves_an_adopted_point_or_deletes_its_clause_and_allows_it_changed) {
    Desk desk = amended_desk();
    const auto files = [&](const char* main) {
        return desk.asks(r_rev_10, "submit_changed_draft", changed(main, ChangeClass::conforming));
    };
    const std::string third = "第三条 本办法适用于本区居民的冬季供热。";
    desk.documents[{"blank"}].paragraphs = {third, "第四条 每户 补贴三百元。"};
    desk.documents[{"deleted"}].paragraphs = {third};
    EXPECT_THAT(files("blank"), AllOf(refuses("R-REV-10", "point_left"), has_fact("point", std::int64_t{1}),
                                      has_fact("clause", text("第四条"))));
    EXPECT_THAT(files("fourth"), allows());
    EXPECT_THAT(files("deleted"), allows()) << "the reviewer tells whether that is what the point asked for";
    desk.matter.opinions.front().points.front().proposed = "每户补贴四百元";
    EXPECT_THAT(files("deleted"), refuses("R-REV-10", "point_deleted"));
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("blank", ChangeClass::substantive)), allows());
}

TEST(R_REV_10, refuses_to_take_back_in_a_later_version_what_an_adopted_point_had_changed) {
    Desk desk = amended_desk();
    auto& second = desk.drafts(desk.matter, "fourth", 1, ChangeClass::conforming);
    second.changed_clauses = {"4"};
    second.confirmation = Confirmation{.kind = ChangeClass::conforming, .by = {"legal"}, .at = desk.now};
    desk.documents[{"back"}].paragraphs = {"第三条 本办法适用于本区居民的冬季供热。", "第四条 每户补贴三百元。"};
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("back", ChangeClass::conforming, 2)),
                refuses("R-REV-10", "point_left"));
}

TEST(R_REV_10, refuses_to_leave_out_a_clause_that_the_meeting_reworded_and_allows_to_delete_what_it_deleted) {
    Desk desk = reworded_desk();
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("without", ChangeClass::conforming)),
                AllOf(refuses("R-REV-10", "left_out"), has_fact("n", text("3"))));
    desk.matter.placements.back().amendments = {{"第三条", "删去本条"}};
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("without", ChangeClass::conforming)), allows());
}

TEST(R_REV_10, refuses_a_slip_of_the_pen_in_a_clause_that_the_meeting_reworded) {
    const Desk desk = reworded_desk();
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("wording", ChangeClass::clerical)),
                refuses("R-REV-10", "otherwise"));
}

TEST(R_REV_10, leaves_to_the_reviewer_whether_what_cannot_be_compared_reads_as_decided) {
    const Desk desk = reworded_desk();
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("scan", ChangeClass::conforming)),
                warns("R-REV-10", "by_reviewer"));
}

TEST(R_REV_10, refuses_as_clerical_what_changes_a_number_and_allows_a_slip_of_the_pen) {
    const Desk desk = amended_desk();
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("wording", ChangeClass::clerical)), allows());
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("fourth", ChangeClass::clerical)),
                AllOf(refuses("R-REV-10", "clerical"), has_fact("n", text("4"))));
}

TEST(R_REV_10, refuses_as_clerical_what_adds_a_paper_drops_or_exchanges_one_and_names_it) {
    const Desk desk = amended_desk();
    const auto asks = [&](const SubmitChangedDraft& body) { return desk.asks(r_rev_10, "submit_changed_draft", body); };
    const auto is = [](DocumentRole role) { return has_fact("role", term_of("document_role", role)); };
    auto filed = changed("wording", ChangeClass::clerical);
    for (const auto role : {DocumentRole::annex, DocumentRole::other, DocumentRole::proof}) {
        filed.documents.push_back({{"table"}, role, "补贴标准表"});
        EXPECT_THAT(asks(filed),
                    AllOf(refuses("R-REV-10", "clerical_paper"), is(role), has_fact("paper", text("补贴标准表"))));
        filed.documents.pop_back();
    }
    filed.documents.push_back({{"table"}, DocumentRole::annex, {}});
    EXPECT_THAT(asks(filed), AllOf(refuses("R-REV-10", "clerical_paper_number"), is(DocumentRole::annex),
                                   has_fact("number", std::int64_t{1})));
    filed.documents.pop_back();

    filed.documents.back().document = {"another note"};
    EXPECT_THAT(asks(filed), AllOf(refuses("R-REV-10", "clerical_paper_number"), is(DocumentRole::drafting_note)));
    filed.documents.pop_back();
    EXPECT_THAT(asks(filed), AllOf(refuses("R-REV-10", "clerical_paper_number"), is(DocumentRole::drafting_note)))
        << "the note left out";
}

TEST(R_REV_10, allows_another_note_to_explain_what_was_asked_for_and_no_other_annex) {
    const Desk desk = amended_desk();
    auto filed = changed("fourth", ChangeClass::conforming);
    filed.documents.back().document = {"another note"};
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", filed), allows());
    filed.documents.push_back({{"table"}, DocumentRole::annex, "补贴标准表"});
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", filed),
                AllOf(refuses("R-REV-10", "paper"), has_fact("paper", text("补贴标准表"))));
}

TEST(R_REV_10, leaves_to_the_reviewer_what_the_engine_cannot_compare_where_a_change_was_asked_for) {
    Desk desk = amended_desk();
    const auto filed = changed("scan", ChangeClass::conforming);
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", filed), warns("R-REV-10", "by_reviewer"));
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("scan", ChangeClass::clerical)),
                refuses("R-REV-10", "not_compared"));
    auto with_table = filed;
    with_table.documents.push_back({{"table"}, DocumentRole::other, "补贴标准表"});
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", with_table), refuses("R-REV-10", "paper"));
    with_table.documents.back().role = DocumentRole::drafting_note;
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", with_table), warns("R-REV-10", "by_reviewer"));

    desk.matter.opinions.front().points.clear();
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", filed), refuses("R-REV-10", "nothing_asked"));
}

TEST(R_REV_10, tells_the_reviewer_that_he_has_to_compare_himself) {
    Desk desk = amended_desk();
    auto& second = desk.drafts(desk.matter, "scan");
    second.change = ChangeClass::conforming;
    second.from = 1;
    second.compared = false;
    EXPECT_THAT(desk.asks(r_rev_10, "confirm_change", ConfirmChange{2, ChangeClass::conforming}, "legal"),
                warns("R-REV-10", "by_reviewer"));
    second.compared = true;
    EXPECT_THAT(desk.asks(r_rev_10, "confirm_change", ConfirmChange{2, ChangeClass::conforming}, "legal"), allows());
}

TEST(R_REV_10, refuses_a_base_without_an_opinion_that_could_be_kept) {
    Desk desk = amended_desk();
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("both", ChangeClass::substantive)), allows());
    desk.matter.opinions.back().withdrawn = OpinionWithdrawal{};
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("fourth", ChangeClass::conforming)),
                refuses("R-REV-10", "base"));
    desk.drafts(desk.matter, "text2");
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("fourth", ChangeClass::substantive)),
                AllOf(refuses("R-REV-10", "base"), has_fact("from", std::int64_t{1})))
        << "superseded";
}

TEST(R_REV_10, refuses_a_version_whose_change_nobody_confirmed_and_leaves_the_last_word_to_the_reviewer) {
    Desk desk = amended_desk();
    auto& draft = desk.drafts(desk.matter, "fourth", 1, ChangeClass::conforming);
    draft.changed_clauses = {"4"};
    EXPECT_THAT(desk.asks(r_rev_10, "place_on_agenda", placing(2)), refuses("R-REV-10", "unconfirmed"));
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("both", ChangeClass::conforming, 2)),
                refuses("R-REV-10", "unconfirmed"));
    EXPECT_THAT(desk.asks(r_rev_10, "confirm_change", ConfirmChange{2, ChangeClass::clerical}, "legal"),
                refuses("R-REV-10", "clerical"));
    draft.changed_clauses.clear();
    EXPECT_THAT(desk.asks(r_rev_10, "confirm_change", ConfirmChange{2, ChangeClass::clerical}, "legal"),
                refuses("R-REV-10", "laxer"))
        << "only a paper of it was changed";
    EXPECT_THAT(desk.asks(r_rev_10, "confirm_change", ConfirmChange{2, ChangeClass::conforming}, "legal"), allows());
    EXPECT_THAT(desk.asks(r_rev_10, "confirm_change", ConfirmChange{2, ChangeClass::substantive}, "legal"), allows());

    draft.confirmation = Confirmation{.kind = ChangeClass::conforming, .by = {"legal"}, .at = desk.now};
    EXPECT_THAT(desk.asks(r_rev_10, "confirm_change", ConfirmChange{2, ChangeClass::conforming}, "legal"),
                refuses("R-REV-10", "not_pending"));
    EXPECT_THAT(desk.asks(r_rev_10, "place_on_agenda", placing(2)), allows());
}

TEST(R_REV_10, allows_a_substantive_change_whatever_it_touches) {
    const Desk desk = amended_desk();
    EXPECT_THAT(desk.asks(r_rev_10, "submit_changed_draft", changed("both", ChangeClass::substantive)), allows());
}

}  // namespace
}  // namespace shenyi::workflow::rules
