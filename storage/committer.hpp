#pragma once

#include "storage/attempts.hpp"
#include "storage/changes.hpp"
#include "storage/engine.hpp"
#include "storage/streams.hpp"
#include "storage/world.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace shenyi::storage {

class Batch;
class Sealing;
enum class Replays;
struct Written;

namespace limits {
/// How long nothing is to be committed before what is left of sealing is done.
inline constexpr std::chrono::milliseconds rest_after{50};
inline constexpr std::chrono::milliseconds rest_tried_again{1'000};
}  // namespace limits

/// The one writer of a process. Takes whatever waits (at most limits::batch), and in one transaction locks, loads,
/// decides one command after the other in memory, writes all events and rows, commits; only then the answers go out. If
/// the transaction fails, its commands run again one by one, so that only the offender gets its error.
class Committer {
  public:
    Committer(Store& store, Streams& streams, std::shared_ptr<const workflow::Definitions> definitions,
              WorkflowEngine::Clock clock, const log::MacKey& key, std::string origin, ReadText read_text,
              Sealing& sealing);
    ~Committer();
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;

    /// False when the queue is full or the committer stops.
    bool submit(Submission submission, WorkflowEngine::Done done);

    /// How events that no command asked for are written.
    struct Manner {
        bool only_if_new = false;  ///< only while the organ has no event
        std::string address = {};  ///< of whoever caused them
    };
    /// Writes events that no command asked for: the founding of an organ, a log-in.
    tl::expected<void, StoreError> write(const workflow::OrganId& organ, const std::vector<workflow::NewEvent>& events,
                                         const Manner& manner);

    /// Turns the counts of attempts on these streams whose hour has ended into events.
    tl::expected<void, StoreError> end_counts(const workflow::OrganId& organ, const std::set<std::string>& streams);

    /// Who is told of every commit. Set it before the first command.
    void on_commit(WorkflowEngine::Listener listener) { listener_ = std::move(listener); }

    std::size_t waiting() const;

    /// Runs the daily job of an organ at the clock's day; false where the day has begun already, here or elsewhere.
    tl::expected<bool, StoreError> begin_day(const workflow::OrganId& organ);

    /// Finishes what was accepted and ends the thread.
    void stop();

    /// Seals what an earlier process left; without it that is done with the first commit.
    void begin_sealing();
    /// Does what is left of sealing while nothing is to be committed; a fault of the database is only logged.
    void seal_rest();

  private:
    struct Waiting {
        Submission submission;
        WorkflowEngine::Done done;
    };

    void run();
    void commit(std::vector<Waiting> batch);
    /// Streams to be locked, by organ: what a transaction that locked too few has learnt for the next.
    using Wanted = std::map<std::string, std::set<std::string>>;
    std::optional<Fault> attempt(std::vector<Waiting>& batch, std::vector<Outcome>& outcomes, Replays replays);
    bool carry_out(const std::vector<Waiting>& batch, std::vector<Outcome>& outcomes, Wanted& wanted, Replays replays);
    std::optional<Fault> attempt_write(const workflow::OrganId& organ, const std::vector<workflow::NewEvent>& events,
                                       const Manner& manner);
    std::optional<Fault> attempt_counts(const workflow::OrganId& organ, const std::set<std::string>& streams);
    std::optional<Fault> attempt_day(const workflow::OrganId& organ, bool& begun);
    Fault fault_after(const std::exception& thrown);
    /// Writes and commits what one organ's batch holds, keeps what was folded, and tells who listens.
    void finish(Batch& batch, const workflow::OrganId& organ, WorldLoader& loader, Transaction& transaction,
                std::chrono::steady_clock::time_point began);
    /// Seals what is written, commits, and gives the receipts that are there already.
    std::vector<Receipt> seal_and_commit(Transaction& transaction, const Written& written);
    void rest_is(bool there, std::chrono::milliseconds after);
    void tell(Committed committed, std::chrono::steady_clock::time_point began) const;
    Connection& connection();

    Store& store_;
    Streams& streams_;
    std::shared_ptr<const workflow::Definitions> definitions_;
    WorkflowEngine::Clock clock_;
    const log::MacKey& key_;
    const std::string origin_;
    ReadText read_text_;
    Sealing& sealing_;
    WorkflowEngine::Listener listener_;
    std::mutex connection_mutex_;
    std::optional<Connection> connection_;
    std::unique_ptr<ChangeWriter> writer_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Waiting> queue_;
    bool stopping_ = false;
    bool has_rest_ = false;  ///< of sealing
    std::chrono::milliseconds rest_after_ = limits::rest_after;
    std::thread thread_;
};

}  // namespace shenyi::storage
