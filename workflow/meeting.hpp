#pragma once

#include "workflow/dates.hpp"
#include "workflow/ids.hpp"
#include "workflow/matter.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace shenyi::workflow {

/// A member left out of those due, for a legal reason with its document (R-MEET-04).
struct Exclusion {
    PersonId person;
    std::string reason;
    DocumentId document;

    bool operator==(const Exclusion&) const = default;
};
BOOST_DESCRIBE_STRUCT(Exclusion, (), (person, reason, document))

/// Somebody who attends without a vote (列席), R-MEET-07.
struct Attendee {
    PersonId person;
    AttendeeCapacity capacity;

    bool operator==(const Attendee&) const = default;
};
BOOST_DESCRIBE_STRUCT(Attendee, (), (person, capacity))

/// Who is due (应到), fixed once before the meeting takes place.
struct FixedRoster {
    std::vector<PersonId> due;
    std::vector<Exclusion> excluded;
    std::vector<Attendee> attendees;
    Date day;  ///< the meeting's day, from whose roster it was drawn
    Instant fixed_at;

    bool operator==(const FixedRoster&) const = default;
};

struct Leave {
    PersonId person;
    std::string reason;
    std::optional<DocumentId> written_opinion;  ///< kept and read out, never counted (R-MEET-12)
    Instant at;

    bool operator==(const Leave&) const = default;
};

struct Attendance {
    PersonId person;
    AttendanceEvent event;
    Instant at;  ///< the earlier of recorded and occurred time

    bool operator==(const Attendance&) const = default;
};

struct Declaration {
    bool interest;
    std::optional<std::string> text;
    bool by_himself = false;  ///< he entered it, not the recorder

    bool operator==(const Declaration&) const = default;
};

struct Statement {
    PersonId person;
    Position position;
    std::optional<std::string> text;
    Instant at;
    bool by_himself = false;  ///< he entered it, not the recorder

    bool operator==(const Statement&) const = default;
};

struct Motion {
    MotionKind kind;
    std::vector<Amendment> amendments;

    bool operator==(const Motion&) const = default;
};
BOOST_DESCRIBE_STRUCT(Motion, (), (kind, amendments))

struct NamedVote {
    PersonId person;
    Vote vote;

    bool operator==(const NamedVote&) const = default;
};
BOOST_DESCRIBE_STRUCT(NamedVote, (), (person, vote))

/// The counts of a secret ballot. No name is kept anywhere but the tellers'.
struct SecretCount {
    int for_;
    int against;
    int abstain;
    std::vector<PersonId> tellers;

    bool operator==(const SecretCount&) const = default;
};
BOOST_DESCRIBE_STRUCT(SecretCount, (), (for_, against, abstain, tellers))

/// Why a close vote was decided all the same, R-MEET-13.
struct CloseReason {
    CloseGround ground;
    std::string text;
    std::optional<DocumentId> reported_upward;

    bool operator==(const CloseReason&) const = default;
};
BOOST_DESCRIBE_STRUCT(CloseReason, (), (ground, text, reported_upward))

/// A ballot of the Party group on one motion.
struct Ballot {
    BallotMethod method;
    Motion motion;
    BallotState state = BallotState::open;
    std::vector<NamedVote> votes;
    std::optional<SecretCount> count;
    std::vector<PersonId> confirmed_by;  ///< tellers
    std::optional<Arithmetic> arithmetic;
    std::optional<CloseReason> close_reason;
    std::optional<Outcome> outcome;
    std::optional<std::string> void_reason;
    Instant opened_at;

    bool recorded() const { return count || !votes.empty(); }
    bool operator==(const Ballot&) const = default;
};

/// What the head decided in the office meeting (R-DEC-02).
struct HeadDecision {
    Outcome outcome;
    std::optional<std::string> head_reasons;
    std::vector<Amendment> amendments;
    std::optional<CloseReason> close_reason;
    Arithmetic arithmetic;
    PersonId by;

    bool operator==(const HeadDecision&) const = default;
};

/// A dissenting opinion (不同意见) in its author's own words (R-MEET-14).
struct Dissent {
    PersonId person;
    std::string text;
    bool confirmed = false;
    std::optional<Instant> at;
    std::vector<PersonId> refusal_witnesses;  ///< two, where the author would not confirm

    bool operator==(const Dissent&) const = default;
};

/// Who witnessed that somebody would not sign.
struct SignatureRefusal {
    PersonId person;
    std::vector<PersonId> witnesses;

    bool operator==(const SignatureRefusal&) const = default;
};

struct Signature {
    PersonId person;
    Instant at;
    std::optional<Instant> reset_at;
    std::optional<DocumentId> sheet;  ///< where the recorder entered the signed sheet

    bool operator==(const Signature&) const = default;
};

struct Correction {
    EventId event;
    std::string text;
    PersonId by;
    Instant at;

    bool operator==(const Correction&) const = default;
};

/// An item of an agenda (议题).
struct Item {
    ItemId id;
    ItemKind kind;
    ItemState state = ItemState::placed;
    std::string title;
    std::optional<MatterId> matter;
    std::optional<int> version;
    std::optional<Digest> digest;
    std::optional<ClearanceId> clearance;
    std::optional<PersonId> presenter;
    std::vector<DocumentId> documents;
    std::optional<PersonId> proposed_by;
    std::optional<Shortening> shortening;
    bool late = false;  ///< added after the agenda was fixed (R-MEET-05)
    Instant placed_at;
    std::optional<Instant> opened_at;
    std::optional<Instant> last_act_at;  ///< when the last act of its discussion, votes or decision happened
    std::map<PersonId, Declaration> declarations;
    std::map<PersonId, std::string> recused;  ///< with the reason
    /// Those of them who are recused by nothing but an interest that another entered: their own word lifts it.
    std::set<PersonId> interest_entered;
    std::vector<Statement> statements;
    /// What members declared and stated themselves in rounds that an adjournment broke off. The round is gone through
    /// anew, but their own word stands until they say otherwise themselves (R-MEET-14).
    std::map<PersonId, Declaration> declared_before;
    std::vector<Statement> stated_before;
    std::vector<Ballot> ballots;
    std::optional<HeadDecision> head_decision;
    std::optional<Outcome> outcome;
    std::optional<Arithmetic> arithmetic;
    std::optional<DecisionId> decision;
    std::vector<Dissent> dissents;
    bool no_dissent = false;
    std::optional<UnitId> executing_unit;
    std::optional<ResponsiblePersons> responsible;
    std::optional<std::string> defer_reason;
    std::optional<std::string> removed_by_rule;
    std::optional<std::string> removal_reason;

    const Ballot* open_ballot() const {
        return !ballots.empty() && ballots.back().state == BallotState::open ? &ballots.back() : nullptr;
    }
    const Ballot* last_closed_ballot() const;
    const Statement* last_statement_of(const PersonId& person) const;
    /// What he stated last in this round; of who has not spoken in it, his own word of one that was broken off.
    const Statement* last_word_of(const PersonId& person) const;
    /// What he himself entered last, or confirmed as his dissent, in whatever round; null where others entered all.
    const Statement* own_word_of(const PersonId& person) const;
    /// What he himself declared last, in whatever round.
    const Declaration* own_declaration_of(const PersonId& person) const;
    const Dissent* dissent_of(const PersonId& person) const;
    bool operator==(const Item&) const = default;
};

/// The state of a meeting's stream.
struct Meeting {
    MeetingId id;
    OrganId organ;
    Forum forum;
    MeetingStage stage;
    Instant held_at;
    std::string place;
    PersonId chair;
    PersonId recorder;
    PersonId called_by;
    Instant called_at;
    std::optional<FixedRoster> roster;
    std::optional<Instant> agenda_frozen_at;
    std::optional<Instant> materials_sent_at;
    std::vector<Item> items;
    std::vector<Leave> leaves;
    std::optional<Instant> opened_at;    ///< recorded
    std::optional<Instant> occurred_at;  ///< the earlier of recorded and entered opening
    bool entered_late = false;           ///< any time was entered from paper (R-MEET-17)
    std::set<PersonId> present;          ///< now in the room: members and attendees
    std::set<PersonId> were_present;     ///< at any time
    std::vector<Attendance> attendance;
    std::optional<Instant> closed_at;
    std::vector<Signature> signatures;
    std::vector<SignatureRefusal> signature_refusals;
    std::optional<std::string> summary_number;  ///< of the summary (会议纪要), once the record is closed (R-MEET-19)
    std::vector<Correction> corrections;
    std::optional<std::string> cancelled;
    std::optional<Instant> last_event_at;

    const Item* item(const ItemId& id) const;
    bool is_due(const PersonId& person) const;
    bool attends(const PersonId& person) const;
    bool is_present(const PersonId& person) const { return present.contains(person); }
    bool has_signed(const PersonId& person) const;
    /// Leave was asked for before the meeting took place (R-MEET-12).
    bool asked_beforehand(const Leave& leave) const { return !occurred_at || leave.at < *occurred_at; }
    /// Those whose signature closes the record: chair, recorder and every member who was present (R-MEET-19).
    std::vector<PersonId> signatories() const;
    std::vector<PersonId> still_to_sign() const;
    /// A second person who was present, besides the one who entered it, has signed the record (R-MEET-17).
    bool signed_by_a_second_person() const;
    /// Of a record from paper that was closed by a signed sheet: those on it, who may sign in their own log-in too,
    /// until one of them has (R-MEET-17). The one who enters for the others is none of them.
    std::vector<PersonId> may_sign_beside_the_sheet() const;

    bool operator==(const Meeting&) const = default;
};

}  // namespace shenyi::workflow
