#pragma once

#include "storage/known_edge.hpp"
#include "storage/log/checkpoint.hpp"
#include "storage/log/findings.hpp"
#include "storage/log/policy.hpp"
#include "storage/log_tables.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::storage {

/// Something in the tables of a tree that is not as its leaves or its signatures say.
struct TreeFinding {
    std::uint64_t index = 0;  ///< of the first event that it bears on, or may
    std::uint64_t end = 0;    ///< behind the last one
    std::string table;
    std::string expected;
    std::string found;
    std::uint64_t more = 0;  ///< that were found after it, of its kind
};
/// Of each kind the first.
using TreeFindings = std::map<log::Code, TreeFinding>;

/// One tree of a log, from left to right, a tile at a time: its leaves against the tiles, heads and checkpoints that
/// are stored of it, and against what the signer signed last.
///
/// Of a leaf up to three things are said: by the event's bytes, by the hash that stands beside them, and by the stored
/// tile. Which of them is right, the next head says that is signed, or else that is stored: the others were altered.
/// Where none leads to it, the tree is another one from there on (`E_ROOT`), and the check goes on from the head as it
/// stands, so that what is right behind it is not told as wrong.
class TreeCheck {
  public:
    /// What is said of a leaf.
    struct Leaf {
        std::optional<log::Hash> of_bytes;
        std::optional<log::Hash> as_stored;
    };

    /// `policy` null: no signature is checked. `last`: what the signer signed last of this tree, if that is known.
    TreeCheck(LogTables& tables, LogTree tree, const log::Policy* policy, std::optional<log::Checkpoint> last);

    const LogTree& tree() const { return tree_; }
    log::Hasher& hasher() { return hasher_; }
    std::uint64_t newest_head() const { return newest_head_; }

    /// The leaves from `first`, a multiple of the tile's width, up to `end` are taken next.
    void begin(std::uint64_t first, std::uint64_t end);
    void take(const Leaf& leaf);
    void end();
    /// All `size` leaves were taken.
    TreeFindings finish(std::uint64_t size);

    std::uint64_t tiles() const { return tiles_; }
    std::uint64_t checkpoints() const { return checkpoints_; }

  private:
    /// What a course of leaves goes by, in the order of trust where nothing was signed.
    static constexpr std::size_t by_column = 0;
    static constexpr std::size_t by_bytes = 1;
    static constexpr std::size_t by_tile = 2;
    static constexpr std::size_t courses = 3;

    /// A leaf of which the tile says something else than the event.
    struct Differing {
        std::uint64_t index = 0;
        log::Hash event{};
        log::Hash tile{};
        std::uint64_t count = 0;
    };
    /// What stands at a size.
    struct Mark {
        std::optional<std::vector<log::Hash>> edge;
        std::optional<log::Hash> is_signed;
    };

    void append(const std::array<std::optional<log::Hash>, courses>& leaves);
    bool is_mark(std::uint64_t size) const;
    Mark mark_at(std::uint64_t size);
    std::optional<log::Hash> signed_root(std::uint64_t size);
    bool is_vouched_for(std::uint64_t size, const std::string& note);
    void settle(std::uint64_t size);
    bool leads_to(const KnownEdge& course, const Mark& mark);
    void go_on_by(std::size_t course, const Mark& mark);
    void go_on_after_another_root(const Mark& mark);
    void compare_with_last(std::uint64_t size);
    void judge_differing(std::size_t course);
    void tell_held();
    std::optional<std::vector<log::Hash>> stored_tile(const log::Tile& tile);
    void take_up(unsigned level, std::uint64_t place, const std::vector<log::Hash>& roots);
    void check_sizes(std::uint64_t size);
    void tell(log::Code code, TreeFinding finding);
    void tell_root(std::uint64_t index, std::string_view table, const std::string& expected, const std::string& found);

    LogTables& tables_;
    const LogTree tree_;
    const log::Policy* policy_;
    const std::optional<log::Checkpoint> last_;
    log::Hasher hasher_;
    const std::uint64_t newest_head_;
    const std::uint64_t newest_checkpoint_;

    LogTables::BySize edges_;
    LogTables::BySize notes_;
    LogTables::BySize cosignatures_;
    std::optional<std::vector<log::Hash>> tile_;  ///< of level 0, as it is stored

    std::array<KnownEdge, courses> courses_;
    bool is_forked_ = false;  ///< else only the first is kept
    std::array<std::optional<log::Hash>, courses> tile_roots_;
    std::optional<Differing> differing_;  ///< since the last mark
    std::optional<Differing> held_;       ///< told unless what comes next differs too
    std::uint64_t settled_ = 0;           ///< the last mark's size
    std::array<std::vector<std::optional<log::Hash>>, log::tile_levels>
        rows_;  ///< of each level, what fills no tile yet

    std::uint64_t tiles_ = 0;
    std::uint64_t checkpoints_ = 0;
    TreeFindings findings_;
};

}  // namespace shenyi::storage
