#include "workflow/roles.hpp"

#include "workflow/actions/adviser.hpp"
#include "workflow/actions/consultation.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/review.hpp"

#include <algorithm>

namespace shenyi::workflow {

namespace {

bool is_drafting(Role role) {
    return role == Role::drafter || role == Role::undertaker;
}

bool same_role(Role held, Role asked) {
    return held == asked || (is_drafting(held) && is_drafting(asked));
}

bool same_person(const std::optional<PersonId>& one, const PersonId& other) {
    return one && *one == other;
}

bool contains(const std::vector<PersonId>& people, const PersonId& person) {
    return std::ranges::find(people, person) != people.end();
}

bool is_undertaking_unit(const Context& at, const UnitId& unit) {
    if (at.matter) return unit == at.matter->undertaking_unit;
    const auto* creation = at.body<CreateMatter>();
    return !creation || unit == creation->undertaking_unit;
}

/// Before there is a reply that names the unit: one that was asked.
bool is_consulted_unit(const Context& at, const UnitId& unit) {
    if (const auto* consultation = at.body<RecordConsultation>()) return consultation->unit == unit;
    return at.matter &&
           std::ranges::find(at.matter->consultations, unit, &Consultation::unit) != at.matter->consultations.end();
}

bool is_reviewing_body(const Context& at, const UnitId& unit) {
    const UnitId* body = at.matter ? reviewing_body(at.organ(), at.matter->kind, at.matter->issuer) : nullptr;
    return body && *body == unit;
}

/// How far up in the line of a matter's superiors a role stands: 0 for none of them.
int rank_of(Role role) {
    if (role == Role::director) return 3;
    if (role == Role::portfolio_leader) return 2;
    return role == Role::section_head ? 1 : 0;
}

/// A post in that line, or below it in the matter's unit.
bool is_in_line(const Matter& matter, const Post& post) {
    if (post.role == Role::director) return true;
    if (post.role != Role::portfolio_leader) return matter.is_of(post.unit);
    return post.unit == matter.unit_in_charge();
}

bool is_superior(const Context& at, const Post& post) {
    return at.matter && rank_of(post.role) > 0 && is_in_line(*at.matter, post);
}

/// For relations that hang on a post alone: does this post make its holder `who`?
bool post_fits(const Context& at, const Who& who, const Post& post) {
    switch (who.of) {
        case Relation::organ:
            return same_role(post.role, who.role);
        case Relation::undertaking_unit:
            return same_role(post.role, who.role) && is_undertaking_unit(at, post.unit);
        case Relation::lead_unit:
            return same_role(post.role, who.role) && at.matter && at.matter->unit_in_charge() == post.unit;
        case Relation::consulted_unit:
            return !is_administrator(post.role) && is_consulted_unit(at, post.unit);
        case Relation::portfolio:
            return post.role == Role::portfolio_leader && at.matter && at.matter->unit_in_charge() == post.unit;
        case Relation::reviewing_body:
            return (same_role(post.role, who.role) || (is_reviewing(post.role) && is_reviewing(who.role))) &&
                   is_reviewing_body(at, post.unit);
        case Relation::superior:
            return is_superior(at, post);
        case Relation::assigned:
        case Relation::asked:
        case Relation::author:
        case Relation::meeting:
        case Relation::ballot:
        case Relation::concerned:
            return false;
    }
    return false;
}

bool is_asked(const Context& at, const PersonId& person) {
    return at.matter && std::ranges::any_of(at.matter->advisers_asked, [&](const AdviserAsked& asked) {
               return asked.adviser == person && !asked.declined_for_interest;
           });
}

bool is_assigned(const Context& at, const PersonId& person) {
    const ReviewRequest* request = at.matter ? at.matter->request() : nullptr;
    if (!request || !request->running()) return false;
    return same_person(request->accepted_by, person) ||
           std::ranges::any_of(at.matter->assignments, [&](const Assignment& assignment) {
               return assignment.reviewer == person && assignment.at >= request->requested_at;
           });
}

template <class Opinion>
bool wrote_one(const std::vector<Opinion>& opinions, const PersonId& person, const OpinionId* id) {
    return std::ranges::any_of(opinions, [&](const Opinion& opinion) {
        return opinion.author == person && (id ? opinion.id == *id : !opinion.withdrawn);
    });
}

bool is_author(const Context& at, Role role, const PersonId& person) {
    if (!at.matter) return false;
    if (is_reviewing(role)) {
        const auto* body = at.body<WithdrawLegalityOpinion>();
        return wrote_one(at.matter->opinions, person, body ? &body->opinion : nullptr);
    }
    const auto* body = at.body<WithdrawAdviserOpinion>();
    return wrote_one(at.matter->adviser_opinions, person, body ? &body->opinion : nullptr);
}

/// Due, or while no roster is fixed a member of the forum on the meeting's day.
bool is_member(const Context& at, const PersonId& person) {
    if (!at.meeting) return false;
    if (at.meeting->roster) return at.meeting->is_due(person);
    return contains(members_of(at.organ(), at.meeting->forum, date_of(at.meeting->held_at)), person);
}

bool is_in_meeting(const Context& at, Role role, const PersonId& person) {
    if (!at.meeting) return false;
    if (role == Role::chair) return person == at.meeting->chair;
    if (role == Role::recorder) return person == at.meeting->recorder;
    if (role == Role::member) return is_member(at, person);
    // The head decides as a member who is due; others are asked by their post, with or without a vote.
    const bool in_room = is_member(at, person) || (role != Role::director && at.meeting->attends(person));
    return in_room && holds(at.organ(), person, role, at.world.today);
}

bool is_teller(const Context& at, const PersonId& person) {
    const Ballot* ballot = at.item ? at.item->open_ballot() : nullptr;
    return ballot && ballot->count && contains(ballot->count->tellers, person);
}

/// The person that the body is about; null where the body names nobody or is not there.
const PersonId* person_in_body(const Context& at) {
    if (const auto* body = at.body<DeclareInterest>()) return &body->person;
    if (const auto* body = at.body<Speak>()) return &body->person;
    if (const auto* body = at.body<RecordLeave>()) return &body->person;
    if (const auto* body = at.body<ConfirmDissent>()) return &body->person;
    return nullptr;
}

bool is_concerned(const Context& at, const PersonId& person) {
    if (!at.meeting) return same_person(at.command.subject.person, person);
    const PersonId* named = person_in_body(at);
    if (named && *named != person) return false;
    return is_member(at, person) || (at.command.action == "speak" && at.meeting->attends(person));
}

/// For relations that hang on the person: is he `who`, whatever his posts?
bool person_fits(const Context& at, const Who& who, const PersonId& person) {
    switch (who.of) {
        case Relation::assigned:
            return is_assigned(at, person);
        case Relation::asked:
            return is_asked(at, person);
        case Relation::author:
            return is_author(at, who.role, person);
        case Relation::meeting:
            return is_in_meeting(at, who.role, person);
        case Relation::ballot:
            return is_teller(at, person);
        case Relation::concerned:
            return is_concerned(at, person);
        case Relation::organ:
        case Relation::undertaking_unit:
        case Relation::lead_unit:
        case Relation::consulted_unit:
        case Relation::portfolio:
        case Relation::reviewing_body:
        case Relation::superior:
            return false;
    }
    return false;
}

/// Whether the person must hold the role besides: a reviewer assigned or an adviser asked who left his post acts no
/// more.
bool asks_for_post(Relation of) {
    return of == Relation::assigned || of == Relation::asked;
}

const Post* own_post(const std::vector<HeldPost>& posts, const Who& who) {
    const auto found = std::ranges::find_if(posts, [&](const HeldPost& held) {
        if (held.by_delegation) return false;
        return held.post->role == who.role || (who.of == Relation::assigned && is_reviewing(held.post->role));
    });
    return found == posts.end() ? nullptr : found->post;
}

std::optional<HeldPost> fits(const Context& at, const Who& who, const PersonId& person,
                             const std::vector<HeldPost>& posts) {
    if (person_fits(at, who, person)) {
        const Post* post = own_post(posts, who);
        if (!post && asks_for_post(who.of)) return std::nullopt;
        return HeldPost{.post = post};
    }
    const auto found =
        std::ranges::find_if(posts, [&](const HeldPost& held) { return post_fits(at, who, *held.post); });
    return found == posts.end() ? std::nullopt : std::optional(*found);
}

/// Everybody who could be meant: who holds a post today, with his own posts, and who has a place in the meeting without
/// one.
std::map<PersonId, std::vector<HeldPost>> candidates(const Context& at) {
    std::map<PersonId, std::vector<HeldPost>> people;
    for (const auto& [id, post] : at.organ().posts) {
        if (post.held_on(at.world.today)) people[post.person].push_back({.post = &post});
    }
    for (const auto& [id, person] : at.organ().people) people.try_emplace(id);
    return people;
}

}  // namespace

bool is_reviewing(Role role) {
    return role == Role::legal_reviewer || role == Role::gov_review_body;
}

bool is_advising(Role role) {
    return role == Role::legal_adviser || role == Role::public_lawyer;
}

bool can_be_heard(const Organ& organ, const Matter& matter, const PersonId& adviser, Date day) {
    const bool in_office = std::ranges::any_of(posts_of(organ, adviser, day), is_advising, &Post::role);
    return in_office && engagement_of(organ, adviser, day) && !has_declined(matter, adviser);
}

bool has_declined(const Matter& matter, const PersonId& adviser) {
    return std::ranges::any_of(matter.advisers_asked, [&](const AdviserAsked& asked) {
        return asked.adviser == adviser && asked.declined_for_interest;
    });
}

bool passes_to_substitute(Role role) {
    switch (role) {
        case Role::director:
        case Role::party_secretary:
        case Role::party_member:
        case Role::portfolio_leader:
        case Role::section_head:
        case Role::undertaker:
        case Role::drafter:
        case Role::legal_reviewer:
        case Role::office_clerk:
        case Role::disclosure_officer:
        case Role::archivist:
        case Role::executing_unit:
        case Role::gov_review_body:
            return true;
        case Role::legal_adviser:
        case Role::public_lawyer:
        case Role::recorder:
        case Role::teller:
        case Role::expert:
        case Role::risk_assessor:
        case Role::inspector:
        case Role::system_admin:
        case Role::security_admin:
        case Role::audit_admin:
        case Role::chair:
        case Role::member:
            return false;
    }
    return false;
}

std::vector<HeldPost> acting_posts(const Organ& organ, const PersonId& person, Date day) {
    std::vector<HeldPost> posts;
    for (const Post* post : posts_of(organ, person, day)) posts.push_back({.post = post});
    for (const Delegation* delegation : delegations_to(organ, person, day)) {
        for (const Post* post : posts_of(organ, delegation->by, day)) {
            if (passes_to_substitute(post->role)) posts.push_back({.post = post, .by_delegation = delegation});
        }
    }
    return posts;
}

std::optional<HeldPost> acts_as(const Context& at, const Who& who) {
    return fits(at, who, at.actor(), acting_posts(at.organ(), at.actor(), at.world.today));
}

bool may(const Context& at, const std::vector<Who>& allowed) {
    const std::vector<HeldPost> posts = acting_posts(at.organ(), at.actor(), at.world.today);
    return std::ranges::any_of(allowed, [&](const Who& who) { return fits(at, who, at.actor(), posts).has_value(); });
}

std::vector<PersonId> who_may(const Context& at, const Who& who) {
    std::vector<PersonId> people;
    for (const auto& [person, posts] : candidates(at)) {
        if (fits(at, who, person, posts)) people.push_back(person);
    }
    return people;
}

bool stands_above(const Organ& organ, const Matter& matter, Role superior, const PersonId& official, Date day) {
    std::optional<int> own;
    for (const Post* post : posts_of(organ, official, day)) {
        if (is_in_line(matter, *post)) own = std::max(own.value_or(0), rank_of(post->role));
    }
    return rank_of(superior) > own.value_or(rank_of(Role::portfolio_leader));
}

bool acts_above(const Context& at, const PersonId& official, Date day) {
    const std::vector<HeldPost> posts = acting_posts(at.organ(), at.actor(), at.world.today);
    return std::ranges::any_of(posts, [&](const HeldPost& held) {
        return is_superior(at, *held.post) && stands_above(at.organ(), *at.matter, held.post->role, official, day);
    });
}

std::set<PersonId> drafter_set(const Matter& matter) {
    std::set<PersonId> drafters;
    for (const Draft& draft : matter.drafts) {
        const std::vector<PersonId> authors = draft.authors();
        drafters.insert(authors.begin(), authors.end());
        if (draft.on_behalf) drafters.insert(*draft.on_behalf);
    }
    return drafters;
}

}  // namespace shenyi::workflow
