#include "workflow/actions/consultation.hpp"

#include <algorithm>

namespace shenyi::workflow {

Events events_of(const Context& at, const RecordConsultation& body) {
    Events events;
    events.add(at.matter->id, ConsultationRecorded{.unit = body.unit, .reply = body.reply, .document = body.document});
    return events;
}

BodyFaults faults_of(const Context& at, const RecordConsultation& body) {
    BodyFaults faults;
    check_unit(at, body.unit, "/unit", faults);
    // Others are heard, whose duties the draft touches (R-INIT-07); a unit's word on its own draft is no reply.
    if (at.matter->is_of(body.unit)) faults.push_back({"/unit", "another_unit"});
    if (body.document) check_document(at, *body.document, "/document", faults);
    const auto posts = posts_of(at.organ(), at.actor(), at.world.today);
    const bool own_reply = std::ranges::any_of(posts, [&](const Post* post) { return post->unit == body.unit; });
    if (!own_reply && !body.document && body.reply != ConsultationReply::no_reply) {
        faults.push_back({"/document", "reply_itself", {"/unit", "/reply"}});
    }
    return faults;
}

}  // namespace shenyi::workflow
