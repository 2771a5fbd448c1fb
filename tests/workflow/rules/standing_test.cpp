#include "tests/support/bureau.hpp"
#include "tests/support/matchers.hpp"
#include "workflow/actions/table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/// The rules of gate, review and record where they stand: in the usual course of a matter, through `decide`.
namespace shenyi::tests {
namespace {

using namespace workflow;
using testing::Not;

PlaceOnAgenda placing(const Bureau& bureau) {
    return {.meeting = bureau.newest_meeting, .draft = bureau.matter().newest_draft()->version};
}

/// Reviewed, and the one adviser has taken his opinion back since.
Bureau without_advice() {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, office_day);
    bureau.as("adviser", Target::matter, "withdraw_adviser_opinion",
              WithdrawAdviserOpinion{bureau.matter().adviser_opinions.back().id, "依据有误"});
    return bureau;
}

TEST(R_ADV_01, refuses_a_placing_without_advice_and_says_it_once) {
    Bureau bureau = without_advice();
    const auto answer = bureau.try_as("office", Target::matter, "place_on_agenda", placing(bureau));
    EXPECT_THAT(answer, is_refused_by("R-GATE-06"));
    EXPECT_THAT(answer, Not(is_refused_by("R-ADV-01")));
}

TEST(R_ADV_01, allows_a_placing_after_the_adviser_was_heard) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, office_day);
    EXPECT_THAT(bureau.try_as("office", Target::matter, "place_on_agenda", placing(bureau)), is_accepted());
}

TEST(R_GATE_01, refuses_to_hear_a_paper_that_was_filed_as_a_draft_after_it_was_added) {
    Bureau bureau;
    const std::string text = "第一条 每户补贴三百元。\n";
    bureau.propose("供热补贴办法").open().call(Forum::office_meeting, office_day);
    bureau.as("office", Target::meeting, "add_item",
              AddItem{.kind = ItemKind::hearing,
                      .title = "听取供热工作汇报",
                      .presenter = bureau.person("chief"),
                      .documents = {bureau.document("drafter", text)}});
    bureau.draft(text).fix().at(office_day).sit();
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "open", OpenItem{}), is_refused_by("R-GATE-01.papers"));
}

/// The organ's packs count a recused member as present.
void count_the_recused(Bureau& bureau) {
    auto definitions = std::make_shared<Definitions>(*bureau.world().definitions);
    for (auto& [hash, pack] : definitions->packs) {
        PolicyPack changed = *pack;
        changed.quorum_recused_present = true;
        pack = std::make_shared<PolicyPack>(changed);
    }
    bureau.world().definitions = definitions;
}

TEST(R_MEET_03, allows_the_recused_to_make_the_quorum_of_the_party_group_where_the_pack_counts_them) {
    Bureau bureau;
    count_the_recused(bureau);
    bureau.reviewed("供热补贴办法").in_session(Forum::office_meeting, office_day);
    bureau.discuss().decide().close_item().close_meeting();
    bureau.call(Forum::party_group, party_day).place().fix().at(party_day);
    bureau.sit({"director", "deputy1", "deputy2"}).open_item().declare({"director", "deputy1"});
    bureau.as("recorder", Target::item, "declare_interest",
              DeclareInterest{.person = bureau.person("deputy2"), .interest = true, .text = "亲属"});
    bureau.speak({{"deputy1", Position::for_}, {"director", Position::for_}});
    bureau.vote({{"deputy1", Vote::for_}, {"director", Vote::for_}});
    const Arithmetic expected{.due = 5, .present = 3, .for_ = 2, .needed = 3};
    EXPECT_EQ(bureau.item().arithmetic, expected) << "as the decision table counts: 2·3 ≥ 5";
    EXPECT_EQ(bureau.item().outcome, Outcome::not_adopted);
}

TEST(R_MEET_04, refuses_to_count_a_ballot_at_a_time_before_the_roster_was_fixed) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").in_session(Forum::office_meeting, office_day).discuss();
    Command command{.target = Target::item,
                    .action = "decide",
                    .subject = {.meeting = bureau.newest_meeting, .item = bureau.newest_item},
                    .body = HeadDecide{.outcome = Outcome::adopted},
                    .occurred_at = *parse_instant("2026-03-01T09:00:00+08:00")};
    EXPECT_THAT(bureau.try_command("director", command), is_refused_by("R-MEET-04.too_late"));
}

TEST(R_MEET_08, refuses_to_close_a_ballot_over_a_member_who_came_during_it) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").in_session(Forum::office_meeting, office_day);
    bureau.discuss().decide().close_item().close_meeting();
    bureau.call(Forum::party_group, party_day).place().fix().at(party_day);
    bureau.sit({"director", "deputy1", "deputy2", "deputy3"}).open_item();
    bureau.declare({"director", "deputy1", "deputy2", "deputy3"});
    for (const char* login : {"deputy1", "deputy2", "deputy3", "director"}) bureau.speak({{login, Position::for_}});
    bureau.as("recorder", Target::item, "open_ballot", OpenBallot{.method = BallotMethod::named, .motion = {}});
    RecordBallot votes{.votes = std::vector<NamedVote>{}};
    for (const char* login : {"deputy1", "deputy2", "deputy3", "director"}) {
        votes.votes->push_back({bureau.person(login), Vote::for_});
    }
    bureau.as("recorder", Target::item, "record_ballot", votes);
    bureau.as("recorder", Target::meeting, "record_attendance",
              RecordAttendance{.person = bureau.person("member4"), .event = AttendanceEvent::arrived});
    bureau.declare({"member4"});
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "close_ballot", CloseBallot{}), is_refused_by("R-MEET-08"));

    bureau.at("2026-03-24T09:05:00+08:00").speak({{"member4", Position::no_comment}, {"director", Position::for_}});
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "close_ballot", CloseBallot{}),
                is_refused_by("R-MEET-10.uncounted"));
    bureau.as("recorder", Target::item, "void_ballot", VoidBallot{.reason = "表决后有成员到会"});
    bureau.vote({{"deputy1", Vote::for_}, {"deputy2", Vote::for_}, {"deputy3", Vote::for_}});
    EXPECT_EQ(bureau.item().outcome, Outcome::adopted);
}

TEST(R_MEET_18, refuses_to_open_an_item_under_a_chair_whose_delegation_has_ended) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, office_day).place().fix();
    const Command delegation{.target = Target::person,
                             .action = "delegate",
                             .subject = {.person = bureau.person("director")},
                             .body = Delegate{.to = bureau.person("deputy1"),
                                              .from = *parse_date("2026-03-20"),
                                              .until = *parse_date("2026-03-20"),
                                              .reason = "出差"}};
    EXPECT_THAT(bureau.try_command("director", delegation), is_accepted());
    bureau.as("office", Target::meeting, "replace_chair",
              ReplaceChair{.person = bureau.person("deputy1"), .reason = "局长出差"});
    bureau.at(office_day).sit();
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "open", OpenItem{}), is_accepted());
    bureau.as("office", Target::meeting, "adjourn", AdjournMeeting{.reason = "停电"});
    bureau.at("2026-03-23T09:00:00+08:00").as("office", Target::meeting, "resume", ResumeMeeting{});
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "open", OpenItem{}), is_refused_by("R-MEET-18"));
}

Bureau before_the_party_group() {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").in_session(Forum::office_meeting, office_day);
    bureau.discuss().decide().close_item().close_meeting();
    bureau.in_session(Forum::party_group, party_day).open_item();
    return bureau;
}

void delegates(Bureau& bureau, const char* to, const char* day) {
    const Command delegation{
        .target = Target::person,
        .action = "delegate",
        .subject = {.person = bureau.person("director")},
        .body =
            Delegate{.to = bureau.person(to), .from = *parse_date(day), .until = *parse_date(day), .reason = "出差"}};
    ASSERT_THAT(bureau.try_command("director", delegation), is_accepted());
}

void has_an_interest(Bureau& bureau, const char* login) {
    bureau.as(login, Target::item, "declare_interest",
              DeclareInterest{.person = bureau.person(login), .interest = true, .text = "承建单位是我弟弟的公司"});
}

const std::vector<std::string> the_other_four = {"deputy2", "deputy3", "member4", "deputy1"};

TEST(R_MEET_18, asks_for_another_chair_for_the_item_on_which_the_chair_is_recused_and_gives_him_back_after_it) {
    Bureau bureau = before_the_party_group();
    has_an_interest(bureau, "director");
    bureau.declare(the_other_four);
    const Speak first{.person = bureau.person("deputy2"), .position = Position::for_};
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "speak", first), is_refused_by("R-MEET-18.recused"));
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "open_ballot", OpenBallot{.method = BallotMethod::named}),
                is_refused_by("R-MEET-18.recused"));

    delegates(bureau, "deputy1", "2026-03-24");
    const auto chair = [&](const char* login) {
        return bureau.try_as("office", Target::meeting, "replace_chair",
                             ReplaceChair{.person = bureau.person(login), .reason = "回避"});
    };
    ASSERT_THAT(chair("deputy1"), is_accepted());
    for (const std::string& login : the_other_four) bureau.speak({{login, Position::for_}});
    EXPECT_THAT(chair("director"), is_refused_by("R-MEET-18.recused"));
    bureau.vote({{"deputy1", Vote::for_}, {"deputy2", Vote::for_}, {"deputy3", Vote::for_}, {"member4", Vote::for_}});
    bureau.close_item();
    EXPECT_EQ(bureau.item().outcome, Outcome::adopted);
    EXPECT_THAT(chair("director"), is_accepted());
}

TEST(R_MEET_18, lets_a_recused_chair_put_nothing_off_and_no_ballot_be_recorded_under_him) {
    Bureau bureau = before_the_party_group();
    bureau.declare();
    for (const std::string& login : Bureau::everybody()) bureau.speak({{login, Position::for_}});
    bureau.as("recorder", Target::item, "open_ballot", OpenBallot{.method = BallotMethod::named});
    bureau.as("recorder", Target::item, "recuse",
              Recuse{.person = bureau.person("director"), .reason = "承建单位负责人的哥哥"});
    RecordBallot votes{.votes = std::vector<NamedVote>{}};
    for (const std::string& login : the_other_four) votes.votes->push_back({bureau.person(login), Vote::for_});
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "record_ballot", votes), is_refused_by("R-MEET-18.recused"));

    EXPECT_THAT(bureau.try_as("director", Target::item, "defer", DeferItem{.reason = "再议"}),
                is_refused_by("R-MEET-18.recused"));
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "defer", DeferItem{.reason = "再议"}), is_accepted());
}

TEST(R_MEET_18, lets_the_chair_put_an_item_off_on_which_he_is_not_recused) {
    Bureau bureau = before_the_party_group();
    EXPECT_THAT(bureau.try_as("director", Target::item, "defer", DeferItem{.reason = "再议"}), is_accepted());
}

TEST(R_MEET_18, asks_for_another_chair_where_the_deputy_in_the_chair_declares_an_interest) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").in_session(Forum::office_meeting, office_day);
    delegates(bureau, "deputy1", "2026-03-20");
    bureau.as("office", Target::meeting, "replace_chair",
              ReplaceChair{.person = bureau.person("deputy1"), .reason = "局长委托"});
    bureau.open_item().declare({"director", "deputy2", "deputy3", "member4"});
    bureau.speak({{"deputy2", Position::for_}, {"deputy3", Position::for_}, {"member4", Position::for_}});
    has_an_interest(bureau, "deputy1");
    const HeadDecide body{.outcome = Outcome::adopted};
    EXPECT_THAT(bureau.try_as("director", Target::item, "decide", body), is_refused_by("R-MEET-18.recused"));

    bureau.as("office", Target::meeting, "replace_chair",
              ReplaceChair{.person = bureau.person("director"), .reason = "主持人回避"});
    bureau.speak({{"director", Position::for_}});
    EXPECT_THAT(bureau.try_as("director", Target::item, "decide", body), is_accepted());
}

TEST(R_MEET_06, lets_somebody_take_part_again_who_says_himself_that_he_has_no_interest) {
    Bureau bureau = before_the_party_group();
    const PersonId head = bureau.person("director");
    bureau.as("recorder", Target::item, "declare_interest",
              DeclareInterest{.person = head, .interest = true, .text = "申请人是其弟弟"});
    const Speak word{.person = bureau.person("deputy3"), .position = Position::for_};
    bureau.declare(the_other_four);
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "speak", word), is_refused_by("R-MEET-18.recused"));

    bureau.as("director", Target::item, "declare_interest", DeclareInterest{.person = head, .interest = false});
    EXPECT_THAT(
        bureau.try_as("recorder", Target::item, "declare_interest", DeclareInterest{.person = head, .interest = true}),
        is_refused_by("R-MEET-14.own_declaration"));
    for (const std::string& login : the_other_four) bureau.speak({{login, Position::for_}});
    EXPECT_THAT(bureau.try_as("director", Target::item, "speak", Speak{.person = head, .position = Position::for_}),
                is_accepted());
}

/// An appointment or the end of one, entered by the security administrator and confirmed by the office.
void appoints(Bureau& bureau, const char* login, Role role, const char* from) {
    Command command{.target = Target::person,
                    .action = "enter_post",
                    .subject = {.person = bureau.person(login)},
                    .body = EnterPost{.role = role,
                                      .title = "局领导",
                                      .unit = bureau.unit("局领导"),
                                      .from = *parse_date(from),
                                      .document = bureau.document("secadmin", "任职决定")}};
    const auto entered = bureau.try_command("secadmin", command);
    ASSERT_THAT(entered, is_accepted());
    command.action = "confirm_post";
    command.subject.post = PostId{entered->created};
    command.body = ConfirmPost{};
    ASSERT_THAT(bureau.try_command("office", command), is_accepted());
}

void ends_posts(Bureau& bureau, const char* login, const char* to) {
    for (const auto& [id, post] : std::map(bureau.organ().posts)) {
        if (post.person != bureau.person(login)) continue;
        Command command{.target = Target::person,
                        .action = "end_post",
                        .subject = {.person = post.person, .post = id},
                        .body = EndPost{.to = *parse_date(to), .document = bureau.document("secadmin", "免职决定")}};
        ASSERT_THAT(bureau.try_command("secadmin", command), is_accepted());
        command.action = "confirm_post";
        command.body = ConfirmPost{};
        ASSERT_THAT(bureau.try_command("office", command), is_accepted());
    }
}

TEST(R_MEET_04, lets_a_new_head_chair_and_decide_on_the_day_his_appointment_takes_effect) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, office_day).place();
    ends_posts(bureau, "director", "2026-03-19");
    ends_posts(bureau, "member4", "2026-03-19");
    appoints(bureau, "visits_chief", Role::director, "2026-03-20");
    EXPECT_THAT(bureau.try_as("office", Target::meeting, "fix_roster", FixRoster{}),
                is_refused_by("R-MEET-18.not_due"));

    bureau.as("office", Target::meeting, "replace_chair",
              ReplaceChair{.person = bureau.person("visits_chief"), .reason = "局长任免"});
    bureau.fix();
    const std::vector<std::string> everybody = {"deputy1", "deputy2", "deputy3", "visits_chief"};
    std::vector<PersonId> due;
    for (const std::string& login : everybody) due.push_back(bureau.person(login));
    EXPECT_THAT(bureau.meeting().roster->due, testing::UnorderedElementsAreArray(due));
    bureau.at(office_day).sit(everybody).open_item().declare(everybody);
    for (const std::string& login : everybody) bureau.speak({{login, Position::for_}});
    const HeadDecide body{.outcome = Outcome::adopted};
    EXPECT_TRUE(bureau.try_as("director", Target::item, "decide", body).error().not_your_role());
    EXPECT_THAT(bureau.try_as("visits_chief", Target::item, "decide", body), is_accepted());
}

TEST(R_MEET_04, asks_for_a_new_call_where_members_changed_after_the_roster_was_fixed) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, office_day).place().fix();
    ends_posts(bureau, "member4", "2026-03-19");
    bureau.at(office_day);
    OpenMeeting body;
    for (const char* login : {"deputy1", "deputy2", "deputy3", "director"})
        body.present.push_back(bureau.person(login));
    EXPECT_THAT(bureau.try_as("recorder", Target::meeting, "open", body), is_refused_by("R-MEET-04.other_members"));
}

TEST(R_CAL_04, warns_and_allows_an_opinion_whose_floor_cannot_be_computed) {
    Bureau bureau;
    bureau.at("2026-12-17T09:00:00+08:00").propose("供热补贴办法").open().draft().send().accept();
    bureau.as("legal", Target::matter, "ask_adviser", AskAdviser{.adviser = bureau.person("adviser")});
    const GiveAdviserOpinion advice{
        .draft = 1, .conclusion = Conclusion::lawful, .reasons = "意见如上", .declares_no_interest = true};
    EXPECT_THAT(bureau.try_as("adviser", Target::matter, "give_adviser_opinion", advice), warns_of("R-CAL-04.warned"));
    const auto opinion =
        bureau.try_as("legal", Target::matter, "issue_legality_opinion", bureau.opinion_body(Conclusion::should_amend));
    EXPECT_THAT(opinion, warns_of("R-CAL-04.warned"));
    const RespondToOpinion response{bureau.matter().opinions.back().id, {{1, Disposition::not_, "已核", "条例第一条"}}};
    EXPECT_THAT(bureau.try_as("chief", Target::matter, "respond_to_opinion", response), warns_of("R-CAL-04.warned"));
}

TEST(R_REV_02, refuses_to_return_a_file_without_naming_what_it_lacks) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open().draft().send();
    ReturnForCompletion body{.ground = ReturnGround::incomplete};
    EXPECT_THAT(bureau.try_as("legal", Target::matter, "return_for_completion", body), is_faulty_at("/missing"));
    body.missing = {"起草说明"};
    EXPECT_THAT(bureau.try_as("legal", Target::matter, "return_for_completion", body), is_accepted());
}

TEST(R_ARC_02, allows_a_correction_as_a_new_entry_that_leaves_the_old_one_as_it_was) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").in_session(Forum::office_meeting, office_day);
    bureau.discuss().decide().close_item().close_meeting();
    const Item before = bureau.item();
    const auto speech = std::ranges::find_if(bureau.log(), [](const NewEvent& event) {
        const auto* of_meeting = std::get_if<MeetingEvent>(&event.event);
        return of_meeting && std::holds_alternative<PositionStated>(*of_meeting);
    });
    EXPECT_THAT(bureau.try_as("recorder", Target::meeting, "correct", Correct{speech->meta.id, "更正笔误"}),
                is_accepted());
    const Correct of_another{bureau.log().front().meta.id, "更正笔误"};
    EXPECT_THAT(bureau.try_as("recorder", Target::meeting, "correct", of_another), is_faulty_at("/event"));
    EXPECT_EQ(bureau.item(), before);
    EXPECT_EQ(bureau.meeting().corrections.back().event, speech->meta.id);
}

TEST(Cancelling, a_meeting_releases_what_was_to_be_decided_and_what_was_to_be_heard) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, office_day).place();
    bureau.as("office", Target::meeting, "add_item",
              AddItem{.kind = ItemKind::hearing, .title = "听取汇报", .presenter = bureau.person("chief")});
    bureau.as("office", Target::meeting, "cancel", CancelMeeting{.reason = "停电"});
    for (const Item& item : bureau.meeting().items) EXPECT_EQ(item.state, ItemState::removed) << item.title;
    EXPECT_EQ(bureau.matter().stage, Stage::reviewed);
}

TEST(R_ACC_07, refuses_every_administrator_every_action_on_a_matter) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, office_day).place();
    for (const char* login : {"sysadmin", "secadmin", "auditadmin"}) {
        for (const Action& action : actions()) {
            if (action.target != Target::matter || action.name == "create") continue;
            const auto answer = bureau.try_as(login, Target::matter, std::string(action.name), {});
            EXPECT_TRUE(!answer && answer.error().not_your_role()) << login << " " << action.name;
        }
    }
}

TEST(R_ACC_07, refuses_the_head_what_a_rule_refuses) {
    Bureau bureau = without_advice();
    EXPECT_TRUE(bureau.try_as("director", Target::matter, "place_on_agenda", placing(bureau)).error().not_your_role());
    EXPECT_THAT(bureau.try_as("office", Target::matter, "place_on_agenda", placing(bureau)),
                is_refused_by("R-GATE-06"));
}

TEST(R_ACC_07, allows_to_clear_a_refusal_by_what_the_rule_asks_for) {
    Bureau bureau = without_advice();
    bureau.advise();
    EXPECT_THAT(bureau.try_as("office", Target::matter, "place_on_agenda", placing(bureau)), is_accepted());
}

TEST(R_ACC_02, allows_no_action_that_disposes_of_what_was_done) {
    for (const Action& action : actions()) {
        for (const char* verb : {"delete", "dispose", "destroy", "erase", "purge", "expire"}) {
            EXPECT_EQ(action.name.find(verb), std::string_view::npos) << action.name;
        }
    }
}

}  // namespace
}  // namespace shenyi::tests
