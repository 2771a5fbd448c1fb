#pragma once

#include "storage/log/hash.hpp"
#include "storage/log/tree.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// A log as files, C2SP tlog-tiles. In a log's folder stand the newest checkpoint's note, `checkpoint`, and:
///
/// - `tile/L/N` and `tile/L/N.p/W`: a tile, hashes of 32 bytes one behind the other. Tile N of level L holds, for i
/// from
///   0 on, the hash of the complete subtree of the 256^L leaves from (256 · N + i) · 256^L on; on level 0 those are the
///   leaves' own hashes. A full tile has 256; a partial one W of them, 1 to 255, as many as a tree's size leaves over.
/// - `tile/entries/N` and `tile/entries/N.p/W`: an entry bundle, the entries whose leaf hashes stand in tile N of level
///   0: two bytes for the length, big-endian, and the entry's bytes, one behind the other.
///
/// L and W are decimal without a leading zero. N is decimal in groups of three digits, each but the last a folder with
/// an `x` before it, as few as it takes: 5 is `005`, 1234067 is `x001/x234/067`. A tree of `size` leaves consists on
/// level L of the tiles of its first ⌊size / 256^L⌋ hashes, while there are any: each full one is a hash on the next.
/// Sizes have 64 bits, so that there are eight levels.
namespace shenyi::storage::log {

inline constexpr unsigned tile_width = 256;
inline constexpr unsigned tile_height = 8;
inline constexpr unsigned tile_levels = 8;
inline constexpr std::size_t entry_bytes_max = 65'535;
inline constexpr std::size_t bundle_bytes_max = tile_width * (2 + entry_bytes_max);

struct Tile {
    unsigned level = 0;
    std::uint64_t index = 0;
    unsigned width = tile_width;

    auto operator<=>(const Tile&) const = default;
};

/// The entries of a tile of level 0.
struct Bundle {
    std::uint64_t index = 0;
    unsigned width = tile_width;

    auto operator<=>(const Bundle&) const = default;
};

/// Relative to the log's folder.
std::string path_of(const Tile& tile);
std::string path_of(const Bundle& bundle);

/// What a path names; nothing where it is not exactly the path of a tile or bundle that some tree has.
std::optional<std::variant<Tile, Bundle>> read_tile_path(std::string_view path);

/// Whether a tree of this size has all hashes of the tile.
bool is_within(const Tile& tile, std::uint64_t size);

/// The tiles of one level of a tree: so many full ones, and one behind them with what is left over, unless that is 0.
struct TileRow {
    unsigned level = 0;
    std::uint64_t full = 0;
    unsigned rest = 0;

    bool operator==(const TileRow&) const = default;
};

/// All tiles that a tree of this size consists of, from level 0 up; those of level 0 are the bundles too.
std::vector<TileRow> tile_rows_of(std::uint64_t size);

/// The root of a complete tree over these hashes. Requires that their number is a power of two.
Hash root_of_complete(Hasher& hasher, std::span<const Hash> hashes);

/// The hashes in a tile's bytes; nothing where these are not so many.
std::optional<std::vector<Hash>> hashes_of_tile(std::string_view bytes, unsigned width);
std::string bytes_of_tile(std::span<const Hash> hashes);

/// A tile's hashes. May throw: what it throws comes through.
using ReadTile = std::function<std::vector<Hash>(Tile)>;

/// The complete subtrees of a log's first `size` leaves, out of its tiles: a `ReadNode` (by std::ref). Each tile is
/// read once and kept. The hashes are taken as the tiles have them: a proof made of them is right where it verifies.
class TileNodes {
  public:
    TileNodes(Hasher& hasher, std::uint64_t size, ReadTile read);

    /// Throws std::invalid_argument where no tree of the size has the node, std::runtime_error where a tile has not its
    /// width.
    Hash operator()(Node node);

  private:
    const std::vector<Hash>& tile(const Tile& wanted);

    Hasher& hasher_;
    std::uint64_t size_;
    ReadTile read_;
    std::map<Tile, std::vector<Hash>> kept_;
};

/// Writes an entry behind a bundle's others. Throws std::length_error where it is longer than `entry_bytes_max`.
void append_entry(std::string& bundle, std::string_view entry);

/// Cuts the next entry off a bundle's front. An error where it breaks off; what is left is then as it was.
tl::expected<std::string_view, std::string> next_entry(std::string_view& rest);

/// The entries of a bundle, which must be exactly so many.
tl::expected<std::vector<std::string_view>, std::string> read_bundle(std::string_view bytes, unsigned width);

}  // namespace shenyi::storage::log
