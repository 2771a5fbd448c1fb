#include "storage/tree_check.hpp"

#include "storage/log/note.hpp"
#include "storage/log/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace shenyi::storage {

namespace {

using log::Code;
using log::Hash;

constexpr std::string_view head_table = "log_head";
constexpr std::string_view checkpoint_table = "log_checkpoint";
constexpr std::string_view tile_table = "log_tile";
constexpr std::string_view entry_table = "log_entry";
constexpr std::string_view state_table = "signer state";

std::string told(const std::optional<Hash>& hash) {
    return hash ? log::hex_of(*hash) : "nothing";
}

std::string told(std::uint64_t size) {
    return fmt::format("a size of {}", size);
}

}  // namespace

TreeCheck::TreeCheck(LogTables& tables, LogTree tree, const log::Policy* policy, std::optional<log::Checkpoint> last)
    : tables_(tables),
      tree_(std::move(tree)),
      policy_(policy),
      last_(std::move(last)),
      hasher_(tree_.hash),
      newest_head_(tables.newest_head(tree_.hash)),
      newest_checkpoint_(tables.newest_checkpoint(tree_.hash)) {}

void TreeCheck::tell(Code code, TreeFinding finding) {
    const auto [at, is_first] = findings_.try_emplace(code, std::move(finding));
    if (!is_first) ++at->second.more;
}

/// What comes right before it and was thought to stand alone belongs to it.
void TreeCheck::tell_root(std::uint64_t index, std::string_view table, const std::string& expected,
                          const std::string& found) {
    if (held_ && held_->index + 1 == index) {
        const Differing held = *std::exchange(held_, std::nullopt);
        tell(Code::root, {.index = held.index,
                          .end = held.index + 1,
                          .table = std::string(entry_table),
                          .expected = log::hex_of(held.tile),
                          .found = log::hex_of(held.event)});
        return;
    }
    tell_held();
    tell(Code::root,
         {.index = index, .end = index + 1, .table = std::string(table), .expected = expected, .found = found});
}

void TreeCheck::tell_held() {
    if (!held_) return;
    tell(Code::body_hash, {.index = held_->index,
                           .end = held_->index + 1,
                           .table = "event",
                           .expected = log::hex_of(held_->tile),
                           .found = log::hex_of(held_->event)});
    held_.reset();
}

void TreeCheck::begin(std::uint64_t first, std::uint64_t end) {
    edges_ = tables_.edges(tree_.hash, first, end);
    notes_ = tables_.notes(tree_.hash, first, end);
    cosignatures_ = tables_.cosignatures(tree_.hash, first, end);
    tile_.reset();
    if (end - first < log::tile_width) return;
    tile_ = stored_tile({.level = 0, .index = first / log::tile_width, .width = log::tile_width});
}

/// Nothing, told, where there is no such tile.
std::optional<std::vector<Hash>> TreeCheck::stored_tile(const log::Tile& tile) {
    const auto encoded = tables_.tile(tree_.hash, tile);
    if (encoded) ++tiles_;
    const auto bytes = encoded ? log::bytes_of_base64(*encoded) : std::nullopt;
    auto hashes = bytes ? log::hashes_of_tile(*bytes, tile.width) : std::nullopt;
    if (hashes) return hashes;
    const std::uint64_t leaves = std::uint64_t{1} << log::tile_height * tile.level;
    tell(Code::node, {.index = tile.index * log::tile_width * leaves,
                      .end = (tile.index * log::tile_width + tile.width) * leaves,
                      .table = std::string(tile_table),
                      .expected = log::path_of(tile),
                      .found = encoded ? "no tile of this width" : "no such row"});
    return std::nullopt;
}

void TreeCheck::take(const Leaf& leaf) {
    const std::uint64_t index = courses_[by_column].size();
    const std::optional<Hash> in_tile = tile_ ? std::optional((*tile_)[index % log::tile_width]) : std::nullopt;
    const std::optional<Hash> column = leaf.as_stored ? leaf.as_stored : leaf.of_bytes ? leaf.of_bytes : in_tile;
    const std::optional<Hash> bytes = leaf.of_bytes ? leaf.of_bytes : column;
    if (in_tile && *in_tile != *column && *in_tile != *bytes) {
        if (!differing_) differing_ = Differing{.index = index, .event = *bytes, .tile = *in_tile};
        ++differing_->count;
    }
    append({column, bytes, in_tile ? in_tile : column});
    if (is_mark(index + 1)) settle(index + 1);
}

void TreeCheck::append(const std::array<std::optional<Hash>, courses>& leaves) {
    const bool is_one = leaves[by_bytes] == leaves[by_column] && leaves[by_tile] == leaves[by_column];
    if (!is_forked_ && !is_one) {
        courses_[by_bytes] = courses_[by_tile] = courses_[by_column];
        is_forked_ = true;
    }
    for (std::size_t i = 0; i < (is_forked_ ? courses : 1); ++i) {
        const auto grown = courses_[i].append(hasher_, leaves[i]);
        if (grown.is_tile) tile_roots_[i] = grown.tile;
    }
}

bool TreeCheck::is_mark(std::uint64_t size) const {
    return edges_.contains(size) || notes_.contains(size) || (last_ && last_->head.size == size);
}

TreeCheck::Mark TreeCheck::mark_at(std::uint64_t size) {
    Mark mark;
    if (const auto stored = edges_.find(size); stored != edges_.end()) {
        const auto bytes = log::bytes_of_base64(stored->second);
        const auto hashes = static_cast<unsigned>(courses_[by_column].hashes().size());
        mark.edge = bytes ? log::hashes_of_tile(*bytes, hashes) : std::nullopt;
        if (!mark.edge) {
            tell(Code::form, {.index = settled_,
                              .end = size,
                              .table = std::string(head_table),
                              .expected = fmt::format("the {} hashes of the edge of {}", hashes, size),
                              .found = fmt::format("{} characters", stored->second.size())});
        }
    } else if (notes_.contains(size)) {
        tell(Code::size, {.index = settled_,
                          .end = size,
                          .table = std::string(head_table),
                          .expected = fmt::format("a head of {}, which has a checkpoint", size),
                          .found = "no such row"});
    }
    mark.is_signed = signed_root(size);
    return mark;
}

/// The root in the checkpoint of this size; nothing where there is none, or, told, it is not one that can be gone by.
std::optional<Hash> TreeCheck::signed_root(std::uint64_t size) {
    const auto stored = notes_.find(size);
    if (stored == notes_.end()) return std::nullopt;
    ++checkpoints_;
    const auto tell_note = [&](Code code, std::string expected, std::string found) {
        tell(code, {.index = settled_,
                    .end = size,
                    .table = std::string(checkpoint_table),
                    .expected = std::move(expected),
                    .found = std::move(found)});
        return std::nullopt;
    };
    const auto note = log::read_note(stored->second);
    const auto checkpoint = note ? log::read_checkpoint(note->text) : tl::make_unexpected(note.error());
    if (!checkpoint) return tell_note(Code::form, fmt::format("the checkpoint of {}", size), checkpoint.error());
    if (!is_vouched_for(size, stored->second)) return std::nullopt;
    if (checkpoint->origin != tree_.origin) return tell_note(Code::origin, tree_.origin, checkpoint->origin);
    if (checkpoint->head.size != size) return tell_note(Code::size, told(size), told(checkpoint->head.size));
    return checkpoint->head.root;
}

/// True where nothing is known by which it could be asked.
bool TreeCheck::is_vouched_for(std::uint64_t size, const std::string& note) {
    if (policy_ == nullptr) return true;
    const auto witnesses = cosignatures_.find(size);
    std::string whole = note;
    if (witnesses != cosignatures_.end()) whole += witnesses->second;
    if (!whole.ends_with('\n')) whole += '\n';
    log::Findings findings([&](const log::Finding& each) {
        tell(each.code, {.index = settled_,
                         .end = size,
                         .table = std::string(checkpoint_table),
                         .expected = each.expected,
                         .found = each.found});
    });
    return log::check_checkpoint({checkpoint_table, whole}, *policy_, findings).has_value();
}

/// Whether this course of leaves ends where the mark says: by what was signed, or else by the head as it stands.
bool TreeCheck::leads_to(const KnownEdge& course, const Mark& mark) {
    if (!mark.is_signed) return !mark.edge || course.fits(*mark.edge);
    KnownEdge filled = course;
    if (mark.edge) filled.fill(*mark.edge);
    const auto root = filled.root(hasher_);
    return !root || *root == *mark.is_signed;
}

void TreeCheck::settle(std::uint64_t size) {
    const Mark mark = mark_at(size);
    const std::size_t all = is_forked_ ? courses : 1;
    std::size_t right = 0;
    while (right < all && !leads_to(courses_[right], mark)) ++right;
    if (right < all) {
        go_on_by(right, mark);
    } else {
        go_on_after_another_root(mark);
    }
    is_forked_ = false;
    differing_.reset();
    compare_with_last(size);
    settled_ = size;
}

void TreeCheck::go_on_by(std::size_t course, const Mark& mark) {
    KnownEdge right = courses_[course];
    if (right.size() % log::tile_width == 0) tile_roots_ = {tile_roots_[course]};
    judge_differing(course);
    if (mark.edge && !right.fits(*mark.edge)) {
        tell_root(settled_, head_table, told(right.root(hasher_)), told(root_over(hasher_, *mark.edge)));
    } else if (mark.edge) {
        right.fill(*mark.edge);
    }
    courses_[by_column] = std::move(right);
}

/// No course of leaves leads to the mark.
void TreeCheck::go_on_after_another_root(const Mark& mark) {
    KnownEdge& course = courses_[by_column];
    const bool is_head_right = mark.edge && (!mark.is_signed || root_over(hasher_, *mark.edge) == *mark.is_signed);
    const std::optional<Hash> expected = mark.is_signed ? mark.is_signed
                                         : mark.edge    ? std::optional(root_over(hasher_, *mark.edge))
                                                        : std::nullopt;
    std::uint64_t index = settled_;
    if (is_head_right) index = differing_ ? differing_->index : std::max(settled_, course.first_other(*mark.edge));
    tell_root(index, mark.is_signed ? checkpoint_table : head_table, told(expected), told(course.root(hasher_)));
    if (is_head_right) course.replace(*mark.edge);
}

/// By the course that turned out to be right: either the tile was altered, or the events were.
void TreeCheck::judge_differing(std::size_t course) {
    if (!differing_) {
        tell_held();
        return;
    }
    const Differing differing = *differing_;
    if (course != by_tile) {
        tell(Code::node, {.index = differing.index,
                          .end = differing.index + 1,
                          .table = std::string(tile_table),
                          .expected = log::hex_of(differing.event),
                          .found = log::hex_of(differing.tile)});
        return;
    }
    // One that stands alone was altered; more of them are other events than those that were sealed here.
    if (differing.count == 1 && !(held_ && held_->index + 1 == differing.index)) {
        tell_held();
        held_ = differing;
        return;
    }
    tell_root(differing.index, entry_table, log::hex_of(differing.tile), log::hex_of(differing.event));
}

/// The signer's memory is a copy outside of the database.
void TreeCheck::compare_with_last(std::uint64_t size) {
    if (!last_ || last_->head.size != size || findings_.contains(Code::root)) return;
    const auto root = courses_[by_column].root(hasher_);
    if (!root || *root == last_->head.root) return;
    tell(Code::fork, {.index = 0,
                      .end = size,
                      .table = std::string(state_table),
                      .expected = log::hex_of(last_->head.root),
                      .found = log::hex_of(*root)});
}

void TreeCheck::end() {
    const std::uint64_t size = courses_[by_column].size();
    if (size % log::tile_width != 0) return;
    std::vector<Hash> roots;
    for (const auto& each : tile_roots_) {
        if (each) roots.push_back(*each);
    }
    tile_roots_ = {};
    take_up(1, size / log::tile_width - 1, roots);
}

/// A hash of this level, of which one of `roots` is right; none: it is not known. Compares the tile that was stored
/// with it.
void TreeCheck::take_up(unsigned level, std::uint64_t place, const std::vector<Hash>& roots) {
    std::vector<std::optional<Hash>>& row = rows_[level];
    const auto width = static_cast<unsigned>(place % log::tile_width + 1);
    const log::Tile tile{.level = level, .index = place / log::tile_width, .width = width};
    const auto stored = stored_tile(tile);
    row.push_back(roots.empty() ? std::nullopt : std::optional(roots.front()));
    if (stored && (roots.empty() || std::ranges::find(roots, stored->back()) != roots.end()))
        row.back() = stored->back();
    const std::uint64_t leaves = std::uint64_t{1} << log::tile_height * level;
    for (unsigned i = 0; stored && i < width; ++i) {
        if (!row[i] || *row[i] == (*stored)[i]) continue;
        const std::uint64_t first = (tile.index * log::tile_width + i) * leaves;
        tell(Code::node, {.index = first,
                          .end = first + leaves,
                          .table = std::string(tile_table),
                          .expected = log::hex_of(*row[i]),
                          .found = log::hex_of((*stored)[i])});
        break;
    }
    if (width < log::tile_width) return;
    std::vector<Hash> known;
    for (const auto& each : std::exchange(row, {})) {
        if (each) known.push_back(*each);
    }
    const bool is_known = known.size() == log::tile_width;
    take_up(level + 1, tile.index, is_known ? std::vector{root_of_complete(hasher_, known)} : std::vector<Hash>());
}

void TreeCheck::check_sizes(std::uint64_t size) {
    const auto tell_size = [&](std::uint64_t has, std::string_view table, std::string expected) {
        tell(Code::size, {.index = has,
                          .end = has,
                          .table = std::string(table),
                          .expected = std::move(expected),
                          .found = told(has)});
    };
    const std::uint64_t last = last_ ? last_->head.size : 0;
    if (last > newest_head_) {
        tell_size(newest_head_, head_table, fmt::format("a size of {}, which was signed last", last));
    } else if (newest_checkpoint_ > newest_head_) {
        tell_size(newest_head_, head_table, fmt::format("a size of {}, which has a checkpoint", newest_checkpoint_));
    } else if (newest_head_ < size) {
        tell_size(newest_head_, head_table, fmt::format("a size of {}, which the log's other tree has", size));
    } else if (last > newest_checkpoint_) {
        tell_size(newest_checkpoint_, checkpoint_table, fmt::format("a size of {}, which was signed last", last));
    }
    const std::uint64_t stored = tables_.count_of_tiles(tree_.hash);
    if (stored <= tiles_) return;
    tell(Code::node, {.index = size,
                      .end = size,
                      .table = std::string(tile_table),
                      .expected = fmt::format("the {} tiles of a size of {}", tiles_, size),
                      .found = fmt::format("{} rows more", stored - tiles_)});
}

TreeFindings TreeCheck::finish(std::uint64_t size) {
    if (settled_ < size) settle(size);
    tell_held();
    check_sizes(size);
    // What lies above a leaf that is another one is another too.
    const auto root = findings_.find(Code::root);
    const auto node = findings_.find(Code::node);
    if (root != findings_.end() && node != findings_.end() && node->second.end > root->second.index) {
        findings_.erase(node);
    }
    return std::move(findings_);
}

}  // namespace shenyi::storage
