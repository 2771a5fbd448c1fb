#include "workflow/rules/rev.hpp"

#include "tests/workflow/rules/desk.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/rules/gate.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

/// The National Day of 2021: off from 1 to 7 October, worked on Saturday 9 October.
Desk national_day() {
    Desk desk;
    std::vector<CalendarDay> days;
    for (unsigned day = 1; day <= 7; ++day) {
        days.push_back({Date{std::chrono::year{2021}, std::chrono::October, std::chrono::day{day}}, true, "国庆"});
    }
    days.push_back({on("2021-10-09"), false, "国庆"});
    desk.knows_calendar(2021, days);
    desk.now = at_time("2021-10-09T09:00:00+08:00");
    desk.drafts(desk.matter, "text1");
    desk.sends(desk.matter, "2021-09-27T09:00:00+08:00");
    desk.opines(desk.matter, Conclusion::lawful, "2021-10-09T09:00:00+08:00");
    return desk;
}

TEST(R_REV_01, refuses_a_reviewer_of_another_unit_and_allows_one_of_the_competent_body) {
    Desk desk;
    desk.appoint("stranger", Role::legal_reviewer, "office");
    EXPECT_THAT(desk.asks(r_rev_01, "accept_for_review", AcceptForReview{}, "stranger"),
                AllOf(refuses("R-REV-01", ""), has_fact("body", text("办公室"))));
    EXPECT_THAT(desk.asks(r_rev_01, "accept_for_review", AcceptForReview{}, "legal"), allows());

    desk.organ.competences.clear();
    EXPECT_THAT(desk.asks(r_rev_01, "request_review", RequestReview{.draft = 1}, "chief"), refuses("R-REV-01", "none"));
}

TEST(R_REV_02, refuses_an_incomplete_file_when_sent_and_when_accepted) {
    Desk desk;
    desk.drafts(desk.matter, "text1").documents.pop_back();
    RequestReview body{.draft = 1, .procedures_done = " 　"};
    const std::vector<Term> list = {{"material_kind", "legal_basis"},
                                    {"material_kind", "procedures_statement"},
                                    {"material_kind", "drafting_note"}};
    EXPECT_THAT(desk.asks(r_rev_02, "request_review", body), AllOf(refuses("R-REV-02", ""), has_fact("list", list)));
    body = {.draft = 1,
            .legal_basis = {{"信访工作条例", "第三十四条", {}}},
            .materials = {{MaterialKind::drafting_note, {"note"}}},
            .procedures_done = "已征求意见"};
    EXPECT_THAT(desk.asks(r_rev_02, "request_review", body), allows());

    desk.sends(desk.matter);
    EXPECT_THAT(desk.asks(r_rev_02, "accept_for_review", AcceptForReview{}, "legal"), refuses("R-REV-02", ""));
    desk.matter.requests.back().materials = body.materials;
    EXPECT_THAT(desk.asks(r_rev_02, "accept_for_review", AcceptForReview{}, "legal"), allows());
}

TEST(R_REV_03, refuses_a_meeting_before_the_seventh_working_day_has_ended) {
    Desk desk = national_day();
    desk.meeting.held_at = at_time("2021-10-11T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1)),
                AllOf(refuses("R-REV-03", ""), has_fact("n", std::int64_t{5}), has_fact("min", std::int64_t{7}),
                      has_fact("date", on("2021-10-13"))));
    desk.meeting.held_at = at_time("2021-10-12T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1)), refuses("R-REV-03", ""));
    desk.meeting.held_at = at_time("2021-10-13T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1)), allows());
    EXPECT_THAT(desk.asks(r_rev_04, "place_on_agenda", placing(1)), allows()) << "another kind's floor";

    desk.places(desk.matter);
    desk.now = at_time("2021-10-12T09:00:00+08:00");
    EXPECT_THAT(desk.asks_item(r_rev_03, "open"), refuses("R-REV-03", "")) << "the real opening counts";
    EXPECT_THAT(desk.asks_meeting(r_rev_03, "reschedule", Reschedule{.held_at = desk.now, .reason = "提前"}),
                refuses("R-REV-03", ""));
    desk.now = at_time("2021-10-13T09:00:00+08:00");
    EXPECT_THAT(desk.asks_item(r_rev_03, "open"), allows());
}

TEST(R_REV_03, warns_where_the_period_was_shortened_or_the_reviewer_says_that_time_sufficed) {
    Desk desk = national_day();
    desk.meeting.held_at = at_time("2021-10-11T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1, desk.shortened_by("director"))),
                AllOf(warns("R-REV-03", "warned"), has_fact("approver", text("director"))));
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1, Shortening{" ", {"director"}, {}})),
                refuses("R-REV-03", ""))
        << "a shortening without a reason";
    desk.matter.opinions.back().time_sufficed = "文本简短";
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1)),
                AllOf(warns("R-REV-03", "sufficed"), has_fact("reason", text("文本简短"))));
}

TEST(R_REV_03, refuses_a_shortening_that_nobody_who_may_has_approved) {
    Desk desk = national_day();
    desk.meeting.held_at = at_time("2021-10-11T09:00:00+08:00");
    desk.appoint("other_deputy", Role::portfolio_leader, "office");
    for (const char* nobody : {"chief", "drafter", "clerk", "adviser", "other_deputy", "secadmin"}) {
        EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1, desk.shortened_by(nobody))),
                    refuses("R-REV-03", "approver"))
            << nobody;
    }
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1, desk.shortened_by("deputy"))),
                warns("R-REV-03", "warned"));

    Shortening approved = desk.shortened_by("director");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1, approved), "director"),
                refuses("R-REV-03", "approver"))
        << "he enters it himself";
    desk.documents[*approved.document].uploaders = {{"clerk"}};
    EXPECT_THAT(
        desk.asks(r_rev_03, "place_on_agenda", placing(1, approved)),
        AllOf(refuses("R-REV-03", "approver"), has_fact("names", std::vector<std::string>{"director", "deputy"})))
        << "the paper is another's";
    desk.meeting.held_at = at_time("2021-11-11T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1, approved)), refuses("R-REV-03", "approver"))
        << "no approval that is none goes on record";
    approved.document.reset();
    desk.meeting.held_at = at_time("2021-10-11T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1, approved)), warns("R-REV-03", "warned"))
        << "he is named and told, with a paper or without";
}

TEST(R_REV_03, takes_one_paper_as_the_approval_of_one_matter) {
    Desk desk = national_day();
    desk.meeting.held_at = at_time("2021-10-11T09:00:00+08:00");
    const Shortening approved = desk.shortened_by("director");
    desk.documents[*approved.document].named_in = {"matter/mat_1", "meeting/mtg_1"};
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1, approved)), warns("R-REV-03", "warned"))
        << "of this one, sent or placed before";
    desk.documents[*approved.document].named_in.insert("matter/mat_2");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1, approved)),
                AllOf(refuses("R-REV-03", "used"), has_fact("name", text("director"))));
    EXPECT_THAT(desk.asks(r_rev_03, "request_review", RequestReview{.draft = 1, .shortening = approved}, "chief"),
                refuses("R-REV-03", "used"));
}

TEST(R_REV_03, counts_a_shortening_on_record_by_who_held_the_post_when_it_was_entered) {
    Desk desk = national_day();
    desk.meeting.held_at = at_time("2021-10-11T09:00:00+08:00");
    ReviewRequest& request = desk.matter.requests.back();
    request.shortening = Shortening{.reason = "防汛", .approver = {"chief"}};
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1)), refuses("R-REV-03", ""));
    request.shortening = desk.shortened_by("director");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1)), warns("R-REV-03", "warned"));
    for (auto& [id, post] : desk.organ.posts) {
        if (post.role == Role::director) post.from = plus_days(date_of(request.requested_at), 1);
    }
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1)), refuses("R-REV-03", ""));
}

TEST(R_REV_03, leaves_out_the_days_of_a_pause_and_counts_anew_after_a_return) {
    Desk desk = national_day();
    desk.meeting.held_at = at_time("2021-10-13T09:00:00+08:00");
    auto& request = desk.matter.requests.back();
    request.stops = {{.ground = ClockStopGround::inquiry, .from = on("2021-09-28"), .to = on("2021-09-30")}};
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1)),
                AllOf(refuses("R-REV-03", ""), has_fact("date", on("2021-10-15"))));

    request.stops.clear();
    request.returned = ReviewReturn{.ground = ReturnGround::incomplete};
    desk.sends(desk.matter, "2021-09-30T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1)),
                AllOf(refuses("R-REV-03", ""), has_fact("n", std::int64_t{4})))
        << "day 1 is 8 October";
}

TEST(R_REV_03, keeps_its_acceptance_under_a_version_that_keeps_the_opinion) {
    Desk desk = national_day();
    desk.drafts(desk.matter, "comma", 1, ChangeClass::clerical);
    desk.meeting.held_at = at_time("2021-10-12T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(2)), refuses("R-REV-03", ""));
    desk.meeting.held_at = at_time("2021-10-13T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(2)), allows());
}

Desk labour_day() {
    Desk desk;
    std::vector<CalendarDay> days = {{on("2025-04-27"), false, "劳动节"}};
    for (unsigned day = 1; day <= 5; ++day) {
        days.push_back({Date{std::chrono::year{2025}, std::chrono::May, std::chrono::day{day}}, true, "劳动节"});
    }
    desk.knows_calendar(2025, days);
    desk.now = at_time("2025-04-28T09:00:00+08:00");
    desk.matter.kind = MatterKind::normative_document;
    desk.drafts(desk.matter, "text1");
    return desk;
}

TEST(R_REV_04, refuses_an_opinion_asked_for_before_the_fifth_working_day) {
    Desk desk = labour_day();
    RequestReview body{.draft = 1, .due = on("2025-05-06")};
    EXPECT_THAT(desk.asks(r_rev_04, "request_review", body),
                AllOf(refuses("R-REV-04", "due"), has_fact("n", std::int64_t{3}), has_fact("date", on("2025-05-08"))));
    body.shortening = desk.shortened_by("director");
    EXPECT_THAT(desk.asks(r_rev_04, "request_review", body, "chief"), refuses("R-REV-04", "ground"))
        << "neither an emergency nor an order";
    body.shortening->order_no = "鲁政发电〔2025〕1号";
    EXPECT_THAT(desk.asks(r_rev_04, "request_review", body, "chief"), warns("R-REV-04", "warned"));

    EXPECT_THAT(desk.asks(r_rev_04, "request_review", RequestReview{.draft = 1, .due = on("2025-05-08")}), allows());
    EXPECT_THAT(desk.asks(r_rev_04, "request_review", RequestReview{.draft = 1}), allows());
}

TEST(R_REV_04, warns_when_the_fifteenth_working_day_is_over_without_an_opinion) {
    Desk desk = labour_day();
    desk.sends(desk.matter, "2025-04-28T09:00:00+08:00");
    desk.meeting.held_at = at_time("2025-06-20T09:00:00+08:00");
    desk.now = at_time("2025-05-22T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_04, "place_on_agenda", placing(1)), allows());
    desk.now = at_time("2025-05-23T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_04, "place_on_agenda", placing(1)),
                AllOf(warns("R-REV-04", "overdue"), has_fact("date", on("2025-05-22"))));
}

TEST(R_REV_12, refuses_a_reviewer_who_drafted_and_allows_another_and_who_was_only_named_a_substitute) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    EXPECT_THAT(desk.asks(r_rev_12, "accept_for_review", AcceptForReview{}, "legal"), allows());
    EXPECT_THAT(desk.asks(r_rev_12, "accept_for_review", AcceptForReview{}, "drafter"), refuses("R-REV-12", ""));
    EXPECT_THAT(desk.asks(r_rev_12, "assign_reviewer", AssignReviewer{{"drafter"}, "接手"}, "legal"),
                refuses("R-REV-12", ""));

    desk.organ.delegations[DelegationId{"dlg_1"}] = {.by = {"drafter"},
                                                     .to = {"legal"},
                                                     .from = on("2020-01-01"),
                                                     .until = on("2030-01-01"),
                                                     .recorded_at = at_time("2020-01-01T09:00:00+08:00")};
    EXPECT_THAT(desk.asks(r_rev_12, "issue_legality_opinion", {}, "legal"), allows());
    desk.matter.drafts.back().submitted_by = {"legal"};
    desk.matter.drafts.back().on_behalf = PersonId{"legal2"};
    EXPECT_THAT(desk.asks(r_rev_12, "issue_legality_opinion", {}, "legal"), refuses("R-REV-12", ""))
        << "what he did as a substitute he did himself";
    EXPECT_THAT(desk.asks(r_rev_12, "issue_legality_opinion", {}, "legal2"), refuses("R-REV-12", "delegation"));
}

TEST(R_REV_12, takes_who_reviews_or_advises_for_a_drafter_by_his_own_hand_and_by_nobodys_naming_him) {
    Desk desk;
    const DocumentId statute{"statute"};
    SubmitDraft body{.documents = {{{"text1"}, DocumentRole::draft, {}}, {statute, DocumentRole::basis, {}}},
                     .drafters = {{"drafter"}}};
    desk.documents[{"text1"}] = {.uploaded_by = {"drafter"}, .uploaders = {{"drafter"}}};
    for (const char* judge : {"legal", "adviser"}) {
        body.drafters = {{"drafter"}};
        desk.documents[statute] = {.uploaded_by = {judge}, .uploaders = {{judge}}};
        EXPECT_THAT(desk.asks(r_rev_12, "submit_draft", body, "drafter"), allows());
        body.drafters.push_back({judge});
        EXPECT_THAT(desk.asks(r_rev_12, "submit_draft", body, "drafter"),
                    AllOf(refuses("R-REV-12", "named"), has_fact("name", text(judge))))
            << "a statute that he uploaded is none of his drafting";
        desk.documents[{"text1"}].uploaders.push_back({judge});
        EXPECT_THAT(desk.asks(r_rev_12, "submit_draft", body, "drafter"), allows());
        desk.documents[{"text1"}].named_in = {"meeting/mtg_9"};
        EXPECT_THAT(desk.asks(r_rev_12, "submit_draft", body, "drafter"), refuses("R-REV-12", "named"))
            << "a paper that he put before a meeting";
        desk.documents[{"text1"}].named_in.clear();
        desk.documents[{"text1"}].uploaders.pop_back();
    }
    desk.appoint("legal", Role::drafter, "letters");
    body.drafters = {{"drafter"}, {"legal"}};
    EXPECT_THAT(desk.asks(r_rev_12, "submit_draft", body, "drafter"), allows()) << "he is of the unit";
    desk.appoint("elsewhere", Role::legal_reviewer, "office");
    body.drafters = {{"drafter"}, {"elsewhere"}};
    EXPECT_THAT(desk.asks(r_rev_12, "submit_draft", body, "drafter"), allows()) << "another body reviews this matter";
}

TEST(R_REV_12, refuses_a_draft_by_somebody_who_reviewed_the_matter) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    SubmitDraft body{.documents = {{{"text2"}, DocumentRole::draft, {}}}, .drafters = {{"drafter"}}};
    EXPECT_THAT(desk.asks(r_rev_12, "submit_draft", body, "chief"), allows());
    desk.documents[{"text2"}].uploaded_by = {"legal"};
    EXPECT_THAT(desk.asks(r_rev_12, "submit_draft", body, "chief"),
                AllOf(refuses("R-REV-12", ""), has_fact("name", text("legal"))));
}

TEST(R_REV_12, refuses_a_reviewer_who_approved_the_shorter_period) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.sends(desk.matter).shortening = Shortening{"防汛", {"legal2"}, {}};
    EXPECT_THAT(desk.asks(r_rev_12, "issue_legality_opinion", {}, "legal2"), refuses("R-REV-12", "approver"));
    EXPECT_THAT(desk.asks(r_rev_12, "issue_legality_opinion", {}, "legal"), allows());
    EXPECT_THAT(desk.asks(r_rev_12, "place_on_agenda", placing(1, Shortening{"防汛", {"legal"}, {}})),
                refuses("R-REV-12", "approver"))
        << "whoever reviewed approves no shorter period";
}

TEST(R_REV_12, keeps_the_sides_of_a_matter_apart_by_person_in_whosever_post_they_act) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.sends(desk.matter).requested_by = {"legal2"};
    EXPECT_THAT(desk.asks(r_rev_12, "accept_for_review", AcceptForReview{}, "legal2"),
                refuses("R-REV-12", "requested"));
    EXPECT_THAT(desk.asks(r_rev_12, "stop_review_clock", {}, "legal2"), refuses("R-REV-12", "requested"));
    EXPECT_THAT(desk.asks(r_rev_12, "assign_reviewer", AssignReviewer{{"legal2"}, "接手"}, "legal"),
                refuses("R-REV-12", "requested"));
    EXPECT_THAT(desk.asks(r_rev_12, "request_review", RequestReview{.draft = 1}, "legal"),
                refuses("R-REV-12", "reviewed"));
    EXPECT_THAT(desk.asks(r_rev_12, "respond_to_opinion", {}, "legal"), refuses("R-REV-12", "reviewed"));
    EXPECT_THAT(desk.asks(r_rev_12, "respond_to_opinion", {}, "chief"), allows());

    EXPECT_THAT(desk.asks(r_rev_12, "accept_for_review", {}, "adviser"),
                AllOf(refuses("R-REV-12", "post"), has_fact("post", Term{"role", "legal_adviser"})));
    EXPECT_THAT(desk.asks(r_rev_12, "ask_adviser", {}, "director"), refuses("R-REV-12", "post"));
    desk.appoint("section", Role::section_head, "letters");
    EXPECT_THAT(desk.asks(r_rev_12, "accept_for_review", {}, "section"), refuses("R-REV-12", "post"));
    desk.appoint("lawyer", Role::legal_reviewer, "legal");
    desk.appoint("lawyer", Role::public_lawyer, "legal");
    EXPECT_THAT(desk.asks(r_rev_12, "accept_for_review", {}, "lawyer"), allows());
    desk.matter.advisers_asked.push_back({.adviser = {"lawyer"}, .by = {"legal"}});
    EXPECT_THAT(desk.asks(r_rev_12, "issue_legality_opinion", {}, "lawyer"), refuses("R-REV-12", "adviser"));
}

Command beginning(MatterKind kind, std::optional<std::string> issuer) {
    return {.target = Target::matter,
            .action = "create",
            .subject = {.organ = {"org_1"}},
            .actor = {"drafter"},
            .body = CreateMatter{
                .kind = kind, .title = "办法", .undertaking_unit = {"letters"}, .issuer = std::move(issuer)}};
}

TEST(R_REV_01, refuses_a_matter_of_an_issuer_for_whom_no_body_is_fixed) {
    Desk desk;
    desk.organ.own_issuer = "信访局";
    EXPECT_THAT(desk.asks(r_rev_01, beginning(MatterKind::normative_document, "区政府")),
                AllOf(refuses("R-REV-01", "issuer"), has_fact("issuer", text("区政府")),
                      has_fact("kind", Term{"matter_kind", "normative_document"})));
    desk.organ.competences.pop_back();
    EXPECT_THAT(desk.asks(r_rev_01, beginning(MatterKind::normative_document, {})),
                AllOf(refuses("R-REV-01", "issuer"), has_fact("issuer", text("信访局"))));
    EXPECT_THAT(desk.asks(r_rev_01, beginning(MatterKind::major_decision, {})), allows());
}

TEST(R_REV_01, allows_a_matter_of_an_issuer_whose_documents_somebody_reviews) {
    Desk desk;
    desk.organ.own_issuer = "信访局";
    EXPECT_THAT(desk.asks(r_rev_01, beginning(MatterKind::normative_document, {})), allows());
    desk.organ.competences.push_back({MatterKind::normative_document, "区政府", {"office"}});
    EXPECT_THAT(desk.asks(r_rev_01, beginning(MatterKind::normative_document, "区政府")), allows());
}

TEST(R_REV_01, allows_the_competent_body_by_kind_and_issuer) {
    Desk desk;
    desk.organ.competences.push_back({MatterKind::major_decision, "区政府", {"office"}});
    desk.appoint("clerk2", Role::legal_reviewer, "office");
    EXPECT_THAT(desk.asks(r_rev_01, "accept_for_review", AcceptForReview{}, "legal"), allows());
    desk.matter.issuer = "区政府";
    EXPECT_THAT(desk.asks(r_rev_01, "accept_for_review", AcceptForReview{}, "clerk2"), allows());
    EXPECT_THAT(desk.asks(r_rev_01, "accept_for_review", AcceptForReview{}, "legal"), refuses("R-REV-01", ""));
}

TEST(R_REV_02, allows_to_return_an_incomplete_file_whatever_it_lacks) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.sends(desk.matter).materials.clear();
    EXPECT_THAT(desk.asks(r_rev_02, "accept_for_review", AcceptForReview{}, "legal"), allows())
        << "the note lies with the draft";
}

TEST(R_REV_03, allows_a_meeting_on_the_eighth_working_day) {
    Desk desk = national_day();
    desk.meeting.held_at = at_time("2021-10-13T00:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_03, "place_on_agenda", placing(1)), allows());
}

TEST(R_REV_04, allows_an_opinion_asked_for_on_the_fifth_working_day_or_by_no_day) {
    const Desk desk = labour_day();
    EXPECT_THAT(desk.asks(r_rev_04, "request_review", RequestReview{.draft = 1, .due = on("2025-05-08")}), allows());
    EXPECT_THAT(desk.asks(r_rev_04, "request_review", RequestReview{.draft = 1}), allows());
}

TEST(R_REV_04, warns_and_does_not_refuse_an_opinion_that_comes_too_late) {
    Desk desk = labour_day();
    desk.sends(desk.matter, "2025-04-28T09:00:00+08:00");
    desk.now = at_time("2025-05-23T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_rev_04, "issue_legality_opinion", answering({}), "legal"), warns("R-REV-04", "overdue"));
    EXPECT_THAT(desk.asks(r_gate_01, "place_on_agenda", placing(1)), refuses("R-GATE-01", ""))
        << "silence is not deemed lawful";
}

TEST(R_REV_12, allows_a_reviewer_who_had_no_hand_in_any_version) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.drafts(desk.matter, "text2").uploaders.push_back({"legal2"});
    for (const char* action : {"accept_for_review", "issue_legality_opinion", "confirm_change"}) {
        EXPECT_THAT(desk.asks(r_rev_12, action, {}, "legal"), allows()) << action;
        EXPECT_THAT(desk.asks(r_rev_12, action, {}, "legal2"), refuses("R-REV-12", "")) << "uploaded a paper";
    }
}

}  // namespace
}  // namespace shenyi::workflow::rules
