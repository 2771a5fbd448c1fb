#pragma once

#include "storage/list_cursor.hpp"
#include "storage/store.hpp"
#include "workflow/dates.hpp"
#include "workflow/ids.hpp"
#include "workflow/readers.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::storage {

namespace limits {
inline constexpr std::size_t page = 200;          ///< rows of one page
inline constexpr std::size_t search_bytes = 400;  ///< of a text to search for
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
    std::string place;
    workflow::PersonId chair;
    workflow::PersonId recorder;

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
    /// Where the next page begins; nothing where the list has ended.
    std::optional<std::string> next_cursor;
};

template <class Summary>
using PageOrFault = tl::expected<Page<Summary>, ListFault>;

/// What is opened to one of the reader's names (workflow/readers.hpp), newest first: by id, which is drawn in the order
/// of creation. `limit` is taken into 1 … limits::page. Throws what the database says.
PageOrFault<MatterSummary> list_matters(Connection& connection, const workflow::OrganId& organ,
                                        const std::vector<workflow::Names>& reader, const MatterFilter& filter,
                                        std::size_t limit, const std::optional<std::string>& cursor);

/// Latest first, by the instant it is held at, and id.
PageOrFault<MeetingSummary> list_meetings(Connection& connection, const workflow::OrganId& organ,
                                          const std::vector<workflow::Names>& reader, const MeetingFilter& filter,
                                          std::size_t limit, const std::optional<std::string>& cursor);

/// The statements of a page: at most `rows` rows read along an index for each name, whatever there is besides.
ListQuery matters_query(const workflow::OrganId& organ, const std::vector<workflow::Names>& reader,
                        const MatterFilter& filter, const std::optional<ListKey>& after, std::size_t rows);
ListQuery meetings_query(const workflow::OrganId& organ, const std::vector<workflow::Names>& reader,
                         const MeetingFilter& filter, const std::optional<ListKey>& after, std::size_t rows);

}  // namespace shenyi::storage
