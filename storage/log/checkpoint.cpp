#include "storage/log/checkpoint.hpp"

namespace shenyi::storage::log {

namespace {

constexpr std::string_view proof_line = "c2sp.org/tlog-proof@v1";
constexpr std::string_view extra_word = "extra ";
constexpr std::string_view index_word = "index ";

/// Of the largest trees: 64 for a leaf's inclusion, and one more for consistency, where the way down ends at a leaf.
constexpr std::size_t hashes_max = 65;

tl::unexpected<std::string> unlike(std::string what) {
    return tl::unexpected(std::move(what));
}

}  // namespace

std::string text_of(const Checkpoint& checkpoint) {
    return checkpoint.origin + "\n" + std::to_string(checkpoint.head.size) + "\n" + base64_of(checkpoint.head.root) +
           "\n";
}

tl::expected<Checkpoint, std::string> read_checkpoint(std::string_view text) {
    Checkpoint checkpoint;
    const auto origin = next_line(text);
    if (!origin || origin->empty()) return unlike("the checkpoint names no origin");
    checkpoint.origin = *origin;
    const auto size_line = next_line(text);
    const auto size = size_line ? read_decimal(*size_line) : tl::make_unexpected(std::string());
    if (!size) return unlike("the checkpoint's size is no decimal number");
    checkpoint.head.size = *size;
    const auto root_line = next_line(text);
    const auto root = root_line ? hash_of_base64(*root_line) : std::nullopt;
    if (!root) return unlike("the checkpoint's root is not the base64 of a hash");
    checkpoint.head.root = *root;
    while (!text.empty()) {
        const auto extension = next_line(text);
        if (!extension || extension->empty()) return unlike("the checkpoint has an empty line");
    }
    return checkpoint;
}

std::string text_of(const LogProof& proof) {
    std::string text = std::string(proof_line) + "\n" + std::string(index_word) + std::to_string(proof.index) + "\n";
    for (const Hash& hash : proof.inclusion) text += base64_of(hash) + "\n";
    return text + "\n" + proof.checkpoint;
}

tl::expected<std::vector<Hash>, std::string> read_hash_lines(std::string_view& rest) {
    std::vector<Hash> hashes;
    while (true) {
        const auto line = next_line(rest);
        if (!line) return tl::unexpected(line.error());
        if (line->empty()) return hashes;
        const auto hash = hash_of_base64(*line);
        if (!hash) return unlike("a line of the proof is not the base64 of a hash");
        if (hashes.size() == hashes_max) return unlike("the proof has too many hashes");
        hashes.push_back(*hash);
    }
}

std::string text_of_consistency(const std::vector<Hash>& proof) {
    std::string text;
    for (const Hash& hash : proof) text += base64_of(hash) + "\n";
    return text;
}

tl::expected<std::vector<Hash>, std::string> read_consistency(std::string_view text) {
    if (text.size() > note_bytes_max) return unlike("the proof is too long");
    // What ends the lines of a proof elsewhere is the empty line, here the file.
    const std::string ended = std::string(text) + "\n";
    std::string_view rest = ended;
    auto hashes = read_hash_lines(rest);
    if (hashes && !rest.empty()) return unlike("the proof has an empty line");
    return hashes;
}

tl::expected<LogProof, std::string> read_log_proof(std::string_view text) {
    if (text.size() > 2 * note_bytes_max) return unlike("the proof is too long");
    const auto first = next_line(text);
    if (!first || *first != proof_line) return unlike("the proof does not begin with " + std::string(proof_line));
    auto line = next_line(text);
    if (line && line->starts_with(extra_word)) {
        if (!bytes_of_base64(line->substr(extra_word.size()))) return unlike("the extra data is not base64");
        line = next_line(text);
    }
    if (!line || !line->starts_with(index_word)) return unlike("the proof names no index");
    const auto index = read_decimal(line->substr(index_word.size()));
    if (!index) return unlike("the index is no decimal number");
    auto hashes = read_hash_lines(text);
    if (!hashes) return tl::unexpected(std::move(hashes.error()));
    return LogProof{.index = *index, .inclusion = *std::move(hashes), .checkpoint = std::string(text)};
}

}  // namespace shenyi::storage::log
