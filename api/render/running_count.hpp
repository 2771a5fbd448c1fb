#pragma once

#include "workflow/events/attempt.hpp"
#include "workflow/organ.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace shenyi::api {

/// Refused attempts that are counted and not written yet, as the contract's `HistoryEntry` with `count` and `until`.
boost::json::object render_running_count(const workflow::AttemptsCounted& counted, const std::string& stream,
                                         const workflow::Organ& organ);

}  // namespace shenyi::api
