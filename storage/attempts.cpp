#include "storage/attempts.hpp"

#include <algorithm>

namespace shenyi::storage {

using namespace workflow;

bool AttemptCounts::full() const {
    const std::lock_guard lock(mutex_);
    return counts_.size() >= limits::attempts_counts;
}

void AttemptCounts::add(const UncountedAttempt& attempt) {
    const std::lock_guard lock(mutex_);
    const auto [found, fresh] = counts_.try_emplace(
        Key{attempt.organ, attempt.stream, attempt.person},
        Count{.counted = {attempt.person, attempt.target, attempt.at, attempt.at, 0}, .hour_ends = attempt.hour_ends});
    AttemptsCounted& counted = found->second.counted;
    ++counted.count;
    counted.to = std::max(counted.to, attempt.at);
}

std::vector<AttemptsCounted> AttemptCounts::running(const OrganId& organ, const std::string& stream) const {
    const std::lock_guard lock(mutex_);
    std::vector<AttemptsCounted> counts;
    for (auto at = counts_.lower_bound(Key{organ, stream, {}}); at != counts_.end(); ++at) {
        if (std::get<0>(at->first) != organ || std::get<1>(at->first) != stream) break;
        counts.push_back(at->second.counted);
    }
    return counts;
}

std::vector<AttemptCounts::Ended> AttemptCounts::take(Instant now, bool all) {
    const std::lock_guard lock(mutex_);
    std::vector<Ended> ended;
    for (auto at = counts_.begin(); at != counts_.end();) {
        if (!all && now < at->second.hour_ends) {
            ++at;
            continue;
        }
        ended.push_back({std::get<0>(at->first), std::get<1>(at->first), std::move(at->second.counted)});
        at = counts_.erase(at);
    }
    return ended;
}

void AttemptCounts::put_back(const Ended& ended) {
    const std::lock_guard lock(mutex_);
    const AttemptsCounted& counted = ended.counted;
    const auto [found, fresh] = counts_.try_emplace(Key{ended.organ, ended.stream, counted.person},
                                                    Count{.counted = counted, .hour_ends = counted.to});
    if (fresh) return;
    found->second.counted.count += counted.count;
    found->second.counted.from = std::min(found->second.counted.from, counted.from);
}

}  // namespace shenyi::storage
