#pragma once

#include "workflow/dates.hpp"
#include "workflow/events/attempt.hpp"
#include "workflow/ids.hpp"

#include <chrono>
#include <compare>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace shenyi::storage {

namespace limits {
/// What one person opened of one resource is one entry within it.
inline constexpr std::chrono::hours readings_hour{1};
/// Readings that are kept in memory; beyond them they are written at once.
inline constexpr std::size_t readings_kept = 50'000;
/// Readings that one event holds, so that it stays far below the longest event.
inline constexpr std::size_t readings_in_event = 100;
}  // namespace limits

/// What is read, gathered between two writings so that reading waits for nothing (event-log.md §5). What was opened for
/// the first time within an hour is handed out at the next writing, how often it was opened again at the hour's end.
/// From any thread.
class Readings {
  public:
    /// What is to be written of one person and one resource.
    struct Gathered {
        workflow::OrganId organ;
        workflow::RecordRead read;
    };

    /// False where there is no room.
    bool note(const workflow::OrganId& organ, const workflow::PersonId& person, const std::string& resource,
              const workflow::ReadEntry& reading);
    /// Takes out what is to be written at `now`; at a stop, all.
    std::vector<Gathered> take(workflow::Instant now, bool all);
    /// Puts back what could not be written.
    void put_back(const Gathered& gathered);

  private:
    struct Thing {
        workflow::ReadKind what;
        std::optional<int> version;
        std::optional<workflow::ItemId> item;
        std::optional<workflow::DocumentId> document;

        auto operator<=>(const Thing&) const = default;
    };
    struct Opened {
        workflow::Instant first{};
        workflow::Instant last{};
        int unwritten = 0;
        bool written_before = false;
    };
    struct Entry {
        workflow::Instant hour_ends;
        std::map<Thing, Opened> things;
    };
    using Key = std::tuple<workflow::OrganId, workflow::PersonId, std::string>;

    static Thing thing_of(const workflow::ReadEntry& reading);
    static std::vector<workflow::ReadEntry> due(Entry& entry, bool ended);
    void add(const Key& key, const workflow::ReadEntry& reading);

    std::mutex mutex_;
    std::map<Key, Entry> entries_;
    std::size_t kept_ = 0;
};

}  // namespace shenyi::storage
