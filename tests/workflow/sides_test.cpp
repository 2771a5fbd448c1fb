#include "tests/support/bureau.hpp"
#include "tests/support/matchers.hpp"
#include "workflow/clearing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

/// Who is on which side of a matter, as whole courses of the demo bureau bring it about (rules.md §6): by what somebody
/// did or by his post, and by nobody's word about him.
namespace shenyi::tests {
namespace {

using namespace workflow;

/// The drafter names somebody his substitute for these days.
Command substitution(const Bureau& bureau, const char* to) {
    return {.target = Target::person,
            .action = "delegate",
            .subject = {.person = bureau.person("drafter")},
            .body = Delegate{bureau.person(to), parse_date("2026-03-02").value(), parse_date("2026-03-30").value(),
                             "出差"}};
}

void change_organ(Bureau& bureau, const std::function<void(Organ&)>& change) {
    Organ organ = bureau.organ();
    change(organ);
    bureau.world().organ = std::make_shared<const Organ>(std::move(organ));
}

void end_posts_of(Bureau& bureau, const char* login) {
    change_organ(bureau, [&](Organ& organ) {
        for (auto& [id, post] : organ.posts) {
            if (post.person != bureau.person(login)) continue;
            post.end = PostEnd{.to = parse_date("2026-03-01").value(), .confirmed_by = bureau.person("director")};
        }
    });
}

const GiveAdviserOpinion unlawful{
    .draft = 1, .conclusion = Conclusion::unlawful, .reasons = "没有上位法依据", .declares_no_interest = true};

/// Drafted, with a statute that a reviewer was the first to upload, and sent.
Bureau with_a_statute_of_a_reviewer() {
    Bureau bureau;
    bureau.propose("供热补贴办法").open();
    bureau.as("drafter", Target::matter, "submit_draft",
              SubmitDraft{.documents = {{bureau.document("drafter", "第一条 目的。"), DocumentRole::draft, {}},
                                        {bureau.document("drafter", "说明"), DocumentRole::drafting_note, {}},
                                        {bureau.document("legal2", "信访工作条例"), DocumentRole::basis, {}}},
                          .drafters = {bureau.person("drafter")}});
    bureau.send();
    return bureau;
}

TEST(R_REV_12, allows_a_reviewer_who_was_the_first_to_upload_a_paper_that_is_no_text) {
    EXPECT_THAT(with_a_statute_of_a_reviewer().try_as("legal2", Target::matter, "accept_for_review", AcceptForReview{}),
                is_accepted());
}

/// A first version whose text this person was the first to upload, filed by the drafter with these named, and sent.
Bureau with_a_text_of(const char* uploader, const std::vector<std::string>& named) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open();
    SubmitDraft body{.documents = {{bureau.document(uploader, "第一条 目的。"), DocumentRole::draft, {}},
                                   {bureau.document("drafter", "说明"), DocumentRole::drafting_note, {}}}};
    for (const std::string& login : named) body.drafters.push_back(bureau.person(login));
    bureau.as("drafter", Target::matter, "submit_draft", body);
    bureau.send();
    return bureau;
}

TEST(R_REV_12, takes_a_reviewer_for_a_drafter_of_the_text_that_came_from_him) {
    const auto accepts = [](Bureau bureau) {
        return bureau.try_as("legal2", Target::matter, "accept_for_review", AcceptForReview{});
    };
    EXPECT_THAT(accepts(with_a_text_of("legal2", {"drafter"})), is_refused_by("R-REV-12"));
    EXPECT_THAT(accepts(with_a_text_of("legal2", {"drafter", "legal2"})), is_refused_by("R-REV-12"));
    EXPECT_THAT(accepts(with_a_text_of("legal", {"drafter"})), is_accepted());
    EXPECT_THAT(with_a_text_of("chief", {"drafter"}).matter().drafts.back().authors(),
                testing::Contains(Bureau().person("chief")))
        << "whoever belongs to the unit drafts by uploading";
}

/// Others can read what stands in a matter, and file it as a text of theirs: that is nothing that he does.
TEST(R_REV_12, takes_a_reviewer_for_no_drafter_where_others_file_a_paper_that_stands_in_a_matter_already) {
    for (const char* judge : {"legal2", "adviser"}) {
        Bureau bureau = with_a_text_of(judge, {"drafter"});
        bureau.propose("供热收费办法").open();
        bureau.as("drafter", Target::matter, "submit_draft",
                  SubmitDraft{.documents = {{bureau.document("drafter", "第一条 目的。"), DocumentRole::draft, {}},
                                            {bureau.document("drafter", "说明"), DocumentRole::drafting_note, {}}},
                              .drafters = {bureau.person("drafter")}});
        bureau.send();
        EXPECT_THAT(bureau.matter().drafts.back().authors(), testing::Not(testing::Contains(bureau.person(judge))));
        if (judge == std::string("legal2")) {
            EXPECT_THAT(bureau.try_as("legal2", Target::matter, "accept_for_review", AcceptForReview{}), is_accepted());
            continue;
        }
        bureau.accept("legal");
        bureau.as("legal", Target::matter, "ask_adviser", AskAdviser{.adviser = bureau.person("adviser")});
        EXPECT_THAT(bureau.try_as("adviser", Target::matter, "give_adviser_opinion", unlawful), is_accepted());
    }
}

TEST(R_REV_12, refuses_to_name_a_reviewer_for_a_paper_of_his_that_stands_in_a_matter_already) {
    Bureau bureau = with_a_text_of("legal2", {"drafter"});
    bureau.propose("供热收费办法").open();
    SubmitDraft body{.documents = {{bureau.document("drafter", "第一条 目的。"), DocumentRole::draft, {}}},
                     .drafters = {bureau.person("drafter"), bureau.person("legal2")}};
    EXPECT_THAT(bureau.try_as("drafter", Target::matter, "submit_draft", body), is_refused_by("R-REV-12.named"));
    body.documents.front().document = bureau.document("legal2", "第一条 另一目的。");
    EXPECT_THAT(bureau.try_as("drafter", Target::matter, "submit_draft", body), is_accepted());
}

TEST(R_ACC_08, refuses_the_drafter_a_substitute_who_is_to_judge_his_draft_and_the_adverse_opinion_stands) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open().draft().send().accept();
    bureau.as("legal", Target::matter, "ask_adviser", AskAdviser{.adviser = bureau.person("adviser")});
    for (const char* judge : {"adviser", "legal", "legal2"}) {
        EXPECT_THAT(bureau.try_command("drafter", substitution(bureau, judge)), is_refused_by("R-ACC-08.drafting"));
    }
    EXPECT_THAT(bureau.try_command("drafter", substitution(bureau, "visits")), is_accepted());
    EXPECT_THAT(bureau.try_as("adviser", Target::matter, "give_adviser_opinion", unlawful), is_accepted());
}

TEST(R_ADV_03, lets_an_adviser_find_a_draft_unlawful_whom_the_drafter_has_named_his_substitute) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open().draft().send().accept();
    bureau.as("legal", Target::matter, "ask_adviser", AskAdviser{.adviser = bureau.person("adviser")});
    change_organ(bureau, [&](Organ& organ) {  // as recorded while nothing forbade it
        organ.delegations[{"dlg_1"}] = {.id = {"dlg_1"},
                                        .by = bureau.person("drafter"),
                                        .to = bureau.person("adviser"),
                                        .from = bureau.world().today,
                                        .until = bureau.world().today,
                                        .recorded_at = bureau.now()};
    });
    EXPECT_THAT(bureau.try_as("adviser", Target::matter, "give_adviser_opinion", unlawful), is_accepted());
}

TEST(AskingInPlaceOf, is_for_an_adviser_who_can_be_heard_no_more) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open().draft().send().accept();
    const AskAdviser asking{
        .adviser = bureau.person("adviser2"), .due = {}, .in_place_of = bureau.person("adviser"), .reason = "已离任"};
    const auto asks = [&] { return bureau.try_as("legal", Target::matter, "ask_adviser", asking); };
    bureau.as("legal", Target::matter, "ask_adviser", AskAdviser{.adviser = bureau.person("adviser")});
    EXPECT_THAT(asks(), is_faulty_at("/in_place_of"));
    end_posts_of(bureau, "adviser");
    EXPECT_THAT(asks(), is_accepted()) << "his engagement runs, his post has ended";
}

TEST(AskingInPlaceOf, is_for_an_adviser_who_declared_an_interest) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open().draft().send().accept();
    bureau.as("legal", Target::matter, "ask_adviser", AskAdviser{.adviser = bureau.person("adviser")});
    bureau.as("adviser", Target::matter, "give_adviser_opinion",
              GiveAdviserOpinion{1, Conclusion::lawful, "本人是申请人亲属", {}, false});
    EXPECT_THAT(bureau.try_as("legal", Target::matter, "ask_adviser",
                              AskAdviser{bureau.person("adviser2"), {}, bureau.person("adviser"), "回避"}),
                is_accepted());
}

TEST(Attending, for_the_reviewing_body_and_as_an_adviser_follows_from_the_post) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, office_day);
    const auto fixes = [&](const char* login, AttendeeCapacity capacity) {
        return bureau.try_as("office", Target::meeting, "fix_roster",
                             FixRoster{.excluded = {}, .attendees = {{bureau.person(login), capacity}}});
    };
    EXPECT_THAT(fixes("visits", AttendeeCapacity::adviser), is_faulty_at("/attendees/0/person"));
    EXPECT_THAT(fixes("visits", AttendeeCapacity::reviewing_body), is_faulty_at("/attendees/0/person"));
    bureau.place();
    for (const char* login : {"visits", "chief", "adviser"}) {
        EXPECT_THAT(fixes(login, AttendeeCapacity::reviewing_body), is_faulty_at("/attendees/0/person")) << login;
    }
    EXPECT_THAT(fixes("legal", AttendeeCapacity::adviser), is_faulty_at("/attendees/0/person"));
    EXPECT_THAT(fixes("adviser2", AttendeeCapacity::adviser), is_faulty_at("/attendees/0/person")) << "not asked";
    EXPECT_THAT(bureau.try_as("office", Target::meeting, "fix_roster",
                              FixRoster{.excluded = {},
                                        .attendees = {{bureau.person("legal2"), AttendeeCapacity::reviewing_body},
                                                      {bureau.person("adviser"), AttendeeCapacity::adviser},
                                                      {bureau.person("visits"), AttendeeCapacity::observer}}}),
                is_accepted());
}

TEST(R_ACC_06, names_another_superior_to_him_who_would_answer_his_own_objection) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open();
    bureau.as("chief", Target::matter, "note_objection", NoteObjection{"期限过紧"});
    Command answering{.target = Target::matter,
                      .action = "answer_objection",
                      .subject = {.organ = bureau.organ().id, .matter = bureau.newest_matter},
                      .actor = bureau.person("chief"),
                      .body = AnswerObjection{bureau.matter().objections.back().event, "按期办理"}};
    const auto answer = bureau.try_command("chief", answering);
    EXPECT_THAT(answer, is_refused_by("R-ACC-06.own"));
    ASSERT_FALSE(answer);
    std::vector<PersonId> named;
    for (const Clearer& clearer : who_can_clear(bureau.world(), answering, answer.error().findings.front())) {
        for (const PersonThen& one : clearer.persons) named.push_back(one.person);
    }
    EXPECT_THAT(named, testing::UnorderedElementsAre(bureau.person("director"), bureau.person("deputy1")));
    EXPECT_THAT(bureau.try_command("director", answering), is_accepted());
}

TEST(R_ACC_06, lets_only_those_answer_who_stand_above_who_raised_it) {
    const auto answers = [](const char* objector, const char* login) {
        Bureau bureau;
        bureau.propose("供热补贴办法").open();
        bureau.as(objector, Target::matter, "note_objection", NoteObjection{"期限过紧"});
        return bureau.try_as(login, Target::matter, "answer_objection",
                             AnswerObjection{bureau.matter().objections.back().event, "按期办理"});
    };
    for (const char* superior : {"chief", "deputy1", "director"}) {
        EXPECT_THAT(answers("drafter", superior), is_accepted()) << superior;
    }
    for (const char* objector : {"office", "deputy1"}) {
        EXPECT_THAT(answers(objector, "chief"), is_refused_by("R-ACC-06.above")) << objector;
        EXPECT_THAT(answers(objector, "director"), is_accepted()) << objector;
    }
    EXPECT_THAT(answers("office", "deputy1"), is_refused_by("R-ACC-06.above"));
}

TEST(R_GATE_09, says_nothing_of_an_item_taken_off_where_the_act_is_refused) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, office_day).place();
    const OpinionId opinion = bureau.matter().opinions.back().id;
    const auto withdrawn =
        bureau.as("legal", Target::matter, "withdraw_legality_opinion", WithdrawLegalityOpinion{opinion, "依据有误"});
    EXPECT_THAT(rules_of(withdrawn.warnings), testing::Contains("R-GATE-09"));

    Bureau other;
    other.reviewed("供热收费办法").call(Forum::office_meeting, office_day).place();
    const auto refused = other.try_as(
        "drafter", Target::matter, "submit_changed_draft",
        SubmitChangedDraft{.documents = {{other.document("drafter", "第九条 另订。"), DocumentRole::draft, {}}},
                           .drafters = {other.person("drafter")},
                           .change = ChangeClass::conforming,
                           .from = 1});
    EXPECT_THAT(refused, is_refused_by("R-REV-10"));
    ASSERT_FALSE(refused);
    EXPECT_THAT(rules_of(refused.error().warnings), testing::Not(testing::Contains("R-GATE-09")));
}

TEST(RequestReview, names_each_basis_once_and_in_a_version_that_is_out) {
    Bureau bureau;
    bureau.propose("供热补贴办法").open().draft();
    RequestReview body = bureau.request_body();
    const LegalBasis basis{"信访工作条例", "第一条", parse_date("2022-05-01").value()};
    const auto sends = [&](std::vector<LegalBasis> all) {
        body.legal_basis = std::move(all);
        return bureau.try_as("chief", Target::matter, "request_review", body);
    };
    LegalBasis future = basis;
    future.version_date = parse_date("2030-01-01").value();
    EXPECT_THAT(sends({basis, future}), is_faulty_at("/legal_basis/1/version_date"));
    EXPECT_THAT(sends({basis, basis}), is_faulty_at("/legal_basis/1"));
    LegalBasis another = basis;
    another.article = "第二条";
    EXPECT_THAT(sends({basis, another}), is_accepted());
}

}  // namespace
}  // namespace shenyi::tests
