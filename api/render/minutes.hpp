#pragma once

#include "workflow/minutes.hpp"
#include "workflow/world.hpp"

#include <boost/json/object.hpp>

namespace shenyi::api {

/// The record of a meeting as the contract's `Minutes`; the papers of the items are named by their digests alone.
boost::json::object render_minutes(const workflow::World& world, const workflow::Meeting& meeting,
                                   const workflow::Minutes& minutes);

}  // namespace shenyi::api
