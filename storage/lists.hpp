#pragma once

#include "storage/list_cursor.hpp"
#include "storage/store.hpp"
#include "workflow/dates.hpp"
#include "workflow/ids.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::storage {

namespace limits {
inline constexpr std::size_t page = 200;               ///< rows of one page
inline constexpr std::size_t list_step = 200;          ///< rows of one statement
inline constexpr std::size_t list_looked_at = 20'000;  ///< rows that one page may pass over; then it ends short
inline constexpr std::size_t search_bytes = 400;       ///< of a text to search for
}  // namespace limits

/// A matter as lists show it; `kind` and `stage` spelled as on the wire.
struct MatterSummary {
    workflow::MatterId id;
    std::string kind;
    std::string title;
    std::string stage;
    workflow::UnitId undertaking_unit;
    std::optional<workflow::UnitId> lead_unit;
    workflow::PersonId created_by;
    workflow::Instant created_at;
    workflow::Instant updated_at;
    std::int64_t seq = 0;

    bool operator==(const MatterSummary&) const = default;
};

struct MeetingSummary {
    workflow::MeetingId id;
    std::string forum;
    std::string stage;
    workflow::Instant held_at;
    std::int64_t seq = 0;

    bool operator==(const MeetingSummary&) const = default;
};

/// What is empty does not narrow the list.
struct MatterFilter {
    std::optional<std::string> kind;
    std::optional<std::string> stage;
    std::optional<workflow::UnitId> unit;  ///< the undertaking unit
    std::optional<std::string> text;       ///< stands somewhere in the title, whatever the case of Latin letters
    std::optional<workflow::Date> from;    ///< days of creation in the organ's zone, both included
    std::optional<workflow::Date> to;
};

struct MeetingFilter {
    std::optional<std::string> forum;
    std::optional<std::string> stage;
    std::optional<workflow::Date> from;  ///< days on which it is held, both included
    std::optional<workflow::Date> to;
};

template <class Summary>
struct Page {
    std::vector<Summary> items;
    /// Where the next page begins; nothing where the list has ended. A page may end short, even empty, and go on.
    std::optional<std::string> next_cursor;
};

/// Whether the reader may see it; empty: everything.
template <class Summary>
using Visible = std::function<bool(const Summary&)>;

template <class Summary>
using PageOrFault = tl::expected<Page<Summary>, ListFault>;

/// Newest first, by creation and id. `limit` is taken into 1 … limits::page. Throws what the database says.
PageOrFault<MatterSummary> list_matters(Connection& connection, const workflow::OrganId& organ,
                                        const MatterFilter& filter, std::size_t limit,
                                        const std::optional<std::string>& cursor,
                                        const Visible<MatterSummary>& visible = {});

/// Latest first, by the instant it is held at, and id.
PageOrFault<MeetingSummary> list_meetings(Connection& connection, const workflow::OrganId& organ,
                                          const MeetingFilter& filter, std::size_t limit,
                                          const std::optional<std::string>& cursor,
                                          const Visible<MeetingSummary>& visible = {});

/// The statements of one step of the lists.
ListQuery matters_query(const workflow::OrganId& organ, const MatterFilter& filter,
                        const std::optional<ListKey>& after);
ListQuery meetings_query(const workflow::OrganId& organ, const MeetingFilter& filter,
                         const std::optional<ListKey>& after);

}  // namespace shenyi::storage
