#pragma once

#include "storage/log/verify.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>

namespace shenyi::storage::log {

/// What was read of a log's folder, and held against the rest.
struct TilesRead {
    std::optional<Checkpoint> checkpoint;  ///< whose signature is of a known key; nothing: then nothing else was read
    std::uint64_t entries = 0;
    std::uint64_t tiles = 0;
};

/// A log laid out as C2SP tlog-tiles (tile.hpp): its checkpoint's signature, each entry against its leaf hash, each
/// tile against those below it, and the root. Tiles that the checkpoint's size does not ask for are not looked at; in
/// place of a partial one that is not there its full one serves. Reads from left to right, a tile of each level at a
/// time: the log may be of any size.
///
/// What is found is told where it first shows: of an entry that was changed, `E_BODY_HASH` at its index and nothing
/// else; where its leaf hash was changed with it, `E_NODE` or `E_ROOT` by what lies above. A file that is not there is
/// `E_MISSING_FILE`, whole folder `tile/entries` told once; what can be known without it is checked all the same. A log
/// whose checkpoint no known key has signed is not read further: nothing says then how large it is.
///
/// Of `keys` at least one that is no witness's must have signed. C2SP fixes the hash to SHA-256; a log of ours whose
/// origin ends in `-sm3` has SM3.
TilesRead check_tiles(const std::filesystem::path& folder, std::span<const VerifierKey> keys, HashAlgorithm hash,
                      Findings& findings);

}  // namespace shenyi::storage::log
