#pragma once

#include "storage/log/checkpoint.hpp"
#include "storage/log/findings.hpp"
#include "storage/log/hash.hpp"
#include "storage/log/key.hpp"
#include "storage/log/policy.hpp"
#include "storage/log/tile.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::storage::log {

void write_file(const std::filesystem::path& file, std::string_view bytes);
std::string bytes_in(const std::filesystem::path& file);

/// A log of so many entries, `event 0` and so on, one of them empty, with a key of its own.
struct WrittenLog {
    WrittenLog(std::uint64_t size, HashAlgorithm hash, KeyType type);

    TreeHead head(std::uint64_t size) const;
    /// The checkpoint of the first so many entries, signed.
    std::string note(std::uint64_t size) const;
    /// The same, and by so many witnesses too.
    std::string cosigned_note(std::uint64_t size, std::size_t witnesses) const;
    std::string receipt(std::uint64_t index, std::uint64_t size) const;
    std::string consistency(std::uint64_t from, std::uint64_t to) const;
    /// As C2SP tlog-tiles has it.
    void write(const std::filesystem::path& folder) const;
    /// This log, with its key from 0 on, and its witnesses.
    Policy policy(std::uint64_t quorum) const;
    VerifierKey verifier() const { return key.verifier(origin); }

    HashAlgorithm hash;
    std::string origin = "log.example/bureau";
    PrivateKey key;
    std::vector<PrivateKey> witness_keys;
    std::vector<std::string> entries;
    std::map<Node, Hash> nodes;
};

/// The codes that a check tells with their indices: `E_BODY_HASH 17`, `E_ROOT`.
struct Told {
    std::vector<std::string> codes;
    Verdict verdict = Verdict::verified;
};
Told told_by(const std::function<void(Findings&)>& check);

/// What a command of the shell says on both outputs, and its exit status.
struct CommandEnd {
    int status = 0;
    std::string said;
};
CommandEnd run_command(const std::string& command);

}  // namespace shenyi::storage::log
