#pragma once

#include "workflow/meeting.hpp"
#include "workflow/world.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What the record of a meeting (会议记录) tells besides the meeting's state: how it went, who was not there, what lay
/// before each item, and what was said in rounds that an adjournment broke off. Source: State Council Order 713 (2019),
/// art. 30; rules.md §5.
namespace shenyi::workflow {

/// A step of the meeting as a whole (called, moved, opened, adjourned, with another chair, closed), or what was entered
/// on an item, with both times: when it was recorded, and when it happened where that was entered.
struct MinutesStep {
    EventId event;
    std::string type;
    Instant at;
    std::optional<Instant> occurred_at;
    PersonId by;
    std::optional<std::string> reason;
    std::optional<PersonId> person;  ///< who took the chair or the recorder's place; on an item, whose act it is
    std::optional<DocumentId> document;
    std::optional<Instant> held_at;  ///< the moment for which it was called or to which it was moved

    bool operator==(const MinutesStep&) const = default;
};

/// What was declared and said on an item before the sitting was adjourned over it; the item was opened anew.
struct BrokenRound {
    Instant opened_at;
    std::vector<std::pair<PersonId, Declaration>> declarations;
    std::vector<Statement> statements;
    Instant broken_at;
    std::string reason;

    bool operator==(const BrokenRound&) const = default;
};

/// An opinion that lay before the item: on its version, or one that it continues, given before the item was closed and
/// not withdrawn before it was placed.
struct OpinionShown {
    OpinionId id;
    bool by_adviser;
    std::string number;  ///< of a legality opinion
    int version;
    Conclusion conclusion;
    PersonId author;
    Instant issued_at;
    std::optional<Instant> withdrawn_at;

    bool operator==(const OpinionShown&) const = default;
};

/// A member due who was never in the room. Without leave it is noted, not refused; leave asked for once the meeting had
/// begun is none, though it is on record (R-MEET-12).
struct Absence {
    PersonId person;
    std::optional<Leave> leave;  ///< what he asked last
    bool asked_beforehand = false;

    bool operator==(const Absence&) const = default;
};

/// Leave of a member due who came all the same: it ended when he came.
struct LeaveEnded {
    Leave leave;
    Instant came_at;

    bool operator==(const LeaveEnded&) const = default;
};

struct MinutesOfItem {
    std::vector<MinutesStep> course;  ///< everything that was entered on it, in order
    std::vector<BrokenRound> broken_rounds;
    std::vector<OpinionShown> opinions;
    std::vector<PersonId> reporters;  ///< the presenter; for a matter those who attended for its units to report

    bool operator==(const MinutesOfItem&) const = default;
};

struct Minutes {
    std::vector<MinutesStep> course;
    std::vector<PersonId> present_at_opening;  ///< members due
    std::vector<PersonId> present;             ///< members due, at any time
    std::vector<Absence> absent;
    std::vector<LeaveEnded> leaves_ended;
    const Delegation* chair_delegation = nullptr;  ///< by which the chair stands in (R-MEET-18)
    std::map<ItemId, MinutesOfItem> items;
    std::vector<MinutesStep> signing;  ///< signatures of the record and refusals to sign
    std::optional<Instant> record_signed_at;
};

/// `events` are those of the meeting's stream, in order; the world holds the matters on its agenda.
Minutes minutes_of(const World& world, const Meeting& meeting, std::span<const NewEvent> events);

/// When the record of a meeting was closed by the last signature or refusal (R-MEET-19); empty while one is missing.
/// Events of other streams are passed over.
std::optional<Instant> record_signed_at(const MeetingId& meeting, std::span<const NewEvent> events);

}  // namespace shenyi::workflow
