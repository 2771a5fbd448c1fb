#pragma once

#include "workflow/events/attempt.hpp"
#include "workflow/events/item.hpp"
#include "workflow/events/matter.hpp"
#include "workflow/events/meeting.hpp"
#include "workflow/events/organ.hpp"
#include "workflow/events/person.hpp"

#include <string_view>
#include <variant>

/// Every event there is, one closed list a stream. A released struct is never changed in meaning: an added member is
/// optional and its absence means the old behaviour; anything else is a new event. `type` is the name on the wire.
///
/// The long variants are types of their own, visited and compared as what they derive from: how thirty structs are
/// copied, moved and destroyed is compiled once, in events.cpp, and not in every unit that passes an event on.
namespace shenyi::workflow {

struct MatterEvent
    : std::variant<MatterCreated, StudyRecorded, MatterOpened, DraftSubmitted, ConsultationRecorded, ReviewRequested,
                   ReviewRequestWithdrawn, ReviewerAssigned, ReviewAccepted, ReviewReturned, ReviewClockStopped,
                   ReviewClockRestarted, ReviewOverdue, DeadlinesMoved, AdviserAskedEvent, AdviserDeclined,
                   AdviserOpinionGiven, AdviserOpinionWithdrawn, LegalityOpinionIssued, LegalityOpinionWithdrawn,
                   OpinionResponded, ChangeConfirmed, DraftEndorsed, EndorsementDeclined, TextPublished,
                   MatterWithdrawn, ObjectionNoted, ObjectionAnswered, ItemPlaced, ItemRemoved, ItemOpened,
                   ItemInterrupted, ItemDeferred, ItemClosed> {
    using variant::variant;
    MatterEvent();
    MatterEvent(const MatterEvent& other);
    MatterEvent(MatterEvent&& other) noexcept;
    MatterEvent& operator=(const MatterEvent& other);
    MatterEvent& operator=(MatterEvent&& other) noexcept;
    ~MatterEvent();
};

struct MeetingEvent
    : std::variant<MeetingCalled, RosterFixed, ItemAdded, ItemPlaced, AgendaFrozen, MaterialsSent, MeetingRescheduled,
                   MeetingCancelled, MeetingAdjourned, MeetingResumed, ChairReplaced, RecorderReplaced, LeaveRecorded,
                   MeetingOpened, AttendanceRecorded, MeetingClosed, RecordSigned, SignatureRefused, RecordCorrected,
                   ItemRemoved, ItemOpened, ItemInterrupted, ItemDeferred, ItemClosed, InterestDeclared, MemberRecused,
                   PositionStated, BallotOpened, BallotRecorded, CountConfirmed, BallotVoided, BallotClosed,
                   HeadDecided, DissentConfirmed, DissentNotConfirmed> {
    using variant::variant;
    MeetingEvent();
    MeetingEvent(const MeetingEvent& other);
    MeetingEvent(MeetingEvent&& other) noexcept;
    MeetingEvent& operator=(const MeetingEvent& other);
    MeetingEvent& operator=(MeetingEvent&& other) noexcept;
    ~MeetingEvent();
};

struct OrganEvent : std::variant<OrganFounded, UnitFormed, CompetenceFixed, PersonRegistered, PostEntered,
                                 PostConfirmed, PostEndEntered, PostEndConfirmed, DelegationRecorded, AdviserEngaged,
                                 RosterSet, CalendarLoaded, CalendarConfirmed, CalendarReminded, DayBegun,
                                 ProcedureAdopted, PackAdopted, OpinionNumbered, SummaryNumbered> {
    using variant::variant;
    OrganEvent();
    OrganEvent(const OrganEvent& other);
    OrganEvent(OrganEvent&& other) noexcept;
    OrganEvent& operator=(const OrganEvent& other);
    OrganEvent& operator=(OrganEvent&& other) noexcept;
    ~OrganEvent();
};

using PersonEvent = std::variant<AccountOpened, PasswordReset, PasswordChanged>;
using AttemptEvent = std::variant<AttemptRefused, AttemptsCounted>;
using AccessEvent = std::variant<LoggedIn, LoggedOut, LogInsFailed, RecordRead>;

struct Event : std::variant<MatterEvent, MeetingEvent, OrganEvent, PersonEvent, AttemptEvent, AccessEvent> {
    using variant::variant;
    Event();
    Event(const Event& other);
    Event(Event&& other) noexcept;
    Event& operator=(const Event& other);
    Event& operator=(Event&& other) noexcept;
    ~Event();
};

/// The name of an event's type on the wire, whichever stream it belongs to.
std::string_view type_of(const Event& event);

}  // namespace shenyi::workflow
