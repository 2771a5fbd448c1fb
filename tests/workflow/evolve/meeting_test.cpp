#include "tests/workflow/evolve/history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shenyi::workflow {
namespace {

using history::a_sitting_meeting;
using history::by;
using history::MeetingHistory;
using history::minute;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const ItemId item_1{"itm_1"};

const Item& the_item(const MeetingHistory& meeting) {
    return *meeting.state.item(item_1);
}

MeetingHistory a_discussion() {
    return a_sitting_meeting().then("r", ItemOpened{.item = item_1});
}

BallotOpened to_adopt(BallotMethod method) {
    return {.item = item_1, .method = method, .motion = {.kind = MotionKind::adopt}};
}

TEST(EvolveMeeting, walks_through_its_stages) {
    MeetingHistory meeting;
    meeting.then("ban", MeetingCalled{.forum = Forum::party_group});
    EXPECT_EQ(meeting.state.stage, MeetingStage::planned);
    meeting.then("b", AgendaFrozen{});
    EXPECT_EQ(meeting.state.stage, MeetingStage::agenda_frozen);
    EXPECT_EQ(meeting.state.agenda_frozen_at, minute(2));
    meeting.then("ban", MaterialsSent{});
    EXPECT_EQ(meeting.state.stage, MeetingStage::convened);
    meeting.then("r", MeetingOpened{});
    EXPECT_EQ(meeting.state.stage, MeetingStage::sitting);
    meeting.then("b", MeetingAdjourned{});
    EXPECT_EQ(meeting.state.stage, MeetingStage::adjourned);
    meeting.then("b", MeetingResumed{});
    EXPECT_EQ(meeting.state.stage, MeetingStage::sitting);
    meeting.then("r", MeetingClosed{});
    EXPECT_EQ(meeting.state.stage, MeetingStage::closed);
    meeting.then("b", RecordSigned{.person = {"b"}, .completes = false});
    EXPECT_EQ(meeting.state.stage, MeetingStage::closed);
    meeting.then("r", SignatureRefused{.person = {"a"}, .witnesses = {{"b"}, {"c"}}, .completes = true});
    EXPECT_EQ(meeting.state.stage, MeetingStage::signed_);
    EXPECT_EQ(meeting.state.last_event_at, minute(9));
}

TEST(EvolveMeeting, can_be_moved_or_called_off) {
    MeetingHistory meeting = a_sitting_meeting();
    meeting.then("ban", MeetingRescheduled{.held_at = minute(500), .reason = "出差"});
    EXPECT_EQ(meeting.state.held_at, minute(500));
    EXPECT_EQ(meeting.state.place, "");
    meeting.then("ban", ChairReplaced{.person = {"a"}}).then("ban", RecorderReplaced{.person = {"q"}});
    EXPECT_EQ(meeting.state.chair, PersonId{"a"});
    EXPECT_EQ(meeting.state.recorder, PersonId{"q"});
    meeting.then("ban", MeetingCancelled{.reason = "合并召开"});
    EXPECT_EQ(meeting.state.stage, MeetingStage::cancelled);
}

TEST(EvolveMeeting, items_named_in_the_order_come_first_and_the_others_keep_theirs) {
    MeetingHistory meeting;
    for (const char* id : {"1", "2", "3", "4"}) meeting.then("ban", ItemAdded{.item = {id}, .kind = ItemKind::hearing});
    meeting.then("b", AgendaFrozen{.order = {{"4"}, {"2"}}});

    std::vector<std::string> order;
    for (const Item& item : meeting.state.items) order.push_back(item.id.value);
    EXPECT_THAT(order, ElementsAre("4", "2", "1", "3"));
}

TEST(EvolveMeeting, who_came_and_went_is_known_at_any_time) {
    MeetingHistory meeting = a_sitting_meeting();
    meeting.then("r", AttendanceRecorded{.person = {"c"}, .event = AttendanceEvent::arrived});
    meeting.then("r", AttendanceRecorded{.person = {"a"}, .event = AttendanceEvent::left});

    EXPECT_THAT(meeting.state.present, UnorderedElementsAre(PersonId{"b"}, PersonId{"c"}, PersonId{"fa"}));
    EXPECT_TRUE(meeting.state.were_present.contains({"a"}));
    EXPECT_EQ(meeting.state.attendance.size(), 5);
    EXPECT_FALSE(meeting.state.entered_late);
}

TEST(EvolveMeeting, of_two_times_the_earlier_counts_and_the_entry_is_remembered) {
    MeetingHistory meeting;
    meeting.then("ban", MeetingCalled{.held_at = minute(100)});
    meeting.then(by("r", 300), MeetingOpened{.present = {{"a"}}, .occurred_at = minute(100)});
    EXPECT_EQ(meeting.state.opened_at, minute(300));
    EXPECT_EQ(meeting.state.occurred_at, minute(100));
    EXPECT_EQ(meeting.state.attendance.front().at, minute(100));
    EXPECT_TRUE(meeting.state.entered_late);

    MeetingHistory ahead;
    ahead.then(by("r", 100), MeetingOpened{.occurred_at = minute(300)});
    EXPECT_EQ(ahead.state.occurred_at, minute(100));
}

TEST(EvolveMeeting, declared_interest_recuses) {
    MeetingHistory meeting = a_discussion();
    meeting.then("a", InterestDeclared{.item = item_1, .person = {"a"}, .interest = true});
    meeting.then("b", InterestDeclared{.item = item_1, .person = {"b"}, .interest = false});
    meeting.then("r", MemberRecused{.item = item_1, .person = {"c"}, .reason = "配偶任职"});

    EXPECT_EQ(the_item(meeting).recused.at({"a"}), "declared interest");
    EXPECT_FALSE(the_item(meeting).recused.contains({"b"}));
    EXPECT_EQ(the_item(meeting).recused.at({"c"}), "配偶任职");
}

TEST(EvolveMeeting, an_interest_that_another_entered_ends_by_his_own_word_alone) {
    MeetingHistory meeting = a_discussion();
    const auto says = [&](const char* actor, const char* of, bool interest) {
        meeting.then(actor, InterestDeclared{.item = item_1, .person = {of}, .interest = interest});
    };
    says("r", "a", true);
    EXPECT_TRUE(the_item(meeting).recused.contains({"a"}));
    says("r", "a", false);
    EXPECT_TRUE(the_item(meeting).recused.contains({"a"})) << "the recorder's word against the recorder's";
    says("a", "a", false);
    EXPECT_FALSE(the_item(meeting).recused.contains({"a"}));

    says("r", "b", true);
    says("b", "b", true);
    says("b", "b", false);
    EXPECT_TRUE(the_item(meeting).recused.contains({"b"})) << "what he has said himself";

    says("r", "c", true);
    meeting.then("r", MemberRecused{.item = item_1, .person = {"c"}, .reason = "配偶任职"});
    says("r", "c", true);
    says("c", "c", false);
    EXPECT_EQ(the_item(meeting).recused.at({"c"}), "配偶任职");
}

TEST(EvolveMeeting, who_speaks_against_dissents_until_he_confirms_in_his_own_words) {
    MeetingHistory meeting = a_discussion();
    meeting.then(
        "r", PositionStated{.item = item_1, .person = {"a"}, .position = Position::against, .text = "资金没有来源"});
    EXPECT_EQ(the_item(meeting).dissent_of({"a"})->text, "资金没有来源");
    EXPECT_FALSE(the_item(meeting).dissent_of({"a"})->confirmed);

    meeting.then("r", PositionStated{.item = item_1, .person = {"a"}, .position = Position::for_});
    ASSERT_NE(the_item(meeting).dissent_of({"a"}), nullptr) << "what was said against is not unsaid";
    EXPECT_EQ(the_item(meeting).last_statement_of({"a"})->position, Position::for_);

    meeting.then("a", DissentConfirmed{.item = item_1, .person = {"a"}, .text = "资金没有来源,应当缓议"});
    EXPECT_TRUE(the_item(meeting).dissent_of({"a"})->confirmed);
    meeting.then("r", PositionStated{.item = item_1, .person = {"a"}, .position = Position::against, .text = "另说"});
    EXPECT_EQ(the_item(meeting).dissent_of({"a"})->text, "资金没有来源,应当缓议");
    EXPECT_EQ(the_item(meeting).dissents.size(), 1);
}

TEST(EvolveMeeting, a_dissent_that_is_not_confirmed_keeps_what_its_author_said_last) {
    MeetingHistory meeting = a_discussion();
    const auto refuses = DissentNotConfirmed{.item = item_1, .person = {"a"}, .witnesses = {{"b"}, {"fa"}}};
    meeting.then("r", PositionStated{.item = item_1, .person = {"a"}, .position = Position::against, .text = "太早"});
    meeting.then("r", PositionStated{.item = item_1, .person = {"a"}, .position = Position::for_, .text = "可以试行"});
    meeting.then("r", refuses);
    EXPECT_EQ(the_item(meeting).dissent_of({"a"})->text, "可以试行");

    MeetingHistory overruled = a_discussion();
    overruled.then("r",
                   PositionStated{.item = item_1, .person = {"a"}, .position = Position::for_, .text = "应当出台"});
    overruled.then("r", refuses);
    EXPECT_EQ(the_item(overruled).dissent_of({"a"})->text, "应当出台");
}

TEST(EvolveMeeting, open_vote_against_dissents_and_a_secret_one_names_nobody) {
    MeetingHistory named = a_discussion();
    named.then("r", to_adopt(BallotMethod::named));
    named.then("r", BallotRecorded{.item = item_1, .votes = {{{"a"}, Vote::against}, {{"b"}, Vote::abstain}}});
    named.then("r", DissentNotConfirmed{.item = item_1, .person = {"a"}, .witnesses = {{"b"}, {"fa"}}});
    ASSERT_EQ(the_item(named).dissents.size(), 1);
    EXPECT_EQ(the_item(named).dissents.front().text, "");
    EXPECT_THAT(the_item(named).dissents.front().refusal_witnesses, ElementsAre(PersonId{"b"}, PersonId{"fa"}));

    MeetingHistory secret = a_discussion();
    secret.then("r", to_adopt(BallotMethod::secret));
    secret.then("r", BallotRecorded{.item = item_1, .count = SecretCount{1, 1, 0, {{"c"}, {"fa"}}}});
    EXPECT_THAT(the_item(secret).dissents, IsEmpty());
}

TEST(EvolveMeeting, changed_counts_are_to_be_confirmed_again) {
    MeetingHistory meeting = a_discussion();
    meeting.then("r", to_adopt(BallotMethod::secret));
    meeting.then("r", BallotRecorded{.item = item_1, .count = SecretCount{2, 0, 0, {{"c"}, {"fa"}}}});
    meeting.then("c", CountConfirmed{.item = item_1, .teller = {"c"}})
        .then("c", CountConfirmed{.item = item_1, .teller = {"c"}});
    EXPECT_THAT(the_item(meeting).open_ballot()->confirmed_by, ElementsAre(PersonId{"c"}));

    meeting.then("r", BallotRecorded{.item = item_1, .count = SecretCount{1, 1, 0, {{"c"}, {"fa"}}}});
    EXPECT_THAT(the_item(meeting).open_ballot()->confirmed_by, IsEmpty());
}

TEST(EvolveMeeting, failed_motion_leaves_the_item_without_outcome) {
    MeetingHistory meeting = a_discussion();
    meeting.then("r",
                 BallotOpened{.item = item_1, .method = BallotMethod::hands, .motion = {.kind = MotionKind::defer}});
    meeting.then("r", BallotClosed{.item = item_1, .arithmetic = {.due = 3, .for_ = 1}});
    EXPECT_EQ(the_item(meeting).outcome, std::nullopt);
    EXPECT_EQ(the_item(meeting).open_ballot(), nullptr);

    meeting.then("r", to_adopt(BallotMethod::hands));
    meeting.then("r", BallotClosed{.item = item_1, .arithmetic = {.due = 3, .for_ = 2}, .outcome = Outcome::adopted});
    EXPECT_EQ(the_item(meeting).outcome, Outcome::adopted);
    EXPECT_EQ(the_item(meeting).arithmetic->for_, 2);
    EXPECT_EQ(the_item(meeting).last_closed_ballot()->outcome, Outcome::adopted);
}

TEST(EvolveMeeting, head_decides_with_his_reasons) {
    MeetingHistory meeting = a_discussion();
    meeting.then("ju", HeadDecided{.item = item_1, .outcome = Outcome::rework, .head_reasons = "尚不成熟"});
    EXPECT_EQ(the_item(meeting).head_decision->by, PersonId{"ju"});
    EXPECT_EQ(the_item(meeting).outcome, Outcome::rework);
}

TEST(EvolveMeeting, interrupted_item_starts_a_new_round_with_recusals_alone) {
    MeetingHistory meeting = a_discussion();
    meeting.then("b", InterestDeclared{.item = item_1, .person = {"b"}, .interest = true, .text = "持股"});
    meeting.then("r", PositionStated{.item = item_1, .person = {"a"}, .position = Position::for_});
    meeting.then("r", to_adopt(BallotMethod::hands));
    meeting.then("r", BallotClosed{.item = item_1, .outcome = Outcome::adopted});
    meeting.then("r", to_adopt(BallotMethod::hands));
    meeting.then("b", ItemInterrupted{.item = item_1, .reason = "停电"});

    const Item& item = the_item(meeting);
    EXPECT_EQ(item.state, ItemState::placed);
    EXPECT_THAT(item.statements, IsEmpty());
    EXPECT_THAT(item.declarations, IsEmpty());
    EXPECT_TRUE(item.recused.contains({"b"}));
    EXPECT_EQ(item.outcome, std::nullopt);
    EXPECT_EQ(item.open_ballot(), nullptr);
    EXPECT_EQ(item.last_closed_ballot(), nullptr) << "a vote of the broken round carries nothing";
    EXPECT_EQ(item.ballots.back().void_reason, "停电");
}

TEST(EvolveMeeting, interrupted_item_keeps_what_its_members_said_themselves) {
    MeetingHistory meeting = a_discussion();
    meeting.then("a", InterestDeclared{.item = item_1, .person = {"a"}, .interest = false});
    meeting.then("r", InterestDeclared{.item = item_1, .person = {"b"}, .interest = false});
    meeting.then("a", PositionStated{.item = item_1, .person = {"a"}, .position = Position::against, .text = "太贵"});
    meeting.then("r", PositionStated{.item = item_1, .person = {"b"}, .position = Position::against});
    meeting.then("r", PositionStated{.item = item_1, .person = {"ju"}, .position = Position::against});
    meeting.then("ju", DissentConfirmed{.item = item_1, .person = {"ju"}, .text = "缓一缓"});
    meeting.then("r", ItemInterrupted{.item = item_1, .reason = "停电"});

    const Item& item = the_item(meeting);
    EXPECT_THAT(item.statements, IsEmpty());
    ASSERT_NE(item.own_word_of({"a"}), nullptr);
    EXPECT_EQ(item.own_word_of({"a"})->text, "太贵");
    EXPECT_EQ(item.own_word_of({"b"}), nullptr) << "the recorder's entry ends with the round";
    EXPECT_NE(item.own_word_of({"ju"}), nullptr) << "who has confirmed it has said it himself";
    EXPECT_NE(item.own_declaration_of({"a"}), nullptr);
    EXPECT_EQ(item.own_declaration_of({"b"}), nullptr);
    EXPECT_EQ(item.last_statement_of({"a"}), nullptr) << "the round is gone through anew";
    EXPECT_EQ(item.last_word_of({"a"})->position, Position::against);
    meeting.then("a", PositionStated{.item = item_1, .person = {"a"}, .position = Position::for_});
    EXPECT_EQ(the_item(meeting).own_word_of({"a"})->position, Position::for_);
}

TEST(EvolveMeeting, what_somebody_declared_himself_stays_his_own_though_another_enters_it_once_more) {
    MeetingHistory meeting = a_discussion();
    meeting.then("a", InterestDeclared{.item = item_1, .person = {"a"}, .interest = true, .text = "持股"});
    meeting.then("r", InterestDeclared{.item = item_1, .person = {"a"}, .interest = true});
    ASSERT_NE(the_item(meeting).own_declaration_of({"a"}), nullptr);
    EXPECT_EQ(the_item(meeting).declarations.at({"a"}).text, "持股");
}

TEST(EvolveMeeting, removal_ends_a_running_ballot_without_outcome) {
    MeetingHistory meeting = a_discussion();
    meeting.then("r", to_adopt(BallotMethod::hands));
    meeting.then(
        "engine",
        ItemRemoved{.item = item_1, .rule = "R-GATE-05", .reason = "法律顾问认为不合法", .stage = Stage::reviewed});

    EXPECT_EQ(the_item(meeting).state, ItemState::removed);
    EXPECT_EQ(the_item(meeting).removed_by_rule, "R-GATE-05");
    EXPECT_EQ(the_item(meeting).ballots.back().state, BallotState::voided);
    EXPECT_EQ(the_item(meeting).outcome, std::nullopt);
}

TEST(EvolveMeeting, closed_item_holds_the_decision) {
    MeetingHistory meeting = a_discussion();
    meeting.then("r", ItemClosed{.item = item_1,
                                 .outcome = Outcome::adopted,
                                 .arithmetic = Arithmetic{.due = 3, .present = 3, .for_ = 2},
                                 .decision = DecisionId{"dec_1"},
                                 .executing_unit = UnitId{"unit_people"},
                                 .no_dissent = true});
    EXPECT_EQ(the_item(meeting).state, ItemState::closed);
    EXPECT_EQ(the_item(meeting).decision, DecisionId{"dec_1"});
    EXPECT_TRUE(the_item(meeting).no_dissent);
}

TEST(EvolveMeeting, record_is_signed_by_chair_recorder_and_the_members_who_were_there) {
    MeetingHistory meeting = a_sitting_meeting();
    EXPECT_THAT(meeting.state.signatories(), ElementsAre(PersonId{"b"}, PersonId{"r"}, PersonId{"a"}));
    EventMeta reset = by("b", 40);
    reset.reset_at = minute(1);
    meeting.then(reset, RecordSigned{.person = {"b"}, .completes = false});
    meeting.then("r", SignatureRefused{.person = {"a"}, .witnesses = {{"b"}, {"fa"}}, .completes = false});
    EXPECT_THAT(meeting.state.still_to_sign(), ElementsAre(PersonId{"r"}));
    EXPECT_EQ(meeting.state.signatures.front().reset_at, minute(1));
}

TEST(EvolveMeeting, second_person_signs_with_his_own_hand) {
    MeetingHistory meeting = a_sitting_meeting();
    meeting.then("r", RecordSigned{.person = {"r"}, .completes = false});
    meeting.then("r", RecordSigned{.person = {"b"}, .sheet = DocumentId{"sha256:s"}, .completes = false});
    EXPECT_FALSE(meeting.state.signed_by_a_second_person());
    meeting.then("c", RecordSigned{.person = {"c"}, .completes = false});
    EXPECT_FALSE(meeting.state.signed_by_a_second_person()) << "c was never present";
    meeting.then("a", RecordSigned{.person = {"a"}, .completes = false});
    EXPECT_TRUE(meeting.state.signed_by_a_second_person());
}

TEST(EvolveMeeting, leave_and_corrections_are_entries_of_their_own) {
    MeetingHistory meeting = a_sitting_meeting();
    meeting.then("c", LeaveRecorded{.person = {"c"}, .reason = "出差", .written_opinion = DocumentId{"sha256:w"}});
    meeting.then("r", RecordCorrected{.event = {"evt_3"}, .text = "题目应为…"});
    EXPECT_EQ(meeting.state.leaves.front().written_opinion, DocumentId{"sha256:w"});
    EXPECT_EQ(meeting.state.corrections.front().by, PersonId{"r"});
}

}  // namespace
}  // namespace shenyi::workflow
