#include "workflow/code_points.hpp"

#include <array>
#include <cstddef>

namespace shenyi::workflow {

namespace {

constexpr char32_t escape = 0xDC00;

/// How many bytes a sequence has that begins with this byte; 0 where none begins.
std::size_t length_of(unsigned char first) {
    if (first < 0x80) return 1;
    if (first < 0xC2) return 0;
    if (first < 0xE0) return 2;
    if (first < 0xF0) return 3;
    return first < 0xF5 ? 4 : 0;
}

/// The code point that `bytes` spell; the escape of the first byte, and length 1, where they spell none.
struct Decoded {
    char32_t code_point;
    std::size_t length;
};

Decoded decoded(std::string_view bytes) {
    const auto first = static_cast<unsigned char>(bytes.front());
    const std::size_t length = length_of(first);
    const Decoded faulty{escape + first, 1};
    if (length == 1) return {first, 1};
    if (length == 0 || bytes.size() < length) return faulty;

    char32_t code_point = first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        if ((byte & 0xC0U) != 0x80U) return faulty;
        code_point = (code_point << 6U) | (byte & 0x3FU);
    }
    constexpr std::array<char32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (code_point < smallest.at(length) || surrogate || code_point > 0x10FFFF) return faulty;
    return {code_point, length};
}

void append(std::string& text, char32_t code_point) {
    const auto byte = [&](char32_t value) { text.push_back(static_cast<char>(static_cast<unsigned char>(value))); };
    const auto tail = [&](unsigned shift) { byte(0x80U | ((code_point >> shift) & 0x3FU)); };
    if (code_point < 0x80) return byte(code_point);
    if (code_point >= escape + 0x80 && code_point <= escape + 0xFF) return byte(code_point - escape);
    if (code_point < 0x800) {
        byte(0xC0U | (code_point >> 6U));
        return tail(0);
    }
    if (code_point < 0x10000) {
        byte(0xE0U | (code_point >> 12U));
        tail(6);
        return tail(0);
    }
    byte(0xF0U | (code_point >> 18U));
    tail(12);
    tail(6);
    tail(0);
}

}  // namespace

std::u32string code_points_of(std::string_view text) {
    std::u32string code_points;
    code_points.reserve(text.size() / 2);
    while (!text.empty()) {
        const Decoded next = decoded(text);
        code_points.push_back(next.code_point);
        text.remove_prefix(next.length);
    }
    return code_points;
}

std::string utf8_of(std::u32string_view code_points) {
    std::string text;
    text.reserve(code_points.size() * 3);
    for (const char32_t code_point : code_points) append(text, code_point);
    return text;
}

}  // namespace shenyi::workflow
