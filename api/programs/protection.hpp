#pragma once

#include "api/protection.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The options by which an operator guards log-ins and sessions: whole numbers, each with its bounds.
namespace shenyi::api::programs {

struct ProtectionOption {
    std::string_view name;
    std::string_view told;
    int least;
    int most;
    int (*usual)(const Protection&);
    void (*set)(Protection&, int);
};

inline constexpr std::size_t protection_options_count = 8;
const std::array<ProtectionOption, protection_options_count>& protection_options();

/// As given, in the order of `protection_options`.
using GivenProtection = std::array<std::optional<std::string>, protection_options_count>;

/// `usual` with what is given in its place; what is no such number comes to `faults`.
Protection protection_of(const GivenProtection& given, Protection usual, std::vector<std::string>& faults);

}  // namespace shenyi::api::programs
