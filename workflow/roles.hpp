#pragma once

#include "workflow/context.hpp"
#include "workflow/organ.hpp"
#include "workflow/procedure.hpp"

#include <optional>
#include <set>
#include <vector>

namespace shenyi::workflow {

/// By which post somebody acts, and by whose delegation, if not in his own name. `post` is null where the act hangs on
/// no post but on his place in the meeting, or on his having written the opinion that he withdraws.
struct HeldPost {
    const Post* post = nullptr;
    const Delegation* by_delegation = nullptr;
};

/// Whether a role is that of the reviewing body's people, the organ's or the government's.
bool is_reviewing(Role role);
/// Whether a role is a legal adviser's or a public lawyer's.
bool is_advising(Role role);

/// Whether an adviser has declared an interest in the matter; he is neither asked nor heard on it again (R-ADV-02).
bool has_declined(const Matter& matter, const PersonId& adviser);
/// Whether an adviser can still be heard on the matter on that day: in office, engaged, without an interest that he
/// declared. Where he cannot, another may be asked in his place (R-GATE-05).
bool can_be_heard(const Organ& organ, const Matter& matter, const PersonId& adviser, Date day);

/// Whether a substitute may act in such a post. Not in an administrator's (三员), nor where the duty is a person's own:
/// adviser, expert, assessor, recorder and teller are named one by one, and an inspector does not act (rules.md §6).
bool passes_to_substitute(Role role);

/// The posts in which a person may act on a day: his own, then those that pass to him from the people who recorded a
/// delegation to him.
std::vector<HeldPost> acting_posts(const Organ& organ, const PersonId& person, Date day);

/// Whether the acting person is `who` now, and by which post; empty if he is not.
/// `drafter` and `undertaker` stand for each other, as do the reviewers of the organ and of the government where the
/// body is meant. A post counts by itself or by delegation; what is asked of one person (asked, assigned, author, a
/// place in the meeting, a teller's count) passes to no substitute. A body that is not there yet is left out of the
/// question: `undertaking_unit` of a matter not yet created is then any unit, `author` whoever wrote a standing
/// opinion, `concerned` any member, `consulted_unit` one that was asked before.
std::optional<HeldPost> acts_as(const Context& at, const Who& who);

/// Whether the acting person is one of those.
bool may(const Context& at, const std::vector<Who>& allowed);

/// The persons who are `who` now in their own name, in the order of their ids.
std::vector<PersonId> who_may(const Context& at, const Who& who);

/// Whether the holder of such a post stands above an official of the matter (R-ACC-06), by the posts that the official
/// held on that day: the head of the matter's unit above who drafts in it, the leader of its portfolio above both, the
/// director above everybody, and nobody but him above who belongs to no unit of the matter.
bool stands_above(const Organ& organ, const Matter& matter, Role superior, const PersonId& official, Date day);

/// Whether the acting person does so, by a post of his own or in somebody's place.
bool acts_above(const Context& at, const PersonId& official, Date day);

/// Everybody who counts as a drafter of a matter (R-REV-12): the authors of any version, and in whose place one was
/// submitted. By person: a substitute counts by what he did, and who was only named somebody's substitute did nothing.
std::set<PersonId> drafter_set(const Matter& matter);

}  // namespace shenyi::workflow
