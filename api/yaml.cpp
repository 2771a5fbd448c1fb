#include "api/yaml.hpp"

#include "api/limits.hpp"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <charconv>
#include <cstdint>
#include <stdexcept>

namespace shenyi::api {
namespace {

namespace json = boost::json;

[[noreturn]] void refuse(const YAML::Node& node, std::string_view what) {
    const auto mark = node.Mark();
    throw std::invalid_argument(fmt::format("line {}, column {}: {}", mark.line + 1, mark.column + 1, what));
}

json::value value_of_plain(const std::string& text) {
    if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL") return nullptr;
    if (text == "true" || text == "True" || text == "TRUE") return true;
    if (text == "false" || text == "False" || text == "FALSE") return false;
    const auto* end = text.data() + text.size();
    std::int64_t integer = 0;
    if (const auto read = std::from_chars(text.data(), end, integer); read.ec == std::errc() && read.ptr == end) {
        return integer;
    }
    const bool numeric = text.find_first_not_of("+-.0123456789eE") == std::string::npos;
    double number = 0;
    if (const auto read = std::from_chars(text.data(), end, number);
        numeric && read.ec == std::errc() && read.ptr == end) {
        return number;
    }
    return json::value(json::string(text));
}

json::value value_of(const YAML::Node& node, int depth) {
    if (depth > limits::schema_depth_max) refuse(node, "nested too deeply");
    if (node.IsScalar()) {
        // The tag "!" marks a quoted scalar.
        if (node.Tag() == "!") return json::value(json::string(node.Scalar()));
        return value_of_plain(node.Scalar());
    }
    if (node.IsSequence()) {
        json::array list;
        for (const auto& element : node) list.push_back(value_of(element, depth + 1));
        return list;
    }
    if (!node.IsMap()) return nullptr;
    json::object members;
    for (const auto& member : node) {
        if (!member.first.IsScalar()) refuse(member.first, "a name must be a scalar");
        if (members.contains(member.first.Scalar())) refuse(member.first, "this name comes twice");
        members.emplace(member.first.Scalar(), value_of(member.second, depth + 1));
    }
    return members;
}

}  // namespace

tl::expected<json::value, std::string> value_of_yaml(std::string_view text) {
    try {
        return value_of(YAML::Load(std::string(text)), 0);
    } catch (const YAML::Exception& fault) {
        return tl::unexpected(std::string(fault.what()));
    } catch (const std::invalid_argument& fault) {
        return tl::unexpected(std::string(fault.what()));
    }
}

}  // namespace shenyi::api
