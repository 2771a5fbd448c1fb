#pragma once

#include "storage/log/tile.hpp"
#include "storage/log_rows.hpp"
#include "storage/store.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace shenyi::storage {

/// The rows of one log as they stand in the tables, whatever they hold: who checks them takes nothing for granted. Each
/// statement reads a part of bounded length.
class LogTables {
  public:
    LogTables(Connection& connection, std::int64_t log) : connection_(connection), log_(log) {}

    /// An entry, and its event as far as it is there.
    struct Entry {
        std::uint64_t index = 0;
        std::string organ;
        std::string event;
        bool is_there = false;  ///< the event
        bool follows = true;    ///< its stream's event before it, where that is there, stands before it in the log
        std::string body;
        std::string leaf_sha256;
        std::string leaf_sm3;
    };
    void entries(std::uint64_t first, std::uint64_t end, const std::function<void(const Entry&)>& take);
    /// One more than the largest index.
    std::uint64_t end_of_entries();
    /// Which event has the index, in words; empty where none has.
    std::string event_at(std::uint64_t index);

    std::uint64_t newest_head(log::HashAlgorithm hash) { return newest("log_head", hash); }
    std::uint64_t newest_checkpoint(log::HashAlgorithm hash) { return newest("log_checkpoint", hash); }

    /// By sizes that are larger than `first` and not larger than `end`.
    using BySize = std::map<std::uint64_t, std::string>;
    BySize edges(log::HashAlgorithm hash, std::uint64_t first, std::uint64_t end);
    BySize notes(log::HashAlgorithm hash, std::uint64_t first, std::uint64_t end);
    /// The lines of all witnesses, one behind the other.
    BySize cosignatures(log::HashAlgorithm hash, std::uint64_t first, std::uint64_t end);

    /// What stands in the row, base64; nothing where there is no such row.
    std::optional<std::string> tile(log::HashAlgorithm hash, const log::Tile& tile);
    std::uint64_t count_of_tiles(log::HashAlgorithm hash);

  private:
    std::uint64_t newest(const std::string& table, log::HashAlgorithm hash);
    BySize by_size(const char* statement, log::HashAlgorithm hash, std::uint64_t first, std::uint64_t end);

    Connection& connection_;
    long long log_;
};

}  // namespace shenyi::storage
