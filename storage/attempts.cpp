#include "storage/attempts.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace shenyi::storage {

using namespace workflow;

namespace {

void count(std::optional<std::vector<NameCounted>>& names, const std::string& name, int times = 1) {
    std::vector<NameCounted>& list = names ? *names : names.emplace();
    const auto found = std::ranges::find(list, name, &NameCounted::name);
    if (found != list.end()) {
        found->count += times;
    } else {
        list.push_back({name, times});
    }
}

void add_about(AttemptsCounted& counted, const std::vector<std::string>& about) {
    for (const std::string& stream : about) {
        if (counted.about.size() == limits::attempts_about) return;
        if (std::ranges::find(counted.about, stream) == counted.about.end()) counted.about.push_back(stream);
    }
}

void add_up(AttemptsCounted& counted, const AttemptsCounted& more) {
    counted.count += more.count;
    counted.from = std::min(counted.from, more.from);
    counted.to = std::max(counted.to, more.to);
    for (const NameCounted& each : more.actions.value_or(std::vector<NameCounted>{})) {
        count(counted.actions, each.name, each.count);
    }
    for (const NameCounted& each : more.rules.value_or(std::vector<NameCounted>{})) {
        count(counted.rules, each.name, each.count);
    }
    for (const NameCounted& each : more.counted_as.value_or(std::vector<NameCounted>{})) {
        count(counted.counted_as, each.name, each.count);
    }
    add_about(counted, more.about);
}

/// The stream of the resource, without the item: a count is of the whole meeting.
std::string resource_in(const std::string& target) {
    const auto slash = target.find('/', target.find('/') + 1);
    return target.substr(0, slash);
}

AttemptsCounted one(const UncountedAttempt& uncounted) {
    const AttemptRefused& attempt = uncounted.attempt;
    AttemptsCounted counted{.person = uncounted.person,
                            .target = resource_in(attempt.target),
                            .from = uncounted.at,
                            .to = uncounted.at,
                            .count = 1,
                            .actions = {},
                            .rules = {},
                            .about = {}};
    count(counted.actions, attempt.action);
    if (attempt.not_your_role) count(counted.rules, "not_your_role");
    for (const Finding& finding : attempt.findings) count(counted.rules, finding.rule);
    if (attempt.counted_as) count(counted.counted_as, boost::describe::enum_to_string(*attempt.counted_as, ""));
    add_about(counted, attempt.about);
    return counted;
}

}  // namespace

bool AttemptCounts::full() const {
    const std::lock_guard lock(mutex_);
    return counts_.size() >= limits::attempts_counts;
}

void AttemptCounts::add(const UncountedAttempt& attempt) {
    const std::lock_guard lock(mutex_);
    const auto [found, fresh] = counts_.try_emplace(Key{attempt.organ, attempt.stream, attempt.person},
                                                    Count{.counted = one(attempt), .hour_ends = attempt.hour_ends});
    if (!fresh) add_up(found->second.counted, one(attempt));
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
    if (!fresh) add_up(found->second.counted, counted);
}

}  // namespace shenyi::storage
