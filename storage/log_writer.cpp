#include "storage/log_writer.hpp"

#include "workflow/dates.hpp"

#include <utility>

namespace shenyi::storage {

namespace {

Value cell(std::uint64_t number) {
    return static_cast<std::int64_t>(number);
}

Value cell(std::string_view text) {
    return std::string(text);
}

}  // namespace

LogLeaf leaf_of(const log::EventRow& event) {
    return {event.organ, event.id, event.leaf_sha256, event.leaf_sm3};
}

LogWriter LogWriter::take_up(Connection& connection, const OpenLog& log) {
    std::vector<log::GrowingTree> trees;
    for (const LogTree& tree : log.trees) {
        StoredTree stored(connection, log.number, tree.hash);
        const auto head = stored.newest_head();
        trees.push_back(head ? stored.growing(*head) : log::GrowingTree(tree.hash));
        if (trees.back().size() != trees.front().size()) {
            throw log::RecordDamaged("the trees of the log have not the same events");
        }
    }
    return {log, std::move(trees)};
}

std::vector<log::TreeHead> LogWriter::heads() {
    std::vector<log::TreeHead> heads;
    for (log::GrowingTree& tree : trees_) heads.push_back(tree.head());
    return heads;
}

bool LogWriter::has(const StoredHead& head) const {
    return head.size == size() && head.edge == trees_.front().edge();
}

void LogWriter::append_leaf(std::size_t tree, const LogLeaf& leaf, Changes& changes) {
    const log::HashAlgorithm algorithm = log_.trees[tree].hash;
    const auto hash = log::hash_of_hex(algorithm == log::HashAlgorithm::sm3 ? leaf.sm3 : leaf.sha256);
    if (!hash) throw log::RecordDamaged(leaf.event + ": the leaf is no hash");
    trees_[tree].append(*hash, [&](const log::Tile& tile, std::span<const log::Hash> hashes) {
        changes.add(Step::log_tile, {log_.number, cell(name_of(algorithm)), std::int64_t{tile.level}, cell(tile.index),
                                     std::int64_t{tile.width}, log::base64_of(log::bytes_of_tile(hashes))});
    });
}

void LogWriter::append(const std::vector<LogLeaf>& leaves, workflow::Instant at, Changes& changes) {
    if (leaves.empty()) return;
    for (const LogLeaf& leaf : leaves) {
        changes.add(Step::log_entry, {log_.number, cell(size()), leaf.organ, leaf.event});
        for (std::size_t tree = trees_.size(); tree-- > 0;) append_leaf(tree, leaf, changes);
    }
    for (std::size_t i = 0; i < trees_.size(); ++i) {
        changes.add(Step::log_head, {log_.number, cell(name_of(log_.trees[i].hash)), cell(trees_[i].size()),
                                     log::base64_of(log::bytes_of_tile(trees_[i].edge())), workflow::rfc3339(at)});
    }
}

bool LogWriter::goes_on_from(const std::vector<log::Checkpoint>& last) {
    for (std::size_t i = 0; i < last.size(); ++i) {
        if (!trees_[i].goes_on_from(last[i].head)) return false;
    }
    return true;
}

std::string LogWriter::receipt(std::uint64_t index, const std::string& note) {
    return log::text_of(
        log::LogProof{.index = index, .inclusion = trees_.front().inclusion(index), .checkpoint = note});
}

void LogWriter::forget_full_tiles() {
    for (log::GrowingTree& tree : trees_) tree.forget_full_tiles();
}

Row checkpoint_row(const OpenLog& log, std::size_t tree, std::uint64_t size, const std::string& note) {
    return {log.number, cell(name_of(log.trees[tree].hash)), cell(size), note};
}

}  // namespace shenyi::storage
