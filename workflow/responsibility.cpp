#include "workflow/responsibility.hpp"

#include "workflow/action_of.hpp"
#include "workflow/context.hpp"
#include "workflow/minutes.hpp"
#include "workflow/rules/sitting.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace shenyi::workflow {

namespace {

using Level = ResponsibilityLevel;
using Links = std::map<PersonId, ChainLink>;

template <class T>
void add_once(std::vector<T>& list, const T& value) {
    if (std::ranges::find(list, value) == list.end()) list.push_back(value);
}

ChainLink& link_of(Links& links, const PersonId& person) {
    ChainLink& link = links[person];
    link.person = person;
    return link;
}

void add_posts(ChainLink& link, const Organ& organ, Date day) {
    for (const Post* post : posts_of(organ, link.person, day)) add_once(link.posts, post->id);
}

void name(Links& links, const Organ& organ, const Placement& placement, const std::vector<PersonId>& people,
          Level level) {
    for (const PersonId& person : people) {
        ChainLink& link = link_of(links, person);
        link.named.push_back(
            {.meeting = placement.meeting, .item = placement.item, .level = level, .at = *placement.closed_at});
        add_once(link.levels, level);
        add_posts(link, organ, date_of(*placement.closed_at));
    }
}

/// Levels in their order. Somebody who stands in the chain by a level needs no `other` besides.
void settle_levels(ChainLink& link) {
    std::ranges::sort(link.levels);
    if (link.levels.size() > 1) std::erase(link.levels, Level::other);
}

std::vector<ChainLink> chain_of(const Organ& organ, const Matter& matter, std::vector<Act> acts) {
    Links links;
    for (Act& act : acts) {
        ChainLink& link = link_of(links, act.person);
        add_once(link.levels, act.level);
        add_posts(link, organ, act.day());
        link.acts.push_back(std::move(act));
    }
    for (const Placement& placement : matter.placements) {
        if (!placement.responsible || !placement.closed_at) continue;
        name(links, organ, placement, placement.responsible->overall, Level::overall);
        name(links, organ, placement, placement.responsible->portfolio, Level::portfolio);
        name(links, organ, placement, placement.responsible->unit, Level::unit);
    }
    std::vector<ChainLink> chain;
    for (auto& [person, link] : links) {
        settle_levels(link);
        std::ranges::stable_sort(link.acts, {}, &Act::at);
        chain.push_back(std::move(link));
    }
    const auto place = [](const ChainLink& link) {
        const Instant first = link.acts.empty() ? link.named.front().at : link.acts.front().at;
        return std::tuple{link.levels.front(), first, link.person};
    };
    std::ranges::sort(chain, {}, place);
    return chain;
}

/// Whether a dissent, once the record is closed, is one from what was decided, in its author's own text. Who was
/// against what was not adopted either is with the meeting.
bool is_evidence(const Item& item, const Dissent& dissent) {
    return dissent.confirmed && item.decision && rules::differs_from_outcome(item, dissent.person);
}

std::vector<DissentVoiced> dissents_of(const World& world, const Matter& matter, std::span<const NewEvent> events) {
    std::vector<DissentVoiced> dissents;
    for (const Placement& placement : matter.placements) {
        const Meeting* meeting = find(world, placement.meeting);
        const Item* item = meeting ? meeting->item(placement.item) : nullptr;
        if (!item) continue;
        const auto signed_at = record_signed_at(meeting->id, events);
        for (const Dissent& dissent : rules::dissents_on_record(*item)) {
            const Statement* said = item->last_word_of(dissent.person);
            dissents.push_back({.person = dissent.person,
                                .meeting = meeting->id,
                                .item = item->id,
                                .forum = meeting->forum,
                                .text = dissent.text,
                                .confirmed = dissent.confirmed,
                                .witnesses = dissent.refusal_witnesses,
                                .position = said ? std::optional(said->position) : std::nullopt,
                                .vote = rules::open_vote_of(*item, dissent.person),
                                .outcome = item->outcome,
                                .record_signed_at = signed_at,
                                .evidence = signed_at && is_evidence(*item, dissent)});
        }
    }
    return dissents;
}

std::vector<DelegationId> delegations_in(const Organ& organ, const std::vector<Act>& acts) {
    std::vector<DelegationId> used;
    for (const Act& act : acts) {
        if (!act.on_behalf) continue;
        for (const Delegation* delegation : delegations_to(organ, act.person, act.day())) {
            if (delegation->by == *act.on_behalf) add_once(used, delegation->id);
        }
    }
    return used;
}

const std::vector<std::string>* guards_of(const World& world, const Matter& matter, const NamedAction& action) {
    const Procedure& own = *world.definitions->procedures.at(matter.procedure);
    const Procedure& meetings = *world.definitions->meetings;
    const auto in = [&](const auto& actions) -> const std::vector<std::string>* {
        const auto found = actions.find(action.name);
        return found == actions.end() ? nullptr : &found->second.guards;
    };
    switch (action.target) {
        case Target::matter:
            return in(own.actions);
        case Target::item:
            return in(own.item_actions);
        case Target::meeting:
            return in(meetings.meeting_actions);
        case Target::organ:
        case Target::person:
            return nullptr;
    }
    return nullptr;
}

std::vector<RuleApplied> rules_over(const World& world, const Matter& matter, const std::vector<Act>& acts,
                                    std::span<const NewEvent> events) {
    std::map<EventId, Date> days;
    for (const Act& act : acts) days.emplace(act.event, act.day());
    std::map<std::string, RuleApplied> rules;
    for (const NewEvent& event : events) {
        const auto day = days.find(event.meta.id);
        const auto action = action_of(event.event);
        const auto* guards = action && day != days.end() ? guards_of(world, matter, *action) : nullptr;
        if (!guards) continue;
        for (const std::string& rule : *guards) {
            RuleApplied& applied = rules.try_emplace(rule, RuleApplied{rule, day->second, day->second}).first->second;
            applied.first = std::min(applied.first, day->second);
            applied.last = std::max(applied.last, day->second);
        }
    }
    std::vector<RuleApplied> list;
    for (auto& [rule, applied] : rules) list.push_back(std::move(applied));
    return list;
}

}  // namespace

Responsibility responsibility_of(const World& world, const Matter& matter, std::span<const NewEvent> events) {
    std::vector<Act> acts = acts_of(world, matter, events);
    Responsibility traced{.dissents = dissents_of(world, matter, events),
                          .delegations = delegations_in(*world.organ, acts),
                          .rules = rules_over(world, matter, acts, events)};
    traced.chain = chain_of(*world.organ, matter, std::move(acts));
    return traced;
}

}  // namespace shenyi::workflow
