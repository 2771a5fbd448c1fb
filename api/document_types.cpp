#include "api/document_types.hpp"

#include "api/http/field_values.hpp"

#include <algorithm>

namespace shenyi::api {
namespace {

using namespace std::string_view_literals;

const std::vector<std::string_view> zip{"PK\x03\x04", "PK\x05\x06"};
const std::vector<std::string_view> compound{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"};

const std::vector<DocumentType>& types() {
    static const std::vector<DocumentType> known{
        {"text/plain", {}},
        {"text/markdown", {}},
        {"text/csv", {}},
        {"application/octet-stream", {}},
        {"application/pdf", {"%PDF-"}},
        {"application/ofd", zip},
        {"application/zip", zip},
        {"application/rtf", {"{\\rtf"}},
        {"application/msword", compound},
        {"application/vnd.ms-excel", compound},
        {"application/vnd.ms-powerpoint", compound},
        {"application/vnd.ms-works", compound},
        {"application/wps-office.wps", {}},
        {"application/wps-office.et", {}},
        {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", zip},
        {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", zip},
        {"application/vnd.openxmlformats-officedocument.presentationml.presentation", zip},
        {"application/vnd.oasis.opendocument.text", zip},
        {"application/vnd.oasis.opendocument.spreadsheet", zip},
        {"application/vnd.oasis.opendocument.presentation", zip},
        {"image/png", {"\x89PNG\r\n\x1a\n"}},
        {"image/jpeg", {"\xff\xd8\xff"}},
        {"image/tiff", {"II*\0"sv, "MM\0*"sv}},
        {"image/bmp", {"BM"}},
    };
    return known;
}

}  // namespace

bool DocumentType::fits(std::string_view first_bytes) const {
    return beginnings.empty() || std::ranges::any_of(beginnings, [&](std::string_view beginning) {
               return first_bytes.starts_with(beginning);
           });
}

const DocumentType* document_type(std::string_view content_type) {
    const auto name = http::media_type(content_type);
    const auto found = std::ranges::find_if(
        types(), [&](const DocumentType& known) { return http::same_ignoring_case(known.name, name); });
    return found == types().end() ? nullptr : &*found;
}

}  // namespace shenyi::api
