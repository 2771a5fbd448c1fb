#include "tests/support/contract.hpp"
#include "api/routes.hpp"
#include "tests/support/contract_operations.hpp"
#include "tests/support/running_server.hpp"
#include "workflow/actions/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// The route table and the contract, both ways.
namespace shenyi::tests {

inline void PrintTo(const Operation& told, std::ostream* out) {
    *out << told.method << ' ' << told.path << " {" << testing::PrintToString(told.path_parameters)
         << (told.takes_rest ? "…} ?" : "} ?") << testing::PrintToString(told.query)
         << (told.logged_in ? " logged in" : " open") << (told.is_action ? " action" : "")
         << (told.asks_for_tag ? " with tag" : "") << (told.asks_for_key ? " with key" : "");
}

namespace {

namespace json = boost::json;
using testing::IsEmpty;
using testing::IsSupersetOf;
using workflow::Target;
using Names = std::set<std::string>;

// ---- the route table ----------------------------------------------------------------------------------------------

std::string_view prefix_of(Target target) {
    switch (target) {
        case Target::matter:
            return "matter_";
        case Target::meeting:
            return "meeting_";
        case Target::item:
            return "item_";
        case Target::organ:
        case Target::person:
            break;
    }
    return "organ_";
}

/// On what a row acts whose last segment is the name of an action.
Target target_of(std::string_view pattern) {
    if (pattern.find("/items/") != std::string_view::npos) return Target::item;
    return pattern.find("/meetings/") != std::string_view::npos ? Target::meeting : Target::matter;
}

const workflow::Action* action_named(const std::string& operation) {
    for (const workflow::Action& action : workflow::actions()) {
        if (operation == std::string(prefix_of(action.target)) + std::string(action.name)) return &action;
    }
    return nullptr;
}

/// A pattern as the contract writes paths: there a parameter says by `x-rest` that it takes the rest.
std::string without_star(std::string pattern) {
    std::erase(pattern, '*');
    return pattern;
}

Operation told_by(const api::http::Router::Row& row) {
    const workflow::Action* action = action_named(row.route->name);
    return {.id = row.route->name,
            .method = std::string(name_of(row.method)),
            .path = without_star(row.pattern),
            .path_parameters = placeholders_of(row.pattern),
            .takes_rest = row.pattern.ends_with("*}"),
            .query = Names(row.route->query.begin(), row.route->query.end()),
            .logged_in = row.route->logged_in,
            .is_action = action != nullptr,
            .asks_for_tag = action != nullptr && action->tag,
            .asks_for_key = action != nullptr,
            .roles = {}};
}

/// Every row, one of `…/actions/{action}` as the operations of all actions on its target.
Operations operations_of_routes(const api::http::Router& router) {
    constexpr std::string_view placeholder = "{action}";
    Operations all;
    for (const auto& row : router.rows()) {
        if (!row.pattern.ends_with(placeholder)) {
            all.emplace(row.route->name, told_by(row));
            continue;
        }
        for (const workflow::Action& action : workflow::actions()) {
            if (action.target != target_of(row.pattern) || action.name == "create") continue;
            Operation told = told_by(row);
            told.id = std::string(prefix_of(action.target)) + std::string(action.name);
            told.path.replace(told.path.size() - placeholder.size(), placeholder.size(), action.name);
            told.path_parameters.erase("action");
            told.is_action = true;
            told.asks_for_tag = action.tag;
            told.asks_for_key = true;
            all.emplace(told.id, told);
        }
    }
    return all;
}

// ---- the statuses -------------------------------------------------------------------------------------------------

/// What the doors that a request goes through can answer before and around the endpoint (api.md §1, order of checks).
Names statuses_of_the_doors(const Operation& told, bool has_body) {
    const bool session = told.id == "delete_session" || told.id == "change_password";
    Names statuses{"503"};
    if (told.logged_in) statuses.insert("401");
    if (told.logged_in && !session) statuses.insert("403");  // a one-time password opens nothing else
    if (told.logged_in && told.method != "GET") statuses.insert("429");
    if (!told.path_parameters.empty()) statuses.insert("404");
    if (!told.query.empty() && told.method == "GET" && told.query != Names{"meeting"}) statuses.insert("400");
    if (has_body) statuses.insert({"400", "413", "415"});
    if (has_body && told.id != "upload_document") statuses.insert("422");
    if (told.is_action) statuses.insert({"200", "409"});
    if (told.asks_for_tag) statuses.insert({"412", "428"});
    return statuses;
}

class ContractBothWays : public testing::Test {
  protected:
    const json::value& document = Contract::shared().document();
    RunningServer server{storage::Engine::sqlite};
    api::http::Router router = api::routes_of(server.app());
};

TEST_F(ContractBothWays, has_each_route_with_its_method_path_and_parameters_and_each_operation_a_route) {
    const Operations contract = operations_of_contract(document);
    const Operations routes = operations_of_routes(router);
    for (const auto& [id, told] : routes) {
        const auto found = contract.find(id);
        ASSERT_NE(found, contract.end()) << id << " is not in the contract";
        Operation without_roles = found->second;
        without_roles.roles.clear();
        EXPECT_EQ(without_roles, told) << id;
    }
    for (const auto& [id, told] : contract) EXPECT_TRUE(routes.contains(id)) << id << " has no route";
    EXPECT_GT(routes.size(), 100U);
}

TEST_F(ContractBothWays, has_each_action_of_the_table_as_an_operation) {
    const Operations contract = operations_of_contract(document);
    for (const workflow::Action& action : workflow::actions()) {
        const std::string id = std::string(prefix_of(action.target)) + std::string(action.name);
        EXPECT_TRUE(contract.contains(id)) << id;
    }
}

TEST_F(ContractBothWays, names_every_status_that_the_doors_of_an_operation_can_answer) {
    for (const auto& [id, told] : operations_of_contract(document)) {
        const json::object& operation = Contract::shared().operation(id);
        Names statuses;
        for (const auto& answer : operation.at("responses").as_object()) statuses.emplace(answer.key());
        EXPECT_THAT(statuses, IsSupersetOf(statuses_of_the_doors(told, operation.contains("requestBody")))) << id;
        EXPECT_EQ(statuses.contains("428"), told.asks_for_tag) << id;
        EXPECT_EQ(statuses.contains("412"), told.asks_for_tag) << id;
    }
}

}  // namespace
}  // namespace shenyi::tests
