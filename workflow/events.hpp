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
namespace shenyi::workflow {

using MatterEvent =
    std::variant<MatterCreated, StudyRecorded, MatterOpened, DraftSubmitted, ConsultationRecorded, ReviewRequested,
                 ReviewRequestWithdrawn, ReviewerAssigned, ReviewAccepted, ReviewReturned, ReviewClockStopped,
                 ReviewClockRestarted, ReviewOverdue, AdviserAskedEvent, AdviserDeclined, AdviserOpinionGiven,
                 AdviserOpinionWithdrawn, LegalityOpinionIssued, LegalityOpinionWithdrawn, OpinionResponded,
                 ChangeConfirmed, DraftEndorsed, EndorsementDeclined, TextPublished, MatterWithdrawn, ObjectionNoted,
                 ObjectionAnswered, ItemPlaced, ItemRemoved, ItemOpened, ItemInterrupted, ItemDeferred, ItemClosed>;

using MeetingEvent =
    std::variant<MeetingCalled, RosterFixed, ItemAdded, ItemPlaced, AgendaFrozen, MaterialsSent, MeetingRescheduled,
                 MeetingCancelled, MeetingAdjourned, MeetingResumed, ChairReplaced, RecorderReplaced, LeaveRecorded,
                 MeetingOpened, AttendanceRecorded, MeetingClosed, RecordSigned, SignatureRefused, RecordCorrected,
                 ItemRemoved, ItemOpened, ItemInterrupted, ItemDeferred, ItemClosed, InterestDeclared, MemberRecused,
                 PositionStated, BallotOpened, BallotRecorded, CountConfirmed, BallotVoided, BallotClosed, HeadDecided,
                 DissentConfirmed, DissentNotConfirmed>;

using OrganEvent =
    std::variant<OrganFounded, UnitFormed, CompetenceFixed, PersonRegistered, PostEntered, PostConfirmed,
                 PostEndEntered, PostEndConfirmed, DelegationRecorded, AdviserEngaged, RosterSet, CalendarLoaded,
                 CalendarConfirmed, CalendarReminded, DayBegun, ProcedureAdopted, PackAdopted, OpinionNumbered>;

using PersonEvent = std::variant<AccountOpened, PasswordReset, PasswordChanged>;
using AttemptEvent = std::variant<AttemptRefused, AttemptsCounted>;
using AccessEvent = std::variant<LoggedIn, LogInsFailed>;

using Event = std::variant<MatterEvent, MeetingEvent, OrganEvent, PersonEvent, AttemptEvent, AccessEvent>;

/// The name of an event's type on the wire, whichever stream it belongs to.
std::string_view type_of(const Event& event);

}  // namespace shenyi::workflow
