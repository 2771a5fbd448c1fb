#include "storage/log_rows.hpp"

#include "storage/log/checkpoint.hpp"

#include <soci/soci.h>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace shenyi::storage {

namespace {

using log::Hash;
using log::HashAlgorithm;
using log::KeyType;

constexpr auto select_logs = "SELECT number, hash, origin, key_type FROM log ORDER BY number, hash";
constexpr auto select_place = "SELECT log, idx FROM log_entry WHERE organ = :organ AND event_id = :event";
constexpr auto select_event = R"(
    SELECT e.stream, coalesce(e.actor_id, ''),
           (SELECT count(*) FROM log_set_aside s WHERE s.organ = e.organ AND s.event_id = e.id)
    FROM event e WHERE e.organ = :organ AND e.id = :event)";
constexpr auto select_entry_bodies = R"(
    SELECT e.organ, e.body FROM log_entry l JOIN event e ON e.organ = l.organ AND e.id = l.event_id
    WHERE l.log = :log AND l.idx >= :first AND l.idx < :end ORDER BY l.idx)";
constexpr auto select_set_aside = "SELECT count(*) FROM log_set_aside";
constexpr auto select_leaves = R"(
    SELECT e.leaf_sha256, e.leaf_sm3 FROM log_entry l JOIN event e ON e.organ = l.organ AND e.id = l.event_id
    WHERE l.log = :log AND l.idx >= :first AND l.idx < :end ORDER BY l.idx)";
constexpr auto select_tile = R"(
    SELECT bytes FROM log_tile WHERE log = :log AND hash = :hash AND level = :level AND idx = :idx AND width = :width)";
constexpr std::string_view head_columns = "SELECT size, edge, at FROM log_head WHERE log = :log AND hash = :hash";
constexpr std::string_view checkpoint_columns =
    "SELECT size, note FROM log_checkpoint WHERE log = :log AND hash = :hash";
constexpr std::string_view newest = " ORDER BY size DESC LIMIT 1";
constexpr std::string_view of_size = " AND size = :size";
constexpr std::string_view newest_beyond = " AND size > :size ORDER BY size DESC LIMIT 1";
constexpr std::string_view first_beyond = " AND size > :size ORDER BY size LIMIT 1";

HashAlgorithm hash_named(const std::string& name) {
    return name == "sm3" ? HashAlgorithm::sm3 : HashAlgorithm::sha256;
}

std::string_view name_of(KeyType type) {
    return type == KeyType::sm2 ? "sm2" : "ed25519";
}

KeyType key_type_named(const std::string& name) {
    return name == "sm2" ? KeyType::sm2 : KeyType::ed25519;
}

/// SOCI takes 64-bit numbers as long long; sizes are far from where the two part.
long long number(std::uint64_t size) {
    return static_cast<long long>(size);
}

}  // namespace

std::vector<OpenLog> every_log(Connection& connection) {
    std::vector<OpenLog> logs;
    long long numbered = 0;
    std::string hash;
    std::string origin;
    std::string key_type;
    soci::statement statement = (connection.sql().prepare << select_logs, soci::into(numbered), soci::into(hash),
                                 soci::into(origin), soci::into(key_type));
    statement.execute();
    while (statement.fetch()) {
        if (logs.empty() || logs.back().number != numbered) logs.push_back({.number = numbered, .trees = {}});
        logs.back().trees.push_back({hash_named(hash), origin, key_type_named(key_type)});
    }
    return logs;
}

std::optional<OpenLog> newest_log(Connection& connection) {
    std::vector<OpenLog> logs = every_log(connection);
    if (logs.empty()) return std::nullopt;
    return std::move(logs.back());
}

std::optional<OpenLog> log_numbered(Connection& connection, std::int64_t number) {
    std::vector<OpenLog> logs = every_log(connection);
    const auto found = std::ranges::find(logs, number, &OpenLog::number);
    if (found == logs.end()) return std::nullopt;
    return std::move(*found);
}

void insert_log(Connection& connection, const OpenLog& log, const std::string& at) {
    for (const LogTree& tree : log.trees) {
        const long long numbered = log.number;
        const std::string hash(name_of(tree.hash));
        const std::string key_type(name_of(tree.key_type));
        connection.sql() << "INSERT INTO log (number, hash, origin, key_type, opened_at) "
                            "VALUES (:number, :hash, :origin, :key_type, :at)",
            soci::use(numbered, "number"), soci::use(hash, "hash"), soci::use(tree.origin, "origin"),
            soci::use(key_type, "key_type"), soci::use(at, "at");
    }
}

std::optional<LogPlace> log_place_of(Connection& connection, const workflow::OrganId& organ, const std::string& event) {
    long long log = 0;
    long long index = 0;
    connection.sql() << select_place, soci::use(organ.value, "organ"), soci::use(event, "event"), soci::into(log),
        soci::into(index);
    if (!connection.sql().got_data()) return std::nullopt;
    return LogPlace{.log = log, .index = static_cast<std::uint64_t>(index)};
}

std::optional<EventInLog> event_in_log(Connection& connection, const workflow::OrganId& organ,
                                       const std::string& event) {
    EventInLog found;
    long long set_aside = 0;
    connection.sql() << select_event, soci::use(organ.value, "organ"), soci::use(event, "event"),
        soci::into(found.stream), soci::into(found.actor), soci::into(set_aside);
    if (!connection.sql().got_data()) return std::nullopt;
    found.is_set_aside = set_aside > 0;
    found.place = log_place_of(connection, organ, event);
    return found;
}

std::vector<LogEntry> entries_of(Connection& connection, std::int64_t log, std::uint64_t first, std::uint64_t count) {
    std::vector<LogEntry> entries;
    const long long numbered = log;
    const long long from = number(first);
    const long long end = number(first + count);
    LogEntry entry;
    soci::statement statement =
        (connection.sql().prepare << select_entry_bodies, soci::use(numbered, "log"), soci::use(from, "first"),
         soci::use(end, "end"), soci::into(entry.organ), soci::into(entry.body));
    statement.execute();
    while (statement.fetch()) entries.push_back(entry);
    if (entries.size() == count) return entries;
    throw log::RecordDamaged(
        fmt::format("log {}: of the entries from {} on {} are missing", log, first, count - entries.size()));
}

std::int64_t count_set_aside(Connection& connection) {
    long long count = 0;
    connection.sql() << select_set_aside, soci::into(count);
    return count;
}

void StoredTree::damaged(const std::string& what) const {
    throw log::RecordDamaged(fmt::format("log {} ({}): {}", log_, name_of(hash_), what));
}

std::optional<StoredHead> StoredTree::read_head(std::optional<std::uint64_t> size) {
    const long long log = log_;
    const std::string hash(name_of(hash_));
    const long long wanted = number(size.value_or(0));
    long long found = 0;
    std::string edge;
    StoredHead head;
    auto prepared =
        (connection_.sql().prepare << std::string(head_columns) + std::string(size ? of_size : newest),
         soci::use(log, "log"), soci::use(hash, "hash"), soci::into(found), soci::into(edge), soci::into(head.at));
    if (size) prepared, soci::use(wanted, "size");
    soci::statement statement(prepared);
    if (!statement.execute(true)) return std::nullopt;
    head.size = static_cast<std::uint64_t>(found);
    const auto bytes = log::bytes_of_base64(edge);
    const auto subtrees = static_cast<unsigned>(log::subtrees_of(head.size).size());
    auto hashes = bytes ? log::hashes_of_tile(*bytes, subtrees) : std::nullopt;
    if (!hashes) damaged(fmt::format("the edge of size {} is none", head.size));
    head.edge = *std::move(hashes);
    return head;
}

std::optional<StoredHead> StoredTree::newest_head() {
    return read_head(std::nullopt);
}

std::optional<StoredHead> StoredTree::head(std::uint64_t size) {
    return read_head(size);
}

std::optional<SignedSize> StoredTree::read_checkpoint(std::string_view which, std::uint64_t size) {
    const long long log = log_;
    const std::string hash(name_of(hash_));
    const long long wanted = number(size);
    long long found = 0;
    std::string note;
    soci::statement statement =
        (connection_.sql().prepare << std::string(checkpoint_columns) + std::string(which), soci::use(log, "log"),
         soci::use(hash, "hash"), soci::use(wanted, "size"), soci::into(found), soci::into(note));
    if (!statement.execute(true)) return std::nullopt;
    return SignedSize{.size = static_cast<std::uint64_t>(found), .note = std::move(note)};
}

std::optional<SignedSize> StoredTree::newest_checkpoint() {
    auto stored = read_checkpoint(newest_beyond, 0);
    return newest_ && (!stored || stored->size < newest_->size) ? newest_ : stored;
}

std::optional<SignedSize> StoredTree::checkpoint(std::uint64_t size) {
    auto stored = read_checkpoint(of_size, size);
    return !stored && newest_ && newest_->size == size ? newest_ : stored;
}

std::optional<SignedSize> StoredTree::first_checkpoint_with(std::uint64_t index) {
    auto stored = read_checkpoint(first_beyond, index);
    return !stored && newest_ && newest_->size > index ? newest_ : stored;
}

std::vector<Hash> StoredTree::leaves(std::uint64_t from, std::uint64_t count) {
    std::vector<Hash> leaves;
    const long long log = log_;
    const long long first = number(from);
    const long long end = number(from + count);
    std::string sha256;
    std::string sm3;
    soci::statement statement = (connection_.sql().prepare << select_leaves, soci::use(log, "log"),
                                 soci::use(first, "first"), soci::use(end, "end"), soci::into(sha256), soci::into(sm3));
    statement.execute();
    while (statement.fetch()) {
        const auto leaf = log::hash_of_hex(hash_ == HashAlgorithm::sm3 ? sm3 : sha256);
        if (!leaf) damaged(fmt::format("the leaf {} is no hash", from + leaves.size()));
        leaves.push_back(*leaf);
    }
    if (leaves.size() != count)
        damaged(fmt::format("of the leaves from {} on {} are missing", from, count - leaves.size()));
    return leaves;
}

std::vector<Hash> StoredTree::tile(const log::Tile& tile) {
    if (tile.level == 0 && tile.width < log::tile_width) return leaves(tile.index * log::tile_width, tile.width);
    const long long log = log_;
    const std::string hash(name_of(hash_));
    const auto level = static_cast<int>(tile.level);
    const long long index = number(tile.index);
    const auto width = static_cast<int>(tile.width);
    std::string encoded;
    connection_.sql() << select_tile, soci::use(log, "log"), soci::use(hash, "hash"), soci::use(level, "level"),
        soci::use(index, "idx"), soci::use(width, "width"), soci::into(encoded);
    const auto bytes = connection_.sql().got_data() ? log::bytes_of_base64(encoded) : std::nullopt;
    auto hashes = bytes ? log::hashes_of_tile(*bytes, tile.width) : std::nullopt;
    if (!hashes) damaged(log::path_of(tile) + " is missing or no tile");
    return *std::move(hashes);
}

log::GrowingTree StoredTree::growing(const StoredHead& head) {
    log::GrowingTree::PartialTiles tiles;
    for (const log::Tile& each : log::partial_tiles_of(head.size)) {
        tiles.push_back(each.width == 0 ? std::vector<Hash>() : tile(each));
    }
    log::GrowingTree tree(hash_);
    if (!tree.go_on(head.size, tiles) || tree.edge() != head.edge) {
        damaged(fmt::format("what is stored does not lead to the head of size {}", head.size));
    }
    return tree;
}

/// The tiles of a size, and before them its edge: so the newest leaves are read only by a proof of one of them.
log::ReadNode StoredTree::nodes_of(const StoredHead& head, log::TileNodes& tiles) {
    std::map<log::Node, Hash> edge;
    const std::vector<log::Node> subtrees = log::subtrees_of(head.size);
    for (std::size_t i = 0; i < subtrees.size(); ++i) edge[subtrees[i]] = head.edge[i];
    return [edge = std::move(edge), &tiles](log::Node node) {
        const auto found = edge.find(node);
        return found == edge.end() ? tiles(node) : found->second;
    };
}

std::vector<Hash> StoredTree::prove(std::uint64_t size, const Prove& prove) {
    const auto stored = head(size);
    if (!stored) damaged(fmt::format("there is no head of size {}", size));
    log::Hasher hasher(hash_);
    log::TileNodes tiles(hasher, size, [this](log::Tile wanted) { return tile(wanted); });
    return prove(hasher, nodes_of(*stored, tiles));
}

std::vector<Hash> StoredTree::inclusion(std::uint64_t index, std::uint64_t size) {
    return prove(size, [&](log::Hasher& hasher, const log::ReadNode& read) {
        return log::inclusion_proof(hasher, index, size, read);
    });
}

std::vector<Hash> StoredTree::consistency(std::uint64_t from, std::uint64_t to) {
    return prove(to, [&](log::Hasher& hasher, const log::ReadNode& read) {
        return log::consistency_proof(hasher, from, to, read);
    });
}

}  // namespace shenyi::storage
