#pragma once

#include "api/password_rules.hpp"
#include "storage/accounts.hpp"
#include "storage/lockout.hpp"

#include <chrono>

namespace shenyi::api {

/// What guards log-ins and sessions, as an operator sets it (docs/security.md). The defaults are those customary for
/// systems of level 3 (GB/T 22239-2019, 8.1.4.1).
struct Protection {
    PasswordRules passwords;
    storage::PasswordAges ages{.own = std::chrono::days(90), .one_time = std::chrono::days(7)};
    /// At one login from one address.
    storage::Waits waits{.free = 4, .first = std::chrono::minutes(10), .longest = std::chrono::minutes(10)};
    storage::SessionTimes sessions;

    /// A demonstration's: its passwords guard nothing, and its clock goes by days at once.
    static Protection of_a_demo() {
        Protection lax;
        lax.passwords = {.characters_min = 8, .kinds_min = 1};
        lax.ages = {};
        lax.waits = storage::limits::waits_at_place;
        lax.sessions.idle = lax.sessions.longest;
        return lax;
    }
};

}  // namespace shenyi::api
