#pragma once

#include "storage/log/envelope.hpp"
#include "storage/store.hpp"
#include "workflow/world.hpp"

#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace shenyi::storage {

/// The state of a stream as folded from its verified events, and where the stream stands. `attempt/…` and `access/…`
/// have no state.
struct StreamState {
    std::int64_t seq = 0;
    std::optional<std::string> last_leaf;
    std::variant<std::monostate, std::shared_ptr<const workflow::Matter>, std::shared_ptr<const workflow::Meeting>,
                 std::shared_ptr<const workflow::Organ>, std::shared_ptr<const workflow::Account>>
        state;

    template <class T>
    std::shared_ptr<const T> as() const {
        const auto* held = std::get_if<std::shared_ptr<const T>>(&state);
        return held ? *held : nullptr;
    }
};

/// States by stream name; a stream without events is absent.
using StreamStates = std::map<std::string, StreamState>;

/// The names of streams to be taken in one statement. Locks are always taken in one order, whoever takes them: organ
/// and persons by name, then all others by name; so two processes wait for each other and never in a circle.
struct StreamNames {
    std::set<std::string> read;     ///< locked against writers, if at all: organ and persons
    std::set<std::string> written;  ///< locked for this transaction alone
};

enum class Lock { none, held };

/// Whether a state's value may be changed in place: only by who made it and has shown it to nobody yet.
enum class Held { shared, alone };

/// Folds streams from the log and keeps what was folded, by sequence: a warm stream costs only the events newer than
/// it. What is kept is bounded by the events that were folded into it, since a state grows with them; the newest use
/// stays. Every event is verified (MAC, `prev`, column copies) before it is folded; a damaged one throws
/// log::RecordDamaged.
class Streams {
  public:
    /// `capacity`: events in all the states that are kept, each state counted as eight more; the one used last stays
    /// whatever its size.
    Streams(const log::MacKey& key, std::int64_t capacity) : key_(key), capacity_(capacity) {}

    /// The streams of one organ as the connection's transaction sees them: one statement for all heads and locks, and
    /// one more for the events of all streams of which something newer than is kept.
    StreamStates load(Connection& connection, const workflow::OrganId& organ, const StreamNames& names, Lock lock);

    /// The state as it is kept, however old: to guess from, never to decide on.
    std::optional<StreamState> kept(const workflow::OrganId& organ, const std::string& name) {
        return kept(Key{organ.value, name});
    }

    /// The stream as it stood at an earlier moment, folded anew: after its event `seq` where that is given, else after
    /// its last event not later than `at`.
    StreamState look_back(Connection& connection, const workflow::OrganId& organ, const std::string& name,
                          std::optional<std::int64_t> seq, workflow::Instant at);

    /// Takes over what was just committed.
    void keep(const workflow::OrganId& organ, const std::string& name, StreamState state);

    /// Forgets everything: after a rebuild or a restore.
    void clear();

  private:
    using Key = std::pair<std::string, std::string>;
    struct KeyHash {
        std::size_t operator()(const Key& key) const {
            return std::hash<std::string>{}(key.first) * 31 + std::hash<std::string>{}(key.second);
        }
    };
    struct Kept {
        StreamState state;
        std::list<Key>::iterator age;
    };

    /// Where a stream stands by its row.
    struct Head {
        std::int64_t seq = 0;
        std::string last_leaf;
    };
    using Heads = std::map<std::string, Head>;

    std::optional<StreamState> kept(const Key& key);
    void drop_oldest();
    void start_from_kept(const workflow::OrganId& organ, const Heads& heads, StreamStates& states);
    void fold_newer(Connection& connection, const workflow::OrganId& organ, const Heads& heads, StreamStates& states);
    /// Checks and folds the event that follows. Throws log::RecordDamaged.
    void fold_next(const log::EventRow& row, const workflow::OrganId& organ, StreamState& state, Held held);

    const log::MacKey& key_;
    const std::int64_t capacity_;
    std::mutex mutex_;
    std::int64_t size_ = 0;  ///< of what is kept, as `capacity` counts
    std::list<Key> ages_;    ///< newest use first
    std::unordered_map<Key, Kept, KeyHash> kept_;
};

/// When the stream was last written; nothing where it has no state.
std::optional<workflow::Instant> last_event_of(const StreamState& state);

/// The condition on a column to be `IN` a list of names given as one JSON parameter, so that an index is used.
std::string in_names(Engine engine, std::string_view parameter);
std::string json_names(const std::set<std::string>& names);

/// Folds one event into a stream's state.
void fold(StreamState& state, const std::string& stream, const workflow::OrganId& organ, const workflow::Event& event,
          const workflow::EventMeta& meta, Held held = Held::shared);

}  // namespace shenyi::storage
