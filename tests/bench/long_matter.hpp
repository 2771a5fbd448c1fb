#pragma once

#include "storage/engine.hpp"
#include "workflow/ids.hpp"

#include <cstddef>

namespace shenyi::bench {

/// Writes a matter with so many events into the log: proposed, opened, drafted, reviewed and found lawful, then
/// objections. The events are those that the core brings about; only the log, the
/// stream's row and the lists of readers know of it, which is what reading a matter looks at.
workflow::MatterId write_long_matter(storage::WorkflowEngine& engine, const workflow::OrganId& organ,
                                     std::size_t events);

}  // namespace shenyi::bench
