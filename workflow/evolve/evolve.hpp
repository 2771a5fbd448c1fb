#pragma once

#include "workflow/world.hpp"

namespace shenyi::workflow {

/// Folds one event into a state. Total: an event once accepted can always be replayed. Checks nothing.
void evolve(Matter& matter, const MatterEvent& event, const EventMeta& meta);
void evolve(Meeting& meeting, const MeetingEvent& event, const EventMeta& meta);
void evolve(Organ& organ, const OrganEvent& event, const EventMeta& meta);
void evolve(Account& account, const PersonEvent& event, const EventMeta& meta);

/// Folds an event into whichever state of the world it belongs to, replacing that state by a new value.
void evolve(World& world, const NewEvent& event);

}  // namespace shenyi::workflow
