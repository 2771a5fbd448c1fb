#pragma once

#include "storage/engine.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace shenyi::storage {

namespace limits {
/// A transaction takes its time at its begin and shows at its commit, so that events of several servers do not show in
/// the order of their times. For so long an earlier one may still come; a transaction that hangs longer is ended.
inline constexpr std::chrono::seconds settling{30};
}  // namespace limits

/// How far back of an event others may still show after it: nothing on SQLite, where one process writes at a time.
std::chrono::milliseconds settling_of(Engine engine);

/// Events of an organ's matters and meetings that were recorded at `since` or later, in the order of time, at most
/// `most`. Only told, not verified: whoever reads the state verifies it.
std::vector<EventReference> changes_since(Connection& connection, const workflow::OrganId& organ,
                                          workflow::Instant since, std::size_t most);

/// When an event was recorded; nothing where there is none of that id.
std::optional<workflow::Instant> recorded_at(Connection& connection, const workflow::OrganId& organ,
                                             const std::string& event);

/// When the organ's newest event was recorded; nothing where it has none.
std::optional<workflow::Instant> newest_recorded(Connection& connection, const workflow::OrganId& organ);

/// Events that no checkpoint covers yet. `count` counts numbers that were given out in vain (PostgreSQL) too.
struct PendingEvents {
    std::int64_t count = 0;
    std::optional<workflow::Instant> oldest;
};
PendingEvents pending_events(Connection& connection);

}  // namespace shenyi::storage
