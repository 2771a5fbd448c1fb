#include "workflow/actions/sitting.hpp"

#include <set>

namespace shenyi::workflow {

void check_belongs(const Context& at, const PersonId& person, std::string pointer, BodyFaults& faults) {
    if (!at.organ().people.contains(person)) return check_person(at, person, std::move(pointer), faults);
    if (!at.meeting->roster || at.meeting->is_due(person) || at.meeting->attends(person)) return;
    faults.push_back({std::move(pointer), "due_or_attending"});
}

void check_once(const std::vector<PersonId>& people, const std::string& pointer, BodyFaults& faults) {
    std::set<PersonId> seen;
    for (std::size_t i = 0; i < people.size(); ++i) {
        if (seen.insert(people[i]).second) continue;
        faults.push_back({pointer + "/" + std::to_string(i), "each_person_once"});
    }
}

void check_close_reason(const Context& at, const std::optional<CloseReason>& reason, BodyFaults& faults) {
    if (!reason || !reason->reported_upward) return;
    check_document(at, *reason->reported_upward, "/close_reason/reported_upward", faults);
}

}  // namespace shenyi::workflow
