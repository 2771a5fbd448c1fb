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

enum class Lock { none, share, update };

/// Folds streams from the log and keeps what was folded, bounded, by sequence: a warm stream costs only the events
/// newer than it. Every event is verified (MAC, `prev`, column copies) before it is folded; a damaged one throws
/// log::RecordDamaged.
class Streams {
  public:
    Streams(const log::MacKey& key, std::size_t capacity) : key_(key), capacity_(capacity) {}

    /// The streams of one organ as the connection's transaction sees them, locked in the order of their names.
    StreamStates load(Connection& connection, const workflow::OrganId& organ, const std::set<std::string>& names,
                      Lock lock);

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

    std::optional<StreamState> kept(const Key& key);
    using Wanted = std::function<bool(const log::EventRow&)>;
    void fold_on(Connection& connection, const workflow::OrganId& organ, const std::string& name, StreamState& state,
                 const Wanted& wanted);
    void fold_newer(Connection& connection, const workflow::OrganId& organ,
                    std::map<std::string, std::pair<std::int64_t, std::string>>& heads, StreamStates& states);

    const log::MacKey& key_;
    const std::size_t capacity_;
    std::mutex mutex_;
    std::list<Key> ages_;  ///< newest use first
    std::unordered_map<Key, Kept, KeyHash> kept_;
};

/// When the stream was last written; nothing where it has no state.
std::optional<workflow::Instant> last_event_of(const StreamState& state);

/// `IN` a list of names given as one JSON parameter.
std::string in_names(Engine engine, std::string_view parameter);
std::string json_names(const std::set<std::string>& names);

/// Folds one event into a stream's state.
void fold(StreamState& state, const std::string& stream, const workflow::OrganId& organ, const workflow::Event& event,
          const workflow::EventMeta& meta);

}  // namespace shenyi::storage
