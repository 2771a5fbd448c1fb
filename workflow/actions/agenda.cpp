#include "workflow/actions/agenda.hpp"

#include <algorithm>
#include <set>

namespace shenyi::workflow {

namespace {

/// The version's own main document, or that of one it continues.
bool has_text(const Matter& matter, int version, const DocumentId& main) {
    return std::ranges::any_of(matter.continued_by(version),
                               [&](int each) { return matter.draft(each)->main == main; });
}

bool is_late(const Meeting& meeting) {
    return meeting.agenda_frozen_at.has_value();
}

}  // namespace

void take_off_agendas(const Context&, const Matter& matter, std::string_view rule, std::string_view reason, Stage stage,
                      Events& events) {
    for (const Placement& placement : matter.placements) {
        if (!placement.holds()) continue;
        ItemRemoved removed{.item = placement.item, .reason = std::string(reason), .stage = stage};
        if (!rule.empty()) removed.rule = std::string(rule);
        events.add(placement.meeting, removed);
        events.add(matter.id, removed);
    }
}

void take_off_everywhere(const Context& at, const DocumentId& main, std::string_view rule, std::string_view reason,
                         Events& events) {
    for (const auto& entry : at.world.matters) {
        const Matter& matter = *entry.second;
        const bool carries = std::ranges::any_of(matter.placements, [&](const Placement& placement) {
            return placement.holds() && has_text(matter, placement.version, main);
        });
        if (carries) take_off_agendas(at, matter, rule, reason, Stage::reviewed, events);
    }
}

Events events_of(const Context& at, const PlaceOnAgenda& body) {
    const Draft& draft = *at.draft();
    const ItemPlaced placed{.item = {at.world.fresh.id("itm_")},
                            .matter = at.matter->id,
                            .meeting = body.meeting,
                            .forum = at.meeting->forum,
                            .title = at.matter->title,
                            .version = draft.version,
                            .digest = draft.digest,
                            .clearance = at.matter->clearance_for(draft.digest)->id,
                            .proposed_by = body.proposed_by,
                            .shortening = body.shortening,
                            .late = is_late(*at.meeting)};
    Events events{.created = placed.item.value};
    events.add(at.matter->id, placed);
    events.add(body.meeting, placed);
    return events;
}

Events events_of(const Context& at, const RemoveFromAgenda& body) {
    Events events;
    take_off_agendas(at, *at.matter, {}, body.reason, Stage::reviewed, events);
    return events;
}

Events events_of(const Context& at, const AddItem& body) {
    const ItemAdded added{.item = {at.world.fresh.id("itm_")},
                          .kind = body.kind,
                          .title = body.title,
                          .presenter = body.presenter,
                          .documents = body.documents,
                          .late = is_late(*at.meeting)};
    Events events{.created = added.item.value};
    events.add(at.meeting->id, added);
    return events;
}

Events events_of(const Context& at, const FreezeAgenda& body) {
    Events events;
    events.add(at.meeting->id, AgendaFrozen{.order = body.order.value_or(std::vector<ItemId>{})});
    return events;
}

Events events_of(const Context& at, const SendMaterials&) {
    std::set<DocumentId> documents;
    for (const Item& item : at.meeting->items) {
        if (item.state != ItemState::placed) continue;
        documents.insert(item.documents.begin(), item.documents.end());
        const Matter* matter = item.matter ? find(at.world, *item.matter) : nullptr;
        if (!matter) continue;
        for (const DraftDocument& each : matter->draft(*item.version)->documents) documents.insert(each.document);
    }
    Events events;
    events.add(at.meeting->id, MaterialsSent{.documents = {documents.begin(), documents.end()}});
    return events;
}

BodyFaults faults_of(const Context& at, const PlaceOnAgenda& body) {
    BodyFaults faults;
    if (!at.meeting) faults.push_back({"/meeting", "meeting_of_organ"});
    check_draft(at, body.draft, "/draft", faults);
    if (body.proposed_by) check_person(at, *body.proposed_by, "/proposed_by", faults);
    check_shortening(at, body.shortening, faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const RemoveFromAgenda& body) {
    const bool stands = std::ranges::any_of(at.matter->placements, [&](const Placement& placement) {
        return placement.meeting == body.meeting && placement.holds();
    });
    if (at.meeting && stands) return {};
    return {{"/meeting", "meeting_with_matter"}};
}

BodyFaults faults_of(const Context& at, const AddItem& body) {
    BodyFaults faults;
    if (body.kind == ItemKind::decision) faults.push_back({"/kind", "item_without_decision"});
    check_person(at, body.presenter, "/presenter", faults);
    for (std::size_t i = 0; i < body.documents.size(); ++i) {
        check_document(at, body.documents[i], "/documents/" + std::to_string(i), faults);
    }
    return faults;
}

BodyFaults faults_of(const Context& at, const FreezeAgenda& body) {
    BodyFaults faults;
    if (!body.order) return faults;
    for (std::size_t i = 0; i < body.order->size(); ++i) {
        if (!at.meeting->item((*body.order)[i])) {
            faults.push_back({"/order/" + std::to_string(i), "item_of_meeting"});
        }
    }
    return faults;
}

}  // namespace shenyi::workflow
