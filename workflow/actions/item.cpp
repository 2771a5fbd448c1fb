#include "workflow/actions/item.hpp"

#include "workflow/actions/named_clauses.hpp"
#include "workflow/actions/sitting.hpp"
#include "workflow/evolve/evolve.hpp"
#include "workflow/tally.hpp"

namespace shenyi::workflow {

namespace {

/// What the meeting reworded: the head's amendments, or those of the motion that was carried.
std::vector<Amendment> amendments_of(const Item& item) {
    if (item.outcome != Outcome::adopted_as_amended) return {};
    if (item.head_decision) return item.head_decision->amendments;
    const Ballot* ballot = item.last_closed_ballot();
    return ballot ? ballot->motion.amendments : std::vector<Amendment>{};
}

/// Where the matter stands once the item is closed; `decided` only when every forum of its route has the one text.
Stage stage_after(const Context& at, const ItemClosed& closed) {
    switch (*closed.outcome) {
        case Outcome::adopted_as_amended:
            return Stage::reviewed;
        case Outcome::not_adopted:
            return Stage::rejected;
        case Outcome::rework:
            return Stage::rework;
        case Outcome::deferred:
            return Stage::deferred;
        case Outcome::adopted:
            break;
    }
    Matter after = *at.matter;
    evolve(after, MatterEvent{closed}, EventMeta{.id = {}, .at = at.now(), .actor = at.actor()});
    return after.settled() ? Stage::decided : Stage::reviewed;
}

/// Adds what the closing of a decision item says beyond that of an item that was only heard.
void decide_matter(const Context& at, const CloseItem& body, ItemClosed& closed) {
    const Item& item = *at.item;
    const DecisionId decision{at.world.fresh.id("dec_")};
    closed.outcome = item.outcome;
    closed.arithmetic = item.arithmetic;
    closed.decision = decision;
    closed.amendments = amendments_of(item);
    if (item.head_decision) closed.head_reasons = item.head_decision->head_reasons;
    closed.two_thirds = quorum_share(at) == QuorumShare::two_thirds;
    closed.executing_unit = body.executing_unit;
    closed.responsible = body.responsible;
    if (item.outcome == Outcome::adopted) {
        closed.settled = TextSettled{.decision = decision,
                                     .forum = at.meeting->forum,
                                     .item = item.id,
                                     .version = *item.version,
                                     .digest = *item.digest,
                                     .clearance = *item.clearance};
    }
    closed.stage = stage_after(at, closed);
}

void check_people(const Context& at, const std::vector<PersonId>& people, const std::string& pointer,
                  BodyFaults& faults) {
    for (std::size_t i = 0; i < people.size(); ++i) {
        check_person(at, people[i], pointer + "/" + std::to_string(i), faults);
    }
}

}  // namespace

Events events_of(const Context& at, const OpenItem& body) {
    Events events;
    add_to_both(events, *at.meeting, *at.item, ItemOpened{.item = at.item->id, .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const DeclareInterest& body) {
    Events events;
    events.add(at.meeting->id, InterestDeclared{.item = at.item->id,
                                                .person = body.person,
                                                .interest = body.interest,
                                                .text = body.text,
                                                .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const Recuse& body) {
    Events events;
    events.add(at.meeting->id,
               MemberRecused{
                   .item = at.item->id, .person = body.person, .reason = body.reason, .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const Speak& body) {
    Events events;
    events.add(at.meeting->id, PositionStated{.item = at.item->id,
                                              .person = body.person,
                                              .position = body.position,
                                              .text = body.text,
                                              .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const HeadDecide& body) {
    Events events;
    events.add(at.meeting->id, HeadDecided{.item = at.item->id,
                                           .outcome = body.outcome,
                                           .arithmetic = count_positions(*at.meeting, *at.item),
                                           .head_reasons = body.head_reasons,
                                           .amendments = body.amendments,
                                           .close_reason = body.close_reason,
                                           .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const DeferItem& body) {
    Events events;
    add_to_both(events, *at.meeting, *at.item,
                ItemDeferred{.item = at.item->id, .reason = body.reason, .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const ConfirmDissent& body) {
    Events events;
    events.add(at.meeting->id,
               DissentConfirmed{
                   .item = at.item->id, .person = body.person, .text = body.text, .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const RecordRefusalToConfirm& body) {
    Events events;
    events.add(
        at.meeting->id,
        DissentNotConfirmed{
            .item = at.item->id, .person = body.person, .witnesses = body.witnesses, .occurred_at = body.occurred_at});
    return events;
}

Events events_of(const Context& at, const CloseItem& body) {
    ItemClosed closed{.item = at.item->id};
    closed.no_dissent = body.no_dissent.value_or(false);
    closed.occurred_at = body.occurred_at;
    if (at.item->kind == ItemKind::decision) decide_matter(at, body, closed);

    Events events;
    if (closed.decision) events.created = closed.decision->value;
    add_to_both(events, *at.meeting, *at.item, closed);
    return events;
}

BodyFaults faults_of(const Context& at, const DeclareInterest& body) {
    BodyFaults faults;
    check_belongs(at, body.person, "/person", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const Recuse& body) {
    BodyFaults faults;
    check_belongs(at, body.person, "/person", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const Speak& body) {
    BodyFaults faults;
    check_belongs(at, body.person, "/person", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const HeadDecide& body) {
    BodyFaults faults;
    check_close_reason(at, body.close_reason, faults);
    check_amendments(at, body.amendments, "/amendments", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const ConfirmDissent& body) {
    BodyFaults faults;
    check_belongs(at, body.person, "/person", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const RecordRefusalToConfirm& body) {
    BodyFaults faults;
    check_belongs(at, body.person, "/person", faults);
    check_people(at, body.witnesses, "/witnesses", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const CloseItem& body) {
    BodyFaults faults;
    if (body.executing_unit) check_unit(at, *body.executing_unit, "/executing_unit", faults);
    if (body.responsible) {
        check_people(at, body.responsible->overall, "/responsible/overall", faults);
        check_people(at, body.responsible->portfolio, "/responsible/portfolio", faults);
        check_people(at, body.responsible->unit, "/responsible/unit", faults);
    }
    if (at.item->kind != ItemKind::decision) {
        if (body.executing_unit) faults.push_back({"/executing_unit", "nothing_decided"});
        if (body.responsible) faults.push_back({"/responsible", "nothing_decided"});
    }
    return faults;
}

}  // namespace shenyi::workflow
