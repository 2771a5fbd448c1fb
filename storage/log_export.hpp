#pragma once

#include "storage/log/hash.hpp"
#include "storage/store.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <filesystem>
#include <string>

namespace shenyi::storage {

/// What was written of a log.
struct ExportedLog {
    std::string origin;
    std::uint64_t events = 0;
    std::uint64_t files = 0;
};

/// Writes a tree of the newest log into a folder as C2SP tlog-tiles lays logs out: `tile/…`, `tile/entries/…`, and when
/// all of them are there `checkpoint`, the newest stored one, over exactly these. Reads a tile at a time, in the
/// transaction that the connection is in. The folder is made; nothing in it is written over. The error is a sentence
/// for the operator. Throws log::RecordDamaged where the tables hold no such tree.
tl::expected<ExportedLog, std::string> export_log(Connection& connection, log::HashAlgorithm hash,
                                                  const std::filesystem::path& folder);

}  // namespace shenyi::storage
