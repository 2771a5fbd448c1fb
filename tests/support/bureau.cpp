#include "tests/support/bureau.hpp"

#include "storage/definitions/bureau.hpp"
#include "storage/definitions/calendars.hpp"
#include "storage/definitions/procedures.hpp"
#include "tests/support/source_folder.hpp"
#include "workflow/daily.hpp"
#include "workflow/digest.hpp"
#include "workflow/evolve/evolve.hpp"
#include "workflow/rules/dissent.hpp"
#include "workflow/rules/rev.hpp"
#include "workflow/tally.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

namespace shenyi::tests {

using namespace workflow;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// What every bureau of the tests begins with. Read once: it never changes.
struct Founding {
    std::shared_ptr<const Definitions> definitions;
    storage::definitions::Bureau bureau;
};

const Founding& founding() {
    static const Founding read = [] {
        const std::filesystem::path schemas = tests::source_folder() / "schemas";
        const auto calendars = storage::definitions::read_calendars(schemas / "calendars");
        if (!calendars) throw std::runtime_error(storage::definitions::text_of(calendars.error().front()));
        const auto definitions = storage::definitions::read_definitions(schemas);
        if (!definitions) throw std::runtime_error(storage::definitions::text_of(definitions.error()));
        auto bureau = storage::definitions::read_bureau(schemas / "bureau" / "bureau.yaml", *calendars, **definitions);
        if (!bureau) throw std::runtime_error(storage::definitions::text_of(bureau.error()));
        return Founding{*definitions, *std::move(bureau)};
    }();
    return read;
}

}  // namespace

std::vector<std::string> rules_of(const std::vector<Finding>& findings) {
    std::vector<std::string> rules;
    for (const Finding& finding : findings) {
        rules.push_back(finding.variant.empty() ? finding.rule : finding.rule + "." + finding.variant);
    }
    return rules;
}

std::string text_of(const Refusal& refusal) {
    std::string text = refusal.not_your_role() ? "not your role" : "";
    for (const BodyFault& fault : refusal.body_faults)
        text += " [" + fault.pointer + ": " + std::string(fault.expected.text()) + "]";
    for (const std::string& rule : rules_of(refusal.findings)) text += " " + rule;
    return text;
}

const std::vector<OrganEvent>& Bureau::founding_events() {
    return founding().bureau.events;
}

Bureau::Bureau(const std::vector<OrganEvent>& events) {
    world_.definitions = founding().definitions;
    at("2026-03-02T09:00:00+08:00");
    auto organ = std::make_shared<Organ>();
    organ->id = founding().bureau.id;
    for (const OrganEvent& event : events) {
        evolve(*organ, event,
               EventMeta{.id = {"evt_founding"}, .at = *parse_instant("2020-01-01T00:00:00Z"), .actor = {"founding"}});
    }
    world_.organ = organ;
}

Bureau& Bureau::at(std::string_view text) {
    const auto instant = parse_instant(text);
    if (!instant) throw std::runtime_error("not an instant: " + std::string(text));
    world_.now = *instant;
    world_.today = date_of(*instant);
    return *this;
}

Bureau& Bureau::begin_day() {
    for (const NewEvent& event : workflow::begin_day(world_)) {
        log_.push_back(event);
        evolve(world_, event);
    }
    return *this;
}

PersonId Bureau::person(std::string_view login) const {
    for (const auto& [id, person] : organ().people) {
        if (person.login == login) return id;
    }
    throw std::runtime_error("nobody logs in as " + std::string(login));
}

UnitId Bureau::unit(std::string_view name) const {
    for (const auto& [id, unit] : organ().units) {
        if (unit.name == name || id.value == name) return id;
    }
    throw std::runtime_error("no unit is called " + std::string(name));
}

DocumentId Bureau::document(std::string_view login, std::string text) {
    const DocumentId id{"sha256:" + sha256_hex(text)};
    auto [place, added] = world_.documents.emplace(id, DocumentFacts{.uploaded_by = person(login)});
    place->second.uploaders.push_back(person(login));
    if (added) place->second.paragraphs = lines_of(text);
    return id;
}

/// As far as a rule asks for it: in drafts, among what was sent for review, as an approval of a shorter period.
bool Bureau::names(const Matter& matter, const DocumentId& id) const {
    const auto approves = [&](const auto& one) { return one.shortening && one.shortening->document == id; };
    const auto in_draft = [&](const Draft& draft) {
        return std::ranges::find(draft.documents, id, &DraftDocument::document) != draft.documents.end();
    };
    const auto in_request = [&](const ReviewRequest& request) {
        return approves(request) ||
               std::ranges::find(request.materials, id, &Material::document) != request.materials.end();
    };
    const auto in_meeting = [&](const auto& entry) {
        return std::ranges::any_of(entry.second->items,
                                   [&](const Item& item) { return item.matter == matter.id && approves(item); });
    };
    return std::ranges::any_of(matter.drafts, in_draft) || std::ranges::any_of(matter.requests, in_request) ||
           std::ranges::any_of(world_.meetings, in_meeting);
}

void Bureau::refresh_documents() {
    for (auto& [id, facts] : world_.documents) {
        facts.in_drafts.clear();
        facts.named_in.clear();
        facts.readable_by_actor = true;
        for (const auto& [matter_id, matter] : world_.matters) {
            for (const Draft& draft : matter->drafts) {
                const bool holds =
                    std::ranges::find(draft.documents, id, &DraftDocument::document) != draft.documents.end();
                if (holds) facts.in_drafts.emplace_back(matter_id, draft.version);
            }
            if (names(*matter, id)) facts.named_in.insert(stream_of(matter_id).name);
        }
    }
}

void Bureau::refresh_events(const Subject& subject) {
    world_.events_of_meeting.clear();
    if (!subject.meeting) return;
    for (const NewEvent& event : log_) {
        if (event.stream == stream_of(*subject.meeting)) world_.events_of_meeting.insert(event.meta.id);
    }
}

Bureau::Answer Bureau::try_command(std::string_view login, Command command) {
    command.actor = person(login);
    command.subject.organ = organ().id;
    world_.account = accounts_[command.actor];
    for (std::size_t i = 0; i < 4; ++i) {
        world_.fresh.bits[15 - i] = static_cast<std::uint8_t>(0);
        world_.fresh.bits[11 - i] = static_cast<std::uint8_t>(static_cast<unsigned>(counter_) >> (8 * i));
    }
    ++counter_;
    refresh_documents();
    refresh_events(command.subject);
    Answer answer = workflow::decide(world_, command);
    if (!answer || answer->events.empty()) return answer;
    for (const NewEvent& event : answer->events) {
        log_.push_back(event);
        const auto* of_person = std::get_if<PersonEvent>(&event.event);
        if (!of_person) continue;
        evolve(accounts_[PersonId{event.stream.name.substr(event.stream.name.find('/') + 1)}], *of_person, event.meta);
    }
    world_.matters = answer->after.matters;
    world_.meetings = answer->after.meetings;
    world_.organ = answer->after.organ;
    if (answer->created.starts_with("mat_")) newest_matter = {answer->created};
    if (answer->created.starts_with("mtg_")) newest_meeting = {answer->created};
    if (answer->created.starts_with("itm_")) newest_item = {answer->created};
    return answer;
}

std::vector<BodyFault> Bureau::faults_beside(std::string_view login, Command command,
                                             const std::vector<std::string>& misshapen) {
    command.actor = person(login);
    command.subject.organ = organ().id;
    refresh_documents();
    refresh_events(command.subject);
    return workflow::faults_beside(world_, command, misshapen);
}

Bureau::Answer Bureau::try_as(std::string_view login, Target target, std::string action, std::any body) {
    Command command{.target = target, .action = std::move(action), .body = std::move(body)};
    if (target == Target::matter && command.action != "create") command.subject.matter = newest_matter;
    if ((target == Target::meeting && command.action != "create") || target == Target::item) {
        command.subject.meeting = newest_meeting;
    }
    if (target == Target::item) command.subject.item = newest_item;
    return try_command(login, std::move(command));
}

Decision Bureau::as(std::string_view login, Target target, std::string action, std::any body) {
    const std::string name = action;
    Answer answer = try_as(login, target, std::move(action), std::move(body));
    if (!answer) throw std::runtime_error(std::string(login) + " " + name + ":" + text_of(answer.error()));
    return *std::move(answer);
}

const Matter& Bureau::matter() const {
    return *world_.matters.at(newest_matter);
}
const Meeting& Bureau::meeting() const {
    return *world_.meetings.at(newest_meeting);
}

const Item& Bureau::item() const {
    const Item* found = meeting().item(newest_item);
    if (!found) throw std::runtime_error("the newest item is not on the newest meeting's agenda");
    return *found;
}

Bureau& Bureau::propose(std::string title, MatterKind kind) {
    as("drafter", Target::matter, "create",
       CreateMatter{.kind = kind,
                    .title = std::move(title),
                    .undertaking_unit = unit("办信科"),
                    .proposal = {ProposalSource::department}});
    return *this;
}

Bureau& Bureau::open() {
    as("drafter", Target::matter, "record_study",
       RecordStudy{document("drafter", "必要性、可行性研究:" + std::to_string(counter_))});
    as("director", Target::matter, "open", OpenMatter{.lead_unit = unit("办信科")});
    return *this;
}

std::vector<DraftDocument> Bureau::documents(std::string text) {
    const std::string note = "起草说明:" + std::to_string(counter_);
    std::vector<DraftDocument> list{{document("drafter", std::move(text)), DocumentRole::draft, "草案"},
                                    {document("drafter", note), DocumentRole::drafting_note, "起草说明"}};
    if (matter().kind == MatterKind::normative_document) {
        list.push_back({document("drafter", "制定前评估报告:" + note), DocumentRole::pre_assessment, "评估报告"});
    }
    return list;
}

Bureau& Bureau::draft(std::string text) {
    if (text.empty()) {
        text =
            "第一条 为了规范信访工作,制定本办法。\n第二条 本办法适用于本区第" + std::to_string(counter_) + "类事项。\n";
    }
    as("drafter", Target::matter, "submit_draft",
       SubmitDraft{.documents = documents(std::move(text)), .drafters = {person("drafter")}});
    return *this;
}

std::vector<Material> Bureau::materials() {
    std::vector<Material> list;
    for (const RequiredMaterial& each : world_.definitions->procedures.at(matter().procedure)->required_materials) {
        list.push_back(
            {each.kind, document("chief", "送审材料" + std::to_string(counter_) + std::to_string(list.size()))});
    }
    return list;
}

RequestReview Bureau::request_body() {
    return RequestReview{.draft = matter().newest_draft()->version,
                         .legal_basis = {{"信访工作条例", "第一条", std::nullopt}},
                         .materials = materials(),
                         .procedures_done = "已征求有关科室意见"};
}

Bureau& Bureau::send() {
    as("chief", Target::matter, "request_review", request_body());
    return *this;
}

Bureau& Bureau::accept(std::string_view reviewer) {
    as(reviewer, Target::matter, "accept_for_review", AcceptForReview{});
    return *this;
}

Bureau& Bureau::advise(std::string_view adviser, Conclusion conclusion) {
    const auto asked = std::ranges::find(matter().advisers_asked, person(adviser), &AdviserAsked::adviser);
    if (asked == matter().advisers_asked.end()) {
        as("legal", Target::matter, "ask_adviser", AskAdviser{.adviser = person(adviser)});
    }
    std::vector<IssuedPoint> points;
    if (conclusion != Conclusion::lawful) points.push_back({"2", "与上位法不一致", std::nullopt});
    as(adviser, Target::matter, "give_adviser_opinion",
       GiveAdviserOpinion{.draft = matter().newest_draft()->version,
                          .conclusion = conclusion,
                          .reasons = "经审阅,意见如上",
                          .points = points,
                          .declares_no_interest = true});
    return *this;
}

IssueLegalityOpinion Bureau::opinion_body(Conclusion conclusion) const {
    IssueLegalityOpinion body{.draft = matter().newest_draft()->version,
                              .conclusion = conclusion,
                              .facts = "收到送审稿及材料,经审查",
                              .reasons = "符合上位法规定"};
    const Command command{.target = Target::matter,
                          .action = "issue_legality_opinion",
                          .subject = {.organ = organ().id, .matter = newest_matter},
                          .actor = person("legal"),
                          .body = body};
    for (const ChecklistItem& item : rules::checklist_of(context_of(world_, command))) {
        body.answers.push_back({item.item, AnswerFinding::met, "符合"});
    }
    if (conclusion != Conclusion::lawful) body.points.push_back({"2", "表述不准确", "改为本区有关事项"});
    for (const AdviserOpinion& opinion : matter().adviser_opinions) {
        if (!opinion.withdrawn) body.adviser_opinions.push_back(opinion.id);
    }
    return body;
}

Bureau& Bureau::conclude(Conclusion conclusion, std::string_view reviewer) {
    as(reviewer, Target::matter, "issue_legality_opinion", opinion_body(conclusion));
    return *this;
}

Bureau& Bureau::reviewed(std::string title, MatterKind kind) {
    return propose(std::move(title), kind).open().draft().send().accept().advise().conclude(Conclusion::lawful);
}

Bureau& Bureau::call(Forum forum, std::string_view held_at) {
    as("office", Target::meeting, "create",
       CreateMeeting{.forum = forum,
                     .held_at = *parse_instant(held_at),
                     .place = "三楼会议室",
                     .chair = person("director"),
                     .recorder = person("recorder")});
    return *this;
}

Bureau& Bureau::place() {
    as("office", Target::matter, "place_on_agenda",
       PlaceOnAgenda{.meeting = newest_meeting, .draft = matter().newest_draft()->version});
    return *this;
}

Bureau& Bureau::fix() {
    as("office", Target::meeting, "fix_roster", FixRoster{});
    return *this;
}

Bureau& Bureau::sit(std::vector<std::string> logins) {
    OpenMeeting body;
    for (const std::string& login : logins) body.present.push_back(person(login));
    as("recorder", Target::meeting, "open", body);
    return *this;
}

Bureau& Bureau::open_item() {
    as("recorder", Target::item, "open", OpenItem{});
    return *this;
}

Bureau& Bureau::declare(std::vector<std::string> logins) {
    for (const std::string& login : logins) {
        as("recorder", Target::item, "declare_interest", DeclareInterest{.person = person(login), .interest = false});
    }
    return *this;
}

Bureau& Bureau::speak(std::vector<std::pair<std::string, Position>> positions) {
    for (const auto& [login, position] : positions) {
        as("recorder", Target::item, "speak", Speak{.person = person(login), .position = position, .text = "意见"});
    }
    return *this;
}

Bureau& Bureau::discuss() {
    open_item().declare();
    for (const std::string& login : everybody()) speak({{login, Position::for_}});
    return *this;
}

Bureau& Bureau::decide(Outcome outcome) {
    as("director", Target::item, "decide", HeadDecide{.outcome = outcome});
    return *this;
}

Bureau& Bureau::vote(std::vector<std::pair<std::string, Vote>> votes, MotionKind motion) {
    as("recorder", Target::item, "open_ballot", OpenBallot{.method = BallotMethod::named, .motion = {motion, {}}});
    std::vector<NamedVote> named;
    for (const auto& [login, each] : votes) named.push_back({person(login), each});
    for (const PersonId& voter : voters(meeting(), item())) {
        if (std::ranges::find(named, voter, &NamedVote::person) == named.end()) named.push_back({voter, Vote::abstain});
    }
    as("recorder", Target::item, "record_ballot", RecordBallot{.votes = named});
    as("recorder", Target::item, "close_ballot", CloseBallot{});
    return *this;
}

Bureau& Bureau::close_item() {
    CloseItem body{.no_dissent = rules::dissents_on_record(item()).empty()};
    if (item().outcome == Outcome::adopted || item().outcome == Outcome::adopted_as_amended) {
        body.executing_unit = unit("办信科");
        body.responsible = ResponsiblePersons{{person("director")}, {person("deputy1")}, {person("chief")}};
    }
    as("recorder", Target::item, "close", body);
    return *this;
}

Bureau& Bureau::close_meeting() {
    as("recorder", Target::meeting, "close", CloseMeeting{});
    return *this;
}

Bureau& Bureau::in_session(Forum forum, std::string_view held_at) {
    call(forum, held_at).place().fix();
    return at(held_at).sit();
}

}  // namespace shenyi::tests
