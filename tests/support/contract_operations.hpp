#pragma once

#include <boost/json/value.hpp>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace shenyi::tests {

/// What the contract tells of an operation besides its bodies.
struct Operation {
    std::string id;
    std::string method;
    std::string path;  ///< with its base
    std::set<std::string> path_parameters;
    bool takes_rest = false;  ///< the last of them, of the path
    std::set<std::string> query;
    bool logged_in = true;
    bool is_action = false;
    bool asks_for_tag = false;  ///< If-Match
    bool asks_for_key = false;  ///< Idempotency-Key
    std::vector<std::string> roles;

    bool operator==(const Operation&) const = default;
};
using Operations = std::map<std::string, Operation>;

/// The names in braces of a path, without the star of one that takes the rest.
std::set<std::string> placeholders_of(std::string_view path);

/// Every operation of the contract, by its id.
Operations operations_of_contract(const boost::json::value& document);

}  // namespace shenyi::tests
