#pragma once

#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>
#include <vector>

/// Accountability (责任追究), rules.md §2.12. What each rule means stands with its guard.
namespace shenyi::workflow::rules {

std::optional<Finding> r_acc_03(const Context& at);
std::optional<Finding> r_acc_06(const Context& at);
std::optional<Finding> r_acc_08(const Context& at);
std::optional<Finding> r_acc_09(const Context& at);

/// When the actor's password was reset, where that marks what he does here: within a day whatever it is, and however
/// long ago where he confirms a post that was entered by him who reset it: he may be both.
std::optional<Instant> marking_reset(const Context& at);

/// All that R-ACC-09 has to say of one act: the actor's own mark first, then each one on what he relies on.
std::vector<Finding> marks(const Context& at);

}  // namespace shenyi::workflow::rules
