#pragma once

#include "workflow/actions/action.hpp"

#include <optional>
#include <string>
#include <vector>

/// What the actions on a meeting, its items and its ballots have in common.
namespace shenyi::workflow {

/// Adds a fault where the person is not known or, once the roster is fixed, is neither due nor attends.
void check_belongs(const Context& at, const PersonId& person, std::string pointer, BodyFaults& faults);

/// Adds a fault for each person that is named twice.
void check_once(const std::vector<PersonId>& people, const std::string& pointer, BodyFaults& faults);

/// The document by which a close vote was reported upward, where there is one (R-MEET-13).
void check_close_reason(const Context& at, const std::optional<CloseReason>& reason, BodyFaults& faults);

/// Writes what happened to an item into the meeting's stream and, where the item decides a matter, into the matter's.
template <class ItemEvent>
void add_to_both(Events& events, const Meeting& meeting, const Item& item, const ItemEvent& event) {
    events.add(meeting.id, event);
    if (item.matter) events.add(*item.matter, event);
}

}  // namespace shenyi::workflow
