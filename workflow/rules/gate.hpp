#pragma once

#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>
#include <string_view>

/// The gates (门槛), rules.md §2.5. What each rule means stands with its guard. The gate points are `place_on_agenda`
/// and an item's `open`, `open_ballot`, `close_ballot` and `decide`.
namespace shenyi::workflow::rules {

std::optional<Finding> r_gate_01(const Context& at);
std::optional<Finding> r_gate_02(const Context& at);
std::optional<Finding> r_gate_03(const Context& at);
std::optional<Finding> r_gate_04(const Context& at);
std::optional<Finding> r_gate_05(const Context& at);
std::optional<Finding> r_gate_06(const Context& at);
std::optional<Finding> r_gate_08(const Context& at);
std::optional<Finding> r_gate_09(const Context& at);

/// Whether nothing of this matter may go before a meeting without a legality review: its kind demands one, or the
/// reviewing body has not answered that it is outside the scope of review (rules.md §7).
bool is_gated(const Matter& matter, const Procedure& procedure);

/// Whether a rule that has nothing to say asks about a review that is still to come, so that it is not met either: how
/// many days it had, what was found in it, whether its points were answered and its changes confirmed.
bool awaits_review(std::string_view rule, const Context& at);

}  // namespace shenyi::workflow::rules
