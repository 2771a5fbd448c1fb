#include "workflow/rules/acc.hpp"

#include "tests/workflow/rules/desk.hpp"
#include "workflow/actions/adviser.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/organ.hpp"
#include "workflow/actions/review.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

Command about(std::string action, const std::string& who, std::optional<PostId> post, std::any body,
              const std::string& actor) {
    return {.target = Target::organ,
            .action = std::move(action),
            .subject = {.organ = {"org_1"}, .person = person(who), .post = std::move(post)},
            .actor = {actor},
            .body = std::move(body)};
}

Command delegation(const std::string& by, const std::string& to) {
    return {.target = Target::person,
            .action = "delegate",
            .subject = {.organ = {"org_1"}, .person = person(by)},
            .actor = {by},
            .body = Delegate{.to = {to}, .from = on("2026-03-17"), .until = on("2026-03-20")}};
}

EnterPost reviewer_from(const char* day) {
    return {.role = Role::legal_reviewer,
            .title = "合法性审查员",
            .unit = {"legal"},
            .from = on(day),
            .document = DocumentId{"sha256:a"}};
}

TEST(R_ACC_03, refuses_dissent_once_the_record_or_its_author_has_signed) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    desk.places(desk.matter);
    desk.meeting.items.back().statements.push_back({.person = {"deputy"}, .position = Position::against});
    const auto dissents = [&](Desk& at) {
        return at.asks(r_acc_03, {.target = Target::item,
                                  .action = "confirm_dissent",
                                  .subject = {.organ = at.organ.id, .meeting = at.meeting.id, .item = ItemId{"itm_1"}},
                                  .actor = {"deputy"},
                                  .body = ConfirmDissent{.person = {"deputy"}, .text = "补贴过高"}});
    };
    EXPECT_THAT(dissents(desk), allows());
    desk.meeting.signatures.push_back({.person = {"deputy"}, .at = desk.now});
    EXPECT_THAT(dissents(desk), AllOf(refuses("R-ACC-03", ""), has_fact("date", on("2026-03-16"))));
    desk.meeting.signatures.clear();
    desk.meeting.stage = MeetingStage::signed_;
    EXPECT_THAT(dissents(desk), refuses("R-ACC-03", ""));
}

TEST(R_ACC_06, warns_that_an_objection_opens_no_gate_and_has_nothing_to_say_elsewhere) {
    const Desk desk;
    EXPECT_THAT(desk.asks(r_acc_06, "note_objection"), warns("R-ACC-06", ""));
    EXPECT_THAT(desk.asks(r_acc_06, "answer_objection"), allows());
}

TEST(R_ACC_08, refuses_a_delegation_to_or_from_an_administrator_and_of_a_duty_in_person) {
    Desk desk;
    const auto delegates = [&](const std::string& by, const std::string& to) {
        return desk.asks(r_acc_08, delegation(by, to));
    };
    EXPECT_THAT(delegates("director", "deputy"), allows());
    EXPECT_THAT(delegates("director", "secadmin"), refuses("R-ACC-08", "admin"));
    EXPECT_THAT(delegates("secadmin", "chief"), refuses("R-ACC-08", "admin"));
    EXPECT_THAT(delegates("adviser", "chief"), refuses("R-ACC-08", "personal"));
    desk.appoint("chief", Role::audit_admin, "office", "2026-03-19").confirmed_by.reset();
    EXPECT_THAT(delegates("director", "chief"), refuses("R-ACC-08", "admin")) << "he will be one, if it is confirmed";
}

TEST(R_ACC_08, refuses_an_appointment_of_oneself_or_backwards_or_without_a_document) {
    Desk desk;
    desk.appoint("newcomer", Role::drafter, "letters");
    const auto enters = [&](const char* who, const EnterPost& body) {
        return desk.asks(r_acc_08, about("enter_post", who, {}, body, "secadmin"));
    };
    EXPECT_THAT(enters("newcomer", reviewer_from("2026-03-17")), allows());
    EXPECT_THAT(enters("secadmin", reviewer_from("2026-03-17")), refuses("R-ACC-08", "self"));
    EXPECT_THAT(enters("newcomer", reviewer_from("2026-03-16")),
                AllOf(refuses("R-ACC-08", "backdated"), has_fact("date", on("2026-03-16"))));
    EnterPost bare = reviewer_from("2026-03-17");
    bare.document.reset();
    EXPECT_THAT(enters("newcomer", bare), refuses("R-ACC-08", "document"));
}

TEST(R_ACC_08, tells_who_enters_or_confirms_a_second_head_that_there_is_one) {
    Desk desk;
    EnterPost head = reviewer_from("2026-03-20");
    head.role = Role::director;
    const auto enters = [&] {
        return desk.asks(r_acc_08, about("enter_post", "deputy", std::nullopt, head, "secadmin"));
    };
    EXPECT_THAT(enters(), AllOf(warns("R-ACC-08", "second_leader"), has_fact("date", on("2026-03-20"))));
    Post& second = desk.appoint("deputy", Role::director, "office", "2026-03-20");
    second.confirmed_by.reset();
    second.entered_by = person("secadmin");
    second.document = DocumentId{"sha256:a"};
    const PostId id = second.id;
    const auto confirms = [&] {
        return desk.asks(r_acc_08, about("confirm_post", "deputy", id, ConfirmPost{}, "clerk"));
    };
    EXPECT_THAT(confirms(), warns("R-ACC-08", "second_leader"));

    for (auto& [each, post] : desk.organ.posts) {
        const bool first = post.role == Role::director && each != id;
        if (first) post.end = PostEnd{.to = on("2026-03-19"), .confirmed_by = person("clerk")};
    }
    EXPECT_THAT(enters(), allows());
    EXPECT_THAT(confirms(), allows());
}

TEST(R_ACC_08, keeps_the_three_administrators_from_business_and_from_each_other) {
    Desk desk;
    EnterPost body = reviewer_from("2026-03-17");
    body.role = Role::audit_admin;
    EXPECT_THAT(desk.asks(r_acc_08, about("enter_post", "legal", {}, body, "secadmin")), refuses("R-ACC-08", "admin"));
    desk.appoint("sysadmin", Role::system_admin, "office").confirmed_by.reset();
    EXPECT_THAT(desk.asks(r_acc_08, about("enter_post", "sysadmin", {}, body, "secadmin")),
                refuses("R-ACC-08", "admin"))
        << "an entry that waits counts too";
    EXPECT_THAT(desk.asks(r_acc_08, about("enter_post", "sysadmin", {}, reviewer_from("2026-03-17"), "secadmin")),
                refuses("R-ACC-08", "admin"));

    desk.organ.posts.rbegin()->second.end =
        PostEnd{.to = on("2026-03-16"), .entered_by = {"secadmin"}, .confirmed_by = person("clerk")};
    EXPECT_THAT(desk.asks(r_acc_08, about("enter_post", "legal2", {}, reviewer_from("2026-03-17"), "secadmin")),
                allows());
}

TEST(R_ACC_08, asks_a_second_person_to_confirm_who_is_not_the_subject) {
    Desk desk;
    Post& post = desk.appoint("newcomer", Role::legal_reviewer, "legal", "2026-03-17");
    post.confirmed_by.reset();
    post.confirmed_at.reset();
    const auto confirms = [&](const char* actor) {
        return desk.asks(r_acc_08, about("confirm_post", "newcomer", post.id, ConfirmPost{}, actor));
    };
    EXPECT_THAT(confirms("director"), allows());
    EXPECT_THAT(confirms("secadmin"), refuses("R-ACC-08", "same_person"));
    EXPECT_THAT(confirms("newcomer"), refuses("R-ACC-08", "self"));
    desk.now = at_time("2026-03-17T09:00:00+08:00");
    EXPECT_THAT(confirms("director"), refuses("R-ACC-08", "backdated"));
}

TEST(R_ACC_08, lets_a_post_end_today_at_the_earliest_and_through_two_people) {
    Desk desk;
    Post& post = desk.appoint("leaver", Role::drafter, "letters");
    const auto ends = [&](const char* day) {
        return desk.asks(r_acc_08, about("end_post", "leaver", post.id, EndPost{on(day), DocumentId{"d"}}, "secadmin"));
    };
    EXPECT_THAT(ends("2026-03-16"), allows());
    EXPECT_THAT(ends("2026-03-15"), refuses("R-ACC-08", "backdated"));
    post.end = PostEnd{.to = on("2026-03-31"), .document = DocumentId{"d"}, .entered_by = {"clerk"}};
    EXPECT_THAT(desk.asks(r_acc_08, about("confirm_post", "leaver", post.id, ConfirmPost{}, "clerk")),
                refuses("R-ACC-08", "same_person"));
    EXPECT_THAT(desk.asks(r_acc_08, about("confirm_post", "leaver", post.id, ConfirmPost{}, "director")), allows());
}

TEST(R_ACC_08, refuses_a_reviewer_appointed_after_the_sending_until_somebody_else_assigns_him) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.sends(desk.matter);
    desk.appoint("newcomer", Role::legal_reviewer, "legal", "2026-03-05");
    EXPECT_THAT(desk.asks(r_acc_08, "issue_legality_opinion", {}, "legal"), allows());
    EXPECT_THAT(desk.asks(r_acc_08, "issue_legality_opinion", {}, "newcomer"), refuses("R-ACC-08", "after_sending"));

    desk.matter.assignments.push_back({.reviewer = {"newcomer"}, .by = {"newcomer"}, .at = desk.now});
    EXPECT_THAT(desk.asks(r_acc_08, "issue_legality_opinion", {}, "newcomer"), refuses("R-ACC-08", "after_sending"))
        << "nobody assigns himself";
    desk.matter.assignments.push_back({.reviewer = {"newcomer"}, .by = {"legal"}, .at = desk.now});
    EXPECT_THAT(desk.asks(r_acc_08, "issue_legality_opinion", {}, "newcomer"), allows());
}

TEST(R_ACC_09, warns_where_a_password_was_reset_within_the_day_before) {
    Desk desk;
    EXPECT_THAT(desk.asks(r_acc_09, "issue_legality_opinion", IssueLegalityOpinion{.draft = 1}, "legal"), allows());
    desk.account.password_reset_at = desk.now - std::chrono::hours(2);
    EXPECT_THAT(desk.asks(r_acc_09, "issue_legality_opinion", IssueLegalityOpinion{.draft = 1}, "legal"),
                AllOf(warns("R-ACC-09", ""), has_fact("date", on("2026-03-16"))));
    EXPECT_THAT(desk.asks_meeting(r_acc_09, "sign_record", SignRecord{}), warns("R-ACC-09", ""));
}

TEST(R_ACC_09, shows_the_mark_of_the_opinion_at_the_gate) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    const PlaceOnAgenda placing{.meeting = {"mtg_1"}, .draft = 1};
    EXPECT_THAT(desk.asks(r_acc_09, "place_on_agenda", placing), allows());
    desk.matter.opinions.back().reset_at = at_time("2026-03-10T08:00:00+08:00");
    EXPECT_THAT(desk.asks(r_acc_09, "place_on_agenda", placing),
                AllOf(warns("R-ACC-09", ""), has_fact("name", std::string("legal"))));
}

TEST(R_ACC_03, allows_the_author_to_mend_his_dissent_until_he_signs) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    desk.places(desk.matter);
    desk.meeting.items.back().statements.push_back({.person = {"deputy"}, .position = Position::against});
    desk.meeting.items.back().dissents.push_back({.person = {"deputy"}, .text = "补贴高", .confirmed = true});
    desk.meeting.stage = MeetingStage::closed;
    desk.meeting.signatures.push_back({.person = {"director"}, .at = desk.now});
    EXPECT_THAT(
        desk.asks(r_acc_03, {.target = Target::item,
                             .action = "confirm_dissent",
                             .subject = {.organ = desk.organ.id, .meeting = desk.meeting.id, .item = ItemId{"itm_1"}},
                             .actor = {"deputy"},
                             .body = ConfirmDissent{.person = {"deputy"}, .text = "补贴过高"}}),
        allows());
}

TEST(R_ACC_03, refuses_a_text_of_who_voiced_no_dissent_in_the_discussion) {
    Room room = an_office_meeting(6);
    room.states(m(2), Position::for_);
    room.states(m(3), Position::no_comment);
    room.item().recused[m(4)] = "kin";
    room.states(m(6), Position::against);
    room.item().head_decision = HeadDecision{.outcome = Outcome::adopted};
    const auto confirms = [&](int n) {
        return room.asks_item(r_acc_03, "confirm_dissent", ConfirmDissent{.person = m(n), .text = "我不同意"}, m(n));
    };
    for (const int n : {2, 3, 4, 5}) {
        EXPECT_THAT(confirms(n), AllOf(refuses("R-ACC-03", "not_voiced"), has_fact("name", m(n).value))) << n;
        EXPECT_THAT(confirms(n)->missing, testing::IsEmpty()) << n;
    }
    EXPECT_THAT(confirms(6), allows());
    room.leaves(m(6));
    EXPECT_THAT(confirms(6), allows()) << "what he said he has said";
    room.item().head_decision->outcome = Outcome::not_adopted;
    EXPECT_THAT(confirms(6), allows()) << "he was against, whatever came of it";
    EXPECT_THAT(confirms(2), allows()) << "and who was for it differs from what was decided";
    for (const int n : {3, 4, 5}) EXPECT_THAT(confirms(n), refuses("R-ACC-03", "not_voiced")) << n;
}

TEST(R_ACC_03, refuses_a_text_of_who_abstained_whatever_he_had_said) {
    Room room = a_party_group(5);
    for (int n = 1; n <= 5; ++n) room.states(m(n), Position::for_);
    Ballot& ballot = room.opens_ballot(BallotMethod::named, MotionKind::adopt);
    ballot.votes = {
        {m(1), Vote::for_}, {m(2), Vote::for_}, {m(3), Vote::abstain}, {m(4), Vote::abstain}, {m(5), Vote::against}};
    ballot.state = BallotState::closed;
    ballot.outcome = room.item().outcome = Outcome::not_adopted;
    const auto confirms = [&](int n) {
        return room.asks_item(r_acc_03, "confirm_dissent", ConfirmDissent{.person = m(n), .text = "保留意见"}, m(n));
    };
    for (const int n : {3, 4}) EXPECT_THAT(confirms(n), refuses("R-ACC-03", "not_voiced")) << n;
    for (const int n : {1, 2, 5}) EXPECT_THAT(confirms(n), allows()) << n;
}

TEST(R_ACC_03, names_him_who_can_still_speak_while_nothing_is_decided) {
    Room room = an_office_meeting(3);
    const auto finding =
        room.asks_item(r_acc_03, "confirm_dissent", ConfirmDissent{.person = m(2), .text = "我不同意"}, m(2));
    EXPECT_THAT(finding, refuses("R-ACC-03", "not_voiced"));
    EXPECT_EQ(finding->missing, std::vector{Missing::statement});
    EXPECT_EQ(finding->owing, people({2}));
}

TEST(R_ACC_06, allows_the_superiors_reply_in_silence_and_refuses_an_answer_to_ones_own_objection) {
    Desk desk;
    desk.matter.objections.push_back({.event = {"evt_1"}, .by = {"chief"}, .text = "不妥", .at = desk.now});
    const AnswerObjection answer{.objection = {"evt_1"}, .text = "照办"};
    EXPECT_THAT(desk.asks(r_acc_06, "answer_objection", answer, "director"), allows());
    EXPECT_THAT(desk.asks(r_acc_06, "answer_objection", answer, "chief"),
                AllOf(refuses("R-ACC-06", "own"), has_fact("name", text("chief"))));
    EXPECT_THAT(desk.asks(r_acc_06, "answer_objection", {}, "chief"), refuses("R-ACC-06", "own"));

    desk.organ.delegations[DelegationId{"dlg_1"}] = {
        .by = {"chief"}, .to = {"drafter"}, .from = on("2026-03-16"), .until = on("2026-03-16")};
    EXPECT_THAT(desk.asks(r_acc_06, "answer_objection", answer, "drafter"), refuses("R-ACC-06", "own"))
        << "in his place it is his own word";

    desk.matter.objections.push_back({.event = {"evt_2"}, .by = {"drafter"}, .text = "太急", .at = desk.now});
    EXPECT_THAT(desk.asks(r_acc_06, "answer_objection", AnswerObjection{{"evt_2"}, "照办"}, "chief"), allows());
    EXPECT_THAT(desk.asks(r_acc_06, "answer_objection", {}, "chief"), allows()) << "one of the two he may answer";
}

TEST(R_ACC_08, refuses_a_delegation_of_who_drafts_to_who_reviews_or_advises_and_allows_the_other_way_round) {
    Desk desk;
    desk.appoint("legal_head", Role::section_head, "legal");
    desk.appoint("colleague", Role::drafter, "letters");
    const auto delegates = [&](const std::string& by, const std::string& to) {
        return desk.asks(r_acc_08, delegation(by, to));
    };
    for (const char* by : {"drafter", "chief"}) {
        EXPECT_THAT(delegates(by, "adviser"), AllOf(refuses("R-ACC-08", "drafting"), has_fact("to", text("adviser"))));
        EXPECT_THAT(delegates(by, "legal"), refuses("R-ACC-08", "drafting"));
        EXPECT_THAT(delegates(by, "colleague"), allows());
    }
    EXPECT_THAT(delegates("legal", "drafter"), allows());
    EXPECT_THAT(delegates("legal_head", "legal"), allows()) << "his unit reviews, and drafts for no other";
    EXPECT_THAT(delegates("director", "legal"), allows());
    desk.appoint("colleague", Role::legal_reviewer, "legal", "2026-03-21");
    EXPECT_THAT(delegates("drafter", "colleague"), allows()) << "he reviews after the last day";
    desk.appoint("colleague", Role::legal_reviewer, "legal", "2026-03-20");
    EXPECT_THAT(delegates("drafter", "colleague"), refuses("R-ACC-08", "drafting"));
}

TEST(R_ACC_08, allows_what_one_entered_with_a_document_and_another_confirmed_before_it_begins) {
    Desk desk;
    Post& post = desk.appoint("newcomer", Role::legal_reviewer, "legal", "2026-03-17");
    post.confirmed_by.reset();
    EXPECT_THAT(desk.asks(r_acc_08, about("enter_post", "newcomer", {}, reviewer_from("2026-04-01"), "secadmin")),
                allows());
    for (const char* actor : {"director", "clerk"}) {
        EXPECT_THAT(desk.asks(r_acc_08, about("confirm_post", "newcomer", post.id, ConfirmPost{}, actor)), allows());
    }
}

TEST(R_ACC_09, warns_at_every_act_that_is_signed) {
    Desk desk;
    desk.account.password_reset_at = desk.now - std::chrono::hours(23);
    for (const char* action : {"issue_legality_opinion", "withdraw_legality_opinion", "give_adviser_opinion",
                               "withdraw_adviser_opinion", "confirm_change", "endorse", "decline_endorsement"}) {
        EXPECT_THAT(desk.asks(r_acc_09, action, {}, "legal"), warns("R-ACC-09", "")) << action;
    }
}

TEST(R_ACC_09, warns_at_the_gate_of_an_advisers_marked_opinion_too) {
    Desk desk;
    desk.passes(desk.matter, "text1");
    desk.matter.adviser_opinions.back().reset_at = at_time("2026-03-03T08:00:00+08:00");
    EXPECT_THAT(desk.asks(r_acc_09, "place_on_agenda", PlaceOnAgenda{.meeting = {"mtg_1"}, .draft = 1}),
                AllOf(warns("R-ACC-09", ""), has_fact("name", std::string("adviser2"))));
}

TEST(R_ACC_09, allows_in_silence_a_day_after_the_reset) {
    Desk desk;
    desk.account.password_reset_at = desk.now - std::chrono::hours(24);
    EXPECT_THAT(desk.asks(r_acc_09, "issue_legality_opinion", {}, "legal"), allows());
}

}  // namespace
}  // namespace shenyi::workflow::rules
