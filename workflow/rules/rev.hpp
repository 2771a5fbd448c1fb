#pragma once

#include "workflow/context.hpp"
#include "workflow/finding.hpp"
#include "workflow/procedure.hpp"

#include <optional>
#include <vector>

/// Legality review (合法性审查), rules.md §2.5. What each rule means stands with its guard.
namespace shenyi::workflow::rules {

std::optional<Finding> r_rev_01(const Context& at);
std::optional<Finding> r_rev_02(const Context& at);
std::optional<Finding> r_rev_03(const Context& at);
std::optional<Finding> r_rev_04(const Context& at);
std::optional<Finding> r_rev_05(const Context& at);
std::optional<Finding> r_rev_06(const Context& at);
std::optional<Finding> r_rev_07(const Context& at);
std::optional<Finding> r_rev_08(const Context& at);
std::optional<Finding> r_rev_09(const Context& at);
std::optional<Finding> r_rev_10(const Context& at);
std::optional<Finding> r_rev_12(const Context& at);

/// What the review of the command's draft has to answer, in this order: the procedure's items; each claim of the unit
/// (rules.md §0, nine), `claim:consultation:<unit>` for a reply that the undertaking unit entered itself and
/// `claim:shortening`; `point:<opinion>:<n>` for each point of an earlier `unlawful` that no later review has answered.
/// The text of a claim or point is the unit's name, the reason or the point as they were written.
std::vector<ChecklistItem> checklist_of(const Context& at);

}  // namespace shenyi::workflow::rules
