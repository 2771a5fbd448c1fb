#include "storage/log_tables.hpp"

#include <soci/soci.h>

#include <utility>

namespace shenyi::storage {

namespace {

/// Where the event before it is not there, nothing is said of the order: that it is missing is told elsewhere.
constexpr auto select_entries = R"(
    SELECT l.idx, l.organ, l.event_id, CASE WHEN e.id IS NULL THEN 0 ELSE 1 END,
           CASE WHEN e.id IS NULL OR e.stream_seq = 1 OR b.id IS NULL THEN 1
                WHEN k.log < l.log OR (k.log = l.log AND k.idx < l.idx) THEN 1
                ELSE 0 END,
           coalesce(e.body, ''), coalesce(e.leaf_sha256, ''), coalesce(e.leaf_sm3, '')
    FROM log_entry l
    LEFT JOIN event e ON e.organ = l.organ AND e.id = l.event_id
    LEFT JOIN event b ON b.organ = e.organ AND b.stream = e.stream AND b.stream_seq = e.stream_seq - 1
    LEFT JOIN log_entry k ON k.organ = b.organ AND k.event_id = b.id
    WHERE l.log = :log AND l.idx >= :first AND l.idx < :end ORDER BY l.idx)";
constexpr auto select_end_of_entries = "SELECT coalesce(max(idx) + 1, 0) FROM log_entry WHERE log = :log";
constexpr auto select_event_at = "SELECT event_id FROM log_entry WHERE log = :log AND idx = :idx";
constexpr auto select_edges = R"(
    SELECT size, edge FROM log_head
    WHERE log = :log AND hash = :hash AND size > :first AND size <= :end ORDER BY size)";
constexpr auto select_notes = R"(
    SELECT size, note FROM log_checkpoint
    WHERE log = :log AND hash = :hash AND size > :first AND size <= :end ORDER BY size)";
constexpr auto select_cosignatures = R"(
    SELECT size, line FROM log_cosignature
    WHERE log = :log AND hash = :hash AND size > :first AND size <= :end ORDER BY size, witness)";
constexpr auto select_stored_tile = R"(
    SELECT bytes FROM log_tile WHERE log = :log AND hash = :hash AND level = :level AND idx = :idx AND width = :width)";
constexpr auto select_count_of_tiles = "SELECT count(*) FROM log_tile WHERE log = :log AND hash = :hash";

}  // namespace

void LogTables::entries(std::uint64_t first, std::uint64_t end, const std::function<void(const Entry&)>& take) {
    const auto from = static_cast<long long>(first);
    const auto to = static_cast<long long>(end);
    long long index = 0;
    int is_there = 0;
    int follows = 0;
    Entry entry;
    soci::statement statement =
        (connection_.sql().prepare << select_entries, soci::use(log_, "log"), soci::use(from, "first"),
         soci::use(to, "end"), soci::into(index), soci::into(entry.organ), soci::into(entry.event),
         soci::into(is_there), soci::into(follows), soci::into(entry.body), soci::into(entry.leaf_sha256),
         soci::into(entry.leaf_sm3));
    statement.execute();
    while (statement.fetch()) {
        entry.index = static_cast<std::uint64_t>(index);
        entry.is_there = is_there != 0;
        entry.follows = follows != 0;
        take(entry);
    }
}

std::uint64_t LogTables::end_of_entries() {
    long long end = 0;
    connection_.sql() << select_end_of_entries, soci::use(log_, "log"), soci::into(end);
    return static_cast<std::uint64_t>(end);
}

std::string LogTables::event_at(std::uint64_t index) {
    const auto at = static_cast<long long>(index);
    std::string event;
    connection_.sql() << select_event_at, soci::use(log_, "log"), soci::use(at, "idx"), soci::into(event);
    return connection_.sql().got_data() ? event : std::string();
}

std::uint64_t LogTables::newest(const std::string& table, log::HashAlgorithm hash) {
    const std::string named(name_of(hash));
    long long size = 0;
    connection_.sql() << "SELECT coalesce(max(size), 0) FROM " + table + " WHERE log = :log AND hash = :hash",
        soci::use(log_, "log"), soci::use(named, "hash"), soci::into(size);
    return static_cast<std::uint64_t>(size);
}

LogTables::BySize LogTables::by_size(const char* statement, log::HashAlgorithm hash, std::uint64_t first,
                                     std::uint64_t end) {
    const std::string named(name_of(hash));
    const auto from = static_cast<long long>(first);
    const auto to = static_cast<long long>(end);
    long long size = 0;
    std::string text;
    BySize found;
    soci::statement query = (connection_.sql().prepare << statement, soci::use(log_, "log"), soci::use(named, "hash"),
                             soci::use(from, "first"), soci::use(to, "end"), soci::into(size), soci::into(text));
    query.execute();
    while (query.fetch()) {
        std::string& all = found[static_cast<std::uint64_t>(size)];
        if (!all.empty() && !all.ends_with('\n')) all += '\n';
        all += text;
    }
    return found;
}

LogTables::BySize LogTables::edges(log::HashAlgorithm hash, std::uint64_t first, std::uint64_t end) {
    return by_size(select_edges, hash, first, end);
}

LogTables::BySize LogTables::notes(log::HashAlgorithm hash, std::uint64_t first, std::uint64_t end) {
    return by_size(select_notes, hash, first, end);
}

LogTables::BySize LogTables::cosignatures(log::HashAlgorithm hash, std::uint64_t first, std::uint64_t end) {
    return by_size(select_cosignatures, hash, first, end);
}

std::optional<std::string> LogTables::tile(log::HashAlgorithm hash, const log::Tile& tile) {
    const std::string named(name_of(hash));
    const auto level = static_cast<int>(tile.level);
    const auto index = static_cast<long long>(tile.index);
    const auto width = static_cast<int>(tile.width);
    std::string bytes;
    connection_.sql() << select_stored_tile, soci::use(log_, "log"), soci::use(named, "hash"),
        soci::use(level, "level"), soci::use(index, "idx"), soci::use(width, "width"), soci::into(bytes);
    if (!connection_.sql().got_data()) return std::nullopt;
    return bytes;
}

std::uint64_t LogTables::count_of_tiles(log::HashAlgorithm hash) {
    const std::string named(name_of(hash));
    long long count = 0;
    connection_.sql() << select_count_of_tiles, soci::use(log_, "log"), soci::use(named, "hash"), soci::into(count);
    return static_cast<std::uint64_t>(count);
}

}  // namespace shenyi::storage
