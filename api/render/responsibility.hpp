#pragma once

#include "api/render/finding.hpp"
#include "workflow/matter.hpp"
#include "workflow/responsibility.hpp"

#include <boost/json/object.hpp>

namespace shenyi::api {

/// Who answered for what in a matter, as the contract's `Responsibility` without its attempts.
boost::json::object render_responsibility(const workflow::Responsibility& traced, const workflow::Matter& matter,
                                          const FindingPlace& at);

}  // namespace shenyi::api
