#pragma once

#include "storage/log/tile.hpp"
#include "storage/log/tree.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace shenyi::storage::log {

/// A tree as its writer keeps it: whoever appends holds the growing edge and the newest nodes in memory, never the
/// whole. A node is kept as long as its tile is not full, and after that until `forget_full_tiles`: from what is kept
/// follow the root, the tiles to be stored, and the proofs of everything that was appended since.
class GrowingTree {
  public:
    explicit GrowingTree(HashAlgorithm algorithm) : hasher_(algorithm) {}

    /// The partial tiles of a tree, by level from 0 up, as `partial_tiles_of` names them; a level without one has no
    /// hashes.
    using PartialTiles = std::vector<std::vector<Hash>>;
    /// Goes on from a tree of this size. False where the tiles are not those of such a tree; then nothing is changed.
    bool go_on(std::uint64_t size, const PartialTiles& tiles);

    /// A tile that is to be stored: once a tile of level 0 is full, that one, and of each level above the one to which
    /// this added a hash, full or not. So of every size the tiles that it consists of are stored, but for the partial
    /// one of level 0, whose hashes are the newest leaves.
    using KeepTile = std::function<void(const Tile&, std::span<const Hash>)>;
    void append(const Hash& leaf, const KeepTile& keep = {});

    std::uint64_t size() const { return range_.size(); }
    TreeHead head() { return {range_.size(), range_.root(hasher_)}; }
    /// The hashes of `subtrees_of(size())`.
    const std::vector<Hash>& edge() const { return range_.hashes(); }

    /// That a leaf of the newest tiles is in the tree. Throws std::out_of_range where the leaf's tile was forgotten.
    std::vector<Hash> inclusion(std::uint64_t index);
    /// That the tree goes on from one that it was since tiles were last forgotten. Throws as `inclusion`.
    std::vector<Hash> consistency(std::uint64_t from);
    /// Whether the tree goes on from an earlier one, which it was since tiles were last forgotten.
    bool goes_on_from(const TreeHead& earlier);

    void forget_full_tiles();

  private:
    void store_tiles(const KeepTile& keep) const;
    Hash node(Node wanted) const;

    Hasher hasher_;
    CompactRange range_;
    std::map<Node, Hash> nodes_;
};

/// The tiles of a tree that are not full, by level from 0 up; a width of 0 stands for none.
std::vector<Tile> partial_tiles_of(std::uint64_t size);

}  // namespace shenyi::storage::log
