#include "tests/api/traced_server.hpp"

#include "storage/definitions/bureau.hpp"
#include "tests/api/members.hpp"
#include "workflow/actions/adviser.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/ballot.hpp"
#include "workflow/actions/consultation.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/review.hpp"

#include <boost/json/parse.hpp>

#include <chrono>
#include <functional>
#include <stdexcept>

namespace shenyi::tests {

using namespace workflow;
namespace json = boost::json;

namespace {

template <class T>
T value(tl::expected<T, storage::StoreError> expected) {
    if (!expected) throw std::runtime_error("the store: " + expected.error().detail);
    return *std::move(expected);
}

std::string text_of(const storage::Outcome& outcome) {
    std::string text = outcome.refusal.not_your_role() ? "not your role" : "";
    for (const BodyFault& fault : outcome.refusal.body_faults)
        text += " [" + fault.pointer + ": " + std::string(fault.expected.text()) + "]";
    for (const Finding& finding : outcome.refusal.findings) text += " " + finding.rule + "." + finding.variant;
    return text;
}

}  // namespace

TracedServer::TracedServer(storage::Engine engine)
    : database_(fresh_database(engine)), served_(demo_settings(database_)) {
    if (!app().found()) throw std::runtime_error("not founded");
    served_.serve();
}

const std::string& TracedServer::token(const std::string& login) {
    std::string& token = tokens_[login];
    if (!token.empty()) return token;
    if (!app().accounts->set_password(app().organ, person(login), "demo", false, app().clock->now())) {
        throw std::runtime_error("no password for " + login);
    }
    const auto answer =
        HttpClient(served_.port()).post_json("/api/v1/sessions", R"({"login":")" + login + R"(","password":"demo"})");
    if (answer.status != 201) throw std::runtime_error(answer.body);
    token = std::string(json::parse(answer.body).at("token").as_string());
    return token;
}

HttpAnswer TracedServer::get(const std::string& login, const std::string& path, HeaderList headers) {
    headers.emplace_back("Authorization", "Bearer " + token(login));
    return HttpClient(served_.port()).request("GET", "/api/v1" + path, headers);
}

json::value TracedServer::fitting(const std::string& login, const std::string& path, std::string_view component,
                                  HeaderList headers) {
    const HttpAnswer answer = get(login, path, std::move(headers));
    EXPECT_EQ(answer.status, 200) << path << ": " << answer.body;
    json::value body = json::parse(answer.body);
    const api::SchemaNode* schema = app().schemas->find(component);
    if (schema == nullptr) throw std::runtime_error("the contract has no " + std::string(component));
    for (const api::BodyFault& fault : api::check(body, *schema)) {
        ADD_FAILURE() << path << " " << fault.pointer << ": " << fault.expected.text() << " " << fault.parameter;
    }
    return body;
}

PersonId TracedServer::person(const std::string& login) const {
    return storage::definitions::founding_person(login);
}

DocumentId TracedServer::document(const std::string& login, const std::string& text, const std::string& media_type) {
    auto upload = app().documents->begin(app().organ, person(login), "材料.txt", media_type, app().clock->now());
    if (!upload->write(text)) throw std::runtime_error("the document is too large");
    return value(upload->finish()).id;
}

void TracedServer::move_clock(std::string_view instant) {
    if (!app().clock->move_to(parse_instant(instant).value())) throw std::runtime_error("the clock goes back");
}

storage::Outcome TracedServer::try_as(const std::string& login, Target target, const std::string& action, std::any body,
                                      std::vector<DocumentId> documents) {
    Command command{.target = target,
                    .action = action,
                    .subject = {.organ = app().organ},
                    .actor = person(login),
                    .body = std::move(body),
                    .documents = std::move(documents)};
    if (target == Target::matter && action != "create") command.subject.matter = matter;
    if (target == Target::item || (target == Target::meeting && action != "create")) command.subject.meeting = meeting;
    if (target == Target::item) command.subject.item = item;
    storage::Outcome outcome = value(app().engine->submit({.command = std::move(command), .address = "127.0.0.1"}));
    if (outcome.created.starts_with("mat_")) matter = {outcome.created};
    if (outcome.created.starts_with("mtg_")) meeting = {outcome.created};
    if (outcome.created.starts_with("itm_")) item = {outcome.created};
    return outcome;
}

void TracedServer::as(const std::string& login, Target target, const std::string& action, std::any body,
                      std::vector<DocumentId> documents) {
    const auto outcome = try_as(login, target, action, std::move(body), std::move(documents));
    if (outcome.kind != storage::Outcome::Kind::accepted) {
        throw std::runtime_error(login + " " + action + ": " + text_of(outcome));
    }
}

void TracedServer::submit_version(const std::string& text, const std::string& media_type) {
    const DocumentId main = document("drafter", text, media_type);
    const DocumentId note = document("drafter", "起草说明:" + text);
    as("drafter", Target::matter, "submit_draft",
       SubmitDraft{.documents = {{main, DocumentRole::draft, "草案"}, {note, DocumentRole::drafting_note, "起草说明"}},
                   .drafters = {person("drafter")}},
       {main, note});
}

void TracedServer::drafted() {
    as("drafter", Target::matter, "create",
       CreateMatter{.kind = MatterKind::major_decision,
                    .title = "全区信访积案化解方案",
                    .undertaking_unit = UnitId{"unit_letters"},
                    .proposal = {ProposalSource::department}});
    const DocumentId study = document("drafter", "必要性和可行性研究报告");
    as("drafter", Target::matter, "record_study", RecordStudy{study}, {study});
    as("director", Target::matter, "open", OpenMatter{.lead_unit = UnitId{"unit_letters"}});
    submit_version("%PDF-1.7 扫描件", "application/pdf");
    submit_version("第一条 目的。\n第二条 化解期限三十日。\n", "text/plain");
    submit_version("第一条 目的。\n第二条 化解期限二十日。\n第三条 附则。\n", "text/plain");
}

void TracedServer::advised() {
    const DocumentId reply = document("drafter", "接访科复函");
    as("drafter", Target::matter, "record_consultation",
       RecordConsultation{.unit = UnitId{"unit_visits"}, .reply = ConsultationReply::agree, .document = reply},
       {reply});
    RequestReview request{.draft = 3,
                          .legal_basis = {{"信访工作条例", "第一条", parse_date("2022-05-01")}},
                          .procedures_done = "已征求有关科室意见"};
    std::vector<DocumentId> papers;
    for (const MaterialKind kind :
         {MaterialKind::draft, MaterialKind::legal_basis, MaterialKind::procedures_statement}) {
        papers.push_back(document("chief", "送审材料" + std::to_string(papers.size())));
        request.materials.push_back({kind, papers.back()});
    }
    as("chief", Target::matter, "request_review", request, papers);
    as("legal", Target::matter, "accept_for_review", AcceptForReview{});
    as("legal", Target::matter, "ask_adviser", AskAdviser{.adviser = person("adviser")});
    const auto given =
        try_as("adviser", Target::matter, "give_adviser_opinion",
               GiveAdviserOpinion{
                   .draft = 3, .conclusion = Conclusion::lawful, .reasons = "未见违法", .declares_no_interest = true});
    advice_ = OpinionId{given.created};
}

void TracedServer::found_lawful() {
    IssueLegalityOpinion opinion{.draft = 3,
                                 .conclusion = Conclusion::lawful,
                                 .facts = "收到送审稿及材料,经审查",
                                 .reasons = "符合上位法规定",
                                 .adviser_opinions = {advice_}};
    for (const char* asked : {"authority", "procedure", "content", "claim:consultation:unit_visits"}) {
        opinion.answers.push_back({asked, AnswerFinding::met, "符合规定"});
    }
    as("legal", Target::matter, "issue_legality_opinion", opinion);
}

void TracedServer::reviewed() {
    advised();
    found_lawful();
}

void TracedServer::put_before(Forum forum, std::string_view held_at) {
    as("office", Target::meeting, "create",
       CreateMeeting{.forum = forum,
                     .held_at = parse_instant(held_at).value(),
                     .place = "三楼会议室",
                     .chair = person("director"),
                     .recorder = person("recorder")});
    as("office", Target::matter, "place_on_agenda", PlaceOnAgenda{.meeting = meeting, .draft = 3});
    as("office", Target::meeting, "fix_roster",
       FixRoster{.attendees = std::vector<Attendee>{{person("chief"), AttendeeCapacity::reporter},
                                                    {person("legal"), AttendeeCapacity::reviewing_body}}});
}

void TracedServer::before_office() {
    put_before(Forum::office_meeting, "2026-03-24T09:00:00+08:00");
}

void TracedServer::before_party_group() {
    put_before(Forum::party_group, "2026-03-25T09:00:00+08:00");
}

void TracedServer::hear(std::vector<std::pair<std::string, Position>> positions) {
    OpenMeeting open;
    for (const std::string& login : members) open.present.push_back(person(login));
    open.present.push_back(person("chief"));
    as("recorder", Target::meeting, "open", open);
    as("recorder", Target::item, "open", OpenItem{});
    for (const std::string& login : members) {
        as("recorder", Target::item, "declare_interest", DeclareInterest{.person = person(login), .interest = false});
    }
    for (const auto& [login, position] : positions) {
        as("recorder", Target::item, "speak", Speak{.person = person(login), .position = position, .text = "意见"});
    }
}

void TracedServer::close_item(bool no_dissent) {
    as("recorder", Target::item, "close",
       CloseItem{.executing_unit = UnitId{"unit_letters"},
                 .responsible = ResponsiblePersons{{person("director")}, {person("deputy1")}, {person("chief")}},
                 .no_dissent = no_dissent});
    as("recorder", Target::meeting, "close", CloseMeeting{});
}

void TracedServer::adopted_by_office() {
    move_clock("2026-03-24T09:00:00+08:00");
    hear({{"deputy1", Position::for_},
          {"deputy2", Position::for_},
          {"deputy3", Position::for_},
          {"member4", Position::for_},
          {"director", Position::for_}});
    const auto alone = try_as("deputy1", Target::item, "decide", HeadDecide{.outcome = Outcome::adopted});
    if (alone.kind != storage::Outcome::Kind::not_your_role) throw std::runtime_error("a deputy decided");
    as("director", Target::item, "decide", HeadDecide{.outcome = Outcome::adopted});
    close_item(true);
}

void TracedServer::adopted_with_dissent() {
    move_clock("2026-03-25T09:00:00+08:00");
    hear({{"deputy1", Position::for_},
          {"deputy2", Position::for_},
          {"deputy3", Position::no_comment},
          {"member4", Position::against},
          {"director", Position::for_}});
    as("recorder", Target::item, "open_ballot",
       OpenBallot{.method = BallotMethod::named, .motion = {MotionKind::adopt, {}}});
    as("recorder", Target::item, "record_ballot",
       RecordBallot{.votes = std::vector<NamedVote>{{person("deputy1"), Vote::for_},
                                                    {person("deputy2"), Vote::for_},
                                                    {person("deputy3"), Vote::abstain},
                                                    {person("member4"), Vote::against},
                                                    {person("director"), Vote::for_}}});
    as("recorder", Target::item, "close_ballot", CloseBallot{});
    as("member4", Target::item, "confirm_dissent",
       ConfirmDissent{.person = person("member4"), .text = "资金来源没有落实,不同意本方案。"});
    close_item(false);
}

void TracedServer::record_signed() {
    for (const std::string& login : members) as(login, Target::meeting, "sign_record", SignRecord{});
    as("recorder", Target::meeting, "sign_record", SignRecord{});
}

workflow::EventId TracedServer::calling() const {
    const auto events = app().engine->events(app().organ, {workflow::stream_of(meeting).name});
    return {events.value().front().reference.id};
}

}  // namespace shenyi::tests
