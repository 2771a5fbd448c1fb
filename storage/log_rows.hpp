#pragma once

#include "storage/changes.hpp"
#include "storage/log/envelope.hpp"
#include "storage/log/growing_tree.hpp"
#include "storage/log/hash.hpp"
#include "storage/log/key.hpp"
#include "storage/log/policy.hpp"
#include "storage/log/tile.hpp"
#include "storage/log/tree.hpp"
#include "storage/receipt.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The tables of the log: events under their indices, tiles, heads, checkpoints (schemas/sql, `log`).
namespace shenyi::storage {

/// A tree as the table names it.
struct LogTree {
    log::HashAlgorithm hash;
    std::string origin;
    log::KeyType key_type;

    bool operator==(const LogTree&) const = default;
};

/// A log with its trees, `sha256` first.
struct OpenLog {
    std::int64_t number;
    std::vector<LogTree> trees;

    bool operator==(const OpenLog&) const = default;
};

/// The log that is written; nothing where none was opened yet.
std::optional<OpenLog> newest_log(Connection& connection);
/// A log that was opened under this number; nothing where none was.
std::optional<OpenLog> log_numbered(Connection& connection, std::int64_t number);
/// All that were ever written, from the first on.
std::vector<OpenLog> every_log(Connection& connection);
void insert_log(Connection& connection, const OpenLog& log, const std::string& at);

/// Where an event stands.
struct LogPlace {
    std::int64_t log;
    std::uint64_t index;
};
std::optional<LogPlace> log_place_of(Connection& connection, const workflow::OrganId& organ, const std::string& event);

/// An event by its id, and what became of it. The columns are told as they stand: nothing is verified.
struct EventInLog {
    std::string stream;
    std::string actor;              ///< empty where it has none
    bool is_set_aside = false;      ///< it did not prove itself when it was to be sealed, and never gets a place
    std::optional<LogPlace> place;  ///< nothing while it waits
};
std::optional<EventInLog> event_in_log(Connection& connection, const workflow::OrganId& organ,
                                       const std::string& event);

/// An entry of the log: the bytes of an event, and whose it is.
struct LogEntry {
    std::string organ;
    std::string body;
};
/// So many entries from an index on. Throws log::RecordDamaged where they are not all there.
std::vector<LogEntry> entries_of(Connection& connection, std::int64_t log, std::uint64_t first, std::uint64_t count);

/// How many rows of the queue did not prove themselves when they were to be sealed.
std::int64_t count_set_aside(Connection& connection);

/// A tree's size with its edge.
struct StoredHead {
    std::uint64_t size = 0;
    std::vector<log::Hash> edge;
    std::string at;
};
/// Reads one tree. Whatever it finds in the tables that cannot be a tree's throws log::RecordDamaged.
class StoredTree {
  public:
    /// `last`: what was signed last of each tree, where that is known. Its row may not be stored yet.
    StoredTree(Connection& connection, std::int64_t log, log::HashAlgorithm hash,
               const std::map<log::HashAlgorithm, SignedSize>& last = {})
        : connection_(connection), log_(log), hash_(hash) {
        if (const auto found = last.find(hash); found != last.end()) newest_ = found->second;
    }

    std::optional<StoredHead> newest_head();
    std::optional<StoredHead> head(std::uint64_t size);
    std::vector<log::Hash> tile(const log::Tile& tile);
    /// What a writer goes on from.
    log::GrowingTree growing(const StoredHead& head);

    std::optional<SignedSize> newest_checkpoint();
    std::optional<SignedSize> checkpoint(std::uint64_t size);
    /// The first one that has the leaf.
    std::optional<SignedSize> first_checkpoint_with(std::uint64_t index);

    /// RFC 9162 §2.1.3.1, out of at most four rows while the leaf's tile of level 0 is full: three tiles where the tree
    /// has less than 2^24 leaves, and the head.
    std::vector<log::Hash> inclusion(std::uint64_t index, std::uint64_t size);
    std::vector<log::Hash> consistency(std::uint64_t from, std::uint64_t to);

  private:
    using Prove = std::function<std::vector<log::Hash>(log::Hasher&, const log::ReadNode&)>;
    std::optional<StoredHead> read_head(std::optional<std::uint64_t> size);
    std::optional<SignedSize> read_checkpoint(std::string_view which, std::uint64_t size);
    std::vector<log::Hash> leaves(std::uint64_t from, std::uint64_t count);
    std::vector<log::Hash> prove(std::uint64_t size, const Prove& prove);
    static log::ReadNode nodes_of(const StoredHead& head, log::TileNodes& tiles);
    [[noreturn]] void damaged(const std::string& what) const;

    Connection& connection_;
    std::int64_t log_;
    log::HashAlgorithm hash_;
    std::optional<SignedSize> newest_;
};

}  // namespace shenyi::storage
