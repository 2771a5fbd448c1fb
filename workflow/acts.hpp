#pragma once

#include "workflow/dates.hpp"
#include "workflow/finding.hpp"
#include "workflow/ids.hpp"
#include "workflow/matter.hpp"
#include "workflow/world.hpp"

#include <boost/describe/enum.hpp>

#include <optional>
#include <span>
#include <string>
#include <vector>

/// What each person did in a matter, as its events and those of its meetings tell it: the act log by person that
/// accountability asks for (R-ACC-01, -04).
namespace shenyi::workflow {

/// What somebody did. An act belongs to who did it, not to who entered it: what the recorder writes down of a member is
/// the member's.
enum class Deed {
    proposed,
    studied,
    opened,
    drafted,
    uploaded,
    submitted,
    consulted,
    sent_for_review,
    approved_shortening,
    took_back,
    assigned_reviewer,
    accepted,
    returned,
    stopped_clock,
    restarted_clock,
    asked_adviser,
    declined_to_advise,
    advised,
    withdrew_advice,
    reviewed,
    withdrew_opinion,
    responded,
    confirmed_change,
    endorsed,
    declined_endorsement,
    placed,
    proposed_item,
    removed,
    called_meeting,
    fixed_roster,
    settled_agenda,
    sent_papers,
    chaired,
    recorded,
    attended,
    declared_interest,
    recused,
    spoke,
    voted,
    counted,
    decided,
    deferred_item,
    closed_item,
    dissented,
    would_not_confirm,
    witnessed,
    signed_record,
    would_not_sign,
    published,
    withdrew_matter,
    objected,
    answered_objection
};
BOOST_DESCRIBE_ENUM(Deed, proposed, studied, opened, drafted, uploaded, submitted, consulted, sent_for_review,
                    approved_shortening, took_back, assigned_reviewer, accepted, returned, stopped_clock,
                    restarted_clock, asked_adviser, declined_to_advise, advised, withdrew_advice, reviewed,
                    withdrew_opinion, responded, confirmed_change, endorsed, declined_endorsement, placed,
                    proposed_item, removed, called_meeting, fixed_roster, settled_agenda, sent_papers, chaired,
                    recorded, attended, declared_interest, recused, spoke, voted, counted, decided, deferred_item,
                    closed_item, dissented, would_not_confirm, witnessed, signed_record, would_not_sign, published,
                    withdrew_matter, objected, answered_objection)

/// In which capacity somebody stands in the chain of responsibility (责任链); the first three are its levels, R-DEC-06:
/// principals overall (负总责), each leader for his portfolio (分管), heads for their sections (科室).
enum class ResponsibilityLevel {
    overall,
    portfolio,
    unit,
    drafter,
    reviewer,
    adviser,
    office,
    chair,
    member,
    recorder,
    other
};
BOOST_DESCRIBE_ENUM(ResponsibilityLevel, overall, portfolio, unit, drafter, reviewer, adviser, office, chair, member,
                    recorder, other)

struct Act {
    PersonId person;
    Deed deed;
    ResponsibilityLevel level;
    EventId event;
    std::string type;  ///< of the event
    Instant at;        ///< recorded
    std::optional<Instant> occurred_at;
    std::optional<MeetingId> meeting;
    std::optional<ItemId> item;
    std::optional<int> version;
    std::optional<Term> detail;          ///< position, vote, conclusion, outcome …
    std::optional<PostId> post;          ///< held on that day, by which he acted; the principal's for a substitute
    std::optional<PersonId> entered_by;  ///< who entered it, where another did
    std::optional<PersonId> on_behalf;   ///< the principal, where a substitute acted
    std::optional<PersonId> through;     ///< the substitute, where the act stands with the principal, who answers
    bool reset_marked = false;           ///< another had set his password within the day before (R-ACC-09)
    bool post_marked = false;            ///< the post, or the adviser's engagement, came about under such a mark

    /// The day on which it happened: of the earlier of recorded and entered time.
    Date day() const { return date_of(occurred_at ? std::min(at, *occurred_at) : at); }
    bool operator==(const Act&) const = default;
};

/// The acts in a matter, in the order of `events`: those of its stream, and those of the meetings in which it stood,
/// each stream in order. Of a meeting counts what concerns the matter's own items; nothing of a meeting where the item
/// was taken off before it came up. The names in a secret ballot are nowhere, so nobody has voted in it.
std::vector<Act> acts_of(const World& world, const Matter& matter, std::span<const NewEvent> events);

/// By which post a person acts in a capacity: one that fits it, in the matter's units before others, else any that he
/// holds on that day; nothing if he holds none.
std::optional<PostId> post_for(const Organ& organ, const Matter& matter, const PersonId& person,
                               ResponsibilityLevel level, Date day);

}  // namespace shenyi::workflow
