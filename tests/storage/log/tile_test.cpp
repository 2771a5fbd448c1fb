#include "storage/log/tile.hpp"
#include "tests/storage/log/written_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

namespace shenyi::storage::log {
namespace {

using testing::ElementsAre;
using Path = std::optional<std::variant<Tile, Bundle>>;

constexpr std::uint64_t largest = ~std::uint64_t{0};

TEST(TilePath, is_that_of_the_specification) {
    EXPECT_EQ(path_of(Tile{0, 1234067, 256}), "tile/0/x001/x234/067");
    EXPECT_EQ(path_of(Tile{1, 5, 17}), "tile/1/005.p/17");
    EXPECT_EQ(path_of(Bundle{0, 256}), "tile/entries/000");
    EXPECT_EQ(path_of(Bundle{1000, 1}), "tile/entries/x001/000.p/1");
}

TEST(TilePath, is_read_as_it_was_written) {
    for (const std::uint64_t index : {0ULL, 9ULL, 999ULL, 1000ULL, 999'999ULL, 1'000'000ULL, 1'234'067ULL}) {
        for (const unsigned width : {1U, 99U, 255U, 256U}) {
            for (unsigned level = 0; level < 5; ++level) {
                const Tile tile{level, index, width};
                EXPECT_EQ(read_tile_path(path_of(tile)), Path(tile));
            }
            const Bundle bundle{index, width};
            EXPECT_EQ(read_tile_path(path_of(bundle)), Path(bundle));
        }
    }
}

TEST(TilePath, is_of_a_tile_that_some_tree_has) {
    const Tile last{0, largest / 256, 255};
    EXPECT_EQ(path_of(last), "tile/0/x072/x057/x594/x037/x927/935.p/255");
    EXPECT_EQ(read_tile_path(path_of(last)), Path(last));
    EXPECT_EQ(read_tile_path("tile/0/x072/x057/x594/x037/x927/935"), Path()) << "of 2^64 leaves";
    EXPECT_EQ(read_tile_path("tile/0/x072/x057/x594/x037/x927/936"), Path());
    EXPECT_EQ(read_tile_path("tile/7/000.p/255"), Path(Tile{7, 0, 255}));
    EXPECT_EQ(read_tile_path("tile/7/000"), Path());
    EXPECT_EQ(read_tile_path("tile/8/000.p/1"), Path());
}

TEST(TilePath, is_refused_where_it_is_not_exactly_one) {
    for (const char* path : {"",
                             "tile",
                             "tile/",
                             "tile/0",
                             "tile/0/",
                             "tile/0/5",
                             "tile/0/05",
                             "tile/0/0005",
                             "tile/00/005",
                             "tile/0/x000/005",
                             "tile/0/x001/",
                             "tile/0/x001",
                             "tile/0/001/005",
                             "tile/0/x1/005",
                             "tile/0/005/",
                             "tile/0//005",
                             "tile/0/-05",
                             "tile/0/0x5",
                             "tile/0/005.p",
                             "tile/0/005.p/",
                             "tile/0/005.p/0",
                             "tile/0/005.p/01",
                             "tile/0/005.p/256",
                             "tile/0/005.p/1/",
                             "tile/0/005.p/1.p/1",
                             "/tile/0/005",
                             "tile/../005",
                             "tile/0/../005",
                             "tile/entries/../../x",
                             "tile/entry/005",
                             "tile/0/005\n",
                             "tile/0/\xd9\xa0\xd9\xa0",
                             "tile/-1/005",
                             "Tile/0/005",
                             "tile/0/X001/005",
                             "tile/0/x999/x999/x999/x999/x999/x999/x999/x999/x999/999"}) {
        EXPECT_EQ(read_tile_path(path), Path()) << path;
    }
}

TEST(Tiles, are_within_a_tree_that_has_all_their_hashes) {
    EXPECT_TRUE(is_within(Tile{0, 0, 1}, 1));
    EXPECT_FALSE(is_within(Tile{0, 0, 2}, 1));
    EXPECT_FALSE(is_within(Tile{0, 0, 1}, 0));
    EXPECT_TRUE(is_within(Tile{0, 0, 256}, 256));
    EXPECT_FALSE(is_within(Tile{0, 0, 256}, 255));
    EXPECT_TRUE(is_within(Tile{0, 1, 44}, 300));
    EXPECT_FALSE(is_within(Tile{0, 1, 45}, 300));
    EXPECT_FALSE(is_within(Tile{0, 2, 1}, 300));
    EXPECT_TRUE(is_within(Tile{1, 0, 1}, 300)) << "of which one hash stands above";
    EXPECT_FALSE(is_within(Tile{1, 0, 2}, 300));
    EXPECT_FALSE(is_within(Tile{2, 0, 1}, 300));
    EXPECT_TRUE(is_within(Tile{7, 0, 255}, largest));
    EXPECT_FALSE(is_within(Tile{7, 1, 1}, largest));
    EXPECT_FALSE(is_within(Tile{8, 0, 1}, largest));
    EXPECT_FALSE(is_within(Tile{0, largest, 1}, largest)) << "whose place cannot be counted";
}

TEST(TileRows, are_those_of_the_specification) {
    EXPECT_TRUE(tile_rows_of(0).empty());
    EXPECT_THAT(tile_rows_of(1), ElementsAre(TileRow{0, 0, 1}));
    EXPECT_THAT(tile_rows_of(256), ElementsAre(TileRow{0, 1, 0}, TileRow{1, 0, 1}));
    EXPECT_THAT(tile_rows_of(70'000), ElementsAre(TileRow{0, 273, 112}, TileRow{1, 1, 17}, TileRow{2, 0, 1}));
    EXPECT_EQ(tile_rows_of(largest).size(), tile_levels);
    EXPECT_EQ(tile_rows_of(largest).back(), (TileRow{7, 0, 255}));
}

TEST(TileBytes, are_hashes_and_no_more) {
    const std::vector<Hash> hashes = {Hash{1}, Hash{2}, Hash{3}};
    const std::string bytes = bytes_of_tile(hashes);
    EXPECT_EQ(hashes_of_tile(bytes, 3), hashes);
    EXPECT_FALSE(hashes_of_tile(bytes, 2));
    EXPECT_FALSE(hashes_of_tile(bytes, 4));
    EXPECT_FALSE(hashes_of_tile(bytes + "x", 3));
}

TEST(CompleteRoot, is_of_a_power_of_two) {
    Hasher hasher(HashAlgorithm::sha256);
    const std::vector<Hash> hashes = {Hash{1}, Hash{2}, Hash{3}, Hash{4}};
    EXPECT_EQ(root_of_complete(hasher, hashes),
              hasher.node(hasher.node(hashes[0], hashes[1]), hasher.node(hashes[2], hashes[3])));
    EXPECT_EQ(root_of_complete(hasher, std::span(hashes).first(1)), hashes[0]);
    EXPECT_THROW(root_of_complete(hasher, std::span(hashes).first(3)), std::invalid_argument);
    EXPECT_THROW(root_of_complete(hasher, {}), std::invalid_argument);
}

/// A log of which the tiles are read that are asked for, and counted.
class TiledLog : public testing::Test {
  protected:
    std::vector<Hash> read(Tile tile) {
        ++reads_[tile];
        std::vector<Hash> hashes;
        for (std::uint64_t i = 0; i < tile.width; ++i) {
            hashes.push_back(log_.nodes.at({tile_height * tile.level, tile.index * tile_width + i}));
        }
        return hashes;
    }
    TileNodes nodes(std::uint64_t size) {
        return {hasher_, size, [this](Tile tile) { return read(tile); }};
    }

    WrittenLog log_{70'000, HashAlgorithm::sha256, KeyType::ed25519};
    Hasher hasher_{HashAlgorithm::sha256};
    std::map<Tile, int> reads_;
};

TEST_F(TiledLog, has_every_subtree_in_its_tiles) {
    for (const std::uint64_t size : {1ULL, 255ULL, 256ULL, 257ULL, 600ULL}) {
        TileNodes read = nodes(size);
        for (const auto& [node, hash] : log_.nodes) {
            if (node.index >= size >> node.height) continue;
            ASSERT_EQ(read(node), hash) << node.height << "/" << node.index << " of " << size;
        }
    }
}

TEST_F(TiledLog, proves_out_of_few_tiles_each_read_once) {
    TileNodes read = nodes(70'000);
    EXPECT_EQ(root_of(hasher_, 70'000, std::ref(read)), log_.head(70'000).root);
    for (const std::uint64_t index : {0ULL, 40'000ULL, 69'887ULL, 69'999ULL}) {
        const auto proof = inclusion_proof(hasher_, index, 70'000, std::ref(read));
        EXPECT_EQ(root_by_inclusion(hasher_, index, 70'000, log_.nodes.at({0, index}), proof), log_.head(70'000).root);
    }
    const auto proof = consistency_proof(hasher_, 12'345, 70'000, std::ref(read));
    EXPECT_TRUE(is_consistent(hasher_, log_.head(12'345), log_.head(70'000), proof));
    for (const auto& [tile, count] : reads_) EXPECT_EQ(count, 1) << path_of(tile);
    EXPECT_LE(reads_.size(), 9U);
}

TEST_F(TiledLog, has_no_subtree_that_is_not_complete) {
    TileNodes read = nodes(600);
    EXPECT_THROW(read({0, 600}), std::invalid_argument);
    EXPECT_THROW(read({9, 1}), std::invalid_argument);
    EXPECT_THROW(read({64, 0}), std::invalid_argument);
    TileNodes short_by_one(hasher_, 600, [](Tile tile) { return std::vector<Hash>(tile.width - 1); });
    EXPECT_THROW(short_by_one({0, 0}), std::runtime_error);
}

TEST(EntryBundle, is_read_as_it_was_written) {
    const std::string longest(entry_bytes_max, 'x');
    std::string bundle;
    for (const std::string& entry : {std::string("a"), std::string(), longest}) append_entry(bundle, entry);
    EXPECT_EQ(bundle.substr(0, 5), std::string("\0\1a\0\0", 5));
    const auto entries = read_bundle(bundle, 3);
    ASSERT_TRUE(entries) << entries.error();
    EXPECT_THAT(*entries, ElementsAre("a", "", longest));
    EXPECT_THROW(append_entry(bundle, longest + "x"), std::length_error);
}

TEST(EntryBundle, is_refused_where_it_has_not_its_entries) {
    std::string bundle;
    append_entry(bundle, "ab");
    append_entry(bundle, "c");
    EXPECT_EQ(read_bundle(bundle, 1).error(), "the bundle has too many entries");
    EXPECT_EQ(read_bundle(bundle, 3).error(), "the bundle has too few entries");
    for (std::size_t cut = 1; cut < bundle.size(); ++cut) {
        EXPECT_FALSE(read_bundle(std::string_view(bundle).substr(0, cut), 2)) << cut;
    }
    EXPECT_EQ(read_bundle(bundle.substr(0, 5), 2).error(), "an entry's length breaks off");
    EXPECT_EQ(read_bundle(bundle.substr(0, 6), 2).error(), "an entry breaks off");
}

}  // namespace
}  // namespace shenyi::storage::log
