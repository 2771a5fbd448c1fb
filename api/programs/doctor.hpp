#pragma once

#include "api/programs/settings.hpp"

namespace shenyi::api::programs {

/// `shenyi doctor`: looks at everything that a server with these settings rests on, while one runs or not, and prints a
/// page: what is well, what is wrong, what to do. Changes nothing: makes no file or folder, takes no lock and no port.
/// The exit status: 0 all well, 1 warnings, 2 faults or told wrong.
int doctor(Given given, bool as_json);

}  // namespace shenyi::api::programs
