#include "storage/log/verify.hpp"

#include <algorithm>
#include <utility>

namespace shenyi::storage::log {

namespace {

void tell_form(const Named& bytes, std::string what, Findings& findings) {
    findings.tell({.code = Code::form,
                   .index = {},
                   .file = std::string(bytes.name),
                   .expected = "the format",
                   .found = std::move(what)});
}

std::string called(const VerifierKey& key) {
    return "a signature of " + key.text();
}

/// Which of the keys have signed; nothing where a signature in the name of one is false.
std::optional<std::vector<std::size_t>> signers_of(const Named& named, const Note& note,
                                                   std::span<const VerifierKey> keys, Findings& findings) {
    std::vector<std::size_t> signers;
    bool is_true = true;
    for (const NoteSignature& signature : note.signatures) {
        const auto key = std::ranges::find_if(keys, [&](const VerifierKey& each) { return each.signs(signature); });
        if (key == keys.end()) continue;
        const auto place = static_cast<std::size_t>(key - keys.begin());
        if (!key->verifies(note.text, signature)) {
            findings.tell({.code = Code::sig,
                           .index = {},
                           .file = std::string(named.name),
                           .expected = called(*key),
                           .found = "a signature in its name that is not its own"});
            is_true = false;
        } else if (std::ranges::find(signers, place) == signers.end()) {
            signers.push_back(place);
        }
    }
    if (!is_true) return std::nullopt;
    return signers;
}

void tell_no_key(const Named& named, const Note& note, Findings& findings) {
    std::string names;
    for (const NoteSignature& signature : note.signatures) names += (names.empty() ? "" : ", ") + signature.name;
    findings.tell({.code = Code::key,
                   .index = {},
                   .file = std::string(named.name),
                   .expected = "a signature of a known key",
                   .found = "signatures of " + names});
}

std::string sizes_of(const PolicyKey& key) {
    return "from " + std::to_string(key.from_size) + " to " + std::to_string(key.to_size);
}

/// Whether a key has signed that may sign at the size. The log's keys stand first among those whose places are given.
bool is_signed(const Named& named, const Note& note, const PolicyLog& log, const std::vector<std::size_t>& signers,
               std::uint64_t size, Findings& findings) {
    const PolicyKey* not_in_force = nullptr;
    for (const std::size_t place : signers) {
        if (place >= log.keys.size()) continue;
        if (log.keys[place].is_in_force(size)) return true;
        not_in_force = &log.keys[place];
    }
    if (not_in_force == nullptr) {
        tell_no_key(named, note, findings);
    } else {
        findings.tell({.code = Code::sig,
                       .index = {},
                       .file = std::string(named.name),
                       .expected = called(not_in_force->key) + " at sizes " + sizes_of(*not_in_force),
                       .found = "its signature at size " + std::to_string(size)});
    }
    return false;
}

std::vector<VerifierKey> keys_of(const PolicyLog& log) {
    std::vector<VerifierKey> keys;
    for (const PolicyKey& each : log.keys) keys.push_back(each.key);
    keys.insert(keys.end(), log.witnesses.begin(), log.witnesses.end());
    return keys;
}

void tell_root(std::string_view named, std::optional<std::uint64_t> index, const Hash& expected, const Hash& found,
               Code code, Findings& findings) {
    findings.tell({.code = code,
                   .index = index,
                   .file = std::string(named),
                   .expected = hex_of(expected),
                   .found = hex_of(found)});
}

void tell_proof(std::string_view named, std::optional<std::uint64_t> index, std::string expected, std::size_t hashes,
                Findings& findings) {
    findings.tell({.code = Code::proof,
                   .index = index,
                   .file = std::string(named),
                   .expected = std::move(expected),
                   .found = "one of " + std::to_string(hashes) + " hashes"});
}

/// The same size: then both are the same tree, and nothing is left to prove.
void check_same(HashAlgorithm hash, const TreeHead& earlier, const TreeHead& later, const std::vector<Hash>& proof,
                std::string_view named, Findings& findings) {
    Hasher hasher(hash);
    const Hash& expected = earlier.size == 0 ? hasher.empty() : earlier.root;
    if (earlier.root != expected) {
        tell_root(named, {}, expected, earlier.root, Code::root, findings);
    } else if (later.root != expected) {
        tell_root(named, {}, expected, later.root, Code::fork, findings);
    } else if (!proof.empty()) {
        tell_proof(named, {}, "no hash between trees of one size", proof.size(), findings);
    }
}

}  // namespace

std::optional<SignedNote> check_note(const Named& named, std::span<const VerifierKey> keys, Findings& findings) {
    auto note = read_note(named.bytes);
    if (!note) {
        tell_form(named, std::move(note.error()), findings);
        return std::nullopt;
    }
    auto signers = signers_of(named, *note, keys, findings);
    if (!signers) return std::nullopt;
    if (signers->empty()) {
        tell_no_key(named, *note, findings);
        return std::nullopt;
    }
    return SignedNote{.note = *std::move(note), .signers = *std::move(signers)};
}

std::optional<TrustedCheckpoint> check_checkpoint(const Named& named, const Policy& policy, Findings& findings) {
    auto note = read_note(named.bytes);
    auto checkpoint = note ? read_checkpoint(note->text) : tl::make_unexpected(note.error());
    if (!checkpoint) {
        tell_form(named, std::move(checkpoint.error()), findings);
        return std::nullopt;
    }
    const PolicyLog* log = policy.find(checkpoint->origin);
    if (log == nullptr) {
        findings.tell({.code = Code::origin,
                       .index = {},
                       .file = std::string(named.name),
                       .expected = "a log of the policy",
                       .found = checkpoint->origin});
        return std::nullopt;
    }
    const auto signers = signers_of(named, *note, keys_of(*log), findings);
    if (!signers || !is_signed(named, *note, *log, *signers, checkpoint->head.size, findings)) return std::nullopt;
    const auto witnesses = static_cast<std::size_t>(
        std::ranges::count_if(*signers, [&](std::size_t place) { return place >= log->keys.size(); }));
    if (witnesses < log->quorum) {
        findings.tell({.code = Code::witness,
                       .index = {},
                       .file = std::string(named.name),
                       .expected = std::to_string(log->quorum) + " witnesses",
                       .found = std::to_string(witnesses)});
        return std::nullopt;
    }
    return TrustedCheckpoint{.checkpoint = *std::move(checkpoint), .log = log, .witnesses = witnesses};
}

std::optional<Receipt> check_receipt(const Named& event, const Named& named, const Policy& policy, Findings& findings) {
    const auto proof = read_log_proof(named.bytes);
    if (!proof) {
        tell_form(named, proof.error(), findings);
        return std::nullopt;
    }
    auto at = check_checkpoint({named.name, proof->checkpoint}, policy, findings);
    if (!at) return std::nullopt;
    const std::size_t before = findings.count();
    const Hash leaf = Hasher(at->log->hash).leaf(event.bytes);
    check_inclusion_proof(at->log->hash, proof->index, at->checkpoint.head, leaf, proof->inclusion, named.name,
                          findings);
    if (findings.count() != before) return std::nullopt;
    return Receipt{.at = *std::move(at), .index = proof->index};
}

std::optional<Consistent> check_consistency(const Named& one, const Named& other, const Named& named,
                                            const Policy& policy, Findings& findings) {
    auto earlier = check_checkpoint(one, policy, findings);
    auto later = check_checkpoint(other, policy, findings);
    const auto proof = read_consistency(named.bytes);
    if (!proof) tell_form(named, proof.error(), findings);
    if (!earlier || !later || !proof) return std::nullopt;
    if (earlier->log != later->log) {
        findings.tell({.code = Code::origin,
                       .index = {},
                       .file = std::string(other.name),
                       .expected = earlier->log->origin,
                       .found = later->log->origin});
        return std::nullopt;
    }
    if (earlier->checkpoint.head.size > later->checkpoint.head.size) std::swap(earlier, later);
    const std::size_t before = findings.count();
    check_consistency_proof(earlier->log->hash, earlier->checkpoint.head, later->checkpoint.head, *proof, named.name,
                            findings);
    if (findings.count() != before) return std::nullopt;
    return Consistent{.earlier = *std::move(earlier), .later = *std::move(later)};
}

void check_inclusion_proof(HashAlgorithm hash, std::uint64_t index, const TreeHead& head, const Hash& leaf,
                           const std::vector<Hash>& proof, std::string_view named, Findings& findings) {
    Hasher hasher(hash);
    const auto root = root_by_inclusion(hasher, index, head.size, leaf, proof);
    if (!root) {
        tell_proof(named, index, "a proof of this index in a tree of " + std::to_string(head.size), proof.size(),
                   findings);
    } else if (*root != head.root) {
        tell_root(named, index, head.root, *root, Code::root, findings);
    }
}

void check_consistency_proof(HashAlgorithm hash, const TreeHead& earlier, const TreeHead& later,
                             const std::vector<Hash>& proof, std::string_view named, Findings& findings) {
    if (earlier.size == later.size) return check_same(hash, earlier, later, proof, named, findings);
    Hasher hasher(hash);
    const bool is_provable = earlier.size > 0 && earlier.size < later.size;
    const auto roots = is_provable ? roots_by_consistency(hasher, earlier, later.size, proof) : std::nullopt;
    if (!roots) {
        tell_proof(named, {}, "a proof from " + std::to_string(earlier.size) + " to " + std::to_string(later.size),
                   proof.size(), findings);
    } else if (roots->earlier != earlier.root) {
        tell_root(named, {}, earlier.root, roots->earlier, Code::fork, findings);
    } else if (roots->later != later.root) {
        tell_root(named, {}, later.root, roots->later, Code::fork, findings);
    }
}

}  // namespace shenyi::storage::log
