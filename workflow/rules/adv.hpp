#pragma once

#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>
#include <string_view>

/// The legal adviser (法律顾问) and public lawyer (公职律师), rules.md §2.5. What each rule means stands with its
/// guard.
namespace shenyi::workflow::rules {

std::optional<Finding> r_adv_01(const Context& at);
std::optional<Finding> r_adv_02(const Context& at);
std::optional<Finding> r_adv_03(const Context& at);
std::optional<Finding> r_adv_04(const Context& at);
std::optional<Finding> r_adv_05(const Context& at);

/// What R-ADV-01 and R-GATE-06 both say, under the name of one of them: the kind demands an adviser's opinion and none
/// was heard on this version or on one that it continues.
std::optional<Finding> adviser_not_heard(const Context& at, std::string_view rule);

}  // namespace shenyi::workflow::rules
