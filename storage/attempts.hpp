#pragma once

#include "workflow/dates.hpp"
#include "workflow/events/attempt.hpp"
#include "workflow/ids.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

namespace shenyi::storage {

namespace limits {
/// Refusals of one person on one resource within an hour that are an event each; what follows is counted.
inline constexpr int attempts_written = 9;
inline constexpr std::chrono::hours attempts_hour{1};
/// Matters and meetings that one count bears on; attempts on more are counted without them.
inline constexpr std::size_t attempts_about = 100;
/// Counts that run at once; beyond them a refusal is an event again.
inline constexpr std::size_t attempts_counts = 10'000;
}  // namespace limits

/// One refusal that is not written by itself.
struct UncountedAttempt {
    workflow::OrganId organ;
    std::string stream;  ///< `attempt/…`
    workflow::PersonId person;
    workflow::AttemptRefused attempt;
    workflow::Instant at;
    workflow::Instant hour_ends;
};

/// Refusals from the tenth of one person on one resource within an hour on (api.md §1): counted in memory, bounded, and
/// taken out when the hour has ended, to be written as one event that says which actions and which rules they were. May
/// be called from any thread.
class AttemptCounts {
  public:
    /// A count that has ended, and where it is to be written.
    struct Ended {
        workflow::OrganId organ;
        std::string stream;
        workflow::AttemptsCounted counted;
    };

    bool full() const;
    void add(const UncountedAttempt& attempt);
    /// The counts that run on a resource now.
    std::vector<workflow::AttemptsCounted> running(const workflow::OrganId& organ, const std::string& stream) const;
    /// Takes out the counts whose hour has ended at `now`, or all.
    std::vector<Ended> take(workflow::Instant now, bool all);
    /// Puts back what could not be written.
    void put_back(const Ended& ended);

  private:
    using Key = std::tuple<workflow::OrganId, std::string, workflow::PersonId>;
    struct Count {
        workflow::AttemptsCounted counted;
        workflow::Instant hour_ends;
    };

    mutable std::mutex mutex_;
    std::map<Key, Count> counts_;
};

}  // namespace shenyi::storage
