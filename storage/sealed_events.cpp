#include "storage/sealed_events.hpp"

#include "storage/log/checkpoint.hpp"

#include <soci/soci.h>

#include <algorithm>
#include <utility>

namespace shenyi::storage {

namespace {

/// Nobody waits for an event that lies further behind the newest.
constexpr long long looked_back = 10'000;
constexpr auto select_oldest = "SELECT coalesce(min(n), 0) FROM event_pending";
constexpr auto count_queue = "SELECT count(*) FROM (SELECT 1 FROM event_pending LIMIT 10001) waiting";
constexpr auto select_event_ids = R"(
    SELECT idx, event_id FROM log_entry WHERE log = :log AND idx >= :first AND idx < :end ORDER BY idx)";

/// SOCI takes 64-bit numbers as long long; sizes are far from where the two part.
long long in_sql(std::uint64_t size) {
    return static_cast<long long>(size);
}

Receipt receipt_at(StoredTree& tree, const SignedSize& checkpoint, const std::string& event, std::uint64_t index) {
    return {event, index,
            log::text_of(log::LogProof{
                .index = index, .inclusion = tree.inclusion(index, checkpoint.size), .checkpoint = checkpoint.note})};
}

}  // namespace

Queue queue_of(Connection& connection) {
    long long oldest = 0;
    long long events = 0;
    connection.sql() << select_oldest, soci::into(oldest);
    if (oldest != 0) connection.sql() << count_queue, soci::into(events);
    return {.oldest = oldest, .events = static_cast<std::size_t>(events)};
}

std::optional<Receipt> receipt_of(Connection& connection, const workflow::OrganId& organ, const std::string& event,
                                  const std::map<log::HashAlgorithm, SignedSize>& last) {
    const auto place = log_place_of(connection, organ, event);
    const auto log = newest_log(connection);
    if (!place || !log || log->number != place->log) return std::nullopt;
    StoredTree tree(connection, log->number, log->trees.front().hash, last);
    const auto checkpoint = tree.first_checkpoint_with(place->index);
    if (!checkpoint) return std::nullopt;
    return receipt_at(tree, *checkpoint, event, place->index);
}

SealedSince receipts_since(Connection& connection, std::uint64_t size, const std::set<std::string>& events) {
    const auto open = newest_log(connection);
    if (!open) return {size, {}};
    StoredTree tree(connection, open->number, open->trees.front().hash);
    const auto checkpoint = tree.newest_checkpoint();
    if (!checkpoint || checkpoint->size <= size) return {size, {}};
    const long long log = open->number;
    const long long end = in_sql(checkpoint->size);
    const long long first = std::max(in_sql(size), end - looked_back);
    std::vector<std::pair<std::uint64_t, std::string>> found;
    long long index = 0;
    std::string event;
    soci::statement entries = (connection.sql().prepare << select_event_ids, soci::use(log, "log"),
                               soci::use(first, "first"), soci::use(end, "end"), soci::into(index), soci::into(event));
    entries.execute();
    while (entries.fetch()) {
        if (events.contains(event)) found.emplace_back(static_cast<std::uint64_t>(index), event);
    }
    SealedSince sealed{checkpoint->size, {}};
    for (const auto& [place, id] : found) sealed.receipts.push_back(receipt_at(tree, *checkpoint, id, place));
    return sealed;
}

}  // namespace shenyi::storage
