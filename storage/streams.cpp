#include "storage/streams.hpp"

#include "storage/dialect.hpp"
#include "storage/event_rows.hpp"
#include "workflow/evolve/evolve.hpp"

#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace shenyi::storage {

namespace {

using namespace workflow;

/// The value to fold into: a copy, unless nobody else holds it. Values are made here, and never const themselves.
template <class T>
T& own(StreamState& stream, Held held) {
    const auto before = stream.as<T>();
    if (before && held == Held::alone) return const_cast<T&>(*before);
    auto copy = std::make_shared<T>();
    if (before) *copy = *before;
    T& state = *copy;
    stream.state = std::shared_ptr<const T>(std::move(copy));
    return state;
}

std::string id_in(const std::string& stream) {
    return stream.substr(stream.find('/') + 1);
}

/// Heads of two lists of streams. The first list is read, and so locked, to its end before the second: organ and
/// persons before all others, each list in the order of its names; where even organ and persons are to be written, the
/// second list has all of them, in the same order.
std::string select_heads(Connection& connection, Lock lock) {
    const auto part = [&](std::string_view parameter, std::string_view clause) {
        return "(SELECT id, seq, coalesce(last_leaf, '') AS leaf FROM stream WHERE organ = :organ AND id " +
               in_names(connection.engine(), parameter) +
               " ORDER BY (id LIKE 'organ/%' OR id LIKE 'person/%') DESC, id" +
               (lock == Lock::held ? std::string(clause) : std::string()) + ")";
    };
    return "WITH shared AS MATERIALIZED " + part(":shared", connection.dialect().lock_to_read()) +
           ", written AS MATERIALIZED " + part(":written", connection.dialect().lock_to_write()) +
           " SELECT id, seq, leaf FROM shared UNION ALL SELECT id, seq, leaf FROM written";
}

/// The statement kept on a connection with what is bound to it.
template <Lock lock>
class HeadRows {
  public:
    explicit HeadRows(Connection& connection)
        : statement_((connection.sql().prepare << select_heads(connection, lock), soci::use(organ_, "organ"),
                      soci::use(shared_, "shared"), soci::use(written_, "written"), soci::into(name_), soci::into(seq_),
                      soci::into(leaf_))) {}

    template <class Take>
    void read(const OrganId& organ, const StreamNames& names, Take&& take) {
        organ_ = organ.value;
        shared_ = json_names(names.read);
        written_ = json_names(names.written);
        statement_.execute();
        while (statement_.fetch()) take(name_, std::int64_t{seq_}, leaf_);
    }

  private:
    std::string organ_;
    std::string shared_;
    std::string written_;
    std::string name_;
    std::string leaf_;
    long long seq_ = 0;  // types are bound: SQLite tells every INTEGER column as int
    soci::statement statement_;
};

bool is_stateless(const std::string& stream) {
    return stream.starts_with("attempt/") || stream.starts_with("access/");
}

/// What a kept state weighs, in events: of a stream without a state (attempts, log-ins) only its place is kept.
std::int64_t size_of(const StreamState& state) {
    constexpr std::int64_t place = 8;
    return std::holds_alternative<std::monostate>(state.state) ? place : place + state.seq;
}

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
    // As an array, or PostgreSQL reads the whole table beside the list.
    return engine == Engine::sqlite ? "IN (SELECT value FROM json_each(" + name + "))"
                                    : "= ANY (ARRAY(SELECT json_array_elements_text(CAST(" + name + " AS json))))";
}

std::string json_names(const std::set<std::string>& names) {
    boost::json::array list;
    for (const std::string& name : names) list.emplace_back(name);
    return boost::json::serialize(list);
}

void fold(StreamState& state, const std::string& stream, const OrganId& organ, const Event& event,
          const EventMeta& meta, Held held) {
    if (const auto* of_matter = std::get_if<MatterEvent>(&event)) {
        Matter& matter = own<Matter>(state, held);
        if (matter.id.empty()) {
            matter.id = {id_in(stream)};
            matter.organ = organ;
        }
        evolve(matter, *of_matter, meta);
    } else if (const auto* of_meeting = std::get_if<MeetingEvent>(&event)) {
        Meeting& meeting = own<Meeting>(state, held);
        if (meeting.id.empty()) {
            meeting.id = {id_in(stream)};
            meeting.organ = organ;
        }
        evolve(meeting, *of_meeting, meta);
    } else if (const auto* of_organ = std::get_if<OrganEvent>(&event)) {
        Organ& folded = own<Organ>(state, held);
        folded.id = organ;
        evolve(folded, *of_organ, meta);
    } else if (const auto* of_person = std::get_if<PersonEvent>(&event)) {
        Account& account = own<Account>(state, held);
        account.person = {id_in(stream)};
        evolve(account, *of_person, meta);
    }
}

StreamStates Streams::load(Connection& connection, const OrganId& organ, const StreamNames& names, Lock lock) {
    if (names.read.empty() && names.written.empty()) return {};
    Heads heads;
    const auto take = [&](const std::string& name, std::int64_t seq, const std::string& leaf) {
        heads[name] = {seq, leaf};
    };
    if (lock == Lock::held) {
        connection.kept<HeadRows<Lock::held>>().read(organ, names, take);
    } else {
        connection.kept<HeadRows<Lock::none>>().read(organ, names, take);
    }
    StreamStates states;
    start_from_kept(organ, heads, states);
    fold_newer(connection, organ, heads, states);
    for (const auto& [name, head] : heads) {
        const StreamState& state = states[name];
        if (state.seq != head.seq || state.last_leaf != head.last_leaf) {
            throw log::RecordDamaged(name + ": the stream's head does not fit its events");
        }
    }
    return states;
}

void Streams::start_from_kept(const OrganId& organ, const Heads& heads, StreamStates& states) {
    for (const auto& [name, head] : heads) {
        StreamState state = kept(Key{organ.value, name}).value_or(StreamState{});
        if (state.seq > head.seq) state = StreamState{};  // another, older database is behind this name
        if (is_stateless(name)) {
            state.seq = head.seq;
            state.last_leaf = head.last_leaf;
        }
        states[name] = std::move(state);
    }
}

StreamState Streams::look_back(Connection& connection, const OrganId& organ, const std::string& name,
                               std::optional<std::int64_t> seq, Instant at) {
    StreamState state;
    const std::string until = rfc3339(at);
    bool reached = false;
    connection.kept<EventRows>().read(organ, {{name, 0}}, [&](const log::EventRow& row) {
        reached = reached || (seq ? row.stream_seq > *seq : row.at > until);
        if (!reached) fold_next(row, organ, state, state.seq > 0 ? Held::alone : Held::shared);
    });
    return state;
}

void Streams::fold_next(const log::EventRow& row, const OrganId& organ, StreamState& state, Held held) {
    if (row.stream_seq != state.seq + 1) throw log::RecordDamaged(row.stream + ": an event is missing");
    const log::OpenedEvent opened = log::open(row, state.last_leaf, key_);
    fold(state, row.stream, organ, opened.event, opened.meta, held);
    state.seq = row.stream_seq;
    state.last_leaf = row.leaf_sha256;
}

void Streams::fold_newer(Connection& connection, const OrganId& organ, const Heads& heads, StreamStates& states) {
    std::map<std::string, std::int64_t> after;
    for (const auto& [name, head] : heads) {
        if (states[name].seq < head.seq) after[name] = states[name].seq;
    }
    if (after.empty()) return;
    std::string begun;  // the stream whose value was copied already and is nobody else's yet
    connection.kept<EventRows>().read(organ, after, [&](const log::EventRow& row) {
        fold_next(row, organ, states[row.stream], begun == row.stream ? Held::alone : Held::shared);
        begun = row.stream;
    });
    for (const auto& [name, seq] : after) keep(organ, name, states[name]);
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
    if (found == kept_.end()) {
        ages_.push_front(key);
        size_ += size_of(state);
        kept_.emplace(key, Kept{std::move(state), ages_.begin()});
    } else {
        ages_.splice(ages_.begin(), ages_, found->second.age);
        if (found->second.state.seq > state.seq) return;
        size_ += size_of(state) - size_of(found->second.state);
        found->second.state = std::move(state);
    }
    while (size_ > capacity_ && kept_.size() > 1) drop_oldest();
}

void Streams::drop_oldest() {
    const auto oldest = kept_.find(ages_.back());
    size_ -= size_of(oldest->second.state);
    kept_.erase(oldest);
    ages_.pop_back();
}

void Streams::clear() {
    const std::lock_guard lock(mutex_);
    kept_.clear();
    ages_.clear();
    size_ = 0;
}

}  // namespace shenyi::storage
