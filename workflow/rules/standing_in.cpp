#include "workflow/rules/standing_in.hpp"

#include "workflow/rules/sitting.hpp"

namespace shenyi::workflow::rules {

const Delegation* standing_in(const Organ& organ, Forum forum, const PersonId& person, Date day) {
    const Role role = leader_of(forum);
    if (holds(organ, person, role, day)) return nullptr;
    for (const Delegation* delegation : delegations_to(organ, person, day)) {
        if (holds(organ, delegation->by, role, day)) return delegation;
    }
    return nullptr;
}

}  // namespace shenyi::workflow::rules
