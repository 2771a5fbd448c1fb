#pragma once

#include "api/programs/settings.hpp"

namespace shenyi::api::programs {

/// `shenyi migrate`: brings the database's schema up to date. With `found` it then founds the bureau of
/// `schemas/bureau/bureau.yaml`, where there is none, and prints one-time passwords of everybody. The exit status.
int migrate(const Given& given, bool found);

}  // namespace shenyi::api::programs
