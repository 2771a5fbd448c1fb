#pragma once

#include "workflow/ids.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::storage {

namespace limits {
inline constexpr std::size_t cursor_bytes = 256;
}

/// The last row looked at: where a list goes on. `instant` is the value that orders the list, or a day.
struct ListKey {
    std::string instant;
    std::string id;

    auto operator<=>(const ListKey&) const = default;
};

/// A statement with its parameters, open to those who ask the database how it would run it.
struct ListQuery {
    std::string text;
    std::vector<std::pair<std::string, std::string>> values;  ///< name and value
};

/// What was wrong with a request for a list.
enum class ListFault {
    cursor,  ///< not one that this list of this organ gave out
    text,    ///< longer than limits::search_bytes
};

/// The key as a text for clients, marked with the list and the organ that it belongs to.
std::string cursor_of(std::string_view list, const workflow::OrganId& organ, const ListKey& key);

/// The key in a cursor; empty where this list of this organ did not give it out.
std::optional<ListKey> key_of(std::string_view list, const workflow::OrganId& organ, const std::string& cursor);

}  // namespace shenyi::storage
