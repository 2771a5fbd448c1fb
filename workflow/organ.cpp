#include "workflow/organ.hpp"

#include <algorithm>

namespace shenyi::workflow {

namespace {

bool is_among(const std::vector<PersonId>& people, const PersonId& person) {
    return std::ranges::find(people, person) != people.end();
}

/// A post taken up after the roster's day seats its holder whether or not the roster names him.
bool seats_anew(const Post& post, const Roster& roster) {
    return post.from > roster.from;
}

/// From when another roster of the forum counts instead; of two from the same day the one set last does.
std::optional<Date> next_roster(const Organ& organ, const Roster& roster) {
    std::optional<Date> next;
    for (const Roster& other : organ.rosters) {
        const bool follows = other.from > roster.from || (other.from == roster.from && &other > &roster);
        if (other.forum == roster.forum && follows && (!next || other.from < *next)) next = other.from;
    }
    return next;
}

}  // namespace

bool seats(Role role, Forum forum) {
    if (role == Role::party_secretary || role == Role::party_member) return true;
    return forum == Forum::office_meeting && (role == Role::director || role == Role::portfolio_leader);
}

std::vector<PersonId> members_of(const Organ& organ, Forum forum, Date day) {
    const Roster* newest = nullptr;
    for (const Roster& roster : organ.rosters) {
        if (roster.forum != forum || day < roster.from) continue;
        // Of two rosters from the same day the one set last counts.
        if (!newest || newest->from <= roster.from) newest = &roster;
    }
    std::vector<PersonId> members;
    if (!newest) return members;
    for (const PersonId& person : newest->members) {
        const bool sits = std::ranges::any_of(organ.posts, [&](const auto& one) {
            return one.second.person == person && seats(one.second.role, forum) && one.second.held_on(day);
        });
        if (sits) members.push_back(person);
    }
    for (const auto& [id, post] : organ.posts) {
        if (!seats(post.role, forum) || !post.held_on(day) || !seats_anew(post, *newest)) continue;
        if (!is_among(members, post.person)) members.push_back(post.person);
    }
    return members;
}

std::vector<Membership> memberships_of(const Organ& organ, const PersonId& person) {
    std::vector<Membership> memberships;
    for (const Roster& roster : organ.rosters) {
        const std::optional<Date> next = next_roster(organ, roster);
        for (const auto& [id, post] : organ.posts) {
            if (post.person != person || !post.confirmed_by || !seats(post.role, roster.forum)) continue;
            if (!is_among(roster.members, person) && !seats_anew(post, roster)) continue;
            std::optional<Date> until;
            if (post.end && post.end->confirmed_by) until = post.end->to;
            if (next) until = std::min(until.value_or(*next), plus_days(*next, -1));
            const Date from = std::max(post.from, roster.from);
            if (!until || from <= *until) memberships.push_back({roster.forum, from, until});
        }
    }
    return memberships;
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
        if (delegation.to != person || !delegation.in_force_on(day)) continue;
        if (!is_administrator(organ, delegation.by, day)) found.push_back(&delegation);
    }
    if (!found.empty() && is_administrator(organ, person, day)) found.clear();
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

bool is_administrator(const Organ& organ, const PersonId& person, Date day) {
    return std::ranges::any_of(organ.posts, [&](const auto& entry) {
        const Post& post = entry.second;
        return post.person == person && is_administrator(post.role) && post.held_on(day);
    });
}

}  // namespace shenyi::workflow
