#pragma once

#include "workflow/diff.hpp"
#include "workflow/matter.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What a meeting's amendments make of a text, to the letter (R-DEC-03, R-DEC-08).
namespace shenyi::workflow::rules {

/// What one amendment says of one place: how the whole clause reads, with or without its number, how one paragraph of
/// it reads, or that it goes (删去, 删去本条, 删去第二条第二款).
struct Rewording {
    Place place;
    std::string named;  ///< as the meeting named it
    std::string text;
};

/// What amendments say of each clause, by its key, in their order; what is said twice in the same words counts once.
using Rewordings = std::map<std::string, std::vector<Rewording>>;

/// Of a text for several clauses each gets the part that bears its number, all of them the whole where none does. What
/// has no text, or names no clause (a title, an annex), says nothing that the engine could tell.
Rewordings rewordings_of(std::span<const Amendment> amendments);

/// How a clause reads once it is reworded, without its number and without white space: one wording for each clause of
/// that number, of which a text has one, and none where the clause goes. A paragraph takes the place of the one whose
/// number it has, counted in the text as it was; the number behind the last adds one; the others stay as they are.
/// Empty where the rewordings cannot be put in: two of one place, a whole clause beside a part of it, a paragraph that
/// the clause does not have.
std::optional<std::vector<std::u32string>> reworded(std::span<const Clause> before, const std::string& key,
                                                    const std::vector<Rewording>& rewordings);

/// The wordings that a text has under one number.
std::vector<std::u32string> wordings_of(std::span<const Clause> clauses, const std::string& key);

/// A rewording that no clerk could carry out as it stands, or should look at once more.
struct Doubt {
    std::string variant;  ///< of R-DEC-03: `twice`, `instruction`, `other_clause`, `no_paragraph`, `unchanged`, `whole`
    std::string named;
};

/// The first rewording that cannot be carried out: two different ones of one place; the deletion of something else than
/// it names; a text that goes on with another clause; a paragraph that is not there; the old wording itself. Without
/// the text as it was, only what the amendments say by themselves.
std::optional<Doubt> not_to_be_carried_out(const Rewordings& all, const std::optional<std::vector<Clause>>& before);

/// The first rewording that names only a clause and has fewer paragraphs than it: the clause reads like that and no
/// longer, which may not be what was meant.
std::optional<Doubt> shortens(const Rewordings& all, std::span<const Clause> before);

}  // namespace shenyi::workflow::rules
