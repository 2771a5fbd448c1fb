#pragma once

#include "workflow/actions/action.hpp"

namespace shenyi::workflow {

/// Records what a consulted unit replied: a reply, not a review (R-GATE-03).
struct RecordConsultation {
    UnitId unit;
    ConsultationReply reply;
    std::optional<DocumentId> document;
};
BOOST_DESCRIBE_STRUCT(RecordConsultation, (), (unit, reply, document))

Events events_of(const Context& at, const RecordConsultation& body);
BodyFaults faults_of(const Context& at, const RecordConsultation& body);

}  // namespace shenyi::workflow
