#pragma once

#include <boost/json/value.hpp>

#include <string>

namespace shenyi::storage::definitions {

/// `sha256:` and the hexadecimal digest of a value's canonical form. Throws std::invalid_argument, with the reason,
/// where the value has none: a definition is checked before it is named.
std::string hash_of(const boost::json::value& value);

}  // namespace shenyi::storage::definitions
