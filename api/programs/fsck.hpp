#pragma once

#include "api/programs/settings.hpp"

namespace shenyi::api::programs {

/// `shenyi fsck`: examines the record and every table that follows from it. The exit status: 0 clean, 1 findings,
/// 2 told wrong or nothing to examine.
int fsck(const Given& given);

}  // namespace shenyi::api::programs
