#pragma once

#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>

/// Decision (决定), rules.md §2.7. What each rule means stands with its guard.
namespace shenyi::workflow::rules {

std::optional<Finding> r_dec_01(const Context& at);
std::optional<Finding> r_dec_02(const Context& at);
std::optional<Finding> r_dec_03(const Context& at);
std::optional<Finding> r_dec_06(const Context& at);
std::optional<Finding> r_dec_07(const Context& at);
std::optional<Finding> r_dec_08(const Context& at);

}  // namespace shenyi::workflow::rules
