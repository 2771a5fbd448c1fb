#include "tests/support/contract_operations.hpp"

#include "tests/support/contract.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <cctype>
#include <string_view>

namespace shenyi::tests {

namespace json = boost::json;

namespace {

/// The operation's parameters, and those of its path.
std::vector<const json::object*> parameters_of(const json::value& document, const json::object& item,
                                               const json::object& operation) {
    std::vector<const json::object*> all;
    for (const json::object* of : {&item, &operation}) {
        const json::value* parameters = of->if_contains("parameters");
        if (parameters == nullptr) continue;
        for (const json::value& each : parameters->as_array()) all.push_back(&resolved(document, each).as_object());
    }
    return all;
}

Operation operation_of(const json::value& document, const json::object& item, std::string_view method,
                       const json::object& told) {
    const auto parameters = parameters_of(document, item, told);
    /// Those of one place: `path`, `query`, `header`.
    const auto in = [&](std::string_view place) {
        std::set<std::string> names;
        for (const json::object* each : parameters) {
            if (each->at("in") == json::value(place)) names.emplace(each->at("name").as_string());
        }
        return names;
    };
    const auto takes_rest = [](const json::object* each) { return each->contains("x-rest"); };
    const json::value* security = told.if_contains("security");
    Operation operation{.id = std::string(told.at("operationId").as_string()),
                        .method = std::string(method),
                        .path = {},
                        .path_parameters = in("path"),
                        .takes_rest = std::ranges::any_of(parameters, takes_rest),
                        .query = in("query"),
                        .logged_in = security == nullptr || !security->as_array().empty(),
                        .is_action = told.contains("x-action"),
                        .asks_for_tag = in("header").contains("If-Match"),
                        .asks_for_key = in("header").contains("Idempotency-Key"),
                        .roles = {}};
    std::ranges::transform(operation.method, operation.method.begin(), [](unsigned char c) { return std::toupper(c); });
    for (const json::value& role : told.at("x-roles").as_array()) operation.roles.emplace_back(role.as_string());
    return operation;
}

}  // namespace

std::set<std::string> placeholders_of(std::string_view path) {
    std::set<std::string> names;
    for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1)) {
        std::string_view name = path.substr(open + 1, path.find('}', open) - open - 1);
        if (name.ends_with('*')) name.remove_suffix(1);
        names.emplace(name);
    }
    return names;
}

Operations operations_of_contract(const json::value& document) {
    Operations all;
    for (const auto& [path, value] : document.at("paths").as_object()) {
        const json::object& item = value.as_object();
        const std::string base = item.contains("servers") ? "" : "/api/v1";
        for (const auto& [method, told] : item) {
            const json::object* object = told.if_object();
            if (object == nullptr || !object->contains("operationId")) continue;
            Operation operation = operation_of(document, item, method, *object);
            operation.path = base + std::string(path);
            all.emplace(operation.id, std::move(operation));
        }
    }
    return all;
}

}  // namespace shenyi::tests
