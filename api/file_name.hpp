#pragma once

#include <boost/describe/enum.hpp>
#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace shenyi::api {

/// Why a file name is not taken. In words: the terms `file_name_fault`.
enum class FileNameFault {
    unreadable,  ///< the field is not of the form of RFC 6266, or its charset is not UTF-8
    not_utf8,
    path,     ///< holds / or \, or is . or ..
    control,  ///< this and the next two as in plain_text.hpp
    invisible,
    blank,
    too_long,  ///< more bytes than storage::limits::document_name_bytes
};
BOOST_DESCRIBE_ENUM(FileNameFault, unreadable, not_utf8, path, control, invisible, blank, too_long)

/// The name in a field Content-Disposition: its `filename*` before its `filename` (RFC 6266), both UTF-8. "document"
/// where it names none. Nothing is mended: what was not meant as the name would be kept for good.
tl::expected<std::string, FileNameFault> file_name_of(std::string_view content_disposition);

}  // namespace shenyi::api
