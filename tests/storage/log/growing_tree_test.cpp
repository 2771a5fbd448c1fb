#include "storage/log/growing_tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

/// A tree that is appended to, of which only the newest nodes are in memory, beside the same one kept whole.
namespace shenyi::storage::log {
namespace {

class Growing : public testing::TestWithParam<HashAlgorithm> {
  protected:
    Hash leaf(std::uint64_t index) { return hasher_.leaf("leaf " + std::to_string(index)); }

    /// Appends to the tree that is tested and to the one kept whole.
    void append() {
        const Hash next = leaf(whole_.size());
        nodes_[{0, whole_.size()}] = next;
        whole_.append(hasher_, next, [&](Node node, const Hash& hash) { nodes_[node] = hash; });
        tree_.append(next, [&](const Tile& tile, std::span<const Hash> hashes) {
            EXPECT_TRUE(stored_.emplace(tile, std::vector<Hash>(hashes.begin(), hashes.end())).second)
                << path_of(tile) << " is stored twice";
        });
    }

    ReadNode whole() const {
        return [this](Node node) { return nodes_.at(node); };
    }

    /// The newest leaves, and of each level above the tile that was stored: what a writer reads when it begins.
    GrowingTree::PartialTiles stored_partial_tiles() {
        GrowingTree::PartialTiles tiles;
        for (const Tile& tile : partial_tiles_of(whole_.size())) {
            if (tile.level == 0) {
                tiles.emplace_back();
                for (std::uint64_t i = 0; i < tile.width; ++i)
                    tiles.back().push_back(leaf(whole_.size() - tile.width + i));
            } else {
                tiles.push_back(tile.width == 0 ? std::vector<Hash>() : stored_.at(tile));
            }
        }
        return tiles;
    }

    Hasher hasher_{GetParam()};
    CompactRange whole_;
    std::map<Node, Hash> nodes_;
    std::map<Tile, std::vector<Hash>> stored_;
    GrowingTree tree_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Hashes, Growing, testing::Values(HashAlgorithm::sha256, HashAlgorithm::sm3),
                         [](const auto& each) { return each.param == HashAlgorithm::sha256 ? "sha256" : "sm3"; });

TEST_P(Growing, HasTheRootOfTheWholeTreeAtEverySize) {
    for (int i = 0; i < 1'100; ++i) {
        EXPECT_EQ(tree_.head(), (TreeHead{whole_.size(), whole_.root(hasher_)}));
        append();
        if (i % 7 == 0) tree_.forget_full_tiles();
    }
    EXPECT_EQ(tree_.edge(), whole_.hashes());
}

TEST_P(Growing, ProvesWhatWasAppendedSinceTilesWereForgotten) {
    std::uint64_t signed_size = 0;
    for (const int batch : {1, 3, 250, 1, 1, 600, 5, 40}) {
        for (int i = 0; i < batch; ++i) append();
        for (std::uint64_t index = signed_size; index < tree_.size(); ++index) {
            EXPECT_EQ(tree_.inclusion(index), inclusion_proof(hasher_, index, tree_.size(), whole()));
        }
        for (std::uint64_t from = std::max<std::uint64_t>(signed_size, 1); from <= tree_.size(); ++from) {
            EXPECT_EQ(tree_.consistency(from), consistency_proof(hasher_, from, tree_.size(), whole()));
        }
        tree_.forget_full_tiles();
        signed_size = tree_.size();
    }
}

TEST_P(Growing, GoesOnFromItsOwnPastAlone) {
    const TreeHead empty = tree_.head();
    for (int i = 0; i < 300; ++i) append();
    const TreeHead earlier = tree_.head();
    for (int i = 0; i < 20; ++i) append();
    EXPECT_TRUE(tree_.goes_on_from(empty));
    EXPECT_TRUE(tree_.goes_on_from(earlier));
    EXPECT_TRUE(tree_.goes_on_from(tree_.head()));
    EXPECT_FALSE(tree_.goes_on_from({earlier.size, tree_.head().root}));
    EXPECT_FALSE(tree_.goes_on_from({earlier.size - 1, earlier.root}));
    EXPECT_FALSE(tree_.goes_on_from({tree_.size() + 1, tree_.head().root})) << "the other one is ahead";
    EXPECT_FALSE(tree_.goes_on_from({0, earlier.root}));
}

/// From the tiles that are stored, the newest leaves beside them, a second writer goes on as the first would have.
TEST_P(Growing, GoesOnFromWhatIsStored) {
    for (int i = 0; i < 700; ++i) {
        if (i % 37 == 0 || i == 256 || i == 511 || i == 512) {
            GrowingTree second{GetParam()};
            ASSERT_TRUE(second.go_on(whole_.size(), stored_partial_tiles())) << i;
            EXPECT_EQ(second.head(), tree_.head());
            EXPECT_EQ(second.edge(), tree_.edge());
            second.append(leaf(whole_.size()));
            append();
            EXPECT_EQ(second.head(), tree_.head());
            EXPECT_EQ(second.inclusion(whole_.size() - 1), tree_.inclusion(whole_.size() - 1));
            continue;
        }
        append();
    }
}

TEST_P(Growing, DoesNotGoOnFromTilesOfAnotherSize) {
    for (int i = 0; i < 300; ++i) append();
    const GrowingTree::PartialTiles tiles = stored_partial_tiles();
    GrowingTree second{GetParam()};
    EXPECT_FALSE(second.go_on(299, tiles));
    EXPECT_FALSE(second.go_on(300, {tiles[0]}));
    EXPECT_FALSE(second.go_on(0, tiles));
    EXPECT_EQ(second.size(), 0);
    EXPECT_TRUE(second.go_on(300, tiles));
}

/// Proofs out of the stored tiles and the edge: what a reader does who does not write. At each size only tiles of the
/// widths that this size asks for are read, and they are there.
TEST_P(Growing, StoresEveryTileThatAnySizeAsksFor) {
    constexpr std::uint64_t most = 66'100;
    while (whole_.size() < most) {
        append();
        if (whole_.size() % 1000 == 0) tree_.forget_full_tiles();
    }
    for (const std::uint64_t size : {257U, 511U, 512U, 5'000U, 65'535U, 65'536U, 65'537U, 66'048U, 66'100U}) {
        TileNodes stored(hasher_, size, [&](Tile tile) {
            if (tile.level == 0 && tile.width < tile_width) {
                std::vector<Hash> newest;
                for (std::uint64_t i = 0; i < tile.width; ++i) newest.push_back(leaf(tile.index * tile_width + i));
                return newest;
            }
            return stored_.at(tile);
        });
        for (const std::uint64_t index : {std::uint64_t{0}, size / 2, size - 1}) {
            EXPECT_EQ(inclusion_proof(hasher_, index, size, std::ref(stored)),
                      inclusion_proof(hasher_, index, size, whole()))
                << index << " of " << size;
        }
    }
    EXPECT_TRUE(stored_.contains({.level = 1, .index = 0, .width = tile_width}));
    EXPECT_TRUE(stored_.contains({.level = 2, .index = 0, .width = 1}));
}

TEST_P(Growing, HasForgottenWhatIsInFullTiles) {
    for (int i = 0; i < 600; ++i) append();
    EXPECT_NO_THROW(tree_.inclusion(100));
    tree_.forget_full_tiles();
    EXPECT_THROW(tree_.inclusion(100), std::out_of_range);
    EXPECT_NO_THROW(tree_.inclusion(599));
    EXPECT_NO_THROW(tree_.inclusion(512));
}

}  // namespace
}  // namespace shenyi::storage::log
