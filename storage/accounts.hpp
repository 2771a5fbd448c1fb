#pragma once

#include "storage/log/envelope.hpp"
#include "storage/store.hpp"
#include "storage/writer.hpp"
#include "workflow/dates.hpp"
#include "workflow/ids.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::storage {

namespace limits {
/// Each hash takes PasswordCost::memory_bytes and a core: more at a time would starve the rest of the program.
inline constexpr std::size_t passwords_hashed_at_once = 2;
inline constexpr std::size_t passwords_waiting = 32;
inline constexpr std::chrono::milliseconds password_wait{5'000};
inline constexpr std::size_t password_bytes = 1024;

inline constexpr std::size_t cached_sessions = 10'000;
/// For so long a session that another process ended may still be taken for open.
inline constexpr std::chrono::seconds session_cached{5};
}  // namespace limits

/// What one argon2id hash costs, who logs in and who guesses alike.
struct PasswordCost {
    std::uint64_t operations;
    std::size_t memory_bytes;

    /// For people who wait: 2 passes over 64 MiB (OPSLIMIT_INTERACTIVE, MEMLIMIT_INTERACTIVE of libsodium).
    static PasswordCost interactive();
    /// The least that argon2id allows. For demonstrations and tests, whose passwords guard nothing.
    static PasswordCost cheapest();
};

enum class PasswordCheck {
    wrong,  ///< or the person has no password: it takes as long, and is told alike
    right,
    right_one_time  ///< only good for setting a new one
};

/// What a password came to, and the hash against which it was asked: what is done on the strength of it is done only
/// while that is still the person's (`against`). A reset may come in between.
struct CheckedPassword {
    PasswordCheck found;
    std::string hash;

    friend bool operator==(const CheckedPassword& checked, PasswordCheck check) { return checked.found == check; }
};

/// How old a password may get; nothing: as old as it likes.
struct PasswordAges {
    std::optional<std::chrono::days> own;       ///< one that its owner chose; then it only serves to set another
    std::optional<std::chrono::days> one_time;  ///< one that was given out; then it is wrong
};

/// How long a session lasts, whatever is done in it, and how long without a request.
struct SessionTimes {
    /// A working day with its evening; the next morning everybody logs in anew.
    std::chrono::seconds longest = std::chrono::hours(12);
    std::chrono::seconds idle = std::chrono::minutes(30);
};

struct Session {
    workflow::OrganId organ;
    workflow::PersonId person;
    workflow::Instant opened_at;
    workflow::Instant expires_at;  ///< unless it is prolonged
    bool one_time = false;         ///< the person's password is a one-time one: he may only set another

    bool operator==(const Session&) const = default;
};

/// Passwords and sessions. Logins, and whether an account is open, live in the organ's and the person's streams. May be
/// called from any thread; none of the network's should: it waits.
class Accounts {
  public:
    /// Tokens and passwords are good only under the key under which they were made: rows of the database alone open
    /// nothing. Throws std::runtime_error if libsodium does not start.
    Accounts(Store& store, log::MacKey key, PasswordCost cost = PasswordCost::interactive());
    ~Accounts();
    Accounts(const Accounts&) = delete;
    Accounts& operator=(const Accounts&) = delete;

    /// `full` or `unavailable` when too many are being checked. A right password that its owner has had for too long
    /// `now` becomes a one-time one.
    tl::expected<CheckedPassword, StoreError> check(const workflow::OrganId& organ, const workflow::PersonId& person,
                                                    std::string_view password, const PasswordAges& ages = {},
                                                    workflow::Instant now = {});

    /// Keeps the password's hash. Open sessions stay: end them with `end_sessions_of`. A password beyond
    /// limits::password_bytes is a program fault. `stale` where the person's hash is another than `against` by now.
    tl::expected<void, StoreError> set_password(const workflow::OrganId& organ, const workflow::PersonId& person,
                                                std::string_view password, bool one_time, workflow::Instant at,
                                                const std::optional<std::string>& against = {});

    /// A new password of 79 random bits, in letters and figures that are not taken for one another.
    static std::string one_time();

    /// Gives the token (`new_token`). Only its SHA-256 is kept. Expires after the shorter time; the
    /// idle one begins anew with `prolong`. `stale` as `set_password`: a reset ends the sessions that it finds, and
    /// none of the old password is opened behind it.
    tl::expected<std::string, StoreError> open_session(const workflow::OrganId& organ, const workflow::PersonId& person,
                                                       workflow::Instant at, std::chrono::seconds lifetime,
                                                       std::optional<std::chrono::seconds> idle = {},
                                                       const std::optional<std::string>& against = {});

    /// Nothing where the token is unknown, or its session has ended or expired at `now`.
    tl::expected<std::optional<Session>, StoreError> find_session(std::string_view token, workflow::Instant now);
    /// The session was used `now`: its idle time begins anew, but never beyond its longest. Writes once in a tenth of
    /// the idle time, so the session may end as much earlier. One of a one-time password is left as it is.
    tl::expected<void, StoreError> prolong(std::string_view token, const Session& session, const SessionTimes& times,
                                           workflow::Instant now);

    tl::expected<void, StoreError> end_session(std::string_view token);
    tl::expected<void, StoreError> end_sessions_of(const workflow::OrganId& organ, const workflow::PersonId& person);
    tl::expected<void, StoreError> remove_expired_sessions(workflow::Instant now);

  private:
    struct Cached {
        Session session;
        workflow::Instant read_at;
    };
    class HashingPlace;

    tl::expected<void, StoreError> make_one_time(const workflow::OrganId& organ, const workflow::PersonId& person,
                                                 const std::string& password_hash);
    std::optional<Session> cached(const std::string& token_hash, workflow::Instant now);
    void cache(const std::string& token_hash, const Cached& entry, std::uint64_t removals);
    void forget(const std::function<bool(const std::string&, const Session&)>& ended);

    Store& store_;
    Writer writer_;
    const log::MacKey key_;
    const PasswordCost cost_;
    const std::string nobody_;  // a hash that no password has

    std::mutex hashing_;
    std::condition_variable hashed_;
    std::size_t hashing_now_ = 0;
    std::size_t hashing_waiting_ = 0;

    std::mutex caching_;
    std::map<std::string, Cached> cache_;  // by the token's hash
    std::uint64_t removals_ = 0;           // so that what was read before an end is not cached after it
};

}  // namespace shenyi::storage
