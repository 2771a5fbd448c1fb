#include "workflow/sides.hpp"

#include "workflow/actions/adviser.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/roles.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace shenyi::workflow {

namespace {

/// rules.md §6: drafter and reviewer, drafter and adviser at review, reviewer and approver of a shortened period; that
/// review and advice are two documents of two roles: §0, one.
constexpr std::array exclusive = {
    std::pair{Side::drafting, Side::reviewing},
    std::pair{Side::drafting, Side::advising},
    std::pair{Side::reviewing, Side::advising},
    std::pair{Side::reviewing, Side::approving},
};

constexpr std::array<std::string_view, 8> reviewing_acts = {
    "assign_reviewer",      "accept_for_review", "return_for_completion",  "stop_review_clock",
    "restart_review_clock", "ask_adviser",       "issue_legality_opinion", "confirm_change"};

constexpr std::array<std::string_view, 5> drafting_acts = {"submit_draft", "submit_changed_draft", "request_review",
                                                           "withdraw_request", "respond_to_opinion"};

bool is_among(const auto& acts, const Context& at) {
    return at.command.target == Target::matter && std::ranges::find(acts, at.command.action) != acts.end();
}

template <class Body>
void add_drafters(const Context& at, const Body& body, std::vector<Taken>& taken) {
    for (const PersonId& drafter : body.drafters) taken.push_back({drafter, Side::drafting});
    if (auto uploader = drafting_uploader(at, body.documents, body.drafters)) {
        taken.push_back({*std::move(uploader), Side::drafting});
    }
}

void add_approver(const std::optional<Shortening>& shortening, std::vector<Taken>& taken) {
    if (shortening) taken.push_back({shortening->approver, Side::approving});
}

std::set<PersonId> drafting_side(const Matter& matter) {
    std::set<PersonId> people = drafter_set(matter);
    for (const ReviewRequest& request : matter.requests) people.insert(request.requested_by);
    const auto add_answers = [&](const auto& opinions) {
        for (const auto& opinion : opinions) {
            for (const OpinionPoint& point : opinion.points) {
                if (point.response) people.insert(point.response->by);
            }
        }
    };
    add_answers(matter.opinions);
    add_answers(matter.adviser_opinions);
    return people;
}

std::set<PersonId> reviewing_side(const Matter& matter) {
    std::set<PersonId> people;
    for (const ReviewRequest& request : matter.requests) {
        if (request.accepted_by) people.insert(*request.accepted_by);
        if (request.returned) people.insert(request.returned->by);
    }
    for (const Assignment& assignment : matter.assignments) {
        people.insert(assignment.reviewer);
        people.insert(assignment.by);
    }
    for (const AdviserAsked& asked : matter.advisers_asked) people.insert(asked.by);
    for (const LegalityOpinion& opinion : matter.opinions) people.insert(opinion.author);
    for (const Draft& draft : matter.drafts) {
        if (draft.confirmation) people.insert(draft.confirmation->by);
    }
    return people;
}

std::set<PersonId> advising_side(const Matter& matter) {
    std::set<PersonId> people;
    for (const AdviserAsked& asked : matter.advisers_asked) {
        if (!asked.declined_for_interest) people.insert(asked.adviser);
    }
    for (const AdviserOpinion& opinion : matter.adviser_opinions) people.insert(opinion.author);
    return people;
}

std::set<PersonId> approving_side(const World& world, const Matter& matter) {
    std::set<PersonId> people;
    for (const ReviewRequest& request : matter.requests) {
        if (request.shortening) people.insert(request.shortening->approver);
    }
    for (const Placement& placement : matter.placements) {
        const Meeting* meeting = find(world, placement.meeting);
        const Item* item = meeting ? meeting->item(placement.item) : nullptr;
        if (item && item->shortening) people.insert(item->shortening->approver);
    }
    return people;
}

}  // namespace

std::optional<PersonId> drafting_uploader(const Context& at, const std::vector<DraftDocument>& documents,
                                          const std::vector<PersonId>& drafters) {
    const auto main = std::ranges::find(documents, DocumentRole::draft, &DraftDocument::role);
    const auto facts = main == documents.end() ? at.world.documents.end() : at.world.documents.find(main->document);
    if (facts == at.world.documents.end()) return std::nullopt;
    const PersonId& uploader = facts->second.uploaded_by;
    const bool by_himself = uploader == at.actor() || std::ranges::find(drafters, uploader) != drafters.end() ||
                            reviewing_side(*at.matter).contains(uploader) || facts->second.named_in.empty();
    return by_himself || !post_against_naming(at, uploader) ? std::optional(uploader) : std::nullopt;
}

std::vector<Taken> sides_taken(const Context& at) {
    std::vector<Taken> taken;
    if (const auto* body = at.body<SubmitDraft>()) add_drafters(at, *body, taken);
    if (const auto* body = at.body<SubmitChangedDraft>()) add_drafters(at, *body, taken);
    if (is_among(drafting_acts, at)) taken.push_back({at.actor(), Side::drafting});
    if (const auto* body = at.body<RequestReview>()) add_approver(body->shortening, taken);
    if (const auto* body = at.body<PlaceOnAgenda>()) add_approver(body->shortening, taken);
    if (const auto* body = at.body<AssignReviewer>()) taken.push_back({body->reviewer, Side::reviewing});
    if (const auto* body = at.body<AskAdviser>()) taken.push_back({body->adviser, Side::advising});
    if (is_among(reviewing_acts, at)) taken.push_back({at.actor(), Side::reviewing});
    const auto* opinion = at.body<GiveAdviserOpinion>();
    const bool declines = opinion && !opinion->declares_no_interest;
    if (at.command.target == Target::matter && at.command.action == "give_adviser_opinion" && !declines) {
        taken.push_back({at.actor(), Side::advising});
    }
    return taken;
}

std::set<PersonId> people_on(const World& world, const Matter& matter, Side side) {
    switch (side) {
        case Side::drafting:
            return drafting_side(matter);
        case Side::reviewing:
            return reviewing_side(matter);
        case Side::advising:
            return advising_side(matter);
        case Side::approving:
            return approving_side(world, matter);
    }
    return {};
}

std::vector<Side> excluded_by(Side side) {
    std::vector<Side> others;
    for (const auto& [one, other] : exclusive) {
        if (one == side) others.push_back(other);
        if (other == side) others.push_back(one);
    }
    return others;
}

std::optional<Side> kept_from(const Context& at, Side side, const PersonId& person) {
    for (const Side other : excluded_by(side)) {
        if (people_on(at.world, *at.matter, other).contains(person)) return other;
    }
    return std::nullopt;
}

const Post* post_against_reviewing(const Context& at, const PersonId& person) {
    const std::vector<const Post*> posts = posts_of(at.organ(), person, at.world.today);
    const bool reviewer = std::ranges::any_of(posts, is_reviewing, &Post::role);
    const auto found = std::ranges::find_if(posts, [&](const Post* post) {
        if (post->role == Role::director || (is_advising(post->role) && !reviewer)) return true;
        return post->role == Role::section_head && at.matter->is_of(post->unit);
    });
    return found == posts.end() ? nullptr : *found;
}

const Post* post_against_naming(const Context& at, const PersonId& person) {
    const std::vector<const Post*> posts = posts_of(at.organ(), person, at.world.today);
    if (std::ranges::any_of(posts, [&](const Post* post) { return at.matter->is_of(post->unit); })) {
        return nullptr;
    }
    const UnitId* body = reviewing_body(at.organ(), at.matter->kind, at.matter->issuer);
    const auto found = std::ranges::find_if(posts, [&](const Post* post) {
        return is_advising(post->role) || (is_reviewing(post->role) && body && post->unit == *body);
    });
    return found == posts.end() ? nullptr : *found;
}

}  // namespace shenyi::workflow
