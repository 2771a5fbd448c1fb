#include "workflow/acts.hpp"

#include "workflow/act_gathering.hpp"
#include "workflow/context.hpp"
#include "workflow/rules/standing_in.hpp"

#include <algorithm>

namespace shenyi::workflow {

namespace {

std::vector<Role> roles_for(ResponsibilityLevel level) {
    switch (level) {
        case ResponsibilityLevel::overall:
        case ResponsibilityLevel::chair:
            return {Role::director, Role::party_secretary};
        case ResponsibilityLevel::portfolio:
            return {Role::portfolio_leader};
        case ResponsibilityLevel::unit:
            return {Role::section_head};
        case ResponsibilityLevel::drafter:
            return {Role::drafter, Role::undertaker, Role::section_head};
        case ResponsibilityLevel::reviewer:
            return {Role::legal_reviewer, Role::gov_review_body};
        case ResponsibilityLevel::adviser:
            return {Role::legal_adviser, Role::public_lawyer};
        case ResponsibilityLevel::office:
            return {Role::office_clerk};
        case ResponsibilityLevel::member:
            return {Role::director, Role::party_secretary, Role::party_member};
        case ResponsibilityLevel::recorder:
            return {Role::recorder};
        case ResponsibilityLevel::other:
            return {};
    }
    return {};
}

/// The meetings in which an item of the matter came up, or may still do.
std::map<std::string, SittingSoFar> sittings_of(const World& world, const Matter& matter) {
    std::map<std::string, SittingSoFar> sittings;
    for (const Placement& placement : matter.placements) {
        const Meeting* meeting = find(world, placement.meeting);
        const Item* item = meeting ? meeting->item(placement.item) : nullptr;
        if (!item || (item->state == ItemState::removed && !item->opened_at)) continue;
        const auto place = sittings.try_emplace(stream_of(meeting->id).name, SittingSoFar{*meeting, {}}).first;
        place->second.own_items.insert(item->id);
    }
    return sittings;
}

}  // namespace

void ActGathering::did(ActSaid said) const {
    const std::optional<PersonId>& principal = event_.meta.on_behalf;
    const bool marked = event_.meta.reset_at.has_value();
    add(actor(), principal.value_or(actor()), said, std::nullopt, principal, std::nullopt, marked);
    if (principal) add(*principal, *principal, std::move(said), std::nullopt, std::nullopt, actor(), marked);
}

void ActGathering::did(const PersonId& person, ActSaid said) const {
    if (person == actor()) return did(std::move(said));
    add(person, person, std::move(said), actor(), std::nullopt, std::nullopt, false);
}

void ActGathering::led(const PersonId& chair, Forum forum, const std::map<PersonId, std::string>& recused,
                       ActSaid said) const {
    if (recused.contains(chair)) return;
    const Delegation* delegation = rules::standing_in(organ_, forum, chair, date_of(event_.meta.at));
    if (!delegation) return add(chair, chair, std::move(said), std::nullopt, std::nullopt, std::nullopt, false);
    add(chair, delegation->by, said, std::nullopt, delegation->by, std::nullopt, false);
    if (recused.contains(delegation->by)) return;
    add(delegation->by, delegation->by, std::move(said), std::nullopt, std::nullopt, chair, false);
}

void ActGathering::add(const PersonId& person, const PersonId& of_post, ActSaid said,
                       std::optional<PersonId> entered_by, std::optional<PersonId> on_behalf,
                       std::optional<PersonId> through, bool reset_marked) const {
    Act act{.person = person,
            .deed = said.deed,
            .level = said.level,
            .event = event_.meta.id,
            .type = std::string(type_of(event_.event)),
            .at = event_.meta.at,
            .occurred_at = said.occurred_at,
            .meeting = std::move(said.meeting),
            .item = std::move(said.item),
            .version = said.version,
            .detail = std::move(said.detail),
            .entered_by = std::move(entered_by),
            .on_behalf = std::move(on_behalf),
            .through = std::move(through),
            .reset_marked = reset_marked};
    act.post = post_for(organ_, matter_, of_post, said.level, act.day());
    const Engagement* engagement =
        said.level == ResponsibilityLevel::adviser ? engagement_of(organ_, act.person, act.day()) : nullptr;
    act.post_marked = (act.post && organ_.posts.at(*act.post).marks.any()) || (engagement && engagement->reset_at);
    acts_.push_back(std::move(act));
}

std::vector<const Post*> ActGathering::acting_in() const {
    return posts_of(organ_, event_.meta.on_behalf.value_or(actor()), date_of(event_.meta.at));
}

ResponsibilityLevel ActGathering::of_unit() const {
    const bool heads = std::ranges::any_of(
        acting_in(), [&](const Post* post) { return post->role == Role::section_head && matter_.is_of(post->unit); });
    return heads ? ResponsibilityLevel::unit : ResponsibilityLevel::drafter;
}

bool ActGathering::works_in_unit() const {
    return std::ranges::any_of(acting_in(), [&](const Post* post) { return matter_.is_of(post->unit); });
}

bool ActGathering::actor_holds(Role role) const {
    return std::ranges::any_of(acting_in(), [&](const Post* post) { return post->role == role; });
}

std::optional<PostId> post_for(const Organ& organ, const Matter& matter, const PersonId& person,
                               ResponsibilityLevel level, Date day) {
    const std::vector<const Post*> held = posts_of(organ, person, day);
    for (const Role role : roles_for(level)) {
        const Post* fitting = nullptr;
        for (const Post* post : held) {
            if (post->role != role) continue;
            if (!fitting || (matter.is_of(post->unit) && !matter.is_of(fitting->unit))) fitting = post;
        }
        if (fitting) return fitting->id;
    }
    if (held.empty()) return std::nullopt;
    return held.front()->id;
}

std::vector<Act> acts_of(const World& world, const Matter& matter, std::span<const NewEvent> events) {
    std::vector<Act> acts;
    std::map<std::string, SittingSoFar> sittings = sittings_of(world, matter);
    const std::string own = stream_of(matter.id).name;
    for (const NewEvent& event : events) {
        const ActGathering to(*world.organ, matter, event, acts);
        if (const auto* on_matter = std::get_if<MatterEvent>(&event.event)) {
            if (event.stream.name == own) gather(to, *on_matter);
        } else if (const auto* on_meeting = std::get_if<MeetingEvent>(&event.event)) {
            const auto sitting = sittings.find(event.stream.name);
            if (sitting != sittings.end()) gather(to, sitting->second, *on_meeting);
        }
    }
    return acts;
}

}  // namespace shenyi::workflow
