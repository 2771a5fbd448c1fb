#pragma once

#include "workflow/ids.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What happens to an item of an agenda: written into the matter's stream and the meeting's, so that both tell the
/// truth.
namespace shenyi::workflow {

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
BOOST_DESCRIBE_STRUCT(ItemPlaced, (),
                      (item, matter, meeting, forum, title, version, digest, clearance, proposed_by, shortening, late))

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
BOOST_DESCRIBE_STRUCT(ItemClosed, (),
                      (item, outcome, arithmetic, decision, amendments, head_reasons, two_thirds, settled,
                       executing_unit, responsible, no_dissent, stage, occurred_at))

}  // namespace shenyi::workflow
