#include "storage/log/verify.hpp"
#include "storage/log/tile.hpp"
#include "storage/log/verify_tiles.hpp"
#include "storage/log/whole_file.hpp"
#include "workflow/code_points.hpp"

#include <CLI/CLI.hpp>

#include <array>
#include <cstdio>
#include <exception>
#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// `shenyi-verify`: whether a log, or what was taken out of it, is as it was signed. Reads files, and nothing else: it
/// has no database, no network and no keys but those in the file that it is told to trust.
///
/// A line of JSON for each finding, {code, index, event, file, expected, found}, then a line in Chinese. Ends with 0
/// where all that it names has been verified, 1 where something was tampered with or does not fit, 2 where it was asked
/// wrongly, 3 where it cannot tell: a key that is not known, a file that is not there.
namespace {

namespace log = shenyi::storage::log;

enum Exit { verified = 0, tampered = 1, usage = 2, cannot_tell = 3 };

/// An event's bytes, or a text that was logged in its place.
constexpr std::size_t event_bytes_max = std::size_t{64} * 1024 * 1024;
constexpr std::size_t proof_bytes_max = 2 * log::note_bytes_max;

/// Asked wrongly: what is told before the program ends with 2.
struct Misused {
    std::vector<std::string> faults;
};

std::string hexadecimal_escape(char32_t letter) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "\\u%04x", static_cast<unsigned>(letter));
    return text.data();
}

/// As JSON; a byte that is not UTF-8 as U+FFFD. What would move a terminal's cursor is escaped, wherever it came from.
std::string as_json(std::string_view text) {
    std::string written = "\"";
    for (const char32_t letter : shenyi::workflow::code_points_of(text)) {
        if (letter == U'"' || letter == U'\\') {
            written += '\\';
            written += static_cast<char>(letter);
        } else if (letter < 0x20 || (letter >= 0x7F && letter < 0xA0)) {
            written += hexadecimal_escape(letter);
        } else if (letter >= 0xD800 && letter <= 0xDFFF) {
            written += "\\ufffd";
        } else {
            written += shenyi::workflow::utf8_of(std::u32string_view(&letter, 1));
        }
    }
    return written + '"';
}

std::string or_null(const std::string& text) {
    return text.empty() ? "null" : as_json(text);
}

/// What is told, and what it comes to.
class Report {
  public:
    Report() : findings_([this](const log::Finding& finding) { tell(finding); }) {}
    Report(const Report&) = delete;
    Report& operator=(const Report&) = delete;

    log::Findings& findings() { return findings_; }
    /// A file's bytes; nothing, told, where there are none.
    std::optional<std::string> read(const std::string& file, std::size_t bytes_max);
    /// The last line. `verified_words` is said where nothing was found, `read_words` of what was read otherwise.
    int end(const std::string& verified_words, const std::string& read_words = {});

  private:
    void tell(const log::Finding& finding);

    log::Findings findings_;
    std::optional<log::Finding> first_;  ///< of the gravest
};

void Report::tell(const log::Finding& finding) {
    if (!first_ || log::verdict_of(first_->code) < log::verdict_of(finding.code)) first_ = finding;
    std::cout << "{\"code\":" << as_json(log::name_of(finding.code))
              << ",\"index\":" << (finding.index ? std::to_string(*finding.index) : "null")
              << ",\"event\":null,\"file\":" << or_null(finding.file) << ",\"expected\":" << or_null(finding.expected)
              << ",\"found\":" << or_null(finding.found) << "}\n";
}

std::optional<std::string> Report::read(const std::string& file, std::size_t bytes_max) {
    auto bytes = log::read_whole_file(file, bytes_max);
    if (bytes) return *std::move(bytes);
    const bool is_long = bytes.error() == log::FileFault::too_long;
    const bool is_missing = bytes.error() == log::FileFault::missing;
    findings_.tell({.code = is_long ? log::Code::form : log::Code::missing_file,
                    .index = {},
                    .file = file,
                    .expected = is_long ? "at most " + std::to_string(bytes_max) + " bytes" : "a file",
                    .found = is_long      ? "a longer file"
                             : is_missing ? "no such file"
                                          : "no file that can be read"});
    return std::nullopt;
}

int Report::end(const std::string& verified_words, const std::string& read_words) {
    Exit exit = verified;
    if (!first_) {
        std::cout << "已核验：" << verified_words << "。\n";
    } else {
        exit = findings_.verdict() == log::Verdict::tampered ? tampered : cannot_tell;
        std::cout << (exit == tampered ? "不符，不可采信：" : "无法判断：") << "共 " << findings_.count()
                  << " 项，首项 " << log::name_of(first_->code);
        if (first_->index) std::cout << "，索引 " << *first_->index;
        if (!first_->file.empty()) std::cout << "，文件 " << first_->file;
        std::cout << "。" << read_words << '\n';
    }
    std::cout.flush();
    // What nobody can read was not told.
    return std::cout.good() ? exit : cannot_tell;
}

std::vector<std::string> faults_in(const std::string& file, const std::vector<log::LineFault>& faults) {
    std::vector<std::string> told;
    told.reserve(faults.size());
    for (const log::LineFault& fault : faults) {
        told.push_back(file + ":" + std::to_string(fault.line) + ": " + fault.what);
    }
    return told;
}

std::optional<log::Policy> policy_in(const std::string& file, Report& report) {
    const auto text = report.read(file, log::policy_bytes_max);
    if (!text) return std::nullopt;
    auto policy = log::read_policy(*text);
    if (!policy) throw Misused{faults_in(file, policy.error())};
    return *std::move(policy);
}

std::optional<std::vector<log::VerifierKey>> keys_in(const std::string& file, Report& report) {
    const auto text = report.read(file, log::policy_bytes_max);
    if (!text) return std::nullopt;
    auto keys = log::read_verifier_keys(*text);
    if (!keys) throw Misused{faults_in(file, keys.error())};
    return *std::move(keys);
}

struct Given {
    std::string event, note, other_note, proof, folder, policy, keys;
    std::string hash = "sha256";
    std::string index, size, size1, size2, leaf, root, root1, root2;
    std::vector<std::string> hashes;
};

std::uint64_t number_of(const std::string& option, const std::string& text) {
    const auto number = log::read_decimal(text);
    if (!number) throw Misused{{option + ": " + number.error() + ": " + text}};
    return *number;
}

/// Nothing, told, where it is hexadecimal of another length than a hash has.
std::optional<log::Hash> hash_in(const std::string& option, const std::string& text, Report& report) {
    const bool is_hexadecimal = text.size() % 2 == 0 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (!is_hexadecimal) throw Misused{{option + ": no bytes in lower-case hexadecimal digits: " + text}};
    auto hash = log::hash_of_hex(text);
    if (hash) return hash;
    report.findings().tell({.code = log::Code::form,
                            .index = {},
                            .file = option,
                            .expected = "a hash of 32 bytes",
                            .found = std::to_string(text.size() / 2) + " bytes"});
    return std::nullopt;
}

std::optional<std::vector<log::Hash>> hashes_in(const std::vector<std::string>& texts, Report& report) {
    std::vector<log::Hash> hashes;
    for (const std::string& text : texts) {
        const auto hash = hash_in("PROOF", text, report);
        if (hash) hashes.push_back(*hash);
    }
    if (hashes.size() < texts.size()) return std::nullopt;
    return hashes;
}

int check_receipt(const Given& given, Report& report) {
    const auto policy = policy_in(given.policy, report);
    const auto event = report.read(given.event, event_bytes_max);
    const auto proof = report.read(given.proof, proof_bytes_max);
    if (!policy || !event || !proof) return report.end({});
    const auto receipt = log::check_receipt({given.event, *event}, {given.proof, *proof}, *policy, report.findings());
    if (!receipt) return report.end({});
    return report.end("该事件在日志 " + receipt->at.log->origin + " 中，索引 " + std::to_string(receipt->index) +
                      "；检查点共 " + std::to_string(receipt->at.checkpoint.head.size) + " 条，签名有效，见证人 " +
                      std::to_string(receipt->at.witnesses) + " 个");
}

int check_consistency(const Given& given, Report& report) {
    const auto policy = policy_in(given.policy, report);
    const auto one = report.read(given.note, log::note_bytes_max);
    const auto other = report.read(given.other_note, log::note_bytes_max);
    const auto proof = report.read(given.proof, proof_bytes_max);
    if (!policy || !one || !other || !proof) return report.end({});
    const auto consistent = log::check_consistency({given.note, *one}, {given.other_note, *other},
                                                   {given.proof, *proof}, *policy, report.findings());
    if (!consistent) return report.end({});
    return report.end("日志 " + consistent->later.log->origin + " 从 " +
                      std::to_string(consistent->earlier.checkpoint.head.size) + " 条到 " +
                      std::to_string(consistent->later.checkpoint.head.size) + " 条前后一致，两个检查点签名有效");
}

int check_tiles(const Given& given, Report& report) {
    const auto keys = keys_in(given.keys, report);
    if (!keys) return report.end({});
    const auto hash = log::hash_algorithm_named(given.hash);
    const log::TilesRead read = log::check_tiles(given.folder, *keys, *hash, report.findings());
    if (!read.checkpoint) return report.end({}, "只读了检查点，日志内容未读。");
    const std::string what =
        "条目 " + std::to_string(read.entries) + " 条、哈希文件 " + std::to_string(read.tiles) + " 个";
    const std::string log_words = "日志 " + read.checkpoint->origin + "，检查点共 " +
                                  std::to_string(read.checkpoint->head.size) + " 条，签名有效";
    return report.end(log_words + "；" + what + "全部相符", log_words + "；读到的相符者：" + what + "，其余未能确认。");
}

int check_note(const Given& given, Report& report) {
    const auto keys = keys_in(given.keys, report);
    const auto note = report.read(given.note, log::note_bytes_max);
    if (!keys || !note) return report.end({});
    const auto checked = log::check_note({given.note, *note}, *keys, report.findings());
    if (!checked) return report.end({});
    std::string names;
    for (const std::size_t place : checked->signers) names += (names.empty() ? "" : "、") + (*keys)[place].name();
    return report.end("文本 " + std::to_string(checked->note.text.size()) + " 字节，签名有效：" + names);
}

int check_inclusion(const Given& given, Report& report) {
    const std::uint64_t index = number_of("--index", given.index);
    const std::uint64_t size = number_of("--size", given.size);
    const auto leaf = hash_in("--leaf", given.leaf, report);
    const auto root = hash_in("--root", given.root, report);
    const auto proof = hashes_in(given.hashes, report);
    if (leaf && root && proof) {
        log::check_inclusion_proof(*log::hash_algorithm_named(given.hash), index, {size, *root}, *leaf, *proof, "PROOF",
                                   report.findings());
    }
    return report.end("该叶在 " + given.size + " 条的树中，索引 " + given.index + "（只核对哈希，不涉签名）");
}

int check_consistency_proof(const Given& given, Report& report) {
    const std::uint64_t size1 = number_of("--size1", given.size1);
    const std::uint64_t size2 = number_of("--size2", given.size2);
    const auto root1 = hash_in("--root1", given.root1, report);
    const auto root2 = hash_in("--root2", given.root2, report);
    const auto proof = hashes_in(given.hashes, report);
    if (root1 && root2 && proof) {
        log::check_consistency_proof(*log::hash_algorithm_named(given.hash), {size1, *root1}, {size2, *root2}, *proof,
                                     "PROOF", report.findings());
    }
    return report.end("从 " + given.size1 + " 条到 " + given.size2 + " 条的树前后一致（只核对哈希，不涉签名）");
}

using Check = int (*)(const Given&, Report&);

struct Command {
    CLI::App* told;
    Check check;
};

void add_hash(CLI::App& command, std::string& hash) {
    command.add_option("--hash", hash, "Hash of the tree")
        ->check(CLI::IsMember({"sha256", "sm3"}))
        ->capture_default_str();
}

void add_proof_hashes(CLI::App& command, Given& given) {
    add_hash(command, given.hash);
    command.add_option("PROOF", given.hashes, "Hashes of the proof, from below");
}

void add_policy(CLI::App& command, std::string& policy) {
    command.add_option("--policy", policy, "Logs, keys and witnesses that are trusted")->required();
}

void add_keys(CLI::App& command, std::string& keys) {
    command.add_option("--vkey", keys, "File of verifier keys that are trusted")->required();
}

std::vector<Command> add_commands(CLI::App& program, Given& given) {
    CLI::App* receipt = program.add_subcommand("receipt", "An event's bytes are in the log, by its receipt");
    receipt->add_option("EVENT", given.event, "File of the event's bytes")->required();
    receipt->add_option("PROOF", given.proof, "Receipt: c2sp.org/tlog-proof@v1")->required();
    add_policy(*receipt, given.policy);
    CLI::App* consistency = program.add_subcommand("consistency", "Of two checkpoints one goes on from the other");
    consistency->add_option("A", given.note, "A checkpoint")->required();
    consistency->add_option("B", given.other_note, "Another of the same log")->required();
    consistency->add_option("PROOF", given.proof, "Hashes of the proof in base64, one a line")->required();
    add_policy(*consistency, given.policy);
    CLI::App* tiles = program.add_subcommand("tiles", "A whole log laid out as C2SP tlog-tiles");
    tiles->add_option("DIR", given.folder, "Folder of checkpoint and tile/")->required();
    add_hash(*tiles, given.hash);
    add_keys(*tiles, given.keys);
    CLI::App* note = program.add_subcommand("note", "A signed note is signed by a known key");
    note->add_option("NOTE", given.note, "The note: C2SP signed-note")->required();
    add_keys(*note, given.keys);
    CLI::App* inclusion = program.add_subcommand("inclusion", "A bare proof that a leaf is in a tree");
    inclusion->add_option("--index", given.index, "Index of the leaf")->required();
    inclusion->add_option("--size", given.size, "Leaves of the tree")->required();
    inclusion->add_option("--leaf", given.leaf, "Leaf hash, hexadecimal")->required();
    inclusion->add_option("--root", given.root, "Root, hexadecimal")->required();
    add_proof_hashes(*inclusion, given);
    CLI::App* bare = program.add_subcommand("consistency-proof", "A bare proof that a tree goes on from another");
    bare->add_option("--size1", given.size1, "Leaves of the earlier tree")->required();
    bare->add_option("--size2", given.size2, "Leaves of the later tree")->required();
    bare->add_option("--root1", given.root1, "Root of the earlier tree, hexadecimal")->required();
    bare->add_option("--root2", given.root2, "Root of the later tree, hexadecimal")->required();
    add_proof_hashes(*bare, given);
    return {{receipt, check_receipt}, {consistency, check_consistency}, {tiles, check_tiles},
            {note, check_note},       {inclusion, check_inclusion},     {bare, check_consistency_proof}};
}

int run(int argc, char** argv) {
    CLI::App program("shenyi-verify: 离线核验审议日志 (offline; trusts only the keys it is told)");
    program.require_subcommand(1);
    program.footer("Ends with 0: verified, 1: tampered or inconsistent, 2: asked wrongly, 3: cannot tell");
    Given given;
    const auto commands = add_commands(program, given);
    try {
        program.parse(argc, argv);
    } catch (const CLI::ParseError& fault) {
        return program.exit(fault) == 0 ? verified : usage;
    }
    for (const Command& command : commands) {
        Report report;
        if (command.told->parsed()) return command.check(given, report);
    }
    return usage;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const Misused& misused) {
        for (const std::string& fault : misused.faults) std::cerr << "shenyi-verify: " << fault << '\n';
        return usage;
    } catch (const std::exception& fault) {
        std::cerr << "shenyi-verify: " << fault.what() << '\n';
        return cannot_tell;
    }
}
