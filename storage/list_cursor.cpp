#include "storage/list_cursor.hpp"

#include <sodium.h>

#include <array>

namespace shenyi::storage {

namespace {

using workflow::OrganId;

std::string checksum_of(std::string_view list, const OrganId& organ, const ListKey& key) {
    constexpr std::size_t bytes_kept = 8;
    const std::string all = std::string(list) + '\n' + organ.value + '\n' + key.instant + '\n' + key.id;
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(all.data()), all.size());
    return {digest.begin(), digest.begin() + bytes_kept};
}

constexpr std::size_t checksum_bytes = 8;
constexpr int base64_form = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

std::string cursor_of(std::string_view list, const OrganId& organ, const ListKey& key) {
    const std::string bytes = checksum_of(list, organ, key) + key.instant + '\n' + key.id;
    std::string text(sodium_base64_encoded_len(bytes.size(), base64_form), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      base64_form);
    text.pop_back();
    return text;
}

std::optional<ListKey> key_of(std::string_view list, const OrganId& organ, const std::string& cursor) {
    if (cursor.size() > limits::cursor_bytes) return std::nullopt;
    std::string bytes(cursor.size(), '\0');
    std::size_t size = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), cursor.data(), cursor.size(),
                          nullptr, &size, &end, base64_form) != 0 ||
        end != cursor.data() + cursor.size() || size < checksum_bytes) {
        return std::nullopt;
    }
    bytes.resize(size);
    const auto line = bytes.find('\n', checksum_bytes);
    if (line == std::string::npos) return std::nullopt;
    ListKey key{.instant = bytes.substr(checksum_bytes, line - checksum_bytes), .id = bytes.substr(line + 1)};
    if (checksum_of(list, organ, key) != bytes.substr(0, checksum_bytes)) return std::nullopt;
    return key;
}

}  // namespace shenyi::storage
