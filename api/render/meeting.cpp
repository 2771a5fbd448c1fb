#include "api/render/meeting.hpp"

#include "api/render/item.hpp"
#include "api/visibility.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"
#include "workflow/tally.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

/// Members in the room who spoke on the item, and those who still have to.
void add_speakers(const Meeting& meeting, const Item& item, json::object& out) {
    json::array spoken;
    json::array silent;
    std::vector<PersonId> heard;
    for (const Statement& statement : item.statements) {
        if (std::ranges::find(heard, statement.person) != heard.end()) continue;
        heard.push_back(statement.person);
        spoken.emplace_back(statement.person.value);
    }
    for (const PersonId& voter : voters(meeting, item)) {
        if (std::ranges::find(heard, voter) == heard.end()) silent.emplace_back(voter.value);
    }
    out.emplace("spoken", std::move(spoken));
    out.emplace("not_spoken", std::move(silent));
}

json::object item_of(const Meeting& meeting, const Item& item) {
    json::array recused;
    for (const auto& entry : item.recused) recused.emplace_back(entry.first.value);
    json::object out{{"id", item.id.value},
                     {"kind", write(item.kind)},
                     {"title", item.title},
                     {"matter", write(item.matter)},
                     {"draft", write(item.version)},
                     {"state", write(item.state)},
                     {"recused", std::move(recused)},
                     {"ballot", item.ballots.empty() ? json::value() : ballot_of(item.ballots.back())},
                     {"outcome", write(item.outcome)},
                     {"arithmetic", arithmetic_of(item.arithmetic)},
                     {"dissent", dissents_of(item)},
                     {"digest", write(item.digest)},
                     {"presenter", write(item.presenter)},
                     {"documents", write(item.documents)},
                     {"proposed_by", write(item.proposed_by)},
                     {"late", item.late},
                     {"declarations", declarations_of(item)},
                     {"statements", statements_of(item.statements)},
                     {"ballots", ballots_of(item)},
                     {"head_decision", head_decision_of(item)},
                     {"no_dissent", item.no_dissent},
                     {"executing_unit", write(item.executing_unit)},
                     {"responsible", responsible_of(item)},
                     {"defer_reason", write(item.defer_reason)},
                     {"removed_by", write(item.removed_by_rule)},
                     {"removal_reason", write(item.removal_reason)}};
    add_speakers(meeting, item, out);
    return out;
}

/// The item for who does not see its record: where it stands, and what became of it if that is open to him.
json::object extract_of(const Item& item, ItemSight sight) {
    const bool outcome = sight == ItemSight::outcome;
    json::value ballot;
    if (outcome && !item.ballots.empty()) {
        ballot = ballot_of(item.ballots.back());
        ballot.at("votes") = json::array{};
    }
    return {{"id", item.id.value},
            {"kind", write(item.kind)},
            {"title", item.title},
            {"matter", write(item.matter)},
            {"draft", write(item.version)},
            {"state", write(item.state)},
            {"spoken", json::array{}},
            {"not_spoken", json::array{}},
            {"recused", json::array{}},
            {"ballot", std::move(ballot)},
            {"outcome", outcome ? write(item.outcome) : json::value()},
            {"arithmetic", outcome ? arithmetic_of(item.arithmetic) : json::value()},
            {"dissent", json::array{}},
            {"presenter", write(item.presenter)}};
}

/// The meeting for an attendee: when and where it is, and his items. For whom the roster leaves out: why (R-MEET-04).
json::object render_seat(const World& world, const Meeting& meeting, std::int64_t seq, const PersonId& reader) {
    json::array items;
    for (const Item& item : meeting.items) {
        const ItemSight sight = item_sight(world, reader, meeting, item);
        if (sight != ItemSight::none) items.push_back(extract_of(item, sight));
    }
    FixedRoster roster = meeting.roster.value_or(FixedRoster{});
    std::erase_if(roster.attendees, [&](const Attendee& attendee) { return attendee.person != reader; });
    std::erase_if(roster.excluded, [&](const Exclusion& exclusion) { return exclusion.person != reader; });
    return {{"id", meeting.id.value},
            {"forum", write(meeting.forum)},
            {"stage", write(meeting.stage)},
            {"seq", seq},
            {"held_at", rfc3339(meeting.held_at)},
            {"place", meeting.place},
            {"chair", meeting.chair.value},
            {"recorder", meeting.recorder.value},
            {"due", json::array{}},
            {"attendees", write(roster.attendees)},
            {"present", json::array{}},
            {"items", std::move(items)},
            {"signatures", json::array{}},
            {"organ", meeting.organ.value},
            {"excluded", write(roster.excluded)}};
}

json::object quorum_of(const World& world, const Meeting& meeting) {
    const Command command{
        .target = Target::meeting, .action = "open", .subject = {.organ = meeting.organ, .meeting = meeting.id}};
    const Context at = context_of(world, command);
    const int due = meeting.roster ? static_cast<int>(meeting.roster->due.size()) : 0;
    const int present = static_cast<int>(
        std::ranges::count_if(meeting.present, [&](const PersonId& person) { return meeting.is_due(person); }));
    const QuorumShare share = quorum_share(at);
    return {{"needed", quorum_needed(due, share, at.pack.quorum_half_inclusive)},
            {"present", present},
            {"met", has_quorum(present, due, share, at.pack.quorum_half_inclusive)}};
}

json::array signatures_of(const Meeting& meeting) {
    json::array out;
    for (const Signature& signature : meeting.signatures) {
        out.push_back(json::object{{"person", signature.person.value},
                                   {"state", "signed"},
                                   {"at", rfc3339(signature.at)},
                                   {"sheet", write(signature.sheet)},
                                   {"witnesses", json::array{}},
                                   {"password_reset_at", write(signature.reset_at)}});
    }
    for (const SignatureRefusal& refusal : meeting.signature_refusals) {
        out.push_back(json::object{{"person", refusal.person.value},
                                   {"state", "refused"},
                                   {"at", nullptr},
                                   {"sheet", nullptr},
                                   {"witnesses", write(refusal.witnesses)}});
    }
    return out;
}

}  // namespace

json::object render_meeting(const World& world, const Meeting& meeting, std::int64_t seq, const PersonId& reader) {
    if (!sees_record(world, reader, meeting)) return render_seat(world, meeting, seq, reader);
    json::array items;
    for (const Item& item : meeting.items) items.push_back(item_of(meeting, item));
    json::array present;
    for (const PersonId& person : meeting.present) present.emplace_back(person.value);
    const FixedRoster roster = meeting.roster.value_or(FixedRoster{});
    std::optional<Instant> fixed_at;
    if (meeting.roster) fixed_at = roster.fixed_at;
    return {{"id", meeting.id.value},
            {"forum", write(meeting.forum)},
            {"stage", write(meeting.stage)},
            {"seq", seq},
            {"held_at", rfc3339(meeting.held_at)},
            {"place", meeting.place},
            {"chair", meeting.chair.value},
            {"recorder", meeting.recorder.value},
            {"due", write(roster.due)},
            {"attendees", write(roster.attendees)},
            {"present", std::move(present)},
            {"quorum", quorum_of(world, meeting)},
            {"items", std::move(items)},
            {"signatures", signatures_of(meeting)},
            {"organ", meeting.organ.value},
            {"excluded", write(roster.excluded)},
            {"still_to_sign", write(meeting.still_to_sign())},
            {"roster_fixed_at", write(fixed_at)},
            {"agenda_frozen_at", write(meeting.agenda_frozen_at)},
            {"materials_sent_at", write(meeting.materials_sent_at)},
            {"opened_at", write(meeting.opened_at)},
            {"occurred_at", write(meeting.occurred_at)},
            {"closed_at", write(meeting.closed_at)},
            {"cancelled", write(meeting.cancelled)}};
}

json::array render_signatures(const Meeting& meeting) {
    return signatures_of(meeting);
}

}  // namespace shenyi::api
