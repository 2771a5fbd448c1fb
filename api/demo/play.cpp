#include "api/demo/play.hpp"

#include "storage/definitions/bureau.hpp"
#include "workflow/codec/bodies.hpp"
#include "workflow/context.hpp"
#include "workflow/digest.hpp"
#include "workflow/rules/rev.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

namespace shenyi::api::demo {
namespace {

using namespace workflow;
namespace json = boost::json;

/// `2026-01-05 09:00`, in the organ's zone.
Instant instant_of(std::string text, const std::string& where) {
    if (text.size() == std::string_view("2026-01-05 09:00").size()) text[10] = 'T';
    const auto instant = parse_instant(text + ":00+08:00");
    if (!instant) throw ScriptFault(where + ": not a time: " + text);
    return *instant;
}

std::pair<Target, std::string> action_of(const Step& step) {
    static const std::map<std::string, Target, std::less<>> targets{
        {"meeting", Target::meeting}, {"item", Target::item}, {"organ", Target::organ}, {"person", Target::person}};
    const std::string action = step.text("do");
    const auto dot = action.find('.');
    if (dot == std::string::npos) return {Target::matter, action};
    const auto target = targets.find(action.substr(0, dot));
    if (target == targets.end()) throw ScriptFault(step.where + ": nothing is done to a " + action.substr(0, dot));
    return {target->second, action.substr(dot + 1)};
}

/// Whether later steps may name what this one creates.
bool creates(const std::string& action) {
    return action == "create" || action == "place_on_agenda" || action == "add_item" ||
           action == "give_adviser_opinion" || action == "issue_legality_opinion";
}

void collect_documents(const json::value& value, std::vector<DocumentId>& out) {
    if (const auto* text = value.if_string(); text != nullptr && text->starts_with("sha256:")) {
        out.push_back({std::string(*text)});
    } else if (const auto* list = value.if_array()) {
        for (const json::value& each : *list) collect_documents(each, out);
    } else if (const auto* object = value.if_object()) {
        for (const auto& member : *object) collect_documents(member.value(), out);
    }
}

std::string told(const storage::Outcome& outcome) {
    std::string text = outcome.refusal.not_your_role() ? " not his role" : "";
    for (const workflow::BodyFault& fault : outcome.refusal.body_faults)
        text += " " + fault.pointer + ": " + std::string(fault.expected.text());
    for (const Finding& finding : outcome.refusal.findings) {
        text += " " + finding.rule + (finding.variant.empty() ? "" : "." + finding.variant);
    }
    return text.empty() ? " not found" : text;
}

/// A step goes as told when it is accepted, or refused under just the rules it names.
bool as_told(const Step& step, const storage::Outcome& outcome) {
    const std::vector<std::string> rules = step.texts("refused");
    if (step.what.contains("forbidden")) return outcome.kind == storage::Outcome::Kind::not_your_role;
    if (rules.empty()) return outcome.kind == storage::Outcome::Kind::accepted;
    return outcome.kind == storage::Outcome::Kind::refused && std::ranges::all_of(rules, [&](const std::string& rule) {
               return std::ranges::find(outcome.refusal.findings, rule, &Finding::rule) !=
                      outcome.refusal.findings.end();
           });
}

void add_blocks(const json::object& tree, std::string_view kind, const std::string& file, Past& past) {
    for (const json::value& each : tree.at(kind).as_array()) {
        const json::object& block = each.as_object();
        const std::string name(block.at("name").as_string());
        Instant at = past.founded;
        int count = 0;
        // A course happens at the time of the step that names it.
        for (const json::value& step : block.at("steps").as_array()) {
            const std::string where = file + ": " + name + " " + std::to_string(++count);
            if (const auto* time = step.as_object().if_contains("at")) {
                at = instant_of(std::string(time->as_string()), where);
            }
            for (Step& one : unfolded(json::array{step}, tree.at("courses").as_object(), name, where)) {
                past.steps.push_back({at, std::move(one)});
            }
        }
    }
}

}  // namespace

Past read_past(const std::filesystem::path& file) {
    const json::value read = read_script(file);
    const json::object& tree = read.as_object();
    const std::string name = file.filename().string();
    Past past{.founded = instant_of(std::string(tree.at("founded").as_string()), name), .steps = {}};
    add_blocks(tree, "matters", name, past);
    add_blocks(tree, "meetings", name, past);
    std::ranges::stable_sort(past.steps, {}, &Past::TimedStep::at);
    return past;
}

Play::Play(App& app, const std::filesystem::path& documents) : app_(app), names_(*this, documents) {}

void Play::run(const std::vector<Past::TimedStep>& steps) {
    std::optional<Instant> at;
    for (const auto& [time, step] : steps) {
        if (at != time) {
            settle();
            // What was played before the loading was cut off lies behind the clock.
            app_.clock->move_to(time);
            at = time;
        }
        act(step);
    }
    settle();
}

void Play::act(const Step& step) {
    auto promise = std::make_shared<std::promise<tl::expected<storage::Outcome, storage::StoreError>>>();
    const json::value* with = step.what.if_contains("with");
    const json::value body = with != nullptr ? names_.resolved(*with, step) : json::value(json::object{});
    waiting_.push_back({step, meeting_of(step, body), promise->get_future()});
    app_.engine->submit(submission_of(step, body),
                        [promise](tl::expected<storage::Outcome, storage::StoreError> outcome) {
                            promise->set_value(std::move(outcome));
                        });
    if (creates(action_of(step).second)) settle();
}

void Play::settle() {
    for (; !waiting_.empty(); waiting_.pop_front()) settle(waiting_.front());
}

void Play::settle(Waiting& waiting) {
    const auto outcome = waiting.outcome.get();
    const std::string what =
        waiting.step.where + " (" + waiting.step.text("as") + " " + waiting.step.text("do") + "): ";
    if (!outcome) throw ScriptFault(what + outcome.error().detail);
    if (!as_told(waiting.step, *outcome)) throw ScriptFault(what + told(*outcome));
    if (outcome->created.empty() || !creates(action_of(waiting.step).second)) return;
    names_.save(waiting.step, outcome->created);
    if (!waiting.meeting.empty()) names_.save_meeting_of(outcome->created, waiting.meeting);
}

/// The meeting that the step puts an item before; empty where it puts none.
std::string Play::meeting_of(const Step& step, const json::value& body) {
    const std::string action = action_of(step).second;
    if (action == "place_on_agenda") return std::string(body.at("meeting").as_string());
    return action == "add_item" ? names_.value_of(step.text("on", step.block), step) : std::string();
}

Subject Play::subject_of(const Step& step, Target target, const std::string& action) {
    Subject subject{.organ = app_.organ};
    if (action == "create") return subject;
    const auto named = [&] { return names_.value_of(step.text("on", step.block), step); };
    if (target == Target::matter) subject.matter = MatterId{named()};
    if (target == Target::meeting) subject.meeting = MeetingId{named()};
    if (target == Target::person) subject.person = storage::definitions::founding_person(step.text("on"));
    if (target == Target::item) {
        subject.item = ItemId{named()};
        subject.meeting = MeetingId{names_.meeting_of(subject.item->value)};
    }
    return subject;
}

storage::Submission Play::submission_of(const Step& step, const json::value& body) {
    const auto [target, action] = action_of(step);
    auto read = codec::read_body(target, action, body);
    if (!read) throw ScriptFault(step.where + ": faulty at " + read.error().front().pointer);
    Command command{.target = target,
                    .action = action,
                    .subject = subject_of(step, target, action),
                    .actor = storage::definitions::founding_person(step.text("as")),
                    .body = std::move(*read),
                    .documents = {},
                    .occurred_at = {}};
    collect_documents(body, command.documents);
    command.occurred_at = codec::occurred_at_of(command.body);
    return {.command = std::move(command),
            .if_match = {},
            .key = storage::IdempotencyKey{.method = "POST",
                                           .path = "/demo/past",
                                           .key = sha256_hex(step.where),
                                           .body_sha256 = sha256_hex(json::serialize(body))},
            .address = "127.0.0.1"};
}

std::string Play::hand_in(const std::string& login, const Paper& paper) {
    const auto person = storage::definitions::founding_person(login);
    auto upload = app_.documents->begin(app_.organ, person, paper.name, "text/plain", app_.clock->now());
    if (!upload->write(paper.text)) throw ScriptFault(paper.name + ": too large");
    const auto row = upload->finish();
    if (!row) throw ScriptFault(paper.name + ": " + row.error().detail);
    return row->id.value;
}

std::vector<std::string> Play::checklist(const std::string& matter) {
    settle();
    Subject subject{.organ = app_.organ};
    subject.matter = MatterId{matter};
    const auto snapshot = app_.engine->read(subject, {});
    if (!snapshot) throw ScriptFault(snapshot.error().detail);
    const Command command{.target = Target::matter, .action = "issue_legality_opinion", .subject = subject};
    std::vector<std::string> items;
    for (const ChecklistItem& item : rules::checklist_of(context_of(snapshot->world, command))) {
        items.push_back(item.item);
    }
    return items;
}

}  // namespace shenyi::api::demo
