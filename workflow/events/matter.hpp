#pragma once

#include "workflow/events/item.hpp"
#include "workflow/ids.hpp"
#include "workflow/matter.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What happens to a matter, in the order of its course.
namespace shenyi::workflow {

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
BOOST_DESCRIBE_STRUCT(MatterCreated, (),
                      (kind, title, undertaking_unit, issuer, summary, scope_ground, source, route, procedure, pack))

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
    std::optional<bool> compared;  ///< false where the engine cannot read one of the two texts; else empty
    std::optional<PersonId> text_uploader = {};  ///< who uploaded `main` or, where that makes no drafter of him, files
                                                 ///< it; empty where he alone uploaded its papers
};
BOOST_DESCRIBE_STRUCT(DraftSubmitted, (),
                      (version, digest, main, documents, drafters, uploaders, change, from, changed_clauses, note,
                       stage, superseded, compared, text_uploader))

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

/// A deadline that falls on another day. A day is empty where it could not, or cannot, be counted: then the year is
/// named whose calendar was, or is, missing.
struct MovedDeadline {
    DeadlineKind kind;
    std::optional<Date> before = {};
    std::optional<Date> after = {};
    std::optional<int> missing_before = {};
    std::optional<int> missing_after = {};

    bool operator==(const MovedDeadline&) const = default;
};
BOOST_DESCRIBE_STRUCT(MovedDeadline, (), (kind, before, after, missing_before, missing_after))

/// A year's calendar was confirmed with which days of the matter are counted otherwise than before (R-CAL-04): both
/// dates and both versions of the year stay on record. It moves nothing by itself: deadlines are counted, not kept.
struct DeadlinesMoved {
    static constexpr std::string_view type = "deadlines.moved";
    int year;
    std::optional<std::string> calendar_before = {};  ///< empty where the year had no calendar
    std::string calendar_after;
    std::vector<MovedDeadline> moved;
};
BOOST_DESCRIBE_STRUCT(DeadlinesMoved, (), (year, calendar_before, calendar_after, moved))

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
BOOST_DESCRIBE_STRUCT(LegalityOpinionIssued, (),
                      (opinion, number, version, digest, conclusion, facts, answers, reasons, legal_risk,
                       adviser_opinions, points, time_sufficed, clearance))

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

/// The unit's answer to an opinion's points, fed back to its author. `clearance` where nothing was adopted and every
/// point is answered.
struct OpinionResponded {
    static constexpr std::string_view type = "opinion.responded";
    OpinionId opinion;
    std::vector<PointAnswered> points;
    std::optional<ClearanceGiven> clearance;
};
BOOST_DESCRIBE_STRUCT(OpinionResponded, (), (opinion, points, clearance))

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
BOOST_DESCRIBE_STRUCT(TextPublished, (),
                      (version, digest, channel, effective_on, office_decision, party_decision, first))

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

}  // namespace shenyi::workflow
