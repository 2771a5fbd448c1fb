#include "storage/log_check.hpp"

#include "storage/log/note.hpp"
#include "storage/log/verify.hpp"
#include "storage/tree_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace shenyi::storage {

namespace {

using log::Code;
using log::Hash;

constexpr std::string_view signer_state = "signer state";

/// What is told of one log, in the words of all findings.
class LogFindings {
  public:
    LogFindings(LogTables& tables, std::int64_t number, const Found& found)
        : tables_(tables), number_(number), found_(found) {}

    void tell(std::string code, std::string table, std::uint64_t index, const std::string& event, std::string what) {
        found_(
            {.code = std::move(code), .table = std::move(table), .key = key_of(index, event), .what = std::move(what)});
    }

    /// Of a tree, at the end: once with the names of all trees in which it is.
    void add(const LogTree& tree, const TreeFindings& findings) {
        for (const auto& [code, finding] : findings) {
            const auto [at, is_first] =
                of_trees_.try_emplace({finding.index, code}, std::vector<std::string>(), finding);
            at->second.first.emplace_back(log::name_of(tree.hash));
        }
    }
    void tell_of_trees() {
        for (const auto& [where, finding] : of_trees_) {
            const auto& [trees, what] = finding;
            std::string words =
                fmt::format("{}: expected {}, found {}", fmt::join(trees, ", "), what.expected, what.found);
            if (what.more > 0) words += fmt::format("; {} more of the kind behind it", what.more);
            tell(std::string(log::name_of(where.second)), what.table, where.first, tables_.event_at(where.first),
                 std::move(words));
        }
    }

    /// The first index from which on the tree is another one.
    std::optional<std::uint64_t> other_root() const {
        for (const auto& [where, finding] : of_trees_) {
            if (where.second == Code::root) return where.first;
        }
        return std::nullopt;
    }
    bool has(Code code) const {
        return std::ranges::any_of(of_trees_, [&](const auto& each) { return each.first.second == code; });
    }

  private:
    std::string key_of(std::uint64_t index, const std::string& event) const {
        const std::string place = fmt::format("log {} index {}", number_, index);
        return event.empty() ? place : fmt::format("{} ({})", place, event);
    }

    LogTables& tables_;
    const std::int64_t number_;
    const Found& found_;
    std::map<std::pair<std::uint64_t, Code>, std::pair<std::vector<std::string>, TreeFinding>> of_trees_;
};

/// Indices without an entry, one behind the other.
struct Hole {
    std::uint64_t first = 0;
    std::uint64_t count = 0;
};

/// One log: what its trees have in common.
class LogCheck {
  public:
    LogCheck(Connection& connection, const OpenLog& log, const log::Policy* policy,
             const std::vector<log::Checkpoint>& signed_last, const std::set<EventKey>& damaged, const Found& found,
             LogChecked& checked)
        : tables_(connection, log.number), findings_(tables_, log.number, found), damaged_(damaged), checked_(checked) {
        for (const LogTree& tree : log.trees) {
            const auto last = std::ranges::find(signed_last, tree.origin, &log::Checkpoint::origin);
            trees_.emplace_back(tables_, tree, policy, last == signed_last.end() ? std::nullopt : std::optional(*last));
        }
    }

    void run() {
        std::uint64_t size = 0;
        for (const TreeCheck& tree : trees_) size = std::max(size, tree.newest_head());
        for (std::uint64_t first = 0; first < size; first += log::tile_width) {
            take_tile(first, std::min<std::uint64_t>(size, first + log::tile_width));
        }
        for (TreeCheck& tree : trees_) {
            findings_.add(tree.tree(), tree.finish(size));
            checked_.tiles += tree.tiles();
            checked_.checkpoints += tree.checkpoints();
        }
        end_hole(size);
        tell_entries_behind(size);
        findings_.tell_of_trees();
    }

  private:
    void take_tile(std::uint64_t first, std::uint64_t end) {
        for (TreeCheck& tree : trees_) tree.begin(first, end);
        std::uint64_t next = first;
        tables_.entries(first, end, [&](const LogTables::Entry& entry) {
            while (next < entry.index) take_hole(next++);
            take(entry);
            ++next;
        });
        while (next < end) take_hole(next++);
        for (TreeCheck& tree : trees_) tree.end();
    }

    void take_hole(std::uint64_t index) {
        if (!hole_) hole_ = Hole{.first = index};
        ++hole_->count;
        for (TreeCheck& tree : trees_) tree.take({});
    }

    void tell_hole() {
        if (!hole_) return;
        checked_.missing += hole_->count;
        findings_.tell("E_MISSING_EVENT", "log_entry", hole_->first, {},
                       hole_->count == 1
                           ? std::string("no event has this index")
                           : fmt::format("no event has this index, nor the {} behind it", hole_->count - 1));
        hole_.reset();
    }

    /// Where the tree is another one before, those behind have moved up, and what lacks at the end is no other loss.
    void end_hole(std::uint64_t size) {
        const auto other = findings_.other_root();
        if (hole_ && other && *other <= hole_->first && hole_->first + hole_->count == size) return;
        tell_hole();
    }

    void take(const LogTables::Entry& entry) {
        tell_hole();
        ++checked_.entries;
        if (!entry.is_there) {
            ++checked_.missing;
            findings_.tell("E_MISSING_EVENT", "event", entry.index, entry.event, "it was sealed, and is not there");
            for (TreeCheck& tree : trees_) tree.take({});
            return;
        }
        const bool is_told = damaged_.contains({entry.organ, entry.event});
        std::string differs;
        for (TreeCheck& tree : trees_) {
            const std::string& stored =
                tree.tree().hash == log::HashAlgorithm::sm3 ? entry.leaf_sm3 : entry.leaf_sha256;
            const TreeCheck::Leaf leaf{.of_bytes = tree.hasher().leaf(entry.body),
                                       .as_stored = log::hash_of_hex(stored)};
            if (differs.empty() && leaf.of_bytes != leaf.as_stored) {
                differs = fmt::format("{}: expected {}, found {}", log::name_of(tree.tree().hash), stored,
                                      log::hex_of(*leaf.of_bytes));
            }
            tree.take(leaf);
        }
        if (is_told) return;
        if (!differs.empty()) findings_.tell("E_BODY_HASH", "event", entry.index, entry.event, std::move(differs));
        if (!entry.follows) {
            findings_.tell("E_ORDER", "log_entry", entry.index, entry.event,
                           "the event before it in its stream does not stand before it in the log");
        }
    }

    /// Entries that no head has: somebody wrote them. Where heads were taken away, or entries moved, that is told.
    void tell_entries_behind(std::uint64_t size) {
        const std::uint64_t end = tables_.end_of_entries();
        if (end <= size || findings_.has(Code::size) || findings_.has(Code::root)) return;
        findings_.tell(
            "E_ROOT", "log_entry", size, tables_.event_at(size),
            fmt::format("expected {} events, which the newest head has, found indices up to {}", size, end - 1));
    }

    LogTables tables_;
    LogFindings findings_;
    std::vector<TreeCheck> trees_;
    const std::set<EventKey>& damaged_;
    LogChecked& checked_;
    std::optional<Hole> hole_;
};

/// What the notes of the signer's state say, as far as it can be gone by.
std::vector<log::Checkpoint> checkpoints_in(const std::vector<std::string>& notes, const log::Policy* policy,
                                            const Found& found) {
    std::vector<log::Checkpoint> checkpoints;
    const auto tell = [&](Code code, const std::string& origin, std::string what) {
        found({.code = std::string(log::name_of(code)),
               .table = std::string(signer_state),
               .key = origin,
               .what = std::move(what)});
    };
    for (const std::string& bytes : notes) {
        const auto note = log::read_note(bytes);
        const auto checkpoint = note ? log::read_checkpoint(note->text) : tl::make_unexpected(note.error());
        if (!checkpoint) {
            tell(Code::form, {}, checkpoint.error());
            continue;
        }
        bool is_right = true;
        if (policy != nullptr) {
            log::Findings findings([&](const log::Finding& each) {
                is_right = false;
                tell(each.code, checkpoint->origin, fmt::format("expected {}, found {}", each.expected, each.found));
            });
            log::check_checkpoint({signer_state, bytes}, *policy, findings);
        }
        if (is_right) checkpoints.push_back(*checkpoint);
    }
    return checkpoints;
}

/// What was signed of logs that are not there at all.
void tell_lost_logs(const std::vector<log::Checkpoint>& signed_last, const std::vector<OpenLog>& logs,
                    const Found& found) {
    for (const log::Checkpoint& last : signed_last) {
        const bool is_there = std::ranges::any_of(logs, [&](const OpenLog& log) {
            return std::ranges::find(log.trees, last.origin, &LogTree::origin) != log.trees.end();
        });
        if (is_there) continue;
        found({.code = std::string(log::name_of(Code::size)),
               .table = "log",
               .key = last.origin,
               .what = fmt::format("expected a size of {}, which was signed last, found no such log", last.head.size)});
    }
}

}  // namespace

void LogChecked::add(const LogChecked& other) {
    entries += other.entries;
    tiles += other.tiles;
    checkpoints += other.checkpoints;
    missing += other.missing;
    signatures_checked = signatures_checked || other.signatures_checked;
    state_compared = state_compared || other.state_compared;
}

LogChecked check_logs(Connection& connection, const LogTrust& trust, const std::set<EventKey>& damaged,
                      const Found& found) {
    LogChecked checked;
    std::optional<log::Policy> policy = trust.policy;
    // How many witnesses must have signed is asked by whoever relies on a checkpoint, not of each that was ever made.
    for (std::size_t i = 0; policy && i < policy->logs.size(); ++i) policy->logs[i].quorum = 0;
    const log::Policy* keys = policy ? &*policy : nullptr;
    std::vector<log::Checkpoint> signed_last;
    if (trust.signed_last) signed_last = checkpoints_in(*trust.signed_last, keys, found);
    const std::vector<OpenLog> logs = every_log(connection);
    tell_lost_logs(signed_last, logs, found);
    for (const OpenLog& log : logs) LogCheck(connection, log, keys, signed_last, damaged, found, checked).run();
    checked.signatures_checked = policy.has_value();
    checked.state_compared = trust.signed_last.has_value();
    return checked;
}

}  // namespace shenyi::storage
