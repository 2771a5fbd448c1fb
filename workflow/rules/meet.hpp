#pragma once

#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>

/// Collective discussion (集体讨论), rules.md §2.6. What each rule means stands with its guard.
namespace shenyi::workflow::rules {

std::optional<Finding> r_meet_01(const Context& at);
std::optional<Finding> r_meet_02(const Context& at);
std::optional<Finding> r_meet_03(const Context& at);
std::optional<Finding> r_meet_04(const Context& at);
std::optional<Finding> r_meet_05(const Context& at);
std::optional<Finding> r_meet_06(const Context& at);
std::optional<Finding> r_meet_07(const Context& at);
std::optional<Finding> r_meet_08(const Context& at);
std::optional<Finding> r_meet_09(const Context& at);
std::optional<Finding> r_meet_10(const Context& at);
std::optional<Finding> r_meet_11(const Context& at);
std::optional<Finding> r_meet_12(const Context& at);
std::optional<Finding> r_meet_13(const Context& at);
std::optional<Finding> r_meet_14(const Context& at);
std::optional<Finding> r_meet_15(const Context& at);
std::optional<Finding> r_meet_17(const Context& at);
std::optional<Finding> r_meet_18(const Context& at);
std::optional<Finding> r_meet_19(const Context& at);

}  // namespace shenyi::workflow::rules
