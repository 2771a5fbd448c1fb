#include "workflow/organ.hpp"

#include <algorithm>

namespace shenyi::workflow {

std::vector<PersonId> members_of(const Organ& organ, Forum forum, Date day) {
    const Roster* newest = nullptr;
    for (const Roster& roster : organ.rosters) {
        if (roster.forum != forum || day < roster.from) continue;
        // Of two rosters from the same day the one set last counts.
        if (!newest || newest->from <= roster.from) newest = &roster;
    }
    return newest ? newest->members : std::vector<PersonId>{};
}

std::vector<const Post*> posts_of(const Organ& organ, const PersonId& person, Date day) {
    std::vector<const Post*> held;
    for (const auto& [id, post] : organ.posts) {
        if (post.person == person && post.held_on(day)) held.push_back(&post);
    }
    return held;
}

std::vector<const Delegation*> delegations_to(const Organ& organ, const PersonId& person, Date day) {
    std::vector<const Delegation*> found;
    for (const auto& [id, delegation] : organ.delegations) {
        if (delegation.to == person && delegation.in_force_on(day)) found.push_back(&delegation);
    }
    return found;
}

bool holds(const Organ& organ, const PersonId& person, Role role, Date day) {
    return std::ranges::any_of(organ.posts, [&](const auto& entry) {
        const Post& post = entry.second;
        return post.person == person && post.role == role && post.held_on(day);
    });
}

std::vector<PersonId> holders_of(const Organ& organ, Role role, Date day, const UnitId* unit) {
    std::vector<PersonId> holders;
    for (const auto& [id, post] : organ.posts) {
        if (post.role != role || !post.held_on(day) || (unit && post.unit != *unit)) continue;
        if (std::ranges::find(holders, post.person) == holders.end()) holders.push_back(post.person);
    }
    return holders;
}

const Engagement* engagement_of(const Organ& organ, const PersonId& person, Date day) {
    const auto found = std::ranges::find_if(organ.engagements, [&](const Engagement& engagement) {
        return engagement.person == person && engagement.covers(day);
    });
    return found == organ.engagements.end() ? nullptr : &*found;
}

std::string name_of(const Organ& organ, const PersonId& person) {
    const auto found = organ.people.find(person);
    return found == organ.people.end() ? person.value : found->second.name;
}

const UnitId* reviewing_body(const Organ& organ, MatterKind kind, const std::string& issuer) {
    const auto found = std::ranges::find_if(organ.competences, [&](const Competence& competence) {
        return competence.kind == kind && competence.issuer == issuer;
    });
    return found == organ.competences.end() ? nullptr : &found->body;
}

bool is_administrator(Role role) {
    return role == Role::system_admin || role == Role::security_admin || role == Role::audit_admin;
}

}  // namespace shenyi::workflow
