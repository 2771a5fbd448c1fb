#include "api/render/minutes.hpp"

#include "api/render/draft.hpp"
#include "api/render/item.hpp"
#include "api/render/meeting.hpp"
#include "api/render/person.hpp"
#include "api/render/proceedings.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/tally.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

/// Whom the roster leaves out, why, and the paper that shows it (R-MEET-04).
json::array excluded_of(const FixedRoster& roster, const NamesThen& names) {
    json::array out;
    for (const Exclusion& exclusion : roster.excluded) {
        json::object excluded = write(exclusion).as_object();
        names.beside(excluded, exclusion.person);
        out.push_back(std::move(excluded));
    }
    return out;
}

json::array absent_of(const Minutes& minutes, const NamesThen& names) {
    json::array out;
    for (const Absence& absence : minutes.absent) {
        json::value reason;
        json::value opinion;
        if (absence.leave) {
            reason = absence.leave->reason;
            opinion = write(absence.leave->written_opinion);
        }
        out.push_back(json::object{{"person", names.of(absence.person)},
                                   {"with_leave", absence.asked_beforehand},
                                   {"reason", std::move(reason)},
                                   {"written_opinion", std::move(opinion)}});
    }
    return out;
}

json::array leaves_ended_of(const Minutes& minutes, const NamesThen& names) {
    json::array out;
    for (const LeaveEnded& ended : minutes.leaves_ended) {
        out.push_back(json::object{{"person", names.of(ended.leave.person)},
                                   {"reason", ended.leave.reason},
                                   {"asked_at", rfc3339(ended.leave.at)},
                                   {"came_at", rfc3339(ended.came_at)}});
    }
    return out;
}

json::array attendees_of(const Meeting& meeting, const NamesThen& names) {
    json::array out;
    if (!meeting.roster) return out;
    for (const Attendee& attendee : meeting.roster->attendees) {
        out.push_back(json::object{{"person", names.of(attendee.person)},
                                   {"capacity", write(attendee.capacity)},
                                   {"present", meeting.were_present.contains(attendee.person)}});
    }
    return out;
}

json::array movements_of(const Meeting& meeting, const NamesThen& names) {
    json::array out;
    for (const Attendance& each : meeting.attendance) {
        json::object movement{{"person", each.person.value}, {"event", write(each.event)}, {"at", rfc3339(each.at)}};
        names.beside(movement, each.person);
        out.push_back(std::move(movement));
    }
    return out;
}

json::array corrections_of(const Meeting& meeting, const NamesThen& names) {
    json::array out;
    for (const Correction& each : meeting.corrections) {
        out.push_back(json::object{{"event", each.event.value},
                                   {"text", each.text},
                                   {"by", each.by.value},
                                   {"by_named", names.of(each.by)},
                                   {"at", rfc3339(each.at)}});
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

json::array opinions_of(const MinutesOfItem& told, const NamesThen& names) {
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
            declarations.push_back(json::object{{"person", person.value},
                                                {"interest", declaration.interest},
                                                {"text", write(declaration.text)},
                                                {"by_himself", declaration.by_himself}});
        }
        out.push_back(json::object{{"opened_at", rfc3339(round.opened_at)},
                                   {"declarations", std::move(declarations)},
                                   {"statements", statements_of(round.statements)},
                                   {"interrupted_at", rfc3339(round.broken_at)},
                                   {"reason", round.reason}});
    }
    return out;
}

/// Whether and when the papers went out (R-MEET-05): that they did not is said, not left to be inferred.
json::object papers_sent(const Meeting& meeting) {
    return {{"agenda_settled_at", write(meeting.agenda_frozen_at)},
            {"sent", meeting.materials_sent_at.has_value()},
            {"sent_at", write(meeting.materials_sent_at)}};
}

/// When the meeting opened, where that was entered from paper.
json::value occurred(const Minutes& minutes) {
    const auto opened = std::ranges::find(minutes.course, MeetingOpened::type, &MinutesStep::type);
    return opened == minutes.course.end() ? json::value() : write(opened->occurred_at);
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

json::object item_of(const World& world, const Item& item, const MinutesOfItem& told, const NamesThen& names) {
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
    add_proceedings(out, item, told, names);
    return out;
}

}  // namespace

json::object render_minutes(const World& world, const Meeting& meeting, const Minutes& minutes) {
    const NamesThen names{*world.organ, meeting};
    const FixedRoster roster = meeting.roster.value_or(FixedRoster{});
    json::array items;
    for (const Item& item : meeting.items) items.push_back(item_of(world, item, minutes.items.at(item.id), names));
    json::value delegation;
    if (minutes.chair_delegation != nullptr) delegation = render_delegation(*minutes.chair_delegation);
    return {{"meeting", meeting.id.value},
            {"forum", write(meeting.forum)},
            {"stage", write(meeting.stage)},
            {"number", write(meeting.summary_number)},
            {"held_at", rfc3339(meeting.held_at)},
            {"opened_at", write(meeting.opened_at)},
            {"occurred_at", occurred(minutes)},
            {"closed_at", write(meeting.closed_at)},
            {"place", meeting.place},
            {"chair", names.of(meeting.chair)},
            {"chair_delegation", std::move(delegation)},
            {"recorder", names.of(meeting.recorder)},
            {"due", names.of(roster.due)},
            {"excluded", excluded_of(roster, names)},
            {"present", names.of(minutes.present)},
            {"movements", movements_of(meeting, names)},
            {"absent", absent_of(minutes, names)},
            {"leaves_ended", leaves_ended_of(minutes, names)},
            {"attendees", attendees_of(meeting, names)},
            {"quorum", quorum_of(world, meeting, minutes)},
            {"course", course_of(minutes.course, names)},
            {"items", std::move(items)},
            {"papers", papers_sent(meeting)},
            {"signatures", signatures_of(meeting, minutes, names)},
            {"still_to_sign", write(meeting.still_to_sign())},
            {"still_to_sign_named", names.of(meeting.still_to_sign())},
            {"signed_at", write(minutes.record_signed_at)},
            {"corrections", corrections_of(meeting, names)}};
}

}  // namespace shenyi::api
