#pragma once

#include "tests/support/databases.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace shenyi::tests {

/// An event as it lies on record.
struct EventLeft {
    std::string actor;
    boost::json::object data;
};

/// All of one type, as the auditor reads them.
std::vector<EventLeft> events_of_type(const TestDatabase& database, const std::string& type);

/// What refused an attempt: `R-GATE-02.second`.
std::vector<std::string> rules_of(const EventLeft& attempt);

}  // namespace shenyi::tests
