#include "storage/log/verify_tiles.hpp"

#include "storage/log/tile.hpp"
#include "storage/log/whole_file.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace shenyi::storage::log {

namespace {

constexpr const char* checkpoint_file = "checkpoint";
constexpr const char* entries_folder_path = "tile/entries";

/// The hashes of a tile as far as they are known.
using Row = std::vector<std::optional<Hash>>;

std::string_view words_for(FileFault fault) {
    switch (fault) {
        case FileFault::missing:
            return "no such file";
        case FileFault::unreadable:
            return "no file that can be read";
        case FileFault::too_long:
            return "a longer file";
    }
    return {};
}

/// One pass over a log's folder.
class Pass {
  public:
    Pass(std::filesystem::path folder, HashAlgorithm hash, const TreeHead& head, Findings& findings, TilesRead& read)
        : folder_(std::move(folder)), hasher_(hash), head_(head), findings_(findings), read_(read) {}

    void run();

  private:
    struct Entries {
        std::vector<Hash> leaves;
        bool breaks_off = false;  ///< what stands behind them could not be read
    };

    /// A file of the log, or in place of a partial tile the full one, of which it says so; nothing, told, where it has
    /// neither.
    struct Held {
        std::string bytes;
        bool is_full = false;
        std::string path;
    };
    template <class Place>
    std::optional<Held> hold(const Place& place, std::uint64_t first, std::size_t bytes_max);

    std::optional<std::vector<Hash>> stored(const Tile& tile);
    std::optional<Entries> entries_of(const Bundle& bundle);
    Row leaf_row(const Tile& tile);
    void compare_entries(std::uint64_t first, const Entries& entries, const std::vector<Hash>& leaves,
                         const std::string& file);
    Row upper_row(const Tile& tile, Row below);
    /// Takes a tile's hashes in, and where it is full its root on the level above.
    void take(const Tile& tile, Row row);
    void take_above(unsigned level, std::optional<Hash> root);
    void finish_edge();
    void check_root();

    std::filesystem::path folder_;
    Hasher hasher_;
    TreeHead head_;
    Findings& findings_;
    TilesRead& read_;
    bool has_entries_ = true;
    std::array<Row, tile_levels> rows_;               ///< of each level, what came up from below and fills no tile yet
    std::array<std::uint64_t, tile_levels> tiles_{};  ///< of each level, those that are full and done
};

std::uint64_t first_entry_of(const Tile& tile, std::size_t place) {
    return (tile.index * tile_width + place) << tile_height * tile.level;
}

template <class Place>
std::optional<Pass::Held> Pass::hold(const Place& place, std::uint64_t first, std::size_t bytes_max) {
    const std::string path = path_of(place);
    auto bytes = read_whole_file(folder_ / path, bytes_max);
    if (bytes) return Held{*std::move(bytes), false, path};
    if (bytes.error() == FileFault::missing && place.width < tile_width) {
        Place whole = place;
        whole.width = tile_width;
        auto full = read_whole_file(folder_ / path_of(whole), bytes_max);
        if (full) return Held{*std::move(full), true, path_of(whole)};
    }
    const bool is_long = bytes.error() == FileFault::too_long;
    findings_.tell({.code = is_long ? Code::form : Code::missing_file,
                    .index = first,
                    .file = path,
                    .expected = is_long ? "at most " + std::to_string(bytes_max) + " bytes" : path,
                    .found = std::string(words_for(bytes.error()))});
    return std::nullopt;
}

std::optional<std::vector<Hash>> Pass::stored(const Tile& tile) {
    constexpr std::size_t longer_than_any = std::size_t{2} * tile_width * sizeof(Hash);
    const auto held = hold(tile, first_entry_of(tile, 0), longer_than_any);
    if (!held) return std::nullopt;
    const unsigned width = held->is_full ? tile_width : tile.width;
    auto hashes = hashes_of_tile(held->bytes, width);
    if (!hashes) {
        const std::size_t found = held->bytes.size() / sizeof(Hash);
        const bool is_whole = held->bytes.size() % sizeof(Hash) == 0;
        findings_.tell({.code = is_whole ? Code::size : Code::form,
                        .index = first_entry_of(tile, std::min<std::size_t>(found, tile.width)),
                        .file = held->path,
                        .expected = std::to_string(width) + " hashes",
                        .found = std::to_string(held->bytes.size()) + " bytes"});
        return std::nullopt;
    }
    ++read_.tiles;
    hashes->resize(tile.width);
    return hashes;
}

std::optional<Pass::Entries> Pass::entries_of(const Bundle& bundle) {
    if (!has_entries_) return std::nullopt;
    const std::uint64_t first = bundle.index * tile_width;
    const auto held = hold(bundle, first, bundle_bytes_max);
    if (!held) return std::nullopt;
    Entries entries;
    std::string_view rest = held->bytes;
    const auto tell_form = [&](std::string expected, std::string found) {
        findings_.tell({.code = Code::form,
                        .index = first + entries.leaves.size(),
                        .file = held->path,
                        .expected = std::move(expected),
                        .found = std::move(found)});
    };
    while (!rest.empty() && entries.leaves.size() < bundle.width) {
        const auto entry = next_entry(rest);
        if (!entry) {
            tell_form("a whole entry", entry.error());
            entries.breaks_off = true;
            return entries;
        }
        entries.leaves.push_back(hasher_.leaf(*entry));
    }
    if (!rest.empty() && !held->is_full) {
        tell_form(std::to_string(bundle.width) + " entries", std::to_string(rest.size()) + " bytes behind them");
    }
    return entries;
}

void Pass::compare_entries(std::uint64_t first, const Entries& entries, const std::vector<Hash>& leaves,
                           const std::string& file) {
    const std::vector<Hash>& found = entries.leaves;
    std::size_t missing = entries.breaks_off ? 0 : leaves.size() - found.size();
    std::size_t at = 0;
    for (std::size_t leaf = 0; leaf < leaves.size() && (at < found.size() || missing > 0); ++leaf) {
        if (at < found.size() && found[at] == leaves[leaf]) {
            ++read_.entries;
            ++at;
            continue;
        }
        // Where entries are left out, what stands here is one of the next.
        const auto next = leaves.begin() + static_cast<std::ptrdiff_t>(leaf + 1);
        const auto beyond = std::min(leaves.end(), next + static_cast<std::ptrdiff_t>(missing));
        const bool is_left_out = missing > 0 && (at == found.size() || std::find(next, beyond, found[at]) != beyond);
        findings_.tell({.code = is_left_out ? Code::missing_event : Code::body_hash,
                        .index = first + leaf,
                        .file = file,
                        .expected = hex_of(leaves[leaf]),
                        .found = is_left_out ? "no such entry" : hex_of(found[at])});
        if (is_left_out) {
            --missing;
        } else {
            ++at;
        }
    }
}

Row Pass::leaf_row(const Tile& tile) {
    const Bundle bundle{.index = tile.index, .width = tile.width};
    const auto leaves = stored(tile);
    const auto entries = entries_of(bundle);
    Row row(tile.width);
    if (leaves) {
        std::ranges::copy(*leaves, row.begin());
        if (entries) compare_entries(first_entry_of(tile, 0), *entries, *leaves, path_of(bundle));
        return row;
    }
    if (!entries) return row;
    // Without the tile the entries themselves say what their hashes are, and the root whether they are right.
    std::ranges::copy(entries->leaves, row.begin());
    read_.entries += entries->leaves.size();
    if (entries->leaves.size() < tile.width && !entries->breaks_off) {
        findings_.tell({.code = Code::missing_event,
                        .index = first_entry_of(tile, entries->leaves.size()),
                        .file = path_of(bundle),
                        .expected = std::to_string(tile.width) + " entries",
                        .found = std::to_string(entries->leaves.size())});
    }
    return row;
}

Row Pass::upper_row(const Tile& tile, Row below) {
    const auto hashes = stored(tile);
    if (!hashes) return below;
    for (std::size_t i = 0; i < tile.width; ++i) {
        if (!below[i]) {
            below[i] = (*hashes)[i];
        } else if (*below[i] != (*hashes)[i]) {
            findings_.tell({.code = Code::node,
                            .index = first_entry_of(tile, i),
                            .file = path_of(tile),
                            .expected = hex_of(*below[i]),
                            .found = hex_of((*hashes)[i])});
        }
    }
    return below;
}

void Pass::take(const Tile& tile, Row row) {
    if (tile.width < tile_width) {
        rows_[tile.level] = std::move(row);
        return;
    }
    ++tiles_[tile.level];
    std::vector<Hash> hashes;
    for (const auto& hash : row) {
        if (hash) hashes.push_back(*hash);
    }
    const bool is_known = hashes.size() == tile_width;
    take_above(tile.level + 1, is_known ? std::optional(root_of_complete(hasher_, hashes)) : std::nullopt);
}

void Pass::take_above(unsigned level, std::optional<Hash> root) {
    Row& row = rows_[level];
    row.push_back(root);
    if (row.size() < tile_width) return;
    const Tile full{.level = level, .index = tiles_[level], .width = tile_width};
    take(full, upper_row(full, std::exchange(row, {})));
}

void Pass::finish_edge() {
    for (unsigned level = 1; level < tile_levels; ++level) {
        if (rows_[level].empty()) continue;
        const auto width = static_cast<unsigned>(rows_[level].size());
        const Tile edge{.level = level, .index = tiles_[level], .width = width};
        rows_[level] = upper_row(edge, std::move(rows_[level]));
    }
}

void Pass::check_root() {
    std::vector<Hash> subtrees;
    for (unsigned level = tile_levels; level-- > 0;) {
        std::vector<Hash> known;
        for (const auto& hash : rows_[level]) {
            if (!hash) return;
            known.push_back(*hash);
        }
        for (std::span<const Hash> rest = known; !rest.empty();) {
            const std::size_t complete = std::bit_floor(rest.size());
            subtrees.push_back(root_of_complete(hasher_, rest.first(complete)));
            rest = rest.subspan(complete);
        }
    }
    const auto edge = CompactRange::of(head_.size, std::move(subtrees));
    const Hash root = edge->root(hasher_);
    if (root == head_.root) return;
    findings_.tell({.code = Code::root,
                    .index = {},
                    .file = checkpoint_file,
                    .expected = hex_of(head_.root),
                    .found = hex_of(root)});
}

void Pass::run() {
    const auto rows = tile_rows_of(head_.size);
    std::error_code fault;
    if (!rows.empty() && !std::filesystem::is_directory(folder_ / entries_folder_path, fault)) {
        has_entries_ = false;
        findings_.tell({.code = Code::missing_file,
                        .index = 0,
                        .file = entries_folder_path,
                        .expected = "the entries",
                        .found = "no such folder"});
    }
    if (!rows.empty()) {
        const TileRow& leaves = rows.front();
        const std::uint64_t tiles = leaves.full + (leaves.rest > 0 ? 1 : 0);
        for (std::uint64_t index = 0; index < tiles && !findings_.stopped(); ++index) {
            const unsigned width = index < leaves.full ? tile_width : leaves.rest;
            const Tile tile{.level = 0, .index = index, .width = width};
            take(tile, leaf_row(tile));
        }
    }
    if (findings_.stopped()) return;
    finish_edge();
    check_root();
}

/// The checkpoint, where a key of the log has signed it.
std::optional<Checkpoint> signed_checkpoint(const std::filesystem::path& folder, std::span<const VerifierKey> keys,
                                            Findings& findings) {
    const auto bytes = read_whole_file(folder / checkpoint_file, note_bytes_max);
    if (!bytes) {
        const bool is_long = bytes.error() == FileFault::too_long;
        findings.tell({.code = is_long ? Code::form : Code::missing_file,
                       .index = {},
                       .file = checkpoint_file,
                       .expected = "a checkpoint",
                       .found = std::string(words_for(bytes.error()))});
        return std::nullopt;
    }
    const auto note = check_note({checkpoint_file, *bytes}, keys, findings);
    if (!note) return std::nullopt;
    const auto is_of_log = [&](std::size_t place) { return keys[place].type() != KeyType::cosignature; };
    if (std::ranges::none_of(note->signers, is_of_log)) {
        findings.tell({.code = Code::key,
                       .index = {},
                       .file = checkpoint_file,
                       .expected = "a signature of a known key of the log",
                       .found = "signatures of witnesses alone"});
        return std::nullopt;
    }
    auto checkpoint = read_checkpoint(note->note.text);
    if (checkpoint) return *std::move(checkpoint);
    findings.tell({.code = Code::form,
                   .index = {},
                   .file = checkpoint_file,
                   .expected = "the format",
                   .found = std::move(checkpoint.error())});
    return std::nullopt;
}

}  // namespace

TilesRead check_tiles(const std::filesystem::path& folder, std::span<const VerifierKey> keys, HashAlgorithm hash,
                      Findings& findings) {
    TilesRead read;
    read.checkpoint = signed_checkpoint(folder, keys, findings);
    if (read.checkpoint) Pass(folder, hash, read.checkpoint->head, findings, read).run();
    return read;
}

}  // namespace shenyi::storage::log
