#include "tests/support/bureau.hpp"
#include "tests/support/matchers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// Other units are heard, whose duties a draft touches; each answers for itself, or by a paper.
namespace shenyi::tests {
namespace {

using namespace workflow;

class Consulting : public testing::Test {
  protected:
    Bureau::Answer records(const char* login, const char* unit, ConsultationReply reply, bool with_paper = false) {
        RecordConsultation body{.unit = bureau.unit(unit), .reply = reply};
        if (with_paper) body.document = bureau.document(login, "复函");
        return bureau.try_as(login, Target::matter, "record_consultation", body);
    }
    /// Whether the person who asks sees it among his actions.
    Bureau::Answer listed(const char* login) { return bureau.try_as(login, Target::matter, "record_consultation", {}); }

    Bureau bureau;
};

TEST_F(Consulting, refuses_the_word_of_the_unit_that_drafts_and_allows_that_of_another) {
    bureau.propose("征求意见").open().draft();
    EXPECT_THAT(records("drafter", "办信科", ConsultationReply::agree, true), is_faulty_at("/unit"));
    EXPECT_TRUE(bureau.matter().consultations.empty());
    EXPECT_THAT(records("drafter", "接访科", ConsultationReply::agree, true), is_accepted());
}

TEST_F(Consulting, refuses_the_word_of_the_unit_that_leads_where_another_proposed) {
    bureau.propose("牵头").as("drafter", Target::matter, "record_study",
                              RecordStudy{bureau.document("drafter", "研究")});
    bureau.as("director", Target::matter, "open", OpenMatter{.lead_unit = bureau.unit("接访科")});
    bureau.as("visits", Target::matter, "submit_draft",
              SubmitDraft{.documents = {{bureau.document("visits", "第一条"), DocumentRole::draft, "草案"}},
                          .drafters = {bureau.person("visits")}});
    for (const char* unit : {"办信科", "接访科"}) {
        EXPECT_THAT(records("drafter", unit, ConsultationReply::agree, true), is_faulty_at("/unit"));
    }
    EXPECT_THAT(records("drafter", "法制科", ConsultationReply::agree, true), is_accepted());
}

TEST_F(Consulting, lets_the_unit_that_was_asked_reply_itself_without_a_paper) {
    bureau.propose("自行答复").open().draft();
    EXPECT_FALSE(listed("visits")) << "nobody has asked it";
    EXPECT_THAT(records("drafter", "接访科", ConsultationReply::agree), is_faulty_at("/document"));
    EXPECT_THAT(records("drafter", "接访科", ConsultationReply::no_reply), is_accepted());
    EXPECT_TRUE(listed("visits"));
    EXPECT_THAT(records("visits", "接访科", ConsultationReply::disagree), is_accepted());
    EXPECT_FALSE(records("visits", "法制科", ConsultationReply::agree)) << "for itself alone";
    EXPECT_EQ(bureau.matter().consultations.back().reply, ConsultationReply::disagree);
}

TEST_F(Consulting, is_possible_while_the_text_is_being_written_and_no_longer) {
    bureau.propose("阶段").open();
    EXPECT_THAT(records("drafter", "接访科", ConsultationReply::no_reply), is_refused_by("wrong_stage"));
    bureau.draft();
    EXPECT_THAT(records("drafter", "接访科", ConsultationReply::no_reply), is_accepted());
    bureau.send();
    EXPECT_THAT(records("visits", "接访科", ConsultationReply::agree), is_refused_by("wrong_stage"));
    bureau.as("legal", Target::matter, "return_for_completion",
              ReturnForCompletion{ReturnGround::procedure_missing, {"接访科复函"}});
    EXPECT_THAT(records("visits", "接访科", ConsultationReply::agree), is_accepted());
}

}  // namespace
}  // namespace shenyi::tests
