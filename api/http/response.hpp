#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::api::http {

class EventQueue;

/// Gives the next piece of a long body, nothing at its end. Called on the pool, one call at a time. What it throws cuts
/// the connection, since the head has gone out already.
using BodySource = std::function<std::optional<std::string>()>;

/// What the log is told of an answer, and its client is not.
struct Noted {
    /// Who asked, by his id; empty where that is not known.
    std::string person = {};
    /// The problem's name; empty where there was none.
    std::string problem = {};
    /// The rules that refused.
    std::vector<std::string> rules = {};
};

/// An answer. Exactly one of `body`, `source` and `events` carries its content.
/// The session adds Date, Content-Length or Transfer-Encoding, Connection, X-Request-Id, the security fields and, where
/// `headers` has none, Cache-Control: `no-store`, or `private, no-cache` beside an ETag, which is there to be asked
/// for; Content-Security-Policy; and for JSON Content-Disposition, so that no browser shows it as a page.
struct Response {
    int status = 200;
    /// Empty: no Content-Type.
    std::string content_type;
    /// Further fields. Values must not hold line ends; a field that does is left out.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    BodySource source;
    /// Bytes that `source` will give, where known.
    std::optional<std::uint64_t> source_size;
    /// A stream of server-sent events.
    std::shared_ptr<EventQueue> events;
    Noted noted = {};

    /// Adds a field. For chaining.
    Response& with(std::string name, std::string value) &;
    Response&& with(std::string name, std::string value) &&;
    /// Adds `ETag: "value"`, for instance the `seq` of a resource; see conditional.hpp.
    Response&& tagged(std::string_view value) &&;
    [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// An answer whose body is JSON text already.
Response json_response(int status, std::string body);
Response text_response(int status, std::string body, std::string content_type = "text/plain; charset=utf-8");
/// 204, or another status without content.
Response empty_response(int status = 204);
/// A stream of server-sent events fed through `queue`.
Response event_response(std::shared_ptr<EventQueue> queue);

/// A `Set-Cookie` value: HttpOnly, SameSite=Strict, path "/", for `seconds` (0 deletes it). `secure` where TLS is
/// spoken.
std::string cookie_text(std::string_view name, std::string_view value, std::int64_t seconds, bool secure,
                        bool script_may_read = false);

/// What is known besides the answer when its head is written.
struct HeadFacts {
    std::string_view date;
    std::string_view request_id;
    bool http_1_0 = false;
    bool keep_alive = true;
    /// Content-Length; nothing: of unknown length.
    std::optional<std::uint64_t> length;
    /// The length is unknown and the body is chunked; without it the body ends with the connection.
    bool chunked = false;
    /// A proxy speaks TLS with the client.
    bool behind_tls = false;
};

/// Appends status line and all header fields, the empty line included.
void write_head(std::string& out, const Response& response, const HeadFacts& facts);

}  // namespace shenyi::api::http
