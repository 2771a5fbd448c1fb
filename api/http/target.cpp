#include "api/http/target.hpp"

#include "api/http/field_values.hpp"
#include "api/limits.hpp"

#include <cstddef>

namespace shenyi::api::http {
namespace {

int hex_digit(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

bool is_control(char letter) {
    const auto byte = static_cast<unsigned char>(letter);
    return byte < 0x20 || byte == 0x7f;
}

/// How many bytes the UTF-8 sequence at the front has; 0 where it is none (overlong, surrogate, beyond U+10FFFF).
std::size_t sequence_size(std::string_view text) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const auto first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < size) return 0;
    for (std::size_t at = 1; at < size; ++at) {
        if ((byte(at) & 0xc0) != 0x80) return 0;
    }
    const auto second = byte(1);
    if (first == 0xe0 && second < 0xa0) return 0;
    if (first == 0xed && second > 0x9f) return 0;
    if (first == 0xf0 && second < 0x90) return 0;
    if (first == 0xf4 && second > 0x8f) return 0;
    return size;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto size = sequence_size(text);
        if (size == 0) return false;
        text.remove_prefix(size);
    }
    return true;
}

/// `http://host/path` → `/path`; clients of proxies send it, and RFC 9112 §3.2.2 asks servers to take it.
std::optional<std::string_view> in_origin_form(std::string_view text) {
    if (text.starts_with('/')) return text;
    const auto scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos) return std::nullopt;
    const auto scheme = text.substr(0, scheme_end);
    if (!same_ignoring_case(scheme, "http") && !same_ignoring_case(scheme, "https")) return std::nullopt;
    const auto authority = text.substr(scheme_end + 3);
    const auto end = authority.find_first_of("/?");
    if (end == 0 || authority.empty()) return std::nullopt;
    if (end == std::string_view::npos) return "/";
    if (authority[end] == '?') return std::nullopt;
    return authority.substr(end);
}

bool read_path(std::string_view path, Target& target) {
    target.path = path;
    auto rest = path.substr(1);
    while (!rest.empty()) {
        const auto end = rest.find('/');
        auto segment = percent_decoded(rest.substr(0, end), false);
        if (!segment || segment->empty() || *segment == "." || *segment == "..") return false;
        if (segment->find_first_of("/\\") != std::string::npos) return false;
        target.segments.push_back(std::move(*segment));
        if (end == std::string_view::npos) return true;
        rest = rest.substr(end + 1);
        if (rest.empty()) target.segments.emplace_back();
    }
    return true;
}

bool read_query(std::string_view rest, Target& target) {
    while (!rest.empty()) {
        const auto end = rest.find('&');
        const auto part = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        if (part.empty()) continue;
        if (target.query.size() + target.unreadable_query.size() == limits::query_parameters_max) return false;
        const auto equals = part.find('=');
        auto name = percent_decoded(part.substr(0, equals), true);
        auto value = percent_decoded(equals == part.npos ? std::string_view{} : part.substr(equals + 1), true);
        if (!name) return false;
        if (value) {
            target.query.emplace_back(std::move(*name), std::move(*value));
        } else {
            target.unreadable_query.push_back(std::move(*name));
        }
    }
    return true;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        char letter = text[at];
        if (letter == '+' && plus_is_space) letter = ' ';
        if (letter == '%') {
            if (at + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[at + 1]);
            const int low = hex_digit(text[at + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            letter = static_cast<char>(high * 16 + low);
            at += 2;
        }
        if (is_control(letter)) return std::nullopt;
        out.push_back(letter);
    }
    if (!is_utf8(out)) return std::nullopt;
    return out;
}

std::optional<Target> read_target(std::string_view text) {
    if (text.size() > limits::target_bytes_max || text.find('#') != text.npos) return std::nullopt;
    const auto origin = in_origin_form(text);
    if (!origin) return std::nullopt;
    const auto mark = origin->find('?');
    Target target;
    if (!read_path(origin->substr(0, mark), target)) return std::nullopt;
    if (mark != std::string_view::npos && !read_query(origin->substr(mark + 1), target)) return std::nullopt;
    return target;
}

}  // namespace shenyi::api::http
