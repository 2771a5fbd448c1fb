#pragma once

#include "workflow/finding.hpp"
#include "workflow/ids.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"
#include "workflow/organ.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Every event there is. A released struct is never changed in meaning: an added member is optional and its absence means the
/// old behaviour; anything else is a new event. `type` is the name on the wire. The variants at the end are closed.
namespace shenyi::workflow {

// ---- matter ---------------------------------------------------------------------------------------------------------

struct MatterCreated {
    static constexpr std::string_view type = "matter.created";
    MatterKind kind;
    std::string title;
    UnitId undertaking_unit;
    std::string issuer;
    std::optional<std::string> summary;
    std::optional<std::string> scope_ground;
    ProposalSource source;
    std::vector<Forum> route;
    std::string procedure;
    std::string pack;
};
BOOST_DESCRIBE_STRUCT(MatterCreated, (), (kind, title, undertaking_unit, issuer, summary, scope_ground, source, route,
                                          procedure, pack))

struct StudyRecorded {
    static constexpr std::string_view type = "study.recorded";
    DocumentId document;
};
BOOST_DESCRIBE_STRUCT(StudyRecorded, (), (document))

struct MatterOpened {
    static constexpr std::string_view type = "matter.opened";
    UnitId lead_unit;
    std::optional<DocumentId> instruction;
};
BOOST_DESCRIBE_STRUCT(MatterOpened, (), (lead_unit, instruction))

/// A new version. `stage` is where the matter stands after it; `superseded` are the clearances that fall with it.
struct DraftSubmitted {
    static constexpr std::string_view type = "draft.submitted";
    int version;
    Digest digest;
    DocumentId main;
    std::vector<DraftDocument> documents;
    std::vector<PersonId> drafters;
    std::vector<PersonId> uploaders;
    ChangeClass change;
    std::optional<int> from;
    std::vector<std::string> changed_clauses;
    std::optional<std::string> note;
    Stage stage;
    std::vector<ClearanceId> superseded;
};
BOOST_DESCRIBE_STRUCT(DraftSubmitted, (), (version, digest, main, documents, drafters, uploaders, change, from,
                                           changed_clauses, note, stage, superseded))

struct ConsultationRecorded {
    static constexpr std::string_view type = "consultation.recorded";
    UnitId unit;
    ConsultationReply reply;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(ConsultationRecorded, (), (unit, reply, document))

struct ReviewRequested {
    static constexpr std::string_view type = "review.requested";
    int version;
    Digest digest;
    std::vector<LegalBasis> legal_basis;
    std::vector<Material> materials;
    std::string procedures_done;
    std::optional<Date> due;
    std::optional<Shortening> shortening;
};
BOOST_DESCRIBE_STRUCT(ReviewRequested, (), (version, digest, legal_basis, materials, procedures_done, due, shortening))

struct ReviewRequestWithdrawn {
    static constexpr std::string_view type = "review.request_withdrawn";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReviewRequestWithdrawn, (), (reason))

struct ReviewerAssigned {
    static constexpr std::string_view type = "reviewer.assigned";
    PersonId reviewer;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReviewerAssigned, (), (reviewer, reason))

/// The review period starts. `calendar` names the calendar version that deadlines are counted with.
struct ReviewAccepted {
    static constexpr std::string_view type = "review.accepted";
    int version;
};
BOOST_DESCRIBE_STRUCT(ReviewAccepted, (), (version))

struct ReviewReturned {
    static constexpr std::string_view type = "review.returned";
    ReturnGround ground;
    std::vector<std::string> missing;
};
BOOST_DESCRIBE_STRUCT(ReviewReturned, (), (ground, missing))

struct ReviewClockStopped {
    static constexpr std::string_view type = "review_clock.stopped";
    ClockStopGround ground;
    DocumentId document;
    Date from;
};
BOOST_DESCRIBE_STRUCT(ReviewClockStopped, (), (ground, document, from))

struct ReviewClockRestarted {
    static constexpr std::string_view type = "review_clock.restarted";
    Date to;
};
BOOST_DESCRIBE_STRUCT(ReviewClockRestarted, (), (to))

/// The daily job found the review period over (R-REV-04). It passes nothing.
struct ReviewOverdue {
    static constexpr std::string_view type = "review.overdue";
    int version;
    Date due;
    std::string calendar;
};
BOOST_DESCRIBE_STRUCT(ReviewOverdue, (), (version, due, calendar))

struct AdviserAskedEvent {
    static constexpr std::string_view type = "adviser.asked";
    PersonId adviser;
    std::optional<Date> due;
    std::optional<PersonId> in_place_of;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(AdviserAskedEvent, (), (adviser, due, in_place_of, reason))

/// The adviser asked declares an interest: a recorded refusal, R-ADV-02.
struct AdviserDeclined {
    static constexpr std::string_view type = "adviser.declined";
    int version;
    std::string reasons;
};
BOOST_DESCRIBE_STRUCT(AdviserDeclined, (), (version, reasons))

/// A point of an opinion as it was issued.
struct IssuedPoint {
    std::string clause;
    std::string text;
    std::optional<std::string> proposed;

    bool operator==(const IssuedPoint&) const = default;
};
BOOST_DESCRIBE_STRUCT(IssuedPoint, (), (clause, text, proposed))

/// After `decided` an opinion is an objection on record (`objection` true) and no opinion, R-GATE-09.
struct AdviserOpinionGiven {
    static constexpr std::string_view type = "adviser_opinion.given";
    OpinionId opinion;
    int version;
    Digest digest;
    Conclusion conclusion;
    std::string reasons;
    std::vector<IssuedPoint> points;
    std::optional<Stage> stage;
    std::vector<ClearanceId> fallen;
};
BOOST_DESCRIBE_STRUCT(AdviserOpinionGiven, (), (opinion, version, digest, conclusion, reasons, points, stage, fallen))

struct AdviserOpinionWithdrawn {
    static constexpr std::string_view type = "adviser_opinion.withdrawn";
    OpinionId opinion;
    std::string reasons;
    std::optional<Stage> stage;
    std::vector<ClearanceId> fallen;
};
BOOST_DESCRIBE_STRUCT(AdviserOpinionWithdrawn, (), (opinion, reasons, stage, fallen))

/// The legality review opinion. `clearance` is set where the conclusion clears the version at once.
struct LegalityOpinionIssued {
    static constexpr std::string_view type = "legality_opinion.issued";
    OpinionId opinion;
    std::string number;
    int version;
    Digest digest;
    Conclusion conclusion;
    std::string facts;
    std::vector<ChecklistAnswer> answers;
    std::string reasons;
    std::optional<std::string> legal_risk;
    std::vector<OpinionId> adviser_opinions;
    std::vector<IssuedPoint> points;
    std::optional<std::string> time_sufficed;
    std::optional<ClearanceId> clearance;
};
BOOST_DESCRIBE_STRUCT(LegalityOpinionIssued, (), (opinion, number, version, digest, conclusion, facts, answers, reasons,
                                                  legal_risk, adviser_opinions, points, time_sufficed, clearance))

struct LegalityOpinionWithdrawn {
    static constexpr std::string_view type = "legality_opinion.withdrawn";
    OpinionId opinion;
    std::string reasons;
    Stage stage;
    std::vector<ClearanceId> fallen;
};
BOOST_DESCRIBE_STRUCT(LegalityOpinionWithdrawn, (), (opinion, reasons, stage, fallen))

/// The clearance of one version, as an event's fact: what the projector needs to write the row.
struct ClearanceGiven {
    ClearanceId clearance;
    OpinionId opinion;
    int version;
    Digest digest;

    bool operator==(const ClearanceGiven&) const = default;
};
BOOST_DESCRIBE_STRUCT(ClearanceGiven, (), (clearance, opinion, version, digest))

struct PointAnswered {
    int point;
    Disposition disposition;
    std::optional<std::string> reason;
    std::optional<std::string> basis;

    bool operator==(const PointAnswered&) const = default;
};
BOOST_DESCRIBE_STRUCT(PointAnswered, (), (point, disposition, reason, basis))

/// The unit's answer to an opinion's points, fed back to its author. `clearance` where nothing was adopted and every point is answered.
struct OpinionResponded {
    static constexpr std::string_view type = "opinion.responded";
    OpinionId opinion;
    std::vector<PointAnswered> points;
    std::optional<ClearanceGiven> clearance;
};
BOOST_DESCRIBE_STRUCT(OpinionResponded, (), (opinion, points, clearance))

/// A forum's settled text after an amendment was confirmed.
struct TextSettled {
    DecisionId decision;
    Forum forum;
    ItemId item;
    int version;
    Digest digest;
    ClearanceId clearance;

    bool operator==(const TextSettled&) const = default;
};
BOOST_DESCRIBE_STRUCT(TextSettled, (), (decision, forum, item, version, digest, clearance))

/// The reviewer's word on the class of a change. As `substantive` it sends the version back to a new review.
struct ChangeConfirmed {
    static constexpr std::string_view type = "change.confirmed";
    int version;
    ChangeClass kind;
    Stage stage;
    std::optional<ClearanceGiven> clearance;
    std::vector<TextSettled> settled;
};
BOOST_DESCRIBE_STRUCT(ChangeConfirmed, (), (version, kind, stage, clearance, settled))

struct DraftEndorsed {
    static constexpr std::string_view type = "draft.endorsed";
    int version;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(DraftEndorsed, (), (version, text))

struct EndorsementDeclined {
    static constexpr std::string_view type = "endorsement.declined";
    int version;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(EndorsementDeclined, (), (version, text))

struct TextPublished {
    static constexpr std::string_view type = "text.published";
    int version;
    Digest digest;
    std::string channel;
    std::optional<Date> effective_on;
    std::optional<DecisionId> office_decision;
    std::optional<DecisionId> party_decision;
    bool first;
};
BOOST_DESCRIBE_STRUCT(TextPublished, (), (version, digest, channel, effective_on, office_decision, party_decision, first))

struct MatterWithdrawn {
    static constexpr std::string_view type = "matter.withdrawn";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(MatterWithdrawn, (), (reason))

struct ObjectionNoted {
    static constexpr std::string_view type = "objection.noted";
    std::string text;
};
BOOST_DESCRIBE_STRUCT(ObjectionNoted, (), (text))

struct ObjectionAnswered {
    static constexpr std::string_view type = "objection.answered";
    EventId objection;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(ObjectionAnswered, (), (objection, text))

// ---- written into the matter's stream and the meeting's, so that both tell the truth ---------------------------------

struct ItemPlaced {
    static constexpr std::string_view type = "item.placed";
    ItemId item;
    MatterId matter;
    MeetingId meeting;
    Forum forum;
    std::string title;
    int version;
    Digest digest;
    ClearanceId clearance;
    std::optional<PersonId> proposed_by;
    std::optional<Shortening> shortening;
    bool late;
};
BOOST_DESCRIBE_STRUCT(ItemPlaced, (), (item, matter, meeting, forum, title, version, digest, clearance, proposed_by,
                                       shortening, late))

/// The item is off the agenda. `rule` where a rule took it off (R-GATE-09); `stage` is the matter's after it.
struct ItemRemoved {
    static constexpr std::string_view type = "item.removed";
    ItemId item;
    std::optional<std::string> rule;
    std::string reason;
    Stage stage;
};
BOOST_DESCRIBE_STRUCT(ItemRemoved, (), (item, rule, reason, stage))

struct ItemOpened {
    static constexpr std::string_view type = "item.opened";
    ItemId item;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(ItemOpened, (), (item, occurred_at))

/// The sitting was adjourned while the item was open: it will be opened anew.
struct ItemInterrupted {
    static constexpr std::string_view type = "item.interrupted";
    ItemId item;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ItemInterrupted, (), (item, reason))

struct ItemDeferred {
    static constexpr std::string_view type = "item.deferred";
    ItemId item;
    std::string reason;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(ItemDeferred, (), (item, reason, occurred_at))

/// The item is closed for good. For a decision: outcome and arithmetic as computed, and what the decision's row needs.
struct ItemClosed {
    static constexpr std::string_view type = "item.closed";
    ItemId item;
    std::optional<Outcome> outcome;
    std::optional<Arithmetic> arithmetic;
    std::optional<DecisionId> decision;
    std::vector<Amendment> amendments;
    std::optional<std::string> head_reasons;
    bool two_thirds = false;
    std::optional<TextSettled> settled;
    std::optional<UnitId> executing_unit;
    std::optional<ResponsiblePersons> responsible;
    bool no_dissent = false;
    std::optional<Stage> stage;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(ItemClosed, (), (item, outcome, arithmetic, decision, amendments, head_reasons, two_thirds, settled,
                                       executing_unit, responsible, no_dissent, stage, occurred_at))

// ---- meeting --------------------------------------------------------------------------------------------------------

struct MeetingCalled {
    static constexpr std::string_view type = "meeting.called";
    Forum forum;
    Instant held_at;
    std::string place;
    PersonId chair;
    PersonId recorder;
};
BOOST_DESCRIBE_STRUCT(MeetingCalled, (), (forum, held_at, place, chair, recorder))

struct RosterFixed {
    static constexpr std::string_view type = "roster.fixed";
    std::vector<PersonId> due;
    std::vector<Exclusion> excluded;
    std::vector<Attendee> attendees;
    Date day;
};
BOOST_DESCRIBE_STRUCT(RosterFixed, (), (due, excluded, attendees, day))

/// An item that is heard and cannot be decided: 听取汇报 or 会前学法.
struct ItemAdded {
    static constexpr std::string_view type = "item.added";
    ItemId item;
    ItemKind kind;
    std::string title;
    PersonId presenter;
    std::vector<DocumentId> documents;
    bool late;
};
BOOST_DESCRIBE_STRUCT(ItemAdded, (), (item, kind, title, presenter, documents, late))

struct AgendaFrozen {
    static constexpr std::string_view type = "agenda.frozen";
    std::vector<ItemId> order;
};
BOOST_DESCRIBE_STRUCT(AgendaFrozen, (), (order))

struct MaterialsSent {
    static constexpr std::string_view type = "materials.sent";
    std::vector<DocumentId> documents;
};
BOOST_DESCRIBE_STRUCT(MaterialsSent, (), (documents))

struct MeetingRescheduled {
    static constexpr std::string_view type = "meeting.rescheduled";
    Instant held_at;
    std::optional<std::string> place;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(MeetingRescheduled, (), (held_at, place, reason))

struct MeetingCancelled {
    static constexpr std::string_view type = "meeting.cancelled";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(MeetingCancelled, (), (reason))

struct MeetingAdjourned {
    static constexpr std::string_view type = "meeting.adjourned";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(MeetingAdjourned, (), (reason))

struct MeetingResumed {
    static constexpr std::string_view type = "meeting.resumed";
    bool resumed = true;
};
BOOST_DESCRIBE_STRUCT(MeetingResumed, (), (resumed))

struct ChairReplaced {
    static constexpr std::string_view type = "chair.replaced";
    PersonId person;
    std::string reason;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(ChairReplaced, (), (person, reason, document))

struct RecorderReplaced {
    static constexpr std::string_view type = "recorder.replaced";
    PersonId person;
    std::string reason;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(RecorderReplaced, (), (person, reason, document))

struct LeaveRecorded {
    static constexpr std::string_view type = "leave.recorded";
    PersonId person;
    std::string reason;
    std::optional<DocumentId> written_opinion;
};
BOOST_DESCRIBE_STRUCT(LeaveRecorded, (), (person, reason, written_opinion))

struct MeetingOpened {
    static constexpr std::string_view type = "meeting.opened";
    std::vector<PersonId> present;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(MeetingOpened, (), (present, occurred_at))

struct AttendanceRecorded {
    static constexpr std::string_view type = "attendance.recorded";
    PersonId person;
    AttendanceEvent event;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(AttendanceRecorded, (), (person, event, occurred_at))

struct MeetingClosed {
    static constexpr std::string_view type = "meeting.closed";
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(MeetingClosed, (), (occurred_at))

struct RecordSigned {
    static constexpr std::string_view type = "record.signed";
    PersonId person;
    std::optional<DocumentId> sheet;
    bool completes;  ///< the record is closed for good with it (R-MEET-19)
};
BOOST_DESCRIBE_STRUCT(RecordSigned, (), (person, sheet, completes))

struct SignatureRefused {
    static constexpr std::string_view type = "signature.refused";
    PersonId person;
    std::vector<PersonId> witnesses;
    bool completes;
};
BOOST_DESCRIBE_STRUCT(SignatureRefused, (), (person, witnesses, completes))

struct RecordCorrected {
    static constexpr std::string_view type = "record.corrected";
    EventId event;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(RecordCorrected, (), (event, text))

struct InterestDeclared {
    static constexpr std::string_view type = "interest.declared";
    ItemId item;
    PersonId person;
    bool interest;
    std::optional<std::string> text;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(InterestDeclared, (), (item, person, interest, text, occurred_at))

struct MemberRecused {
    static constexpr std::string_view type = "member.recused";
    ItemId item;
    PersonId person;
    std::string reason;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(MemberRecused, (), (item, person, reason, occurred_at))

struct PositionStated {
    static constexpr std::string_view type = "position.stated";
    ItemId item;
    PersonId person;
    Position position;
    std::optional<std::string> text;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(PositionStated, (), (item, person, position, text, occurred_at))

struct BallotOpened {
    static constexpr std::string_view type = "ballot.opened";
    ItemId item;
    BallotMethod method;
    Motion motion;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(BallotOpened, (), (item, method, motion, occurred_at))

struct BallotRecorded {
    static constexpr std::string_view type = "ballot.recorded";
    ItemId item;
    std::vector<NamedVote> votes;
    std::optional<SecretCount> count;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(BallotRecorded, (), (item, votes, count, occurred_at))

struct CountConfirmed {
    static constexpr std::string_view type = "count.confirmed";
    ItemId item;
    PersonId teller;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(CountConfirmed, (), (item, teller, occurred_at))

struct BallotVoided {
    static constexpr std::string_view type = "ballot.voided";
    ItemId item;
    std::string reason;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(BallotVoided, (), (item, reason, occurred_at))

/// The ballot is counted. A motion to rework or to defer that fails has no outcome.
struct BallotClosed {
    static constexpr std::string_view type = "ballot.closed";
    ItemId item;
    Arithmetic arithmetic;
    std::optional<Outcome> outcome;
    std::optional<CloseReason> close_reason;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(BallotClosed, (), (item, arithmetic, outcome, close_reason, occurred_at))

struct HeadDecided {
    static constexpr std::string_view type = "head.decided";
    ItemId item;
    Outcome outcome;
    Arithmetic arithmetic;
    std::optional<std::string> head_reasons;
    std::vector<Amendment> amendments;
    std::optional<CloseReason> close_reason;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(HeadDecided, (), (item, outcome, arithmetic, head_reasons, amendments, close_reason, occurred_at))

struct DissentConfirmed {
    static constexpr std::string_view type = "dissent.confirmed";
    ItemId item;
    PersonId person;
    std::string text;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(DissentConfirmed, (), (item, person, text, occurred_at))

struct DissentNotConfirmed {
    static constexpr std::string_view type = "dissent.not_confirmed";
    ItemId item;
    PersonId person;
    std::vector<PersonId> witnesses;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(DissentNotConfirmed, (), (item, person, witnesses, occurred_at))

// ---- organ ----------------------------------------------------------------------------------------------------------

struct OrganFounded {
    static constexpr std::string_view type = "organ.founded";
    std::string name;
    std::string own_issuer;
    std::map<std::string, std::string> binding;
};
BOOST_DESCRIBE_STRUCT(OrganFounded, (), (name, own_issuer, binding))

struct UnitFormed {
    static constexpr std::string_view type = "unit.formed";
    UnitId unit;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(UnitFormed, (), (unit, name))

struct CompetenceFixed {
    static constexpr std::string_view type = "competence.fixed";
    MatterKind kind;
    std::string issuer;
    UnitId body;
};
BOOST_DESCRIBE_STRUCT(CompetenceFixed, (), (kind, issuer, body))

struct PersonRegistered {
    static constexpr std::string_view type = "person.registered";
    PersonId person;
    std::string login;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(PersonRegistered, (), (person, login, name))

/// An appointment entered, still to be confirmed by somebody else. At the founding it is confirmed at once.
struct PostEntered {
    static constexpr std::string_view type = "post.entered";
    PostId post;
    PersonId person;
    Role role;
    std::string title;
    UnitId unit;
    Date from;
    std::optional<DocumentId> document;
    bool founding = false;
};
BOOST_DESCRIBE_STRUCT(PostEntered, (), (post, person, role, title, unit, from, document, founding))

struct PostConfirmed {
    static constexpr std::string_view type = "post.confirmed";
    PostId post;
};
BOOST_DESCRIBE_STRUCT(PostConfirmed, (), (post))

struct PostEndEntered {
    static constexpr std::string_view type = "post.end_entered";
    PostId post;
    Date to;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(PostEndEntered, (), (post, to, document))

struct PostEndConfirmed {
    static constexpr std::string_view type = "post.end_confirmed";
    PostId post;
};
BOOST_DESCRIBE_STRUCT(PostEndConfirmed, (), (post))

struct DelegationRecorded {
    static constexpr std::string_view type = "delegation.recorded";
    DelegationId delegation;
    PersonId by;
    PersonId to;
    Date from;
    Date until;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(DelegationRecorded, (), (delegation, by, to, from, until, reason))

struct AdviserEngaged {
    static constexpr std::string_view type = "adviser.engaged";
    PersonId person;
    Date from;
    Date until;
    std::string field;
    std::vector<std::string> conflicts;
};
BOOST_DESCRIBE_STRUCT(AdviserEngaged, (), (person, from, until, field, conflicts))

struct RosterSet {
    static constexpr std::string_view type = "roster.set";
    Forum forum;
    Date from;
    std::vector<PersonId> members;
};
BOOST_DESCRIBE_STRUCT(RosterSet, (), (forum, from, members))

struct CalendarLoaded {
    static constexpr std::string_view type = "calendar.loaded";
    CalendarYear year;
    bool founding = false;
};
BOOST_DESCRIBE_STRUCT(CalendarLoaded, (), (year, founding))

struct CalendarConfirmed {
    static constexpr std::string_view type = "calendar.confirmed";
    int year;
    std::string version;
    std::vector<MatterId> recount;  ///< matters whose counted days the year's data changes (R-CAL-04)
};
BOOST_DESCRIBE_STRUCT(CalendarConfirmed, (), (year, version, recount))

/// The daily reminder that a year's calendar is not loaded yet (R-CAL-04).
struct CalendarReminded {
    static constexpr std::string_view type = "calendar.reminded";
    int year;
};
BOOST_DESCRIBE_STRUCT(CalendarReminded, (), (year))

/// The daily job has run for a day; whichever server came first.
struct DayBegun {
    static constexpr std::string_view type = "day.begun";
    Date day;
};
BOOST_DESCRIBE_STRUCT(DayBegun, (), (day))

struct ProcedureAdopted {
    static constexpr std::string_view type = "procedure.adopted";
    std::string name;
    std::string hash;
    Date from;
};
BOOST_DESCRIBE_STRUCT(ProcedureAdopted, (), (name, hash, from))

struct PackAdopted {
    static constexpr std::string_view type = "pack.adopted";
    std::string name;
    std::string hash;
    Date from;
};
BOOST_DESCRIBE_STRUCT(PackAdopted, (), (name, hash, from))

/// The next number of the organ's review ledger in a year was given out.
struct OpinionNumbered {
    static constexpr std::string_view type = "opinion.numbered";
    int year;
    int number;
};
BOOST_DESCRIBE_STRUCT(OpinionNumbered, (), (year, number))

// ---- person ---------------------------------------------------------------------------------------------------------

struct AccountOpened {
    static constexpr std::string_view type = "account.opened";
    std::string login;
};
BOOST_DESCRIBE_STRUCT(AccountOpened, (), (login))

struct PasswordReset {
    static constexpr std::string_view type = "password.reset";
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(PasswordReset, (), (reason))

struct PasswordChanged {
    static constexpr std::string_view type = "password.changed";
    bool by_owner = true;
};
BOOST_DESCRIBE_STRUCT(PasswordChanged, (), (by_owner))

// ---- attempt and access ---------------------------------------------------------------------------------------------

/// An action that was refused: who tried what, and every finding (R-ARC-04).
struct AttemptRefused {
    static constexpr std::string_view type = "attempt.refused";
    std::string action;
    std::string target;  ///< stream of the matter, meeting, person or organ
    std::vector<Finding> findings;
    bool not_your_role = false;
};
BOOST_DESCRIBE_STRUCT(AttemptRefused, (), (action, target, findings, not_your_role))

/// From the tenth refusal of one person on one resource within an hour on: one event for all of them.
struct AttemptsCounted {
    static constexpr std::string_view type = "attempts.counted";
    PersonId person;
    std::string target;
    Instant from;
    Instant to;
    int count;
};
BOOST_DESCRIBE_STRUCT(AttemptsCounted, (), (person, target, from, to, count))

struct LoggedIn {
    static constexpr std::string_view type = "session.opened";
    PersonId person;
};
BOOST_DESCRIBE_STRUCT(LoggedIn, (), (person))

/// Failed log-ins of one login from one address, counted and written once a minute.
struct LogInsFailed {
    static constexpr std::string_view type = "session.failed";
    std::string login;
    std::string address;
    int count;
};
BOOST_DESCRIBE_STRUCT(LogInsFailed, (), (login, address, count))

// ---- the closed lists -------------------------------------------------------------------------------------------------

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
    std::variant<OrganFounded, UnitFormed, CompetenceFixed, PersonRegistered, PostEntered, PostConfirmed, PostEndEntered,
                 PostEndConfirmed, DelegationRecorded, AdviserEngaged, RosterSet, CalendarLoaded, CalendarConfirmed,
                 CalendarReminded, DayBegun, ProcedureAdopted, PackAdopted, OpinionNumbered>;

using PersonEvent = std::variant<AccountOpened, PasswordReset, PasswordChanged>;
using AttemptEvent = std::variant<AttemptRefused, AttemptsCounted>;
using AccessEvent = std::variant<LoggedIn, LogInsFailed>;

using Event = std::variant<MatterEvent, MeetingEvent, OrganEvent, PersonEvent, AttemptEvent, AccessEvent>;

/// The name of an event's type on the wire, whichever stream it belongs to.
std::string_view type_of(const Event& event);

}  // namespace shenyi::workflow
