#include "api/language.hpp"

#include "api/http/field_values.hpp"

#include <optional>

namespace shenyi::api {
namespace {

std::optional<Language> named(std::string_view range) {
    const auto primary = range.substr(0, range.find('-'));
    if (http::same_ignoring_case(primary, "zh") || primary == "*") return Language::zh;
    if (http::same_ignoring_case(primary, "en")) return Language::en;
    return std::nullopt;
}

}  // namespace

std::string_view tag(Language language) {
    return language == Language::en ? "en" : "zh-CN";
}

Language language_of(std::string_view accept_language) {
    auto best = Language::zh;
    int best_quality = 0;
    http::each_weighted(accept_language, [&](std::string_view range, int quality) {
        const auto language = named(range);
        if (!language || quality <= best_quality) return;
        best = *language;
        best_quality = quality;
    });
    return best;
}

}  // namespace shenyi::api
