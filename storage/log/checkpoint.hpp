#pragma once

#include "storage/log/note.hpp"
#include "storage/log/tree.hpp"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What a log says of itself at one size, as C2SP tlog-checkpoint defines it: the text of a note with three lines, the
/// log's origin, the number of leaves in decimal, and the base64 of the root.
namespace shenyi::storage::log {

struct Checkpoint {
    std::string origin;
    TreeHead head;

    bool operator==(const Checkpoint&) const = default;
};

/// The text that is signed.
std::string text_of(const Checkpoint& checkpoint);

/// The error says what is not as it must be. Lines behind the third, which other logs may have, are passed over: they
/// are signed with the text and say nothing of the tree.
tl::expected<Checkpoint, std::string> read_checkpoint(std::string_view text);

/// A proof that an event is in a log, C2SP tlog-proof: what a receipt is. Its text is the line
/// `c2sp.org/tlog-proof@v1`, `index` and the index in decimal, the hashes of the inclusion proof in base64, from below,
/// each on a line, an empty line, and the signed checkpoint's note as it is.
struct LogProof {
    std::uint64_t index = 0;
    std::vector<Hash> inclusion;
    std::string checkpoint;  ///< the note's bytes

    bool operator==(const LogProof&) const = default;
};

std::string text_of(const LogProof& proof);
/// The checkpoint's note is taken as it stands: who checks the proof reads it. A line `extra` is passed over, since
/// nothing vouches for it.
tl::expected<LogProof, std::string> read_log_proof(std::string_view text);

/// A proof that one tree goes on from another, as a file: its hashes in base64, one a line, from below, each line with
/// its newline, and nothing else. C2SP has no file for it; these are the lines of the bodies of tlog-witness.
std::string text_of_consistency(const std::vector<Hash>& proof);
tl::expected<std::vector<Hash>, std::string> read_consistency(std::string_view text);

/// Hashes in base64, one a line, up to an empty line, which is taken too.
tl::expected<std::vector<Hash>, std::string> read_hash_lines(std::string_view& rest);

}  // namespace shenyi::storage::log
