#include "api/http/response.hpp"

#include "api/http/event_queue.hpp"
#include "api/http/field_values.hpp"

#include <fmt/format.h>

#include <iterator>

namespace shenyi::api::http {
namespace {

std::string_view reason_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 411:
            return "Length Required";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Status";
    }
}

/// No type is guessed, no page frames us, no address leaks.
constexpr std::string_view security_fields =
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

/// RFC 6797, for a year.
constexpr std::string_view tls_field = "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";

/// What is not a page of ours runs nothing, even if a browser opens it as one.
constexpr std::string_view policy_of_data = "default-src 'none'; frame-ancestors 'none'; sandbox";
/// Element Plus and ECharts set styles on elements; scripts come only from our own files.
constexpr std::string_view policy_of_pages =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

bool has_line_end(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos;
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
    if (has_line_end(name) || has_line_end(value)) return;
    out.append(name).append(": ").append(value).append("\r\n");
}

void append_given(std::string& out, const Response& response) {
    bool cache_named = false;
    bool policy_named = false;
    bool disposition_named = false;
    bool tagged = false;
    for (const auto& [name, value] : response.headers) {
        append_field(out, name, value);
        cache_named = cache_named || same_ignoring_case(name, "Cache-Control");
        policy_named = policy_named || same_ignoring_case(name, "Content-Security-Policy");
        disposition_named = disposition_named || same_ignoring_case(name, "Content-Disposition");
        tagged = tagged || same_ignoring_case(name, "ETag");
    }
    if (!cache_named) append_field(out, "Cache-Control", tagged ? "private, no-cache" : "no-store");
    if (!disposition_named && is_json(response.content_type)) {
        append_field(out, "Content-Disposition", "attachment; filename=\"api.json\"");
    }
    if (!policy_named) {
        const bool page = same_ignoring_case(media_type(response.content_type), "text/html");
        append_field(out, "Content-Security-Policy", page ? policy_of_pages : policy_of_data);
    }
}

bool bodiless(int status) {
    return status == 204 || status == 304 || status < 200;
}

}  // namespace

Response& Response::with(std::string name, std::string value) & {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
}

Response&& Response::with(std::string name, std::string value) && {
    headers.emplace_back(std::move(name), std::move(value));
    return std::move(*this);
}

Response&& Response::tagged(std::string_view value) && {
    headers.emplace_back("ETag", fmt::format("\"{}\"", value));
    return std::move(*this);
}

std::optional<std::string_view> Response::header(std::string_view name) const {
    for (const auto& [known, value] : headers) {
        if (same_ignoring_case(known, name)) return value;
    }
    return std::nullopt;
}

Response json_response(int status, std::string body) {
    return {.status = status, .content_type = "application/json", .body = std::move(body)};
}

Response text_response(int status, std::string body, std::string content_type) {
    return {.status = status, .content_type = std::move(content_type), .body = std::move(body)};
}

Response empty_response(int status) {
    return {.status = status};
}

Response event_response(std::shared_ptr<EventQueue> queue) {
    Response response{.status = 200, .content_type = "text/event-stream", .events = std::move(queue)};
    // Proxies that collect an answer before passing it on would hold events back.
    response.with("X-Accel-Buffering", "no");
    return response;
}

std::string cookie_text(std::string_view name, std::string_view value, std::int64_t seconds, bool secure,
                        bool script_may_read) {
    return fmt::format("{}={}; Path=/; Max-Age={}; SameSite=Strict{}{}", name, value, seconds,
                       script_may_read ? "" : "; HttpOnly", secure ? "; Secure" : "");
}

void write_head(std::string& out, const Response& response, const HeadFacts& facts) {
    out.append("HTTP/1.1 ");
    fmt::format_to(std::back_inserter(out), FMT_STRING("{}"), response.status);
    out.append(" ").append(reason_of(response.status)).append("\r\nDate: ").append(facts.date).append("\r\n");
    if (!response.content_type.empty()) append_field(out, "Content-Type", response.content_type);
    if (facts.length && !bodiless(response.status)) {
        out.append("Content-Length: ");
        fmt::format_to(std::back_inserter(out), FMT_STRING("{}"), *facts.length);
        out.append("\r\n");
    }
    if (facts.chunked) out.append("Transfer-Encoding: chunked\r\n");
    if (!facts.keep_alive) {
        out.append("Connection: close\r\n");
    } else if (facts.http_1_0) {
        out.append("Connection: keep-alive\r\n");
    }
    append_given(out, response);
    if (facts.behind_tls) out.append(tls_field);
    out.append(security_fields).append("X-Request-Id: ").append(facts.request_id).append("\r\n\r\n");
}

}  // namespace shenyi::api::http
