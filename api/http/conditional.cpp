#include "api/http/conditional.hpp"

#include "api/http/field_values.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>
#include <iterator>
#include <stdexcept>

namespace shenyi::api::http {

std::string_view tag_value(std::string_view field) {
    auto text = trimmed(field);
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() < 2 || text.front() != '"' || text.back() != '"') return {};
    text = text.substr(1, text.size() - 2);
    if (text.find('"') != std::string_view::npos) return {};
    if (text.ends_with(gzip_tag_ending)) text.remove_suffix(gzip_tag_ending.size());
    return text;
}

bool is_weak_tag(std::string_view field) {
    return trimmed(field).starts_with("W/");
}

bool names_tag(std::string_view if_none_match, std::string_view tag) {
    if (trimmed(if_none_match) == "*") return true;
    const auto value = tag_value(tag);
    bool found = false;
    each_element(if_none_match,
                 [&](std::string_view element) { found = found || (!value.empty() && tag_value(element) == value); });
    return found;
}

void answer_not_modified(Response& response, std::string_view if_none_match) {
    if (response.status != 200 || if_none_match.empty()) return;
    const auto tag = response.header("ETag");
    if (!tag || !names_tag(if_none_match, *tag)) return;
    response.status = 304;
    response.content_type.clear();
    response.body.clear();
    response.source = nullptr;
}

std::string tag_of_content(std::string_view content) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    if (EVP_Digest(content.data(), content.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
        throw std::runtime_error("SHA-256 is not available");
    }
    constexpr std::size_t tag_bytes = 12;
    std::string tag;
    for (std::size_t at = 0; at < tag_bytes; ++at) fmt::format_to(std::back_inserter(tag), "{:02x}", digest[at]);
    return tag;
}

}  // namespace shenyi::api::http
