#pragma once

#include "api/endpoints/endpoint.hpp"
#include "workflow/events/attempt.hpp"
#include "workflow/world.hpp"

namespace shenyi::api {

/// Takes down that the person who asks opened something of a matter or meeting: papers and records whoever opens them,
/// since it counts later who knew what; everything else where he reads as inspector (rules.md §6).
void note_reading(const Call& call, const workflow::World& world, const workflow::Stream& resource,
                  workflow::ReadEntry reading);

/// Whether opening it gives knowledge of a paper or of a meeting's record.
bool is_paper(workflow::ReadKind what);

}  // namespace shenyi::api
