#include "workflow/rules/gate.hpp"

#include "tests/workflow/rules/desk.hpp"
#include "workflow/actions/adviser.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/events/attempt.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

bool misses(const std::optional<Finding>& finding, Missing missing) {
    return finding && finding->missing == std::vector{missing};
}

TEST(R_GATE_01, refuses_a_draft_nobody_reviewed_and_allows_one_that_is_cleared) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    const auto finding = desk.asks(r_gate_01, "place_on_agenda", placing(1));
    EXPECT_THAT(finding,
                AllOf(refuses("R-GATE-01", ""), has_fact("v", std::int64_t{1}), has_fact("title", text("供热补贴办法")),
                      has_fact("meeting", Term{"forum", "office_meeting"})));
    EXPECT_TRUE(misses(finding, Missing::legality_opinion));

    desk.opines(desk.matter, Conclusion::lawful);
    EXPECT_THAT(desk.asks(r_gate_01, "place_on_agenda", placing(1)), allows());
}

TEST(R_GATE_01, says_what_an_opinion_without_clearance_still_waits_for) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto& opinion = desk.opines(desk.matter, Conclusion::should_amend);
    opinion.points = {{.clause = "四", .text = "数额"}};
    EXPECT_TRUE(misses(desk.asks(r_gate_01, "place_on_agenda", placing(1)), Missing::disposition));

    opinion.points[0].response = PointResponse{.disposition = Disposition::adopted};
    EXPECT_TRUE(misses(desk.asks(r_gate_01, "place_on_agenda", placing(1)), Missing::new_version));
    desk.drafts(desk.matter, "text2", 1, ChangeClass::conforming);
    EXPECT_TRUE(misses(desk.asks(r_gate_01, "place_on_agenda", placing(2)), Missing::confirmation));
}

TEST(R_GATE_01, refuses_what_was_discussed_on_paper_before_it_was_cleared) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    desk.places(desk.matter);

    EXPECT_THAT(desk.asks_item(r_gate_01, "open", at_time("2026-03-09T09:00:00+08:00")),
                AllOf(refuses("R-GATE-01", "occurred"), has_fact("cleared", at_time("2026-03-10T09:00:00+08:00"))));
    EXPECT_THAT(desk.asks_item(r_gate_01, "open"), allows());
    desk.meeting.roster = FixedRoster{.day = on("2026-03-20"), .fixed_at = at_time("2026-03-13T09:00:00+08:00")};
    EXPECT_THAT(desk.asks_item(r_gate_01, "open", at_time("2026-03-12T09:00:00+08:00")),
                refuses("R-GATE-01", "roster"));

    desk.meeting.occurred_at = at_time("2026-03-09T09:00:00+08:00");
    EXPECT_THAT(desk.asks_item(r_gate_01, "open"), allows()) << "a sitting opened in time";
    desk.meeting.entered_late = true;
    EXPECT_THAT(desk.asks_item(r_gate_01, "open"), refuses("R-GATE-01", "occurred")) << "a sitting entered from paper";
}

TEST(R_GATE_01, refuses_a_meeting_that_took_place_before_its_members_were_named) {
    Desk desk;
    desk.meeting.roster = FixedRoster{.day = on("2026-03-13"), .fixed_at = at_time("2026-03-13T11:30:00+08:00")};
    const auto opens = [&](std::optional<Instant> occurred_at) {
        return desk.asks(r_gate_01, {.target = Target::meeting,
                                     .action = "open",
                                     .subject = {.organ = desk.organ.id, .meeting = desk.meeting.id},
                                     .actor = {"clerk"},
                                     .body = {},
                                     .occurred_at = occurred_at});
    };
    const Instant before = at_time("2026-03-13T09:05:00+08:00");
    ASSERT_THAT(opens(before), AllOf(refuses("R-GATE-01", "roster"), has_fact("occurred", before),
                                     has_fact("fixed", at_time("2026-03-13T11:30:00+08:00"))));
    EXPECT_EQ(kind_of({*opens(before)}), AttemptKind::review_after_meeting);
    EXPECT_THAT(opens(at_time("2026-03-13T11:30:00+08:00")), allows());
    EXPECT_THAT(opens({}), allows());
    desk.meeting.roster.reset();
    EXPECT_THAT(opens(before), allows()) << "without a roster R-MEET-04 speaks";
}

TEST(R_GATE_01, refuses_a_draft_dressed_as_the_paper_of_a_hearing) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.documents[{"text1"}].in_drafts = {{desk.matter.id, 1}};
    const AddItem hearing{.kind = ItemKind::hearing, .title = "汇报", .documents = {{"own"}, {"text1"}}};
    EXPECT_THAT(desk.asks_meeting(r_gate_01, "add_item", hearing),
                AllOf(refuses("R-GATE-01", "papers"), has_fact("document", text("草案"))));

    desk.sends(desk.matter);
    desk.advises(desk.matter, "adviser", 1, Conclusion::lawful);
    desk.opines(desk.matter, Conclusion::lawful);
    EXPECT_THAT(desk.asks_meeting(r_gate_01, "add_item", hearing), allows());
    desk.meeting.held_at = at_time("2026-03-11T09:00:00+08:00");
    EXPECT_THAT(desk.asks_meeting(r_gate_01, "add_item", hearing), refuses("R-GATE-01", "papers_uncleared"))
        << "before the floor is over the draft could not be placed either";
    desk.matter.opinions.back().withdrawn = OpinionWithdrawal{.reasons = "依据有误", .at = desk.now};
    desk.matter.clearances.back().standing = false;
    const auto withdrawn = desk.asks_meeting(r_gate_01, "add_item", hearing);
    EXPECT_THAT(withdrawn, refuses("R-GATE-01", "papers_uncleared"));
    EXPECT_EQ(withdrawn->missing, std::vector{Missing::new_version});
}

TEST(R_GATE_01, says_of_the_paper_of_an_unlawful_draft_that_it_was_found_so) {
    for (const bool by_adviser : {false, true}) {
        Desk desk;
        desk.drafts(desk.matter, "text1");
        desk.sends(desk.matter);
        desk.advises(desk.matter, "adviser", 1, by_adviser ? Conclusion::unlawful : Conclusion::lawful);
        desk.opines(desk.matter, by_adviser ? Conclusion::lawful : Conclusion::unlawful);
        desk.documents[{"text1"}].in_drafts = {{desk.matter.id, 1}};
        const AddItem hearing{.kind = ItemKind::hearing, .title = "汇报", .documents = {{"text1"}}};
        const auto finding = desk.asks_meeting(r_gate_01, "add_item", hearing);
        EXPECT_THAT(finding, AllOf(refuses("R-GATE-01", "papers_unlawful"), has_fact("v", 1)));
        EXPECT_EQ(finding->missing, std::vector{Missing::new_version});
    }
}

TEST(R_GATE_01, refuses_a_draft_dressed_as_the_paper_of_a_leave_of_an_exclusion_or_as_a_signed_sheet) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.documents[{"text1"}].in_drafts = {{desk.matter.id, 1}};
    const auto brings = [&](const char* paper) {
        const DocumentId document{paper};
        return std::vector{
            desk.asks_meeting(r_gate_01, "record_leave",
                              RecordLeave{.person = {"deputy"}, .reason = "出差", .written_opinion = document}),
            desk.asks_meeting(r_gate_01, "fix_roster",
                              FixRoster{.excluded = {{{"deputy"}, "停职", document}}, .attendees = {}}),
            desk.asks_meeting(r_gate_01, "sign_record", SignRecord{.signed_sheet = document})};
    };
    EXPECT_THAT(brings("text1"), testing::Each(refuses("R-GATE-01", "papers")));
    EXPECT_THAT(brings("own"), testing::Each(allows()));
    EXPECT_THAT(desk.asks_meeting(r_gate_01, "record_leave", RecordLeave{.person = {"deputy"}, .reason = "出差"}),
                allows());

    desk.sends(desk.matter);
    desk.advises(desk.matter, "adviser", 1, Conclusion::lawful);
    desk.opines(desk.matter, Conclusion::lawful);
    EXPECT_THAT(brings("text1"), testing::Each(allows()));
}

TEST(R_GATE_02, refuses_an_unlawful_version_and_allows_a_lawful_one) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.opines(desk.matter, Conclusion::unlawful);
    EXPECT_THAT(desk.asks(r_gate_02, "place_on_agenda", placing(1)), refuses("R-GATE-02", ""));
    EXPECT_THAT(desk.asks(r_gate_01, "place_on_agenda", placing(1)), allows()) << "R-GATE-02 says it";

    desk.passes(desk.matter, "text2");
    EXPECT_THAT(desk.asks(r_gate_02, "place_on_agenda", placing(2)), allows());
}

TEST(R_GATE_02, follows_the_comma_version_and_the_same_text_in_another_matter) {
    Desk desk;
    desk.other = desk.a_matter("mat_0", "供热办法");
    desk.drafts(*desk.other, "text1");
    desk.opines(*desk.other, Conclusion::unlawful);
    desk.drafts(*desk.other, "comma", 1, ChangeClass::clerical);
    desk.other->stage = Stage::withdrawn;
    desk.drafts(desk.matter, "comma");

    const auto finding = desk.asks(r_gate_02, "place_on_agenda", placing(1));
    EXPECT_THAT(finding, AllOf(refuses("R-GATE-02", "following"), has_fact("other", text("供热办法")),
                               has_fact("v", std::int64_t{1})));
    EXPECT_EQ(finding->subject, "mat_0");
    desk.drafts(desk.matter, "changed in substance");
    EXPECT_THAT(desk.asks(r_gate_02, "place_on_agenda", placing(2)), allows());
}

TEST(R_GATE_02, refuses_a_second_opinion_and_the_ways_round_an_unlawful_one) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    EXPECT_THAT(desk.asks(r_gate_02, "issue_legality_opinion", IssueLegalityOpinion{.draft = 1}), allows());
    const OpinionId unlawful = desk.opines(desk.matter, Conclusion::unlawful).id;

    EXPECT_THAT(desk.asks(r_gate_02, "issue_legality_opinion", IssueLegalityOpinion{.draft = 1}),
                AllOf(refuses("R-GATE-02", "second"), has_fact("no", text("审〔2026〕1号"))));
    EXPECT_THAT(desk.asks(r_gate_02, "withdraw_legality_opinion", WithdrawLegalityOpinion{unlawful, "误"}, "legal"),
                refuses("R-GATE-02", "withdrawal"));
    EXPECT_THAT(desk.asks(r_gate_02, "respond_to_opinion", RespondToOpinion{unlawful, {}}),
                refuses("R-GATE-02", "response"));
    EXPECT_THAT(desk.asks(r_gate_02, "return_for_completion", ReturnForCompletion{ReturnGround::out_of_scope, {}}),
                refuses("R-GATE-02", "scope"));
    EXPECT_THAT(desk.asks(r_gate_02, "return_for_completion", ReturnForCompletion{ReturnGround::incomplete, {}}),
                allows());
}

TEST(R_GATE_02, allows_to_withdraw_a_favourable_opinion_once) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    auto& opinion = desk.opines(desk.matter, Conclusion::lawful);
    const WithdrawLegalityOpinion body{opinion.id, "依据有误"};
    EXPECT_THAT(desk.asks(r_gate_02, "withdraw_legality_opinion", body, "legal"), allows());

    opinion.withdrawn = OpinionWithdrawal{.reasons = "依据有误", .at = desk.now};
    EXPECT_THAT(desk.asks(r_gate_02, "withdraw_legality_opinion", body, "legal"), refuses("R-GATE-02", "withdrawn"));
    EXPECT_THAT(desk.asks(r_gate_02, "issue_legality_opinion", IssueLegalityOpinion{.draft = 1}),
                refuses("R-GATE-02", "second"));
}

TEST(R_GATE_03, refuses_a_consultation_reply_as_a_review_and_allows_what_was_reviewed) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    EXPECT_THAT(desk.asks(r_gate_03, "place_on_agenda", placing(1)), allows()) << "nobody cites anything";
    desk.matter.consultations.push_back(
        {.unit = {"legal"}, .reply = ConsultationReply::agree, .at = at_time("2026-03-04T09:00:00+08:00")});
    EXPECT_THAT(desk.asks(r_gate_03, "place_on_agenda", placing(1)),
                AllOf(refuses("R-GATE-03", ""), has_fact("unit", text("法制科")), has_fact("date", on("2026-03-04"))));

    desk.opines(desk.matter, Conclusion::lawful);
    EXPECT_THAT(desk.asks(r_gate_03, "place_on_agenda", placing(1)), allows());
}

TEST(R_GATE_03, refuses_the_reviewing_bodys_presence_as_a_review) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.meeting.roster = FixedRoster{.attendees = {{person("legal"), AttendeeCapacity::reviewing_body}}};
    EXPECT_THAT(desk.asks(r_gate_03, "place_on_agenda", placing(1)), refuses("R-GATE-03", "attended"));
}

TEST(R_GATE_04, refuses_a_version_that_the_opinion_does_not_cover) {
    Desk desk;
    for (const char* main : {"text1", "text2", "text3"}) desk.passes(desk.matter, main);
    EXPECT_THAT(desk.asks(r_gate_04, "place_on_agenda", placing(3)), allows());
    desk.drafts(desk.matter, "text4");

    EXPECT_THAT(desk.asks(r_gate_04, "place_on_agenda", placing(4)),
                AllOf(refuses("R-GATE-04", ""), has_fact("a", std::int64_t{3}), has_fact("b", std::int64_t{4})));
    EXPECT_THAT(desk.asks(r_gate_01, "place_on_agenda", placing(4)), refuses("R-GATE-01", ""));
    EXPECT_THAT(
        desk.asks(r_gate_04, "place_on_agenda", placing(3)),
        AllOf(refuses("R-GATE-04", "superseded"), has_fact("a", std::int64_t{3}), has_fact("b", std::int64_t{4})));
    for (const auto guard : {r_gate_01, r_gate_02, r_gate_03, r_gate_05, r_gate_06, r_gate_08}) {
        EXPECT_THAT(desk.asks(guard, "place_on_agenda", placing(3)), allows()) << "superseded, and nothing else";
    }
}

TEST(R_GATE_01, refuses_and_allows_the_same_at_every_gate_point) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    desk.places(desk.matter);
    const auto everywhere = [&](const auto& expected) {
        EXPECT_THAT(desk.asks(r_gate_01, "place_on_agenda", placing(1)), expected);
        for (const char* action : {"open", "open_ballot", "close_ballot", "decide"}) {
            EXPECT_THAT(desk.asks_item(r_gate_01, action), expected) << action;
        }
    };
    everywhere(allows());
    desk.matter.opinions.back().withdrawn = OpinionWithdrawal{.reasons = "依据有误", .at = desk.now};
    desk.matter.clearances.back().standing = false;
    everywhere(refuses("R-GATE-01", "withdrawn"));
}

TEST(R_GATE_01, refuses_to_hear_a_paper_that_has_become_a_draft_since_it_was_added) {
    Desk desk;
    desk.meeting.items.push_back(
        {.id = {"itm_1"}, .kind = ItemKind::hearing, .title = "汇报", .documents = {{"own"}, {"text1"}}});
    EXPECT_THAT(desk.asks_item(r_gate_01, "open"), allows());
    desk.drafts(desk.matter, "text1");
    desk.documents[{"text1"}].in_drafts = {{desk.matter.id, 1}};
    EXPECT_THAT(desk.asks_item(r_gate_01, "open"), refuses("R-GATE-01", "papers"));
}

TEST(R_GATE_01, allows_what_no_law_asks_to_review) {
    Desk desk;
    desk.procedure.review_mandatory = false;
    desk.drafts(desk.matter, "text1");
    EXPECT_THAT(desk.asks(r_gate_01, "place_on_agenda", placing(1)), refuses("R-GATE-01", ""))
        << "the condition is not answered yet";
    desk.matter.returned_as = ReturnGround::out_of_scope;
    EXPECT_THAT(desk.asks(r_gate_01, "place_on_agenda", placing(1)), allows());
}

TEST(R_GATE_03, allows_a_reply_and_an_attendance_beside_a_review) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    desk.matter.consultations.push_back({.unit = {"legal"}, .reply = ConsultationReply::agree, .at = desk.now});
    desk.meeting.roster = FixedRoster{.attendees = {{person("legal"), AttendeeCapacity::reviewing_body}}};
    EXPECT_THAT(desk.asks(r_gate_03, "place_on_agenda", placing(1)), allows());
}

TEST(R_GATE_04, allows_the_newest_version_whose_change_the_reviewer_confirmed) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    auto& comma = desk.drafts(desk.matter, "comma", 1, ChangeClass::clerical);
    EXPECT_THAT(desk.asks(r_gate_04, "place_on_agenda", placing(2)), refuses("R-GATE-04", ""));
    comma.confirmation = Confirmation{.kind = ChangeClass::clerical, .by = {"legal"}, .at = desk.now};
    desk.clears(desk.matter);
    EXPECT_THAT(desk.asks(r_gate_04, "place_on_agenda", placing(2)), allows());
}

TEST(AwaitsReview, is_said_of_what_a_review_brings_until_it_has_begun_and_found) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    const auto waits = [&](std::string_view rule) {
        const Command command{.target = Target::matter,
                              .action = "place_on_agenda",
                              .subject = {.organ = desk.organ.id, .matter = desk.matter.id},
                              .actor = {"clerk"}};
        const World world = desk.world();
        return awaits_review(rule, context_of(world, command));
    };
    for (const char* rule : {"R-GATE-02", "R-REV-03", "R-REV-09", "R-REV-10"}) EXPECT_TRUE(waits(rule)) << rule;
    EXPECT_FALSE(waits("R-MEET-02")) << "no review settles the forum";
    desk.sends(desk.matter);
    EXPECT_FALSE(waits("R-REV-03")) << "the days are counted";
    EXPECT_TRUE(waits("R-GATE-02"));
    desk.opines(desk.matter, Conclusion::lawful);
    for (const char* rule : {"R-GATE-02", "R-REV-09", "R-REV-10"}) EXPECT_FALSE(waits(rule)) << rule;
}

}  // namespace
}  // namespace shenyi::workflow::rules
