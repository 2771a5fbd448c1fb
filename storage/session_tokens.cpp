#include "storage/session_tokens.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace shenyi::storage {

namespace {

using workflow::OrganId;
using workflow::PersonId;

constexpr std::size_t random_bytes = 16;
constexpr std::size_t proof_bytes = 16;
using TokenBytes = std::array<unsigned char, random_bytes + proof_bytes>;
using Proof = std::array<unsigned char, proof_bytes>;

/// No event's bytes begin so: they are JSON.
Proof proof_of(const TokenBytes& token, const OrganId& organ, const PersonId& person, const log::MacKey& key) {
    std::string body = "session\n" + organ.value + '\n' + person.value + '\n';
    body.append(reinterpret_cast<const char*>(token.data()), random_bytes);
    const std::string mac = key.mac_of(body);
    Proof proof{};
    if (sodium_hex2bin(proof.data(), proof.size(), mac.data(), 2 * proof_bytes, nullptr, nullptr, nullptr) != 0) {
        throw std::logic_error("a MAC is not written in hexadecimal figures");
    }
    return proof;
}

}  // namespace

std::string new_token(const OrganId& organ, const PersonId& person, const log::MacKey& key) {
    TokenBytes token{};
    randombytes_buf(token.data(), random_bytes);
    std::ranges::copy(proof_of(token, organ, person, key), token.begin() + random_bytes);
    std::array<char, limits::token_characters + 1> text{};
    sodium_bin2base64(text.data(), text.size(), token.data(), token.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text.data();
}

bool is_token_of(std::string_view token, const OrganId& organ, const PersonId& person, const log::MacKey& key) {
    TokenBytes bytes{};
    std::size_t size = 0;
    const bool is_base64 = sodium_base642bin(bytes.data(), bytes.size(), token.data(), token.size(), nullptr, &size,
                                             nullptr, sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
    if (!is_base64 || size != bytes.size()) return false;
    const Proof proof = proof_of(bytes, organ, person, key);
    return sodium_memcmp(proof.data(), bytes.data() + random_bytes, proof.size()) == 0;
}

}  // namespace shenyi::storage
