#include "api/render/contract_page.hpp"

#include "storage/definitions/yaml_file.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::api {
namespace {

namespace json = boost::json;
using storage::definitions::Messages;

constexpr std::string_view schemas_prefix = "#/components/schemas/";
constexpr std::string_view style = R"(<style>
body{font:16px/1.6 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",sans-serif;color:#1f2328;margin:0 auto;
max-width:60rem;padding:1rem 1.5rem 4rem}
h1{font-size:1.6rem}h2{font-size:1.3rem;border-bottom:1px solid #d0d7de;margin-top:2.5rem}h3{font-size:1.05rem;margin:1.8rem 0 .3rem}
code{font:.9em/1.4 "Noto Sans Mono",monospace;background:#f0f2f4;padding:.1em .3em;border-radius:3px}
table{border-collapse:collapse;width:100%;font-size:.93rem}td,th{border:1px solid #d0d7de;padding:.3rem .5rem;text-align:left;
vertical-align:top}th{background:#f6f8fa}a{color:#0b5cad}nav ul{columns:2}p{margin:.3rem 0}
</style>
)";

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char letter : text) {
        switch (letter) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += letter;
        }
    }
    return out;
}

std::string code(std::string_view text) {
    return "<code>" + escaped(text) + "</code>";
}

std::string_view text_of(const json::object& object, std::string_view name) {
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_string() ? std::string_view(member->get_string()) : std::string_view();
}

const json::object& object_of(const json::object& object, std::string_view name) {
    static const json::object none;
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_object() ? member->get_object() : none;
}

const json::array& array_of(const json::object& object, std::string_view name) {
    static const json::array none;
    const json::value* member = object.if_contains(name);
    return member != nullptr && member->is_array() ? member->get_array() : none;
}

class Page {
  public:
    Page(const json::object& contract, const Messages& messages, Language language)
        : contract_(contract), messages_(messages), language_(language) {}

    std::string whole() {
        const std::string title = escaped(text_of(object_of(contract_, "info"), "title"));
        out_ = "<!doctype html>\n<html lang=\"" + std::string(tag(language_)) +
               "\"><head><meta charset=\"utf-8\"><title>" + title + "</title>\n";
        out_ += style;
        out_ += "</head><body>\n<h1>" + title + " · " + word("title") + "</h1>\n<p>" +
                escaped(text_of(object_of(contract_, "info"), "description")) +
                "</p>\n<p><a href=\"/openapi.yaml\">openapi.yaml</a> · "
                "<a href=\"/docs/problems\">" +
                word("problems") + "</a></p>\n";
        contents();
        for (const json::value& each : array_of(contract_, "tags")) part(each.as_object());
        shapes();
        out_ += "</body></html>\n";
        return std::move(out_);
    }

  private:
    std::string word(std::string_view key) const {
        return escaped(messages_.render(tag(language_), "docs." + std::string(key)));
    }

    void contents() {
        out_ += "<nav><h2>" + word("contents") + "</h2><ul>\n";
        for (const json::value& each : array_of(contract_, "tags")) {
            const std::string name = escaped(text_of(each.as_object(), "name"));
            out_ += "<li><a href=\"#tag-" + name + "\">" + name + "</a></li>\n";
        }
        out_ += "<li><a href=\"#shapes\">" + word("shapes") + "</a></li></ul></nav>\n";
    }

    void part(const json::object& tag_object) {
        const std::string_view name = text_of(tag_object, "name");
        out_ += "<h2 id=\"tag-" + escaped(name) + "\">" + escaped(name) + "</h2>\n<p>" +
                escaped(text_of(tag_object, "description")) + "</p>\n";
        for (const auto& path : object_of(contract_, "paths")) {
            for (const auto& entry : path.value().as_object()) {
                if (!entry.value().is_object()) continue;
                const json::object& operation = entry.value().as_object();
                const json::array& tags = array_of(operation, "tags");
                if (tags.empty() || tags.front() != json::value(name)) continue;
                const bool outside = path.value().as_object().contains("servers");
                this->operation(entry.key(), (outside ? "" : "/api/v1") + std::string(path.key()), operation);
            }
        }
    }

    void operation(std::string_view method, const std::string& path, const json::object& operation) {
        std::string verb(method);
        std::ranges::transform(verb, verb.begin(), [](char letter) {
            return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
        });
        const std::string id = escaped(text_of(operation, "operationId"));
        out_ += "<h3 id=\"" + id + "\">" + code(verb + " " + path) + "</h3>\n<p>" +
                escaped(text_of(operation, "summary")) + "</p>\n";
        std::string roles;
        for (const json::value& role : array_of(operation, "x-roles")) {
            roles += (roles.empty() ? "" : ", ") + role_word(role.as_string());
        }
        if (!roles.empty()) out_ += "<p>" + word("roles") + roles + "</p>\n";
        parameters(array_of(operation, "parameters"));
        for (const auto& media : object_of(object_of(operation, "requestBody"), "content")) {
            out_ += "<p>" + word("body") + code(media.key()) + " " +
                    shape(object_of(media.value().as_object(), "schema")) + "</p>\n";
        }
        answers(object_of(operation, "responses"));
    }

    std::string role_word(std::string_view role) const {
        if (role == "any" || role == "public") return word(role);
        return escaped(messages_.word(tag(language_), workflow::Term{"role", std::string(role)}));
    }

    const json::object& resolved(const json::object& object) const {
        const std::string_view reference = text_of(object, "$ref");
        if (!reference.starts_with("#/")) return object;
        const json::value* found = find_in_contract(reference.substr(1));
        return found != nullptr && found->is_object() ? found->get_object() : object;
    }

    const json::value* find_in_contract(std::string_view pointer) const {
        const json::object* at = &contract_;
        while (pointer.starts_with('/')) {
            pointer.remove_prefix(1);
            const auto end = std::min(pointer.find('/'), pointer.size());
            const json::value* next = at->if_contains(pointer.substr(0, end));
            pointer.remove_prefix(end);
            if (next == nullptr || !next->is_object()) return nullptr;
            if (pointer.empty()) return next;
            at = &next->get_object();
        }
        return nullptr;
    }

    void parameters(const json::array& list) {
        if (list.empty()) return;
        out_ += "<table><tr><th>" + word("parameter") + "</th><th>" + word("place") + "</th><th>" + word("type") +
                "</th><th>" + word("meaning") + "</th></tr>\n";
        for (const json::value& each : list) {
            const json::object& parameter = resolved(each.as_object());
            const bool required = parameter.contains("required") && parameter.at("required") == json::value(true);
            out_ += "<tr><td>" + code(text_of(parameter, "name")) + (required ? " *" : "") + "</td><td>" +
                    word(text_of(parameter, "in")) + "</td><td>" + shape(object_of(parameter, "schema")) + "</td><td>" +
                    escaped(text_of(parameter, "description")) + "</td></tr>\n";
        }
        out_ += "</table>\n";
    }

    void answers(const json::object& responses) {
        out_ += "<table><tr><th>" + word("answer") + "</th><th>" + word("meaning") + "</th><th>" + word("type") +
                "</th></tr>\n";
        for (const auto& entry : responses) {
            const json::object& response = resolved(entry.value().as_object());
            std::string bodies;
            for (const auto& media : object_of(response, "content")) {
                bodies += code(media.key()) + " " + shape(object_of(media.value().as_object(), "schema")) + " ";
            }
            out_ += "<tr><td>" + code(entry.key()) + "</td><td>" + escaped(text_of(response, "description")) +
                    "</td><td>" + bodies + "</td></tr>\n";
        }
        out_ += "</table>\n";
    }

    /// A schema in one line: the name of a shape, or its type with what bounds it.
    std::string shape(const json::object& schema) const {
        const std::string_view reference = text_of(schema, "$ref");
        if (reference.starts_with(schemas_prefix)) {
            const std::string name = escaped(reference.substr(schemas_prefix.size()));
            return "<a href=\"#shape-" + name + "\">" + name + "</a>";
        }
        for (const char* several : {"oneOf", "anyOf", "allOf"}) {
            std::string list;
            for (const json::value& each : array_of(schema, several)) {
                list += (list.empty() ? "" : " | ") + shape(each.as_object());
            }
            if (!list.empty()) return list;
        }
        if (schema.contains("enum")) return code(json::serialize(schema.at("enum")));
        if (schema.contains("const")) return code(json::serialize(schema.at("const")));
        if (text_of(schema, "type") == "array") return "[" + shape(object_of(schema, "items")) + "]";
        std::string type = schema.contains("type") ? json::serialize(schema.at("type")) : std::string();
        std::erase(type, '"');
        if (const std::string_view format = text_of(schema, "format"); !format.empty())
            type += " " + std::string(format);
        return escaped(type);
    }

    void shapes() {
        out_ += "<h2 id=\"shapes\">" + word("shapes") + "</h2>\n";
        for (const auto& entry : object_of(object_of(contract_, "components"), "schemas")) {
            const json::object& schema = entry.value().as_object();
            const std::string name = escaped(entry.key());
            out_ += "<h3 id=\"shape-" + name + "\">" + name + "</h3>\n<p>" + escaped(text_of(schema, "description")) +
                    "</p>\n";
            const json::object& properties = object_of(schema, "properties");
            if (properties.empty()) {
                out_ += "<p>" + shape(schema) + "</p>\n";
            } else {
                members(properties, array_of(schema, "required"));
            }
        }
    }

    void members(const json::object& properties, const json::array& required) {
        out_ += "<table><tr><th>" + word("member") + "</th><th>" + word("type") + "</th><th>" + word("meaning") +
                "</th></tr>\n";
        for (const auto& entry : properties) {
            const json::object& schema = entry.value().as_object();
            const bool needed = std::ranges::find(required, json::value(entry.key())) != required.end();
            out_ += "<tr><td>" + code(entry.key()) + (needed ? " *" : "") + "</td><td>" + shape(schema) + "</td><td>" +
                    escaped(text_of(schema, "description")) + "</td></tr>\n";
        }
        out_ += "</table>\n";
    }

    const json::object& contract_;
    const Messages& messages_;
    Language language_;
    std::string out_;
};

}  // namespace

std::string contract_page(const json::value& contract, const Messages& messages, Language language) {
    return Page(contract.as_object(), messages, language).whole();
}

const std::string& ContractPages::in(Language language) {
    const std::lock_guard lock(mutex_);
    std::string& page = pages_[language];
    if (page.empty()) {
        const auto contract = storage::definitions::read_yaml("openapi.yaml", contract_);
        page = contract_page(contract.value().tree, messages_, language);
    }
    return page;
}

std::string problems_page(const Messages& messages, Language language) {
    constexpr std::string_view prefix = "problem.";
    constexpr std::string_view ending = ".title";
    const Language other = language == Language::zh ? Language::en : Language::zh;
    const std::string title = escaped(messages.render(tag(language), "docs.problems"));
    std::string out = "<!doctype html>\n<html lang=\"" + std::string(tag(language)) +
                      "\"><head><meta charset=\"utf-8\"><title>" + title + "</title>\n";
    out += style;
    out += "</head><body>\n<h1>" + title + "</h1>\n";
    for (const std::string& key : messages.keys()) {
        if (!key.starts_with(prefix) || !key.ends_with(ending)) continue;
        const std::string name = key.substr(prefix.size(), key.size() - prefix.size() - ending.size());
        out += "<h2 id=\"" + escaped(name) + "\">" + code(name) + "</h2>\n";
        for (const Language each : {language, other}) {
            out += "<p lang=\"" + std::string(tag(each)) + "\"><strong>" +
                   escaped(messages.render(tag(each), "problem." + name + ".title")) + "</strong> " +
                   escaped(messages.render(tag(each), "problem." + name + ".detail")) + "</p>\n";
        }
    }
    return out + "</body></html>\n";
}

}  // namespace shenyi::api
