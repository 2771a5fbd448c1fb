#pragma once

#include "api/app.hpp"
#include "api/programs/settings.hpp"

#include <ostream>
#include <string>

namespace shenyi::api::programs {

/// What a newcomer is told when the demo serves at `base`: where, who can log in, and what to try first.
void welcome(std::ostream& out, App& app, const std::string& base, const Settings& settings);

}  // namespace shenyi::api::programs
