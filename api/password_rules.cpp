#include "api/password_rules.hpp"

#include "workflow/code_points.hpp"

#include <algorithm>
#include <set>

namespace shenyi::api {
namespace {

enum class Kind { capital, small, figure, other };

Kind kind_of(char32_t code) {
    if (code >= U'A' && code <= U'Z') return Kind::capital;
    if (code >= U'a' && code <= U'z') return Kind::small;
    if (code >= U'0' && code <= U'9') return Kind::figure;
    return Kind::other;
}

std::size_t length_of(std::u32string text) {
    const auto both_spaces = [](char32_t before, char32_t after) { return before == U' ' && after == U' '; };
    text.erase(std::ranges::unique(text, both_spaces).begin(), text.end());
    return text.size();
}

std::string in_small_letters(std::string_view text) {
    std::string small(text);
    std::ranges::transform(small, small.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return small;
}

}  // namespace

std::optional<PasswordFault> fault_of_password(std::string_view password, std::string_view current,
                                               std::string_view login, const PasswordRules& rules) {
    const std::u32string codes = workflow::code_points_of(password);
    if (length_of(codes) < rules.characters_min)
        return PasswordFault{"min_length", std::to_string(rules.characters_min)};
    std::set<Kind> kinds;
    for (const char32_t code : codes) kinds.insert(kind_of(code));
    if (kinds.size() < rules.kinds_min) return PasswordFault{"kinds", std::to_string(rules.kinds_min)};
    if (password == current) return PasswordFault{"no_repeat", {}};
    if (!login.empty() && in_small_letters(password).find(in_small_letters(login)) != std::string::npos) {
        return PasswordFault{"no_login", {}};
    }
    return std::nullopt;
}

}  // namespace shenyi::api
