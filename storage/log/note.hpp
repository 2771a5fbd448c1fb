#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Signed notes: a text with signatures under it, as C2SP signed-note defines them.
///
/// A note is the text, which ends with a newline, an empty line, and one line for each signature:
/// `— NAME BASE64`, em dash (U+2014) and spaces, where the base64 is that of four bytes, the key's id, big-endian, and
/// the signature's bytes behind them. The text may hold empty lines: the last one of the note ends it. All of it is
/// UTF-8 without control characters but newline. A name is not empty and holds neither `+` nor a space of Unicode.
namespace shenyi::storage::log {

inline constexpr std::size_t note_bytes_max = std::size_t{64} * 1024;
inline constexpr std::size_t note_signatures_max = 16;

struct NoteSignature {
    std::string name;
    std::uint32_t key_id = 0;
    std::string bytes;  ///< behind the key's id

    bool operator==(const NoteSignature&) const = default;
};

struct Note {
    std::string text;  ///< with its last newline, without the empty line behind it
    std::vector<NoteSignature> signatures;

    bool operator==(const Note&) const = default;
};

/// The error says in English what is not as it must be. Nothing is repaired: what is read is what `write_note` writes.
tl::expected<Note, std::string> read_note(std::string_view bytes);
std::string write_note(const Note& note);

/// The line under a note, with its newline.
std::string line_of(const NoteSignature& signature);
/// One such line, without its newline.
tl::expected<NoteSignature, std::string> read_signature_line(std::string_view line);

bool is_key_name(std::string_view name);

/// UTF-8 without control characters, newline among them.
bool is_plain_text(std::string_view line);

/// A decimal number as notes write them: digits without a leading zero, unless it is 0. Nothing beyond 64 bits.
tl::expected<std::uint64_t, std::string> read_decimal(std::string_view text);

/// Cuts the next line, without its newline, off the front; an error where no newline follows.
tl::expected<std::string_view, std::string> next_line(std::string_view& rest);

}  // namespace shenyi::storage::log
