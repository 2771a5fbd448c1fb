#include "storage/log/checkpoint.hpp"
#include "storage/log/key.hpp"
#include "storage/log/note.hpp"
#include "storage/log/policy.hpp"
#include "storage/log/tile.hpp"
#include "storage/log/verify.hpp"
#include "tests/fuzz/targets.hpp"

#include <algorithm>
#include <string>
#include <variant>
#include <vector>

/// What the log's verifier reads: notes, proofs, keys, policies, tiles.
namespace shenyi::fuzz {

namespace {

namespace log = storage::log;

void require_told(const std::string& fault) {
    require(!fault.empty(), "what is refused has a fault");
}

/// The note with which Go's implementation of the format documents itself is signed by this key.
const std::vector<log::VerifierKey>& known_keys() {
    static const std::vector<log::VerifierKey> keys = {
        log::VerifierKey::read("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").value()};
    return keys;
}

/// Two logs of one key, one of which wants a witness that is never there.
const log::Policy& known_policy() {
    static const log::Policy policy = [] {
        const log::VerifierKey& key = known_keys().front();
        const auto witness = log::VerifierKey::of("witness", log::KeyType::cosignature, std::string(32, '\1'));
        require(witness.has_value(), "32 bytes are a key");
        return log::Policy{
            .logs = {{.origin = "example.com/a", .keys = {{.key = key}}},
                     {.origin = "example.com/b", .keys = {{.key = key}}, .witnesses = {*witness}, .quorum = 1}}};
    }();
    return policy;
}

/// A check tells what it does not verify, and verifies nothing of which it has told.
void require_verdict(bool verified, const log::Findings& findings) {
    require(verified == (findings.verdict() == log::Verdict::verified), "a check that answers nothing has told why");
}

}  // namespace

void read_signed_note(std::string_view bytes) {
    const auto note = log::read_note(bytes);
    log::Findings findings(
        [](const log::Finding& finding) { require(!finding.file.empty(), "a finding names its file"); });
    require_verdict(log::check_note({"note", bytes}, known_keys(), findings).has_value(), findings);
    if (!note) return require_told(note.error());
    require(log::write_note(*note) == bytes, "a note that was read is written as it was");
    for (const log::NoteSignature& signature : note->signatures) {
        require(log::is_key_name(signature.name), "a signature has a key's name");
        (void)log::time_of_cosignature(signature);
    }
}

/// A checkpoint's text, and the note of one.
void read_checkpoint_text(std::string_view bytes) {
    log::Findings findings([](const log::Finding&) {});
    require_verdict(log::check_checkpoint({"note", bytes}, known_policy(), findings).has_value(), findings);
    const auto note = log::read_note(bytes);
    const auto checkpoint = log::read_checkpoint(note ? note->text : bytes);
    if (!checkpoint) return require_told(checkpoint.error());
    const std::string written = log::text_of(*checkpoint);
    require((note ? std::string_view(note->text) : bytes).starts_with(written),
            "it is written as its first three lines");
    require(log::read_checkpoint(written) == checkpoint, "and is then the same");
}

/// A proof that an event is in a log, and one that a tree goes on from another.
void read_proofs(std::string_view bytes) {
    log::Findings findings([](const log::Finding&) {});
    require_verdict(log::check_receipt({"event", "event"}, {"proof", bytes}, known_policy(), findings).has_value(),
                    findings);
    const auto consistency = log::read_consistency(bytes);
    if (consistency)
        require(log::text_of_consistency(*consistency) == bytes, "a proof that was read is written as it was");
    const auto proof = log::read_log_proof(bytes);
    if (!proof) return require_told(proof.error());
    const std::string written = log::text_of(*proof);
    require(written.size() <= bytes.size(), "nothing is written that was not read");
    require(log::read_log_proof(written) == proof, "a proof that was read is written so that it is read again");
    log::Hasher hasher(log::HashAlgorithm::sha256);
    const auto root = log::root_by_inclusion(hasher, proof->index, proof->index + 1, log::Hash{}, proof->inclusion);
    require(!root || proof->inclusion.size() <= 64, "no tree is higher than 64");
    if (proof->index == 0 || proof->index + 1 == 0) return;
    (void)log::roots_by_consistency(hasher, {proof->index, log::Hash{}}, proof->index + 1, proof->inclusion);
}

void read_policy_file(std::string_view bytes) {
    const auto keys = log::read_verifier_keys(bytes);
    require(keys ? !keys->empty() : !keys.error().empty(), "keys, or what is wrong with them");
    const auto policy = log::read_policy(bytes);
    const auto lines = static_cast<std::size_t>(std::ranges::count(bytes, '\n')) + 1;
    if (!policy) {
        require(!policy.error().empty(), "a policy that is refused has faults");
        for (const log::LineFault& fault : policy.error()) {
            require(fault.line >= 1 && fault.line <= lines, "a fault stands on a line of the policy");
            require_told(fault.what);
        }
        return;
    }
    require(!policy->logs.empty(), "a policy names a log");
    require(log::read_policy(log::text_of(*policy)) == policy,
            "a policy that was read is written so that it is read again");
}

void read_verifier_key(std::string_view bytes) {
    const auto key = log::VerifierKey::read(bytes);
    if (!key) return require_told(key.error());
    require(key->text() == bytes, "a key that was read is written as it was");
    require(!key->verifies("text\n", {.name = key->name(), .key_id = key->id(), .bytes = std::string(64, '\1')}),
            "not any signature is of it");
}

void read_path_of_tile(std::string_view bytes) {
    const auto path = log::read_tile_path(bytes);
    if (!path) return;
    const std::string written = std::visit([](const auto& place) { return log::path_of(place); }, *path);
    require(written == bytes, "a path that was read is written as it was");
}

/// The first byte says how many entries there are to be.
void read_entry_bundle(std::string_view bytes) {
    if (bytes.empty()) return;
    const unsigned width = static_cast<unsigned char>(bytes.front()) + 1U;
    bytes.remove_prefix(1);
    const auto entries = log::read_bundle(bytes, width);
    (void)log::hashes_of_tile(bytes, width);
    if (!entries) return require_told(entries.error());
    require(entries->size() == width, "a bundle has as many entries as it must");
    std::string written;
    for (const std::string_view entry : *entries) log::append_entry(written, entry);
    require(written == bytes, "a bundle that was read is written as it was");
}

}  // namespace shenyi::fuzz
