#include "api/file_name.hpp"

#include "api/http/field_values.hpp"
#include "api/plain_text.hpp"
#include "storage/documents.hpp"
#include "workflow/codec/canonical.hpp"

#include <cstddef>
#include <optional>

namespace shenyi::api {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// `UTF-8''…` with its escapes undone (RFC 8187); nothing where it is of another form.
std::optional<std::string> decoded(std::string_view value) {
    constexpr std::string_view charset = "UTF-8'";
    if (value.size() < charset.size() || !http::same_ignoring_case(value.substr(0, charset.size()), charset)) {
        return std::nullopt;
    }
    const auto language_end = value.find('\'', charset.size());
    if (language_end == std::string_view::npos) return std::nullopt;
    std::string_view rest = value.substr(language_end + 1);
    std::string out;
    while (!rest.empty()) {
        if (rest.front() != '%') {
            out.push_back(rest.front());
            rest.remove_prefix(1);
            continue;
        }
        const int high = rest.size() > 2 ? hex_digit(rest[1]) : -1;
        const int low = rest.size() > 2 ? hex_digit(rest[2]) : -1;
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<char>(high * 16 + low));
        rest.remove_prefix(3);
    }
    return out;
}

/// Takes a quoted string or a token off the front; nothing where a quotation mark does not close.
std::optional<std::string> take_value(std::string_view& rest) {
    std::string value;
    if (!rest.starts_with('"')) {
        const auto end = rest.find(';');
        value = http::trimmed(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end);
        return value;
    }
    for (std::size_t at = 1; at < rest.size(); ++at) {
        if (rest[at] == '"') {
            rest.remove_prefix(at + 1);
            return value;
        }
        if (rest[at] == '\\' && at + 1 < rest.size()) ++at;
        value.push_back(rest[at]);
    }
    return std::nullopt;
}

struct Named {
    std::optional<std::string> plain;
    std::optional<std::string> extended;
};

/// Both names of the field; nothing where it cannot be read, or has one of them twice.
std::optional<Named> names_in(std::string_view field) {
    Named names;
    auto rest = field.substr(std::min(field.find(';'), field.size()));
    while (rest.starts_with(';')) {
        rest = http::trimmed(rest.substr(1));
        if (rest.empty()) break;
        const auto equals = rest.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        const auto name = http::trimmed(rest.substr(0, equals));
        rest = http::trimmed(rest.substr(equals + 1));
        auto value = take_value(rest);
        rest = http::trimmed(rest);
        if (!value) return std::nullopt;
        const bool extended = http::same_ignoring_case(name, "filename*");
        if (extended) value = decoded(*value);
        if (!extended && !http::same_ignoring_case(name, "filename")) continue;
        auto& known = extended ? names.extended : names.plain;
        if (known || !value) return std::nullopt;
        known = std::move(value);
    }
    return rest.empty() ? std::optional(std::move(names)) : std::nullopt;
}

std::optional<FileNameFault> fault_of(std::string_view name) {
    if (name.find('\0') != std::string_view::npos) return FileNameFault::control;
    if (workflow::codec::fault_of_text(name)) return FileNameFault::not_utf8;
    if (name.find_first_of("/\\") != std::string_view::npos || name == "." || name == "..") return FileNameFault::path;
    if (name.size() > storage::limits::document_name_bytes) return FileNameFault::too_long;
    const auto fault = fault_of_line(name);
    if (!fault) return std::nullopt;
    switch (*fault) {
        case PlainFault::control:
            return FileNameFault::control;
        case PlainFault::invisible:
            return FileNameFault::invisible;
        case PlainFault::blank:
            break;
    }
    return FileNameFault::blank;
}

}  // namespace

tl::expected<std::string, FileNameFault> file_name_of(std::string_view content_disposition) {
    auto names = names_in(content_disposition);
    if (!names) return tl::unexpected(FileNameFault::unreadable);
    if (!names->plain && !names->extended) return "document";
    std::string name = std::move(names->extended ? *names->extended : *names->plain);
    if (const auto fault = fault_of(name)) return tl::unexpected(*fault);
    return name;
}

}  // namespace shenyi::api
