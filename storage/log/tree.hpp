#pragma once

#include "storage/log/hash.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

/// The Merkle tree of RFC 9162 §2.1 over a log's leaves: how it grows, what proves that a leaf is in it and that one
/// tree goes on from another, and how such proofs are checked. Sizes and indices are 64-bit; indices count from 0.
///
/// A root does not say how large its tree is: a proof in trees of 600 leaves is often one in trees of 599 just as well.
/// A size holds because it is signed with the root.
namespace shenyi::storage::log {

/// A complete subtree: the 2^`height` leaves from `index` · 2^`height` on. A leaf has height 0.
struct Node {
    unsigned height = 0;
    std::uint64_t index = 0;

    auto operator<=>(const Node&) const = default;
};

/// The largest complete subtrees that a tree of this size consists of, from left to right: one for each bit of the
/// size.
std::vector<Node> subtrees_of(std::uint64_t size);

/// The growing edge of a tree: the hashes of `subtrees_of(size)`, at most 64 of them. It is all that is needed to
/// append and to know the root.
class CompactRange {
  public:
    CompactRange() = default;
    /// The edge of a tree of this size; nothing where the number of hashes does not fit it.
    static std::optional<CompactRange> of(std::uint64_t size, std::vector<Hash> hashes);

    std::uint64_t size() const { return size_; }
    const std::vector<Hash>& hashes() const { return hashes_; }

    /// Appends a leaf, and tells of every complete subtree above it that it completes, from below.
    void append(Hasher& hasher, const Hash& leaf, const std::function<void(Node, const Hash&)>& completed = {});

    Hash root(Hasher& hasher) const;

  private:
    std::uint64_t size_ = 0;
    std::vector<Hash> hashes_;
};

/// The hash of a complete subtree of the log, as its owner keeps it. May throw: what it throws comes through.
using ReadNode = std::function<Hash(Node)>;

/// The root of the log's first `size` leaves.
Hash root_of(Hasher& hasher, std::uint64_t size, const ReadNode& read);

/// RFC 9162 §2.1.3.1: the hashes beside the way from leaf `index` up to the root of a tree of `size`, from below.
/// Requires index < size.
std::vector<Hash> inclusion_proof(Hasher& hasher, std::uint64_t index, std::uint64_t size, const ReadNode& read);

/// RFC 9162 §2.1.4.1: what shows that a tree of size `to` begins with that of size `from`. Empty where both are the
/// same. Requires from ≤ to, and from > 0 unless both are 0.
std::vector<Hash> consistency_proof(Hasher& hasher, std::uint64_t from, std::uint64_t to, const ReadNode& read);

/// RFC 9162 §2.1.3.2: the root that a tree has in which this leaf stands at this index; nothing where the proof has not
/// exactly as many hashes as it must, or no tree of the size has such an index.
std::optional<Hash> root_by_inclusion(Hasher& hasher, std::uint64_t index, std::uint64_t size, const Hash& leaf,
                                      const std::vector<Hash>& proof);

/// A tree's size with its root.
struct TreeHead {
    std::uint64_t size = 0;
    Hash root{};

    bool operator==(const TreeHead&) const = default;
};

/// RFC 9162 §2.1.4.2: the roots that the trees of both sizes have where the proof is right, of which the earlier tree's
/// is taken as given if it is a complete one; nothing where the proof has not exactly as many hashes as it must.
/// Requires 0 < from < to.
struct ProvenRoots {
    Hash earlier{};
    Hash later{};
};
std::optional<ProvenRoots> roots_by_consistency(Hasher& hasher, const TreeHead& earlier, std::uint64_t to,
                                                const std::vector<Hash>& proof);

/// RFC 9162 §2.1.4.2: whether the proof shows that the later tree begins with the earlier. A tree of size 0 is the
/// beginning of no other by proof: only 0 and 0 are compared.
bool is_consistent(Hasher& hasher, const TreeHead& earlier, const TreeHead& later, const std::vector<Hash>& proof);

}  // namespace shenyi::storage::log
