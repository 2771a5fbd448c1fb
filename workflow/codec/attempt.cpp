#include "workflow/codec/attempt.hpp"

#include "workflow/actions/agenda.hpp"
#include "workflow/codec/bodies.hpp"
#include "workflow/codec/canonical.hpp"
#include "workflow/context.hpp"
#include "workflow/digest.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <set>
#include <utility>

namespace shenyi::workflow::codec {

namespace {

namespace json = boost::json;

/// What an action's body is known by where it is too long to be kept. Nothing where it has no canonical form: then
/// there is nothing by which to find it again.
json::value digest_of(const json::value& value) {
    const auto bytes = canonical(value);
    return bytes ? json::value(sha256_hex(*bytes)) : json::value();
}

json::value told_text(const json::string& text) {
    if (text.size() <= limits::attempt_text_bytes) return text;
    return json::object{{"bytes", text.size()}, {"sha256", sha256_hex(std::string_view(text))}};
}

json::value told(const json::value& value);

json::value told_list(const json::array& list) {
    if (list.size() > limits::attempt_list_members) {
        return json::object{{"count", list.size()}, {"sha256", digest_of(list)}};
    }
    json::array out;
    for (const json::value& each : list) out.push_back(told(each));
    return out;
}

json::value told(const json::value& value) {
    if (const auto* text = value.if_string()) return told_text(*text);
    if (const auto* list = value.if_array()) return told_list(*list);
    const auto* object = value.if_object();
    if (object == nullptr) return value;
    json::object out;
    for (const auto& member : *object) {
        const auto* votes = member.key() == "votes" ? member.value().if_array() : nullptr;
        out.emplace(member.key(), votes != nullptr ? json::value(votes->size()) : told(member.value()));
    }
    return out;
}

/// The matters of the items on which a finding or the command itself bears.
void add_items_matters(const World& world, const Command& command, const std::vector<Finding>& findings,
                       std::set<std::string>& about) {
    const Meeting* meeting = command.subject.meeting ? find(world, *command.subject.meeting) : nullptr;
    if (!meeting) return;
    // Of a meeting that is entered afterwards every item is reviewed afterwards.
    const bool whole = command.target == Target::meeting && kind_of(findings) == AttemptKind::review_after_meeting;
    for (const Item& item : meeting->items) {
        bool meant = whole ? item.state != ItemState::removed
                           : command.target == Target::item && command.subject.item == item.id;
        for (const Finding& finding : findings) meant = meant || finding.subject == item.id.value;
        if (meant && item.matter) about.insert(stream_of(*item.matter).name);
    }
}

/// An event has an end: whom it cannot name any more it counts.
void keep_within(std::size_t& room, Clearer& clearer) {
    if (clearer.persons.size() > room) {
        clearer.others = clearer.others.value_or(0) + static_cast<int>(clearer.persons.size() - room);
        clearer.persons.resize(room);
    }
    room -= clearer.persons.size();
}

}  // namespace

std::string told_body(const json::value& body) {
    if (auto bytes = canonical(told(body), limits::attempt_body_bytes)) return *std::move(bytes);
    return canonical(json::object{{"sha256", digest_of(body)}}).value();
}

std::vector<std::string> bears_on(const World& world, const Command& command, const std::vector<Finding>& findings) {
    std::set<std::string> about;
    add_items_matters(world, command, findings, about);
    for (const DocumentId& document : command.documents) {
        const auto facts = world.documents.find(document);
        if (facts == world.documents.end()) continue;
        for (const auto& [matter, version] : facts->second.in_drafts) about.insert(stream_of(matter).name);
    }
    if (const auto* placing = command.as<PlaceOnAgenda>()) about.insert(stream_of(placing->meeting).name);
    if (const auto* removal = command.as<RemoveFromAgenda>()) about.insert(stream_of(removal->meeting).name);
    const bool on_matter = command.target == Target::matter;
    if (on_matter && command.subject.matter) about.erase(stream_of(*command.subject.matter).name);
    if (!on_matter && command.subject.meeting) about.erase(stream_of(*command.subject.meeting).name);
    return {about.begin(), about.end()};
}

AttemptRefused attempt_of(const World& world, const Command& command, const Refusal& refusal, std::string target) {
    AttemptRefused attempt{.action = command.action,
                           .target = std::move(target),
                           .findings = refusal.findings,
                           .not_your_role = refusal.not_your_role(),
                           .body = {},
                           .who_can_clear = std::vector<std::vector<Clearer>>{},
                           .roles_that_may = {},
                           .about = bears_on(world, command, refusal.findings),
                           .counted_as = kind_of(refusal.findings)};
    if (command.body.has_value()) {
        attempt.body = told_body(write_body(command.target, command.action, command.body));
    }
    std::size_t room = limits::attempt_persons;
    for (const Finding& finding : refusal.findings) {
        attempt.who_can_clear->push_back(who_can_clear(world, command, finding));
        for (Clearer& clearer : attempt.who_can_clear->back()) keep_within(room, clearer);
    }
    if (refusal.not_your_role()) attempt.roles_that_may = refusal.roles_that_may;
    return attempt;
}

}  // namespace shenyi::workflow::codec
