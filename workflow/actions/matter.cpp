#include "workflow/actions/matter.hpp"

#include "workflow/actions/agenda.hpp"
#include "workflow/decide.hpp"

#include <algorithm>

namespace shenyi::workflow {

namespace {

/// The forums of the route in the order in which they meet.
std::vector<Forum> in_order(std::vector<Forum> route, const PolicyPack& pack) {
    std::ranges::sort(route);
    route.erase(std::unique(route.begin(), route.end()), route.end());
    if (!pack.office_meeting_first) std::ranges::reverse(route);
    return route;
}

}  // namespace

bool has_open_objection(const Matter& matter) {
    return std::ranges::any_of(matter.objections, [](const Objection& objection) { return !objection.answer; });
}

Events events_of(const Context& at, const CreateMatter& body) {
    const MatterId id{at.world.fresh.id("mat_")};
    Events events{.created = id.value};
    events.add(id, MatterCreated{.kind = body.kind,
                                 .title = body.title,
                                 .undertaking_unit = body.undertaking_unit,
                                 .issuer = body.issuer.value_or(at.organ().own_issuer),
                                 .summary = body.summary,
                                 .scope_ground = body.scope_ground,
                                 .source = body.proposal.source,
                                 .route = in_order(body.route.value_or(at.procedure.forums), at.pack),
                                 .procedure = at.procedure.hash,
                                 .pack = at.pack.hash});
    return events;
}

Events events_of(const Context& at, const RecordStudy& body) {
    Events events;
    events.add(at.matter->id, StudyRecorded{.document = body.document});
    return events;
}

Events events_of(const Context& at, const OpenMatter& body) {
    Events events;
    events.add(at.matter->id, MatterOpened{.lead_unit = body.lead_unit, .instruction = body.instruction});
    return events;
}

Events events_of(const Context& at, const WithdrawMatter& body) {
    Events events;
    take_off_agendas(at, *at.matter, {}, body.reason, Stage::withdrawn, events);
    events.add(at.matter->id, MatterWithdrawn{.reason = body.reason});
    return events;
}

Events events_of(const Context& at, const NoteObjection& body) {
    Events events;
    events.add(at.matter->id, ObjectionNoted{.text = body.text});
    return events;
}

Events events_of(const Context& at, const AnswerObjection& body) {
    Events events;
    events.add(at.matter->id, ObjectionAnswered{.objection = body.objection, .text = body.text});
    return events;
}

BodyFaults faults_of(const Context& at, const CreateMatter& body) {
    BodyFaults faults;
    check_unit(at, body.undertaking_unit, "/undertaking_unit", faults);
    if (body.route && body.route->empty()) faults.push_back({"/route", "a_forum"});
    return faults;
}

BodyFaults faults_of(const Context& at, const RecordStudy& body) {
    BodyFaults faults;
    check_document(at, body.document, "/document", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const OpenMatter& body) {
    BodyFaults faults;
    check_unit(at, body.lead_unit, "/lead_unit", faults);
    if (body.instruction) {
        check_document(at, *body.instruction, "/instruction", faults);
    } else if (!holds(at.organ(), at.actor(), Role::director, at.world.today)) {
        faults.push_back({"/instruction", "recorded_instruction"});
    }
    return faults;
}

/// Where none waits for an answer, no other body would do: that is the state's business.
BodyFaults faults_of(const Context& at, const AnswerObjection& body) {
    if (!has_open_objection(*at.matter)) return {};
    const auto known = std::ranges::find(at.matter->objections, body.objection, &Objection::event);
    if (known == at.matter->objections.end()) return {{"/objection", "objection_of_matter"}};
    if (known->answer) return {{"/objection", "unanswered_objection"}};
    return {};
}

}  // namespace shenyi::workflow
