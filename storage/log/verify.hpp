#pragma once

#include "storage/log/checkpoint.hpp"
#include "storage/log/findings.hpp"
#include "storage/log/policy.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Checks of notes, receipts and proofs by what a verifier trusts, and by nothing else. What they are asked to check is
/// bytes that anybody may have written; each answers nothing where it has told a finding.
namespace shenyi::storage::log {

/// Bytes, and what findings call them.
struct Named {
    std::string_view name;
    std::string_view bytes;
};

/// A note, and which of the keys have signed it, by their places, each once.
struct SignedNote {
    Note note;
    std::vector<std::size_t> signers;
};

/// C2SP signed-note: signatures of keys that are not known are passed over; one in the name of a known key that is not
/// its own refuses the note (`E_SIG`), and so does it that no known key has signed (`E_KEY`).
std::optional<SignedNote> check_note(const Named& note, std::span<const VerifierKey> keys, Findings& findings);

/// A checkpoint that the policy vouches for.
struct TrustedCheckpoint {
    Checkpoint checkpoint;
    const PolicyLog* log = nullptr;
    std::size_t witnesses = 0;  ///< that have cosigned
};

/// The checkpoint in a note: its origin is a log of the policy (`E_ORIGIN`), a key that is in force at its size has
/// signed (`E_KEY`; `E_SIG` where only known ones have that are not), enough witnesses have cosigned (`E_WITNESS`), and
/// no signature in the name of any key of the log or of its witnesses is false (`E_SIG`).
std::optional<TrustedCheckpoint> check_checkpoint(const Named& note, const Policy& policy, Findings& findings);

/// Where an event stands.
struct Receipt {
    TrustedCheckpoint at;
    std::uint64_t index = 0;
};

/// A receipt: the proof (C2SP tlog-proof) shows that exactly these bytes are an event of the log.
std::optional<Receipt> check_receipt(const Named& event, const Named& proof, const Policy& policy, Findings& findings);

/// Two checkpoints that go on one from the other, the earlier first.
struct Consistent {
    TrustedCheckpoint earlier;
    TrustedCheckpoint later;
};

/// Whether the later of two checkpoints of one log, whichever of the notes it is, goes on from the earlier.
std::optional<Consistent> check_consistency(const Named& one, const Named& other, const Named& proof,
                                            const Policy& policy, Findings& findings);

/// The bare proofs, without signatures. `named` is what findings call the proof.
void check_inclusion_proof(HashAlgorithm hash, std::uint64_t index, const TreeHead& head, const Hash& leaf,
                           const std::vector<Hash>& proof, std::string_view named, Findings& findings);
void check_consistency_proof(HashAlgorithm hash, const TreeHead& earlier, const TreeHead& later,
                             const std::vector<Hash>& proof, std::string_view named, Findings& findings);

}  // namespace shenyi::storage::log
