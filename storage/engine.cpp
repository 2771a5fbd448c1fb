#include "storage/engine.hpp"

#include "storage/attempts.hpp"
#include "storage/committer.hpp"
#include "storage/documents.hpp"
#include "storage/done_acts.hpp"
#include "storage/event_rows.hpp"
#include "storage/events_about.hpp"
#include "storage/fresh.hpp"
#include "storage/log/envelope.hpp"
#include "storage/readings.hpp"
#include "storage/sealed_events.hpp"
#include "storage/sealing_by_queue.hpp"
#include "storage/sealing_with_batch.hpp"
#include "storage/streams.hpp"
#include "storage/world.hpp"

#include <soci/soci.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <future>

namespace shenyi::storage {

namespace {

using namespace workflow;

/// Runs a read, and tells of a damaged record as an error instead of a fault of the program.
template <class Read>
auto reading(Store& store, Read&& read) {
    using Answer = decltype(store.readers().read(std::forward<Read>(read)));
    try {
        return store.readers().read(std::forward<Read>(read));
    } catch (const log::RecordDamaged& thrown) {
        return Answer(tl::make_unexpected(StoreError{StoreError::Kind::damaged, thrown.what()}));
    }
}

std::vector<StoredEvent> read_stream(Connection& connection, const OrganId& organ, const std::string& stream,
                                     const log::MacKey& key) {
    std::vector<StoredEvent> events;
    std::optional<std::string> previous;
    connection.kept<EventRows>().read(organ, {{stream, 0}}, [&](const log::EventRow& row) {
        log::OpenedEvent opened = log::open(row, previous, key);
        previous = row.leaf_sha256;
        events.push_back(StoredEvent{.reference = {row.id, row.type, row.stream, row.stream_seq, opened.meta.at},
                                     .event = std::move(opened.event),
                                     .meta = std::move(opened.meta),
                                     .body = row.body});
    });
    return events;
}

/// One event by itself. Throws log::RecordDamaged where it does not prove itself.
StoredEvent stored(const log::EventRow& row, const log::MacKey& key) {
    auto opened = log::examine(row, key);
    if (!opened) throw log::RecordDamaged(row.id + ": " + opened.error().what);
    return StoredEvent{.reference = {row.id, row.type, row.stream, row.stream_seq, opened->meta.at},
                       .event = std::move(opened->event),
                       .meta = std::move(opened->meta),
                       .body = row.body};
}

Snapshot snapshot_of(WorldLoader& loader, const Subject& subject, const PersonId& actor, Instant now) {
    const Command look{
        .target = subject.meeting ? Target::meeting : Target::matter, .subject = subject, .actor = actor};
    Snapshot snapshot{.world = loader.world_for(look, now)};
    for (const auto& [name, state] : loader.states()) snapshot.seq[name] = state.seq;
    return snapshot;
}

std::unique_ptr<Sealing> sealing_of(Store& store, const log::MacKey& key,
                                    const std::function<std::unique_ptr<Signer>()>& signer,
                                    const Sealer::Clock& clock) {
    if (!signer) return std::make_unique<Sealing>();
    if (store.database().engine == Engine::postgresql)
        return std::make_unique<SealingByQueue>(store, key, signer, clock);
    auto only = signer();
    if (!only) throw UnfitDatabase("another process signs the log of this database");
    return std::make_unique<SealingWithBatch>(std::make_unique<Sealer>(store, key, std::move(only), clock));
}

}  // namespace

Moment moment_of(const Outcome& outcome) {
    Moment moment{.at = outcome.at};
    for (const EventReference& event : outcome.events) {
        std::int64_t& seq = moment.seq[event.stream];
        seq = std::max(seq, event.stream_seq);
    }
    return moment;
}

WorkflowEngine::WorkflowEngine(Store& store, Documents& documents, std::shared_ptr<const Definitions> definitions,
                               Clock clock, Settings settings)
    : store_(store),
      definitions_(std::move(definitions)),
      clock_(std::move(clock)),
      key_(std::make_unique<log::MacKey>(log::MacKey::load_or_make(settings.mac_key_file.string()))),
      streams_(std::make_unique<Streams>(*key_, limits::cached_events)),
      readings_(std::make_unique<Readings>()),
      read_text_(
          [&documents](Connection& connection, const DocumentId& id) { return documents.lines(connection, id); }),
      sealing_(sealing_of(store_, *key_, settings.signer, clock_)),
      committer_(std::make_unique<Committer>(store_, *streams_, definitions_, clock_, *key_, settings.origin,
                                             read_text_, *sealing_)) {}

WorkflowEngine::~WorkflowEngine() = default;

void WorkflowEngine::submit(Submission submission, Done done) {
    if (!committer_->submit(std::move(submission), done)) {
        done(tl::make_unexpected(StoreError{StoreError::Kind::full, "the committer's queue is full"}));
    }
}

tl::expected<Outcome, StoreError> WorkflowEngine::submit(Submission submission) {
    std::promise<tl::expected<Outcome, StoreError>> promise;
    auto future = promise.get_future();
    submit(std::move(submission),
           [&promise](tl::expected<Outcome, StoreError> outcome) { promise.set_value(std::move(outcome)); });
    return future.get();
}

tl::expected<tl::expected<Decision, Refusal>, StoreError> WorkflowEngine::ask(const Command& command) {
    return reading(store_, [&](Connection& connection) {
        WorldLoader loader(connection, *streams_, definitions_, command.subject.organ, Lock::none, read_text_);
        return decide(loader.world_for(command, clock_()), command);
    });
}

tl::expected<std::vector<BodyFault>, StoreError> WorkflowEngine::faults_beside(
    const Command& command, const std::vector<std::string>& misshapen) {
    return reading(store_, [&](Connection& connection) {
        WorldLoader loader(connection, *streams_, definitions_, command.subject.organ, Lock::none, read_text_);
        return workflow::faults_beside(loader.world_for(command, clock_()), command, misshapen);
    });
}

tl::expected<Snapshot, StoreError> WorkflowEngine::read(const Subject& subject, const PersonId& actor) {
    return reading(store_, [&](Connection& connection) {
        WorldLoader loader(connection, *streams_, definitions_, subject.organ, Lock::none, read_text_);
        return snapshot_of(loader, subject, actor, clock_());
    });
}

tl::expected<Snapshot, StoreError> WorkflowEngine::read_at(const Subject& subject, const PersonId& actor,
                                                           const Moment& moment) {
    return reading(store_, [&](Connection& connection) {
        WorldLoader loader(connection, *streams_, definitions_, subject.organ, Lock::none, read_text_);
        loader.look_back_to(moment);
        return snapshot_of(loader, subject, actor, moment.at);
    });
}

tl::expected<std::vector<StoredEvent>, StoreError> WorkflowEngine::events(const OrganId& organ,
                                                                          const std::vector<std::string>& streams) {
    return reading(store_, [&](Connection& connection) {
        std::vector<StoredEvent> all;
        for (const std::string& stream : streams) {
            std::vector<StoredEvent> events = read_stream(connection, organ, stream, *key_);
            all.insert(all.end(), std::make_move_iterator(events.begin()), std::make_move_iterator(events.end()));
        }
        return all;
    });
}

tl::expected<std::vector<StoredEvent>, StoreError> WorkflowEngine::events_about(const OrganId& organ,
                                                                                const std::string& stream) {
    return reading(store_, [&](Connection& connection) {
        std::vector<StoredEvent> events;
        for (const log::EventRow& row : storage::events_about(connection, organ, stream)) {
            events.push_back(stored(row, *key_));
        }
        return events;
    });
}

tl::expected<std::vector<Receipt>, StoreError> WorkflowEngine::receipts(const OrganId& organ,
                                                                        const std::vector<EventReference>& events) {
    const auto last = sealing_->last_signed();
    return reading(store_, [&](Connection& connection) {
        std::vector<Receipt> receipts;
        for (const EventReference& event : events) {
            auto receipt = receipt_of(connection, organ, event.id, last);
            if (!receipt) return std::vector<Receipt>();
            receipts.push_back(*std::move(receipt));
        }
        return receipts;
    });
}

std::map<log::HashAlgorithm, SignedSize> WorkflowEngine::last_signed() const {
    return sealing_->last_signed();
}

tl::expected<PageOrFault<TaskRow>, StoreError> WorkflowEngine::done(const OrganId& organ, const PersonId& person,
                                                                    std::size_t limit,
                                                                    const std::optional<std::string>& cursor) {
    return reading(store_,
                   [&](Connection& connection) { return list_done(connection, organ, person, *key_, limit, cursor); });
}

tl::expected<void, StoreError> WorkflowEngine::found(const OrganId& organ, std::vector<OrganEvent> events) {
    const Instant now = clock_();
    const Fresh fresh = fresh_at(now);
    std::vector<NewEvent> founding;
    unsigned n = 0;
    for (OrganEvent& event : events) {
        if (const auto* registered = std::get_if<PersonRegistered>(&event)) {
            founding.push_back(NewEvent{.stream = stream_of(registered->person),
                                        .event = PersonEvent{AccountOpened{.login = registered->login}},
                                        .meta = {.id = {fresh.id("evt_", n++)}, .at = now, .actor = {organ.value}}});
        }
        founding.push_back(NewEvent{.stream = stream_of(organ),
                                    .event = std::move(event),
                                    .meta = {.id = {fresh.id("evt_", n++)}, .at = now, .actor = {organ.value}}});
    }
    return committer_->write(organ, founding, {.only_if_new = true});
}

tl::expected<void, StoreError> WorkflowEngine::record(const OrganId& organ, const PersonId& actor,
                                                      std::vector<std::pair<Stream, Event>> events,
                                                      const std::string& address) {
    const Instant now = clock_();
    const Fresh fresh = fresh_at(now);
    std::vector<NewEvent> fresh_events;
    unsigned n = 0;
    for (auto& [stream, event] : events) {
        fresh_events.push_back(NewEvent{.stream = std::move(stream),
                                        .event = std::move(event),
                                        .meta = {.id = {fresh.id("evt_", n++)}, .at = now, .actor = actor}});
    }
    return committer_->write(organ, fresh_events, {.address = address});
}

void WorkflowEngine::on_commit(Listener listener) {
    committer_->on_commit(std::move(listener));
}

tl::expected<std::vector<AttemptCount>, StoreError> WorkflowEngine::running_counts(
    const OrganId& organ, const std::set<std::string>& streams) {
    return reading(store_, [&](Connection& connection) { return storage::running_counts(connection, organ, streams); });
}

void WorkflowEngine::write_counted_attempts() {
    const auto ended =
        reading(store_, [&](Connection& connection) { return storage::ended_counts(connection, clock_()); });
    if (!ended) {
        spdlog::error("counted attempts are not read: {}", ended.error().detail);
        return;
    }
    std::map<OrganId, std::set<std::string>> organs;
    for (const AttemptCount& count : *ended) organs[count.organ].insert(count.stream);
    for (const auto& [organ, streams] : organs) {
        const auto written = committer_->end_counts(organ, streams);
        if (!written) spdlog::error("counted attempts are not written: {}", written.error().detail);
    }
}

void WorkflowEngine::note_reading(const OrganId& organ, const PersonId& person, const std::string& resource,
                                  ReadEntry reading) {
    reading.first = clock_();
    reading.last = reading.first;
    if (readings_->note(organ, person, resource, reading)) return;
    const auto written = write_readings(organ, {{person, resource, {reading}}});
    if (!written) spdlog::error("a reading is not written: {}", written.error().detail);
}

tl::expected<void, StoreError> WorkflowEngine::write_readings(const OrganId& organ,
                                                              const std::vector<RecordRead>& read) {
    const Instant now = clock_();
    const Fresh fresh = fresh_at(now);
    std::vector<NewEvent> events;
    unsigned n = 0;
    for (const RecordRead& each : read) {
        events.push_back(NewEvent{.stream = access_of(organ, date_of(now)),
                                  .event = AccessEvent{each},
                                  .meta = {.id = {fresh.id("evt_", n++)}, .at = now, .actor = each.person}});
    }
    return committer_->write(organ, events, {});
}

void WorkflowEngine::write_readings(bool all) {
    std::map<OrganId, std::vector<Readings::Gathered>> organs;
    for (Readings::Gathered& each : readings_->take(clock_(), all)) organs[each.organ].push_back(std::move(each));
    for (const auto& [organ, gathered] : organs) {
        std::vector<RecordRead> read;
        for (const Readings::Gathered& each : gathered) read.push_back(each.read);
        const auto written = write_readings(organ, read);
        if (written) continue;
        spdlog::error("{} readings are not written: {}", gathered.size(), written.error().detail);
        for (const Readings::Gathered& each : gathered) readings_->put_back(each);
    }
}

void WorkflowEngine::begin_sealing() {
    committer_->begin_sealing();
}

std::size_t WorkflowEngine::waiting() const {
    return committer_->waiting();
}

tl::expected<bool, StoreError> WorkflowEngine::begin_day(const OrganId& organ) {
    return committer_->begin_day(organ);
}

void WorkflowEngine::stop() {
    committer_->stop();
    write_readings(true);
    committer_->seal_rest();
    sealing_->stop();
}

}  // namespace shenyi::storage
