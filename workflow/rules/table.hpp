#pragma once

#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace shenyi::workflow {

/// One pure function per rule: nothing where the rule is content, otherwise what it has to say.
using Guard = std::optional<Finding> (*)(const Context& at);

struct GuardRow {
    std::string_view rule;
    Guard guard;
};

/// Every guard there is, by rule id.
std::span<const GuardRow> guards();

/// Null where no guard has that id.
const Guard* find_guard(std::string_view rule);

/// All that a rule has to say: what its guard says, of R-ACC-09 every mark. An unknown rule is a program fault.
std::vector<Finding> said_by(std::string_view rule, const Context& at);

}  // namespace shenyi::workflow
