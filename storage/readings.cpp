#include "storage/readings.hpp"

#include <algorithm>
#include <utility>

namespace shenyi::storage {

using namespace workflow;

Readings::Thing Readings::thing_of(const ReadEntry& reading) {
    return {reading.what, reading.version, reading.item, reading.document};
}

bool Readings::note(const OrganId& organ, const PersonId& person, const std::string& resource,
                    const ReadEntry& reading) {
    const std::lock_guard lock(mutex_);
    if (kept_ >= limits::readings_kept) return false;
    add({organ, person, resource}, reading);
    return true;
}

void Readings::add(const Key& key, const ReadEntry& reading) {
    Entry& entry = entries_.try_emplace(key, Entry{reading.first + limits::readings_hour, {}}).first->second;
    const auto [found, fresh] = entry.things.try_emplace(thing_of(reading));
    Opened& opened = found->second;
    if (fresh) ++kept_;
    if (opened.unwritten == 0 || reading.first < opened.first) opened.first = reading.first;
    opened.last = std::max(opened.last, reading.last);
    opened.unwritten += reading.count;
}

/// What was opened for the first time; once the hour has ended also what was opened again.
std::vector<ReadEntry> Readings::due(Entry& entry, bool ended) {
    std::vector<ReadEntry> readings;
    for (auto& [thing, opened] : entry.things) {
        if (opened.unwritten == 0 || (opened.written_before && !ended)) continue;
        readings.push_back({.what = thing.what,
                            .version = thing.version,
                            .item = thing.item,
                            .document = thing.document,
                            .first = opened.first,
                            .last = opened.last,
                            .count = std::exchange(opened.unwritten, 0)});
        opened.written_before = true;
    }
    return readings;
}

std::vector<Readings::Gathered> Readings::take(Instant now, bool all) {
    const std::lock_guard lock(mutex_);
    std::vector<Gathered> gathered;
    for (auto at = entries_.begin(); at != entries_.end();) {
        const auto& [organ, person, resource] = at->first;
        const bool ended = all || now >= at->second.hour_ends;
        const std::vector<ReadEntry> readings = due(at->second, ended);
        for (std::size_t i = 0; i < readings.size(); i += limits::readings_in_event) {
            const auto first = readings.begin() + static_cast<std::ptrdiff_t>(i);
            const auto count = std::min(limits::readings_in_event, readings.size() - i);
            gathered.push_back({organ, {person, resource, {first, first + static_cast<std::ptrdiff_t>(count)}}});
        }
        if (!ended) {
            ++at;
            continue;
        }
        kept_ -= at->second.things.size();
        at = entries_.erase(at);
    }
    return gathered;
}

void Readings::put_back(const Gathered& gathered) {
    const std::lock_guard lock(mutex_);
    const Key key{gathered.organ, gathered.read.person, gathered.read.resource};
    for (const ReadEntry& reading : gathered.read.readings) {
        add(key, reading);
        entries_.at(key).things.at(thing_of(reading)).written_before = false;
    }
}

}  // namespace shenyi::storage
