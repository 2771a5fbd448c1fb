#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace shenyi::storage {

/// Takes an SQL file apart into its statements, since SQLite runs the first one of a string and drops the rest in
/// silence. Knows quoted texts (`'…'`, `E'…\'…'`), quoted names (`"…"`), comments (`-- …`, `/* … */`), dollar quoting
/// (`$$ … $$`,
/// `$tag$ … $tag$`) and, in a statement that begins with CREATE, bodies between BEGIN or CASE and END, as triggers have
/// them. Statements come without their semicolon and without white space and comments around them; comments inside
/// stay. The error says what was not closed, and in which line. Comments inside comments are refused: the two databases
/// read them differently.
tl::expected<std::vector<std::string>, std::string> split_statements(std::string_view sql);

/// The words of one statement, for those who look for a form of words: names and numbers as one word each, every other
/// character by itself, quoted texts and dollar bodies as one word with their quotes; no comments, no white space.
std::vector<std::string_view> words_of(std::string_view statement);

/// Whether a word is the given keyword, in any case. `keyword` in upper case.
bool is_word(std::string_view word, std::string_view keyword);

}  // namespace shenyi::storage
