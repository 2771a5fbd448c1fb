#pragma once

#include "workflow/world.hpp"

#include <optional>
#include <string>

namespace shenyi::workflow {

/// What must hold after any decision, whatever the action: the sentence that does not, or nothing. A broken one is a
/// fault of the program; nothing is written then.
std::optional<std::string> broken_invariant(const Decision& decision);

}  // namespace shenyi::workflow
