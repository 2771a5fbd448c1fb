#include "storage/known_edge.hpp"

#include "storage/log/tile.hpp"
#include "storage/log/tree.hpp"

#include <algorithm>

namespace shenyi::storage {

using log::Hash;

KnownEdge::Grown KnownEdge::append(log::Hasher& hasher, const std::optional<Hash>& leaf) {
    Grown grown;
    std::optional<Hash> node = leaf;
    unsigned height = 0;
    for (std::uint64_t before = size_; (before & 1U) != 0; before >>= 1U) {
        const std::optional<Hash>& left = hashes_.back();
        node = left && node ? std::optional(hasher.node(*left, *node)) : std::nullopt;
        hashes_.pop_back();
        if (++height == log::tile_height) grown = {.is_tile = true, .tile = node};
    }
    hashes_.push_back(node);
    ++size_;
    return grown;
}

bool KnownEdge::fits(std::span<const Hash> edge) const {
    return std::ranges::equal(hashes_, edge,
                              [](const auto& known, const Hash& other) { return !known || *known == other; });
}

std::uint64_t KnownEdge::first_other(std::span<const Hash> edge) const {
    const std::vector<log::Node> subtrees = log::subtrees_of(size_);
    for (std::size_t i = 0; i < subtrees.size() && i < edge.size(); ++i) {
        if (hashes_[i] && *hashes_[i] != edge[i]) return subtrees[i].index << subtrees[i].height;
    }
    return size_;
}

void KnownEdge::fill(std::span<const Hash> edge) {
    for (std::size_t i = 0; i < hashes_.size() && i < edge.size(); ++i) {
        if (!hashes_[i]) hashes_[i] = edge[i];
    }
}

void KnownEdge::replace(std::span<const Hash> edge) {
    hashes_.assign(edge.begin(), edge.end());
}

std::optional<Hash> KnownEdge::root(log::Hasher& hasher) const {
    std::vector<Hash> known;
    for (const auto& each : hashes_) {
        if (!each) return std::nullopt;
        known.push_back(*each);
    }
    return root_over(hasher, known);
}

Hash root_over(log::Hasher& hasher, std::span<const Hash> edge) {
    if (edge.empty()) return hasher.empty();
    Hash root = edge.back();
    for (std::size_t i = edge.size() - 1; i-- > 0;) root = hasher.node(edge[i], root);
    return root;
}

}  // namespace shenyi::storage
