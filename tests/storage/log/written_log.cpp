#include "tests/storage/log/written_log.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace shenyi::storage::log {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t noon = 1'800'000'000;

std::string witness_name(std::size_t place) {
    return "witness.example/" + std::to_string(place);
}

}  // namespace

void write_file(const fs::path& file, std::string_view bytes) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
}

std::string bytes_in(const fs::path& file) {
    std::ifstream opened(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(opened), {}};
}

WrittenLog::WrittenLog(std::uint64_t size, HashAlgorithm algorithm, KeyType type)
    : hash(algorithm), key(PrivateKey::generate(type)) {
    for (int i = 0; i < 3; ++i) witness_keys.push_back(PrivateKey::generate(KeyType::cosignature));
    Hasher hasher(hash);
    CompactRange range;
    for (std::uint64_t i = 0; i < size; ++i) {
        entries.push_back(i == 3 ? "" : "event " + std::to_string(i));
        const Hash leaf = hasher.leaf(entries.back());
        nodes[{0, i}] = leaf;
        range.append(hasher, leaf, [&](Node node, const Hash& root) { nodes[node] = root; });
    }
}

TreeHead WrittenLog::head(std::uint64_t size) const {
    Hasher hasher(hash);
    return {size, root_of(hasher, size, [&](Node node) { return nodes.at(node); })};
}

std::string WrittenLog::note(std::uint64_t size) const {
    return cosigned_note(size, 0);
}

std::string WrittenLog::cosigned_note(std::uint64_t size, std::size_t witnesses) const {
    const std::string text = text_of(Checkpoint{.origin = origin, .head = head(size)});
    Note note{.text = text, .signatures = {key.sign(origin, text)}};
    for (std::size_t i = 0; i < witnesses; ++i) {
        note.signatures.push_back(witness_keys.at(i).sign(witness_name(i), text, noon));
    }
    return write_note(note);
}

std::string WrittenLog::receipt(std::uint64_t index, std::uint64_t size) const {
    Hasher hasher(hash);
    const auto proof = inclusion_proof(hasher, index, size, [&](Node node) { return nodes.at(node); });
    return text_of(LogProof{.index = index, .inclusion = proof, .checkpoint = note(size)});
}

std::string WrittenLog::consistency(std::uint64_t from, std::uint64_t to) const {
    Hasher hasher(hash);
    return text_of_consistency(consistency_proof(hasher, from, to, [&](Node node) { return nodes.at(node); }));
}

void WrittenLog::write(const fs::path& folder) const {
    for (const TileRow& row : tile_rows_of(entries.size())) {
        for (std::uint64_t index = 0; index < row.full + (row.rest > 0 ? 1 : 0); ++index) {
            const unsigned width = index < row.full ? tile_width : row.rest;
            std::vector<Hash> hashes;
            std::string bundle;
            for (std::uint64_t i = index * tile_width; i < index * tile_width + width; ++i) {
                hashes.push_back(nodes.at({tile_height * row.level, i}));
                if (row.level == 0) append_entry(bundle, entries[i]);
            }
            write_file(folder / path_of(Tile{row.level, index, width}), bytes_of_tile(hashes));
            if (row.level == 0) write_file(folder / path_of(Bundle{index, width}), bundle);
        }
    }
    write_file(folder / "checkpoint", note(entries.size()));
    write_file(folder / "vkey.txt", verifier().text() + "\n");
}

Policy WrittenLog::policy(std::uint64_t quorum) const {
    PolicyLog trusted{.hash = hash, .origin = origin, .keys = {{.key = verifier()}}, .quorum = quorum};
    for (std::size_t i = 0; i < witness_keys.size(); ++i) {
        trusted.witnesses.push_back(witness_keys[i].verifier(witness_name(i)));
    }
    return Policy{.logs = {trusted}};
}

Told told_by(const std::function<void(Findings&)>& check) {
    Told told;
    Findings findings([&](const Finding& finding) {
        const std::string index = finding.index ? " " + std::to_string(*finding.index) : "";
        told.codes.push_back(std::string(name_of(finding.code)) + index);
    });
    check(findings);
    told.verdict = findings.verdict();
    return told;
}

CommandEnd run_command(const std::string& command) {
    std::FILE* pipe = ::popen(("{ " + command + "\n} 2>&1").c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("no shell");
    CommandEnd end;
    std::array<char, 4096> piece{};
    while (const auto length = std::fread(piece.data(), 1, piece.size(), pipe)) end.said.append(piece.data(), length);
    const int status = ::pclose(pipe);
    end.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return end;
}

}  // namespace shenyi::storage::log
