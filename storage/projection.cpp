#include "storage/projection.hpp"

#include "storage/events_about.hpp"
#include "storage/readers.hpp"
#include "storage/work_rows.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"

#include <algorithm>
#include <stdexcept>

namespace shenyi::storage {

namespace {

using namespace workflow;

template <class Enum>
std::string wire(Enum value) {
    return std::string(codec::name_of_enumerator(value));
}

Value number(int value) {
    return static_cast<std::int64_t>(value);
}
Value flag(bool value) {
    return static_cast<std::int64_t>(value ? 1 : 0);
}

template <class Tag>
Value maybe(const std::optional<Id<Tag>>& id) {
    return id ? Value(id->value) : Value();
}

/// What a projector needs besides the event.
struct Around {
    const OrganId& organ;
    const EventMeta& meta;
    const Matter* matter;
    const Meeting* meeting;
    Changes& changes;

    Row row(auto... values) const { return Row{Value(organ.value), Value(std::move(values))...}; }
};

bool needs(const Matter& matter, Forum forum) {
    return std::ranges::find(matter.route, forum) != matter.route.end();
}

void clearance_row(const Around& at, const ClearanceId& id, int version, const Digest& digest, const OpinionId& opinion,
                   ClearanceGround ground, std::string_view type) {
    const LegalityOpinion* base = at.matter->opinion(opinion);
    if (!base) throw std::logic_error("a clearance without its opinion");
    at.changes.add(Step::clearance,
                   at.row(id.value, at.matter->id.value, number(version), digest.value, opinion.value,
                          number(base->version), base->digest.value, wire(base->conclusion), wire(ground),
                          at.meta.id.value, std::string(type), std::string("ok"), flag(true)));
}

void fall(const Around& at, const std::vector<ClearanceId>& clearances) {
    for (const ClearanceId& id : clearances) at.changes.add(Step::clearance_fall, at.row(id.value, flag(false)));
}

void settle(const Around& at, const TextSettled& settled) {
    const Placement* placement = at.matter->placement(settled.item);
    if (!placement || !placement->outcome) throw std::logic_error("a settled text without its decision");
    at.changes.add(Step::settled_text,
                   at.row(settled.decision.value, number(settled.version), wire(settled.forum), at.matter->id.value,
                          number(placement->version), placement->digest.value, wire(*placement->outcome), flag(true),
                          settled.digest.value, settled.clearance.value));
}

void state_row(const Around& at, Step step, const ItemId& item, ItemState state, bool holds) {
    at.changes.add(step, at.row(item.value, wire(state), holds ? flag(true) : Value()));
}

/// Rows that follow from events in a matter's stream. What both streams carry is written from the meeting's.
struct OfMatter {
    const Around& at;

    void operator()(const MatterCreated& e) const {
        at.changes.add(Step::matter,
                       at.row(at.matter->id.value, wire(e.kind), flag(needs(*at.matter, Forum::office_meeting)),
                              flag(needs(*at.matter, Forum::party_group))));
    }
    void operator()(const DraftSubmitted& e) const {
        at.changes.add(Step::draft, at.row(at.matter->id.value, number(e.version), e.digest.value, e.main.value));
        for (const DraftDocument& each : e.documents) {
            at.changes.add(Step::draft_document, at.row(each.document.value, at.matter->id.value, number(e.version)));
        }
        fall(at, e.superseded);
    }
    void operator()(const LegalityOpinionIssued& e) const {
        at.changes.add(Step::legality_opinion, at.row(e.opinion.value, at.matter->id.value, number(e.version),
                                                      e.digest.value, wire(e.conclusion), at.meta.actor.value,
                                                      at.meta.id.value, std::string(e.type), std::string("ok")));
        if (e.clearance)
            clearance_row(at, *e.clearance, e.version, e.digest, e.opinion, ClearanceGround::opinion, e.type);
    }
    void operator()(const OpinionResponded& e) const {
        if (const auto& given = e.clearance) {
            clearance_row(at, given->clearance, given->version, given->digest, given->opinion,
                          ClearanceGround::responded, e.type);
        }
    }
    void operator()(const ChangeConfirmed& e) const {
        if (const auto& given = e.clearance) {
            clearance_row(at, given->clearance, given->version, given->digest, given->opinion,
                          ClearanceGround::confirmed, e.type);
        }
        for (const TextSettled& settled : e.settled) settle(at, settled);
    }
    void operator()(const LegalityOpinionWithdrawn& e) const { fall(at, e.fallen); }
    void operator()(const AdviserOpinionGiven& e) const { fall(at, e.fallen); }
    void operator()(const AdviserOpinionWithdrawn& e) const { fall(at, e.fallen); }
    void operator()(const ItemClosed& e) const {
        const Placement* placement = at.matter->placement(e.item);
        if (!placement || !e.decision || !e.outcome || !e.arithmetic)
            throw std::logic_error("a closed item without decision");
        at.changes.add(
            Step::decision,
            at.row(e.decision->value, e.item.value, std::string("decision"), placement->meeting.value,
                   wire(placement->forum), number(e.arithmetic->due), at.matter->id.value, number(placement->version),
                   placement->digest.value, flag(e.two_thirds), number(e.arithmetic->present),
                   number(e.arithmetic->for_), number(e.arithmetic->against), number(e.arithmetic->abstain),
                   wire(*e.outcome), e.head_reasons ? Value(*e.head_reasons) : Value()));
        state_row(at, Step::item_close, e.item, ItemState::closed, false);
        if (e.settled) settle(at, *e.settled);
    }
    void operator()(const TextPublished& e) const {
        if (!e.first) return;  // a further channel publishes the same text
        const auto forum = [](const std::optional<DecisionId>& decision, Forum of) {
            return decision ? Value(wire(of)) : Value();
        };
        at.changes.add(Step::publication, at.row(at.meta.id.value, at.matter->id.value, number(e.version),
                                                 e.digest.value, flag(needs(*at.matter, Forum::office_meeting)),
                                                 flag(needs(*at.matter, Forum::party_group)), maybe(e.office_decision),
                                                 forum(e.office_decision, Forum::office_meeting),
                                                 maybe(e.party_decision), forum(e.party_decision, Forum::party_group)));
    }
    template <class E>
    void operator()(const E&) const {}  // has no row in the gate tables
};

/// Rows that follow from events in a meeting's stream.
struct OfMeeting {
    const Around& at;

    void operator()(const MeetingCalled& e) const {
        at.changes.add(Step::meeting, at.row(at.meeting->id.value, wire(e.forum)));
    }
    void operator()(const RosterFixed& e) const {
        at.changes.add(Step::roster,
                       at.row(at.meeting->id.value, wire(at.meeting->forum), number(static_cast<int>(e.due.size()))));
    }
    void operator()(const ItemPlaced& e) const {
        at.changes.add(Step::item,
                       at.row(e.item.value, at.meeting->id.value, wire(ItemKind::decision), wire(ItemState::placed),
                              e.matter.value, number(e.version), e.digest.value, e.clearance.value, flag(true)));
    }
    void operator()(const ItemAdded& e) const {
        at.changes.add(Step::item, at.row(e.item.value, at.meeting->id.value, wire(e.kind), wire(ItemState::placed),
                                          Value(), Value(), Value(), Value(), Value()));
    }
    void operator()(const ItemRemoved& e) const {
        state_row(at, Step::item_release, e.item, ItemState::removed, false);
    }
    void operator()(const ItemDeferred& e) const {
        state_row(at, Step::item_release, e.item, ItemState::deferred, false);
    }
    void operator()(const ItemOpened& e) const {
        state_row(at, Step::item_state, e.item, ItemState::open, decides(e.item));
    }
    void operator()(const ItemInterrupted& e) const {
        state_row(at, Step::item_state, e.item, ItemState::placed, decides(e.item));
    }
    void operator()(const ItemClosed& e) const {
        if (!decides(e.item)) state_row(at, Step::item_close, e.item, ItemState::closed, false);
    }
    template <class E>
    void operator()(const E&) const {}  // has no row in the gate tables

    bool decides(const ItemId& id) const {
        const Item* item = at.meeting->item(id);
        return item && item->kind == ItemKind::decision;
    }
};

}  // namespace

void project(const NewEvent& event, const World& after, const OrganId& organ, Changes& changes) {
    const std::string& name = event.stream.name;
    const std::string id = name.substr(name.find('/') + 1);
    const Around at{.organ = organ,
                    .meta = event.meta,
                    .matter = find(after, MatterId{id}),
                    .meeting = find(after, MeetingId{id}),
                    .changes = changes};
    project_uses(event, organ, changes);
    project_about(event, organ, changes);
    if (const auto* of_matter = std::get_if<MatterEvent>(&event.event)) std::visit(OfMatter{at}, *of_matter);
    if (const auto* of_meeting = std::get_if<MeetingEvent>(&event.event)) std::visit(OfMeeting{at}, *of_meeting);
    project_traces(event, after, organ, changes);
}

void project_standing(const StreamState& before, const StreamState& after, Changes& changes) {
    project_readers(before, after, changes);
    if (const auto matter = after.as<Matter>()) project_view(*matter, after.seq, changes);
    if (const auto meeting = after.as<Meeting>()) project_view(*meeting, after.seq, changes);
}

void project_view(const Matter& matter, std::int64_t seq, Changes& changes) {
    changes.add(Step::matter_view,
                Row{matter.organ.value, matter.id.value, wire(matter.kind), matter.title, wire(matter.stage),
                    matter.undertaking_unit.value, maybe(matter.lead_unit), matter.created_by.value,
                    rfc3339(matter.created_at), rfc3339(matter.last_event_at.value_or(matter.created_at)), seq});
}

void project_view(const Meeting& meeting, std::int64_t seq, Changes& changes) {
    changes.add(Step::meeting_view,
                Row{meeting.organ.value, meeting.id.value, wire(meeting.forum), wire(meeting.stage),
                    rfc3339(meeting.held_at), seq, meeting.place, meeting.chair.value, meeting.recorder.value});
}

}  // namespace shenyi::storage
