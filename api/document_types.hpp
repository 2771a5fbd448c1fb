#pragma once

#include <string_view>
#include <vector>

/// The types of which documents are taken: those of an office's papers, none of which runs in a browser
/// (architecture.md §4). A type whose files begin in one way only must begin so.
namespace shenyi::api {

struct DocumentType {
    std::string_view name;
    /// How its files may begin; any way where this is empty.
    std::vector<std::string_view> beginnings;

    bool fits(std::string_view first_bytes) const;
};

/// The type of a field Content-Type, whose parameters do not matter; null where it is not taken.
const DocumentType* document_type(std::string_view content_type);

}  // namespace shenyi::api
