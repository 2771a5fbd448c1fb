#include "storage/committer.hpp"

#include "storage/batch.hpp"
#include "storage/log/envelope.hpp"
#include "storage/sealer.hpp"
#include "storage/sealing.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>
#include <string_view>

namespace shenyi::storage {

namespace {

/// The key of events.
constexpr std::string_view event_is_there = "event_pkey";

using namespace workflow;

/// Whether a command may write the organ's own stream, which everybody else only reads.
bool writes_organ(const Command& command) {
    return command.target == Target::organ || command.target == Target::person ||
           command.action == "issue_legality_opinion" || command.action == "sign_record";
}

/// The part of a batch that is of one organ.
struct OrgansShare {
    std::vector<const Submission*> submissions;
    std::unique_ptr<WorldLoader> loader;
    std::unique_ptr<Batch> batch;

    void add(const Submission& submission) { submissions.push_back(&submission); }

    bool hold(std::set<std::string>& wanted) {
        std::vector<const Command*> commands;
        for (const Submission* each : submissions) {
            if (writes_organ(each->command)) loader->write_organ();
            wanted.insert(attempts_of(each->command));
            commands.push_back(&each->command);
        }
        return loader->hold(commands, wanted);
    }
};

StoreError error_of(const std::exception& thrown) {
    if (dynamic_cast<const ClockBehind*>(&thrown))
        return {StoreError::Kind::clock_behind, std::string("clock_behind: ") + thrown.what()};
    if (dynamic_cast<const log::RecordDamaged*>(&thrown)) return {StoreError::Kind::damaged, thrown.what()};
    if (dynamic_cast<const SealingStopped*>(&thrown)) return {StoreError::Kind::audit_rollback, thrown.what()};
    if (dynamic_cast<const SealingBehind*>(&thrown)) return {StoreError::Kind::audit_backlog, thrown.what()};
    if (dynamic_cast<const std::length_error*>(&thrown)) return {StoreError::Kind::too_long, thrown.what()};
    return fault_of(thrown).error();
}

/// A fault that says itself what it is; all but the first two only the command which met it should hear of.
bool is_ours(const std::exception& thrown) {
    return dynamic_cast<const SealingStopped*>(&thrown) || dynamic_cast<const SealingBehind*>(&thrown) ||
           dynamic_cast<const ClockBehind*>(&thrown) || dynamic_cast<const log::RecordDamaged*>(&thrown) ||
           dynamic_cast<const ProgrammerFault*>(&thrown) || dynamic_cast<const std::length_error*>(&thrown);
}

bool concerns_all(const Fault& fault) {
    return fault.kind == StoreError::Kind::audit_rollback || fault.kind == StoreError::Kind::audit_backlog;
}

}  // namespace

Committer::Committer(Store& store, Streams& streams, std::shared_ptr<const Definitions> definitions,
                     WorkflowEngine::Clock clock, const log::MacKey& key, std::string origin, ReadText read_text,
                     Sealing& sealing)
    : store_(store),
      streams_(streams),
      definitions_(std::move(definitions)),
      clock_(std::move(clock)),
      key_(key),
      origin_(std::move(origin)),
      read_text_(std::move(read_text)),
      sealing_(sealing),
      thread_([this] { run(); }) {}

Committer::~Committer() {
    stop();
}

bool Committer::submit(Submission submission, WorkflowEngine::Done done) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= limits::queue) return false;
        queue_.push_back(Waiting{std::move(submission), std::move(done)});
    }
    wake_.notify_one();
    return true;
}

void Committer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void Committer::run() {
    for (;;) {
        std::vector<Waiting> batch;
        {
            std::unique_lock lock(mutex_);
            const auto is_work = [this] { return stopping_ || !queue_.empty(); };
            wake_.wait(lock, [&] { return is_work() || has_rest_; });
            if (!wake_.wait_for(lock, rest_after_, is_work)) {
                lock.unlock();
                seal_rest();
                continue;
            }
            if (queue_.empty()) return;
            const std::size_t size = std::min(queue_.size(), limits::batch);
            batch.reserve(size);
            for (std::size_t i = 0; i < size; ++i) {
                batch.push_back(std::move(queue_.front()));
                queue_.pop_front();
            }
        }
        commit(std::move(batch));
    }
}

Connection& Committer::connection() {
    if (connection_ && !connection_->alive()) {
        writer_.reset();
        connection_.reset();
    }
    if (!connection_) connection_ = store_.connect();
    if (!writer_) writer_ = std::make_unique<ChangeWriter>(*connection_);
    return *connection_;
}

bool Committer::carry_out(const std::vector<Waiting>& batch, std::vector<Outcome>& outcomes, Wanted& wanted,
                          Replays replays) {
    const auto began = std::chrono::steady_clock::now();
    sealing_.prepare();
    Connection& connection = this->connection();
    Transaction transaction(connection);
    std::map<std::string, OrgansShare> organs;
    for (const Waiting& waiting : batch) organs[waiting.submission.command.subject.organ.value].add(waiting.submission);
    for (auto& [organ, share] : organs) {
        share.loader =
            std::make_unique<WorldLoader>(connection, streams_, definitions_, OrganId{organ}, Lock::held, read_text_);
        if (!share.hold(wanted[organ])) return false;
    }
    // Behind the locks: whoever waited for another server is not dated before what that one wrote.
    const Instant now = clock_();
    for (auto& [organ, share] : organs) {
        share.batch = std::make_unique<Batch>(connection, *share.loader, OrganId{organ}, key_, origin_, now);
        if (replays == Replays::looked_up) share.batch->look_up(share.submissions);
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const Submission& submission = batch[i].submission;
        outcomes[i] = organs.at(submission.command.subject.organ.value).batch->decide(submission);
    }
    Written written{.at = now};
    for (auto& [organ, share] : organs) {
        share.batch->write(*writer_, sealing_.by());
        written.leaves.insert(written.leaves.end(), share.batch->leaves().begin(), share.batch->leaves().end());
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
        for (std::string& event : awaited_by(batch[i].submission, outcomes[i])) {
            written.awaited.push_back(std::move(event));
        }
    }
    hand_out(seal_and_commit(transaction, written), outcomes);
    Committed committed{.commands = batch.size()};
    for (auto& [organ, share] : organs) {
        for (const std::string& name : share.batch->written()) streams_.keep({organ}, name, share.loader->stream(name));
        share.batch->committed(committed);
    }
    tell(std::move(committed), began);
    return true;
}

std::vector<Receipt> Committer::seal_and_commit(Transaction& transaction, const Written& written) {
    try {
        if (!written.leaves.empty()) sealing_.write(*connection_, *writer_, written);
        if (waiting() > 0) {
            transaction.commit_and_go_on();
        } else {
            transaction.commit();
        }
    } catch (const std::exception&) {
        sealing_.rolled_back(written);
        throw;
    }
    if (written.leaves.empty()) return {};
    std::vector<Receipt> receipts = sealing_.committed(written);
    rest_is(sealing_.has_rest(), limits::rest_after);
    return receipts;
}

void Committer::rest_is(bool there, std::chrono::milliseconds after) {
    {
        const std::lock_guard lock(mutex_);
        has_rest_ = there;
        rest_after_ = after;
    }
    if (there) wake_.notify_one();
}

void Committer::begin_sealing() {
    sealing_.begin();
    const std::lock_guard lock(connection_mutex_);
    rest_is(sealing_.has_rest(), limits::rest_after);
}

void Committer::seal_rest() {
    const std::lock_guard lock(connection_mutex_);
    try {
        Connection& connection = this->connection();
        sealing_.do_rest(connection, *writer_);
    } catch (const std::exception& thrown) {
        sealing_.rolled_back({});
        spdlog::error("not sealed: {}", fault_after(thrown).detail);
    }
    rest_is(sealing_.has_rest(), limits::rest_tried_again);
}

Fault Committer::fault_after(const std::exception& thrown) {
    Fault fault = fault_of(thrown);
    if (is_ours(thrown)) {
        const StoreError error = error_of(thrown);
        fault = Fault{};
        fault.kind = error.kind;
        fault.detail = error.detail;
    }
    // Two processes made a stream's same event: the other one was faster, try on what it wrote.
    for (const char* constraint : {"event_stream_seq", "stream_grows", "stream_pkey"}) {
        if (fault.constraint == constraint) fault.retryable = true;
    }
    // … or an answer is kept under the key already: it is to be given again.
    if (fault.constraint == "idempotency_pkey") fault.retryable = true;
    writer_.reset();
    if (fault.connection_lost) connection_.reset();
    if (connection_) connection_->forget_kept();
    return fault;
}

void Committer::tell(Committed committed, std::chrono::steady_clock::time_point began) const {
    if (!listener_) return;
    const auto took = std::chrono::steady_clock::now() - began;
    committed.took = std::chrono::duration_cast<std::chrono::microseconds>(took);
    listener_(committed);
}

std::optional<Fault> Committer::attempt(std::vector<Waiting>& batch, std::vector<Outcome>& outcomes, Replays replays) {
    const std::lock_guard lock(connection_mutex_);
    outcomes.assign(batch.size(), Outcome{.kind = Outcome::Kind::not_found});
    try {
        Wanted wanted;
        for (int i = 0; i < limits::begins; ++i) {
            if (carry_out(batch, outcomes, wanted, replays)) return std::nullopt;
        }
        Fault fault;
        fault.kind = StoreError::Kind::stale;
        fault.detail = "what was to be locked changed at every try";
        return fault;
    } catch (const std::exception& thrown) {
        return fault_after(thrown);
    }
}

void Committer::commit(std::vector<Waiting> batch) {
    std::vector<Outcome> outcomes;
    std::optional<Fault> fault;
    for (int i = 0; i < limits::tries; ++i) {
        fault = attempt(batch, outcomes, i == 0 ? Replays::met : Replays::looked_up);
        if (!fault) break;
        // What was done already may break any constraint when it is done again.
        const bool may_be_replay = i == 0 && !fault->constraint.empty();
        if (!fault->retryable && !fault->connection_lost && !may_be_replay) break;
    }
    if (!fault) {
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const auto awaited = awaited_by(batch[i].submission, outcomes[i]);
            sealing_.answer(std::move(outcomes[i]), awaited, batch[i].done);
        }
        return;
    }
    if (concerns_all(*fault)) {
        spdlog::error("not committed: {}", fault->detail);
        for (Waiting& waiting : batch) waiting.done(tl::make_unexpected(fault->error()));
        return;
    }
    if (batch.size() > 1) {  // only the offender is to get its error
        for (Waiting& waiting : batch) {
            std::vector<Waiting> alone;
            alone.push_back(std::move(waiting));
            commit(std::move(alone));
        }
        return;
    }
    if (fault->retryable) fault->kind = StoreError::Kind::stale;
    spdlog::error("not committed: {}", fault->detail);
    batch.front().done(tl::make_unexpected(fault->error()));
}

void Committer::finish(Batch& batch, const OrganId& organ, WorldLoader& loader, Transaction& transaction,
                       std::chrono::steady_clock::time_point began) {
    batch.write(*writer_, sealing_.by());
    seal_and_commit(transaction, {.leaves = batch.leaves(), .awaited = {}, .at = batch.now()});
    for (const std::string& name : batch.written()) streams_.keep(organ, name, loader.stream(name));
    Committed committed;
    batch.committed(committed);
    tell(std::move(committed), began);
}

/// One transaction under the organ's lock: of several servers one finds the day not begun.
std::optional<Fault> Committer::attempt_day(const OrganId& organ, bool& begun) {
    const std::lock_guard lock(connection_mutex_);
    begun = false;
    try {
        const auto began = std::chrono::steady_clock::now();
        sealing_.prepare();
        Connection& connection = this->connection();
        Transaction transaction(connection);
        WorldLoader loader(connection, streams_, definitions_, organ, Lock::held, read_text_);
        loader.write_organ();
        if (loader.stream(stream_of(organ).name).seq == 0) return std::nullopt;
        Batch batch(connection, loader, organ, key_, origin_, clock_());
        if (!batch.begin_day()) return std::nullopt;
        finish(batch, organ, loader, transaction, began);
        begun = true;
        return std::nullopt;
    } catch (const std::exception& thrown) {
        return fault_after(thrown);
    }
}

tl::expected<bool, StoreError> Committer::begin_day(const OrganId& organ) {
    std::optional<Fault> fault;
    for (int i = 0; i < limits::tries; ++i) {
        bool begun = false;
        fault = attempt_day(organ, begun);
        if (!fault) return begun;
        if (!(fault->retryable || fault->connection_lost)) break;
    }
    return tl::make_unexpected(fault->error());
}

std::optional<Fault> Committer::attempt_write(const OrganId& organ, const std::vector<NewEvent>& events,
                                              const Manner& manner) {
    const std::lock_guard lock(connection_mutex_);
    try {
        const auto began = std::chrono::steady_clock::now();
        sealing_.prepare();
        Connection& connection = this->connection();
        Transaction transaction(connection);
        WorldLoader loader(connection, streams_, definitions_, organ, Lock::held, read_text_);
        const std::string own = stream_of(organ).name;
        std::set<std::string> wanted{own};
        for (const NewEvent& event : events) {
            if (event.stream.name == own) loader.write_organ();
            loader.write(event.stream.name);
            wanted.insert(event.stream.name);
        }
        loader.hold({}, wanted);
        if (manner.only_if_new && loader.stream(own).seq > 0) return std::nullopt;
        Batch batch(connection, loader, organ, key_, origin_, clock_());
        batch.record(events, manner.address);
        finish(batch, organ, loader, transaction, began);
        return std::nullopt;
    } catch (const std::exception& thrown) {
        return fault_after(thrown);
    }
}

/// One transaction for the counts of one organ: which have ended is asked again behind the locks, since another server
/// may have written them meanwhile.
std::optional<Fault> Committer::attempt_counts(const OrganId& organ, const std::set<std::string>& streams) {
    const std::lock_guard lock(connection_mutex_);
    try {
        const auto began = std::chrono::steady_clock::now();
        sealing_.prepare();
        Connection& connection = this->connection();
        Transaction transaction(connection);
        WorldLoader loader(connection, streams_, definitions_, organ, Lock::held, read_text_);
        std::set<std::string> wanted = streams;
        wanted.insert(stream_of(organ).name);
        for (const std::string& stream : streams) loader.write(stream);
        loader.hold({}, wanted);
        const Instant now = clock_();
        std::vector<AttemptCount> counts = running_counts(connection, organ, streams);
        std::erase_if(counts, [&](const AttemptCount& count) { return count.hour_ends > now; });
        if (counts.empty()) return std::nullopt;
        Batch batch(connection, loader, organ, key_, origin_, now);
        batch.end_counts(counts);
        finish(batch, organ, loader, transaction, began);
        return std::nullopt;
    } catch (const std::exception& thrown) {
        return fault_after(thrown);
    }
}

tl::expected<void, StoreError> Committer::end_counts(const OrganId& organ, const std::set<std::string>& streams) {
    std::optional<Fault> fault;
    for (int i = 0; i < limits::tries; ++i) {
        fault = attempt_counts(organ, streams);
        if (!fault) return {};
        if (!(fault->retryable || fault->connection_lost)) break;
    }
    return tl::make_unexpected(fault->error());
}

tl::expected<void, StoreError> Committer::write(const OrganId& organ, const std::vector<NewEvent>& events,
                                                const Manner& manner) {
    std::optional<Fault> fault;
    bool may_be_written = false;  // the connection was lost, perhaps behind the commit
    for (int i = 0; i < limits::tries; ++i) {
        fault = attempt_write(organ, events, manner);
        if (!fault) return {};
        // The events had their ids before the first try: what stands under them is their own.
        if (may_be_written && fault->constraint == event_is_there) return {};
        may_be_written = may_be_written || fault->connection_lost;
        if (!(fault->retryable || fault->connection_lost)) break;
    }
    return tl::make_unexpected(fault->error());
}

std::size_t Committer::waiting() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

}  // namespace shenyi::storage
