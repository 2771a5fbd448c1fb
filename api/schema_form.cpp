#include "api/schema.hpp"

#include "api/limits.hpp"
#include "api/schema_tree.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <utility>

namespace shenyi::api {

namespace json = boost::json;

const SchemaNode* Schemas::find(std::string_view name) const {
    const auto at = components_.find(name);
    return at == components_.end() ? nullptr : at->second;
}

const SchemaNode* Schemas::body_of(std::string_view operation_id) const {
    const auto at = bodies_.find(operation_id);
    return at == bodies_.end() ? nullptr : at->second;
}

const std::vector<QueryParameter>* Schemas::query_of(std::string_view operation_id) const {
    const auto at = queries_.find(operation_id);
    return at == queries_.end() ? nullptr : &at->second;
}

namespace {

/// False where the depth says that a schema holds itself.
bool put_in_place(json::value& schema, const json::object& components, int depth) {
    if (depth > limits::schema_depth_max) return false;
    if (auto* list = schema.if_array()) {
        return std::all_of(list->begin(), list->end(),
                           [&](json::value& element) { return put_in_place(element, components, depth + 1); });
    }
    auto* words = schema.if_object();
    if (words == nullptr) return true;
    if (const auto* target = words->if_contains("$ref"); target != nullptr && target->is_string()) {
        const std::string_view name = target->get_string();
        json::value referred = components.at(name.substr(name.rfind('/') + 1));
        schema = std::move(referred);
        return put_in_place(schema, components, depth + 1);
    }
    return std::all_of(words->begin(), words->end(),
                       [&](auto& word) { return put_in_place(word.value(), components, depth + 1); });
}

}  // namespace

json::value Schemas::form_of(std::string_view name) const {
    if (find(name) == nullptr) return nullptr;
    // What was found was compiled, so the document has it.
    const auto& components = document_.at("components").at("schemas").get_object();
    json::value form = components.at(name);
    return put_in_place(form, components, 0) ? form : json::value(nullptr);
}

}  // namespace shenyi::api
