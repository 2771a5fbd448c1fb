#include "storage/log/tree.hpp"

#include <bit>
#include <stdexcept>
#include <utility>

namespace shenyi::storage::log {

namespace {

/// The largest power of two that is smaller than the size, as an exponent. Requires size > 1.
unsigned split_of(std::uint64_t size) {
    return static_cast<unsigned>(std::bit_width(size - 1)) - 1;
}

/// The hash of the leaves from `begin` to `end`, of which `begin` is a multiple of a power of two that is not smaller
/// than their number.
Hash hash_of(Hasher& hasher, std::uint64_t begin, std::uint64_t end, const ReadNode& read) {
    const std::uint64_t size = end - begin;
    if (std::has_single_bit(size)) {
        const auto height = static_cast<unsigned>(std::countr_zero(size));
        return read({height, begin >> height});
    }
    const std::uint64_t middle = begin + (std::uint64_t{1} << split_of(size));
    const Hash left = hash_of(hasher, begin, middle, read);
    return hasher.node(left, hash_of(hasher, middle, end, read));
}

/// What stands beside the way down to where `from` leaves end, in the tree of the leaves from `begin` to `end`.
/// `is_whole` while the way has only gone left: then the earlier tree's own root need not be told.
void add_consistency(Hasher& hasher, std::uint64_t from, std::uint64_t begin, std::uint64_t end, bool is_whole,
                     const ReadNode& read, std::vector<Hash>& proof) {
    if (from == end - begin) {
        if (!is_whole) proof.push_back(hash_of(hasher, begin, end, read));
        return;
    }
    const std::uint64_t left = std::uint64_t{1} << split_of(end - begin);
    const std::uint64_t middle = begin + left;
    if (from <= left) {
        add_consistency(hasher, from, begin, middle, is_whole, read, proof);
        proof.push_back(hash_of(hasher, middle, end, read));
    } else {
        add_consistency(hasher, from - left, middle, end, false, read, proof);
        proof.push_back(hash_of(hasher, begin, middle, read));
    }
}

void add_inclusion(Hasher& hasher, std::uint64_t index, std::uint64_t begin, std::uint64_t end, const ReadNode& read,
                   std::vector<Hash>& proof) {
    if (end - begin == 1) return;
    const std::uint64_t middle = begin + (std::uint64_t{1} << split_of(end - begin));
    if (index < middle) {
        add_inclusion(hasher, index, begin, middle, read, proof);
        proof.push_back(hash_of(hasher, middle, end, read));
    } else {
        add_inclusion(hasher, index, middle, end, read, proof);
        proof.push_back(hash_of(hasher, begin, middle, read));
    }
}

}  // namespace

std::vector<Node> subtrees_of(std::uint64_t size) {
    std::vector<Node> nodes;
    for (int bit = static_cast<int>(std::bit_width(size)) - 1; bit >= 0; --bit) {
        const auto height = static_cast<unsigned>(bit);
        if ((size >> height & 1U) != 0) nodes.push_back({height, (size >> height) - 1});
    }
    return nodes;
}

std::optional<CompactRange> CompactRange::of(std::uint64_t size, std::vector<Hash> hashes) {
    if (std::cmp_not_equal(hashes.size(), std::popcount(size))) return std::nullopt;
    CompactRange range;
    range.size_ = size;
    range.hashes_ = std::move(hashes);
    return range;
}

void CompactRange::append(Hasher& hasher, const Hash& leaf, const std::function<void(Node, const Hash&)>& completed) {
    Hash hash = leaf;
    unsigned height = 0;
    for (std::uint64_t rest = size_; (rest & 1U) != 0; rest >>= 1U) {
        hash = hasher.node(hashes_.back(), hash);
        hashes_.pop_back();
        ++height;
        if (completed) completed({height, size_ >> height}, hash);
    }
    hashes_.push_back(hash);
    ++size_;
}

Hash CompactRange::root(Hasher& hasher) const {
    if (hashes_.empty()) return hasher.empty();
    Hash root = hashes_.back();
    for (std::size_t i = hashes_.size() - 1; i > 0; --i) root = hasher.node(hashes_[i - 1], root);
    return root;
}

Hash root_of(Hasher& hasher, std::uint64_t size, const ReadNode& read) {
    return size == 0 ? hasher.empty() : hash_of(hasher, 0, size, read);
}

std::vector<Hash> inclusion_proof(Hasher& hasher, std::uint64_t index, std::uint64_t size, const ReadNode& read) {
    if (index >= size) throw std::invalid_argument("no such leaf");
    std::vector<Hash> proof;
    add_inclusion(hasher, index, 0, size, read, proof);
    return proof;
}

std::vector<Hash> consistency_proof(Hasher& hasher, std::uint64_t from, std::uint64_t to, const ReadNode& read) {
    if (from > to || (from == 0 && to > 0)) throw std::invalid_argument("no tree goes on so");
    std::vector<Hash> proof;
    if (from > 0) add_consistency(hasher, from, 0, to, true, read, proof);
    return proof;
}

std::optional<Hash> root_by_inclusion(Hasher& hasher, std::uint64_t index, std::uint64_t size, const Hash& leaf,
                                      const std::vector<Hash>& proof) {
    if (index >= size) return std::nullopt;
    std::uint64_t place = index;
    std::uint64_t last = size - 1;
    Hash hash = leaf;
    for (const Hash& beside : proof) {
        if (last == 0) return std::nullopt;
        if ((place & 1U) != 0 || place == last) {
            hash = hasher.node(beside, hash);
            // Where the last node of a row stands alone it goes up unchanged.
            while ((place & 1U) == 0 && place != 0) {
                place >>= 1U;
                last >>= 1U;
            }
        } else {
            hash = hasher.node(hash, beside);
        }
        place >>= 1U;
        last >>= 1U;
    }
    if (last != 0) return std::nullopt;
    return hash;
}

std::optional<ProvenRoots> roots_by_consistency(Hasher& hasher, const TreeHead& earlier, std::uint64_t to,
                                                const std::vector<Hash>& proof) {
    if (earlier.size == 0 || earlier.size >= to) throw std::invalid_argument("no tree goes on so");
    // Only where the earlier tree is one complete subtree does the proof leave out its root: then it is never empty.
    if (proof.empty()) return std::nullopt;
    std::uint64_t place = earlier.size - 1;
    std::uint64_t last = to - 1;
    while ((place & 1U) != 0) {
        place >>= 1U;
        last >>= 1U;
    }
    auto next = proof.begin();
    const Hash begin = std::has_single_bit(earlier.size) ? earlier.root : *next++;
    ProvenRoots roots{begin, begin};
    for (; next != proof.end(); ++next) {
        if (last == 0) return std::nullopt;
        if ((place & 1U) != 0 || place == last) {
            roots.earlier = hasher.node(*next, roots.earlier);
            roots.later = hasher.node(*next, roots.later);
            while ((place & 1U) == 0 && place != 0) {
                place >>= 1U;
                last >>= 1U;
            }
        } else {
            roots.later = hasher.node(roots.later, *next);
        }
        place >>= 1U;
        last >>= 1U;
    }
    if (last != 0) return std::nullopt;
    return roots;
}

bool is_consistent(Hasher& hasher, const TreeHead& earlier, const TreeHead& later, const std::vector<Hash>& proof) {
    if (earlier.size > later.size) return false;
    if (earlier.size == later.size) {
        const bool is_empty = earlier.size == 0;
        return proof.empty() && earlier.root == later.root && (!is_empty || earlier.root == hasher.empty());
    }
    if (earlier.size == 0) return false;
    const auto roots = roots_by_consistency(hasher, earlier, later.size, proof);
    return roots && roots->earlier == earlier.root && roots->later == later.root;
}

}  // namespace shenyi::storage::log
