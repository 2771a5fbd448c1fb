#pragma once

#include "storage/steps.hpp"
#include "storage/store.hpp"
#include "workflow/dates.hpp"
#include "workflow/events/attempt.hpp"
#include "workflow/ids.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// Refusals from the tenth of one person on one resource within an hour on (api.md §1): counted in a row of its own,
/// which is written with the refusal and before its answer, until the hour has ended and one event says which actions
/// and which rules they were. The row goes in the transaction that writes the event, so that nothing is counted twice
/// or lost, however many servers there are and however they end.
namespace shenyi::storage {

namespace limits {
/// Refusals of one person on one resource within an hour that are an event each; what follows is counted.
inline constexpr int attempts_written = 9;
inline constexpr std::chrono::hours attempts_hour{1};
/// Matters and meetings that one count bears on; attempts on more are counted without them.
inline constexpr std::size_t attempts_about = 100;
/// Counts that one transaction turns into events.
inline constexpr int attempts_ended = 500;
}  // namespace limits

/// Refusals of one person on one resource that are counted now.
struct AttemptCount {
    workflow::OrganId organ;
    std::string stream;  ///< `attempt/…`
    workflow::Instant hour_ends;
    workflow::AttemptsCounted counted;
};

/// The count as of its first refusal.
AttemptCount first_counted(const workflow::OrganId& organ, const std::string& stream, const workflow::PersonId& person,
                           const workflow::AttemptRefused& attempt, workflow::Instant at, workflow::Instant hour_ends);
/// Adds one more refusal to a count that runs.
void add_to(AttemptCount& count, const workflow::AttemptRefused& attempt, workflow::Instant at);

/// The row of a count (Step::attempt_count), and what takes it out (Step::attempt_count_gone).
Row row_of(const AttemptCount& count);
Row key_of(const AttemptCount& count);

/// The count that runs of a person on a stream.
std::optional<AttemptCount> running_count(Connection& connection, const workflow::OrganId& organ,
                                          const std::string& stream, const workflow::PersonId& person);
/// The counts that run on these streams, by stream and person.
std::vector<AttemptCount> running_counts(Connection& connection, const workflow::OrganId& organ,
                                         const std::set<std::string>& streams);
/// Counts whose hour has ended at `now`, of whatever organ, not more than limits::attempts_ended.
std::vector<AttemptCount> ended_counts(Connection& connection, workflow::Instant now);

}  // namespace shenyi::storage
