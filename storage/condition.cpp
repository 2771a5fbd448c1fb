#include "storage/condition.hpp"

#include "storage/dialect.hpp"
#include "storage/streams.hpp"

#include <soci/soci.h>

namespace shenyi::storage {

namespace {

using namespace workflow;

constexpr auto count_sessions = "SELECT count(*) FROM session WHERE expires_at > :now";

}  // namespace

std::string database_version(Connection& connection) {
    return connection.dialect().version(connection.sql());
}

std::optional<Instant> database_clock(Connection& connection) {
    const std::string told = connection.dialect().clock(connection.sql());
    return told.empty() ? std::nullopt : parse_instant(told);
}

bool is_of_another_program(Connection& connection) {
    if (connection.engine() != Engine::sqlite || connection.dialect().has_migrations(connection.sql())) return false;
    int tables = 0;
    connection.sql() << "SELECT count(*) FROM sqlite_master", soci::into(tables);
    return tables > 0;
}

std::int64_t sessions_open(Connection& connection, Instant now) {
    const std::string at = rfc3339(now);
    long long count = 0;
    connection.sql() << count_sessions, soci::use(at, "now"), soci::into(count);
    return count;
}

std::shared_ptr<const Organ> organ_of_record(Connection& connection, const OrganId& organ, const log::MacKey& key) {
    Streams streams(key, 1);
    const std::string name = stream_of(organ).name;
    const StreamStates states = streams.load(connection, organ, {.read = {name}, .written = {}}, Lock::none);
    const auto found = states.find(name);
    return found == states.end() ? nullptr : found->second.as<Organ>();
}

}  // namespace shenyi::storage
