#pragma once

#include "storage/lists.hpp"
#include "workflow/addressee.hpp"
#include "workflow/deadlines.hpp"
#include "workflow/traces.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

/// Work lists and deadlines, answered from their read tables along an index: what a page costs grows neither with the
/// number of matters nor with what stands on other desks.
namespace shenyi::storage {

/// One entry of a work list. `title` and `forum`, `held_at` are those of the matter and the meeting now.
struct TaskRow {
    std::string id;
    workflow::Instant since;
    std::string action;
    std::optional<std::string> role;  ///< spelled as on the wire
    std::optional<workflow::MatterId> matter;
    std::optional<workflow::MeetingId> meeting;
    std::optional<workflow::ItemId> item;
    std::optional<int> draft;
    std::optional<workflow::Date> due;
    std::optional<int> year;  ///< of a calendar
    std::string title;
    std::string forum;
    std::optional<workflow::Instant> held_at;
};

/// Newest first, by instant and id, from all the desks; an entry that lies on several of them once.
PageOrFault<TaskRow> list_tasks(Connection& connection, const workflow::OrganId& organ, workflow::Box box,
                                const std::vector<std::string>& desks, std::size_t limit,
                                const std::optional<std::string>& cursor);

struct DeadlineRow {
    workflow::MatterId matter;
    std::string title;
    std::string stage;  ///< of the matter, spelled as on the wire
    std::string kind;
    workflow::UnitId unit;
    std::optional<workflow::Date> date;
    std::optional<std::string> calendar;
    std::optional<int> missing_year;
    workflow::Addressee of;
    std::string id;
};

struct DeadlineFilter {
    std::optional<workflow::UnitId> unit;  ///< the lead unit, before the opening the undertaking unit
    std::optional<workflow::Date> from;
    std::optional<workflow::Date> to;  ///< with it, what has no date is left out
};

/// The nearest day first, then what cannot be counted.
PageOrFault<DeadlineRow> list_deadlines(Connection& connection, const workflow::OrganId& organ,
                                        const DeadlineFilter& filter, std::size_t limit,
                                        const std::optional<std::string>& cursor);

/// The matters whose review should have ended before the day, for the daily job.
std::set<workflow::MatterId> reviews_due_before(Connection& connection, const workflow::OrganId& organ,
                                                workflow::Date day);

/// The matters with a deadline that was counted with a calendar, or waits for one.
std::set<workflow::MatterId> matters_with_counted_days(Connection& connection, const workflow::OrganId& organ);

/// The statements, as they are run.
ListQuery tasks_query(const workflow::OrganId& organ, workflow::Box box, const std::string& desk,
                      const std::optional<ListKey>& after, std::size_t rows);
ListQuery deadlines_query(const workflow::OrganId& organ, const DeadlineFilter& filter,
                          const std::optional<ListKey>& after, std::size_t rows);
ListQuery reviews_query(const workflow::OrganId& organ, workflow::Date day);

}  // namespace shenyi::storage
