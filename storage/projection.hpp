#pragma once

#include "storage/changes.hpp"
#include "storage/streams.hpp"
#include "workflow/world.hpp"

namespace shenyi::storage {

/// Adds the rows that an event brings with it: of the gate tables, and what it leaves on people's desks. `after` is the
/// world with the event folded in. A pure function of event and state: `rebuild` calls it for every event there is.
void project(const workflow::NewEvent& event, const workflow::World& after, const workflow::OrganId& organ,
             Changes& changes);

/// Adds the rows that follow from a stream's state as it stands: what is projected so is one line here, and with it
/// written at every commit, put back by `rebuild` and compared by `fsck`.
/// `before` is empty where all is to be given, as for a new stream.
void project_standing(const StreamState& before, const StreamState& after, Changes& changes);

/// Adds the list rows of a matter or meeting as they stand now.
void project_view(const workflow::Matter& matter, std::int64_t seq, Changes& changes);
void project_view(const workflow::Meeting& meeting, std::int64_t seq, Changes& changes);

}  // namespace shenyi::storage
