#pragma once

#include "workflow/context.hpp"
#include "workflow/ids.hpp"

#include <optional>
#include <set>
#include <vector>

/// The sides of one matter, and which of them exclude each other (rules.md §6). They are kept apart by person: whose
/// post somebody acted in makes no difference, so that a substitute's act counts as his own.
namespace shenyi::workflow {

enum class Side {
    drafting,   ///< drafts, sends for review, answers the opinion
    reviewing,  ///< every act of the reviewing body, and being appointed to one
    advising,   ///< is asked for the review-stage opinion, or gave it
    approving,  ///< approved a shorter review period
};

/// Somebody whom the command puts on a side.
struct Taken {
    PersonId person;
    Side side;
};

/// Those whom the command puts on a side: who acts, and whom it names. An adverse act (R-GATE-09) puts nobody anywhere.
std::vector<Taken> sides_taken(const Context& at);

/// Who first uploaded the text of a version about to be filed, where that makes him one of its drafters. It does not
/// where he reviews or advises, has no post in the matter's unit, is neither named nor files it, and the paper stands
/// in a matter or meeting already: there others can read it, and by filing it as their text would keep him from judging
/// them. A paper that stands nowhere can only have come from him. Whoever has reviewed the matter counts in any case,
/// and the filing is refused. Empty where nobody does.
std::optional<PersonId> drafting_uploader(const Context& at, const std::vector<DraftDocument>& documents,
                                          const std::vector<PersonId>& drafters);

/// Who has been on a side of the matter so far. On the drafting side: the drafter set (roles.hpp), who sent it for
/// review and who answered an opinion.
std::set<PersonId> people_on(const World& world, const Matter& matter, Side side);

/// The sides that nobody may be on who is on this one.
std::vector<Side> excluded_by(Side side);

/// The side by which a person is kept from this one; empty if nothing keeps him.
std::optional<Side> kept_from(const Context& at, Side side, const PersonId& person);

/// A post that keeps its holder from reviewing this matter in whosever place: the head's, that of the head of the
/// matter's unit, and an adviser's where he is no reviewer himself. Null if he holds none.
const Post* post_against_reviewing(const Context& at, const PersonId& person);

/// A post by which its holder reviews the matter for the competent body, or advises, while he has none in the matter's
/// unit: whoever drafts would otherwise choose by a name on the list who is to judge him. Null if he holds none.
const Post* post_against_naming(const Context& at, const PersonId& person);

}  // namespace shenyi::workflow
