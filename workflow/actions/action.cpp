#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

void Events::add(const MatterId& stream, MatterEvent event) {
    list.emplace_back(stream_of(stream), std::move(event));
}
void Events::add(const MeetingId& stream, MeetingEvent event) {
    list.emplace_back(stream_of(stream), std::move(event));
}
void Events::add(const OrganId& stream, OrganEvent event) {
    list.emplace_back(stream_of(stream), std::move(event));
}
void Events::add(const PersonId& stream, PersonEvent event) {
    list.emplace_back(stream_of(stream), std::move(event));
}

void check_document(const Context& at, const DocumentId& document, std::string pointer, BodyFaults& faults) {
    const auto found = at.world.documents.find(document);
    const bool attachable = found != at.world.documents.end() &&
                            (found->second.uploaded_by == at.actor() || found->second.readable_by_actor);
    if (!attachable) faults.push_back({std::move(pointer), "document_at_hand"});
}

void check_person(const Context& at, const PersonId& person, std::string pointer, BodyFaults& faults) {
    if (!at.organ().people.contains(person)) faults.push_back({std::move(pointer), "person_of_organ"});
}

void check_unit(const Context& at, const UnitId& unit, std::string pointer, BodyFaults& faults) {
    if (!at.organ().units.contains(unit)) faults.push_back({std::move(pointer), "unit_of_organ"});
}

void check_draft(const Context& at, int version, std::string pointer, BodyFaults& faults) {
    if (!at.matter->draft(version)) faults.push_back({std::move(pointer), "version_of_matter"});
}

void check_shortening(const Context& at, const std::optional<Shortening>& shortening, BodyFaults& faults) {
    if (!shortening) return;
    check_person(at, shortening->approver, "/shortening/approver", faults);
    if (shortening->document && !at.world.documents.contains(*shortening->document)) {
        faults.push_back({"/shortening/document", "document_at_hand"});
    }
}

}  // namespace shenyi::workflow
