#pragma once

#include "api/http/response.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace shenyi::api::http {

/// True if `Accept-Encoding` names gzip, or `*`, with a quality above nought.
bool accepts_gzip(std::string_view accept_encoding);

/// True for an answer worth compressing: a text of at least `bytes_min`, not encoded yet.
bool worth_compressing(const Response& response, std::size_t bytes_min);

/// The text as one gzip member. Throws `std::runtime_error` where zlib has no memory.
std::string gzipped(std::string_view text);

/// Marks an answer as compressed: Content-Encoding, and the tag's ending (conditional.hpp).
void mark_compressed(Response& response);

/// `Vary: Accept-Encoding`, joined to a Vary that is there: for every answer that might have been compressed.
void vary_by_encoding(Response& response);

}  // namespace shenyi::api::http
