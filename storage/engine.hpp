#pragma once

#include "storage/errors.hpp"
#include "storage/log/hash.hpp"
#include "storage/receipt.hpp"
#include "storage/store.hpp"
#include "storage/work_lists.hpp"
#include "workflow/decide.hpp"
#include "workflow/world.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::storage {

struct AttemptCount;

namespace limits {
inline constexpr std::size_t batch = 256;   ///< commands that one transaction takes
inline constexpr std::size_t queue = 2048;  ///< commands that wait; one more is told to come back
/// Events in the states that stay in memory, about 0.7 kB each: those of a year of two thousand matters.
inline constexpr std::int64_t cached_events = 80'000;
inline constexpr int tries = 5;    ///< of a batch against deadlock, before each command gets a conflict
inline constexpr int begins = 12;  ///< of a transaction whose locks turn out to be too few
}  // namespace limits

/// An Idempotency-Key with what it belongs to: the same key with another body is a fault.
struct IdempotencyKey {
    std::string method;
    std::string path;
    std::string key;
    std::string body_sha256;  ///< 64 hexadecimal digits
};

/// A command on its way to the committer, with what the request said around it.
struct Submission {
    workflow::Command command;
    std::optional<std::int64_t> if_match;  ///< the seq of the matter or meeting that the client saw
    std::optional<IdempotencyKey> key;
    std::string address;
    /// Whether the actor may know of the subject in this world; where not, the answer is `not_found`. Empty: he may.
    std::function<bool(const workflow::World&)> sees;
    /// Whether the answer waits until its events are sealed (event-log.md §1, P2).
    bool waits = true;
    bool needs_tag = false;  ///< without `if_match` it is answered `tag_missing`, unless its key is known
};

struct Snapshot;

/// An event as it is referred to in answers.
struct EventReference {
    std::string id;
    std::string type;
    std::string stream;
    std::int64_t stream_seq;
    workflow::Instant recorded_at;
};

/// What became of a command. Whatever the kind, it is safe on disk (or nothing was to be kept) when it is told.
struct Outcome {
    enum class Kind {
        accepted,
        refused,        ///< by rules: `refusal.findings` (409)
        not_your_role,  ///< `refusal.roles_that_may` (403)
        body_faulty,    ///< `refusal.body_faults` (422)
        stale,          ///< `if_match` is not the resource's seq any more (412)
        key_reused,     ///< the key came with another body (422)
        not_found,      ///< the subject does not exist
        tag_missing,    ///< the action asks for a tag and came without one (428)
    };
    Kind kind;
    std::vector<EventReference> events;
    std::vector<Receipt> receipts;  ///< of all events, once they are sealed; empty where they are not, or for a replay
    std::vector<workflow::Finding> warnings;
    workflow::Refusal refusal;
    std::string created;
    workflow::Subject subject;
    std::int64_t seq = 0;  ///< of the subject's resource after the command; for a replay: as it was then
    workflow::Instant at;  ///< when it was decided; for a replay: the first time
    bool replayed = false;
    /// The states as they stood once the command was through, for whoever puts the answer into words. Empty where none
    /// was decided on: a replay, a stale tag, a subject that is not there.
    std::shared_ptr<const Snapshot> after;
};

/// A moment of the record: what was committed up to it is seen, what came later is not.
struct Moment {
    workflow::Instant at;
    std::map<std::string, std::int64_t> seq;  ///< of streams written just then; the others go by their events' times
};

/// The moment just after the outcome came about.
Moment moment_of(const Outcome& outcome);

/// States read at one moment, with the seq of each stream.
struct Snapshot {
    workflow::World world;
    std::map<std::string, std::int64_t> seq;  ///< by stream name
};

/// What one transaction of the committer did.
struct Committed {
    std::vector<std::pair<workflow::OrganId, EventReference>> events;
    std::size_t commands = 0;             ///< 0: events that no command asked for
    std::vector<std::string> refused_by;  ///< the rule of every finding that refused a command
    std::chrono::microseconds took{0};
};

/// One stored event with its envelope, for histories.
struct StoredEvent {
    EventReference reference;
    workflow::Event event;
    workflow::EventMeta meta;
    std::string body;  ///< the canonical bytes
};

class Committer;
class Documents;
class Readings;
class Sealing;
class Signer;
class Streams;

namespace log {
class MacKey;
}

/// The engine of one process on one database: commands in, outcomes out, states to read.
class WorkflowEngine {
  public:
    using Clock = std::function<workflow::Instant()>;

    struct Settings {
        std::filesystem::path mac_key_file;  ///< made at first start, mode 0600; never in the database
        std::string origin;
        /// Who signs, asked for on the thread that seals: nothing while another process does. Throws std::runtime_error
        /// where nobody can, a sentence for the operator. Empty: events stay in the queue.
        std::function<std::unique_ptr<Signer>()> signer = {};
    };

    WorkflowEngine(Store& store, Documents& documents, std::shared_ptr<const workflow::Definitions> definitions,
                   Clock clock, Settings settings);
    ~WorkflowEngine();

    /// Hands a command to the committer. `done` is called once, on the thread that commits or seals: after the commit,
    /// a success once it is sealed or has waited long enough; or with why there was none. A full queue answers at once
    /// with `full`.
    using Done = std::function<void(tl::expected<Outcome, StoreError>)>;
    void submit(Submission submission, Done done);

    /// Submits and waits. For programs and tests, never on a network thread.
    tl::expected<Outcome, StoreError> submit(Submission submission);

    /// What a command would meet now: nothing is written.
    tl::expected<tl::expected<workflow::Decision, workflow::Refusal>, StoreError> ask(const workflow::Command& command);

    /// What a body whose members at `misshapen` cannot be read names that is not there (workflow::faults_beside).
    tl::expected<std::vector<workflow::BodyFault>, StoreError> faults_beside(const workflow::Command& command,
                                                                             const std::vector<std::string>& misshapen);

    /// The states that a command on this subject would be shown. Empty maps where the subject does not exist.
    tl::expected<Snapshot, StoreError> read(const workflow::Subject& subject, const workflow::PersonId& actor);

    /// The same as it stood at an earlier moment: an answer that is given again tells what it told the first time.
    tl::expected<Snapshot, StoreError> read_at(const workflow::Subject& subject, const workflow::PersonId& actor,
                                               const Moment& moment);

    /// The events of some streams, each stream in order.
    tl::expected<std::vector<StoredEvent>, StoreError> events(const workflow::OrganId& organ,
                                                              const std::vector<std::string>& streams);

    /// The events of other streams that bear on a matter or meeting, in the order of their time: attempts on meetings
    /// with its papers, what was read of it.
    tl::expected<std::vector<StoredEvent>, StoreError> events_about(const workflow::OrganId& organ,
                                                                    const std::string& stream);

    /// The receipts of all these events, as they were answered; empty where one is not sealed yet.
    tl::expected<std::vector<Receipt>, StoreError> receipts(const workflow::OrganId& organ,
                                                            const std::vector<EventReference>& events);

    /// What this process signed last of each tree of the log, of which the rows may not be stored yet. Ask before
    /// reading: what is read later has the trees of these sizes.
    std::map<log::HashAlgorithm, SignedSize> last_signed() const;

    /// What a person has done (done_acts.hpp).
    tl::expected<PageOrFault<TaskRow>, StoreError> done(const workflow::OrganId& organ,
                                                        const workflow::PersonId& person, std::size_t limit,
                                                        const std::optional<std::string>& cursor);

    /// Writes the founding events of an organ that does not exist yet; its first event's actor is the organ itself.
    tl::expected<void, StoreError> found(const workflow::OrganId& organ, std::vector<workflow::OrganEvent> events);

    /// Writes events of one organ that no command asked for: a log-in, a changed password, counted attempts.
    tl::expected<void, StoreError> record(const workflow::OrganId& organ, const workflow::PersonId& actor,
                                          std::vector<std::pair<workflow::Stream, workflow::Event>> events,
                                          const std::string& address = {});

    /// Who is told of every commit, before its answers go out; on the committing thread, so it must not wait. Set it
    /// before the first command.
    using Listener = std::function<void(const Committed&)>;
    void on_commit(Listener listener);

    /// Refusals on these `attempt/…` streams that are counted now and are no event yet.
    tl::expected<std::vector<AttemptCount>, StoreError> running_counts(const workflow::OrganId& organ,
                                                                       const std::set<std::string>& streams);
    /// Turns the counts of attempts whose hour has ended into events. Those that run go on after a stop.
    void write_counted_attempts();

    /// Takes down that a person opened something of a matter or meeting, named by its stream. Nobody waits for it: it
    /// is written by `write_readings`; only where too many wait for that, at once (limits::readings_kept).
    void note_reading(const workflow::OrganId& organ, const workflow::PersonId& person, const std::string& resource,
                      workflow::ReadEntry reading);
    /// Writes what was read since the last time, repetitions when their hour has ended; `stop` writes all.
    void write_readings() { write_readings(false); }

    /// Seals what an earlier process left, on another thread. Whoever serves calls it; without, that is done with the
    /// first write, since before the database may not be made yet.
    void begin_sealing();

    /// Commands that wait for the committer.
    std::size_t waiting() const;

    /// Begins the organ's day (`workflow/daily.hpp`), once however many servers and however often they ask. True where
    /// this call did it; an organ that is not founded has no days.
    tl::expected<bool, StoreError> begin_day(const workflow::OrganId& organ);

    /// Finishes what was accepted, ends the committer's thread, writes what was read, and seals all of it.
    void stop();

    Store& store() { return store_; }
    workflow::Instant now() const { return clock_(); }
    const workflow::Definitions& definitions() const { return *definitions_; }

  private:
    void write_readings(bool all);
    tl::expected<void, StoreError> write_readings(const workflow::OrganId& organ,
                                                  const std::vector<workflow::RecordRead>& read);

    Store& store_;
    std::shared_ptr<const workflow::Definitions> definitions_;
    Clock clock_;
    std::unique_ptr<log::MacKey> key_;
    std::unique_ptr<Streams> streams_;
    std::unique_ptr<Readings> readings_;
    std::function<std::optional<std::vector<std::string>>(Connection&, const workflow::DocumentId&)> read_text_;
    std::unique_ptr<Sealing> sealing_;
    std::unique_ptr<Committer> committer_;
};

}  // namespace shenyi::storage
