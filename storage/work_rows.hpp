#pragma once

#include "storage/changes.hpp"
#include "workflow/world.hpp"

#include <string>
#include <vector>

/// The rows of work lists and deadlines. Values alone, so that `rebuild` makes the same ones from events.
namespace shenyi::storage {

/// Adds what is waited for of a matter, and its deadlines, as they stand now; the rows that were there go. `world`
/// holds the meetings in which it stands.
void project_work(const workflow::World& world, const workflow::Matter& matter, Changes& changes);

/// The same of a meeting; `world` holds the matter of its open item.
void project_work(const workflow::World& world, const workflow::Meeting& meeting, Changes& changes);

/// The same of the organ itself.
void project_work(const workflow::World& world, const workflow::Organ& organ, Changes& changes);

/// Adds what an event leaves on people's desks. `after` is the world with the event folded in.
void project_traces(const workflow::NewEvent& event, const workflow::World& after, const workflow::OrganId& organ,
                    Changes& changes);

/// The values of `task.addressee` that mean a person on a day: himself, and each post in which he may act (his own, and
/// those of people who recorded a delegation to him). What is asked of one person passes to no substitute.
std::vector<std::string> desks_of(const workflow::Organ& organ, const workflow::PersonId& person, workflow::Date day);

/// `deadline.ordered_by` of a day that cannot be counted: behind all others.
inline constexpr std::string_view behind_all_days = "9999-12-31";

}  // namespace shenyi::storage
