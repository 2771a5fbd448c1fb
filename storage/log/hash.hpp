#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// The hashes of the log's trees, by RFC 9162 §2.1.1: a leaf is H(0x00 ‖ bytes), a node H(0x01 ‖ left ‖ right), the
/// empty tree H(""). Without the first byte a node's hash could be passed off as a leaf's.
namespace shenyi::storage::log {

/// SM3 is GB/T 32905. Which one a hash is of is always said beside it: both are 32 bytes long.
enum class HashAlgorithm { sha256, sm3 };

using Hash = std::array<unsigned char, 32>;

/// Hashes with one algorithm. Keeps its state between calls, so that each costs the hashing alone: one for each thread.
class Hasher {
  public:
    /// Throws std::runtime_error where OpenSSL does not have the algorithm.
    explicit Hasher(HashAlgorithm algorithm);
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;

    Hash leaf(std::string_view bytes);
    Hash node(const Hash& left, const Hash& right);
    Hash empty();
    /// H(bytes), without a first byte.
    Hash plain(std::string_view bytes);

  private:
    struct State;
    Hash hash(std::string_view first, std::string_view second);

    std::unique_ptr<State> state_;
};

/// Lower-case, 64 digits.
std::string hex_of(const Hash& hash);
/// Nothing where the text is anything else than 64 lower-case hexadecimal digits.
std::optional<Hash> hash_of_hex(std::string_view text);

/// RFC 4648 §4, with padding.
std::string base64_of(std::string_view bytes);
/// Nothing where the text is not exactly what `base64_of` gives of some bytes: no white space, no missing padding, no
/// stray bits at the end. So a text stands for its bytes and no second text does.
std::optional<std::string> bytes_of_base64(std::string_view text);
std::string base64_of(const Hash& hash);
/// Nothing where it is not the base64 of 32 bytes.
std::optional<Hash> hash_of_base64(std::string_view text);

}  // namespace shenyi::storage::log
