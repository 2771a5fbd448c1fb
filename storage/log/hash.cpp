#include "storage/log/hash.hpp"

#include "workflow/hexadecimal.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

namespace shenyi::storage::log {

namespace {

constexpr std::string_view digits = "0123456789abcdef";

constexpr std::string_view leaf_byte{"\x00", 1};
constexpr std::string_view node_byte{"\x01", 1};

std::string_view bytes_of(const Hash& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

}  // namespace

struct Hasher::State {
    EVP_MD* algorithm = nullptr;
    EVP_MD_CTX* context = nullptr;

    ~State() {
        EVP_MD_CTX_free(context);
        EVP_MD_free(algorithm);
    }
};

Hasher::Hasher(HashAlgorithm algorithm) : state_(std::make_unique<State>()) {
    const char* name = algorithm == HashAlgorithm::sm3 ? "SM3" : "SHA2-256";
    state_->algorithm = EVP_MD_fetch(nullptr, name, nullptr);
    state_->context = EVP_MD_CTX_new();
    if (!state_->algorithm || !state_->context) throw std::runtime_error(std::string("OpenSSL has no ") + name);
}

Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

Hash Hasher::hash(std::string_view first, std::string_view second) {
    Hash out{};
    unsigned size = 0;
    EVP_MD_CTX* context = state_->context;
    const bool done = EVP_DigestInit_ex2(context, state_->algorithm, nullptr) == 1 &&
                      EVP_DigestUpdate(context, first.data(), first.size()) == 1 &&
                      EVP_DigestUpdate(context, second.data(), second.size()) == 1 &&
                      EVP_DigestFinal_ex(context, out.data(), &size) == 1;
    if (!done || size != out.size()) throw std::runtime_error("a hash of OpenSSL failed");
    return out;
}

Hash Hasher::leaf(std::string_view bytes) {
    return hash(leaf_byte, bytes);
}

Hash Hasher::node(const Hash& left, const Hash& right) {
    std::array<char, 1 + 2 * sizeof(Hash)> bytes{};
    bytes[0] = node_byte[0];
    std::ranges::copy(left, bytes.begin() + 1);
    std::ranges::copy(right, bytes.begin() + 1 + sizeof(Hash));
    return hash({bytes.data(), bytes.size()}, {});
}

Hash Hasher::empty() {
    return hash({}, {});
}

Hash Hasher::plain(std::string_view bytes) {
    return hash(bytes, {});
}

std::string hex_of(const Hash& hash) {
    return workflow::hexadecimal(bytes_of(hash));
}

std::optional<Hash> hash_of_hex(std::string_view text) {
    Hash hash{};
    if (text.size() != 2 * hash.size()) return std::nullopt;
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const auto high = digits.find(text[2 * i]);
        const auto low = digits.find(text[2 * i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        hash[i] = static_cast<unsigned char>(high << 4U | low);
    }
    return hash;
}

std::string base64_of(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::optional<std::string> bytes_of_base64(std::string_view text) {
    std::string bytes(text.size() / 4 * 3 + 1, '\0');
    const int size =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (size < 0) return std::nullopt;
    // OpenSSL counts padding as bytes, and passes over white space and stray bits.
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    bytes.resize(static_cast<std::size_t>(size) - std::min(static_cast<std::size_t>(size), padding));
    if (base64_of(bytes) != text) return std::nullopt;
    return bytes;
}

std::string base64_of(const Hash& hash) {
    return base64_of(bytes_of(hash));
}

std::optional<Hash> hash_of_base64(std::string_view text) {
    const auto bytes = bytes_of_base64(text);
    Hash hash{};
    if (!bytes || bytes->size() != hash.size()) return std::nullopt;
    std::ranges::copy(*bytes, hash.begin());
    return hash;
}

}  // namespace shenyi::storage::log
