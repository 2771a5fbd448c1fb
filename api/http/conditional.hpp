#pragma once

#include "api/http/response.hpp"

#include <string>
#include <string_view>

/// Entity tags (RFC 9110 §8.8.3, §13.1).
///
/// A handler puts `ETag: "value"` on its answer; the session compares it with If-None-Match and answers 304. Where the
/// session compresses a body it sends the tag as `"value--gzip"`, since two encodings must not share a strong tag, and
/// takes that ending off again from If-Match and If-None-Match, so that handlers never see it.
namespace shenyi::api::http {

inline constexpr std::string_view gzip_tag_ending = "--gzip";

/// What stands between the quotes of a tag, without `W/` and the ending of a compressed answer. Empty for what is no
/// single tag, `*` included.
std::string_view tag_value(std::string_view field);

/// Whether the field names a weak tag, which never fits If-Match: it compares strongly (RFC 9110 §13.1.1).
bool is_weak_tag(std::string_view field);

/// True if `if_none_match` names the tag (weak comparison), or is `*`.
bool names_tag(std::string_view if_none_match, std::string_view tag);

/// Turns a 200 to GET or HEAD into 304 where the client has it already. Fields other than the representation's stay.
void answer_not_modified(Response& response, std::string_view if_none_match);

/// Tag of a content that has no number of its own: the start of its SHA-256 in hex.
std::string tag_of_content(std::string_view content);

}  // namespace shenyi::api::http
