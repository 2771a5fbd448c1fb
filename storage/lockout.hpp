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

/// How long to wait after so many failures: not at all up to `free`, then `first`, and twice as long after each further
/// one, at most `longest`.
struct Waits {
    int free;
    std::chrono::seconds first;
    std::chrono::seconds longest;

    std::chrono::seconds after(int failures) const;
};

namespace limits {
/// At one login from one address: hardly a hundred guesses a day.
inline constexpr Waits waits_at_place{
    .free = 4, .first = std::chrono::seconds(30), .longest = std::chrono::minutes(15)};
/// At one login from all addresses where it never succeeded. Short, since whoever fails elsewhere must not keep its
/// owner out; many addresses together are slowed down all the same.
inline constexpr Waits waits_everywhere{
    .free = 19, .first = std::chrono::seconds(5), .longest = std::chrono::minutes(1)};
/// After the last failure; then all are forgotten.
inline constexpr std::chrono::hours failures_counted{1};
/// An address at which the login succeeded is known for so long: failures elsewhere are no reason to wait there.
inline constexpr std::chrono::days place_known{30};
}  // namespace limits

/// Counts failed log-ins by login and address, in the database: restarting forgets none, and all servers count
/// together. Nobody is kept out by who fails at other logins or, where he logged in before, at other addresses.
/// May be called from any thread; none of the network's should: it waits.
class Lockout {
  public:
    explicit Lockout(Store& store, Waits at_place = limits::waits_at_place) : writer_(store), at_place_(at_place) {}

    /// Counts a try at a login before its password is looked at, so that guesses made at once do not pass together.
    /// Nothing where it may go on; else until when the login must wait here, and then nothing is counted.
    tl::expected<std::optional<workflow::Instant>, StoreError> begin(const workflow::OrganId& organ,
                                                                     const std::string& login,
                                                                     const std::string& address, workflow::Instant now);
    /// The try succeeded: clears the login, and this address is known from now on.
    tl::expected<void, StoreError> succeeded(const workflow::OrganId& organ, const std::string& login,
                                             const std::string& address, workflow::Instant now);
    /// Forgets what counts no more.
    tl::expected<void, StoreError> remove_old(workflow::Instant now);

  private:
    Writer writer_;
    const Waits at_place_;
};

}  // namespace shenyi::storage
