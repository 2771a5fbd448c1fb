#include "tests/api/sight_course.hpp"

#include "tests/api/members.hpp"
#include "workflow/actions/adviser.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/ballot.hpp"
#include "workflow/actions/consultation.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/publication.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/context.hpp"
#include "workflow/rules/rev.hpp"

#include <stdexcept>

namespace shenyi::tests {

using namespace workflow;

namespace {

constexpr auto office_meeting_at = "2026-03-23T09:00:00+08:00";
constexpr auto party_group_at = "2026-03-25T09:00:00+08:00";
const UnitId letters{"unit_letters"};
const UnitId visits{"unit_visits"};
const UnitId supervision{"unit_supervision"};

}  // namespace

const std::vector<std::string>& SightCourse::moments() {
    static const std::vector<std::string> all{"proposed",     "drafting", "submitted_for_review",
                                              "under_review", "reviewed", "on_agenda",
                                              "convened",     "decided",  "issued"};
    return all;
}

void SightCourse::play(const std::string& moment) {
    if (moment == "proposed") {
        matter = {door_.act("drafter", {.target = Target::matter,
                                        .action = "create",
                                        .body = CreateMatter{.kind = MatterKind::major_decision,
                                                             .title = "信访积案化解专项方案",
                                                             .undertaking_unit = letters,
                                                             .proposal = {ProposalSource::department}}})};
    } else if (moment == "drafting") {
        draft();
    } else if (moment == "submitted_for_review") {
        request();
    } else if (moment == "under_review") {
        on_matter("legal", "accept_for_review", AcceptForReview{});
        on_matter("legal", "ask_adviser", AskAdviser{.adviser = door_.person("adviser")});
        on_matter("adviser", "give_adviser_opinion",
                  GiveAdviserOpinion{.draft = 1,
                                     .conclusion = Conclusion::lawful,
                                     .reasons = "经审阅，未见不一致",
                                     .points = {},
                                     .declares_no_interest = true});
    } else if (moment == "reviewed") {
        conclude();
    } else if (moment == "on_agenda") {
        meeting = call(Forum::office_meeting, office_meeting_at);
        meeting_paper = door_.document("office", "听取汇报材料");
        on_meeting("office", "add_item",
                   AddItem{.kind = ItemKind::hearing,
                           .title = "一季度工作汇报",
                           .presenter = door_.person("visits_chief"),
                           .documents = {meeting_paper}});
        place();
    } else if (moment == "convened") {
        on_meeting("office", "fix_roster",
                   FixRoster{.excluded = {},
                             .attendees = {{door_.person("chief"), AttendeeCapacity::reporter},
                                           {door_.person("adviser"), AttendeeCapacity::adviser},
                                           {door_.person("expert"), AttendeeCapacity::observer}}});
    } else if (moment == "decided") {
        discuss(office_meeting_at);
        decide();
        close_item();
        party_meeting = call(Forum::party_group, party_group_at);
        place();
        on_meeting("office", "fix_roster", FixRoster{});
        discuss(party_group_at);
        vote();
        close_item();
    } else if (moment == "issued") {
        on_matter("office", "publish", Publish{.draft = 1, .channel = "政府网站", .effective_on = std::nullopt});
    } else {
        throw std::invalid_argument("no moment of the course: " + moment);
    }
}

std::string SightCourse::on_matter(const std::string& login, const std::string& action, std::any body, bool tried) {
    return door_.act(
        login, {.target = Target::matter, .action = action, .subject = {.matter = matter}, .body = std::move(body)},
        tried);
}

std::string SightCourse::on_meeting(const std::string& login, const std::string& action, std::any body) {
    return door_.act(
        login, {.target = Target::meeting, .action = action, .subject = {.meeting = at_}, .body = std::move(body)});
}

void SightCourse::on_item(const std::string& login, const std::string& action, std::any body) {
    door_.act(login, {.target = Target::item,
                      .action = action,
                      .subject = {.meeting = at_, .item = item_},
                      .body = std::move(body)});
}

void SightCourse::draft() {
    study = door_.document("drafter", "必要性、可行性研究");
    on_matter("drafter", "record_study", RecordStudy{study});
    on_matter("director", "open", OpenMatter{.lead_unit = letters});
    text = door_.document("drafter", "第一条 为化解信访积案，制定本方案。\n第二条 本方案适用于本区。\n");
    annex = door_.document("drafter", "附件：积案清单");
    note = door_.document("drafter", "起草时的内部意见");
    on_matter("drafter", "submit_draft",
              SubmitDraft{.documents = {{text, DocumentRole::draft, "草案"},
                                        {annex, DocumentRole::annex, "附件"},
                                        {note, DocumentRole::internal_opinion, "内部意见"}},
                          .drafters = {door_.person("drafter")}});
    reply = door_.document("chief", "接访科复函：同意");
    on_matter("chief", "record_consultation",
              RecordConsultation{.unit = visits, .reply = ConsultationReply::agree, .document = reply});
    on_matter("office", "publish", Publish{.draft = 1, .channel = "政府网站", .effective_on = std::nullopt}, true);
}

void SightCourse::request() {
    const World world = door_.world(matter);
    RequestReview body{.draft = 1,
                       .legal_basis = {{"信访工作条例", "第一条", std::nullopt}},
                       .materials = {},
                       .procedures_done = "已征求有关科室意见"};
    const Procedure& procedure = *world.definitions->procedures.at(find(world, matter)->procedure);
    for (const RequiredMaterial& each : procedure.required_materials) {
        material = door_.document("chief", "送审材料" + std::to_string(body.materials.size()));
        body.materials.push_back({each.kind, material});
    }
    on_matter("chief", "request_review", body);
}

void SightCourse::conclude() {
    const World world = door_.world(matter);
    IssueLegalityOpinion body{
        .draft = 1, .conclusion = Conclusion::lawful, .facts = "收到送审稿及材料，经审查", .reasons = "符合上位法规定"};
    const Command command{.target = Target::matter,
                          .action = "issue_legality_opinion",
                          .subject = {.organ = world.organ->id, .matter = matter},
                          .actor = door_.person("legal"),
                          .body = body};
    for (const ChecklistItem& item : rules::checklist_of(context_of(world, command))) {
        body.answers.push_back({item.item, AnswerFinding::met, "符合"});
    }
    body.adviser_opinions = {find(world, matter)->adviser_opinions.front().id};
    on_matter("legal", "issue_legality_opinion", body);
}

MeetingId SightCourse::call(Forum forum, const std::string& held_at) {
    at_ = {door_.act("office", {.target = Target::meeting,
                                .action = "create",
                                .body = CreateMeeting{.forum = forum,
                                                      .held_at = *parse_instant(held_at),
                                                      .place = "三楼会议室",
                                                      .chair = door_.person("director"),
                                                      .recorder = door_.person("recorder")}})};
    return at_;
}

void SightCourse::place() {
    item_ = {on_matter("office", "place_on_agenda", PlaceOnAgenda{.meeting = at_, .draft = 1})};
}

void SightCourse::discuss(const std::string& held_at) {
    door_.move_clock(*parse_instant(held_at));
    OpenMeeting body;
    for (const std::string& login : members) body.present.push_back(door_.person(login));
    on_meeting("recorder", "open", body);
    on_item("recorder", "open", OpenItem{});
    for (const std::string& login : members) {
        on_item("recorder", "declare_interest", DeclareInterest{.person = door_.person(login), .interest = false});
    }
    for (const std::string& login : members) {
        on_item("recorder", "speak",
                Speak{.person = door_.person(login), .position = Position::for_, .text = "同意" + login});
    }
}

void SightCourse::decide() {
    on_item("director", "decide", HeadDecide{.outcome = Outcome::adopted});
}

void SightCourse::vote() {
    on_item("recorder", "open_ballot", OpenBallot{.method = BallotMethod::named, .motion = {MotionKind::adopt, {}}});
    std::vector<NamedVote> votes;
    for (const std::string& login : members) votes.push_back({door_.person(login), Vote::for_});
    on_item("recorder", "record_ballot", RecordBallot{.votes = votes});
    on_item("recorder", "close_ballot", CloseBallot{});
}

void SightCourse::close_item() {
    on_item("recorder", "close",
            CloseItem{
                .executing_unit = supervision,
                .responsible =
                    ResponsiblePersons{{door_.person("director")}, {door_.person("deputy1")}, {door_.person("chief")}},
                .no_dissent = true});
}

}  // namespace shenyi::tests
