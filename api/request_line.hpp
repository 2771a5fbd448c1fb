#pragma once

#include "api/http/server.hpp"

#include <string>

namespace shenyi::api {

/// The log's line of a request, `name=value` by spaces: `request` and its `id`, `route` and, of an act, `action`;
/// `method`, `path` (without query, shortened to `path_bytes_max`), `status`, `outcome`, and where they are known
/// `rules` that refused and the `person` who asked, by his id; `ms`, `read` (bytes of the body), `written` (bytes of
/// the answer), `address`. The outcome is `ok`, a problem's name, `left` (the client was gone before there was an
/// answer) or `broken` (before the answer was out). A value with anything but letters, figures and `_.:,/%~@+-` in it
/// stands in quotation marks, those within it as `'`.
std::string request_line(const http::RequestSummary& request);

namespace limits {
inline constexpr std::size_t path_bytes_max = 200;
}  // namespace limits

}  // namespace shenyi::api
