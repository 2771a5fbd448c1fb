#pragma once

#include "workflow/calendar.hpp"
#include "workflow/dates.hpp"
#include "workflow/ids.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shenyi::workflow {

struct DraftDocument {
    DocumentId document;
    DocumentRole role;
    std::optional<std::string> title;

    bool operator==(const DraftDocument&) const = default;
};
BOOST_DESCRIBE_STRUCT(DraftDocument, (), (document, role, title))

/// The reviewer's word on the class of a change (复核), R-REV-10.
struct Confirmation {
    ChangeClass kind;
    PersonId by;
    Instant at;
    std::optional<Instant> reset_at = {};  ///< the password of `by` was reset within the day before (R-ACC-09)

    bool operator==(const Confirmation&) const = default;
};

/// One version of the text (第n稿). `main` is the document with role `draft`; the digest covers all documents in order.
struct Draft {
    int version;
    Digest digest;
    DocumentId main;
    std::vector<DraftDocument> documents;
    std::vector<PersonId> drafters;
    std::vector<PersonId> uploaders;
    PersonId submitted_by;
    std::optional<PersonId> on_behalf;  ///< whose post the one who submitted it held as a substitute
    Instant submitted_at;
    ChangeClass change = ChangeClass::substantive;
    std::optional<int> from;                   ///< the version it changes, where it is to keep an opinion
    std::vector<std::string> changed_clauses;  ///< against `from`
    bool compared = true;                      ///< false: the engine cannot read one of the two texts
    std::optional<Confirmation> confirmation;
    std::optional<PersonId> text_uploader = {};  ///< whose `main` is, by upload or filing; empty: every uploader's

    /// Whose own hand is in it: the named drafters, who submitted it, and who uploaded its text. Who merely was the
    /// first to upload another of its papers, a statute as anybody may have it, drafted nothing.
    std::vector<PersonId> authors() const;
    /// It continues `from`: opinions and findings on that version go with it.
    bool continues() const { return from && change != ChangeClass::substantive; }
    bool operator==(const Draft&) const = default;
};

struct Consultation {
    UnitId unit;
    ConsultationReply reply;
    std::optional<DocumentId> document;
    PersonId recorded_by;
    Instant at;

    bool operator==(const Consultation&) const = default;
};

struct LegalBasis {
    std::string title;
    std::string article;
    std::optional<Date> version_date;

    bool operator==(const LegalBasis&) const = default;
};
BOOST_DESCRIBE_STRUCT(LegalBasis, (), (title, article, version_date))

struct Material {
    MaterialKind kind;
    DocumentId document;

    bool operator==(const Material&) const = default;
};
BOOST_DESCRIBE_STRUCT(Material, (), (kind, document))

/// A shorter review period than the law normally leaves: its reason, who approved it and the paper by which he did, and
/// whether it is for an emergency or a superior's urgent order.
struct Shortening {
    std::string reason;
    PersonId approver;
    std::optional<std::string> order_no;
    std::optional<DocumentId> document;  ///< the approval, which the approver himself uploaded
    std::optional<bool> emergency;       ///< to prevent, respond to or handle one (突发事件)

    bool operator==(const Shortening&) const = default;
};
BOOST_DESCRIBE_STRUCT(Shortening, (), (reason, approver, order_no, document, emergency))

struct ReviewReturn {
    ReturnGround ground;
    std::vector<std::string> missing;
    PersonId by;
    Instant at;

    bool operator==(const ReviewReturn&) const = default;
};

/// A pause of the review clock: its days do not count (R-CAL-06).
struct ClockStop {
    ClockStopGround ground;
    DocumentId document;
    Date from;
    std::optional<Date> to;

    bool operator==(const ClockStop&) const = default;
};

/// One sending for review (送审) and what became of it.
struct ReviewRequest {
    int version;
    Digest digest;
    PersonId requested_by;
    Instant requested_at;
    std::vector<LegalBasis> legal_basis;
    std::vector<Material> materials;
    std::string procedures_done;
    std::optional<Date> due;
    std::optional<Shortening> shortening;
    std::optional<PersonId> accepted_by;
    std::optional<Instant> accepted_at;  ///< the only start of the review period (R-CAL-05)
    std::vector<ClockStop> stops;
    std::optional<ReviewReturn> returned;
    std::optional<std::string> withdrawn;  ///< the reason
    std::optional<Instant> overdue_alarm_at;

    bool running() const { return !returned && !withdrawn; }
    /// Whether its clock stands still now (R-CAL-06).
    bool is_stopped() const { return !stops.empty() && !stops.back().to; }
    bool operator==(const ReviewRequest&) const = default;
};

struct Assignment {
    PersonId reviewer;
    PersonId by;
    Instant at;
    std::string reason;

    bool operator==(const Assignment&) const = default;
};

struct ChecklistAnswer {
    std::string item;
    AnswerFinding finding;
    std::string reason;

    bool operator==(const ChecklistAnswer&) const = default;
};
BOOST_DESCRIBE_STRUCT(ChecklistAnswer, (), (item, finding, reason))

/// What the unit did with a point of an opinion, R-REV-09.
struct PointResponse {
    Disposition disposition;
    std::optional<std::string> reason;
    std::optional<std::string> basis;
    PersonId by;
    Instant at;

    bool operator==(const PointResponse&) const = default;
};

/// A point of an opinion: the clause it concerns, what is wrong, the wording proposed. Counted from 1.
struct OpinionPoint {
    std::string clause;
    std::string text;
    std::optional<std::string> proposed;
    std::optional<PointResponse> response;

    bool operator==(const OpinionPoint&) const = default;
};

struct OpinionWithdrawal {
    std::string reasons;
    Instant at;

    bool operator==(const OpinionWithdrawal&) const = default;
};

/// The legality review opinion (合法性审查意见) on one version, R-REV-07.
struct LegalityOpinion {
    OpinionId id;
    std::string number;  ///< given by the engine
    int version;
    Digest digest;
    Conclusion conclusion;
    std::string facts;
    std::vector<ChecklistAnswer> answers;
    std::string reasons;
    std::optional<std::string> legal_risk;
    std::vector<OpinionId> adviser_opinions;
    std::vector<OpinionPoint> points;
    std::optional<std::string> time_sufficed;  ///< the reason for which the shorter time was enough (R-REV-03)
    PersonId author;
    Instant issued_at;
    std::optional<Instant> reset_at;  ///< the author's password was reset within the day before (R-ACC-09)
    std::optional<OpinionWithdrawal> withdrawn;

    bool operator==(const LegalityOpinion&) const = default;
};

/// A legal adviser's or public lawyer's opinion (法律意见书) on one version: not the legality review.
struct AdviserOpinion {
    OpinionId id;
    int version;
    Digest digest;
    Conclusion conclusion;
    std::string reasons;
    std::vector<OpinionPoint> points;
    PersonId author;
    Instant given_at;
    std::optional<Instant> reset_at;
    std::optional<OpinionWithdrawal> withdrawn;

    bool operator==(const AdviserOpinion&) const = default;
};

/// An adviser asked for an opinion by the reviewing body, R-REV-08.
struct AdviserAsked {
    PersonId adviser;
    PersonId by;
    Instant at;
    std::optional<Date> due;
    std::optional<PersonId>
        in_place_of;  ///< whose finding he may settle, as the other can be heard no more (R-GATE-05)
    std::optional<std::string> reason;
    bool declined_for_interest = false;  ///< the recorded refusal of R-ADV-02

    bool operator==(const AdviserAsked&) const = default;
};

/// 准予提交: this version may be put before a meeting.
struct Clearance {
    ClearanceId id;
    int version;
    Digest digest;
    OpinionId opinion;
    ClearanceGround ground;
    Instant since;
    bool standing = true;

    bool operator==(const Clearance&) const = default;
};

struct Endorsement {
    int version;
    PersonId by;
    bool endorsed;
    std::string text;
    Instant at;

    bool operator==(const Endorsement&) const = default;
};

/// A rewording of a clause that a meeting decided.
struct Amendment {
    std::string clause;
    std::optional<std::string> text;

    bool operator==(const Amendment&) const = default;
};
BOOST_DESCRIBE_STRUCT(Amendment, (), (clause, text))

/// The votes or positions counted on an item, whichever forum.
struct Arithmetic {
    int due = 0;
    int present = 0;  ///< members due, in the room, not recused on the item
    int for_ = 0;
    int against = 0;
    int abstain = 0;
    int needed = 0;  ///< votes or positions for, needed to adopt without more

    bool operator==(const Arithmetic&) const = default;
};
BOOST_DESCRIBE_STRUCT(Arithmetic, (), (due, present, for_, against, abstain, needed))

/// The text that a forum's adoption stands for (定稿).
struct SettledText {
    int version;
    Digest digest;
    ClearanceId clearance;

    bool operator==(const SettledText&) const = default;
};

/// Who answers for a decision on each level (责任链), R-DEC-06.
struct ResponsiblePersons {
    std::vector<PersonId> overall;
    std::vector<PersonId> portfolio;
    std::vector<PersonId> unit;

    bool operator==(const ResponsiblePersons&) const = default;
};
BOOST_DESCRIBE_STRUCT(ResponsiblePersons, (), (overall, portfolio, unit))

/// The matter's place on a meeting's agenda, and what the meeting decided.
struct Placement {
    ItemId item;
    MeetingId meeting;
    Forum forum;
    int version;
    Digest digest;
    ClearanceId clearance;
    ItemState state = ItemState::placed;
    std::optional<Outcome> outcome;
    std::optional<DecisionId> decision;
    std::vector<Amendment> amendments;
    std::optional<SettledText> settled;
    std::optional<UnitId> executing_unit;
    std::optional<ResponsiblePersons> responsible;
    std::optional<Arithmetic> arithmetic;
    Instant placed_at;
    std::optional<Instant> closed_at;

    bool adopted() const {
        return state == ItemState::closed && (outcome == Outcome::adopted || outcome == Outcome::adopted_as_amended);
    }
    bool holds() const { return state == ItemState::placed || state == ItemState::open; }
    bool operator==(const Placement&) const = default;
};

struct Publication {
    int version;
    Digest digest;
    std::string channel;
    std::optional<Date> effective_on;
    PersonId by;
    Instant at;

    bool operator==(const Publication&) const = default;
};

/// An official's objection to an order (R-ACC-06) and the superior's reply. It never opens a gate.
struct Objection {
    EventId event;
    PersonId by;
    std::string text;
    Instant at;
    std::optional<std::string> answer;
    std::optional<PersonId> answered_by;

    bool operator==(const Objection&) const = default;
};

/// The state of a matter's stream.
struct Matter {
    MatterId id;
    OrganId organ;
    MatterKind kind;
    std::string title;
    Stage stage;
    UnitId undertaking_unit;
    std::optional<UnitId> lead_unit;
    std::string issuer;
    std::optional<std::string> summary;
    std::optional<std::string> scope_ground;
    ProposalSource proposal_source;
    std::vector<Forum> route;  ///< in the order in which the forums meet; frozen when the matter is created
    std::string procedure;     ///< the hash it was opened under, to its end
    std::string pack;
    PersonId created_by;
    Instant created_at;
    std::optional<DocumentId> feasibility_study;
    std::vector<PersonId> uploaders;  ///< of papers other than drafts'
    std::optional<PersonId> opened_by;
    std::optional<Instant> opened_at;
    std::vector<Draft> drafts;
    std::vector<Consultation> consultations;
    std::vector<ReviewRequest> requests;
    std::vector<Assignment> assignments;
    std::vector<AdviserAsked> advisers_asked;
    std::vector<LegalityOpinion> opinions;
    std::vector<AdviserOpinion> adviser_opinions;
    std::vector<Clearance> clearances;
    std::vector<Endorsement> endorsements;
    std::vector<Placement> placements;
    std::vector<Publication> publications;
    std::vector<Objection> objections;
    std::optional<ReturnGround> returned_as;
    std::optional<Instant> last_event_at;

    /// The lead unit, or before the opening the unit that proposed the matter.
    const UnitId& unit_in_charge() const { return lead_unit ? *lead_unit : undertaking_unit; }
    /// Whether it is one of these two.
    bool is_of(const UnitId& unit) const { return unit == undertaking_unit || lead_unit == unit; }
    const Draft* draft(int version) const;
    const Draft* newest_draft() const { return drafts.empty() ? nullptr : &drafts.back(); }
    const Draft* draft_with(const Digest& digest) const;
    /// The clearance that stands for exactly this content, or null.
    const Clearance* clearance_for(const Digest& digest) const;
    const Clearance* clearance(const ClearanceId& id) const;
    const LegalityOpinion* opinion(const OpinionId& id) const;
    const LegalityOpinion* opinion_on(int version) const;
    const AdviserOpinion* adviser_opinion(const OpinionId& id) const;
    /// Whether one of these opinions is its author's last word on the version: it is not withdrawn, and unless it finds
    /// the version unlawful he has neither given a later one on it nor found it unlawful.
    bool stands(const AdviserOpinion& opinion) const;
    /// The sending for review that is running or was decided last; null if it was never sent.
    const ReviewRequest* request() const { return requests.empty() ? nullptr : &requests.back(); }
    const Placement* placement(const ItemId& item) const;
    /// The versions that `version` continues by clerical or conforming changes, itself first.
    std::vector<int> continued_by(int version) const;
    /// The placement by which a forum last said what becomes of the text, or null; a deferral says nothing yet.
    const Placement* last_word_of(Forum forum) const;
    /// The newest settled text of a forum, or null.
    const SettledText* settled_in(Forum forum) const;
    /// The one text that every forum of the route has adopted, or null.
    const SettledText* settled() const;

    bool operator==(const Matter&) const = default;
};

}  // namespace shenyi::workflow
