#pragma once

#include "workflow/ids.hpp"
#include "workflow/meeting.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What happens to a meeting, its ballots and its record.
namespace shenyi::workflow {

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
    bool completes;                      ///< the record is closed for good with it (R-MEET-19)
    std::optional<std::string> summary;  ///< where it completes: the number of the summary drawn from the record
};
BOOST_DESCRIBE_STRUCT(RecordSigned, (), (person, sheet, completes, summary))

struct SignatureRefused {
    static constexpr std::string_view type = "signature.refused";
    PersonId person;
    std::vector<PersonId> witnesses;
    bool completes;
    std::optional<std::string> summary;  ///< as of RecordSigned
};
BOOST_DESCRIBE_STRUCT(SignatureRefused, (), (person, witnesses, completes, summary))

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

}  // namespace shenyi::workflow
