#pragma once

#include "tests/support/bureau.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

/// What a test expects of a command that went through `decide`.
namespace shenyi::tests {

/// By the rule's id, with its variant after a dot: `R-GATE-01.papers`.
MATCHER_P(is_refused_by, rule, "") {
    if (arg) return false;
    *result_listener << text_of(arg.error());
    const auto rules = rules_of(arg.error().findings);
    return std::ranges::find(rules, rule) != rules.end();
}

MATCHER(is_accepted, "") {
    if (!arg) *result_listener << text_of(arg.error());
    return arg.has_value();
}

MATCHER_P(warns_of, rule, "") {
    const auto rules = arg ? rules_of(arg->warnings) : std::vector<std::string>{};
    if (!arg) *result_listener << text_of(arg.error());
    return std::ranges::find(rules, rule) != rules.end();
}

/// The body names something that is not there or does not fit: JSON pointer of the first fault.
MATCHER_P(is_faulty_at, pointer, "") {
    return !arg && !arg.error().body_faults.empty() && arg.error().body_faults.front().pointer == pointer;
}

}  // namespace shenyi::tests
