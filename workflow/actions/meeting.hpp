#pragma once

#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

struct CreateMeeting {
    Forum forum;
    Instant held_at;
    std::string place;
    PersonId chair;
    PersonId recorder;
};
BOOST_DESCRIBE_STRUCT(CreateMeeting, (), (forum, held_at, place, chair, recorder))

/// A wish to exclude a member; without a reason or document it is faulty (R-MEET-04).
struct FixRoster {
    std::vector<Exclusion> excluded;
    std::vector<Attendee> attendees;
};
BOOST_DESCRIBE_STRUCT(FixRoster, (), (excluded, attendees))

struct Reschedule {
    Instant held_at;
    std::optional<std::string> place;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(Reschedule, (), (held_at, place, reason))

struct CancelMeeting {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(CancelMeeting, (), (reason))

struct AdjournMeeting {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(AdjournMeeting, (), (reason))

struct ResumeMeeting {
    std::optional<bool> resumed;  ///< no meaning; the body is empty
};
BOOST_DESCRIBE_STRUCT(ResumeMeeting, (), (resumed))

struct ReplaceChair {
    PersonId person;
    std::string reason;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(ReplaceChair, (), (person, reason, document))

struct ReplaceRecorder {
    PersonId person;
    std::string reason;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(ReplaceRecorder, (), (person, reason, document))

struct RecordLeave {
    PersonId person;
    std::string reason;
    std::optional<DocumentId> written_opinion;
};
BOOST_DESCRIBE_STRUCT(RecordLeave, (), (person, reason, written_opinion))

struct OpenMeeting {
    std::vector<PersonId> present;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(OpenMeeting, (), (present, occurred_at))

struct RecordAttendance {
    PersonId person;
    AttendanceEvent event;
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(RecordAttendance, (), (person, event, occurred_at))

struct CloseMeeting {
    std::optional<Instant> occurred_at;
};
BOOST_DESCRIBE_STRUCT(CloseMeeting, (), (occurred_at))

/// One's own signature; or, by the recorder, the signed sheet, or a refusal to sign before two witnesses (R-MEET-19).
struct SignRecord {
    std::optional<DocumentId> signed_sheet;
    std::optional<PersonId> refused_by;
    std::vector<PersonId> witnesses;
};
BOOST_DESCRIBE_STRUCT(SignRecord, (), (signed_sheet, refused_by, witnesses))

/// A correction: a new entry about an event of this meeting, never a change (R-ARC-02).
struct Correct {
    EventId event;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(Correct, (), (event, text))

Events events_of(const Context& at, const CreateMeeting& body);
Events events_of(const Context& at, const FixRoster& body);
Events events_of(const Context& at, const Reschedule& body);
Events events_of(const Context& at, const CancelMeeting& body);
Events events_of(const Context& at, const AdjournMeeting& body);
Events events_of(const Context& at, const ResumeMeeting& body);
Events events_of(const Context& at, const ReplaceChair& body);
Events events_of(const Context& at, const ReplaceRecorder& body);
Events events_of(const Context& at, const RecordLeave& body);
Events events_of(const Context& at, const OpenMeeting& body);
Events events_of(const Context& at, const RecordAttendance& body);
Events events_of(const Context& at, const CloseMeeting& body);
Events events_of(const Context& at, const SignRecord& body);
Events events_of(const Context& at, const Correct& body);

BodyFaults faults_of(const Context& at, const CreateMeeting& body);
BodyFaults faults_of(const Context& at, const FixRoster& body);
BodyFaults faults_of(const Context& at, const ReplaceChair& body);
BodyFaults faults_of(const Context& at, const ReplaceRecorder& body);
BodyFaults faults_of(const Context& at, const RecordLeave& body);
BodyFaults faults_of(const Context& at, const OpenMeeting& body);
BodyFaults faults_of(const Context& at, const RecordAttendance& body);
BodyFaults faults_of(const Context& at, const SignRecord& body);
BodyFaults faults_of(const Context& at, const Correct& body);

}  // namespace shenyi::workflow
