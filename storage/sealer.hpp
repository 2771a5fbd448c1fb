#pragma once

#include "storage/errors.hpp"
#include "storage/log/envelope.hpp"
#include "storage/log_writer.hpp"
#include "storage/receipt.hpp"
#include "storage/signer.hpp"
#include "storage/store.hpp"
#include "workflow/dates.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace shenyi::storage {

namespace limits {
inline constexpr std::size_t sealed_at_once = 256;  ///< events that one round takes from the queue
/// Back-pressure: nothing is written any more while so many events, or one for so long, wait to be sealed and signed.
inline constexpr std::size_t unsealed_events = 10'000;
inline constexpr std::chrono::seconds unsealed_for{60};
}  // namespace limits

/// Why nothing is signed any more; says so to the operator. It needs a person: nothing is repaired in place.
struct SealingStopped : std::runtime_error {
    enum class Kind {
        rollback,       ///< the database is older than what was signed last: a copy was put back, or commits were lost
        forked,         ///< the database does not go on from what was signed last
        state_missing,  ///< checkpoints are there, and the signer remembers none
        other_log,      ///< the signer's keys are not those of the database's log
    };
    SealingStopped(Kind which, const std::string& what) : std::runtime_error(what), kind(which) {}

    Kind kind;
};

/// Too much waits to be sealed or signed: nothing is written until it has caught up.
struct SealingBehind : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Puts events into the trees, signs, and keeps the checkpoints. Where several processes write, their events come
/// through the queue (`round`), and one at a time holds the log's lock; whoever writes alone appends in the transaction
/// that writes the events (`append`), once the queue is empty.
class Sealer {
  public:
    using Clock = std::function<workflow::Instant()>;

    Sealer(Store& store, const log::MacKey& key, std::unique_ptr<Signer> signer, Clock clock);
    ~Sealer();

    /// What a round did.
    struct Round {
        struct SetAside {
            std::string organ;
            std::string event;
            log::Damage damage;
        };
        std::vector<Receipt> sealed;
        std::vector<SetAside> set_aside;
        bool is_idle = false;  ///< nothing waited, and nothing is left to be stored
    };

    /// Seals what waits, at most `limits::sealed_at_once` events, and signs; the checkpoint is in the signer's state
    /// when it returns, and its row comes with the next round. The first one opens the log where there is none,
    /// compares what is stored with what the signer remembers, and signs what was sealed and not signed. Throws what
    /// the database and the signer's state throw, after which the next round goes on where this one stopped;
    /// SealingStopped where nothing may be signed any more.
    Round round();
    /// Rounds until nothing waits.
    void empty_queue();

    /// Adds the rows that seal these events, in their order, to the transaction on this connection that writes them,
    /// and the row of the last checkpoint. Afterwards tell whether it was committed. Throws as `round`, SealingBehind,
    /// ClockBehind where it is earlier than what was sealed last.
    void append(Connection& connection, const std::vector<LogLeaf>& leaves, workflow::Instant now, Changes& changes);
    void rolled_back();
    void committed();

    /// Signs what is committed. Throws std::system_error where the signer's state cannot be written; then it stays to
    /// be signed.
    std::vector<Receipt> sign();
    bool is_signed() const { return unsigned_.empty(); }

    /// Whether the row of the last checkpoint is stored. It may lag: it can be put back from the signer's state.
    bool checkpoint_is_stored() const { return checkpoint_ == CheckpointRow::stored; }
    /// Adds it to the transaction on this connection; afterwards as behind `append`.
    void add_checkpoint(Connection& connection, Changes& changes);

    const Signer& signer() const { return *signer_; }

  private:
    /// What was taken from the queue.
    struct Taken {
        std::vector<std::int64_t> numbers;
        std::vector<LogLeaf> leaves;
        std::vector<Round::SetAside> set_aside;
    };
    /// What is in the trees and not signed yet.
    struct Unsigned {
        std::string event;
        std::uint64_t index;
        workflow::Instant since;
    };
    enum class CheckpointRow { missing, added, stored };

    Connection& connection();
    OpenLog open_log(Connection& connection, workflow::Instant now);
    void catch_up(Connection& connection);
    void take_up(Connection& connection);
    void compare(Connection& connection, const OpenLog& log);
    void remember_signed(Connection& connection, const OpenLog& log);
    Taken take_pending(Connection& connection);
    Taken seal_pending();
    void append(const std::vector<LogLeaf>& leaves, workflow::Instant now, Changes& changes);
    void add_checkpoint(Changes& changes);

    Store& store_;
    const log::MacKey& key_;
    std::unique_ptr<Signer> signer_;
    Clock clock_;
    std::optional<Connection> connection_;
    std::unique_ptr<ChangeWriter> writer_;
    std::optional<LogWriter> trees_;           ///< nothing where they are to be read anew
    std::optional<workflow::Instant> sealed_;  ///< when something was sealed last
    std::vector<Unsigned> appended_;           ///< in a transaction that is not committed yet
    std::vector<Unsigned> unsigned_;
    bool is_compared_ = false;  ///< the trees, with what was signed last
    CheckpointRow checkpoint_ = CheckpointRow::stored;
};

}  // namespace shenyi::storage
