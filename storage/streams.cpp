#include "storage/streams.hpp"

#include "storage/dialect.hpp"
#include "workflow/evolve/evolve.hpp"

#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace shenyi::storage {

namespace {

using namespace workflow;

/// The state's own copy to fold into, made at the first event.
template <class T>
T& own(StreamState& stream) {
    auto copy = std::make_shared<T>();
    if (const auto held = stream.as<T>()) *copy = *held;
    T& state = *copy;
    stream.state = std::shared_ptr<const T>(std::move(copy));
    return state;
}

std::string id_in(const std::string& stream) {
    return stream.substr(stream.find('/') + 1);
}

std::string select_heads(Engine engine, std::string_view lock) {
    return "SELECT id, seq, coalesce(last_leaf, '') FROM stream WHERE organ = :organ AND id IN " +
           in_names(engine, ":names") + " ORDER BY id" + std::string(lock);
}

constexpr auto select_events = R"(
    SELECT id, stream, stream_seq, type, outcome, coalesce(actor_id, ''), at, body, leaf_sha256, leaf_sm3, mac
    FROM event WHERE organ = :organ AND stream = :stream AND stream_seq > :seq ORDER BY stream_seq)";

}  // namespace

std::optional<Instant> last_event_of(const StreamState& state) {
    if (const auto matter = state.as<Matter>()) return matter->last_event_at;
    if (const auto meeting = state.as<Meeting>()) return meeting->last_event_at;
    if (const auto organ = state.as<Organ>()) return organ->last_event_at;
    if (const auto account = state.as<Account>()) return account->last_event_at;
    return std::nullopt;
}

std::string in_names(Engine engine, std::string_view parameter) {
    const std::string name(parameter);
    return engine == Engine::sqlite ? "(SELECT value FROM json_each(" + name + "))"
                                    : "(SELECT json_array_elements_text(CAST(" + name + " AS json)))";
}

std::string json_names(const std::set<std::string>& names) {
    boost::json::array list;
    for (const std::string& name : names) list.emplace_back(name);
    return boost::json::serialize(list);
}

void fold(StreamState& state, const std::string& stream, const OrganId& organ, const Event& event,
          const EventMeta& meta) {
    if (const auto* of_matter = std::get_if<MatterEvent>(&event)) {
        Matter& matter = own<Matter>(state);
        if (matter.id.empty()) {
            matter.id = {id_in(stream)};
            matter.organ = organ;
        }
        evolve(matter, *of_matter, meta);
    } else if (const auto* of_meeting = std::get_if<MeetingEvent>(&event)) {
        Meeting& meeting = own<Meeting>(state);
        if (meeting.id.empty()) {
            meeting.id = {id_in(stream)};
            meeting.organ = organ;
        }
        evolve(meeting, *of_meeting, meta);
    } else if (const auto* of_organ = std::get_if<OrganEvent>(&event)) {
        Organ& folded = own<Organ>(state);
        folded.id = organ;
        evolve(folded, *of_organ, meta);
    } else if (const auto* of_person = std::get_if<PersonEvent>(&event)) {
        Account& account = own<Account>(state);
        account.person = {id_in(stream)};
        evolve(account, *of_person, meta);
    }
}

StreamStates Streams::load(Connection& connection, const OrganId& organ, const std::set<std::string>& names,
                           Lock lock) {
    if (names.empty()) return {};
    std::string_view clause;
    if (lock == Lock::update) clause = connection.dialect().lock_to_write();
    if (lock == Lock::share) clause = connection.dialect().lock_to_read();

    std::map<std::string, std::pair<std::int64_t, std::string>> heads;
    const std::string list = json_names(names);
    std::string name;
    std::string leaf;
    long long seq = 0;
    // Types are bound: SQLite tells every INTEGER column as int.
    soci::statement statement =
        (connection.sql().prepare << select_heads(connection.engine(), clause), soci::use(organ.value, "organ"),
         soci::use(list, "names"), soci::into(name), soci::into(seq), soci::into(leaf));
    statement.execute();
    while (statement.fetch()) heads[name] = {seq, leaf};
    StreamStates states;
    fold_newer(connection, organ, heads, states);
    return states;
}

void Streams::fold_on(Connection& connection, const OrganId& organ, const std::string& name, StreamState& state,
                      const Wanted& wanted) {
    log::EventRow row{.organ = organ.value};
    long long seq = 0;
    const long long after = state.seq;
    soci::statement statement =
        (connection.sql().prepare << select_events, soci::use(organ.value, "organ"), soci::use(name, "stream"),
         soci::use(after, "seq"), soci::into(row.id), soci::into(row.stream), soci::into(seq), soci::into(row.type),
         soci::into(row.outcome), soci::into(row.actor), soci::into(row.at), soci::into(row.body),
         soci::into(row.leaf_sha256), soci::into(row.leaf_sm3), soci::into(row.mac));
    statement.execute();
    while (statement.fetch()) {
        row.stream_seq = seq;
        if (!wanted(row)) return;
        if (row.stream_seq != state.seq + 1) throw log::RecordDamaged(name + ": an event is missing");
        const log::OpenedEvent opened = log::open(row, state.last_leaf, key_);
        fold(state, name, organ, opened.event, opened.meta);
        state.seq = row.stream_seq;
        state.last_leaf = row.leaf_sha256;
    }
}

StreamState Streams::look_back(Connection& connection, const OrganId& organ, const std::string& name,
                               std::optional<std::int64_t> seq, Instant at) {
    StreamState state;
    const std::string until = rfc3339(at);
    fold_on(connection, organ, name, state,
            [&](const log::EventRow& row) { return seq ? row.stream_seq <= *seq : row.at <= until; });
    return state;
}

void Streams::fold_newer(Connection& connection, const OrganId& organ,
                         std::map<std::string, std::pair<std::int64_t, std::string>>& heads, StreamStates& states) {
    for (auto& [name, head] : heads) {
        StreamState state = kept({organ.value, name}).value_or(StreamState{});
        if (state.seq > head.first) state = StreamState{};  // another, older database is behind this name
        const std::int64_t before = state.seq;
        const bool stateless = name.starts_with("attempt/") || name.starts_with("access/");
        if (stateless) {
            state.seq = head.first;
            state.last_leaf = head.second;
        } else if (state.seq < head.first) {
            fold_on(connection, organ, name, state, [](const log::EventRow&) { return true; });
        }
        if (state.seq != head.first || state.last_leaf != head.second) {
            throw log::RecordDamaged(name + ": the stream's head does not fit its events");
        }
        if (!stateless && state.seq != before) keep(organ, name, state);
        states[name] = std::move(state);
    }
}

std::optional<StreamState> Streams::kept(const Key& key) {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(key);
    if (found == kept_.end()) return std::nullopt;
    ages_.splice(ages_.begin(), ages_, found->second.age);
    return found->second.state;
}

void Streams::keep(const OrganId& organ, const std::string& name, StreamState state) {
    const std::lock_guard lock(mutex_);
    const Key key{organ.value, name};
    const auto found = kept_.find(key);
    if (found != kept_.end()) {
        if (found->second.state.seq <= state.seq) found->second.state = std::move(state);
        ages_.splice(ages_.begin(), ages_, found->second.age);
        return;
    }
    ages_.push_front(key);
    kept_.emplace(key, Kept{std::move(state), ages_.begin()});
    while (kept_.size() > capacity_) {
        kept_.erase(ages_.back());
        ages_.pop_back();
    }
}

void Streams::clear() {
    const std::lock_guard lock(mutex_);
    kept_.clear();
    ages_.clear();
}

}  // namespace shenyi::storage
