#pragma once

#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>

/// Initiation (决策启动), rules.md §2.1. What each rule means stands with its guard.
namespace shenyi::workflow::rules {

std::optional<Finding> r_init_03(const Context& at);
std::optional<Finding> r_init_04(const Context& at);
std::optional<Finding> r_init_11(const Context& at);
std::optional<Finding> r_init_12(const Context& at);

}  // namespace shenyi::workflow::rules
