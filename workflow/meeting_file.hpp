#pragma once

#include "workflow/finding.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"
#include "workflow/world.hpp"

#include <optional>
#include <string>
#include <vector>

/// What the file of an item (上会材料) shows besides the papers themselves, R-GATE-08.
namespace shenyi::workflow {

/// What the unit says of itself (自述, rules.md §0, nine), and what the reviewer said to it. `claim` is the item of the
/// checklist that answers it.
struct Claim {
    std::string claim;
    PersonId by;
    std::string reason;  ///< of a shortened period; a reply that was reported has none but its document
    std::optional<DocumentId> document;
    std::optional<ChecklistAnswer> answer;

    bool operator==(const Claim&) const = default;
};

/// The claims that the review of the item's version had to answer.
std::vector<Claim> claims_on(const World& world, const Matter& matter, const Meeting& meeting, const Item& item);

/// The sending for review that the item's version, or one that it continues, went through; null if there was none.
const ReviewRequest* request_behind(const Matter& matter, const Item& item);

/// What the rules say of an item that is to be discussed: those at its opening that judge the matter, by the same
/// guards, as they will be asked at the hour for which the meeting is called: floors are counted up to it. What is
/// asked of any sitting (quorum, roster, day) is left out. Nothing once the item is closed or off.
std::vector<Finding> findings_on(const World& world, const Meeting& meeting, const Item& item);

}  // namespace shenyi::workflow
