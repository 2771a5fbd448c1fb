#pragma once

#include "storage/log/hash.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace shenyi::storage {

/// The growing edge of a tree of which not every leaf may be known: the hashes of `log::subtrees_of(size())` as far as
/// they follow from what is.
class KnownEdge {
  public:
    /// What a leaf brings to its end.
    struct Grown {
        bool is_tile = false;  ///< a tile of level 0
        std::optional<log::Hash> tile;
    };
    Grown append(log::Hasher& hasher, const std::optional<log::Hash>& leaf);

    std::uint64_t size() const { return size_; }
    const std::vector<std::optional<log::Hash>>& hashes() const { return hashes_; }

    /// Whether nothing that is known is another hash than this edge's, which is of the same size.
    bool fits(std::span<const log::Hash> edge) const;
    /// The first leaf under the first hash that is another one.
    std::uint64_t first_other(std::span<const log::Hash> edge) const;
    /// Takes from the edge what is not known.
    void fill(std::span<const log::Hash> edge);
    void replace(std::span<const log::Hash> edge);

    /// Nothing where a part is not known.
    std::optional<log::Hash> root(log::Hasher& hasher) const;

  private:
    std::uint64_t size_ = 0;
    std::vector<std::optional<log::Hash>> hashes_;
};

/// The root over an edge's hashes.
log::Hash root_over(log::Hasher& hasher, std::span<const log::Hash> edge);

}  // namespace shenyi::storage
