#include "api/declared_text.hpp"

#include "api/http/field_values.hpp"

#include <algorithm>

namespace shenyi::api {

DeclaredText::DeclaredText(std::string_view content_type) {
    constexpr std::string_view text = "text/";
    if (!http::same_ignoring_case(http::media_type(content_type).substr(0, text.size()), text)) return;
    http::each_parameter(content_type, [&](std::string_view name, std::string_view value) {
        if (!http::same_ignoring_case(name, "charset")) return;
        if (http::same_ignoring_case(value, "utf-8") || http::same_ignoring_case(value, "utf8")) {
            charset_ = Charset::utf8;
        } else if (http::same_ignoring_case(value, "us-ascii")) {
            charset_ = Charset::ascii;
        }
    });
}

bool DeclaredText::take(std::string_view piece) {
    if (charset_ == Charset::any) return true;
    return std::ranges::all_of(piece, [&](char letter) { return take_one(static_cast<unsigned char>(letter)); });
}

bool DeclaredText::take_one(unsigned char byte) {
    if (awaited_ == 0) return begin(byte);
    if (byte < least_ || byte > most_) return false;
    least_ = 0x80;
    most_ = 0xbf;
    --awaited_;
    return true;
}

/// A character's first byte (RFC 3629 §4): no longer form than it needs, no surrogate, nothing above U+10FFFF.
bool DeclaredText::begin(unsigned char byte) {
    if (byte < 0x80) return byte != 0;
    if (charset_ == Charset::ascii || byte < 0xc2 || byte > 0xf4) return false;
    awaited_ = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    if (byte == 0xe0) least_ = 0xa0;
    if (byte == 0xed) most_ = 0x9f;
    if (byte == 0xf0) least_ = 0x90;
    if (byte == 0xf4) most_ = 0x8f;
    return true;
}

}  // namespace shenyi::api
