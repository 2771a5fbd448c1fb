#include "workflow/addressee.hpp"

#include <algorithm>

namespace shenyi::workflow {

Role asked_as(Role role) {
    if (role == Role::undertaker) return Role::drafter;
    return role == Role::gov_review_body ? Role::legal_reviewer : role;
}

namespace {

bool holds_post_of(const Organ& organ, Role role, const PersonId& person, Date day) {
    const auto fits = [&](const Post* post) {
        if (role == Role::legal_adviser && post->role == Role::public_lawyer) return true;
        return asked_as(post->role) == asked_as(role);
    };
    return std::ranges::any_of(posts_of(organ, person, day), fits);
}

/// Whether a person who was named can no longer be waited for: reviewers and advisers act by their post. Whoever has a
/// place in a meeting has it for himself.
bool has_left(const Organ& organ, Role role, const PersonId& person, Date day) {
    const bool by_post = asked_as(role) == Role::legal_reviewer || role == Role::legal_adviser;
    return by_post && !holds_post_of(organ, role, person, day);
}

}  // namespace

std::vector<PersonId> persons_of(const Organ& organ, const Addressee& addressee, Date day) {
    if (!addressee.by_post()) {
        std::vector<PersonId> people = addressee.persons;
        std::erase_if(people, [&](const PersonId& person) { return has_left(organ, addressee.role, person, day); });
        return people;
    }
    std::vector<PersonId> people;
    for (const auto& [id, post] : organ.posts) {
        const bool meant = post.held_on(day) && asked_as(post.role) == asked_as(addressee.role) &&
                           (!addressee.unit || post.unit == *addressee.unit);
        if (meant && std::ranges::find(people, post.person) == people.end()) people.push_back(post.person);
    }
    return people;
}

Addressee in_lead_unit(const Matter& matter, Role role) {
    return {.role = role, .unit = matter.unit_in_charge(), .persons = {}};
}

Addressee reviewers_of(const Organ& organ, const Matter& matter) {
    Addressee reviewers{.role = Role::legal_reviewer, .unit = {}, .persons = {}};
    const ReviewRequest* request = matter.request();
    if (request && request->running() && request->accepted_by) {
        reviewers.persons.push_back(*request->accepted_by);
        for (const Assignment& assignment : matter.assignments) {
            if (assignment.at < request->requested_at) continue;
            if (std::ranges::find(reviewers.persons, assignment.reviewer) == reviewers.persons.end())
                reviewers.persons.push_back(assignment.reviewer);
        }
        return reviewers;
    }
    if (const UnitId* body = reviewing_body(organ, matter.kind, matter.issuer)) reviewers.unit = *body;
    return reviewers;
}

bool is_without_reviewer(const Organ& organ, const Matter& matter, Date day) {
    const Addressee reviewers = reviewers_of(organ, matter);
    return !reviewers.by_post() && persons_of(organ, reviewers, day).empty();
}

bool owes_opinion(const Matter& matter, const AdviserAsked& asked) {
    if (asked.declined_for_interest) return false;
    return std::ranges::none_of(matter.adviser_opinions, [&](const AdviserOpinion& opinion) {
        return opinion.author == asked.adviser && opinion.given_at >= asked.at;
    });
}

}  // namespace shenyi::workflow
