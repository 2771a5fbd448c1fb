#pragma once

#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>

/// The legal adviser (法律顾问) and public lawyer (公职律师), rules.md §2.5. What each rule means stands with its
/// guard; what R-ADV-01 asks, R-GATE-06 says.
namespace shenyi::workflow::rules {

std::optional<Finding> r_adv_02(const Context& at);
std::optional<Finding> r_adv_03(const Context& at);
std::optional<Finding> r_adv_04(const Context& at);
std::optional<Finding> r_adv_05(const Context& at);

}  // namespace shenyi::workflow::rules
