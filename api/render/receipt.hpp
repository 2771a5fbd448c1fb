#pragma once

#include "storage/receipt.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace shenyi::api {

/// The receipts of an answer's events as the contract's `Receipt`, of the log with this origin; null where there are
/// none.
boost::json::value render_receipt(const std::string& origin, const std::vector<storage::Receipt>& receipts);

/// Where an event's receipt is told, now or once it is sealed.
std::string receipt_address(const std::string& event);

}  // namespace shenyi::api
