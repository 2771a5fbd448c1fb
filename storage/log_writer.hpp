#pragma once

#include "storage/changes.hpp"
#include "storage/log/checkpoint.hpp"
#include "storage/log/envelope.hpp"
#include "storage/log/growing_tree.hpp"
#include "storage/log_rows.hpp"
#include "workflow/dates.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace shenyi::storage {

/// What a tree takes of an event.
struct LogLeaf {
    std::string organ;
    std::string event;
    std::string sha256;  ///< of the leaf, as the event's row has it
    std::string sm3;
};
LogLeaf leaf_of(const log::EventRow& event);

/// The trees of the log that is written, in memory as its tables have them: one event is one leaf in each, at the same
/// index. Whoever writes holds the lock on the log, and takes the trees up anew when a transaction failed or another
/// process wrote.
class LogWriter {
  public:
    /// Reads what the tables hold. Throws log::RecordDamaged where that is no log, or its trees are not of one size.
    static LogWriter take_up(Connection& connection, const OpenLog& log);

    const OpenLog& log() const { return log_; }
    std::uint64_t size() const { return trees_.front().size(); }
    std::vector<log::TreeHead> heads();
    /// Whether a head of the first tree is the one that it has.
    bool has(const StoredHead& head) const;

    /// Appends events, which get the next indices in their order, and adds the rows that this takes. Throws
    /// log::RecordDamaged where a leaf's hashes are none.
    void append(const std::vector<LogLeaf>& leaves, workflow::Instant at, Changes& changes);

    /// Whether each tree goes on from what was signed of it last.
    bool goes_on_from(const std::vector<log::Checkpoint>& last);
    /// C2SP tlog-proof of an event that was appended since `forget_full_tiles`, in the tree named first, under the
    /// checkpoint's note.
    std::string receipt(std::uint64_t index, const std::string& note);
    /// Proofs are asked of what is appended from now on.
    void forget_full_tiles();

  private:
    LogWriter(OpenLog log, std::vector<log::GrowingTree> trees) : log_(std::move(log)), trees_(std::move(trees)) {}
    void append_leaf(std::size_t tree, const LogLeaf& leaf, Changes& changes);

    OpenLog log_;
    std::vector<log::GrowingTree> trees_;
};

/// The row of a signed checkpoint.
Row checkpoint_row(const OpenLog& log, std::size_t tree, std::uint64_t size, const std::string& note);

}  // namespace shenyi::storage
