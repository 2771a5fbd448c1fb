#include "workflow/clearing.hpp"

#include "tests/support/bureau.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

/// Who is told to be able to clear a refusal: whoever is named has an act that is possible as things stand.
namespace shenyi::workflow {
namespace {

using testing::ElementsAre;
using tests::Bureau;

/// `office replace_chair` for each clearer of the findings of one rule, with the log-ins of those named.
std::vector<std::string> clearers(Bureau& bureau, const char* login, Command command, const std::string& rule) {
    command.actor = bureau.person(login);
    command.subject.organ = bureau.organ().id;
    const auto answer = decide(bureau.world(), command);
    std::vector<std::string> lines;
    if (answer) return {"accepted"};
    for (const Finding& finding : answer.error().findings) {
        if (finding.rule != rule) continue;
        for (const Clearer& clearer : who_can_clear(bureau.world(), command, finding)) {
            lines.push_back(clearer.action);
            for (const PersonThen& one : clearer.persons) {
                lines.back() += " " + bureau.organ().people.at(one.person).login;
            }
        }
    }
    return lines;
}

Command of_meeting(const Bureau& bureau, std::string action, std::any body) {
    return {.target = Target::meeting,
            .action = std::move(action),
            .subject = {.meeting = bureau.newest_meeting},
            .body = std::move(body)};
}

CreateMeeting a_meeting(const Bureau& bureau, Forum forum, const char* chair) {
    return {.forum = forum,
            .held_at = *parse_instant(tests::office_day),
            .place = "三楼会议室",
            .chair = bureau.person(chair),
            .recorder = bureau.person("recorder")};
}

TEST(WhoCanClear, an_issuer_for_whom_nobody_reviews_is_whoever_begins_the_matter_under_another_name) {
    Bureau bureau;
    CreateMatter body{.kind = MatterKind::normative_document,
                      .title = "信访补贴办法",
                      .undertaking_unit = bureau.unit("办信科"),
                      .issuer = "某区人民政府"};
    const Command create{.target = Target::matter, .action = "create", .body = body};
    EXPECT_THAT(clearers(bureau, "drafter", create, "R-REV-01"), ElementsAre("create drafter", "create chief"));
    body.issuer.reset();
    EXPECT_THAT(clearers(bureau, "drafter", {.target = Target::matter, .action = "create", .body = body}, "R-REV-01"),
                ElementsAre("accepted"));
}

TEST(WhoCanClear, a_chair_who_may_not_is_another_call_or_the_leaders_delegation) {
    Bureau bureau;
    const Command office{
        .target = Target::meeting, .action = "create", .body = a_meeting(bureau, Forum::office_meeting, "deputy1")};
    EXPECT_THAT(clearers(bureau, "office", office, "R-MEET-18"), ElementsAre("delegate director", "create office"));
    const Command party{
        .target = Target::meeting, .action = "create", .body = a_meeting(bureau, Forum::party_group, "deputy1")};
    EXPECT_THAT(clearers(bureau, "office", party, "R-MEET-18"), ElementsAre("delegate director", "create office"));

    bureau.call(Forum::office_meeting, tests::office_day);
    const ReplaceChair body{.person = bureau.person("deputy1"), .reason = "出差"};
    EXPECT_THAT(clearers(bureau, "office", of_meeting(bureau, "replace_chair", body), "R-MEET-18"),
                ElementsAre("delegate director", "replace_chair office"));
}

TEST(WhoCanClear, an_absent_chair_is_another_one_or_his_coming) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, tests::office_day).place().fix().at(tests::office_day);
    OpenMeeting body;
    for (const char* login : {"deputy1", "deputy2", "deputy3"}) body.present.push_back(bureau.person(login));
    EXPECT_THAT(clearers(bureau, "recorder", of_meeting(bureau, "open", body), "R-MEET-18"),
                ElementsAre("replace_chair office", "open recorder"));

    bureau.sit();
    bureau.as("recorder", Target::meeting, "record_attendance",
              RecordAttendance{.person = bureau.person("director"), .event = AttendanceEvent::left});
    const Command opening{.target = Target::item,
                          .action = "open",
                          .subject = {.meeting = bureau.newest_meeting, .item = bureau.newest_item},
                          .body = OpenItem{}};
    EXPECT_THAT(clearers(bureau, "recorder", opening, "R-MEET-18"),
                ElementsAre("replace_chair office", "record_attendance recorder"));
}

TEST(WhoCanClear, two_close_sides_are_the_heads_in_the_office_meeting_and_the_ballots_in_the_party_group) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").in_session(Forum::office_meeting, tests::office_day).open_item().declare();
    bureau.speak({{"deputy1", Position::against}, {"deputy2", Position::against}, {"deputy3", Position::for_}});
    bureau.speak({{"member4", Position::for_}, {"director", Position::for_}});
    Command command{.target = Target::item,
                    .action = "decide",
                    .subject = {.meeting = bureau.newest_meeting, .item = bureau.newest_item},
                    .body = HeadDecide{.outcome = Outcome::adopted}};
    EXPECT_THAT(clearers(bureau, "director", command, "R-MEET-13"),
                ElementsAre("defer director", "defer recorder", "decide director"));

    bureau = Bureau();
    bureau.reviewed("供热补贴办法").in_session(Forum::office_meeting, tests::office_day);
    bureau.discuss().decide().close_item().close_meeting();
    bureau.in_session(Forum::party_group, tests::party_day).discuss();
    bureau.as("recorder", Target::item, "open_ballot", OpenBallot{.method = BallotMethod::named});
    RecordBallot votes{.votes = std::vector<NamedVote>{}};
    for (const std::string& login : Bureau::everybody()) {
        const bool against = login == "deputy1" || login == "deputy2";
        votes.votes->push_back({bureau.person(login), against ? Vote::against : Vote::for_});
    }
    bureau.as("recorder", Target::item, "record_ballot", votes);
    command.action = "close_ballot";
    command.subject = {.meeting = bureau.newest_meeting, .item = bureau.newest_item};
    command.body = CloseBallot{};
    EXPECT_THAT(clearers(bureau, "recorder", command, "R-MEET-13"),
                ElementsAre("defer director", "defer recorder", "close_ballot recorder"));
}

TEST(WhoCanClear, a_missing_quorum_is_met_at_the_opening_or_on_another_day) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, tests::office_day).place().fix().at(tests::office_day);
    const OpenMeeting body{.present = {bureau.person("director")}};
    EXPECT_THAT(clearers(bureau, "recorder", of_meeting(bureau, "open", body), "R-MEET-03"),
                ElementsAre("open recorder", "reschedule office"));
}

TEST(WhoCanClear, a_route_without_its_forum_is_created_anew_by_the_same_unit) {
    Bureau bureau;
    const Command creation{.target = Target::matter,
                           .action = "create",
                           .body = CreateMatter{.kind = MatterKind::major_decision,
                                                .title = "供热补贴办法",
                                                .undertaking_unit = bureau.unit("办信科"),
                                                .proposal = {ProposalSource::department},
                                                .route = std::vector{Forum::office_meeting}}};
    EXPECT_THAT(clearers(bureau, "drafter", creation, "R-MEET-02"), ElementsAre("create drafter", "create chief"));
}

/// Adds a post that holds from that day, confirmed on it.
void appoint(Bureau& bureau, const char* login, Role role, const char* unit, const char* from) {
    auto organ = std::make_shared<Organ>(bureau.organ());
    const PostId id{std::string("pst_") + login};
    organ->posts[id] = Post{.id = id,
                            .person = bureau.person(login),
                            .role = role,
                            .title = "科员",
                            .unit = bureau.unit(unit),
                            .from = *parse_date(from),
                            .entered_by = bureau.person("secadmin"),
                            .confirmed_by = bureau.person("director"),
                            .confirmed_at = start_of(*parse_date(from))};
    bureau.world().organ = organ;
}

Command of_matter(const Bureau& bureau, std::string action, std::any body) {
    return {.target = Target::matter,
            .action = std::move(action),
            .subject = {.matter = bureau.newest_matter},
            .body = std::move(body)};
}

TEST(WhoCanClear, a_draft_among_hearing_papers_is_the_people_of_its_own_matter) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open().draft("第一条 供热。").call(Forum::office_meeting, tests::office_day);
    const AddItem body{.kind = ItemKind::hearing,
                       .title = "听取汇报",
                       .presenter = bureau.person("chief"),
                       .documents = {bureau.matter().newest_draft()->main}};
    EXPECT_THAT(clearers(bureau, "office", of_meeting(bureau, "add_item", body), "R-GATE-01"),
                ElementsAre("issue_legality_opinion legal legal2", "request_review chief"))
        << "the head of another section has nothing to do with it";
}

TEST(WhoCanClear, an_advisers_objection_is_himself_in_the_role_that_he_has_and_who_can_change_the_text_now) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open().draft().send().accept();
    bureau.advise("adviser", Conclusion::unlawful).conclude(Conclusion::lawful);
    bureau.call(Forum::office_meeting, tests::office_day);
    const Command placing = of_matter(bureau, "place_on_agenda", PlaceOnAgenda{bureau.newest_meeting, 1});
    EXPECT_THAT(clearers(bureau, "office", placing, "R-GATE-05"),
                ElementsAre("withdraw_adviser_opinion adviser", "submit_changed_draft drafter"));
}

TEST(WhoCanClear, what_lies_behind_a_reviewed_text_is_not_named_where_another_text_can_be_filed_now) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open().draft().send().accept().advise().conclude(Conclusion::unlawful);
    bureau.call(Forum::office_meeting, tests::office_day);
    const Command placing = of_matter(bureau, "place_on_agenda", PlaceOnAgenda{bureau.newest_meeting, 1});
    EXPECT_THAT(clearers(bureau, "office", placing, "R-GATE-02"), ElementsAre("submit_changed_draft drafter"));
}

TEST(WhoCanClear, a_reviewer_of_later_is_put_on_by_those_who_may_and_not_by_himself_or_another_of_later) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open().draft().send();
    bureau.at("2026-03-04T09:00:00+08:00");
    appoint(bureau, "visits", Role::legal_reviewer, "法制科", "2026-03-04");
    appoint(bureau, "execution", Role::legal_reviewer, "法制科", "2026-03-04");
    EXPECT_THAT(clearers(bureau, "visits", of_matter(bureau, "accept_for_review", AcceptForReview{}), "R-ACC-08"),
                ElementsAre("assign_reviewer legal legal2"));
}

TEST(WhoCanClear, a_reviewer_who_drafted_is_another_one_unless_he_drafted_too) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open();
    const auto file = [&](const char* text, std::vector<PersonId> drafters) {
        bureau.as("drafter", Target::matter, "submit_draft",
                  SubmitDraft{.documents = {{bureau.document("legal2", text), DocumentRole::draft, "草案"},
                                            {bureau.document("drafter", "说明"), DocumentRole::drafting_note, {}}},
                              .drafters = std::move(drafters)});
    };
    file("第一条 目的。", {bureau.person("legal2")});
    bureau.send();
    const Command accepting = of_matter(bureau, "accept_for_review", AcceptForReview{});
    EXPECT_THAT(clearers(bureau, "legal2", accepting, "R-REV-12"), ElementsAre("assign_reviewer legal"));

    bureau.as("chief", Target::matter, "withdraw_request", WithdrawRequest{"补充"});
    bureau.document("legal", "第一条 宗旨。");
    file("第一条 宗旨。", {bureau.person("legal"), bureau.person("legal2")});
    bureau.send();
    EXPECT_THAT(clearers(bureau, "legal2", accepting, "R-REV-12"), ElementsAre("assign_reviewer"))
        << "nobody is left: the post is what is missing";
}

TEST(WhoCanClear, whom_the_finding_excludes_is_not_named) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open().draft().send();
    const PersonId legal = bureau.person("legal");
    Command accepting{.target = Target::matter, .action = "accept_for_review", .actor = legal};
    accepting.subject = {.organ = bureau.organ().id, .matter = bureau.newest_matter};
    const Finding finding{.rule = "R-REV-12", .missing = {Missing::another_person}, .excluded = {legal}};
    std::vector<PersonId> named;
    for (const Clearer& clearer : who_can_clear(bureau.world(), accepting, finding)) {
        for (const PersonThen& one : clearer.persons) named.push_back(one.person);
    }
    EXPECT_THAT(named, testing::Contains(bureau.person("legal2")));
    EXPECT_THAT(named, testing::Not(testing::Contains(legal)));
}

}  // namespace
}  // namespace shenyi::workflow
