#include "storage/log/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

/// Trees of every size up to 130 in both hashes, against the definition written down as it stands in RFC 9162 §2.1.1.
namespace shenyi::storage::log {
namespace {

constexpr std::uint64_t sizes = 130;

/// The definition: MTH(D[n]).
Hash definition(Hasher& hasher, const std::vector<Hash>& leaves, std::size_t begin, std::size_t end) {
    if (begin == end) return hasher.empty();
    if (end - begin == 1) return leaves[begin];
    std::size_t left = 1;
    while (2 * left < end - begin) left *= 2;
    const Hash first = definition(hasher, leaves, begin, begin + left);
    return hasher.node(first, definition(hasher, leaves, begin + left, end));
}

class Tree : public testing::TestWithParam<HashAlgorithm> {
  protected:
    Tree() {
        for (std::uint64_t i = 0; i < sizes; ++i) leaves_.push_back(hasher_.leaf("leaf " + std::to_string(i)));
        CompactRange range;
        for (const Hash& leaf : leaves_) {
            nodes_[{0, range.size()}] = leaf;
            range.append(hasher_, leaf, [&](Node node, const Hash& hash) { nodes_[node] = hash; });
        }
        for (std::uint64_t size = 0; size <= sizes; ++size) roots_.push_back(definition(hasher_, leaves_, 0, size));
    }

    Hash read(Node node) const { return nodes_.at(node); }
    ReadNode reader() const {
        return [this](Node node) { return read(node); };
    }
    bool proves(std::uint64_t index, std::uint64_t size, const Hash& leaf, const std::vector<Hash>& proof) {
        return root_by_inclusion(hasher_, index, size, leaf, proof) == roots_[size];
    }

    Hasher hasher_{GetParam()};
    std::vector<Hash> leaves_;
    std::map<Node, Hash> nodes_;
    std::vector<Hash> roots_;
};

/// Everything that a proof is not: a bit flipped, one hash fewer, one more, two of them exchanged.
std::vector<std::vector<Hash>> falsified(const std::vector<Hash>& proof) {
    std::vector<std::vector<Hash>> all;
    for (std::size_t i = 0; i < proof.size(); ++i) {
        all.push_back(proof);
        all.back()[i][i % 32] ^= 1U << (i % 8);
        all.push_back(proof);
        all.back().erase(all.back().begin() + static_cast<std::ptrdiff_t>(i));
        if (i == 0) continue;
        all.push_back(proof);
        std::swap(all.back()[i - 1], all.back()[i]);
    }
    all.push_back(proof);
    all.back().push_back(Hash{});
    all.push_back(proof);
    all.back().insert(all.back().begin(), Hash{});
    return all;
}

TEST_P(Tree, has_the_root_of_the_definition_at_every_size) {
    CompactRange range;
    for (std::uint64_t size = 0; size <= sizes; ++size) {
        EXPECT_EQ(range.size(), size);
        EXPECT_EQ(range.root(hasher_), roots_[size]) << size;
        EXPECT_EQ(root_of(hasher_, size, reader()), roots_[size]) << size;
        if (size < sizes) range.append(hasher_, leaves_[size]);
    }
}

TEST_P(Tree, goes_on_from_what_was_kept_of_its_edge) {
    for (std::uint64_t size = 0; size < sizes; ++size) {
        std::vector<Hash> edge;
        for (const Node& node : subtrees_of(size)) edge.push_back(read(node));
        auto range = CompactRange::of(size, edge);
        ASSERT_TRUE(range);
        range->append(hasher_, leaves_[size]);
        EXPECT_EQ(range->root(hasher_), roots_[size + 1]);
        edge.emplace_back();
        EXPECT_FALSE(CompactRange::of(size, edge)) << "one hash too many for " << size;
    }
}

TEST_P(Tree, proves_that_each_leaf_is_in_each_tree_and_nothing_else) {
    for (std::uint64_t size = 1; size <= sizes; ++size) {
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto proof = inclusion_proof(hasher_, index, size, reader());
            ASSERT_TRUE(proves(index, size, leaves_[index], proof)) << index << " in " << size;
            EXPECT_FALSE(proves(index, size, leaves_[(index + 1) % sizes], proof));
            for (const std::uint64_t other : {index - 1, index + 1, 2 * index, size, size + 1}) {
                if (other != index) {
                    EXPECT_FALSE(proves(other, size, leaves_[index], proof)) << other << " in " << size;
                }
            }
        }
    }
}

TEST_P(Tree, takes_no_falsified_proof_that_a_leaf_is_in_it) {
    for (const std::uint64_t size : {1ULL, 2ULL, 3ULL, 7ULL, 8ULL, 64ULL, 65ULL, 100ULL, 127ULL, 128ULL, 130ULL}) {
        for (std::uint64_t index = 0; index < size; ++index) {
            const auto proof = inclusion_proof(hasher_, index, size, reader());
            for (const auto& falsified_proof : falsified(proof)) {
                if (falsified_proof == proof) continue;
                EXPECT_FALSE(proves(index, size, leaves_[index], falsified_proof)) << index << " in " << size;
            }
        }
    }
}

TEST_P(Tree, proves_of_each_pair_of_sizes_that_one_goes_on_from_the_other) {
    for (std::uint64_t to = 1; to <= sizes; ++to) {
        for (std::uint64_t from = 1; from <= to; ++from) {
            const auto proof = consistency_proof(hasher_, from, to, reader());
            const TreeHead earlier{from, roots_[from]};
            const TreeHead later{to, roots_[to]};
            ASSERT_TRUE(is_consistent(hasher_, earlier, later, proof)) << from << " to " << to;
            if (from == to) continue;
            EXPECT_FALSE(is_consistent(hasher_, later, earlier, proof));
            EXPECT_FALSE(is_consistent(hasher_, {from, roots_[from - 1]}, later, proof));
            EXPECT_FALSE(is_consistent(hasher_, earlier, {to, roots_[to - 1]}, proof));
            EXPECT_FALSE(is_consistent(hasher_, earlier, later, {}));
        }
    }
}

TEST_P(Tree, takes_no_falsified_proof_that_it_goes_on) {
    for (const std::uint64_t to : {2ULL, 3ULL, 8ULL, 64ULL, 65ULL, 100ULL, 129ULL}) {
        for (std::uint64_t from = 1; from <= to; ++from) {
            const auto proof = consistency_proof(hasher_, from, to, reader());
            for (const auto& falsified_proof : falsified(proof)) {
                if (falsified_proof == proof) continue;
                EXPECT_FALSE(is_consistent(hasher_, {from, roots_[from]}, {to, roots_[to]}, falsified_proof))
                    << from << " to " << to;
            }
        }
    }
}

TEST_P(Tree, of_size_0_is_compared_with_itself_alone) {
    const TreeHead empty{0, hasher_.empty()};
    EXPECT_TRUE(is_consistent(hasher_, empty, empty, {}));
    EXPECT_FALSE(is_consistent(hasher_, empty, {1, roots_[1]}, {}));
    EXPECT_FALSE(is_consistent(hasher_, {0, roots_[1]}, {0, roots_[1]}, {}));
    EXPECT_FALSE(is_consistent(hasher_, empty, empty, {Hash{}}));
    EXPECT_THROW(consistency_proof(hasher_, 0, 1, reader()), std::invalid_argument);
    EXPECT_THROW(consistency_proof(hasher_, 2, 1, reader()), std::invalid_argument);
    EXPECT_THROW(inclusion_proof(hasher_, 1, 1, reader()), std::invalid_argument);
}

TEST_P(Tree, of_the_largest_sizes_is_followed_without_overflow) {
    constexpr std::uint64_t most = ~std::uint64_t{0};
    const auto proof = inclusion_proof(hasher_, most - 1, most, [&](Node) { return leaves_[0]; });
    EXPECT_EQ(proof.size(), 63U);
    EXPECT_TRUE(root_by_inclusion(hasher_, most - 1, most, leaves_[0], proof));
    EXPECT_FALSE(root_by_inclusion(hasher_, most, most, leaves_[0], proof));
    EXPECT_EQ(subtrees_of(most).size(), 64U);
}

INSTANTIATE_TEST_SUITE_P(Hashes, Tree, testing::Values(HashAlgorithm::sha256, HashAlgorithm::sm3),
                         [](const auto& hash) { return hash.param == HashAlgorithm::sha256 ? "sha256" : "sm3"; });

/// The trees that Certificate Transparency was published with.
TEST(KnownTrees, have_the_published_roots) {
    const std::vector<std::string> entries = {"",
                                              std::string(1, '\0'),
                                              "\x10",
                                              "\x20\x21",
                                              "\x30\x31",
                                              "\x40\x41\x42\x43",
                                              "\x50\x51\x52\x53\x54\x55\x56\x57",
                                              "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
    Hasher hasher(HashAlgorithm::sha256);
    CompactRange range;
    std::map<std::uint64_t, std::string> roots;
    for (const std::string& entry : entries) {
        range.append(hasher, hasher.leaf(entry));
        roots[range.size()] = hex_of(range.root(hasher));
    }
    EXPECT_EQ(hex_of(hasher.empty()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(roots[1], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    EXPECT_EQ(roots[2], "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
    EXPECT_EQ(roots[8], "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
}

TEST(KnownHashes, are_those_of_the_standards) {
    Hasher sm3(HashAlgorithm::sm3);
    Hasher sha256(HashAlgorithm::sha256);
    EXPECT_EQ(hex_of(sm3.plain("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    EXPECT_EQ(hex_of(sha256.plain("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Base64, stands_for_its_bytes_and_no_second_text_does) {
    for (const std::string bytes : {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) {
        EXPECT_EQ(bytes_of_base64(base64_of(bytes)), bytes);
    }
    EXPECT_EQ(base64_of("foob"), "Zm9vYg==");
    for (const char* text : {"Zm9vYg", "Zm9vYg=", "Zm9vYh==", "Zm9vYmE", "Zm9vYmF=", "Zm9v\n", " Zm9v",
                             "Zm9v====", "====", "Zg==Zg==", "Zm9-", "Z===", "=m9v"}) {
        EXPECT_FALSE(bytes_of_base64(text)) << text;
    }
}

TEST(Hexadecimal, is_lower_case_and_of_full_length) {
    const std::string digits(64, 'a');
    ASSERT_TRUE(hash_of_hex(digits));
    EXPECT_EQ(hex_of(*hash_of_hex(digits)), digits);
    EXPECT_FALSE(hash_of_hex(std::string(64, 'A')));
    EXPECT_FALSE(hash_of_hex(std::string(63, 'a')));
    EXPECT_FALSE(hash_of_hex(std::string(66, 'a')));
}

}  // namespace
}  // namespace shenyi::storage::log
