#pragma once

#include "workflow/evolve/evolve.hpp"

#include <chrono>
#include <initializer_list>
#include <string>
#include <utility>

namespace shenyi::workflow::history {

/// A day of March 2026.
inline Date day(unsigned of_march) {
    return {std::chrono::year(2026), std::chrono::month(3), std::chrono::day(of_march)};
}

/// The morning of 2026-03-02, and minutes after it.
inline Instant minute(int n) {
    return Instant(std::chrono::sys_days(day(2))) + std::chrono::hours(1) + std::chrono::minutes(n);
}

inline EventMeta by(std::string actor, int at_minute) {
    return {.id = {"evt_" + std::to_string(at_minute)}, .at = minute(at_minute), .actor = {std::move(actor)}};
}

/// A state and what happens to it, one minute after the other.
template <class State, class StreamEvent>
struct History {
    State state{};
    int now = 0;

    History& then(const std::string& actor, const StreamEvent& event) { return then(by(actor, now + 1), event); }
    History& then(const EventMeta& meta, const StreamEvent& event) {
        ++now;
        evolve(state, event, meta);
        return *this;
    }
};

using MatterHistory = History<Matter, MatterEvent>;
using MeetingHistory = History<Meeting, MeetingEvent>;
using OrganHistory = History<Organ, OrganEvent>;

/// A matter whose version 1 was found lawful, with the clearance `clr_1`; its route is given.
inline MatterHistory a_reviewed_matter(std::vector<Forum> route = {Forum::office_meeting}) {
    MatterHistory matter;
    matter.then("he", MatterCreated{.kind = MatterKind::major_decision,
                                    .title = "供热补贴办法",
                                    .undertaking_unit = {"unit_people"},
                                    .issuer = "局",
                                    .source = ProposalSource::department,
                                    .route = std::move(route)});
    matter.then("ju", MatterOpened{.lead_unit = {"unit_people"}});
    matter.then("he", DraftSubmitted{.version = 1,
                                     .digest = {"sha256:1"},
                                     .main = {"sha256:d1"},
                                     .drafters = {{"he"}},
                                     .uploaders = {{"he"}},
                                     .change = ChangeClass::substantive,
                                     .stage = Stage::drafting});
    matter.then("ke", ReviewRequested{.version = 1, .digest = {"sha256:1"}});
    matter.then("fa", ReviewAccepted{.version = 1});
    matter.then("fa", LegalityOpinionIssued{.opinion = {"opn_1"},
                                            .number = "2026-1",
                                            .version = 1,
                                            .digest = {"sha256:1"},
                                            .conclusion = Conclusion::lawful,
                                            .clearance = ClearanceId{"clr_1"}});
    return matter;
}

/// A sitting meeting of a, b and c, with b chairing and r recording, and one item placed.
inline MeetingHistory a_sitting_meeting(Forum forum = Forum::party_group) {
    MeetingHistory meeting;
    meeting.then("ban", MeetingCalled{.forum = forum, .held_at = minute(0), .chair = {"b"}, .recorder = {"r"}});
    meeting.then("ban",
                 RosterFixed{.due = {{"a"}, {"b"}, {"c"}}, .attendees = {{{"fa"}, AttendeeCapacity::reviewing_body}}});
    meeting.then("ban", ItemPlaced{.item = {"itm_1"}, .matter = {"mat_1"}, .title = "供热补贴办法", .version = 1});
    meeting.then("b", AgendaFrozen{});
    meeting.then("ban", MaterialsSent{});
    meeting.then("r", MeetingOpened{.present = {{"a"}, {"b"}, {"fa"}}});
    return meeting;
}

}  // namespace shenyi::workflow::history
