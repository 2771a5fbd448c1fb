#include "tests/support/contract.hpp"

#include "storage/definitions/yaml_file.hpp"
#include "tests/support/databases.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace shenyi::tests {

namespace json = boost::json;

const json::value& resolved(const json::value& document, const json::value& value) {
    const auto* reference = value.as_object().if_contains("$ref");
    if (!reference) return value;
    boost::system::error_code none;
    const json::value* found = document.find_pointer(std::string_view(reference->as_string()).substr(1), none);
    if (!found) throw std::runtime_error("the contract refers to nothing: " + std::string(reference->as_string()));
    return *found;
}

namespace {

/// What faults of the transport or of the program are answered with, whatever the operation; all others are named.
constexpr auto of_any_operation = std::to_array({400, 405, 417, 431, 500, 501});

/// What an answer's component is called: `answer:matter_open:200:application/json`.
std::string name_of(std::string_view operation, std::string_view status, std::string_view media_type) {
    return "answer:" + std::string(operation) + ":" + std::string(status) + ":" + std::string(media_type);
}

template <class Each>
void for_each_operation(const json::value& document, Each each) {
    for (const auto& path : document.at("paths").as_object()) {
        for (const auto& method : path.value().as_object()) {
            const auto* operation = method.value().if_object();
            if (operation && operation->contains("operationId")) each(*operation);
        }
    }
}

/// The contract with the schema of every answer as a component of its own, so that it is compiled with the others.
json::value with_answers(const json::value& document) {
    json::value extended = document;
    json::object& schemas = extended.at("components").at("schemas").as_object();
    for_each_operation(document, [&](const json::object& operation) {
        for (const auto& [status, answer] : operation.at("responses").as_object()) {
            const auto* content = resolved(document, answer).as_object().if_contains("content");
            if (!content) continue;
            for (const auto& [media_type, body] : content->as_object()) {
                const auto* schema = body.as_object().if_contains("schema");
                if (!schema) continue;
                schemas[name_of(operation.at("operationId").as_string(), status, media_type)] = *schema;
            }
        }
    });
    return extended;
}

json::value read() {
    auto contract = storage::definitions::read_yaml(schemas_folder() / "openapi.yaml");
    if (!contract) throw std::runtime_error(storage::definitions::text_of(contract.error()));
    return std::move(contract->tree);
}

api::Schemas compiled(const json::value& document) {
    auto schemas = api::Schemas::compile(with_answers(document));
    if (!schemas) throw std::runtime_error(schemas.error().front());
    return std::move(*schemas);
}

std::string media_type_of(const HttpAnswer& answer) {
    const std::string given = answer.header("Content-Type");
    return given.substr(0, given.find(';'));
}

}  // namespace

const Contract& Contract::shared() {
    static const Contract contract(read());
    return contract;
}

Contract::Contract(const json::value& document) : schemas_(compiled(document)), document_(document) {}

const json::object& Contract::operation(std::string_view id) const {
    const json::object* found = nullptr;
    for_each_operation(document_, [&](const json::object& each) {
        if (std::string_view(each.at("operationId").as_string()) == id) found = &each;
    });
    if (found == nullptr) throw std::runtime_error("no operation is called " + std::string(id));
    return *found;
}

std::vector<std::string> Contract::faults_of(std::string_view operation, const HttpAnswer& answer) const {
    const json::object& responses = this->operation(operation).at("responses").as_object();
    std::string status = std::to_string(answer.status);
    if (!responses.contains(status)) {
        const bool named_for_all = std::ranges::find(of_any_operation, answer.status) != of_any_operation.end();
        if (!named_for_all) return {"the contract knows no answer " + status + " of " + std::string(operation)};
        status = "default";
    }
    const auto* content = resolved(document_, responses.at(status)).as_object().if_contains("content");
    if (!content) return answer.body.empty() ? std::vector<std::string>{} : std::vector<std::string>{"a body"};
    const std::string type = media_type_of(answer);
    if (!content->as_object().contains(type) && !content->as_object().contains("*/*")) {
        return {"no such media type: " + answer.header("Content-Type")};
    }
    const api::SchemaNode* schema = schemas_.find(name_of(operation, status, type));
    if (!schema || !type.ends_with("json")) return {};
    boost::system::error_code error;
    const json::value body = json::parse(answer.body, error);
    if (error) return {"no JSON: " + answer.body};

    std::vector<std::string> faults;
    for (const api::BodyFault& fault : api::check(body, *schema)) {
        faults.push_back(fault.pointer + ": " + fault.code + " " + std::string(fault.expected.text()) + " " +
                         fault.parameter);
    }
    return faults;
}

}  // namespace shenyi::tests
