#include "workflow/rules/init.hpp"

#include "tests/workflow/rules/desk.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/rules/rev.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

using Names = std::vector<std::string>;

TEST(R_INIT_03, refuses_to_open_without_a_study_and_allows_it_with_one) {
    Desk desk;
    EXPECT_THAT(desk.asks(r_init_03, "open"), refuses("R-INIT-03", ""));
    desk.matter.feasibility_study = DocumentId{"study"};
    EXPECT_THAT(desk.asks(r_init_03, "open"), allows());
}

TEST(R_INIT_04, refuses_a_unit_that_opens_its_own_matter_and_allows_the_organ) {
    Desk desk;
    const OpenMatter body{.lead_unit = {"letters"}};
    EXPECT_THAT(desk.asks(r_init_04, "open", body, "chief"), refuses("R-INIT-04", "self"));
    EXPECT_THAT(desk.asks(r_init_04, "open", body, "director"), allows());

    EXPECT_THAT(desk.asks(r_init_04, "open", body, "clerk"), refuses("R-INIT-04", ""))
        << "nobody instructed the office";
    EXPECT_THAT(desk.asks(r_init_04, "open", OpenMatter{{"letters"}, DocumentId{"instruction"}}, "clerk"), allows());
}

TEST(R_INIT_11, refuses_a_sending_without_assessment_report_and_allows_it_with_the_draft_or_the_materials) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    RequestReview body{.draft = 1};
    EXPECT_THAT(desk.asks(r_init_11, "request_review", body, "chief"), refuses("R-INIT-11", ""));

    body.materials = {{MaterialKind::pre_assessment, {"report"}}};
    EXPECT_THAT(desk.asks(r_init_11, "request_review", body, "chief"), allows());
    body.materials.clear();
    desk.matter.drafts.back().documents.push_back({{"report"}, DocumentRole::pre_assessment, {}});
    EXPECT_THAT(desk.asks(r_init_11, "request_review", body, "chief"), allows());
}

TEST(R_INIT_12, refuses_a_version_the_leader_has_not_endorsed_where_the_pack_asks_for_it) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    EXPECT_THAT(desk.asks(r_init_12, "place_on_agenda", placing(1)), allows()) << "the pack asks for nothing";
    desk.pack.endorsement_before = EndorsementPoint::place_on_agenda;
    EXPECT_THAT(desk.asks(r_init_12, "request_review", RequestReview{.draft = 1}), allows()) << "at another point";
    EXPECT_THAT(desk.asks(r_init_12, "place_on_agenda", placing(1)),
                AllOf(refuses("R-INIT-12", ""), has_fact("name", Names{"deputy"}), has_fact("v", std::int64_t{1})));

    desk.matter.endorsements.push_back({.version = 1, .by = {"deputy"}, .endorsed = true, .text = "同意"});
    EXPECT_THAT(desk.asks(r_init_12, "place_on_agenda", placing(1)), allows());
    desk.matter.endorsements.push_back({.version = 1, .by = {"deputy"}, .endorsed = false, .text = "再议"});
    EXPECT_THAT(desk.asks(r_init_12, "place_on_agenda", placing(1)), refuses("R-INIT-12", "declined"));
}

TEST(R_INIT_12, goes_with_a_version_that_continues_the_endorsed_one_and_with_no_other) {
    Desk desk;
    desk.pack.endorsement_before = EndorsementPoint::request_review;
    desk.drafts(desk.matter, "text1");
    desk.matter.endorsements.push_back({.version = 1, .by = {"deputy"}, .endorsed = true, .text = "同意"});
    desk.drafts(desk.matter, "comma", 1, ChangeClass::clerical);
    EXPECT_THAT(desk.asks(r_init_12, "request_review", RequestReview{.draft = 2}), allows());
    desk.drafts(desk.matter, "changed in substance");
    EXPECT_THAT(desk.asks(r_init_12, "request_review", RequestReview{.draft = 3}), refuses("R-INIT-12", ""));
}

TEST(R_INIT_03, allows_to_open_whoever_proposed_once_the_study_is_on_file) {
    Desk desk;
    desk.matter.feasibility_study = DocumentId{"study"};
    for (const auto source : {ProposalSource::leader, ProposalSource::citizen, ProposalSource::department}) {
        desk.matter.proposal_source = source;
        EXPECT_THAT(desk.asks(r_init_03, "open", OpenMatter{.lead_unit = {"letters"}}, "director"), allows());
    }
}

TEST(R_INIT_04, allows_the_head_and_the_office_on_his_recorded_instruction) {
    const Desk desk;
    EXPECT_THAT(desk.asks(r_init_04, "open", OpenMatter{.lead_unit = {"legal"}}, "director"), allows());
    EXPECT_THAT(desk.asks(r_init_04, "open", OpenMatter{{"legal"}, DocumentId{"instruction"}}, "clerk"), allows());
}

TEST(R_INIT_11, allows_an_urgent_document_without_the_report_and_refuses_an_urgency_without_reason) {
    Desk desk;
    desk.matter.kind = MatterKind::normative_document;
    desk.procedure.required_materials = {{MaterialKind::pre_assessment, "", true}};
    desk.drafts(desk.matter, "text1");
    RequestReview body{.draft = 1,
                       .legal_basis = {{"防洪法", "第四十五条", {}}},
                       .procedures_done = "紧急",
                       .shortening = desk.shortened_by("director")};
    EXPECT_THAT(desk.asks(r_init_11, "request_review", body, "chief"), refuses("R-INIT-11", ""))
        << "less time alone is no urgency";
    body.shortening->emergency = true;
    for (const auto guard : {r_init_11, r_rev_02}) {
        EXPECT_THAT(desk.asks(guard, "request_review", body, "chief"), allows());
    }
    body.shortening->reason = " ";
    EXPECT_THAT(desk.asks(r_init_11, "request_review", body, "chief"), refuses("R-INIT-11", ""));
    EXPECT_THAT(desk.asks(r_rev_02, "request_review", body, "chief"), refuses("R-REV-02", ""));
}

TEST(R_INIT_12, allows_every_version_where_the_pack_asks_for_no_endorsement) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.matter.endorsements.push_back({.version = 1, .by = {"deputy"}, .endorsed = false, .text = "不同意"});
    for (const char* action : {"request_review", "place_on_agenda"}) {
        EXPECT_THAT(desk.asks(r_init_12, action), allows()) << action;
    }
}

}  // namespace
}  // namespace shenyi::workflow::rules
