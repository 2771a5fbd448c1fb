#pragma once

#include "api/http/request.hpp"
#include "api/schema.hpp"

#include <vector>

namespace shenyi::api {

/// All faults of a request's query against the parameters of its operation: one that is unknown, twice, missing, not
/// readable, not of its schema, or after the one that it may not be after. `pointer` is the parameter's name.
std::vector<BodyFault> check_query(const http::Request& request, const std::vector<QueryParameter>& parameters);

}  // namespace shenyi::api
