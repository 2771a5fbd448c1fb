#pragma once

#include "workflow/diff.hpp"
#include "workflow/matter.hpp"
#include "workflow/world.hpp"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

/// Whether a text reads as the meetings have reworded it (R-DEC-03, R-DEC-08: what is issued is what was decided).
namespace shenyi::workflow::rules {

/// The texts that were loaded, by document.
using Texts = std::map<DocumentId, DocumentFacts>;

/// A text by clause; empty where it was not loaded or cannot be read.
std::optional<std::vector<Clause>> clauses_in(const Texts& texts, const DocumentId& document);

/// A clause that does not read as a meeting decided.
struct Misread {
    std::string clause;                ///< its key
    std::string decided;               ///< the text of the amendment, or of those of its paragraphs
    std::optional<std::string> filed;  ///< the clause as it was filed; empty where the text has none of this number
};

/// The clauses of `filed`, a text that is to continue version `from`, that read otherwise than the last meeting decided
/// which reworded them, in the order of their keys. A clause has to read exactly as its amendment, or as it did in the
/// version that the meeting adopted with the amended paragraphs in place of the old ones (`reworded`), and nothing
/// more: no sentence before or behind, no other paragraph changed. White space, line ends and the clause's own number
/// aside. Amendments without a text, of what bears no number (a title, an annex), of a paragraph of a text that the
/// engine cannot read, and older ones that cannot be put in are the reviewer's to compare.
std::vector<Misread> clauses_misread(const Texts& texts, const Matter& matter, int from, std::span<const Clause> filed);

/// The clauses that a meeting reworded in the versions which `from` continues, by key.
std::set<std::string> clauses_decided(const Matter& matter, int from);

}  // namespace shenyi::workflow::rules
