#pragma once

#include "storage/store.hpp"
#include "storage/writer.hpp"
#include "workflow/dates.hpp"
#include "workflow/ids.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace shenyi::storage {

namespace limits {
inline constexpr int failures_per_login = 5;
/// Behind one address may sit a whole bureau.
inline constexpr int failures_per_address = 50;
inline constexpr std::chrono::minutes failures_counted{15};
inline constexpr std::chrono::minutes locked_out{15};
}  // namespace limits

/// Counts failed log-ins by login and by address, in the database: restarting forgets none, and all servers count
/// together. May be called from any thread; none of the network's should: it waits.
class Lockout {
  public:
    explicit Lockout(Store& store) : writer_(store) {}

    /// Counts a try at a login before its password is looked at, so that guesses made at once do not pass together.
    /// Nothing where it may go on; else until when login or address is locked, and then nothing is counted.
    tl::expected<std::optional<workflow::Instant>, StoreError> begin(const workflow::OrganId& organ,
                                                                     const std::string& login,
                                                                     const std::string& address, workflow::Instant now);
    /// The try failed: the address counts too.
    tl::expected<void, StoreError> failed(const workflow::OrganId& organ, const std::string& address,
                                          workflow::Instant now);
    /// The try succeeded: clears the login. The address keeps its count: one good password does not excuse guessing at
    /// others.
    tl::expected<void, StoreError> succeeded(const workflow::OrganId& organ, const std::string& login);
    /// Forgets what counts no more.
    tl::expected<void, StoreError> remove_old(workflow::Instant now);

  private:
    Writer writer_;
};

}  // namespace shenyi::storage
