#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <vector>

namespace shenyi::api {

/// Types of JSON Schema as bits, so that a list of them is one number.
enum SchemaType : std::uint8_t {
    type_null = 1,
    type_boolean = 2,
    type_integer = 4,
    type_number = 8,
    type_string = 16,
    type_array = 32,
    type_object = 64
};

/// `line` and `text`: plain_text.hpp; a text of which a length is asked must show something.
enum class SchemaFormat { none, date, date_time, line, text };

/// A schema as the check walks it. Pointers go to nodes owned by `Schemas`.
struct SchemaNode {
    /// Everything else is empty where this is set.
    const SchemaNode* reference = nullptr;
    /// 0: any type.
    std::uint8_t types = 0;
    std::string type_names;
    /// `enum`, or the one value of `const`.
    std::vector<boost::json::value> allowed;
    std::string allowed_text;

    std::vector<std::string> required;
    std::map<std::string, const SchemaNode*, std::less<>> properties;
    bool closed = false;
    const SchemaNode* additional = nullptr;

    const SchemaNode* items = nullptr;
    std::optional<std::uint64_t> min_items;
    std::optional<std::uint64_t> max_items;
    bool unique_items = false;

    std::optional<std::uint64_t> min_length;
    std::optional<std::uint64_t> max_length;
    std::shared_ptr<const std::wregex> pattern;  ///< one for all nodes of the same text: dear to make
    std::string pattern_text;
    SchemaFormat format = SchemaFormat::none;

    std::optional<double> minimum;
    std::optional<double> maximum;
    std::optional<double> exclusive_minimum;
    std::optional<double> exclusive_maximum;

    std::vector<const SchemaNode*> all_of;
    std::vector<const SchemaNode*> any_of;
    std::vector<const SchemaNode*> one_of;
};

/// The code points of a text that is UTF-8; on the systems we run on `wchar_t` holds one.
std::wstring code_points(std::string_view text);

}  // namespace shenyi::api
