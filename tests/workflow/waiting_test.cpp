#include "workflow/waiting.hpp"

#include "tests/support/bureau.hpp"
#include "tests/support/matchers.hpp"
#include "workflow/daily.hpp"
#include "workflow/evolve/evolve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace shenyi::workflow {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;
using tests::Bureau;
using tests::is_faulty_at;

/// `request_review chief`, with the persons of today; ` until 2026-03-06` where it is due.
std::vector<std::string> told(Bureau& bureau, const std::vector<Awaited>& all) {
    std::vector<std::string> lines;
    for (const Awaited& one : all) {
        std::string line = one.action;
        std::set<std::string> logins;
        for (const PersonId& person : persons_of(bureau.organ(), one.of, bureau.world().today)) {
            logins.insert(bureau.organ().people.at(person).login);
        }
        for (const std::string& login : logins) line += " " + login;
        if (one.due) line += " until " + iso(*one.due);
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<std::string> of_matter(Bureau& bureau) {
    return told(bureau, awaited(bureau.world(), bureau.matter()));
}
std::vector<std::string> of_meeting(Bureau& bureau) {
    return told(bureau, awaited(bureau.world(), bureau.meeting()));
}

}  // namespace

TEST(Waiting, follows_a_matter_from_its_proposal_to_the_agenda) {
    Bureau bureau;
    bureau.propose("流转");
    EXPECT_THAT(of_matter(bureau), ElementsAre("record_study drafter", "record_study chief"));
    bureau.open();
    EXPECT_THAT(of_matter(bureau), ElementsAre("submit_draft drafter", "submit_draft chief"));
    bureau.draft();
    EXPECT_THAT(of_matter(bureau), ElementsAre("request_review chief"));
    bureau.send();
    EXPECT_THAT(of_matter(bureau), ElementsAre("accept_for_review legal legal2"));
    bureau.accept();
    EXPECT_THAT(of_matter(bureau), ElementsAre("ask_adviser legal legal2", "issue_legality_opinion legal"));
    bureau.as("legal", Target::matter, "ask_adviser",
              AskAdviser{.adviser = bureau.person("adviser"), .due = parse_date("2026-03-06")});
    EXPECT_THAT(of_matter(bureau),
                ElementsAre("issue_legality_opinion legal", "give_adviser_opinion adviser until 2026-03-06"));
    bureau.advise().conclude(Conclusion::lawful);
    EXPECT_THAT(of_matter(bureau), ElementsAre("place_on_agenda office"));
    bureau.call(Forum::office_meeting, "2026-03-20T09:00:00+08:00").place();
    EXPECT_THAT(of_matter(bureau), IsEmpty());
}

TEST(Waiting, asks_for_the_amended_text_and_not_for_another_meeting) {
    Bureau bureau;
    bureau.reviewed("修改后通过").in_session(Forum::office_meeting, "2026-03-20T09:00:00+08:00").discuss();
    bureau.as("director", Target::item, "decide",
              HeadDecide{.outcome = Outcome::adopted_as_amended, .amendments = {{"第二条", "改为本区全部事项"}}});
    bureau.close_item().close_meeting();
    EXPECT_THAT(of_matter(bureau), ElementsAre("submit_changed_draft drafter", "submit_changed_draft chief"));

    bureau.call(Forum::party_group, "2026-03-24T09:00:00+08:00");
    EXPECT_THAT(bureau.try_as("office", Target::matter, "place_on_agenda", PlaceOnAgenda{bureau.newest_meeting, 1}),
                tests::is_refused_by("R-DEC-03.owed"));
    bureau.call(Forum::office_meeting, "2026-03-24T15:00:00+08:00");
    EXPECT_THAT(bureau.try_as("office", Target::matter, "place_on_agenda", PlaceOnAgenda{bureau.newest_meeting, 1}),
                tests::is_refused_by("R-DEC-03.owed"));
}

TEST(Waiting, asks_for_answers_then_for_the_changed_text_then_for_its_confirmation) {
    Bureau bureau;
    bureau.propose("修改").open().draft("第一条 目的。\n第二条 适用范围。\n").send().accept().advise();
    bureau.conclude(Conclusion::should_amend);
    EXPECT_THAT(of_matter(bureau), ElementsAre("respond_to_opinion drafter", "respond_to_opinion chief"));
    bureau.as("chief", Target::matter, "respond_to_opinion",
              RespondToOpinion{.opinion = bureau.matter().opinions.front().id,
                               .points = {{.point = 1, .disposition = Disposition::adopted}}});
    EXPECT_THAT(of_matter(bureau), ElementsAre("submit_changed_draft drafter", "submit_changed_draft chief"));
}

TEST(Waiting, asks_for_another_text_after_an_adverse_opinion) {
    Bureau bureau;
    bureau.propose("不合法").open().draft().send().accept().advise().conclude(Conclusion::unlawful);
    EXPECT_THAT(of_matter(bureau), ElementsAre("submit_changed_draft drafter", "submit_changed_draft chief"));
}

TEST(Waiting, names_no_reviewer_who_left_and_asks_the_body_for_another) {
    Bureau bureau;
    bureau.propose("调离").open().draft("第一条 目的。\n第二条 适用范围。\n").send().accept().advise();
    EXPECT_FALSE(reviewer_awaited(bureau.world(), bureau.matter()));
    const AssignReviewer himself{.reviewer = bureau.person("legal2"), .reason = "原审查人员调离"};
    EXPECT_THAT(bureau.try_as("legal2", Target::matter, "assign_reviewer", himself), is_faulty_at("/reviewer"));

    auto organ = std::make_shared<Organ>(bureau.organ());
    for (auto& [id, post] : organ->posts) {
        if (post.person != bureau.person("legal")) continue;
        post.end = PostEnd{.to = *parse_date("2026-03-01"), .entered_by = {"a"}, .confirmed_by = PersonId{"b"}};
    }
    bureau.world().organ = organ;
    EXPECT_THAT(of_matter(bureau), ElementsAre("issue_legality_opinion")) << "of nobody any more";
    const auto assignment = reviewer_awaited(bureau.world(), bureau.matter());
    ASSERT_TRUE(assignment);
    EXPECT_THAT(persons_of(bureau.organ(), assignment->of, bureau.world().today), ElementsAre(bureau.person("legal2")));
    bureau.as("legal2", Target::matter, "assign_reviewer", himself);
    EXPECT_THAT(of_matter(bureau), ElementsAre("issue_legality_opinion legal2"));
    EXPECT_FALSE(reviewer_awaited(bureau.world(), bureau.matter()));
    EXPECT_THAT(bureau.try_as("legal2", Target::matter, "issue_legality_opinion",
                              [&] {
                                  auto body = bureau.opinion_body(Conclusion::should_amend);
                                  body.points.front().clause = "第九条";
                                  return body;
                              }()),
                is_faulty_at("/points/0/clause"));
    EXPECT_THAT(bureau.try_as("legal2", Target::matter, "issue_legality_opinion",
                              [&] {
                                  auto body = bureau.opinion_body(Conclusion::lawful);
                                  body.answers.push_back(body.answers.front());
                                  return body;
                              }()),
                is_faulty_at("/answers/3/item"));
    bureau.conclude(Conclusion::lawful, "legal2");
}

TEST(Waiting, asks_everybody_who_stands_above_him_to_answer_an_objection_until_one_has) {
    Bureau bureau;
    bureau.propose("异议").open().draft();
    const std::vector<std::string> before = of_matter(bureau);
    bureau.as("chief", Target::matter, "note_objection", NoteObjection{"期限过紧"});
    EXPECT_THAT(of_matter(bureau),
                UnorderedElementsAre(before.front(), "answer_objection deputy1", "answer_objection director"));
    bureau.as("drafter", Target::matter, "note_objection", NoteObjection{"材料不齐"});
    EXPECT_THAT(of_matter(bureau), Contains("answer_objection chief"));
    for (const std::size_t n : {0, 1}) {
        bureau.as("director", Target::matter, "answer_objection",
                  AnswerObjection{bureau.matter().objections.at(n).event, "按期办理"});
    }
    EXPECT_EQ(of_matter(bureau), before);
}

TEST(Waiting, puts_the_ceiling_under_the_reviewers_task) {
    Bureau bureau;
    bureau.at("2025-04-28T09:00:00+08:00")
        .propose("上限", MatterKind::normative_document)
        .open()
        .draft()
        .send()
        .accept();
    EXPECT_THAT(of_matter(bureau), Contains("issue_legality_opinion legal until 2025-05-22"));
}

TEST(Waiting, follows_a_meeting_to_the_last_signature) {
    Bureau bureau;
    bureau.reviewed("会议").call(Forum::office_meeting, "2026-03-20T09:00:00+08:00").place();
    EXPECT_THAT(of_meeting(bureau),
                ElementsAre("fix_roster office until 2026-03-20", "freeze_agenda director until 2026-03-20"));
    bureau.fix().as("director", Target::meeting, "freeze_agenda", FreezeAgenda{});
    EXPECT_THAT(of_meeting(bureau), ElementsAre("send_materials office until 2026-03-18"));
    bureau.as("office", Target::meeting, "send_materials", SendMaterials{});
    EXPECT_THAT(of_meeting(bureau), ElementsAre("open recorder until 2026-03-20"));
    bureau.at("2026-03-20T09:00:00+08:00").sit();
    EXPECT_THAT(of_meeting(bureau), ElementsAre("open recorder"));
    bureau.open_item();
    EXPECT_EQ(of_meeting(bureau).size(), 5U);
    EXPECT_THAT(of_meeting(bureau), Contains("declare_interest member4"));
    bureau.declare();
    EXPECT_THAT(of_meeting(bureau),
                UnorderedElementsAre("speak deputy1", "speak deputy2", "speak deputy3", "speak member4"));
    bureau.speak({{"deputy1", Position::for_},
                  {"deputy2", Position::for_},
                  {"deputy3", Position::for_},
                  {"member4", Position::against}});
    EXPECT_THAT(of_meeting(bureau), ElementsAre("speak director"));
    bureau.speak({{"director", Position::for_}});
    EXPECT_THAT(of_meeting(bureau), ElementsAre("decide director"));
    bureau.decide();
    EXPECT_THAT(of_meeting(bureau), ElementsAre("confirm_dissent member4", "close recorder"));
    bureau.as("member4", Target::item, "confirm_dissent",
              ConfirmDissent{.person = bureau.person("member4"), .text = "理由不足"});
    bureau.close_item();
    EXPECT_THAT(of_meeting(bureau), ElementsAre("close recorder"));
    bureau.close_meeting();
    EXPECT_THAT(of_meeting(bureau),
                UnorderedElementsAre("sign_record director", "sign_record recorder", "sign_record deputy1",
                                     "sign_record deputy2", "sign_record deputy3", "sign_record member4"));
    bureau.as("deputy2", Target::meeting, "sign_record", SignRecord{});
    EXPECT_THAT(of_meeting(bureau), Not(Contains("sign_record deputy2")));
    EXPECT_THAT(of_matter(bureau), ElementsAre("place_on_agenda office"));  // the second forum of the route
}

TEST(Waiting, asks_the_office_for_another_chair_where_the_chair_is_recused_on_the_item) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法")
        .in_session(Forum::office_meeting, "2026-03-20T09:00:00+08:00")
        .open_item()
        .declare();
    bureau.as("recorder", Target::item, "recuse", Recuse{.person = bureau.person("director"), .reason = "亲属承建"});
    EXPECT_THAT(of_meeting(bureau), ElementsAre("replace_chair office"));
}

TEST(Waiting, asks_those_on_the_sheet_of_a_record_from_paper_until_one_has_signed_himself) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法")
        .call(Forum::office_meeting, "2026-03-20T09:00:00+08:00")
        .place()
        .fix()
        .at("2026-03-21T09:00:00+08:00");
    OpenMeeting body{.occurred_at = *parse_instant("2026-03-20T09:00:00+08:00")};
    for (const char* login : {"director", "deputy1", "deputy2"}) body.present.push_back(bureau.person(login));
    bureau.as("recorder", Target::meeting, "open", body);
    bureau.close_meeting();
    bureau.as("recorder", Target::meeting, "sign_record",
              SignRecord{.signed_sheet = bureau.document("recorder", "签字页")});
    EXPECT_THAT(of_meeting(bureau),
                UnorderedElementsAre("sign_record director", "sign_record deputy1", "sign_record deputy2"));
    bureau.as("deputy1", Target::meeting, "sign_record", SignRecord{});
    EXPECT_THAT(of_meeting(bureau), testing::IsEmpty());
}

TEST(Waiting, asks_each_teller_of_a_secret_ballot_for_his_word) {
    Bureau bureau;
    bureau.reviewed("计票", MatterKind::major_decision)
        .in_session(Forum::office_meeting, "2026-03-20T09:00:00+08:00")
        .discuss()
        .decide()
        .close_item()
        .close_meeting();
    bureau.in_session(Forum::party_group, "2026-03-25T09:00:00+08:00").discuss();
    EXPECT_THAT(of_meeting(bureau), ElementsAre("open_ballot recorder"));
    bureau.as("recorder", Target::item, "open_ballot",
              OpenBallot{.method = BallotMethod::secret, .motion = {MotionKind::adopt, {}}});
    EXPECT_THAT(of_meeting(bureau), ElementsAre("record_ballot recorder"));
    bureau.as("recorder", Target::item, "record_ballot",
              RecordBallot{.for_ = 5,
                           .against = 0,
                           .abstain = 0,
                           .tellers = std::vector{bureau.person("deputy1"), bureau.person("deputy2")}});
    EXPECT_THAT(of_meeting(bureau), ElementsAre("confirm_count deputy1", "confirm_count deputy2"));
    bureau.as("deputy1", Target::item, "confirm_count", ConfirmCount{});
    bureau.as("deputy2", Target::item, "confirm_count", ConfirmCount{});
    EXPECT_THAT(of_meeting(bureau), ElementsAre("close_ballot recorder"));
    bureau.as("recorder", Target::item, "recuse", Recuse{.person = bureau.person("director"), .reason = "亲属承建"});
    EXPECT_THAT(of_meeting(bureau), ElementsAre("replace_chair office")) << "no ballot goes on without a chair";
}

TEST(Waiting, asks_for_next_years_calendar_once_the_day_has_come) {
    Bureau bureau;
    EXPECT_THAT(awaited(bureau.world(), bureau.organ()), IsEmpty());
    bureau.at("2026-10-01T00:00:00+08:00");
    for (const NewEvent& event : begin_day(bureau.world())) evolve(bureau.world(), event);
    EXPECT_THAT(told(bureau, awaited(bureau.world(), bureau.organ())), ElementsAre("load_calendar sysadmin"));
}

}  // namespace shenyi::workflow
