#include "api/schema.hpp"

#include "api/limits.hpp"
#include "api/plain_text.hpp"
#include "api/schema_tree.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <unordered_set>
#include <utility>

namespace shenyi::api {
namespace {

namespace json = boost::json;

/// Longer texts are not given to a pattern: std::regex calls itself once a character.
constexpr std::size_t pattern_bytes_max = 2048;

/// No law, act or meeting of a bureau lies outside: what does is a slip of the pen, or the end of somebody's calendar.
constexpr int first_year = 1900;
constexpr int last_year = 2100;

/// Where we are in the body; becomes a text only when something is wrong.
struct At {
    const At* parent = nullptr;
    std::string_view name;
    std::size_t index = 0;
    bool in_array = false;
};

void append_pointer(std::string& out, const At& at) {
    if (at.parent == nullptr) return;
    append_pointer(out, *at.parent);
    out.push_back('/');
    if (at.in_array) {
        out += std::to_string(at.index);
        return;
    }
    for (const char letter : at.name) {
        if (letter == '~') {
            out += "~0";
        } else if (letter == '/') {
            out += "~1";
        } else {
            out.push_back(letter);
        }
    }
}

std::uint8_t types_of(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            return type_null;
        case json::kind::bool_:
            return type_boolean;
        case json::kind::int64:
        case json::kind::uint64:
            return type_integer | type_number;
        case json::kind::double_:
            return type_number;
        case json::kind::string:
            return type_string;
        case json::kind::array:
            return type_array;
        case json::kind::object:
            return type_object;
    }
    return 0;
}

std::uint64_t length_of(std::string_view text) {
    return static_cast<std::uint64_t>(std::count_if(
        text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; }));
}

/// The digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    if (text.size() < at + count) return -1;
    for (const char digit : text.substr(at, count)) {
        if (digit < '0' || digit > '9') return -1;
        value = value * 10 + (digit - '0');
    }
    return value;
}

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    const int year = digits(text, 0, 4);
    const int month = digits(text, 5, 2);
    const int day = digits(text, 8, 2);
    if (year < 0 || month < 0 || day < 0) return false;
    return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                       std::chrono::day(static_cast<unsigned>(day)))
        .ok();
}

bool is_offset(std::string_view text) {
    if (text == "Z" || text == "z") return true;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
    const int hours = digits(text, 1, 2);
    const int minutes = digits(text, 4, 2);
    return hours >= 0 && hours < 24 && minutes >= 0 && minutes < 60;
}

/// RFC 3339; leap seconds are refused, since no instant of ours can hold one.
bool is_date_time(std::string_view text) {
    if (text.size() < 20 || !is_date(text.substr(0, 10)) || (text[10] != 'T' && text[10] != 't')) return false;
    if (text[13] != ':' || text[16] != ':') return false;
    const int hours = digits(text, 11, 2);
    const int minutes = digits(text, 14, 2);
    const int seconds = digits(text, 17, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) return false;
    auto rest = text.substr(19);
    if (rest.starts_with('.')) {
        const auto end = rest.find_first_not_of("0123456789", 1);
        if (end == 1 || end == std::string_view::npos) return false;
        rest = rest.substr(end);
    }
    return is_offset(rest);
}

class Checker {
  public:
    explicit Checker(std::vector<BodyFault>& faults) : faults_(faults) {}

    void check(const json::value& value, const SchemaNode& schema, const At& at, int depth = 0);

  private:
    void fault(const At& at, std::string_view code, SchemaExpected expected, std::string parameter = {});
    void check_object(const json::object& members, const SchemaNode& schema, const At& at, int depth);
    void check_array(const json::array& elements, const SchemaNode& schema, const At& at, int depth);
    void check_string(std::string_view text, const SchemaNode& schema, const At& at);
    void check_format(std::string_view text, const SchemaNode& schema, const At& at);
    void check_number(const json::value& value, const SchemaNode& schema, const At& at);
    void check_branches(const json::value& value, const std::vector<const SchemaNode*>& branches, bool only_one,
                        const At& at, int depth);

    std::vector<BodyFault>& faults_;
};

void Checker::fault(const At& at, std::string_view code, SchemaExpected expected, std::string parameter) {
    if (faults_.size() >= limits::body_faults_max) return;
    BodyFault found{.pointer = {}, .code = std::string(code), .expected = expected, .parameter = std::move(parameter)};
    append_pointer(found.pointer, at);
    faults_.push_back(std::move(found));
}

void Checker::check(const json::value& value, const SchemaNode& given, const At& at, int depth) {
    const auto* schema = &given;
    while (schema->reference != nullptr) schema = schema->reference;
    constexpr int depth_max = 4 * limits::schema_depth_max;
    if (depth > depth_max) {
        fault(at, "value", "depth");
        return;
    }
    if (schema->types != 0 && (types_of(value) & schema->types) == 0) {
        fault(at, "type", "type", schema->type_names);
        return;
    }
    if (!schema->allowed.empty() &&
        std::find(schema->allowed.begin(), schema->allowed.end(), value) == schema->allowed.end()) {
        fault(at, "enum", "enum", schema->allowed_text);
        return;
    }
    if (const auto* members = value.if_object()) check_object(*members, *schema, at, depth);
    if (const auto* elements = value.if_array()) check_array(*elements, *schema, at, depth);
    if (const auto* text = value.if_string()) check_string(*text, *schema, at);
    if (value.is_number()) check_number(value, *schema, at);
    for (const auto* part : schema->all_of) check(value, *part, at, depth + 1);
    check_branches(value, schema->any_of, false, at, depth);
    check_branches(value, schema->one_of, true, at, depth);
}

void Checker::check_object(const json::object& members, const SchemaNode& schema, const At& at, int depth) {
    for (const auto& name : schema.required) {
        const At missing{.parent = &at, .name = name};
        if (!members.contains(name)) fault(missing, "missing", "missing");
    }
    for (const auto& member : members) {
        const At inside{.parent = &at, .name = member.key()};
        const auto known = schema.properties.find(std::string_view(member.key()));
        if (known != schema.properties.end()) {
            check(member.value(), *known->second, inside, depth + 1);
        } else if (schema.additional != nullptr) {
            check(member.value(), *schema.additional, inside, depth + 1);
        } else if (schema.closed) {
            fault(inside, "unknown", "unknown");
        }
    }
}

void Checker::check_array(const json::array& elements, const SchemaNode& schema, const At& at, int depth) {
    if (schema.min_items && elements.size() < *schema.min_items) {
        fault(at, "value", "min_items", std::to_string(*schema.min_items));
    }
    if (schema.max_items && elements.size() > *schema.max_items) {
        fault(at, "value", "max_items", std::to_string(*schema.max_items));
        return;
    }
    std::unordered_set<std::string> seen;
    for (std::size_t index = 0; index < elements.size() && faults_.size() < limits::body_faults_max; ++index) {
        const At inside{.parent = &at, .index = index, .in_array = true};
        if (schema.unique_items && !seen.insert(json::serialize(elements[index])).second) {
            fault(inside, "value", "unique_items");
        }
        if (schema.items != nullptr) check(elements[index], *schema.items, inside, depth + 1);
    }
}

void Checker::check_string(std::string_view text, const SchemaNode& schema, const At& at) {
    if (schema.min_length && length_of(text) < *schema.min_length) {
        fault(at, "value", "min_length", std::to_string(*schema.min_length));
        return;
    }
    if (schema.max_length && length_of(text) > *schema.max_length) {
        fault(at, "value", "max_length", std::to_string(*schema.max_length));
        return;
    }
    if (schema.pattern && (text.size() > pattern_bytes_max || !std::regex_search(code_points(text), *schema.pattern))) {
        fault(at, "value", "pattern", schema.pattern_text);
    }
    check_format(text, schema, at);
}

void Checker::check_format(std::string_view text, const SchemaNode& schema, const At& at) {
    const auto dated = [&](bool fits, SchemaExpected form) {
        if (!fits) return fault(at, "value", form);
        const int year = digits(text, 0, 4);
        if (year < first_year || year > last_year) {
            fault(at, "value", "year", fmt::format("{}–{}", first_year, last_year));
        }
    };
    const auto plain = [&](std::optional<PlainFault> found) {
        if (found == PlainFault::blank) fault(at, "value", "visible");
        if (found == PlainFault::control) fault(at, "value", "no_control");
        if (found == PlainFault::invisible) fault(at, "value", "no_invisible");
    };
    switch (schema.format) {
        case SchemaFormat::none:
            return;
        case SchemaFormat::date:
            return dated(is_date(text), "date");
        case SchemaFormat::date_time:
            return dated(is_date_time(text), "date_time");
        case SchemaFormat::line:
            return plain(fault_of_line(text));
        case SchemaFormat::text:
            return plain(fault_of_text(text, schema.min_length.value_or(0) > 0));
    }
}

void Checker::check_number(const json::value& value, const SchemaNode& schema, const At& at) {
    const auto number = value.to_number<double>();
    const auto bound = [&](bool broken, SchemaExpected expected, double limit) {
        if (broken) fault(at, "value", expected, fmt::format("{}", limit));
    };
    if (schema.minimum) bound(number < *schema.minimum, "minimum", *schema.minimum);
    if (schema.maximum) bound(number > *schema.maximum, "maximum", *schema.maximum);
    if (schema.exclusive_minimum) bound(number <= *schema.exclusive_minimum, "above", *schema.exclusive_minimum);
    if (schema.exclusive_maximum) bound(number >= *schema.exclusive_maximum, "below", *schema.exclusive_maximum);
}

/// How far a branch is from fitting: one whose faults lie at the value itself (wrong type or tag) is farther than one
/// that fits in kind and is wrong inside.
std::pair<bool, std::size_t> distance(const std::vector<BodyFault>& faults, std::string_view here) {
    const bool wrong_kind = std::any_of(faults.begin(), faults.end(), [&](const BodyFault& found) {
        const bool tag = found.code == "enum" && found.pointer.find('/', here.size() + 1) == std::string::npos;
        return tag || (found.code == "type" && found.pointer == here);
    });
    return {wrong_kind, faults.size()};
}

void Checker::check_branches(const json::value& value, const std::vector<const SchemaNode*>& branches, bool only_one,
                             const At& at, int depth) {
    if (branches.empty()) return;
    std::string here;
    append_pointer(here, at);
    std::size_t fitting = 0;
    std::vector<BodyFault> nearest;
    for (const auto* branch : branches) {
        std::vector<BodyFault> faults;
        Checker(faults).check(value, *branch, at, depth + 1);
        if (faults.empty()) ++fitting;
        if (nearest.empty() || distance(faults, here) < distance(nearest, here)) nearest = std::move(faults);
    }
    if (fitting > 1 && only_one) fault(at, "value", "one_of");
    if (fitting > 0) return;
    const auto room = limits::body_faults_max - std::min(limits::body_faults_max, faults_.size());
    const auto told = static_cast<std::ptrdiff_t>(std::min(nearest.size(), room));
    faults_.insert(faults_.end(), nearest.begin(), nearest.begin() + told);
}

}  // namespace

std::wstring code_points(std::string_view text) {
    std::wstring out;
    out.reserve(text.size());
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if ((byte & 0xc0) == 0x80) {
            if (!out.empty()) out.back() = static_cast<wchar_t>((out.back() << 6) | (byte & 0x3f));
        } else {
            const unsigned first = byte < 0x80   ? byte
                                   : byte < 0xe0 ? byte & 0x1f
                                   : byte < 0xf0 ? byte & 0x0f
                                                 : byte & 0x07;
            out.push_back(static_cast<wchar_t>(first));
        }
    }
    return out;
}

std::vector<BodyFault> check(const json::value& body, const SchemaNode& schema) {
    std::vector<BodyFault> faults;
    Checker(faults).check(body, schema, At{});
    return faults;
}

}  // namespace shenyi::api
