#pragma once

#include <string>
#include <string_view>

namespace shenyi::workflow {

/// The code points of a UTF-8 text. A byte that is not UTF-8 becomes the code point U+DC00 + byte, which no valid text
/// holds, so that `utf8_of` gives back exactly the bytes that were read.
std::u32string code_points_of(std::string_view text);

std::string utf8_of(std::u32string_view code_points);

inline bool is_one_of(std::u32string_view set, char32_t code_point) {
    return set.find(code_point) != std::u32string_view::npos;
}

}  // namespace shenyi::workflow
