#pragma once

#include <boost/json/value.hpp>
#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace shenyi::api {

/// Reads one YAML document as a JSON value, by the core schema of YAML 1.2: plain `null`, `~` and nothing, `true`,
/// `false`, integers and numbers are what they look like; every other scalar, and every quoted one, is a string, dates
/// included. Names of members are strings as written. Refused: a name that comes twice, a name that is no scalar,
/// nesting deeper than 64. The error names line and column.
tl::expected<boost::json::value, std::string> value_of_yaml(std::string_view text);

}  // namespace shenyi::api
