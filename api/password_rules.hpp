#pragma once

#include "api/schema.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace shenyi::api {

/// What a password that its owner chooses must be. The defaults are customary for systems of level 3
/// (GB/T 22239-2019, 8.1.4.1 a: 身份鉴别信息具有复杂度要求).
struct PasswordRules {
    /// Characters; spaces in a row count as one.
    std::size_t characters_min = 12;
    /// Kinds of characters among capital letters, small letters, figures and all others, 1 to 4. Chinese ones are of
    /// the last.
    std::size_t kinds_min = 3;
};

/// What is wrong with a password, and the number that belongs to it.
struct PasswordFault {
    SchemaExpected expected;
    std::string parameter;

    bool operator==(const PasswordFault&) const = default;
};

/// The first fault of a password that is to take the place of `current`; it may not hold the log-in either.
std::optional<PasswordFault> fault_of_password(std::string_view password, std::string_view current,
                                               std::string_view login, const PasswordRules& rules);

}  // namespace shenyi::api
