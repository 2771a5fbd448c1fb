#include "api/http/field_values.hpp"

#include <cstddef>
#include <optional>

namespace shenyi::api::http {
namespace {

constexpr int whole = 1000;

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// "1", "0.8", "0.125" in thousandths (RFC 9110 §12.4.2).
std::optional<int> quality_of(std::string_view text) {
    if (text.empty() || (text[0] != '0' && text[0] != '1')) return std::nullopt;
    if (text.size() > 5 || (text.size() > 1 && text[1] != '.')) return std::nullopt;
    int value = text[0] == '1' ? whole : 0;
    int place = whole / 10;
    for (const char digit : text.substr(text.size() > 1 ? 2 : 1)) {
        if (digit < '0' || digit > '9') return std::nullopt;
        value += (digit - '0') * place;
        place /= 10;
    }
    return value <= whole ? std::optional(value) : std::nullopt;
}

/// Splits off what stands before `separator`; `rest` keeps what follows.
std::string_view next_part(std::string_view& rest, char separator) {
    const auto end = rest.find(separator);
    const auto part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return trimmed(part);
}

}  // namespace

bool same_ignoring_case(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (lower(left[i]) != lower(right[i])) return false;
    }
    return true;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

void each_element(std::string_view list, const std::function<void(std::string_view)>& see) {
    while (!list.empty()) {
        const auto element = next_part(list, ',');
        if (!element.empty()) see(element);
    }
}

void each_weighted(std::string_view list, const std::function<void(std::string_view, int)>& see) {
    each_element(list, [&](std::string_view element) {
        const auto name = next_part(element, ';');
        std::optional<int> quality = whole;
        while (!element.empty()) {
            const auto parameter = next_part(element, ';');
            if (parameter.starts_with("q=") || parameter.starts_with("Q=")) quality = quality_of(parameter.substr(2));
        }
        if (quality && !name.empty()) see(name, *quality);
    });
}

std::string_view media_type(std::string_view content_type) {
    return next_part(content_type, ';');
}

void each_parameter(std::string_view content_type,
                    const std::function<void(std::string_view name, std::string_view value)>& see) {
    (void)next_part(content_type, ';');
    while (!content_type.empty()) {
        auto value = next_part(content_type, ';');
        const auto name = next_part(value, '=');
        value = trimmed(value);
        const bool quoted = value.size() > 1 && value.front() == '"' && value.back() == '"';
        see(name, quoted ? value.substr(1, value.size() - 2) : value);
    }
}

bool is_json(std::string_view content_type) {
    const auto type = media_type(content_type);
    constexpr std::string_view application = "application/";
    constexpr std::string_view suffix = "+json";
    const bool plain = same_ignoring_case(type, "application/json");
    const bool suffixed = type.size() > application.size() + suffix.size() &&
                          same_ignoring_case(type.substr(0, application.size()), application) &&
                          same_ignoring_case(type.substr(type.size() - suffix.size()), suffix);
    bool fits = plain || suffixed;
    each_parameter(content_type, [&](std::string_view name, std::string_view value) {
        fits = fits && (!same_ignoring_case(name, "charset") || same_ignoring_case(value, "utf-8"));
    });
    return fits;
}

}  // namespace shenyi::api::http
