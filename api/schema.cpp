#include "api/schema.hpp"

#include "api/limits.hpp"
#include "api/schema_tree.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <set>
#include <utility>

namespace shenyi::api {
namespace {

namespace json = boost::json;

constexpr std::string_view components_prefix = "#/components/schemas/";

constexpr std::array<std::pair<std::string_view, SchemaType>, 7> type_words{{{"null", type_null},
                                                                             {"boolean", type_boolean},
                                                                             {"integer", type_integer},
                                                                             {"number", type_number},
                                                                             {"string", type_string},
                                                                             {"array", type_array},
                                                                             {"object", type_object}}};

constexpr std::array<std::string_view, 10> silent_words{"description", "title",        "example",  "examples",
                                                        "default",     "deprecated",   "readOnly", "writeOnly",
                                                        "$comment",    "discriminator"};

bool is_silent(std::string_view word) {
    return word.starts_with("x-") || std::find(silent_words.begin(), silent_words.end(), word) != silent_words.end();
}

std::optional<double> number_of(const json::value& value) {
    boost::system::error_code error;
    const auto number = value.to_number<double>(error);
    return error ? std::nullopt : std::optional(number);
}

const json::object* object_at(const json::value& value, std::initializer_list<std::string_view> path) {
    const auto* at = &value;
    for (const auto name : path) {
        const auto* members = at->if_object();
        at = members == nullptr ? nullptr : members->if_contains(name);
        if (at == nullptr) return nullptr;
    }
    return at->if_object();
}

std::string joined(const std::vector<json::value>& values) {
    std::string text;
    for (const auto& value : values) {
        if (!text.empty()) text += ", ";
        text += value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    }
    return text;
}

}  // namespace

/// Builds the tree and collects what is wrong with the document.
class SchemaCompiler {
  public:
    explicit SchemaCompiler(Schemas& schemas) : schemas_(schemas) {}

    void compile_document();
    std::vector<std::string> faults;

  private:
    using Reader = void (SchemaCompiler::*)(SchemaNode&, const json::value&);

    void compile_operations();
    void compile_body(const json::value& operation, const json::value* id, const std::string& where);
    void compile_query(const json::object& operation, const json::object& path, const std::string& where);
    const json::object* resolved(const json::value& parameter) const;
    SchemaNode* fresh();
    const SchemaNode* compile(const json::value& schema, const std::string& where);
    void read_word(SchemaNode& node, std::string_view word, const json::value& value);
    const SchemaNode* child(const json::value& schema, std::string_view step);
    std::vector<const SchemaNode*> children(const json::value& list, std::string_view step);
    void refuse(std::string_view what) { faults.push_back(fmt::format("{}: {}", where_, what)); }
    void refuse_circles();

    void read_reference(SchemaNode& node, const json::value& value);
    void read_type(SchemaNode& node, const json::value& value);
    void read_enum(SchemaNode& node, const json::value& value);
    void read_const(SchemaNode& node, const json::value& value);
    void read_required(SchemaNode& node, const json::value& value);
    void read_properties(SchemaNode& node, const json::value& value);
    void read_additional(SchemaNode& node, const json::value& value);
    void read_items(SchemaNode& node, const json::value& value) { node.items = child(value, "items"); }
    void read_unique(SchemaNode& node, const json::value& value);
    void read_pattern(SchemaNode& node, const json::value& value);
    void read_format(SchemaNode& node, const json::value& value);
    void read_all_of(SchemaNode& node, const json::value& value) { node.all_of = children(value, "allOf"); }
    void read_any_of(SchemaNode& node, const json::value& value) { node.any_of = children(value, "anyOf"); }
    void read_one_of(SchemaNode& node, const json::value& value) { node.one_of = children(value, "oneOf"); }
    template <std::optional<std::uint64_t> SchemaNode::*Member>
    void read_count(SchemaNode& node, const json::value& value);
    template <std::optional<double> SchemaNode::*Member>
    void read_bound(SchemaNode& node, const json::value& value);

    Schemas& schemas_;
    std::string where_;
    std::map<std::string, SchemaNode*, std::less<>> named_;
    std::map<std::string, std::shared_ptr<const std::wregex>> patterns_;
};

SchemaNode* SchemaCompiler::fresh() {
    schemas_.nodes_.push_back(std::make_unique<SchemaNode>());
    return schemas_.nodes_.back().get();
}

void SchemaCompiler::compile_document() {
    static const json::object none;
    const auto* found = object_at(schemas_.document_, {"components", "schemas"});
    const auto& components = found == nullptr ? none : *found;
    // First all names, so that schemas may refer to later ones and to themselves.
    for (const auto& member : components) {
        auto* node = fresh();
        named_.emplace(member.key(), node);
        schemas_.components_.emplace(member.key(), node);
    }
    for (const auto& member : components) {
        named_.find(std::string_view(member.key()))->second->reference =
            compile(member.value(), std::string(components_prefix) + std::string(member.key()));
    }
    compile_operations();
    refuse_circles();
}

void SchemaCompiler::compile_operations() {
    const auto* paths = object_at(schemas_.document_, {"paths"});
    if (paths == nullptr) return;
    for (const auto& path : *paths) {
        const auto* methods = path.value().if_object();
        if (methods == nullptr) continue;
        for (const auto& method : *methods) {
            const auto* operation = method.value().if_object();
            const auto* id = operation == nullptr ? nullptr : operation->if_contains("operationId");
            const auto where = fmt::format("{} {}", std::string_view(method.key()), std::string_view(path.key()));
            if (id != nullptr && id->is_string()) compile_query(*operation, *methods, where);
            compile_body(method.value(), id, where);
        }
    }
}

void SchemaCompiler::compile_body(const json::value& operation, const json::value* id, const std::string& where) {
    const auto* media = object_at(operation, {"requestBody", "content", "application/json"});
    const auto* schema = media == nullptr ? nullptr : media->if_contains("schema");
    if (schema == nullptr) return;
    if (id == nullptr || !id->is_string()) {
        faults.push_back(where + ": operationId is missing");
        return;
    }
    schemas_.bodies_.emplace(id->get_string(), compile(*schema, where));
}

void SchemaCompiler::compile_query(const json::object& operation, const json::object& path, const std::string& where) {
    std::vector<QueryParameter> query;
    for (const auto* of : {&path, &operation}) {
        const auto* listed = of->if_contains("parameters");
        if (listed == nullptr || !listed->is_array()) continue;
        for (const auto& each : listed->get_array()) {
            const auto* parameter = resolved(each);
            const auto* place = parameter == nullptr ? nullptr : parameter->if_contains("in");
            if (place == nullptr) faults.push_back(where + ": a parameter that is none");
            if (place == nullptr || *place != json::value("query")) continue;
            QueryParameter read{.name = std::string(parameter->at("name").as_string()),
                                .schema = compile(parameter->at("schema"), where)};
            if (const auto* required = parameter->if_contains("required")) read.required = required->as_bool();
            if (const auto* after = parameter->if_contains("x-not-after")) read.not_after = after->as_string();
            query.push_back(std::move(read));
        }
    }
    schemas_.queries_.emplace(operation.at("operationId").as_string(), std::move(query));
}

/// The parameter itself, or the component that it refers to; null where there is none.
const json::object* SchemaCompiler::resolved(const json::value& parameter) const {
    const auto* members = parameter.if_object();
    const auto* reference = members == nullptr ? nullptr : members->if_contains("$ref");
    if (reference == nullptr || !reference->is_string()) return members;
    constexpr std::string_view prefix = "#/components/parameters/";
    const std::string_view target = reference->get_string();
    if (!target.starts_with(prefix)) return nullptr;
    return object_at(schemas_.document_, {"components", "parameters", target.substr(prefix.size())});
}

const SchemaNode* SchemaCompiler::compile(const json::value& schema, const std::string& where) {
    const auto outer = std::exchange(where_, where);
    auto* node = fresh();
    if (const auto* words = schema.if_object()) {
        for (const auto& word : *words) read_word(*node, word.key(), word.value());
        const auto spoken = static_cast<std::size_t>(
            std::count_if(words->begin(), words->end(), [](const auto& word) { return !is_silent(word.key()); }));
        if (node->reference != nullptr && spoken > 1) refuse("$ref must stand alone");
    } else if (!schema.is_bool() || !schema.get_bool()) {
        refuse("a schema must be an object or true");
    }
    where_ = outer;
    return node;
}

void SchemaCompiler::read_word(SchemaNode& node, std::string_view word, const json::value& value) {
    static const std::map<std::string_view, Reader> readers{
        {"$ref", &SchemaCompiler::read_reference},
        {"type", &SchemaCompiler::read_type},
        {"enum", &SchemaCompiler::read_enum},
        {"const", &SchemaCompiler::read_const},
        {"required", &SchemaCompiler::read_required},
        {"properties", &SchemaCompiler::read_properties},
        {"additionalProperties", &SchemaCompiler::read_additional},
        {"items", &SchemaCompiler::read_items},
        {"minItems", &SchemaCompiler::read_count<&SchemaNode::min_items>},
        {"maxItems", &SchemaCompiler::read_count<&SchemaNode::max_items>},
        {"uniqueItems", &SchemaCompiler::read_unique},
        {"minLength", &SchemaCompiler::read_count<&SchemaNode::min_length>},
        {"maxLength", &SchemaCompiler::read_count<&SchemaNode::max_length>},
        {"pattern", &SchemaCompiler::read_pattern},
        {"format", &SchemaCompiler::read_format},
        {"minimum", &SchemaCompiler::read_bound<&SchemaNode::minimum>},
        {"maximum", &SchemaCompiler::read_bound<&SchemaNode::maximum>},
        {"exclusiveMinimum", &SchemaCompiler::read_bound<&SchemaNode::exclusive_minimum>},
        {"exclusiveMaximum", &SchemaCompiler::read_bound<&SchemaNode::exclusive_maximum>},
        {"allOf", &SchemaCompiler::read_all_of},
        {"anyOf", &SchemaCompiler::read_any_of},
        {"oneOf", &SchemaCompiler::read_one_of},
    };
    if (is_silent(word)) return;
    const auto reader = readers.find(word);
    if (reader == readers.end()) {
        refuse(fmt::format("the word {} is not understood", word));
        return;
    }
    (this->*reader->second)(node, value);
}

const SchemaNode* SchemaCompiler::child(const json::value& schema, std::string_view step) {
    return compile(schema, fmt::format("{}/{}", where_, step));
}

std::vector<const SchemaNode*> SchemaCompiler::children(const json::value& list, std::string_view step) {
    std::vector<const SchemaNode*> found;
    const auto* schemas = list.if_array();
    if (schemas == nullptr || schemas->empty()) {
        refuse(fmt::format("{} must be a list of schemas", step));
        return found;
    }
    for (const auto& schema : *schemas) found.push_back(child(schema, fmt::format("{}/{}", step, found.size())));
    return found;
}

void SchemaCompiler::read_reference(SchemaNode& node, const json::value& value) {
    const std::string_view target = value.is_string() ? std::string_view(value.get_string()) : std::string_view();
    const auto found =
        target.starts_with(components_prefix) ? named_.find(target.substr(components_prefix.size())) : named_.end();
    if (found == named_.end()) {
        refuse(fmt::format("$ref to nothing: {}", target));
    } else {
        node.reference = found->second;
    }
}

void SchemaCompiler::read_type(SchemaNode& node, const json::value& value) {
    const auto take = [&](const json::value& name) {
        for (const auto& [word, bit] : type_words) {
            if (!name.is_string() || std::string_view(name.get_string()) != word) continue;
            node.types = static_cast<std::uint8_t>(node.types | bit);
            if (!node.type_names.empty()) node.type_names += ", ";
            node.type_names += word;
            return;
        }
        refuse("type is none of JSON Schema");
    };
    if (const auto* list = value.if_array()) {
        for (const auto& name : *list) take(name);
    } else {
        take(value);
    }
}

void SchemaCompiler::read_enum(SchemaNode& node, const json::value& value) {
    const auto* list = value.if_array();
    if (list == nullptr || list->empty()) {
        refuse("enum must be a list");
        return;
    }
    node.allowed.assign(list->begin(), list->end());
    node.allowed_text = joined(node.allowed);
}

void SchemaCompiler::read_const(SchemaNode& node, const json::value& value) {
    node.allowed.assign(1, value);
    node.allowed_text = joined(node.allowed);
}

void SchemaCompiler::read_required(SchemaNode& node, const json::value& value) {
    const auto* list = value.if_array();
    if (list == nullptr) {
        refuse("required must be a list");
        return;
    }
    for (const auto& name : *list) {
        if (name.is_string()) {
            node.required.emplace_back(name.get_string());
        } else {
            refuse("required must be a list of names");
        }
    }
}

void SchemaCompiler::read_properties(SchemaNode& node, const json::value& value) {
    const auto* members = value.if_object();
    if (members == nullptr) {
        refuse("properties must be an object");
        return;
    }
    for (const auto& member : *members) {
        node.properties.emplace(member.key(),
                                child(member.value(), fmt::format("properties/{}", std::string_view(member.key()))));
    }
}

void SchemaCompiler::read_additional(SchemaNode& node, const json::value& value) {
    if (value.is_bool()) {
        node.closed = !value.get_bool();
    } else {
        node.additional = child(value, "additionalProperties");
    }
}

void SchemaCompiler::read_unique(SchemaNode& node, const json::value& value) {
    if (!value.is_bool()) refuse("uniqueItems must be true or false");
    node.unique_items = value.is_bool() && value.get_bool();
}

void SchemaCompiler::read_pattern(SchemaNode& node, const json::value& value) {
    if (!value.is_string()) {
        refuse("pattern must be a text");
        return;
    }
    node.pattern_text = value.get_string();
    auto& pattern = patterns_[node.pattern_text];
    try {
        if (!pattern) {
            pattern = std::make_shared<const std::wregex>(code_points(node.pattern_text),
                                                          std::regex::ECMAScript | std::regex::optimize);
        }
        node.pattern = pattern;
    } catch (const std::regex_error& fault) {
        refuse(fmt::format("pattern {}: {}", node.pattern_text, fault.what()));
    }
}

void SchemaCompiler::read_format(SchemaNode& node, const json::value& value) {
    const std::string_view name = value.is_string() ? std::string_view(value.get_string()) : std::string_view();
    if (name == "date") {
        node.format = SchemaFormat::date;
    } else if (name == "date-time") {
        node.format = SchemaFormat::date_time;
    } else if (name == "line") {
        node.format = SchemaFormat::line;
    } else if (name == "text") {
        node.format = SchemaFormat::text;
    } else if (name != "binary" && name != "password") {
        refuse(fmt::format("the format {} is not understood", name));
    }
}

template <std::optional<std::uint64_t> SchemaNode::*Member>
void SchemaCompiler::read_count(SchemaNode& node, const json::value& value) {
    boost::system::error_code error;
    const auto count = value.to_number<std::uint64_t>(error);
    if (error) {
        refuse("a length or count must be an integer from 0");
    } else {
        node.*Member = count;
    }
}

template <std::optional<double> SchemaNode::*Member>
void SchemaCompiler::read_bound(SchemaNode& node, const json::value& value) {
    node.*Member = number_of(value);
    if (!(node.*Member)) refuse("a bound must be a number");
}

void SchemaCompiler::refuse_circles() {
    for (const auto& [name, node] : named_) {
        std::set<const SchemaNode*> seen;
        const SchemaNode* at = node;
        while (at != nullptr && seen.insert(at).second) at = at->reference;
        if (at != nullptr)
            faults.push_back(fmt::format("{}{}: refers to itself and nothing else", components_prefix, name));
    }
}

Schemas::Schemas() = default;
Schemas::~Schemas() = default;
Schemas::Schemas(Schemas&&) noexcept = default;
Schemas& Schemas::operator=(Schemas&&) noexcept = default;

tl::expected<Schemas, std::vector<std::string>> Schemas::compile(const json::value& document) {
    Schemas schemas;
    schemas.document_ = document;
    SchemaCompiler compiler(schemas);
    compiler.compile_document();
    if (!compiler.faults.empty()) return tl::unexpected(std::move(compiler.faults));
    return schemas;
}

}  // namespace shenyi::api
