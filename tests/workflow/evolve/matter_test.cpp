#include "tests/workflow/evolve/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shenyi::workflow {
namespace {

using history::a_reviewed_matter;
using history::by;
using history::MatterHistory;
using history::minute;
using testing::ElementsAre;
using testing::IsEmpty;

ItemPlaced placed(const char* item, Forum forum, int version, const char* digest) {
    return {.item = {item}, .meeting = {"mtg_1"}, .forum = forum, .version = version, .digest = {digest}};
}

ItemClosed adopted(const char* item, Forum forum, int version, const char* digest) {
    return {.item = {item},
            .outcome = Outcome::adopted,
            .decision = DecisionId{"dec_1"},
            .settled = TextSettled{.forum = forum, .item = {item}, .version = version, .digest = {digest}},
            .stage = Stage::reviewed};
}

TEST(EvolveMatter, reviewed_matter_has_its_clearance_and_who_did_what) {
    const Matter matter = a_reviewed_matter().state;

    EXPECT_EQ(matter.stage, Stage::reviewed);
    EXPECT_EQ(matter.created_by, PersonId{"he"});
    EXPECT_EQ(matter.opened_by, PersonId{"ju"});
    EXPECT_EQ(matter.request()->accepted_by, PersonId{"fa"});
    EXPECT_EQ(matter.request()->accepted_at, minute(5));
    EXPECT_EQ(matter.opinion_on(1)->author, PersonId{"fa"});
    EXPECT_EQ(matter.last_event_at, minute(6));
    const Clearance* clearance = matter.clearance_for({"sha256:1"});
    ASSERT_NE(clearance, nullptr);
    EXPECT_EQ(clearance->ground, ClearanceGround::opinion);
    EXPECT_EQ(clearance->since, minute(6));
    EXPECT_EQ(matter.clearance_for({"sha256:2"}), nullptr);
}

TEST(EvolveMatter, new_version_takes_the_clearance_with_it) {
    const Matter matter = a_reviewed_matter()
                              .then("he", DraftSubmitted{.version = 2,
                                                         .digest = {"sha256:2"},
                                                         .change = ChangeClass::substantive,
                                                         .stage = Stage::drafting,
                                                         .superseded = {{"clr_1"}}})
                              .state;

    EXPECT_EQ(matter.clearance_for({"sha256:1"}), nullptr);
    EXPECT_FALSE(matter.clearance({"clr_1"})->standing);
    EXPECT_EQ(matter.newest_draft()->version, 2);
    EXPECT_EQ(matter.stage, Stage::drafting);
}

TEST(EvolveMatter, request_can_be_taken_back_or_returned_and_sent_again) {
    MatterHistory matter = a_reviewed_matter();
    matter.then("ke", ReviewRequested{.version = 1}).then("ke", ReviewRequestWithdrawn{.reason = "补正"});
    EXPECT_EQ(matter.state.stage, Stage::drafting);
    EXPECT_FALSE(matter.state.request()->running());

    matter.then("ke", ReviewRequested{.version = 1});
    EXPECT_EQ(matter.state.stage, Stage::submitted_for_review);
    matter.then("fa", ReviewReturned{.ground = ReturnGround::incomplete, .missing = {"起草说明"}});
    EXPECT_EQ(matter.state.stage, Stage::returned);
    EXPECT_EQ(matter.state.returned_as, ReturnGround::incomplete);
    EXPECT_EQ(matter.state.request()->returned->by, PersonId{"fa"});

    matter.then("ke", ReviewRequested{.version = 1});
    EXPECT_EQ(matter.state.returned_as, std::nullopt);
    EXPECT_TRUE(matter.state.request()->running());
}

TEST(EvolveMatter, stops_of_the_clock_belong_to_the_running_request) {
    const Date from{std::chrono::year(2026), std::chrono::month(3), std::chrono::day(3)};
    const Date to{std::chrono::year(2026), std::chrono::month(3), std::chrono::day(5)};
    const Matter matter = a_reviewed_matter()
                              .then("ke", ReviewRequested{.version = 1})
                              .then("fa", ReviewAccepted{.version = 1})
                              .then("fa", ReviewClockStopped{.ground = ClockStopGround::inquiry, .from = from})
                              .then("fa", ReviewClockRestarted{.to = to})
                              .then("engine", ReviewOverdue{.version = 1})
                              .state;

    EXPECT_THAT(matter.requests.front().stops, IsEmpty());
    ASSERT_EQ(matter.request()->stops.size(), 1);
    EXPECT_EQ(matter.request()->stops.front().from, from);
    EXPECT_EQ(matter.request()->stops.front().to, to);
    EXPECT_EQ(matter.request()->overdue_alarm_at, minute(11));
    EXPECT_EQ(matter.stage, Stage::under_review) << "silence is never deemed lawful";
}

TEST(EvolveMatter, answers_go_to_the_points_of_the_opinion_that_they_name) {
    MatterHistory matter = a_reviewed_matter();
    matter.then("fa",
                LegalityOpinionIssued{.opinion = {"opn_2"},
                                      .version = 1,
                                      .conclusion = Conclusion::should_amend,
                                      .points = {{.clause = "4", .text = "无依据"}, {.clause = "7", .text = "超期"}}});
    matter.then("gu", AdviserOpinionGiven{.opinion = {"opn_3"}, .points = {{.clause = "9", .text = "不合理"}}});
    matter.then("he", OpinionResponded{.opinion = {"opn_2"},
                                       .points = {{.point = 2, .disposition = Disposition::not_, .reason = "另有依据"},
                                                  {.point = 3, .disposition = Disposition::adopted}},
                                       .clearance = ClearanceGiven{{"clr_2"}, {"opn_2"}, 1, {"sha256:1"}}});
    matter.then("he",
                OpinionResponded{.opinion = {"opn_3"}, .points = {{.point = 1, .disposition = Disposition::partly}}});

    const LegalityOpinion* opinion = matter.state.opinion({"opn_2"});
    EXPECT_EQ(opinion->points[0].response, std::nullopt);
    EXPECT_EQ(opinion->points[1].response->reason, "另有依据");
    EXPECT_EQ(opinion->points[1].response->by, PersonId{"he"});
    EXPECT_EQ(matter.state.adviser_opinion({"opn_3"})->points[0].response->disposition, Disposition::partly);
    EXPECT_EQ(matter.state.clearance({"clr_2"})->ground, ClearanceGround::responded);
}

TEST(EvolveMatter, withdrawn_opinion_stays_and_its_clearance_falls) {
    const Matter matter =
        a_reviewed_matter()
            .then("fa",
                  LegalityOpinionWithdrawn{
                      .opinion = {"opn_1"}, .reasons = "依据已修改", .stage = Stage::reviewed, .fallen = {{"clr_1"}}})
            .state;

    EXPECT_EQ(matter.opinion_on(1)->withdrawn->reasons, "依据已修改");
    EXPECT_EQ(matter.clearance_for({"sha256:1"}), nullptr);
}

TEST(EvolveMatter, signature_after_a_reset_is_marked) {
    EventMeta meta = by("fa", 9);
    meta.reset_at = minute(2);
    const Matter matter =
        a_reviewed_matter().then(meta, LegalityOpinionIssued{.opinion = {"opn_9"}, .version = 1}).state;

    EXPECT_EQ(matter.opinion({"opn_9"})->reset_at, minute(2));
    EXPECT_EQ(matter.opinion({"opn_1"})->reset_at, std::nullopt);
}

TEST(EvolveMatter, versions_continue_each_other_until_the_reviewer_says_substantive) {
    MatterHistory matter = a_reviewed_matter();
    matter.then("he", DraftSubmitted{.version = 2,
                                     .digest = {"sha256:2"},
                                     .change = ChangeClass::clerical,
                                     .from = 1,
                                     .stage = Stage::reviewed,
                                     .superseded = {{"clr_1"}}});
    matter.then("he", DraftSubmitted{.version = 3,
                                     .digest = {"sha256:3"},
                                     .change = ChangeClass::conforming,
                                     .from = 2,
                                     .stage = Stage::reviewed});
    EXPECT_THAT(matter.state.continued_by(3), ElementsAre(3, 2, 1));
    EXPECT_THAT(matter.state.continued_by(1), ElementsAre(1));
    EXPECT_THAT(matter.state.continued_by(4), IsEmpty());

    matter.then("fa", ChangeConfirmed{.version = 2, .kind = ChangeClass::substantive, .stage = Stage::drafting});
    EXPECT_THAT(matter.state.continued_by(3), ElementsAre(3, 2));
    EXPECT_EQ(matter.state.draft(2)->confirmation->by, PersonId{"fa"});
    EXPECT_EQ(matter.state.stage, Stage::drafting);
}

TEST(EvolveMatter, adviser_who_declines_stays_asked_in_the_record_and_may_be_asked_again) {
    MatterHistory matter = a_reviewed_matter();
    matter.then("fa", AdviserAskedEvent{.adviser = {"gu"}})
        .then("gu", AdviserDeclined{.version = 1, .reasons = "亲属"});
    EXPECT_TRUE(matter.state.advisers_asked.front().declined_for_interest);

    matter.then("fa", AdviserAskedEvent{.adviser = {"gu"}});
    EXPECT_FALSE(matter.state.advisers_asked.back().declined_for_interest);
}

TEST(EvolveMatter, item_walks_through_discussion_interruption_and_removal) {
    MatterHistory matter = a_reviewed_matter();
    matter.then("ban", placed("itm_1", Forum::office_meeting, 1, "sha256:1"));
    EXPECT_EQ(matter.state.stage, Stage::on_agenda);
    matter.then("r", ItemOpened{.item = {"itm_1"}});
    EXPECT_EQ(matter.state.stage, Stage::in_discussion);
    EXPECT_TRUE(matter.state.placement({"itm_1"})->holds());
    matter.then("b", ItemInterrupted{.item = {"itm_1"}, .reason = "休会"});
    EXPECT_EQ(matter.state.stage, Stage::on_agenda);
    EXPECT_EQ(matter.state.placement({"itm_1"})->state, ItemState::placed);
    matter.then("engine", ItemRemoved{.item = {"itm_1"}, .rule = "R-GATE-02", .stage = Stage::reviewed});
    EXPECT_EQ(matter.state.stage, Stage::reviewed);
    EXPECT_FALSE(matter.state.placement({"itm_1"})->holds());
    matter.then("ban", placed("itm_2", Forum::office_meeting, 1, "sha256:1"));
    matter.then("b", ItemDeferred{.item = {"itm_2"}, .reason = "再研究"});
    EXPECT_EQ(matter.state.stage, Stage::deferred);
}

TEST(EvolveMatter, text_is_settled_when_every_forum_of_the_route_adopted_the_same) {
    MatterHistory matter = a_reviewed_matter({Forum::office_meeting, Forum::party_group});
    matter.then("ban", placed("itm_1", Forum::office_meeting, 1, "sha256:1"));
    matter.then("r", adopted("itm_1", Forum::office_meeting, 1, "sha256:1"));
    EXPECT_EQ(matter.state.settled_in(Forum::office_meeting)->version, 1);
    EXPECT_EQ(matter.state.settled(), nullptr);

    matter.then("ban", placed("itm_2", Forum::party_group, 1, "sha256:1"));
    matter.then("r", adopted("itm_2", Forum::party_group, 1, "sha256:1"));
    ASSERT_NE(matter.state.settled(), nullptr);
    EXPECT_EQ(matter.state.settled()->digest, Digest{"sha256:1"});
    EXPECT_TRUE(matter.state.placement({"itm_2"})->adopted());
}

TEST(EvolveMatter, amended_text_is_settled_by_the_confirmation_and_not_before) {
    MatterHistory matter = a_reviewed_matter();
    matter.then("ban", placed("itm_1", Forum::office_meeting, 1, "sha256:1"));
    matter.then("r", ItemClosed{.item = {"itm_1"}, .outcome = Outcome::adopted_as_amended, .stage = Stage::reviewed});
    EXPECT_EQ(matter.state.settled(), nullptr);

    const TextSettled text{.forum = Forum::office_meeting, .item = {"itm_1"}, .version = 2, .digest = {"sha256:2"}};
    matter.then("he", DraftSubmitted{.version = 2,
                                     .digest = {"sha256:2"},
                                     .change = ChangeClass::conforming,
                                     .from = 1,
                                     .stage = Stage::reviewed});
    matter.then("fa", ChangeConfirmed{.version = 2,
                                      .kind = ChangeClass::conforming,
                                      .stage = Stage::decided,
                                      .clearance = ClearanceGiven{{"clr_2"}, {"opn_1"}, 2, {"sha256:2"}},
                                      .settled = {text}});
    ASSERT_NE(matter.state.settled(), nullptr);
    EXPECT_EQ(matter.state.settled()->version, 2);
    EXPECT_EQ(matter.state.clearance({"clr_2"})->ground, ClearanceGround::confirmed);
    EXPECT_EQ(matter.state.stage, Stage::decided);
}

TEST(EvolveMatter, later_word_of_a_forum_unsettles_the_earlier_but_a_deferral_does_not) {
    for (const auto& [outcome, stands] :
         {std::pair(Outcome::not_adopted, false), std::pair(Outcome::rework, false),
          std::pair(Outcome::adopted_as_amended, false), std::pair(Outcome::deferred, true)}) {
        MatterHistory matter = a_reviewed_matter();
        matter.then("r", placed("itm_1", Forum::office_meeting, 1, "sha256:1"));
        matter.then("r", adopted("itm_1", Forum::office_meeting, 1, "sha256:1"));
        matter.then("r", placed("itm_2", Forum::office_meeting, 1, "sha256:1"));
        matter.then("r", ItemClosed{.item = {"itm_2"}, .outcome = outcome});
        EXPECT_EQ(matter.state.settled_in(Forum::office_meeting) != nullptr, stands) << static_cast<int>(outcome);
    }
}

TEST(EvolveMatter, only_the_first_publication_issues) {
    MatterHistory matter = a_reviewed_matter();
    matter.then("ban", TextPublished{.version = 1, .channel = "网站", .first = true});
    EXPECT_EQ(matter.state.stage, Stage::issued);
    matter.state.stage = Stage::in_force;
    matter.then("ban", TextPublished{.version = 1, .channel = "公报", .first = false});
    EXPECT_EQ(matter.state.stage, Stage::in_force);
    EXPECT_EQ(matter.state.publications.size(), 2);
}

TEST(EvolveMatter, objection_is_answered_under_the_id_of_its_event) {
    MatterHistory matter = a_reviewed_matter();
    matter.then(by("he", 20), ObjectionNoted{.text = "不妥"});
    matter.then("ju", ObjectionAnswered{.objection = {"evt_20"}, .text = "仍请办理"});

    const Objection& objection = matter.state.objections.front();
    EXPECT_EQ(objection.answer, "仍请办理");
    EXPECT_EQ(objection.answered_by, PersonId{"ju"});
    EXPECT_EQ(matter.state.stage, Stage::reviewed) << "an objection opens and closes nothing";
}

TEST(EvolveMatter, withdrawal_leaves_the_findings_in_the_record) {
    const Matter matter = a_reviewed_matter().then("ke", MatterWithdrawn{.reason = "不再办理"}).state;
    EXPECT_EQ(matter.stage, Stage::withdrawn);
    EXPECT_EQ(matter.opinions.size(), 1);
}

}  // namespace
}  // namespace shenyi::workflow
