#include "api/http/request.hpp"

#include "api/http/field_values.hpp"

#include <array>

namespace shenyi::api::http {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> method_names{{
    {Method::get, "GET"},
    {Method::head, "HEAD"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::remove, "DELETE"},
    {Method::options, "OPTIONS"},
}};

}  // namespace

std::string_view name_of(Method method) {
    for (const auto& [known, name] : method_names) {
        if (known == method) return name;
    }
    return {};
}

Method method_of(std::string_view name) {
    for (const auto& [method, known] : method_names) {
        if (known == name) return method;
    }
    return Method::other;
}

void Fields::add(std::string_view name, std::string_view value) {
    if (entries_.empty()) {
        constexpr std::size_t usual_fields = 16;
        constexpr std::size_t usual_bytes = 512;
        entries_.reserve(usual_fields);
        text_.reserve(usual_bytes);
    }
    entries_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(name.size()),
                        static_cast<std::uint32_t>(value.size())});
    text_.append(name).append(value);
}

Fields::Field Fields::operator[](std::size_t at) const {
    const auto& entry = entries_[at];
    const std::string_view text = text_;
    return {text.substr(entry.begin, entry.name_size), text.substr(entry.begin + entry.name_size, entry.value_size)};
}

std::optional<std::string_view> Fields::find(std::string_view name) const {
    for (std::size_t at = 0; at < entries_.size(); ++at) {
        if (entries_[at].name_size != name.size()) continue;
        const auto [known, value] = (*this)[at];
        if (same_ignoring_case(known, name)) return trimmed(value);
    }
    return std::nullopt;
}

std::string_view Fields::value(std::string_view name) const {
    return find(name).value_or(std::string_view{});
}

std::size_t Fields::count(std::string_view name) const {
    std::size_t found = 0;
    for (std::size_t at = 0; at < entries_.size(); ++at) {
        if (same_ignoring_case((*this)[at].first, name)) ++found;
    }
    return found;
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    for (const auto& [known, value] : query) {
        if (known == name) return value;
    }
    return std::nullopt;
}

std::string_view Request::parameter(std::string_view name) const {
    for (const auto& [known, value] : parameters) {
        if (known == name) return value;
    }
    return {};
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    auto rest = headers.value("Cookie");
    while (!rest.empty()) {
        const auto end = rest.find(';');
        const auto pair = trimmed(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
    }
    return std::nullopt;
}

}  // namespace shenyi::api::http
