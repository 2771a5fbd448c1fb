#include "api/http/request_parser.hpp"

#include "api/http/field_values.hpp"
#include "api/http/target.hpp"
#include "api/limits.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>

namespace shenyi::api::http {
namespace {

using BeastFault = boost::beast::http::error;

std::string_view view(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

}  // namespace

RequestParser::RequestParser(Request& request, std::size_t header_bytes_max)
    : request_(request), header_bytes_max_(header_bytes_max) {
    header_limit(static_cast<std::uint32_t>(header_bytes_max));
    body_limit(boost::none);
}

bool RequestParser::feed(std::string_view& bytes) {
    Error error;
    const bool in_header = !is_header_done();
    const auto read = put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    bytes.remove_prefix(read);
    if (in_header) {
        // Beast counts only what one call gives it; lines that come one by one would never reach its limit.
        header_bytes_ += read;
        const auto waiting = is_header_done() ? 0 : bytes.size();
        if (header_bytes_ + waiting >= header_bytes_max_) return refuse("headers_too_large", 431);
    }
    if (!error || error == BeastFault::need_more) return true;
    read_error(error);
    return false;
}

void RequestParser::read_error(const Error& error) {
    if (error == BeastFault::header_limit) {
        refuse("headers_too_large", 431);
    } else if (error == BeastFault::body_limit) {
        refuse("too_large", 413);
    } else {
        refuse("malformed", 400);
    }
}

bool RequestParser::refuse(std::string_view name, int status) {
    problem_ = Problem{.name = std::string(name), .status = status};
    return false;
}

bool RequestParser::check_head() {
    const auto hosts = request_.headers.count("Host");
    if (hosts > 1 || (hosts == 0 && !is_http_1_0())) return refuse("malformed", 400);
    // A coding Beast does not undo would leave the body's end unknown: the way into request smuggling.
    if (const auto coding = request_.headers.find("Transfer-Encoding")) {
        if (is_http_1_0()) return refuse("malformed", 400);
        if (!same_ignoring_case(*coding, "chunked")) return refuse("not_implemented", 501);
    }
    if (target_ == "*" && request_.method == Method::options) {
        request_.path = target_;
        return true;
    }
    auto target = read_target(target_);
    if (!target) return refuse("malformed", 400);
    request_.path = std::move(target->path);
    request_.segments = std::move(target->segments);
    request_.query = std::move(target->query);
    request_.unreadable_query = std::move(target->unreadable_query);
    return true;
}

bool RequestParser::is_too_long(std::uint64_t limit) const {
    const auto length = content_length();
    return length.has_value() && !is_done() && *length > limit;
}

void RequestParser::begin_body(std::uint64_t limit) {
    body_limit(limit);
    eager(true);
}

void RequestParser::on_request_impl(boost::beast::http::verb, Text method, Text target, int version, Error&) {
    request_.method_name = view(method);
    request_.method = method_of(request_.method_name);
    target_ = view(target);
    version_ = version;
}

void RequestParser::on_field_impl(boost::beast::http::field, Text name, Text value, Error& error) {
    if (is_header_done()) return;  // trailers are read and dropped
    if (++header_fields_ > limits::header_fields_max) {
        error = BeastFault::header_limit;
        return;
    }
    request_.headers.add(view(name), view(value));
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, Error&) {
    if (length) body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*length, limits::piece_bytes)));
}

std::size_t RequestParser::on_body_impl(Text piece, Error&) {
    body.append(view(piece));
    body_bytes_ += piece.size();
    return piece.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text piece, Error& error) {
    return on_body_impl(piece, error);
}

}  // namespace shenyi::api::http
