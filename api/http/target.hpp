#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::api::http {

/// A request target taken apart. See `Request` for the meaning of each member.
struct Target {
    std::string path;
    std::vector<std::string> segments;
    std::vector<std::pair<std::string, std::string>> query;
    std::vector<std::string> unreadable_query;

    bool operator==(const Target&) const = default;
};

/// Reads a target in origin form (`/a/b?c=d`) or absolute form (`http://host/a/b`).
/// Nothing where it is malformed (a query parameter whose value alone is so is left out and named): a wrong or doubled
/// escape, an escaped slash, a NUL or control character, text that is not UTF-8, a segment `.` or `..` (encoded or
/// not), an empty segment in the middle, a fragment, too long, too many parameters. In the query `+` is a space.
std::optional<Target> read_target(std::string_view text);

/// Decodes percent escapes; nothing where they are wrong, or give a control character or invalid UTF-8.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

}  // namespace shenyi::api::http
