#pragma once

#include "api/render/finding.hpp"
#include "storage/engine.hpp"

#include <boost/json/object.hpp>

namespace shenyi::api {

/// An event or a refused attempt as the contract's `HistoryEntry`. The findings of an attempt are put into words as
/// the records stand in `at.world`.
boost::json::object render_entry(const storage::StoredEvent& event, const FindingPlace& at);

}  // namespace shenyi::api
