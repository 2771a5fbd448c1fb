#include "api/render/history.hpp"

#include "api/render/receipt.hpp"
#include "workflow/action_of.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/codec/write.hpp"

#include <boost/json/array.hpp>

#include <string_view>

namespace shenyi::api {
namespace {

using namespace workflow;
namespace json = boost::json;

json::value member(const json::object& envelope, std::string_view name) {
    const json::value* found = envelope.if_contains(name);
    return found != nullptr ? *found : json::value();
}

/// The record keeps a post by its title; the contract wants the id of the post held on that day.
json::value actor_of(const json::object& envelope, const EventMeta& meta, const Organ& organ) {
    if (meta.actor.empty()) return nullptr;
    json::value value = member(envelope, "actor");
    json::object* actor = value.if_object();
    if (actor == nullptr) return nullptr;
    const json::value title = member(*actor, "post");
    const json::value role = member(*actor, "role");
    (*actor)["post"] = nullptr;
    for (const Post* post : posts_of(organ, meta.actor, date_of(meta.at))) {
        if (title != json::value(post->title) || role != codec::write(post->role)) continue;
        (*actor)["post"] = post->id.value;
        break;
    }
    if (member(*actor, "name").is_null()) (*actor)["name"] = name_of(organ, meta.actor);
    return value;
}

/// What was tried on: a resource's stream, and behind a meeting's the item's id.
Command tried(const AttemptRefused& refused, const Command& looking) {
    Command command = looking;
    command.action = refused.action;
    const std::string_view target = refused.target;
    const std::string_view id = target.substr(target.find('/') + 1);
    command.target = target.starts_with("person/") ? Target::person : Target::organ;
    if (target.starts_with("matter/")) {
        command.target = Target::matter;
        command.subject.matter = MatterId{std::string(id)};
    }
    if (!target.starts_with("meeting/")) return command;
    const auto slash = id.find('/');
    command.target = slash == std::string_view::npos ? Target::meeting : Target::item;
    command.subject.meeting = MeetingId{std::string(id.substr(0, slash))};
    command.subject.item.reset();
    if (slash != std::string_view::npos) command.subject.item = ItemId{std::string(id.substr(slash + 1))};
    return command;
}

/// Findings as they were told. What an event of before that was kept does not say is left empty, never found out now.
json::array findings_told(const AttemptRefused& refused, const FindingPlace& at) {
    json::array out;
    for (std::size_t i = 0; i < refused.findings.size(); ++i) {
        const bool told = refused.who_can_clear && i < refused.who_can_clear->size();
        out.push_back(render(refused.findings[i], at, told ? refused.who_can_clear->at(i) : std::vector<Clearer>{}));
    }
    return out;
}

void add_refusal(json::object& out, const AttemptRefused& refused, Date day, const FindingPlace& at) {
    const Command command = tried(refused, at.command);
    json::object data{{"target", refused.target}, {"not_your_role", refused.not_your_role}};
    if (command.subject.item) data.emplace("item", command.subject.item->value);
    if (command.target == Target::meeting || command.target == Target::item) {
        data.emplace("meeting", command.subject.meeting->value);
    }
    if (refused.body) data.emplace("body", codec::parse(*refused.body).value());
    if (refused.roles_that_may) data.emplace("roles_that_may", codec::write(*refused.roles_that_may));
    out["action"] = refused.action;
    out["data"] = std::move(data);
    if (const auto kind = kind_counted(refused)) {
        out["counted_as"] = codec::write(*kind);
        out["counted_as_text"] =
            at.app.messages->word(tag(at.language), Term{"attempt_kind", std::string(codec::write(*kind).as_string())});
    }
    out["findings"] = findings_told(refused, FindingPlace{at.app, at.world, command, at.language, day});
}

}  // namespace

json::object render_entry(const storage::StoredEvent& event, const FindingPlace& at) {
    const auto body = codec::parse(event.body, codec::event_limits);
    const json::object& envelope = body.value().as_object();
    json::object out{{"id", event.reference.id},
                     {"entry", "event"},
                     {"type", event.reference.type},
                     {"outcome", "ok"},
                     {"at", rfc3339(event.reference.recorded_at)},
                     {"occurred_at", nullptr},
                     {"stream", event.reference.stream},
                     {"stream_seq", event.reference.stream_seq},
                     {"actor", actor_of(envelope, event.meta, *at.world.organ)},
                     {"on_behalf", codec::write(event.meta.on_behalf)},
                     {"action", nullptr},
                     {"data", member(envelope, "data")},
                     {"findings", json::array{}},
                     {"receipt_at", receipt_address(event.reference.id)}};
    if (const auto action = action_of(event.event)) out["action"] = action->name;
    if (const auto* data = out.at("data").if_object()) out["occurred_at"] = member(*data, "occurred_at");
    const auto* attempt = std::get_if<AttemptEvent>(&event.event);
    if (attempt == nullptr) return out;
    out["entry"] = "attempt";
    out["outcome"] = "refused";
    if (const auto* refused = std::get_if<AttemptRefused>(attempt))
        add_refusal(out, *refused, date_of(event.meta.at), at);
    if (const auto* counted = std::get_if<AttemptsCounted>(attempt)) {
        out["count"] = counted->count;
        out["until"] = rfc3339(counted->to);
        out["data"].as_object().erase("about");
    }
    return out;
}

}  // namespace shenyi::api
