#pragma once

#include "api/programs/settings.hpp"

namespace shenyi::api::programs {

/// `shenyi demo`: migrates, founds the demo bureau with the password `demo` for everybody, and serves it with a clock
/// of its own. The exit status.
int demo(const Given& given);

}  // namespace shenyi::api::programs
