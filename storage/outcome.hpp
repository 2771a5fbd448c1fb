#pragma once

#include "storage/engine.hpp"

#include <string>

namespace shenyi::storage {

/// The form in which an outcome is kept with its idempotency key: enough to give the first answer again.
std::string outcome_text(const Outcome& outcome);
/// The inverse; throws log::RecordDamaged where the text is none.
Outcome outcome_from(const std::string& text);
/// The status that an outcome is answered with.
int status_of(const Outcome& outcome);

}  // namespace shenyi::storage
