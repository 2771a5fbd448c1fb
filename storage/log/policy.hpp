#pragma once

#include "storage/log/hash.hpp"
#include "storage/log/key.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Whom a verifier trusts, in a file that its owner was handed when the log was made, and that is never taken from what
/// is to be verified.
///
///     shenyi-policy@v1
///     # 市政府办公室，2026年12月1日
///     log sha256 log.example/bureau
///     key log.example/bureau+ID+KEY from 0 to 81920
///     key log.example/bureau+ID+KEY from 79000
///     witness archive.example/w+ID+KEY
///     witness discipline.example/w+ID+KEY
///     quorum 1
///
/// UTF-8 without control characters; every line ends with a newline, the last one too; words are divided by one space.
/// The first line is `shenyi-policy@v1`. Empty lines and lines that begin with `#` are passed over. The others:
///
/// - `log HASH ORIGIN` begins a log, and what follows is of it, up to the next. HASH is `sha256` or `sm3`; ORIGIN is
/// the
///   first line of its checkpoints, all the rest of the line. No origin stands twice.
/// - `key KEY from SIZE`, or `key KEY from SIZE to SIZE`: a key by which checkpoints of at least the first size and at
///   most the second are signed. KEY is a verifier key (key.hpp), of no witness. A log has one or more, which may
///   overlap.
/// - `witness KEY`: a key by which a witness cosigns checkpoints, a verifier key of the type `cosignature`.
/// - `quorum N`: how many of the log's witnesses must have cosigned; 0 to their number. Stands once where the log has
///   witnesses; without any it is 0 and may be left out.
///
/// Within a log no public key stands twice, under whatever name: a witness counts once. Sizes and numbers are decimal
/// without a leading zero.
namespace shenyi::storage::log {

inline constexpr std::size_t policy_bytes_max = std::size_t{64} * 1024;

/// A key with the sizes at which it is in force.
struct PolicyKey {
    VerifierKey key;
    std::uint64_t from_size = 0;
    std::uint64_t to_size = std::numeric_limits<std::uint64_t>::max();

    bool is_in_force(std::uint64_t size) const { return from_size <= size && size <= to_size; }
    bool operator==(const PolicyKey&) const = default;
};

struct PolicyLog {
    HashAlgorithm hash = HashAlgorithm::sha256;
    std::string origin;
    std::vector<PolicyKey> keys;
    std::vector<VerifierKey> witnesses;
    std::uint64_t quorum = 0;

    bool operator==(const PolicyLog&) const = default;
};

struct Policy {
    std::vector<PolicyLog> logs;

    /// Null where it names no such log.
    const PolicyLog* find(std::string_view origin) const;
    bool operator==(const Policy&) const = default;
};

/// What is wrong with a line, counted from 1.
struct LineFault {
    std::size_t line = 0;
    std::string what;

    bool operator==(const LineFault&) const = default;
};

/// Every fault at once.
tl::expected<Policy, std::vector<LineFault>> read_policy(std::string_view text);
std::string text_of(const Policy& policy);

/// Verifier keys alone, as `vkey.txt` beside a log has them: one a line, the last newline may lack; empty lines and
/// lines that begin with `#` are passed over. At least one, and none twice.
tl::expected<std::vector<VerifierKey>, std::vector<LineFault>> read_verifier_keys(std::string_view text);

/// `sha256` or `sm3`.
std::optional<HashAlgorithm> hash_algorithm_named(std::string_view name);
std::string_view name_of(HashAlgorithm algorithm);

}  // namespace shenyi::storage::log
