#pragma once

#include "workflow/organ.hpp"

namespace shenyi::workflow::rules {

/// The delegation by which a person stands in for the forum's leader on that day (R-MEET-18); null where he leads it
/// himself or has none.
const Delegation* standing_in(const Organ& organ, Forum forum, const PersonId& person, Date day);

}  // namespace shenyi::workflow::rules
