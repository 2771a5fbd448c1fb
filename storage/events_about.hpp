#pragma once

#include "storage/changes.hpp"
#include "storage/log/envelope.hpp"
#include "workflow/world.hpp"

#include <string>
#include <vector>

/// Events that bear on a matter or meeting in whose stream they do not stand: refused attempts and readings.
namespace shenyi::storage {

/// Adds the rows of what an event bears on. A pure function of the event.
void project_about(const workflow::NewEvent& event, const workflow::OrganId& organ, Changes& changes);

/// The rows of the events that bear on a stream's matter or meeting, in the order of their time. They come from many
/// streams: each proves itself by its own MAC, not by what stood before it.
std::vector<log::EventRow> events_about(Connection& connection, const workflow::OrganId& organ,
                                        const std::string& stream);

}  // namespace shenyi::storage
