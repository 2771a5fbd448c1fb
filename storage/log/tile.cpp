#include "storage/log/tile.hpp"

#include "storage/log/note.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <stdexcept>
#include <utility>

namespace shenyi::storage::log {

namespace {

constexpr std::string_view tile_folder = "tile/";
constexpr std::string_view entries_folder = "entries";
constexpr std::string_view partial_mark = ".p/";
constexpr std::uint64_t group = 1000;
constexpr std::size_t group_digits = 3;
constexpr std::size_t length_bytes = 2;

/// Of the largest tree.
std::uint64_t hashes_max_at(unsigned level) {
    return std::numeric_limits<std::uint64_t>::max() >> tile_height * level;
}

bool is_of_some_tree(unsigned level, std::uint64_t index, unsigned width) {
    if (level >= tile_levels || width == 0 || width > tile_width) return false;
    const std::uint64_t most = hashes_max_at(level);
    return most >= width && index <= (most - width) / tile_width;
}

std::string three_digits(std::uint64_t number) {
    const std::string text = std::to_string(number);
    return std::string(group_digits - text.size(), '0') + text;
}

std::string place_of(std::uint64_t index, unsigned width) {
    std::string place = three_digits(index % group);
    for (std::uint64_t rest = index / group; rest > 0; rest /= group) {
        place.insert(0, "x" + three_digits(rest % group) + "/");
    }
    if (width < tile_width) place += std::string(partial_mark) + std::to_string(width);
    return place;
}

std::optional<std::uint64_t> read_group(std::string_view text) {
    std::uint64_t number = 0;
    if (text.size() != group_digits) return std::nullopt;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return std::nullopt;
        number = 10 * number + static_cast<std::uint64_t>(digit - '0');
    }
    return number;
}

std::optional<std::uint64_t> read_index(std::string_view text) {
    std::uint64_t index = 0;
    for (bool is_first = true; text.starts_with('x'); is_first = false) {
        const auto end = text.find('/');
        const auto number = end == std::string_view::npos ? std::nullopt : read_group(text.substr(1, end - 1));
        if (!number || (is_first && *number == 0)) return std::nullopt;
        index = group * index + *number;
        // No tree has a tile beyond: the next group must not overflow either.
        if (index > hashes_max_at(1) / group) return std::nullopt;
        text.remove_prefix(end + 1);
    }
    const auto number = read_group(text);
    if (!number) return std::nullopt;
    return group * index + *number;
}

/// 0 where it is none of a partial tile.
unsigned read_width(std::string_view text) {
    const auto width = read_decimal(text);
    return width && *width < tile_width ? static_cast<unsigned>(*width) : 0;
}

}  // namespace

std::string path_of(const Tile& tile) {
    return std::string(tile_folder) + std::to_string(tile.level) + "/" + place_of(tile.index, tile.width);
}

std::string path_of(const Bundle& bundle) {
    return std::string(tile_folder) + std::string(entries_folder) + "/" + place_of(bundle.index, bundle.width);
}

std::optional<std::variant<Tile, Bundle>> read_tile_path(std::string_view path) {
    if (!path.starts_with(tile_folder)) return std::nullopt;
    path.remove_prefix(tile_folder.size());
    const std::string_view level_text = path.substr(0, path.find('/'));
    if (level_text.size() == path.size()) return std::nullopt;
    path.remove_prefix(level_text.size() + 1);
    const auto mark = path.find(partial_mark);
    const bool is_partial = mark != std::string_view::npos;
    const unsigned width = is_partial ? read_width(path.substr(mark + partial_mark.size())) : tile_width;
    const auto index = read_index(path.substr(0, mark));
    if (!index) return std::nullopt;
    if (level_text == entries_folder) {
        if (!is_of_some_tree(0, *index, width)) return std::nullopt;
        return Bundle{.index = *index, .width = width};
    }
    const auto level = read_decimal(level_text);
    if (!level || *level >= tile_levels) return std::nullopt;
    if (!is_of_some_tree(static_cast<unsigned>(*level), *index, width)) return std::nullopt;
    return Tile{.level = static_cast<unsigned>(*level), .index = *index, .width = width};
}

bool is_within(const Tile& tile, std::uint64_t size) {
    if (tile.level >= tile_levels) return false;
    const std::uint64_t hashes = size >> tile_height * tile.level;
    return hashes >= tile.width && tile.index <= (hashes - tile.width) / tile_width;
}

std::vector<TileRow> tile_rows_of(std::uint64_t size) {
    std::vector<TileRow> rows;
    for (std::uint64_t hashes = size; hashes > 0; hashes /= tile_width) {
        rows.push_back({.level = static_cast<unsigned>(rows.size()),
                        .full = hashes / tile_width,
                        .rest = static_cast<unsigned>(hashes % tile_width)});
    }
    return rows;
}

Hash root_of_complete(Hasher& hasher, std::span<const Hash> hashes) {
    if (!std::has_single_bit(hashes.size())) throw std::invalid_argument("no complete tree");
    std::vector<Hash> row(hashes.begin(), hashes.end());
    while (row.size() > 1) {
        for (std::size_t i = 0; i < row.size() / 2; ++i) row[i] = hasher.node(row[2 * i], row[2 * i + 1]);
        row.resize(row.size() / 2);
    }
    return row.front();
}

std::optional<std::vector<Hash>> hashes_of_tile(std::string_view bytes, unsigned width) {
    if (bytes.size() != width * sizeof(Hash)) return std::nullopt;
    std::vector<Hash> hashes(width);
    for (Hash& hash : hashes) {
        std::ranges::copy(bytes.substr(0, sizeof(Hash)), hash.begin());
        bytes.remove_prefix(sizeof(Hash));
    }
    return hashes;
}

std::string bytes_of_tile(std::span<const Hash> hashes) {
    std::string bytes;
    for (const Hash& hash : hashes) bytes.append(hash.begin(), hash.end());
    return bytes;
}

TileNodes::TileNodes(Hasher& hasher, std::uint64_t size, ReadTile read)
    : hasher_(hasher), size_(size), read_(std::move(read)) {}

Hash TileNodes::operator()(Node node) {
    if (node.height >= tile_levels * tile_height || node.index >= size_ >> node.height) {
        throw std::invalid_argument("no such subtree");
    }
    const unsigned level = node.height / tile_height;
    const unsigned above = node.height % tile_height;
    const std::uint64_t first = node.index << above;
    const std::uint64_t index = first / tile_width;
    const std::uint64_t hashes = size_ >> tile_height * level;
    const auto width = static_cast<unsigned>(std::min<std::uint64_t>(tile_width, hashes - index * tile_width));
    const auto& held = tile({.level = level, .index = index, .width = width});
    return root_of_complete(hasher_, std::span(held).subspan(first % tile_width, std::size_t{1} << above));
}

const std::vector<Hash>& TileNodes::tile(const Tile& wanted) {
    const auto kept = kept_.find(wanted);
    if (kept != kept_.end()) return kept->second;
    std::vector<Hash> hashes = read_(wanted);
    if (hashes.size() != wanted.width) throw std::runtime_error(path_of(wanted) + " has not its width");
    return kept_.emplace(wanted, std::move(hashes)).first->second;
}

void append_entry(std::string& bundle, std::string_view entry) {
    if (entry.size() > entry_bytes_max) throw std::length_error("an entry is longer than its length can say");
    bundle += static_cast<char>(entry.size() >> 8U);
    bundle += static_cast<char>(entry.size() & 0xffU);
    bundle += entry;
}

tl::expected<std::string_view, std::string> next_entry(std::string_view& rest) {
    if (rest.size() < length_bytes) return tl::unexpected(std::string("an entry's length breaks off"));
    const std::size_t length = static_cast<std::size_t>(static_cast<unsigned char>(rest[0])) << 8U |
                               static_cast<std::size_t>(static_cast<unsigned char>(rest[1]));
    if (rest.size() - length_bytes < length) return tl::unexpected(std::string("an entry breaks off"));
    const std::string_view entry = rest.substr(length_bytes, length);
    rest.remove_prefix(length_bytes + length);
    return entry;
}

tl::expected<std::vector<std::string_view>, std::string> read_bundle(std::string_view bytes, unsigned width) {
    std::vector<std::string_view> entries;
    while (!bytes.empty()) {
        const auto entry = next_entry(bytes);
        if (!entry) return tl::unexpected(entry.error());
        if (entries.size() == width) return tl::unexpected(std::string("the bundle has too many entries"));
        entries.push_back(*entry);
    }
    if (entries.size() < width) return tl::unexpected(std::string("the bundle has too few entries"));
    return entries;
}

}  // namespace shenyi::storage::log
