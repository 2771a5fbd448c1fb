#pragma once

#include "workflow/organ.hpp"

#include <vector>

namespace shenyi::workflow {

/// Who sits in each forum from when on, as the posts tell (R-MEET-04): one roster for each day on which the members
/// become others, past and to come, by forum and in order of days.
std::vector<Roster> dated_rosters(const Organ& organ);

}  // namespace shenyi::workflow
