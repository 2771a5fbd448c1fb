#include "api/query_check.hpp"

#include "api/schema_tree.hpp"
#include "workflow/codec/wire.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace shenyi::api {
namespace {

namespace json = boost::json;

/// Whether a number is written otherwise than JSON does: `007`, `-0`.
bool is_padded(std::string_view text) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    return digits.starts_with('0') && text != "0";
}

/// A value of the query as the JSON value that its schema speaks of; a text where it is none.
json::value as_json(const std::string& text, const SchemaNode& given) {
    const auto* schema = &given;
    while (schema->reference != nullptr) schema = schema->reference;
    if ((schema->types & type_boolean) != 0 && (text == "true" || text == "false")) return json::value(text == "true");
    if ((schema->types & type_integer) == 0 || is_padded(text)) return json::value(text);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size() || text.empty()) return json::value(text);
    // What no integer of ours can hold is too large or too small, not something else than an integer.
    if (error == std::errc::result_out_of_range) {
        number = text.front() == '-' ? -workflow::codec::integer_max : workflow::codec::integer_max;
    }
    return json::value(number);
}

class QueryChecker {
  public:
    QueryChecker(const http::Request& request, const std::vector<QueryParameter>& parameters)
        : request_(request), parameters_(parameters) {}

    std::vector<BodyFault> take() {
        for (const std::string& name : request_.unreadable_query) see(name, nullptr);
        for (const auto& [name, value] : request_.query) see(name, &value);
        for (const QueryParameter& parameter : parameters_) {
            if (parameter.required && !seen_.contains(parameter.name)) fault(parameter.name, "missing", "missing");
            check_order(parameter);
        }
        return std::move(faults_);
    }

  private:
    void fault(const std::string& name, std::string code, SchemaExpected expected, std::string parameter = {}) {
        faults_.push_back({name, std::move(code), expected, std::move(parameter)});
    }

    void see(const std::string& name, const std::string* value) {
        const auto known = std::ranges::find(parameters_, name, &QueryParameter::name);
        if (!seen_.insert(name).second) {
            if (twice_.insert(name).second) fault(name, "value", "once");
        } else if (known == parameters_.end()) {
            fault(name, "unknown", "known_parameter");
        } else if (value == nullptr) {
            fault(name, "value", "readable");
        } else {
            for (BodyFault& found : check(as_json(*value, *known->schema), *known->schema)) {
                found.pointer = name;
                faults_.push_back(std::move(found));
            }
        }
    }

    /// Days are written so that their order is that of the texts.
    void check_order(const QueryParameter& parameter) {
        if (parameter.not_after.empty() || is_faulty(parameter.name) || is_faulty(parameter.not_after)) return;
        const auto first = request_.query_value(parameter.name);
        const auto last = request_.query_value(parameter.not_after);
        if (first && last && *first > *last) fault(parameter.name, "value", "not_after", parameter.not_after);
    }

    bool is_faulty(const std::string& name) const {
        return std::ranges::find(faults_, name, &BodyFault::pointer) != faults_.end();
    }

    const http::Request& request_;
    const std::vector<QueryParameter>& parameters_;
    std::set<std::string> seen_;
    std::set<std::string> twice_;
    std::vector<BodyFault> faults_;
};

}  // namespace

std::vector<BodyFault> check_query(const http::Request& request, const std::vector<QueryParameter>& parameters) {
    return QueryChecker(request, parameters).take();
}

}  // namespace shenyi::api
