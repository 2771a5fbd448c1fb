#pragma once

#include "workflow/dates.hpp"
#include "workflow/ids.hpp"

#include <optional>

namespace shenyi::workflow {

/// The state of a person's own stream: his account. The password's hash is a secret and no event; it lies elsewhere.
struct Account {
    PersonId person;
    bool closed = false;
    std::optional<Instant> password_reset_at;  ///< by the security administrator (R-ACC-09)
    std::optional<PersonId> password_reset_by;
    bool reset_under_mark = false;               ///< whose own password had been reset within the day before
    std::optional<Instant> password_changed_at;  ///< by the owner, the last time
    std::optional<Instant> last_event_at;

    bool operator==(const Account&) const = default;
};

/// Whether what this person signs at `now` is marked, because somebody else set his password within the last day
/// (R-ACC-09).
inline bool is_marked(const Account& account, Instant now) {
    return account.password_reset_at && now - *account.password_reset_at < std::chrono::hours(24);
}

/// Whether the owner is told of the reset when he logs in at `now`: on the day after it, and later as long as he has
/// set no password of his own since, so that nobody misses it (R-ACC-09).
inline bool is_told_of_reset(const Account& account, Instant now) {
    if (!account.password_reset_at) return false;
    return is_marked(account, now) || account.password_changed_at < account.password_reset_at;
}

}  // namespace shenyi::workflow
