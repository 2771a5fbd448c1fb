#include "api/http/compression.hpp"

#include "api/http/conditional.hpp"
#include "api/http/field_values.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <optional>
#include <stdexcept>

namespace shenyi::api::http {
namespace {

bool is_text(std::string_view content_type) {
    const auto type = media_type(content_type);
    constexpr std::array<std::string_view, 7> texts{
        "application/json", "application/problem+json", "application/javascript", "application/xml", "application/yaml",
        "image/svg+xml",    "application/x-ndjson"};
    return type.starts_with("text/") || std::find(texts.begin(), texts.end(), type) != texts.end();
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
    std::optional<int> by_name;
    std::optional<int> by_star;
    each_weighted(accept_encoding, [&](std::string_view coding, int quality) {
        if (same_ignoring_case(coding, "gzip") || same_ignoring_case(coding, "x-gzip")) by_name = quality;
        if (coding == "*") by_star = quality;
    });
    return by_name.value_or(by_star.value_or(0)) > 0;
}

bool worth_compressing(const Response& response, std::size_t bytes_min) {
    return response.body.size() >= bytes_min && is_text(response.content_type) && !response.header("Content-Encoding");
}

std::string gzipped(std::string_view text) {
    z_stream stream{};
    constexpr int quick = 1;
    constexpr int window_with_gzip_header = 15 + 16;
    constexpr int usual_memory = 8;
    if (deflateInit2(&stream, quick, Z_DEFLATED, window_with_gzip_header, usual_memory, Z_DEFAULT_STRATEGY) != Z_OK) {
        throw std::runtime_error("zlib: no memory");
    }
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    // zlib does not write to its input but its type says so.
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int outcome = deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    if (outcome != Z_STREAM_END) throw std::runtime_error("zlib: stream not finished");
    return out;
}

void mark_compressed(Response& response) {
    response.with("Content-Encoding", "gzip");
    for (auto& [name, value] : response.headers) {
        if (!same_ignoring_case(name, "ETag") || value.size() < 2 || value.back() != '"') continue;
        value.insert(value.size() - 1, gzip_tag_ending);
    }
}

void vary_by_encoding(Response& response) {
    for (auto& [name, value] : response.headers) {
        if (!same_ignoring_case(name, "Vary")) continue;
        value += ", Accept-Encoding";
        return;
    }
    response.with("Vary", "Accept-Encoding");
}

}  // namespace shenyi::api::http
