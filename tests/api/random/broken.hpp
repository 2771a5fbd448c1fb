#pragma once

#include "tests/api/random/dice.hpp"

#include <boost/json/value.hpp>

#include <string>

namespace shenyi::tests {

/// The text of a body in which something is wrong: a member of another type, missing, unknown or twice, a number that
/// nothing can hold, half of a surrogate pair, texts too long or with what is not seen in them, nesting without end, a
/// word that is none of the list, or bytes that are no JSON at all. Now and then what was done to it is no fault.
std::string broken(const boost::json::value& body, Dice& dice);

}  // namespace shenyi::tests
