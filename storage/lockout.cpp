#include "storage/lockout.hpp"

#include "storage/dialect.hpp"

#include <soci/soci.h>

#include <algorithm>

namespace shenyi::storage {

namespace {

using workflow::Instant;
using workflow::OrganId;

constexpr std::string_view of_login = "login";
constexpr std::string_view of_address = "address";

constexpr auto ensure_row = R"(
    INSERT INTO log_in_failures (organ, kind, name, failures, counted_from)
    VALUES (:organ, :kind, :name, 0, :now)
    ON CONFLICT (organ, kind, name) DO NOTHING)";

std::string select_row(std::string_view lock) {
    return "SELECT failures, counted_from, coalesce(locked_until, '') FROM log_in_failures "
           "WHERE organ = :organ AND kind = :kind AND name = :name" +
           std::string(lock);
}

constexpr auto update_row = R"(
    UPDATE log_in_failures SET failures = :failures, counted_from = :counted_from, locked_until = :locked_until
    WHERE organ = :organ AND kind = :kind AND name = :name)";

constexpr auto delete_row = "DELETE FROM log_in_failures WHERE organ = :organ AND kind = :kind AND name = :name";

constexpr auto delete_old = R"(
    DELETE FROM log_in_failures WHERE counted_from <= :old AND (locked_until IS NULL OR locked_until <= :now))";

/// The count of one login or address, its row locked.
struct Count {
    OrganId organ;
    std::string kind;
    std::string name;
    int failures = 0;
    Instant counted_from{};
    std::optional<Instant> locked_until;

    bool is_locked(Instant now) const { return locked_until && now < *locked_until; }
};

Count read_count(Connection& connection, const OrganId& organ, std::string_view kind, const std::string& name,
                 Instant now) {
    Count count{.organ = organ, .kind = std::string(kind), .name = name};
    const std::string at = workflow::rfc3339(now);
    connection.sql() << ensure_row, soci::use(organ.value, "organ"), soci::use(count.kind, "kind"),
        soci::use(name, "name"), soci::use(at, "now");
    std::string counted_from;
    std::string locked_until;
    connection.sql() << select_row(connection.dialect().lock_to_write()), soci::use(organ.value, "organ"),
        soci::use(count.kind, "kind"), soci::use(name, "name"), soci::into(count.failures), soci::into(counted_from),
        soci::into(locked_until);
    count.counted_from = workflow::parse_instant(counted_from).value_or(now);
    count.locked_until = workflow::parse_instant(locked_until);
    return count;
}

/// One more; the one that reaches `most` locks.
void add_one(Connection& connection, Count count, Instant now, int most) {
    const bool over = count.locked_until || count.counted_from + limits::failures_counted <= now;
    if (over) count = {count.organ, count.kind, count.name, 0, now, std::nullopt};
    ++count.failures;
    if (count.failures >= most) count.locked_until = now + limits::locked_out;
    const std::string counted_from = workflow::rfc3339(count.counted_from);
    const std::string locked_until = count.locked_until ? workflow::rfc3339(*count.locked_until) : std::string();
    soci::indicator is_locked = count.locked_until ? soci::i_ok : soci::i_null;
    connection.sql() << update_row, soci::use(count.failures, "failures"), soci::use(counted_from, "counted_from"),
        soci::use(locked_until, is_locked, "locked_until"), soci::use(count.organ.value, "organ"),
        soci::use(count.kind, "kind"), soci::use(count.name, "name");
}

}  // namespace

tl::expected<std::optional<Instant>, StoreError> Lockout::begin(const OrganId& organ, const std::string& login,
                                                                const std::string& address, Instant now) {
    std::optional<Instant> locked;
    auto error = writer_.write([&](Connection& connection) {
        locked.reset();
        // The address before the login, always: two tries then never wait for each other.
        const Count by_address = read_count(connection, organ, of_address, address, now);
        const Count by_login = read_count(connection, organ, of_login, login, now);
        if (by_address.is_locked(now)) locked = by_address.locked_until;
        if (by_login.is_locked(now)) locked = std::max(locked, by_login.locked_until);
        if (!locked) add_one(connection, by_login, now, limits::failures_per_login);
    });
    if (error) return tl::make_unexpected(std::move(*error));
    return locked;
}

tl::expected<void, StoreError> Lockout::failed(const OrganId& organ, const std::string& address, Instant now) {
    return answered(writer_.write([&](Connection& connection) {
        const Count count = read_count(connection, organ, of_address, address, now);
        if (!count.is_locked(now)) add_one(connection, count, now, limits::failures_per_address);
    }));
}

tl::expected<void, StoreError> Lockout::succeeded(const OrganId& organ, const std::string& login) {
    const std::string kind(of_login);
    return answered(writer_.write([&](Connection& connection) {
        connection.sql() << delete_row, soci::use(organ.value, "organ"), soci::use(kind, "kind"),
            soci::use(login, "name");
    }));
}

tl::expected<void, StoreError> Lockout::remove_old(Instant now) {
    const std::string until = workflow::rfc3339(now);
    const std::string old = workflow::rfc3339(now - limits::failures_counted);
    return answered(writer_.write([&](Connection& connection) {
        connection.sql() << delete_old, soci::use(old, "old"), soci::use(until, "now");
    }));
}

}  // namespace shenyi::storage
