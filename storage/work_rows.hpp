#pragma once

#include "storage/changes.hpp"
#include "workflow/world.hpp"

#include <set>
#include <string>
#include <vector>

/// The rows of work lists and deadlines. Values alone, so that `rebuild` makes the same ones from events.
namespace shenyi::storage {

/// The rows that follow from states: what is waited for, and what is due.
struct WorkRows {
    std::set<Row> tasks;
    std::set<Row> deadlines;
};

/// Adds the matters of the world that share a text with one of these, or with one that does: what is found of a text in
/// one matter is waited for in all.
void add_those_with_their_texts(const workflow::World& world, std::set<workflow::MatterId>& matters);

/// Adds what is waited for of a matter, and its deadlines. `world` holds the meetings in which it stands, and the
/// matters that share a text with it.
void add_work(const workflow::World& world, const workflow::Matter& matter, WorkRows& rows);

/// The same of a meeting; `world` holds the matter of its open item.
void add_work(const workflow::World& world, const workflow::Meeting& meeting, WorkRows& rows);

/// The same of the organ itself.
void add_work(const workflow::World& world, const workflow::Organ& organ, WorkRows& rows);

/// Adds what turns the rows that followed from the states before into those that follow from them now.
void project_work(const WorkRows& before, const WorkRows& now, Changes& changes);

/// Adds what an event leaves on people's desks; what was done is read from the event itself (done_acts.hpp). `after` is
/// the world with the event folded in.
void project_traces(const workflow::NewEvent& event, const workflow::World& after, const workflow::OrganId& organ,
                    Changes& changes);

/// The values of `task.addressee` that mean a person on a day: himself, and each post in which he may act (his own, and
/// those of people who recorded a delegation to him). What is asked of one person passes to no substitute.
std::vector<std::string> desks_of(const workflow::Organ& organ, const workflow::PersonId& person, workflow::Date day);

/// `deadline.ordered_by` of a day that cannot be counted: behind all others.
inline constexpr std::string_view behind_all_days = "9999-12-31";

}  // namespace shenyi::storage
