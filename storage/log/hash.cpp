#include "storage/log/hash.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <stdexcept>

namespace shenyi::storage::log {

namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

constexpr std::string_view leaf_byte{"\x00", 1};
constexpr std::string_view node_byte{"\x01", 1};

std::string_view bytes_of(const Hash& hash) {
    return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

/// The value of each character, 64 where it has none.
constexpr std::array<std::uint8_t, 256> values() {
    std::array<std::uint8_t, 256> all{};
    all.fill(64);
    for (std::size_t i = 0; i < letters.size(); ++i) {
        all[static_cast<unsigned char>(letters[i])] = static_cast<std::uint8_t>(i);
    }
    return all;
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
    std::string text;
    text.reserve(2 * hash.size());
    for (const unsigned char byte : hash) {
        text += digits[byte >> 4U];
        text += digits[byte & 0x0fU];
    }
    return text;
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
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8U | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            text += k <= count ? letters[group >> (18 - 6 * k) & 0x3fU] : '=';
        }
    }
    return text;
}

std::optional<std::string> bytes_of_base64(std::string_view text) {
    static constexpr auto value = values();
    if (text.size() % 4 != 0) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t i = 0; i < text.size(); i += 4) {
        const std::string_view four = text.substr(i, 4);
        const std::size_t padding = i + 4 < text.size() ? 0 : four.ends_with("==") ? 2 : four.ends_with("=") ? 1 : 0;
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const std::uint8_t six = k < 4 - padding ? value[static_cast<unsigned char>(four[k])] : 0;
            if (six == 64) return std::nullopt;
            group = group << 6U | six;
        }
        for (std::size_t k = 0; k < 3 - padding; ++k) bytes += static_cast<char>(group >> (16 - 8 * k) & 0xffU);
        if ((group & ((1U << (8 * padding)) - 1)) != 0) return std::nullopt;
    }
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
