#include "api/live_changes.hpp"

#include "api/endpoints/endpoint.hpp"
#include "api/visibility.hpp"
#include "storage/feed.hpp"

#include <spdlog/spdlog.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace shenyi::api {
namespace {

using namespace workflow;
namespace json = boost::json;

bool is_told(const storage::EventReference& event) {
    return event.stream.starts_with("matter/") || event.stream.starts_with("meeting/");
}

/// The event as the contract's StreamEvent. Who sees a matter in part hears that it changed, and not by what.
http::EventFrame frame_of(const storage::EventReference& event, bool whole) {
    const std::string kind = event.stream.substr(0, event.stream.find('/'));
    const json::object data{{"id", event.id},
                            {"type", whole ? event.type : kind + ".changed"},
                            {"stream", event.stream},
                            {"stream_seq", event.stream_seq},
                            {"at", rfc3339(event.recorded_at)}};
    return http::event_frame(event.id, kind, json::serialize(data));
}

/// Whether it happened before the matter was there for a reader who sees of it what was published, and no more: when
/// and how often it changed until then is not told him afterwards either.
bool is_before_publication(const Matter& matter, Sight sight, const storage::EventReference& event) {
    return sight == Sight::published && event.recorded_at < matter.publications.front().at;
}

/// What a reader showed may be old: he missed too much, or we do not know what he heard last.
http::EventFrame read_anew() {
    return http::event_frame({}, "reset", "{}");
}

}  // namespace

/// One open stream. While it catches up, what happens meanwhile is held back, so that ids come in their order.
struct LiveChanges::Subscriber {
    Reader reader;
    std::shared_ptr<http::EventQueue> queue = std::make_shared<http::EventQueue>();
    std::mutex mutex;
    bool catching_up = false;
    std::vector<http::EventFrame> held;

    void give(const http::EventFrame& frame) {
        const std::lock_guard lock(mutex);
        if (catching_up && held.size() < limits::live_missed) {
            held.push_back(frame);
        } else if (catching_up) {
            queue->close();
        } else {
            queue->push(frame);
        }
    }
    void caught_up() {
        const std::lock_guard lock(mutex);
        for (const http::EventFrame& frame : held) queue->push(frame);
        held.clear();
        catching_up = false;
    }
};

LiveChanges::LiveChanges(storage::WorkflowEngine& engine, storage::Accounts& accounts, OrganId organ)
    : engine_(engine),
      accounts_(accounts),
      organ_(std::move(organ)),
      settling_(storage::settling_of(engine.store().database().engine)),
      thread_([this] { run(); }) {}

LiveChanges::~LiveChanges() {
    stop();
}

void LiveChanges::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
    end_all();
}

std::shared_ptr<http::EventQueue> LiveChanges::open(Reader reader, const std::optional<std::string>& last_heard) {
    begin_listening();
    const auto subscriber = std::make_shared<Subscriber>();
    subscriber->reader = std::move(reader);
    subscriber->catching_up = last_heard.has_value();
    {
        const std::lock_guard lock(mutex_);
        const auto own = std::ranges::count_if(subscribers_, [&](const auto& each) {
            return each->reader.person == subscriber->reader.person && each->queue->is_open();
        });
        const bool room = subscribers_.size() < limits::live_streams;
        if (stopping_ || !room || static_cast<std::size_t>(own) >= limits::live_streams_of_one) return nullptr;
        subscribers_.push_back(subscriber);
    }
    if (last_heard) {
        try {
            catch_up(*subscriber, *last_heard);
        } catch (...) {
            subscriber->queue->close();
            throw;
        }
    }
    return subscriber->queue;
}

void LiveChanges::begin_listening() {
    if (streams() > 0) return;
    // What the poll finds from here on and is not among these came after the first reader.
    const auto recent = value_of(engine_.store().readers().read([&](storage::Connection& connection) {
        const Instant newest = storage::newest_recorded(connection, organ_).value_or(Instant{});
        auto changes = storage::changes_since(connection, organ_, newest - settling_, limits::live_waiting);
        return std::pair{newest, std::move(changes)};
    }));
    const std::lock_guard lock(mutex_);
    newest_ = std::max(newest_, recent.first);
    for (const storage::EventReference& event : recent.second) heard_.emplace(event.id, event.recorded_at);
}

void LiveChanges::catch_up(Subscriber& subscriber, const std::string& last_heard) {
    const auto missed = value_of(engine_.store().readers().read([&](storage::Connection& connection) {
        const auto since = storage::recorded_at(connection, organ_, last_heard);
        if (!since) return std::optional<References>();
        return std::optional(storage::changes_since(connection, organ_, *since - settling_, limits::live_missed + 1));
    }));
    if (!missed || missed->size() > limits::live_missed) {
        subscriber.queue->push(read_anew());
    } else {
        std::map<std::string, std::optional<Sees>> seen;
        for (const storage::EventReference& event : *missed) {
            if (event.id == last_heard) continue;
            const auto [sees, fresh] = seen.try_emplace(event.stream);
            if (fresh) sees->second = seeing(event.stream);
            const Known known = sees->second ? (*sees->second)(subscriber.reader, event) : Known::nothing;
            if (known != Known::nothing) subscriber.queue->push(frame_of(event, known == Known::whole));
        }
    }
    subscriber.caught_up();
}

void LiveChanges::committed(const storage::Committed& committed) {
    {
        const std::lock_guard lock(mutex_);
        if (subscribers_.empty()) return;
        for (const auto& [organ, event] : committed.events) {
            if (organ != organ_ || !is_told(event)) continue;
            if (waiting_.size() >= limits::live_waiting) overrun_ = true;
            if (!overrun_) waiting_.push_back(event);
        }
        if (waiting_.empty() && !overrun_) return;
    }
    changed_.notify_all();
}

void LiveChanges::sessions_changed() {
    {
        const std::lock_guard lock(mutex_);
        sessions_changed_ = true;
    }
    changed_.notify_all();
}

std::size_t LiveChanges::streams() const {
    const std::lock_guard lock(mutex_);
    return subscribers_.size();
}

LiveChanges::Subscribers LiveChanges::subscribers() const {
    const std::lock_guard lock(mutex_);
    return subscribers_;
}

void LiveChanges::run() {
    using Steady = std::chrono::steady_clock;
    Steady::time_point polled = Steady::now();
    Steady::time_point looked = Steady::now();
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        changed_.wait_for(lock, limits::live_poll,
                          [&] { return stopping_ || overrun_ || sessions_changed_ || !waiting_.empty(); });
        if (stopping_) return;
        const auto now = Steady::now();
        const bool poll = settling_ > settling_.zero() && now - polled >= limits::live_poll;
        const bool sessions = std::exchange(sessions_changed_, false) || now - looked >= limits::live_sessions;
        if (poll) polled = now;
        if (sessions) looked = now;
        const bool overrun = std::exchange(overrun_, false);
        References own = std::exchange(waiting_, {});
        lock.unlock();
        try {
            if (overrun) end_all();
            look_around(std::move(own), poll, sessions);
        } catch (const std::exception& fault) {
            // Nobody must miss a change in silence: whoever listens comes back with what he heard last.
            spdlog::error("live changes: {}", fault.what());
            end_all();
        }
        lock.lock();
    }
}

void LiveChanges::look_around(References own, bool poll_too, bool sessions) {
    drop_gone(sessions);
    if (streams() == 0) return;
    tell(unheard(own));
    if (poll_too) tell(unheard(poll()));
}

LiveChanges::References LiveChanges::poll() {
    Instant since;
    {
        const std::lock_guard lock(mutex_);
        since = newest_ - settling_;
    }
    References changes = value_of(engine_.store().readers().read([&](storage::Connection& connection) {
        return storage::changes_since(connection, organ_, since, limits::live_waiting);
    }));
    if (changes.size() >= limits::live_waiting) throw std::runtime_error("more changes than can be told");
    return changes;
}

LiveChanges::References LiveChanges::unheard(const References& changes) {
    const std::lock_guard lock(mutex_);
    References fresh;
    for (const storage::EventReference& event : changes) {
        newest_ = std::max(newest_, event.recorded_at);
        if (heard_.emplace(event.id, event.recorded_at).second) fresh.push_back(event);
    }
    std::erase_if(heard_, [&](const auto& each) { return each.second < newest_ - settling_; });
    return fresh;
}

void LiveChanges::tell(const References& changes) {
    std::map<std::string, std::optional<Sees>> seen;
    const Subscribers all = subscribers();
    for (const storage::EventReference& event : changes) {
        const auto [sees, fresh] = seen.try_emplace(event.stream);
        if (fresh) sees->second = seeing(event.stream);
        if (!sees->second) continue;
        const http::EventFrame whole = frame_of(event, true);
        const http::EventFrame part = frame_of(event, false);
        for (const auto& subscriber : all) {
            if (!subscriber->queue->is_open()) continue;
            const Known known = (*sees->second)(subscriber->reader, event);
            if (known == Known::nothing) continue;
            if (has_session(*subscriber)) {
                subscriber->give(known == Known::whole ? whole : part);
            } else {
                subscriber->queue->close();
            }
        }
    }
}

std::optional<LiveChanges::Sees> LiveChanges::seeing(const std::string& stream) {
    const std::string id = stream.substr(stream.find('/') + 1);
    Subject subject{.organ = organ_};
    if (stream.starts_with("matter/")) {
        subject.matter = MatterId{id};
    } else {
        subject.meeting = MeetingId{id};
    }
    const auto snapshot = std::make_shared<const storage::Snapshot>(value_of(engine_.read(subject, {})));
    const World& world = snapshot->world;
    if (subject.matter) {
        const auto found = world.matters.find(*subject.matter);
        if (found == world.matters.end()) return std::nullopt;
        return [snapshot, matter = found->second](const Reader& reader, const storage::EventReference& event) {
            const Sight sight = sight_of(snapshot->world, reader.person, *matter);
            if (sight == Sight::none || is_before_publication(*matter, sight, event)) return Known::nothing;
            return sight == Sight::whole ? Known::whole : Known::that;
        };
    }
    const auto found = world.meetings.find(*subject.meeting);
    if (found == world.meetings.end()) return std::nullopt;
    return [snapshot, meeting = found->second](const Reader& reader, const storage::EventReference&) {
        if (!sees(snapshot->world, reader.person, *meeting)) return Known::nothing;
        return sees_record(snapshot->world, reader.person, *meeting) ? Known::whole : Known::that;
    };
}

bool LiveChanges::has_session(const Subscriber& subscriber) {
    return value_of(accounts_.find_session(subscriber.reader.token, engine_.now())).has_value();
}

void LiveChanges::drop_gone(bool look_at_sessions) {
    if (look_at_sessions) {
        for (const auto& subscriber : subscribers()) {
            if (!has_session(*subscriber)) subscriber->queue->close();
        }
    }
    const std::lock_guard lock(mutex_);
    std::erase_if(subscribers_, [](const auto& each) { return !each->queue->is_open(); });
}

void LiveChanges::end_all() {
    const std::lock_guard lock(mutex_);
    for (const auto& subscriber : subscribers_) subscriber->queue->close();
    subscribers_.clear();
}

}  // namespace shenyi::api
