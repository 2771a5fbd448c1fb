#include "tests/storage/random_course.hpp"
#include "workflow/addressee.hpp"
#include "workflow/clearing.hpp"

#include <gtest/gtest.h>

#include <any>
#include <string>
#include <utility>
#include <vector>

/// What the list of actions says (`decide` without a body) is what comes of doing them, whatever state a matter is in.
namespace shenyi::tests {
namespace {

using namespace workflow;

/// Well-formed bodies of the actions on the newest matter, with all that the bureau knows to name in them.
class Bodies {
  public:
    Bodies(Bureau& of, std::string login) : bureau_(of), login_(std::move(login)) {}

    std::vector<std::any> of(const std::string& action) {
        bodies_.clear();
        by_the_unit(action);
        by_the_reviewers(action);
        by_the_adviser(action);
        by_office_and_leaders(action);
        return std::move(bodies_);
    }

  private:
    template <class Body>
    void add(Body body) {
        bodies_.emplace_back(std::move(body));
    }
    const Matter& matter() const { return bureau_.matter(); }
    int newest() const { return matter().newest_draft() ? matter().newest_draft()->version : 0; }
    DocumentId paper(const std::string& text) {
        const DocumentId id = bureau_.document(login_, text);
        bureau_.world().documents.at(id).readable_by_actor = true;
        return id;
    }
    std::vector<DraftDocument> papers() {
        return {{paper("第一条 另行规定。"), DocumentRole::draft, "草案"},
                {paper("起草说明"), DocumentRole::drafting_note, {}},
                {paper("评估报告"), DocumentRole::pre_assessment, {}}};
    }
    template <class Opinion>
    void answer(const Opinion& opinion) {
        RespondToOpinion body{.opinion = opinion.id, .points = {}};
        for (std::size_t i = 0; i < opinion.points.size(); ++i) {
            if (opinion.points[i].response) continue;
            body.points.push_back({.point = static_cast<int>(i) + 1, .disposition = Disposition::adopted});
        }
        add(std::move(body));
    }

    void by_the_unit(const std::string& action) {
        const std::vector<PersonId> drafters{bureau_.person("drafter")};
        if (action == "record_study") add(RecordStudy{paper("研究")});
        if (action == "submit_draft") add(SubmitDraft{.documents = papers(), .drafters = drafters});
        if (action == "submit_changed_draft") {
            for (const auto change : {ChangeClass::clerical, ChangeClass::conforming, ChangeClass::substantive}) {
                add(SubmitChangedDraft{
                    .documents = papers(), .drafters = drafters, .change = change, .from = newest()});
            }
        }
        if (action == "record_consultation") {
            for (const auto& [id, unit] : bureau_.organ().units)
                add(RecordConsultation{id, ConsultationReply::no_reply});
        }
        if (action == "request_review") add(file());
        if (action == "withdraw_request") add(WithdrawRequest{"补充"});
        if (action == "withdraw") add(WithdrawMatter{"撤回"});
        if (action != "respond_to_opinion") return;
        for (const LegalityOpinion& opinion : matter().opinions) answer(opinion);
        for (const AdviserOpinion& opinion : matter().adviser_opinions) answer(opinion);
    }
    RequestReview file() {
        RequestReview body{.draft = newest(),
                           .legal_basis = {{"信访工作条例", "第一条", std::nullopt}},
                           .procedures_done = "已征求有关科室意见"};
        const auto& procedure = *bureau_.world().definitions->procedures.at(matter().procedure);
        for (const RequiredMaterial& each : procedure.required_materials) {
            body.materials.push_back({each.kind, paper("送审材料" + each.text)});
        }
        return body;
    }

    void by_the_reviewers(const std::string& action) {
        if (action == "accept_for_review") add(AcceptForReview{});
        if (action == "return_for_completion") add(ReturnForCompletion{ReturnGround::incomplete, {"复函"}});
        if (action == "stop_review_clock") add(StopReviewClock{ClockStopGround::inquiry, paper("调查函")});
        if (action == "restart_review_clock") add(RestartReviewClock{});
        for (const auto& [id, person] : bureau_.organ().people) {
            if (action == "assign_reviewer") add(AssignReviewer{id, "指派"});
            if (action == "ask_adviser") add(AskAdviser{.adviser = id});
        }
        if (action == "issue_legality_opinion" && newest() > 0) {
            add(bureau_.opinion_body(Conclusion::lawful));
            add(bureau_.opinion_body(Conclusion::unlawful));
        }
        for (const LegalityOpinion& opinion : matter().opinions) {
            if (action == "withdraw_legality_opinion") add(WithdrawLegalityOpinion{opinion.id, "依据变化"});
        }
        if (action != "confirm_change") return;
        for (const auto kind : {ChangeClass::clerical, ChangeClass::conforming, ChangeClass::substantive}) {
            add(ConfirmChange{newest(), kind});
        }
    }

    void by_the_adviser(const std::string& action) {
        if (action == "give_adviser_opinion") {
            add(GiveAdviserOpinion{newest(), Conclusion::lawful, "未见违法", {}, true});
        }
        for (const AdviserOpinion& opinion : matter().adviser_opinions) {
            if (action == "withdraw_adviser_opinion") add(WithdrawAdviserOpinion{opinion.id, "已补充依据"});
        }
    }

    void by_office_and_leaders(const std::string& action) {
        if (action == "open") add(OpenMatter{bureau_.unit("办信科"), paper("启动批示")});
        if (action == "endorse") add(Endorse{"同意"});
        if (action == "decline_endorsement") add(DeclineEndorsement{"再议"});
        if (action == "note_objection") add(NoteObjection{"期限过紧"});
        for (const Objection& objection : matter().objections) {
            if (action == "answer_objection") add(AnswerObjection{objection.event, "按期办理"});
        }
        for (const auto& [id, meeting] : bureau_.world().meetings) {
            if (action == "place_on_agenda") add(PlaceOnAgenda{.meeting = id, .draft = newest()});
            if (action == "remove_from_agenda") add(RemoveFromAgenda{id, "另议"});
        }
        for (const Draft& draft : matter().drafts) {
            if (action == "publish") add(Publish{.draft = draft.version, .channel = "政府网站"});
        }
    }

    Bureau& bureau_;
    std::string login_;
    std::vector<std::any> bodies_;
};

/// Which act, by whom and in which stage, for messages.
std::string told(const Bureau& bureau, const Command& command) {
    const auto& person = bureau.organ().people.at(command.actor);
    return person.login + " " + command.action + " in stage " +
           std::to_string(static_cast<int>(bureau.matter().stage)) + " of " + bureau.matter().title;
}

/// Nobody is told to clear what he is kept from himself.
void expect_nobody_excluded_to_clear(const Bureau& bureau, const World& world, const Command& command,
                                     const Refusal& refusal) {
    for (const Finding& finding : refusal.findings) {
        for (const Clearer& clearer : who_can_clear(world, command, finding)) {
            for (const PersonThen& one : clearer.persons) {
                EXPECT_EQ(std::ranges::find(finding.excluded, one.person), finding.excluded.end())
                    << told(bureau, command) << ": " << finding.rule << " names " << one.name;
            }
        }
    }
}

/// How often each answer was seen, so that the walk is known to have come by both.
struct Seen {
    int allowed = 0;
    int refused = 0;
};

void compare(Bureau& bureau, const std::string& login, const std::string& action, Seen& seen) {
    Command command{.target = Target::matter, .action = action, .actor = bureau.person(login)};
    command.subject = {.organ = bureau.organ().id, .matter = bureau.newest_matter};
    const auto listed = decide(bureau.world(), command);
    if (!listed && listed.error().not_your_role()) return;
    if (!listed) expect_nobody_excluded_to_clear(bureau, bureau.world(), command, listed.error());
    ++(listed ? seen.allowed : seen.refused);

    const std::vector<std::any> bodies = Bodies(bureau, login).of(action);
    bool some_fits = false;
    for (const std::any& body : bodies) {
        command.body = body;
        const auto done = decide(bureau.world(), command);
        EXPECT_TRUE(listed || !done) << told(bureau, command) << " is listed as refused and goes through";
        some_fits = some_fits || done || done.error().body_faults.empty();
        for (const BodyFault& fault : done ? std::vector<BodyFault>{} : done.error().body_faults) {
            EXPECT_NE(fault.pointer, "") << told(bureau, command) << ": " << fault.expected.text();
        }
    }
    // A meeting can still be called; everything else is there or nowhere.
    const bool needs_a_meeting = action == "place_on_agenda" && bureau.world().meetings.empty();
    EXPECT_TRUE(!listed || some_fits || needs_a_meeting)
        << told(bureau, command) << " is listed as allowed, and no body fits";
}

void compare_all(Bureau& bureau, Seen& seen) {
    for (const auto& [id, matter] : std::map(bureau.world().matters)) {
        bureau.newest_matter = id;
        const auto& procedure = *bureau.world().definitions->procedures.at(matter->procedure);
        for (const auto& [action, row] : procedure.actions) {
            if (action == "create") continue;
            for (const auto& [person, registered] : bureau.organ().people)
                compare(bureau, registered.login, action, seen);
        }
    }
}

TEST(ListedActions, are_what_comes_of_doing_them_in_the_stages_of_the_usual_course) {
    Seen seen;
    Bureau bureau;
    const auto look = [&] { compare_all(bureau, seen); };
    bureau.propose("列出的操作");
    look();
    bureau.open().draft();
    look();
    bureau.as("drafter", Target::matter, "note_objection", NoteObjection{"期限过紧"});
    bureau.send();
    look();
    bureau.accept();
    bureau.as("legal", Target::matter, "stop_review_clock",
              StopReviewClock{ClockStopGround::inquiry, bureau.document("legal", "调查函")});
    look();
    bureau.as("legal", Target::matter, "restart_review_clock", RestartReviewClock{});
    bureau.advise("adviser", Conclusion::should_amend);
    look();
    bureau.conclude(Conclusion::should_amend);
    look();
    for (const OpinionId& id : {bureau.matter().opinions.front().id, bureau.matter().adviser_opinions.front().id}) {
        bureau.as("chief", Target::matter, "respond_to_opinion",
                  RespondToOpinion{.opinion = id, .points = {{.point = 1, .disposition = Disposition::adopted}}});
    }
    look();
    EXPECT_GT(seen.allowed, 50);
    EXPECT_GT(seen.refused, 50);
}

TEST(ListedActions, are_what_comes_of_doing_them_wherever_a_bureau_gets_by_lot) {
    Seen seen;
    for (unsigned seed = 1; seed <= 6; ++seed) {
        RandomCourse course(seed);
        course.bureau.propose("抽签" + std::to_string(seed));
        for (int step = 1; step <= 60; ++step) {
            course.step();
            if (step % 15 == 0) compare_all(course.bureau, seen);
        }
        if (testing::Test::HasFailure()) GTEST_FAIL() << "seed " << seed;
    }
    EXPECT_GT(seen.allowed, 100);
    EXPECT_GT(seen.refused, 100);
}

TEST(ListedActions, are_refused_while_there_is_nothing_that_they_could_name) {
    Bureau bureau;
    bureau.reviewed("无可答复");
    const auto listed = [&](const char* login, const char* action) {
        return bureau.try_as(login, Target::matter, action, {});
    };
    EXPECT_EQ(rules_of(listed("chief", "answer_objection").error().findings),
              std::vector<std::string>{"wrong_stage.no_objection"});
    EXPECT_EQ(rules_of(listed("chief", "respond_to_opinion").error().findings),
              std::vector<std::string>{"wrong_stage.no_point"});
    EXPECT_TRUE(listed("legal", "assign_reviewer"));

    auto organ = std::make_shared<Organ>(bureau.organ());
    for (auto& [id, post] : organ->posts) {
        if (post.person != bureau.person("legal2")) continue;
        post.end = PostEnd{.to = *parse_date("2026-03-01"), .entered_by = {"a"}, .confirmed_by = PersonId{"b"}};
    }
    bureau.world().organ = organ;
    EXPECT_EQ(rules_of(listed("legal", "assign_reviewer").error().findings),
              std::vector<std::string>{"wrong_stage.no_other_reviewer"});
}

}  // namespace
}  // namespace shenyi::tests
