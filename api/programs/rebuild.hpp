#pragma once

#include "api/programs/settings.hpp"

namespace shenyi::api::programs {

/// `shenyi rebuild`: drops every table that follows from events and fills it again from them. The exit status: 0 done,
/// 1 the record is damaged and nothing was changed, 2 told wrong or nothing to rebuild.
int rebuild(const Given& given);

}  // namespace shenyi::api::programs
