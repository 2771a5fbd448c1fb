#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

/// Numbers as official texts write them, and the other kinds of characters that a change of words is judged by.
namespace shenyi::workflow {

/// 0–9, in either width.
bool is_digit(char32_t code_point);

/// A character that makes or measures a number: digits, 〇零一二…九十百千万亿两半, the capital forms 壹贰叁…, 廿, 卅,
/// %, ‰, 元.
bool is_numeral(char32_t code_point);

/// Signs that divide or embrace words, of the Chinese and the Western set; not those that calculate, nor % and ‰.
bool is_punctuation(char32_t code_point);

/// Spaces of any width, line ends and marks that take no room.
bool is_white_space(char32_t code_point);

/// How many code points of the beginning of a text spell one number, in digits or in Chinese; 0 where none does.
std::size_t numeral_length(std::u32string_view text);

/// What a numeral says: `12`, `１２`, 十二, 一百零三, 一〇三. Empty where it is none, or has more than four places.
std::optional<int> number_of(std::u32string_view numeral);

}  // namespace shenyi::workflow
