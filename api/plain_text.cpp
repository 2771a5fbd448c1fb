#include "api/plain_text.hpp"

#include "workflow/code_points.hpp"

#include <algorithm>

namespace shenyi::api {
namespace {

bool is_control(char32_t code) {
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0x2028 || code == 0x2029;
}

bool breaks_lines(char32_t code) {
    return code == '\t' || code == '\n' || code == '\r';
}

bool is_invisible(char32_t code) {
    struct Range {
        char32_t first;
        char32_t last;
    };
    constexpr Range ranges[] = {{0xad, 0xad},     {0x61c, 0x61c},   {0x180e, 0x180e},
                                {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x206f},
                                {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f}};
    return std::ranges::any_of(ranges, [&](const Range& each) { return code >= each.first && code <= each.last; });
}

/// White space of Unicode that is no control; the braille blank and the Hangul fillers show nothing either.
bool is_blank(char32_t code) {
    return code == 0x20 || code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x202f ||
           code == 0x205f || code == 0x3000 || code == 0x115f || code == 0x1160 || code == 0x2800 || code == 0x3164 ||
           code == 0xffa0 || breaks_lines(code);
}

std::optional<PlainFault> fault_of(std::string_view text, bool may_break, bool must_show) {
    bool shows = false;
    for (const char32_t code : workflow::code_points_of(text)) {
        if (is_control(code) && !(may_break && breaks_lines(code))) return PlainFault::control;
        if (is_invisible(code)) return PlainFault::invisible;
        shows = shows || !is_blank(code);
    }
    if (must_show && !shows) return PlainFault::blank;
    return std::nullopt;
}

}  // namespace

std::optional<PlainFault> fault_of_line(std::string_view line) {
    return fault_of(line, false, true);
}

std::optional<PlainFault> fault_of_text(std::string_view text, bool must_show) {
    return fault_of(text, true, must_show);
}

}  // namespace shenyi::api
