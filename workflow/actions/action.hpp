#pragma once

#include "workflow/context.hpp"
#include "workflow/events.hpp"
#include "workflow/finding.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::workflow {

/// The events of one action, in the order in which they are written, and the id of what it creates.
struct Events {
    std::vector<std::pair<Stream, Event>> list;
    std::string created;

    void add(const MatterId& stream, MatterEvent event);
    void add(const MeetingId& stream, MeetingEvent event);
    void add(const OrganId& stream, OrganEvent event);
    void add(const PersonId& stream, PersonEvent event);
};

/// A fault of a body, and the other members by which it was found: while one of them cannot be read, nothing is known
/// of it.
struct FoundFault {
    std::string pointer;  ///< RFC 6901, into the body
    Expected expected;
    std::vector<std::string> rests_on = {};
};
/// What a body names and the records do not know, or do not fit: every fault at once.
using BodyFaults = std::vector<FoundFault>;

/// Adds a fault where a document was never uploaded, or is not the actor's to attach.
void check_document(const Context& at, const DocumentId& document, std::string pointer, BodyFaults& faults);
void check_person(const Context& at, const PersonId& person, std::string pointer, BodyFaults& faults);
void check_unit(const Context& at, const UnitId& unit, std::string pointer, BodyFaults& faults);
/// Adds a fault where the matter has no version of that number.
void check_draft(const Context& at, int version, std::string pointer, BodyFaults& faults);

/// Adds a fault where the approver is nobody of the organ, or the paper of the approval was never uploaded. Whose paper
/// it is, R-REV-03 and R-REV-04 ask: whoever was given its name may attach it.
void check_shortening(const Context& at, const std::optional<Shortening>& shortening, BodyFaults& faults);

/// Actions whose body names nothing that could be missing.
template <class Body>
BodyFaults faults_of(const Context&, const Body&) {
    return {};
}

}  // namespace shenyi::workflow
