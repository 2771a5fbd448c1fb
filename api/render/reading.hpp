#pragma once

#include "storage/engine.hpp"
#include "workflow/matter.hpp"
#include "workflow/organ.hpp"

#include <boost/json/object.hpp>

namespace shenyi::api {

/// One thing that somebody opened of a matter (`PaperRead` of the contract), with name and post of the day on which he
/// first did.
boost::json::object render_reading(const storage::StoredEvent& event, const workflow::RecordRead& read,
                                   const workflow::ReadEntry& reading, const workflow::Matter& matter,
                                   const workflow::Organ& organ);

}  // namespace shenyi::api
