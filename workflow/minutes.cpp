#include "workflow/minutes.hpp"

#include "workflow/context.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/standing_in.hpp"

#include <algorithm>
#include <concepts>
#include <utility>

namespace shenyi::workflow {

namespace {

/// Reads the meeting's stream once. Everything that the state keeps whole is passed over.
struct RecordReading {
    const EventMeta& meta;
    std::string_view type;
    const Meeting& meeting;
    Minutes& minutes;
    std::map<ItemId, BrokenRound>& rounds;  ///< that run

    void operator()(const MeetingCalled& event) const { step().held_at = event.held_at; }
    void operator()(const RosterFixed&) const { step(); }
    void operator()(const AgendaFrozen&) const { step(); }
    void operator()(const MaterialsSent&) const { step(); }
    void operator()(const MeetingRescheduled& event) const {
        MinutesStep& moved = step();
        moved.reason = event.reason;
        moved.held_at = event.held_at;
    }
    void operator()(const MeetingCancelled& event) const { step().reason = event.reason; }
    void operator()(const MeetingAdjourned& event) const { step().reason = event.reason; }
    void operator()(const MeetingResumed&) const { step(); }
    void operator()(const ChairReplaced& event) const { replaced(event); }
    void operator()(const RecorderReplaced& event) const { replaced(event); }
    void operator()(const MeetingOpened& event) const {
        step().occurred_at = event.occurred_at;
        for (const PersonId& person : event.present) {
            if (meeting.is_due(person)) minutes.present_at_opening.push_back(person);
        }
    }
    void operator()(const MeetingClosed& event) const { step().occurred_at = event.occurred_at; }

    void operator()(const ItemOpened& event) const {
        entered(event);
        rounds[event.item] = BrokenRound{.opened_at = happened(event.occurred_at)};
    }
    void operator()(const InterestDeclared& event) const {
        entered(event);
        rounds[event.item].declarations.emplace_back(
            event.person,
            Declaration{.interest = event.interest, .text = event.text, .by_himself = meta.actor == event.person});
    }
    void operator()(const PositionStated& event) const {
        entered(event);
        rounds[event.item].statements.push_back({.person = event.person,
                                                 .position = event.position,
                                                 .text = event.text,
                                                 .at = happened(event.occurred_at),
                                                 .by_himself = meta.actor == event.person});
    }
    void operator()(const ItemInterrupted& event) const {
        entered(event);
        BrokenRound broken = std::exchange(rounds[event.item], BrokenRound{});
        broken.broken_at = meta.at;
        broken.reason = event.reason;
        minutes.items[event.item].broken_rounds.push_back(std::move(broken));
    }

    void operator()(const RecordSigned& event) const { minutes.signing.push_back(told(event)); }
    void operator()(const SignatureRefused& event) const { minutes.signing.push_back(told(event)); }

    /// What it says of itself is kept by the state; when it was entered is told here.
    template <class KeptByState>
    requires(std::same_as<KeptByState, ItemAdded> || std::same_as<KeptByState, ItemPlaced> ||
             std::same_as<KeptByState, LeaveRecorded> || std::same_as<KeptByState, AttendanceRecorded> ||
             std::same_as<KeptByState, RecordCorrected> || std::same_as<KeptByState, ItemRemoved> ||
             std::same_as<KeptByState, ItemDeferred> || std::same_as<KeptByState, ItemClosed> ||
             std::same_as<KeptByState, MemberRecused> || std::same_as<KeptByState, BallotOpened> ||
             std::same_as<KeptByState, BallotRecorded> || std::same_as<KeptByState, CountConfirmed> ||
             std::same_as<KeptByState, BallotVoided> || std::same_as<KeptByState, BallotClosed> ||
             std::same_as<KeptByState, HeadDecided> || std::same_as<KeptByState, DissentConfirmed> ||
             std::same_as<KeptByState, DissentNotConfirmed>) void
    operator()(const KeptByState& event) const {
        if constexpr (requires { event.item; }) entered(event);
    }

  private:
    MinutesStep& step() const {
        return minutes.course.emplace_back(
            MinutesStep{.event = meta.id, .type = std::string(type), .at = meta.at, .by = meta.actor});
    }

    template <class Entered>
    MinutesStep told(const Entered& event) const {
        MinutesStep step{.event = meta.id, .type = std::string(type), .at = meta.at, .by = meta.actor};
        if constexpr (requires { event.occurred_at; }) step.occurred_at = event.occurred_at;
        if constexpr (requires { event.person; }) step.person = event.person;
        if constexpr (requires { event.teller; }) step.person = event.teller;
        if constexpr (requires { event.reason; }) step.reason = event.reason;
        return step;
    }

    template <class ItemEvent>
    void entered(const ItemEvent& event) const {
        minutes.items[event.item].course.push_back(told(event));
    }

    template <class Replacement>
    void replaced(const Replacement& event) const {
        MinutesStep& replacing = step();
        replacing.reason = event.reason;
        replacing.person = event.person;
        replacing.document = event.document;
    }

    Instant happened(const std::optional<Instant>& entered) const {
        return entered ? std::min(meta.at, *entered) : meta.at;
    }
};

void read(const Meeting& meeting, std::span<const NewEvent> events, Minutes& minutes) {
    std::map<ItemId, BrokenRound> rounds;
    for (const NewEvent& event : events) {
        const auto* of_meeting = std::get_if<MeetingEvent>(&event.event);
        if (!of_meeting || event.stream != stream_of(meeting.id)) continue;
        std::visit(RecordReading{event.meta, type_of(event.event), meeting, minutes, rounds}, *of_meeting);
    }
}

/// What he asked before he came first ended by his coming.
void end_leaves(const Meeting& meeting, const PersonId& person, Minutes& minutes) {
    const auto came = std::ranges::find(meeting.attendance, person, &Attendance::person);
    if (came == meeting.attendance.end()) return;
    for (const Leave& leave : meeting.leaves) {
        if (leave.person == person && leave.at <= came->at) minutes.leaves_ended.push_back({leave, came->at});
    }
}

void take_attendance(const Meeting& meeting, Minutes& minutes) {
    if (!meeting.roster) return;
    for (const PersonId& person : meeting.roster->due) {
        if (meeting.were_present.contains(person)) {
            minutes.present.push_back(person);
            end_leaves(meeting, person, minutes);
            continue;
        }
        Absence absence{.person = person, .leave = std::nullopt};
        for (const Leave& leave : meeting.leaves) {
            if (leave.person != person) continue;
            absence.leave = leave;
            absence.asked_beforehand |= meeting.asked_beforehand(leave);
        }
        minutes.absent.push_back(std::move(absence));
    }
}

template <class Opinion>
bool lay_before(const Opinion& opinion, Instant issued_at, const Item& item, const Placement* placement,
                const std::vector<int>& versions) {
    if (std::ranges::find(versions, opinion.version) == versions.end()) return false;
    if (placement && placement->closed_at && issued_at > *placement->closed_at) return false;
    return !opinion.withdrawn || opinion.withdrawn->at > item.placed_at;
}

template <class Opinion>
OpinionShown shown(const Opinion& opinion, bool by_adviser, Instant issued_at) {
    OpinionShown out{.id = opinion.id,
                     .by_adviser = by_adviser,
                     .number = {},
                     .version = opinion.version,
                     .conclusion = opinion.conclusion,
                     .author = opinion.author,
                     .issued_at = issued_at};
    if (opinion.withdrawn) out.withdrawn_at = opinion.withdrawn->at;
    return out;
}

std::vector<OpinionShown> opinions_before(const Matter& matter, const Item& item) {
    std::vector<OpinionShown> opinions;
    const std::vector<int> versions = matter.continued_by(*item.version);
    const Placement* placement = matter.placement(item.id);
    for (const LegalityOpinion& opinion : matter.opinions) {
        if (!lay_before(opinion, opinion.issued_at, item, placement, versions)) continue;
        opinions.push_back(shown(opinion, false, opinion.issued_at));
        opinions.back().number = opinion.number;
    }
    for (const AdviserOpinion& opinion : matter.adviser_opinions) {
        if (!lay_before(opinion, opinion.given_at, item, placement, versions)) continue;
        opinions.push_back(shown(opinion, true, opinion.given_at));
    }
    return opinions;
}

std::vector<PersonId> reporters_of(const Organ& organ, const Meeting& meeting, const Item& item, const Matter* matter) {
    if (item.presenter) return {*item.presenter};
    std::vector<PersonId> reporters;
    if (!matter || !meeting.roster) return reporters;
    for (const Attendee& attendee : meeting.roster->attendees) {
        if (attendee.capacity != AttendeeCapacity::reporter) continue;
        const auto posts = posts_of(organ, attendee.person, rules::day_of(meeting));
        const bool of_its_units =
            std::ranges::any_of(posts, [&](const Post* post) { return matter->is_of(post->unit); });
        if (of_its_units) reporters.push_back(attendee.person);
    }
    return reporters;
}

}  // namespace

std::optional<Instant> record_signed_at(const MeetingId& meeting, std::span<const NewEvent> events) {
    for (const NewEvent& event : events) {
        const auto* of_meeting = std::get_if<MeetingEvent>(&event.event);
        if (!of_meeting || event.stream != stream_of(meeting)) continue;
        const auto* last = std::get_if<RecordSigned>(of_meeting);
        const auto* refused = std::get_if<SignatureRefused>(of_meeting);
        if ((last && last->completes) || (refused && refused->completes)) return event.meta.at;
    }
    return std::nullopt;
}

Minutes minutes_of(const World& world, const Meeting& meeting, std::span<const NewEvent> events) {
    Minutes minutes;
    read(meeting, events, minutes);
    take_attendance(meeting, minutes);
    minutes.chair_delegation = rules::standing_in(*world.organ, meeting.forum, meeting.chair, rules::day_of(meeting));
    for (const Item& item : meeting.items) {
        MinutesOfItem& of_item = minutes.items[item.id];
        const Matter* matter = item.matter ? find(world, *item.matter) : nullptr;
        if (matter && item.version) of_item.opinions = opinions_before(*matter, item);
        of_item.reporters = reporters_of(*world.organ, meeting, item, matter);
    }
    minutes.record_signed_at = record_signed_at(meeting.id, events);
    return minutes;
}

}  // namespace shenyi::workflow
