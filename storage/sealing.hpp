#pragma once

#include "storage/changes.hpp"
#include "storage/engine.hpp"
#include "storage/log_writer.hpp"
#include "storage/receipt.hpp"
#include "storage/signer.hpp"
#include "storage/store.hpp"
#include "workflow/dates.hpp"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace shenyi::storage {

/// Who puts the events of a transaction into the log: whoever takes them out of the queue, or the transaction itself.
enum class SealedBy { queue, batch };

/// What a transaction writes that is to be sealed.
struct Written {
    std::vector<LogLeaf> leaves;       ///< in the order in which they are written
    std::vector<std::string> awaited;  ///< events for which an answer waits
    workflow::Instant at;
};

/// The events for which a command's answer waits: a success waits until its events are sealed (P2).
std::vector<std::string> awaited_by(const Submission& submission, const Outcome& outcome);

/// Gives each success the receipts of its events, where all of them are there.
void hand_out(const std::vector<Receipt>& receipts, std::vector<Outcome>& outcomes);

/// How the committer's events come into the log. This one leaves them in the queue, for whoever seals them later. All
/// but `answer` and `stop` are called by whoever holds the committer's connection.
class Sealing {
  public:
    Sealing() = default;
    virtual ~Sealing() = default;
    Sealing(const Sealing&) = delete;
    Sealing& operator=(const Sealing&) = delete;

    virtual SealedBy by() const { return SealedBy::queue; }

    /// Seals what an earlier process left, as soon as it can; without it that is done with the first commit.
    virtual void begin() {}
    /// Before a transaction begins. Throws SealingStopped, SealingBehind where nothing may be written; what the
    /// database throws.
    virtual void prepare() {}
    /// In the transaction, behind its events. Throws as `prepare`, and ClockBehind.
    virtual void write(Connection& /*connection*/, ChangeWriter& /*writer*/, const Written& /*written*/) {}
    /// The transaction came to nothing.
    virtual void rolled_back(const Written& /*written*/) {}
    /// After the commit: the receipts that are there already.
    virtual std::vector<Receipt> committed(const Written& /*written*/) { return {}; }

    /// Whether something is left to be done when nothing is to be committed, and doing it. Throws what the database
    /// throws; then it is rolled back.
    virtual bool has_rest() const { return false; }
    virtual void do_rest(Connection& /*connection*/, ChangeWriter& /*writer*/) {}

    /// Gives an answer out; one whose events are awaited, once they are sealed or it has waited long enough.
    virtual void answer(Outcome outcome, const std::vector<std::string>& /*awaited*/,
                        const WorkflowEngine::Done& done) {
        done(std::move(outcome));
    }

    /// Seals what waits. Nothing is committed any more.
    virtual void stop() {}

    /// What this process signed last of each tree. Any thread.
    std::map<log::HashAlgorithm, SignedSize> last_signed() const;

  protected:
    void was_signed(const Signer& signer);

  private:
    mutable std::mutex mutex_;
    std::map<log::HashAlgorithm, SignedSize> last_signed_;
};

}  // namespace shenyi::storage
