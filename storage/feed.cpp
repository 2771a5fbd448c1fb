#include "storage/feed.hpp"

#include <soci/soci.h>

namespace shenyi::storage {

namespace {

using namespace workflow;

constexpr auto select_changes = R"(
    SELECT id, type, stream, stream_seq, at FROM event
    WHERE organ = :organ AND at >= :since AND (stream LIKE 'matter/%' OR stream LIKE 'meeting/%')
    ORDER BY at, id LIMIT :most)";

constexpr auto select_recorded = "SELECT at FROM event WHERE organ = :organ AND id = :id";

constexpr auto select_newest = "SELECT coalesce(max(at), '') FROM event WHERE organ = :organ";

/// By the numbers at both ends: a queue that nobody takes from is not to be counted row by row every few seconds.
constexpr auto select_pending =
    "SELECT coalesce((SELECT max(n) FROM event_pending) - (SELECT min(n) FROM event_pending) + 1, 0)";

constexpr auto select_oldest_pending = R"(
    SELECT e.at FROM event_pending p JOIN event e ON e.organ = p.organ AND e.id = p.event_id ORDER BY p.n LIMIT 1)";

}  // namespace

std::chrono::milliseconds settling_of(Engine engine) {
    return engine == Engine::sqlite ? std::chrono::milliseconds(0) : limits::settling;
}

std::vector<EventReference> changes_since(Connection& connection, const OrganId& organ, Instant since,
                                          std::size_t most) {
    std::vector<EventReference> changes;
    const std::string from = rfc3339(since);
    const auto limit = static_cast<long long>(most);
    EventReference row{};
    long long seq = 0;
    std::string at;
    soci::statement statement = (connection.sql().prepare << select_changes, soci::use(organ.value, "organ"),
                                 soci::use(from, "since"), soci::use(limit, "most"), soci::into(row.id),
                                 soci::into(row.type), soci::into(row.stream), soci::into(seq), soci::into(at));
    statement.execute();
    while (statement.fetch()) {
        row.stream_seq = seq;
        row.recorded_at = parse_instant(at).value_or(since);
        changes.push_back(row);
    }
    return changes;
}

std::optional<Instant> recorded_at(Connection& connection, const OrganId& organ, const std::string& event) {
    std::string at;
    connection.sql() << select_recorded, soci::use(organ.value, "organ"), soci::use(event, "id"), soci::into(at);
    if (!connection.sql().got_data()) return std::nullopt;
    return parse_instant(at);
}

std::optional<Instant> newest_recorded(Connection& connection, const OrganId& organ) {
    std::string at;
    connection.sql() << select_newest, soci::use(organ.value, "organ"), soci::into(at);
    return parse_instant(at);
}

PendingEvents pending_events(Connection& connection) {
    PendingEvents pending;
    long long count = 0;
    connection.sql() << select_pending, soci::into(count);
    pending.count = count;
    std::string at;
    connection.sql() << select_oldest_pending, soci::into(at);
    if (connection.sql().got_data()) pending.oldest = parse_instant(at);
    return pending;
}

}  // namespace shenyi::storage
