#pragma once

#include "tests/scenarios/door.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace shenyi::tests {

/// Compares what a step came to with what the file says of it: `refused`, `only`, `warned`, `faulty`, `forbidden`,
/// `unseen`, `facts`, `missing`, `clears`. What differs fails the running test.
void check(const boost::json::object& step, const StepResult& result, const std::string& what);

/// What an expectation is about.
struct Looked {
    Door& door;
    std::string matter;
    std::string meeting;
    std::string item;
};

/// Compares each named thing with what the door shows.
void check_views(const boost::json::object& wanted, const Looked& at);

}  // namespace shenyi::tests
