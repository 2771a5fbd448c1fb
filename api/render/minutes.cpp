#include "api/render/minutes.hpp"

#include "api/render/draft.hpp"
#include "api/render/item.hpp"
#include "api/render/meeting.hpp"
#include "api/render/person.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/tally.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

/// Puts names and posts of the meeting's day to the persons of one meeting.
struct Naming {
    const Organ& organ;
    const Meeting& meeting;

    /// By the post that counts in this forum, else by the first that he holds.
    json::object of(const PersonId& person) const {
        const auto posts = posts_of(organ, person, rules::day_of(meeting));
        const Role member = meeting.forum == Forum::party_group ? Role::party_member : Role::director;
        json::value title;
        for (const Role role : {rules::leader_of(meeting.forum), member, Role::party_member}) {
            const auto post = std::ranges::find(posts, role, [](const Post* each) { return each->role; });
            if (post == posts.end()) continue;
            title = (*post)->title;
            break;
        }
        if (title.is_null() && !posts.empty()) title = posts.front()->title;
        return {{"person", person.value}, {"name", name_of(organ, person)}, {"post", std::move(title)}};
    }
    json::array of(const std::vector<PersonId>& people) const {
        json::array out;
        for (const PersonId& person : people) out.push_back(of(person));
        return out;
    }
};

json::array course_of(const Minutes& minutes) {
    json::array out;
    for (const MinutesStep& step : minutes.course) {
        out.push_back(json::object{{"event", step.event.value},
                                   {"type", step.type},
                                   {"at", rfc3339(step.at)},
                                   {"occurred_at", write(step.occurred_at)},
                                   {"by", step.by.value},
                                   {"reason", write(step.reason)},
                                   {"person", write(step.person)},
                                   {"document", write(step.document)},
                                   {"held_at", write(step.held_at)}});
    }
    return out;
}

json::array absent_of(const Minutes& minutes, const Naming& names) {
    json::array out;
    for (const Absence& absence : minutes.absent) {
        json::value reason;
        json::value opinion;
        if (absence.leave) {
            reason = absence.leave->reason;
            opinion = write(absence.leave->written_opinion);
        }
        out.push_back(json::object{{"person", names.of(absence.person)},
                                   {"with_leave", absence.leave.has_value()},
                                   {"reason", std::move(reason)},
                                   {"written_opinion", std::move(opinion)}});
    }
    return out;
}

json::array attendees_of(const Meeting& meeting, const Naming& names) {
    json::array out;
    if (!meeting.roster) return out;
    for (const Attendee& attendee : meeting.roster->attendees) {
        out.push_back(json::object{{"person", names.of(attendee.person)},
                                   {"capacity", write(attendee.capacity)},
                                   {"present", meeting.were_present.contains(attendee.person)}});
    }
    return out;
}

json::array movements_of(const Meeting& meeting) {
    json::array out;
    for (const Attendance& each : meeting.attendance) {
        out.push_back(
            json::object{{"person", each.person.value}, {"event", write(each.event)}, {"at", rfc3339(each.at)}});
    }
    return out;
}

json::array corrections_of(const Meeting& meeting) {
    json::array out;
    for (const Correction& each : meeting.corrections) {
        out.push_back(json::object{
            {"event", each.event.value}, {"text", each.text}, {"by", each.by.value}, {"at", rfc3339(each.at)}});
    }
    return out;
}

/// As it was at the opening: who left later is among the movements.
json::object quorum_of(const World& world, const Meeting& meeting, const Minutes& minutes) {
    const Command command{
        .target = Target::meeting, .action = "open", .subject = {.organ = meeting.organ, .meeting = meeting.id}};
    const Context at = context_of(world, command);
    const int due = meeting.roster ? static_cast<int>(meeting.roster->due.size()) : 0;
    const int present = static_cast<int>(minutes.present_at_opening.size());
    const QuorumShare share = quorum_share(at);
    return {{"needed", quorum_needed(due, share, at.pack.quorum_half_inclusive)},
            {"present", present},
            {"met", has_quorum(present, due, share, at.pack.quorum_half_inclusive)}};
}

json::array opinions_of(const MinutesOfItem& told, const Naming& names) {
    json::array out;
    for (const OpinionShown& opinion : told.opinions) {
        out.push_back(json::object{{"id", opinion.id.value},
                                   {"kind", opinion.by_adviser ? "adviser" : "legality"},
                                   {"number", opinion.number.empty() ? json::value() : json::value(opinion.number)},
                                   {"draft", opinion.version},
                                   {"conclusion", write(opinion.conclusion)},
                                   {"author", names.of(opinion.author)},
                                   {"issued_at", rfc3339(opinion.issued_at)},
                                   {"withdrawn_at", write(opinion.withdrawn_at)}});
    }
    return out;
}

json::array rounds_of(const MinutesOfItem& told) {
    json::array out;
    for (const BrokenRound& round : told.broken_rounds) {
        json::array declarations;
        for (const auto& [person, declaration] : round.declarations) {
            declarations.push_back(json::object{
                {"person", person.value}, {"interest", declaration.interest}, {"text", write(declaration.text)}});
        }
        out.push_back(json::object{{"opened_at", rfc3339(round.opened_at)},
                                   {"declarations", std::move(declarations)},
                                   {"statements", statements_of(round.statements)},
                                   {"interrupted_at", rfc3339(round.broken_at)},
                                   {"reason", round.reason}});
    }
    return out;
}

json::array recusals_of(const Item& item) {
    json::array out;
    for (const auto& [person, reason] : item.recused) {
        out.push_back(json::object{{"person", person.value}, {"reason", reason}});
    }
    return out;
}

/// What the meeting reworded: by the ballot that decided, or by the head.
json::array amendments_to(const Item& item) {
    if (item.head_decision) return amendments_of(item.head_decision->amendments);
    const Ballot* ballot = item.last_closed_ballot();
    const bool amended = ballot != nullptr && ballot->outcome == Outcome::adopted_as_amended;
    return amended ? amendments_of(ballot->motion.amendments) : json::array{};
}

json::array papers_of(const World& world, const Item& item) {
    json::array out;
    for (const DocumentId& document : item.documents) out.push_back(render_paper(document, nullptr, nullptr));
    const Matter* matter = item.matter ? find(world, *item.matter) : nullptr;
    const Draft* draft = matter != nullptr && item.version ? matter->draft(*item.version) : nullptr;
    if (draft == nullptr) return out;
    for (const DraftDocument& each : draft->documents) {
        out.push_back(render_paper(each.document, write(each.role), draft->version));
    }
    return out;
}

void add_proceedings(json::object& out, const Item& item) {
    out.emplace("declarations", declarations_of(item));
    out.emplace("recusals", recusals_of(item));
    out.emplace("statements", statements_of(item.statements));
    out.emplace("ballots", ballots_of(item));
    out.emplace("head_decision", head_decision_of(item));
    out.emplace("outcome", write(item.outcome));
    out.emplace("arithmetic", arithmetic_of(item.arithmetic));
    out.emplace("amendments", amendments_to(item));
    out.emplace("dissents", dissents_of(item));
    out.emplace("no_dissent", item.no_dissent);
    out.emplace("executing_unit", write(item.executing_unit));
    out.emplace("responsible", responsible_of(item));
    out.emplace("defer_reason", write(item.defer_reason));
    out.emplace("removed_by", write(item.removed_by_rule));
    out.emplace("removal_reason", write(item.removal_reason));
}

json::object item_of(const World& world, const Item& item, const MinutesOfItem& told, const Naming& names) {
    json::object out{
        {"id", item.id.value},
        {"kind", write(item.kind)},
        {"title", item.title},
        {"matter", write(item.matter)},
        {"draft", write(item.version)},
        {"digest", write(item.digest)},
        {"state", write(item.state)},
        {"presenter", told.reporters.empty() ? json::value() : json::value(names.of(told.reporters.front()))},
        {"reporters", names.of(told.reporters)},
        {"proposed_by", write(item.proposed_by)},
        {"late", item.late},
        {"materials", papers_of(world, item)},
        {"opinions", opinions_of(told, names)},
        {"opened_at", write(item.opened_at)},
        {"earlier_rounds", rounds_of(told)}};
    add_proceedings(out, item);
    return out;
}

}  // namespace

json::object render_minutes(const World& world, const Meeting& meeting, const Minutes& minutes) {
    const Naming names{*world.organ, meeting};
    const FixedRoster roster = meeting.roster.value_or(FixedRoster{});
    json::array items;
    for (const Item& item : meeting.items) items.push_back(item_of(world, item, minutes.items.at(item.id), names));
    json::value delegation;
    if (minutes.chair_delegation != nullptr) delegation = render_delegation(*minutes.chair_delegation);
    return {{"meeting", meeting.id.value},
            {"forum", write(meeting.forum)},
            {"stage", write(meeting.stage)},
            {"number", nullptr},
            {"held_at", rfc3339(meeting.held_at)},
            {"opened_at", write(meeting.opened_at)},
            {"occurred_at", write(meeting.occurred_at)},
            {"closed_at", write(meeting.closed_at)},
            {"place", meeting.place},
            {"chair", names.of(meeting.chair)},
            {"chair_delegation", std::move(delegation)},
            {"recorder", names.of(meeting.recorder)},
            {"due", names.of(roster.due)},
            {"excluded", write(roster.excluded)},
            {"present", names.of(minutes.present)},
            {"movements", movements_of(meeting)},
            {"absent", absent_of(minutes, names)},
            {"attendees", attendees_of(meeting, names)},
            {"quorum", quorum_of(world, meeting, minutes)},
            {"course", course_of(minutes)},
            {"items", std::move(items)},
            {"signatures", render_signatures(meeting)},
            {"still_to_sign", write(meeting.still_to_sign())},
            {"signed_at", write(minutes.record_signed_at)},
            {"corrections", corrections_of(meeting)}};
}

}  // namespace shenyi::api
