#pragma once

#include "storage/signer.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

/// The folder of a log's signing keys: whoever starts a log for the first time finds one made, and from then on no key
/// in it is made anew. What is in it:
///
/// - `passphrase` (0600): one line of text that opens the keys, 1 to 1024 bytes; 32 random bytes in hexadecimal, unless
///   the operator put a text of his own there before the first start.
/// - `sha256.pem`, `sm3.pem` (0600): the keys of the tree in SHA-256, Ed25519, and of the tree in SM3, SM2 (key.hpp).
/// - `policy.txt` (0644): whom a verifier trusts (policy.hpp), for those who are to verify the log. Once it is there it
///   is the operator's, who adds witnesses and spans of keys.
/// - `vkey.txt` (0644): the public keys, each a line (policy.hpp).
/// - `state`: what was signed last (signer_state.hpp), which the signer makes.
///
/// The first four are made in this order, each whole or not at all, so that of several servers that start at once all
/// have the keys of the first. A folder in which `policy.txt`, `vkey.txt` or `state` is has all its keys: one that
/// lacks was lost. In a folder without them nothing was signed yet by a key that lacks, and the making goes on.
namespace shenyi::storage {

/// Where it lies in a data folder: not `log`, which is where an operator may keep the lines of the program.
inline constexpr auto seal_folder = "seal";

/// Which trees a log has; for good.
enum class LogProfile {
    std,   ///< SHA-256, signed with Ed25519
    gm,    ///< SM3, signed with SM2
    dual,  ///< both
};

/// `std`, `gm` or `dual`.
std::optional<LogProfile> log_profile_named(std::string_view name);
std::string_view name_of(LogProfile profile);

/// The trees of a log with their keys, the one in SHA-256 first, for `Signer::open`. The tree in SHA-256 has the
/// origin, the one in SM3 the origin with `-sm3` behind it, in every profile. Makes the folder with mode 0700, and what
/// belongs into it, at the first start. The error is a sentence for the operator. Throws std::runtime_error where
/// OpenSSL fails.
tl::expected<std::vector<Signer::Tree>, std::string> open_log_keys(const std::filesystem::path& folder,
                                                                   LogProfile profile, const std::string& origin);

/// The signer's state in a folder of keys.
std::filesystem::path signer_state_in(const std::filesystem::path& folder);

/// By what people compare a tree's public key: SHA-256 of its 32 bytes (Ed25519) or 65 bytes (SM2), in hexadecimal.
/// Without a program of ours: `openssl pkey -in sha256.pem -passin file:passphrase -pubout -outform DER | tail -c 32 |
/// sha256sum`, and `tail -c 65` of sm3.pem.
std::string fingerprint_of(const Signer::Tree& tree);

}  // namespace shenyi::storage
