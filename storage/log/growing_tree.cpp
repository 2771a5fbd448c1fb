#include "storage/log/growing_tree.hpp"

#include <algorithm>
#include <utility>

namespace shenyi::storage::log {

namespace {

/// The level of the tile in which a node's subtree ends: nodes of height 0 to 7 follow from tiles of level 0 …
unsigned level_of(Node node) {
    return node.height / tile_height;
}

/// Whether the tile that holds a node is full in a tree of this size. No tree fills one of the topmost level.
bool is_in_full_tile(Node node, std::uint64_t size) {
    if (level_of(node) + 1 == tile_levels) return false;
    const std::uint64_t tile = node.index >> (tile_height - node.height % tile_height);
    return tile < size >> tile_height * (level_of(node) + 1);
}

/// The hashes that a tree of this size has on a level.
std::uint64_t hashes_at(unsigned level, std::uint64_t size) {
    return size >> tile_height * level;
}

}  // namespace

std::vector<Tile> partial_tiles_of(std::uint64_t size) {
    std::vector<Tile> tiles;
    for (const TileRow& row : tile_rows_of(size)) {
        tiles.push_back({.level = row.level, .index = row.full, .width = row.rest});
    }
    return tiles;
}

bool GrowingTree::go_on(std::uint64_t size, const PartialTiles& tiles) {
    const std::vector<Tile> wanted = partial_tiles_of(size);
    if (tiles.size() != wanted.size()) return false;
    std::map<Node, Hash> nodes;
    std::vector<Hash> edge;
    for (std::size_t level = tiles.size(); level-- > 0;) {
        const Tile& tile = wanted[level];
        if (tiles[level].size() != tile.width) return false;
        const unsigned base = tile_height * tile.level;
        CompactRange within;
        for (const Hash& hash : tiles[level]) {
            const std::uint64_t first = tile.index * tile_width;
            nodes[{base, first + within.size()}] = hash;
            within.append(hasher_, hash, [&](Node node, const Hash& complete) {
                nodes[{base + node.height, (first >> node.height) + node.index}] = complete;
            });
        }
        edge.insert(edge.end(), within.hashes().begin(), within.hashes().end());
    }
    auto range = CompactRange::of(size, std::move(edge));
    if (!range) return false;
    range_ = *std::move(range);
    nodes_ = std::move(nodes);
    return true;
}

void GrowingTree::append(const Hash& leaf, const KeepTile& keep) {
    nodes_[{0, size()}] = leaf;
    range_.append(hasher_, leaf, [this](Node node, const Hash& hash) { nodes_[node] = hash; });
    if (keep && size() % tile_width == 0) store_tiles(keep);
}

void GrowingTree::store_tiles(const KeepTile& keep) const {
    for (unsigned level = 0;; ++level) {
        const std::uint64_t last = hashes_at(level, size()) - 1;
        const Tile tile{
            .level = level, .index = last / tile_width, .width = static_cast<unsigned>(last % tile_width) + 1};
        std::vector<Hash> hashes;
        for (std::uint64_t i = 0; i < tile.width; ++i) {
            hashes.push_back(nodes_.at({tile_height * level, tile.index * tile_width + i}));
        }
        keep(tile, hashes);
        if (tile.width < tile_width || level + 1 == tile_levels) return;
    }
}

Hash GrowingTree::node(Node wanted) const {
    return nodes_.at(wanted);
}

std::vector<Hash> GrowingTree::inclusion(std::uint64_t index) {
    return inclusion_proof(hasher_, index, size(), [this](Node wanted) { return node(wanted); });
}

std::vector<Hash> GrowingTree::consistency(std::uint64_t from) {
    return consistency_proof(hasher_, from, size(), [this](Node wanted) { return node(wanted); });
}

bool GrowingTree::goes_on_from(const TreeHead& earlier) {
    if (earlier.size > size()) return false;
    if (earlier.size == 0) return earlier.root == hasher_.empty();
    return is_consistent(hasher_, earlier, head(), consistency(earlier.size));
}

void GrowingTree::forget_full_tiles() {
    std::erase_if(nodes_, [this](const auto& each) { return is_in_full_tile(each.first, size()); });
}

}  // namespace shenyi::storage::log
