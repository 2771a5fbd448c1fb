#pragma once

#include "workflow/diff.hpp"
#include "workflow/matter.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

/// Whether a text reads as the meetings have reworded it (R-DEC-03, R-DEC-08: what is issued is what was decided).
namespace shenyi::workflow::rules {

/// A clause that does not read as a meeting decided.
struct Misread {
    std::string clause;                ///< its key
    std::string decided;               ///< the amendment's text
    std::optional<std::string> filed;  ///< the clause as it was filed; empty where the text has none of this number
};

/// The clauses of `filed`, a text that is to continue version `from`, that read otherwise than the last meeting decided
/// which reworded them, in the order of their keys. An amendment's text is the whole clause, with or without its
/// number, or the new wording of a part of it: the clause has to hold it, white space and line ends aside, and neither
/// with a number that goes on nor behind a negation. Where it names several clauses each has to hold what bears its
/// number, and what bears none all of them. Amendments without a text, of what bears no number (a title, an annex), or
/// that delete a clause which is gone are the reviewer's to compare.
std::vector<Misread> clauses_misread(const Matter& matter, int from, std::span<const Clause> filed);

}  // namespace shenyi::workflow::rules
