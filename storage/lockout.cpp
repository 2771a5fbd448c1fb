#include "storage/lockout.hpp"

#include "storage/dialect.hpp"

#include <soci/soci.h>

#include <algorithm>

namespace shenyi::storage {

namespace {

using workflow::Instant;
using workflow::OrganId;

constexpr std::string_view of_login = "login";
constexpr std::string_view of_place = "place";

constexpr auto ensure_row = R"(
    INSERT INTO log_in_failures (organ, kind, name, failures, last_at)
    VALUES (:organ, :kind, :name, 0, :now)
    ON CONFLICT (organ, kind, name) DO NOTHING)";

std::string select_row(std::string_view lock) {
    return "SELECT failures, last_at, coalesce(locked_until, ''), coalesce(succeeded_at, '') FROM log_in_failures "
           "WHERE organ = :organ AND kind = :kind AND name = :name" +
           std::string(lock);
}

constexpr auto update_row = R"(
    UPDATE log_in_failures SET failures = :failures, last_at = :last_at, locked_until = :locked_until
    WHERE organ = :organ AND kind = :kind AND name = :name)";

constexpr auto forgive_place = R"(
    UPDATE log_in_failures SET failures = 0, last_at = :now, locked_until = NULL, succeeded_at = :succeeded_at
    WHERE organ = :organ AND kind = :kind AND name = :name)";

constexpr auto delete_row = "DELETE FROM log_in_failures WHERE organ = :organ AND kind = :kind AND name = :name";

constexpr auto delete_old = R"(
    DELETE FROM log_in_failures WHERE last_at <= :old AND (locked_until IS NULL OR locked_until <= :now)
    AND (succeeded_at IS NULL OR succeeded_at <= :known))";

/// The count of one login or place, its row locked.
struct Count {
    OrganId organ;
    std::string kind;
    std::string name;
    int failures = 0;
    Instant last_at{};
    std::optional<Instant> locked_until;
    std::optional<Instant> succeeded_at;

    bool is_locked(Instant now) const { return locked_until && now < *locked_until; }
    bool is_known(Instant now) const { return succeeded_at && now < *succeeded_at + limits::place_known; }
};

std::string place_of(const std::string& login, const std::string& address) {
    return address + " " + login;
}

Count read_count(Connection& connection, const OrganId& organ, std::string_view kind, const std::string& name,
                 Instant now) {
    Count count{.organ = organ, .kind = std::string(kind), .name = name};
    const std::string at = workflow::rfc3339(now);
    connection.sql() << ensure_row, soci::use(organ.value, "organ"), soci::use(count.kind, "kind"),
        soci::use(name, "name"), soci::use(at, "now");
    std::string last_at;
    std::string locked_until;
    std::string succeeded_at;
    connection.sql() << select_row(connection.dialect().lock_to_write()), soci::use(organ.value, "organ"),
        soci::use(count.kind, "kind"), soci::use(name, "name"), soci::into(count.failures), soci::into(last_at),
        soci::into(locked_until), soci::into(succeeded_at);
    count.last_at = workflow::parse_instant(last_at).value_or(now);
    count.locked_until = workflow::parse_instant(locked_until);
    count.succeeded_at = workflow::parse_instant(succeeded_at);
    return count;
}

/// One more, and the wait that follows from it.
void add_one(Connection& connection, Count count, Instant now, const Waits& waits) {
    if (count.last_at + limits::failures_counted <= now) count.failures = 0;
    ++count.failures;
    const auto wait = waits.after(count.failures);
    const std::string last_at = workflow::rfc3339(now);
    const std::string locked_until = workflow::rfc3339(now + wait);
    soci::indicator is_locked = wait > wait.zero() ? soci::i_ok : soci::i_null;
    connection.sql() << update_row, soci::use(count.failures, "failures"), soci::use(last_at, "last_at"),
        soci::use(locked_until, is_locked, "locked_until"), soci::use(count.organ.value, "organ"),
        soci::use(count.kind, "kind"), soci::use(count.name, "name");
}

}  // namespace

std::chrono::seconds Waits::after(int failures) const {
    if (failures <= free) return {};
    auto wait = first;
    for (int beyond = failures - free; beyond > 1 && wait < longest; --beyond) wait *= 2;
    return std::min(wait, longest);
}

tl::expected<std::optional<Instant>, StoreError> Lockout::begin(const OrganId& organ, const std::string& login,
                                                                const std::string& address, Instant now) {
    std::optional<Instant> locked;
    auto error = writer_.write([&](Connection& connection) {
        locked.reset();
        // The place before the login, always: two tries then never wait for each other.
        const Count here = read_count(connection, organ, of_place, place_of(login, address), now);
        const Count everywhere = read_count(connection, organ, of_login, login, now);
        const bool is_known = here.is_known(now);
        if (here.is_locked(now)) locked = here.locked_until;
        if (!is_known && everywhere.is_locked(now)) locked = std::max(locked, everywhere.locked_until);
        if (locked) return;
        add_one(connection, here, now, at_place_);
        if (!is_known) add_one(connection, everywhere, now, limits::waits_everywhere);
    });
    if (error) return tl::make_unexpected(std::move(*error));
    return locked;
}

tl::expected<void, StoreError> Lockout::succeeded(const OrganId& organ, const std::string& login,
                                                  const std::string& address, Instant now) {
    const std::string place(of_place);
    const std::string here = place_of(login, address);
    const std::string kind(of_login);
    const std::string at = workflow::rfc3339(now);
    return answered(writer_.write([&](Connection& connection) {
        connection.sql() << forgive_place, soci::use(at, "now"), soci::use(at, "succeeded_at"),
            soci::use(organ.value, "organ"), soci::use(place, "kind"), soci::use(here, "name");
        connection.sql() << delete_row, soci::use(organ.value, "organ"), soci::use(kind, "kind"),
            soci::use(login, "name");
    }));
}

tl::expected<void, StoreError> Lockout::remove_old(Instant now) {
    const std::string until = workflow::rfc3339(now);
    const std::string old = workflow::rfc3339(now - limits::failures_counted);
    const std::string known = workflow::rfc3339(now - limits::place_known);
    return answered(writer_.write([&](Connection& connection) {
        connection.sql() << delete_old, soci::use(old, "old"), soci::use(until, "now"), soci::use(known, "known");
    }));
}

}  // namespace shenyi::storage
