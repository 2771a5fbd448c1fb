#include "api/document_types.hpp"
#include "api/file_name.hpp"
#include "api/http/client_address.hpp"
#include "api/http/conditional.hpp"
#include "api/http/field_values.hpp"
#include "api/http/request_parser.hpp"
#include "api/http/target.hpp"
#include "api/language.hpp"
#include "api/limits.hpp"
#include "tests/fuzz/targets.hpp"
#include "workflow/codec/canonical.hpp"

#include <string>

namespace shenyi::fuzz {

namespace {

namespace http = api::http;

constexpr std::size_t header_bytes_max = 16 * 1024;
constexpr std::size_t body_bytes_max = 64 * 1024;

bool is_text(std::string_view text) {
    return !workflow::codec::fault_of_text(text);
}

void look_at(const http::Request& request) {
    for (const std::string& segment : request.segments) require(is_text(segment), "a path's part is UTF-8");
    for (const auto& [name, value] : request.query) require(is_text(name) && is_text(value), "a query is UTF-8");
    for (std::size_t i = 0; i < request.headers.size(); ++i) {
        const auto [name, value] = request.headers[i];
        http::each_element(value, [](std::string_view) {});
        http::each_weighted(value, [](std::string_view, int quality) {
            require(quality >= 0 && quality <= 1000, "a quality is from 0 to 1000 thousandths");
        });
        require(request.headers.find(name).has_value(), "a field that is there is found");
    }
    (void)request.cookie("shenyi_session");
    (void)api::language_of(request.headers.value("Accept-Language"));
    const std::string address = http::client_address(request.headers, "127.0.0.1", {"127.0.0.1"});
    require(http::ip_address(address) == address, "whose request it is, is an address in its one form");
    (void)http::tag_value(request.headers.value("If-Match"));
}

/// As it comes from the network: what was read of a piece is gone, the rest comes again with the next.
bool feed(http::RequestParser& parser, std::string_view bytes, std::size_t piece) {
    std::string waiting;
    while (true) {
        const std::size_t taken = std::min(piece, bytes.size());
        waiting.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        std::string_view rest(waiting);
        if (!parser.feed(rest)) {
            require(parser.problem().status >= 400, "what cannot be read has a problem");
            return false;
        }
        waiting.erase(0, waiting.size() - rest.size());
        if (parser.is_header_done() || bytes.empty()) break;
    }
    if (!parser.is_header_done() || !parser.check_head()) return false;
    if (parser.is_too_long(body_bytes_max)) return false;
    parser.begin_body(body_bytes_max);
    waiting += bytes;
    std::string_view rest(waiting);
    while (parser.has_body() && !rest.empty()) {
        const std::size_t before = rest.size();
        if (!parser.feed(rest)) return false;
        if (rest.size() == before) break;
    }
    return true;
}

}  // namespace

void read_request(std::string_view bytes) {
    if (bytes.empty()) return;
    const std::size_t piece = 1 + static_cast<unsigned char>(bytes.front()) * 16U;
    http::Request request;
    http::RequestParser parser(request, header_bytes_max);
    const bool read = feed(parser, bytes.substr(1), piece);
    require(parser.body.size() <= body_bytes_max + bytes.size(), "no more of a body is held than came");
    if (read) look_at(request);
}

void read_upload_head(std::string_view bytes) {
    const std::size_t line = bytes.find('\n');
    const std::string_view first = bytes.substr(0, line);
    const std::string_view rest = line == std::string_view::npos ? std::string_view() : bytes.substr(line + 1);
    if (const auto name = api::file_name_of(first)) {
        require(!name->empty() && is_text(*name), "a file name is a text");
        require(name->find_first_of("/\\") == std::string::npos, "a file name is no path");
    }
    (void)http::media_type(first);
    (void)http::is_json(first);
    if (const api::DocumentType* type = api::document_type(first)) (void)type->fits(rest);
}

}  // namespace shenyi::fuzz
