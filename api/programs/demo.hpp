#pragma once

#include "api/app.hpp"
#include "api/programs/settings.hpp"

#include <tl/expected.hpp>

#include <memory>
#include <string>
#include <vector>

namespace shenyi::api::programs {

/// Opens a demo store and loads the demo bureau where it is not yet there. All faults at once.
tl::expected<std::unique_ptr<App>, std::vector<std::string>> open_demo(const Settings& settings);

/// `shenyi demo`: the demo bureau with a clock of its own, served until a stop signal. The exit status.
int demo(Given given);

}  // namespace shenyi::api::programs
