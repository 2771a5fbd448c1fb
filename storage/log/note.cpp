#include "storage/log/note.hpp"

#include "storage/log/hash.hpp"
#include "workflow/code_points.hpp"

#include <algorithm>
#include <charconv>

namespace shenyi::storage::log {

namespace {

constexpr std::string_view dash = "\xe2\x80\x94 ";
constexpr std::size_t id_bytes = 4;

/// Unicode's White_Space beyond the control characters, which no note holds, and U+0085 among them.
constexpr std::u32string_view spaces =
    U" \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f"
    U"\u3000";

bool is_plain(std::u32string_view line) {
    return std::ranges::none_of(line, [](char32_t each) { return each < 0x20 || (each >= 0xD800 && each <= 0xDFFF); });
}

tl::unexpected<std::string> no_note(std::string what) {
    return tl::unexpected(std::move(what));
}

tl::expected<void, std::string> check_text(std::string_view text) {
    if (text.empty() || text.back() != '\n') return no_note("the text does not end with a newline");
    for (std::string_view rest = text; !rest.empty();) {
        if (!is_plain_text(*next_line(rest))) {
            return no_note("the text is not UTF-8 without control characters");
        }
    }
    return {};
}

}  // namespace

bool is_plain_text(std::string_view line) {
    return is_plain(workflow::code_points_of(line));
}

bool is_key_name(std::string_view name) {
    const std::u32string letters = workflow::code_points_of(name);
    return !letters.empty() && is_plain(letters) && std::ranges::none_of(letters, [](char32_t each) {
        return each == U'+' || spaces.find(each) != std::u32string_view::npos;
    });
}

tl::expected<std::uint64_t, std::string> read_decimal(std::string_view text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    const bool leads = text.size() > 1 && text.front() == '0';
    if (read.ec != std::errc() || read.ptr != end || leads) return no_note("not a decimal number without leading zero");
    return number;
}

tl::expected<std::string_view, std::string> next_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    if (end == std::string_view::npos) return no_note("a line does not end with a newline");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    return line;
}

std::string line_of(const NoteSignature& signature) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes += static_cast<char>(static_cast<unsigned char>(signature.key_id >> static_cast<unsigned>(shift)));
    }
    return std::string(dash) + signature.name + " " + base64_of(bytes + signature.bytes) + "\n";
}

tl::expected<NoteSignature, std::string> read_signature_line(std::string_view line) {
    if (!line.starts_with(dash)) return no_note("a signature's line does not begin with a dash");
    line.remove_prefix(dash.size());
    const auto space = line.find(' ');
    if (space == std::string_view::npos) return no_note("a signature's line has no signature");
    const std::string_view name = line.substr(0, space);
    if (!is_key_name(name)) return no_note("a signature's line has no key name");
    const auto bytes = bytes_of_base64(line.substr(space + 1));
    if (!bytes || bytes->size() <= id_bytes) {
        return no_note("a signature is not the base64 of a key's id and a signature");
    }
    NoteSignature signature{.name = std::string(name), .bytes = bytes->substr(id_bytes)};
    for (std::size_t i = 0; i < id_bytes; ++i) {
        signature.key_id = signature.key_id << 8U | static_cast<unsigned char>((*bytes)[i]);
    }
    return signature;
}

tl::expected<Note, std::string> read_note(std::string_view bytes) {
    if (bytes.size() > note_bytes_max) return no_note("the note is too long");
    const auto empty_line = bytes.rfind("\n\n");
    if (empty_line == std::string_view::npos) return no_note("no empty line between text and signatures");
    Note note{.text = std::string(bytes.substr(0, empty_line + 1)), .signatures = {}};
    if (auto checked = check_text(note.text); !checked) return tl::unexpected(std::move(checked.error()));
    std::string_view rest = bytes.substr(empty_line + 2);
    if (rest.empty()) return no_note("no signature");
    while (!rest.empty()) {
        const auto line = next_line(rest);
        if (!line) return tl::unexpected(line.error());
        auto signature = read_signature_line(*line);
        if (!signature) return tl::unexpected(std::move(signature.error()));
        if (note.signatures.size() == note_signatures_max) return no_note("too many signatures");
        note.signatures.push_back(*std::move(signature));
    }
    return note;
}

std::string write_note(const Note& note) {
    std::string bytes = note.text + "\n";
    for (const NoteSignature& signature : note.signatures) bytes += line_of(signature);
    return bytes;
}

}  // namespace shenyi::storage::log
