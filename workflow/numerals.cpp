#include "workflow/numerals.hpp"

#include "workflow/code_points.hpp"

namespace shenyi::workflow {

namespace {

constexpr int largest = 9999;

bool is_between(char32_t first, char32_t code_point, char32_t last) {
    return first <= code_point && code_point <= last;
}

int digit_of(char32_t code_point) {
    return static_cast<int>(code_point >= U'０' ? code_point - U'０' : code_point - U'0');
}

/// 〇 and 零 to 九; 两 counts two; -1 for anything else.
int chinese_digit(char32_t code_point) {
    if (code_point == U'零') return 0;
    if (code_point == U'两') return 2;
    const std::size_t found = std::u32string_view(U"〇一二三四五六七八九").find(code_point);
    return found == std::u32string_view::npos ? -1 : static_cast<int>(found);
}

/// 10, 100 or 1000; 0 for anything else.
int chinese_unit(char32_t code_point) {
    if (code_point == U'十') return 10;
    if (code_point == U'百') return 100;
    return code_point == U'千' ? 1000 : 0;
}

bool is_chinese_number(char32_t code_point) {
    return chinese_digit(code_point) >= 0 || chinese_unit(code_point) > 0;
}

std::optional<int> by_places(std::u32string_view numeral, int (*digit)(char32_t)) {
    int number = 0;
    for (const char32_t code_point : numeral) {
        number = number * 10 + digit(code_point);
        if (number > largest) return std::nullopt;
    }
    return number;
}

std::optional<int> by_units(std::u32string_view numeral) {
    int number = 0;
    int pending = 0;
    for (const char32_t code_point : numeral) {
        const int unit = chinese_unit(code_point);
        if (unit == 0) {
            pending = chinese_digit(code_point);
            continue;
        }
        number += (pending == 0 ? 1 : pending) * unit;
        pending = 0;
        if (number > largest) return std::nullopt;
    }
    return number + pending;
}

}  // namespace

bool is_digit(char32_t code_point) {
    return is_between(U'0', code_point, U'9') || is_between(U'０', code_point, U'９');
}

bool is_numeral(char32_t code_point) {
    return is_digit(code_point) || is_chinese_number(code_point) ||
           is_one_of(U"万亿半%％‰元壹贰叁肆伍陆柒捌玖拾佰仟萬億廿卅", code_point);
}

bool is_punctuation(char32_t code_point) {
    return is_one_of(U"!\"#&'()*,-./:;?@[\\]_{}·–—―‘’“”„•…‧", code_point) || is_between(U'、', code_point, U'。') ||
           is_between(U'〈', code_point, U'】') || is_between(U'〔', code_point, U'〟') ||
           is_one_of(U"！＂＃＆＇（），－．／：；？＠［］＿｛｝｡｢｣､～", code_point);
}

bool is_white_space(char32_t code_point) {
    return is_between(U'\t', code_point, U'\r') || is_between(0x2000, code_point, 0x200D) ||
           is_one_of(U" \u00A0\u1680\u2028\u2029\u202F\u205F\u2060\u3000\uFEFF", code_point);
}

std::size_t numeral_length(std::u32string_view text) {
    std::size_t length = 0;
    if (!text.empty() && is_digit(text.front())) {
        while (length < text.size() && is_digit(text[length])) ++length;
        return length;
    }
    while (length < text.size() && is_chinese_number(text[length])) ++length;
    return length;
}

std::optional<int> number_of(std::u32string_view numeral) {
    if (numeral.empty() || numeral_length(numeral) != numeral.size()) return std::nullopt;
    if (is_digit(numeral.front())) return by_places(numeral, digit_of);
    for (const char32_t code_point : numeral) {
        if (chinese_unit(code_point) > 0) return by_units(numeral);
    }
    return by_places(numeral, chinese_digit);
}

}  // namespace shenyi::workflow
