#pragma once

#include "storage/log/note.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// Keys that sign notes, and the keys by which anybody verifies them.
///
/// A verifier key is written as C2SP signed-note has it: `NAME+ID+BASE64`, where the base64 is that of the signature
/// type and the public key, and the id, eight hexadecimal digits, is the first four bytes of
/// SHA-256(name ‖ U+000A ‖ signature type ‖ public key).
///
/// Type `ed25519`: signature type 0x01; public key 32 bytes, RFC 8032; the signature behind the key's id is 64 bytes,
/// RFC 8032, over the text.
///
/// Type `cosignature` (C2SP tlog-cosignature): signature type 0x04; public key as above; behind the key's id the time,
/// 8 bytes big-endian, seconds since 1970, at most 2^63 - 1, then 64 bytes, RFC 8032, over `cosignature/v1`, newline,
/// `time T`, newline, and the text, with T in decimal.
///
/// Type `sm2`: signature type 0xff and the ASCII text `sm2-sm3/1`; public key 65 bytes, 0x04, x, y (GB/T 32918); behind
/// the key's id 64 bytes, r and s of 32 each, big-endian, over the text, by SM2 with SM3 and the distinguishing id
/// `1234567812345678` (GB/T 35276).
namespace shenyi::storage::log {

enum class KeyType { ed25519, cosignature, sm2 };

/// The public half of a key, under its name.
class VerifierKey {
  public:
    /// Nothing where the name cannot be one, or the public key has not the length of its type.
    static std::optional<VerifierKey> of(std::string name, KeyType type, std::string public_key);
    /// `NAME+ID+BASE64`, without a newline. The error says what is wrong; an id that does not fit its key is.
    static tl::expected<VerifierKey, std::string> read(std::string_view text);

    const std::string& name() const { return name_; }
    KeyType type() const { return type_; }
    const std::string& public_key() const { return public_key_; }
    std::uint32_t id() const { return id_; }
    std::string text() const;

    /// Whether a signature claims to be of this key: name and id are both its own.
    bool signs(const NoteSignature& signature) const { return signature.name == name_ && signature.key_id == id_; }
    bool verifies(std::string_view text, const NoteSignature& signature) const;

    bool operator==(const VerifierKey&) const = default;

  private:
    VerifierKey(std::string name, KeyType type, std::string public_key);

    std::string name_;
    KeyType type_;
    std::string public_key_;
    std::uint32_t id_ = 0;
};

/// Seconds since 1970 that a witness says it signed at; nothing where the signature is too short for one.
std::optional<std::uint64_t> time_of_cosignature(const NoteSignature& signature);

/// How often PBKDF2 hashes a passphrase before it opens a key's file. One that people chose can be guessed, and each
/// guess is to cost as much as OWASP's count for SHA-256 makes it; 0.3 s.
inline constexpr int passphrase_rounds = 600'000;
/// 256 random bits are guessed by nobody, however cheap a guess: OpenSSL's own count, a millisecond.
inline constexpr int random_passphrase_rounds = 2048;
/// Longer ones OpenSSL does not open a file with.
inline constexpr std::size_t passphrase_bytes_max = 1024;

/// A private key, never printed. Its file is PKCS#8 in PEM, encrypted with AES-256 under a passphrase (PBKDF2), so that
/// `openssl pkey` reads it.
class PrivateKey {
  public:
    /// Throws std::runtime_error where OpenSSL fails.
    static PrivateKey generate(KeyType type);
    /// The error is a sentence for the operator: the file cannot be read, is damaged or of another passphrase, has a
    /// key of another kind.
    static tl::expected<PrivateKey, std::string> read(const std::filesystem::path& file, std::string_view passphrase,
                                                      KeyType type);
    PrivateKey(PrivateKey&&) noexcept;
    PrivateKey& operator=(PrivateKey&&) noexcept;
    ~PrivateKey();

    /// Makes the file with mode 0600, flushed to the disk; never overwrites one. The error is for the operator.
    tl::expected<void, std::string> write(const std::filesystem::path& file, std::string_view passphrase,
                                          int rounds = passphrase_rounds) const;

    VerifierKey verifier(const std::string& name) const;
    /// Signs a note's text under this name. `time`, seconds since 1970, is what a witness says of when; other types
    /// have none. Throws std::runtime_error where OpenSSL fails.
    NoteSignature sign(const std::string& name, std::string_view text, std::uint64_t time = 0) const;

  private:
    struct State;
    explicit PrivateKey(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace shenyi::storage::log
