#include "api/http/request.hpp"
#include "api/http/target.hpp"
#include "api/query_check.hpp"
#include "api/schema.hpp"
#include "storage/definitions/yaml_file.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/source_folder.hpp"
#include "workflow/actions/table.hpp"
#include "workflow/codec/bodies.hpp"
#include "workflow/codec/parse.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::fuzz {

namespace {

/// The contract with the ids of its operations, each in one list.
struct Contract {
    api::Schemas schemas;
    std::vector<std::string> with_body;
    std::vector<std::string> with_query;
};

boost::json::value read() {
    auto document = storage::definitions::read_yaml(tests::source_folder() / "schemas" / "openapi.yaml");
    require(document.has_value(), "the contract can be read");
    return std::move(document->tree);
}

const Contract& contract() {
    static const Contract one = [] {
        const boost::json::value document = read();
        auto schemas = api::Schemas::compile(document);
        require(schemas.has_value(), "the contract has no fault");
        Contract read{.schemas = std::move(*schemas), .with_body = {}, .with_query = {}};
        for (const auto& path : document.at("paths").as_object()) {
            for (const auto& method : path.value().as_object()) {
                const auto* operation = method.value().if_object();
                if (operation == nullptr || !operation->contains("operationId")) continue;
                const std::string id(operation->at("operationId").as_string());
                if (read.schemas.body_of(id) != nullptr) read.with_body.push_back(id);
                if (const auto* query = read.schemas.query_of(id); query != nullptr && !query->empty()) {
                    read.with_query.push_back(id);
                }
            }
        }
        return read;
    }();
    return one;
}

void look_at(const std::vector<api::BodyFault>& faults) {
    for (const api::BodyFault& fault : faults) {
        require(!fault.code.empty() && !fault.expected.text().empty(), "a fault says what was expected");
    }
}

/// Where the contract allows the body of an action, its reader takes it too, or says what is wrong.
void read_action(std::string_view operation, const boost::json::value& body) {
    for (const workflow::Action& action : workflow::actions()) {
        if (!operation.ends_with("_" + std::string(action.name))) continue;
        const auto read = workflow::codec::read_body(action.target, action.name, body);
        if (!read) require(!read.error().empty(), "a body that is refused has faults");
    }
}

void check_body(const std::string& operation, std::string_view text) {
    const auto body = workflow::codec::parse(text);
    if (!body) return;
    const auto faults = api::check(*body, *contract().schemas.body_of(operation));
    look_at(faults);
    if (faults.empty()) read_action(operation, *body);
}

void check_query(const std::string& operation, std::string_view text) {
    const auto target = api::http::read_target("/?" + std::string(text));
    if (!target) return;
    api::http::Request request;
    request.query = target->query;
    request.unreadable_query = target->unreadable_query;
    look_at(api::check_query(request, *contract().schemas.query_of(operation)));
}

}  // namespace

/// The first byte chooses the operation; a second half of them is for queries.
void read_by_contract(std::string_view bytes) {
    if (bytes.empty()) return;
    const auto chosen = static_cast<unsigned char>(bytes.front());
    const auto& operations = chosen < 160 ? contract().with_body : contract().with_query;
    const std::string& operation = operations[chosen % operations.size()];
    bytes.remove_prefix(1);
    chosen < 160 ? check_body(operation, bytes) : check_query(operation, bytes);
}

}  // namespace shenyi::fuzz
