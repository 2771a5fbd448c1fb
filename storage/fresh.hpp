#pragma once

#include "workflow/world.hpp"

namespace shenyi::storage {

/// New bits for names: a UUIDv7 of that instant, the rest random.
workflow::Fresh fresh_at(workflow::Instant now);

}  // namespace shenyi::storage
