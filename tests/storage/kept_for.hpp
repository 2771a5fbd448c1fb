#pragma once

#include "workflow/dates.hpp"
#include "workflow/ids.hpp"

namespace shenyi::storage {

/// For whom the tests of what is kept keep it, and when: a noon in Beijing.
inline const workflow::OrganId bureau{"org_bureau"};
inline const workflow::Instant noon = *workflow::parse_instant("2026-03-02T04:00:00.000Z");

}  // namespace shenyi::storage
