#pragma once

#include "workflow/acts.hpp"
#include "workflow/organ.hpp"
#include "workflow/terms.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// Who answered for what in a matter (责任链, 责任倒查), traced back from its events. Evidence, never a verdict.
namespace shenyi::workflow {

/// Where somebody was named as responsible when an item was closed (R-DEC-06).
struct Naming {
    MeetingId meeting;
    ItemId item;
    ResponsibilityLevel level;
    Instant at;

    bool operator==(const Naming&) const = default;
};

/// A person in the chain. The trace follows the person, not who holds the post now (R-ACC-02): `posts` are those held
/// on the day of any of his acts or namings.
struct ChainLink {
    PersonId person;
    std::vector<ResponsibilityLevel> levels;  ///< in their order; the first tells his place in the chain
    std::vector<PostId> posts;
    std::vector<Naming> named;
    std::vector<Act> acts;  ///< in the order in which they were recorded

    bool operator==(const ChainLink&) const = default;
};

/// Whose dissent the record of a meeting holds, R-ACC-03. It is evidence only if its author was against what was
/// decided, by his open vote before his words, and confirmed his text, and the record is closed: what is not signed can
/// still change. The rest is told as it stands.
struct DissentVoiced {
    PersonId person;
    MeetingId meeting;
    ItemId item;
    Forum forum;
    std::string text;
    bool confirmed;
    std::vector<PersonId> witnesses;   ///< of his refusal to confirm the text
    std::optional<Position> position;  ///< the last that he stated
    std::optional<Vote> vote;          ///< in the ballot that decided, where it was open
    std::optional<Outcome> outcome;    ///< of the item
    std::optional<Instant> record_signed_at;
    bool evidence;

    bool operator==(const DissentVoiced&) const = default;
};

/// A rule that stood over the acts of the matter, from the first to the last of them.
struct RuleApplied {
    std::string rule;
    Date first;
    Date last;

    bool operator==(const RuleApplied&) const = default;
};

struct Responsibility {
    std::vector<ChainLink> chain;  ///< by level, then by the first act
    std::vector<DissentVoiced> dissents;
    std::vector<DelegationId> delegations;  ///< by which a substitute acted or chaired
    std::vector<RuleApplied> rules;         ///< by id
};

/// Traces a matter back. `events` are those of its stream and of the meetings in which it stands, each stream in order.
/// The rules are those of the procedure that the matter was opened under.
Responsibility responsibility_of(const World& world, const Matter& matter, std::span<const NewEvent> events);

}  // namespace shenyi::workflow
