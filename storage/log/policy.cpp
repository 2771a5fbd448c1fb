#include "storage/log/policy.hpp"

#include "storage/log/note.hpp"

#include <algorithm>
#include <utility>

namespace shenyi::storage::log {

namespace {

constexpr std::string_view policy_line = "shenyi-policy@v1";

/// What stands before the next space, which goes too; all of it where there is none.
std::string_view next_word(std::string_view& rest) {
    const auto end = rest.find(' ');
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return word;
}

bool is_passed_over(std::string_view line) {
    return line.empty() || line.front() == '#';
}

using Read = tl::expected<void, std::string>;

tl::unexpected<std::string> not_so(std::string what) {
    return tl::unexpected(std::move(what));
}

class PolicyReader {
  public:
    Read take(std::size_t line, std::string_view text);
    /// What can be said only where the log has ended.
    void end_log();
    tl::expected<Policy, std::vector<LineFault>> end();
    void tell(std::size_t line, std::string what) { faults_.push_back({line, std::move(what)}); }

  private:
    Read take_log(std::string_view rest);
    Read take_key(std::string_view rest);
    Read take_witness(std::string_view rest);
    Read take_quorum(std::string_view rest);
    tl::expected<VerifierKey, std::string> new_key(std::string_view text) const;

    Policy policy_;
    std::size_t log_line_ = 0;
    std::optional<std::uint64_t> quorum_;
    std::size_t quorum_line_ = 0;
    std::size_t line_ = 0;
    std::vector<LineFault> faults_;
};

Read PolicyReader::take(std::size_t line, std::string_view text) {
    line_ = line;
    const std::string_view word = next_word(text);
    if (word == "log") return take_log(text);
    if (word != "key" && word != "witness" && word != "quorum") {
        return not_so("a line begins with log, key, witness or quorum");
    }
    if (policy_.logs.empty()) return not_so("a line log stands before this");
    if (word == "key") return take_key(text);
    return word == "witness" ? take_witness(text) : take_quorum(text);
}

Read PolicyReader::take_log(std::string_view rest) {
    end_log();
    const auto hash = hash_algorithm_named(next_word(rest));
    const bool is_new = policy_.find(rest) == nullptr;
    // The lines that follow are of this one, whatever is wrong with it.
    policy_.logs.push_back({.hash = hash.value_or(HashAlgorithm::sha256), .origin = std::string(rest)});
    log_line_ = line_;
    quorum_.reset();
    if (!hash) return not_so("the hash is sha256 or sm3");
    if (rest.empty()) return not_so("the log has no origin");
    return is_new ? Read() : Read(not_so("the origin stands twice"));
}

tl::expected<VerifierKey, std::string> PolicyReader::new_key(std::string_view text) const {
    auto key = VerifierKey::read(text);
    if (!key) return key;
    const PolicyLog& log = policy_.logs.back();
    const auto is_it = [&](const VerifierKey& other) { return other.public_key() == key->public_key(); };
    if (std::ranges::any_of(log.keys, is_it, &PolicyKey::key) || std::ranges::any_of(log.witnesses, is_it)) {
        return not_so("the key stands twice");
    }
    return key;
}

Read PolicyReader::take_key(std::string_view rest) {
    auto key = new_key(next_word(rest));
    if (!key) return not_so(std::move(key.error()));
    if (key->type() == KeyType::cosignature) return not_so("the key is a witness's");
    PolicyKey entry{.key = *std::move(key)};
    if (next_word(rest) != "from") return not_so("a key is told with from SIZE, or from SIZE to SIZE");
    const bool has_end = rest.find(' ') != std::string_view::npos;
    const auto from = read_decimal(next_word(rest));
    if (has_end && next_word(rest) != "to") return not_so("a key is told with from SIZE, or from SIZE to SIZE");
    const auto to = has_end ? read_decimal(rest) : entry.to_size;
    if (!from || !to) return not_so("a size is no decimal number");
    entry.from_size = *from;
    entry.to_size = *to;
    if (entry.from_size > entry.to_size) return not_so("the key ends before it begins");
    policy_.logs.back().keys.push_back(std::move(entry));
    return {};
}

Read PolicyReader::take_witness(std::string_view rest) {
    auto key = new_key(rest);
    if (!key) return not_so(std::move(key.error()));
    if (key->type() != KeyType::cosignature) return not_so("the key is no witness's");
    policy_.logs.back().witnesses.push_back(*std::move(key));
    return {};
}

Read PolicyReader::take_quorum(std::string_view rest) {
    if (quorum_) return not_so("the quorum stands twice");
    const auto quorum = read_decimal(rest);
    quorum_ = quorum.value_or(0);
    quorum_line_ = line_;
    if (!quorum) return not_so("the quorum is no decimal number");
    return {};
}

void PolicyReader::end_log() {
    if (policy_.logs.empty()) return;
    PolicyLog& log = policy_.logs.back();
    if (log.keys.empty()) tell(log_line_, "the log has no key");
    if (!quorum_ && !log.witnesses.empty()) tell(log_line_, "the log has witnesses and no quorum");
    log.quorum = quorum_.value_or(0);
    if (log.quorum > log.witnesses.size()) tell(quorum_line_, "the quorum is more than there are witnesses");
}

tl::expected<Policy, std::vector<LineFault>> PolicyReader::end() {
    end_log();
    if (policy_.logs.empty()) tell(1, "the policy names no log");
    std::ranges::stable_sort(faults_, {}, &LineFault::line);
    if (!faults_.empty()) return tl::unexpected(std::move(faults_));
    return std::move(policy_);
}

}  // namespace

const PolicyLog* Policy::find(std::string_view origin) const {
    const auto found = std::ranges::find(logs, origin, &PolicyLog::origin);
    return found == logs.end() ? nullptr : &*found;
}

tl::expected<Policy, std::vector<LineFault>> read_policy(std::string_view text) {
    if (text.size() > policy_bytes_max) return tl::unexpected(std::vector<LineFault>{{1, "the policy is too long"}});
    PolicyReader reader;
    for (std::size_t number = 1; number == 1 || !text.empty(); ++number) {
        const auto line = next_line(text);
        if (!line) {
            reader.tell(number, line.error());
            break;
        }
        if (!is_plain_text(*line)) {
            reader.tell(number, "the line is not UTF-8 without control characters");
        } else if (number == 1) {
            if (*line != policy_line) reader.tell(number, "the policy does not begin with " + std::string(policy_line));
        } else if (!is_passed_over(*line)) {
            auto taken = reader.take(number, *line);
            if (!taken) reader.tell(number, std::move(taken.error()));
        }
    }
    return reader.end();
}

std::string text_of(const Policy& policy) {
    std::string text = std::string(policy_line) + "\n";
    for (const PolicyLog& log : policy.logs) {
        text += "log " + std::string(name_of(log.hash)) + " " + log.origin + "\n";
        for (const PolicyKey& key : log.keys) {
            text += "key " + key.key.text() + " from " + std::to_string(key.from_size);
            if (key.to_size != std::numeric_limits<std::uint64_t>::max()) text += " to " + std::to_string(key.to_size);
            text += "\n";
        }
        for (const VerifierKey& witness : log.witnesses) text += "witness " + witness.text() + "\n";
        if (!log.witnesses.empty()) text += "quorum " + std::to_string(log.quorum) + "\n";
    }
    return text;
}

tl::expected<std::vector<VerifierKey>, std::vector<LineFault>> read_verifier_keys(std::string_view text) {
    if (text.size() > policy_bytes_max) return tl::unexpected(std::vector<LineFault>{{1, "the file is too long"}});
    std::vector<VerifierKey> keys;
    std::vector<LineFault> faults;
    std::size_t number = 0;
    while (!text.empty()) {
        ++number;
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (is_passed_over(line)) continue;
        auto key = VerifierKey::read(line);
        if (!key) {
            faults.push_back({number, std::move(key.error())});
        } else if (std::ranges::find(keys, *key) != keys.end()) {
            faults.push_back({number, "the key stands twice"});
        } else {
            keys.push_back(*std::move(key));
        }
    }
    if (keys.empty() && faults.empty()) faults.push_back({number + 1, "there is no key"});
    if (!faults.empty()) return tl::unexpected(std::move(faults));
    return keys;
}

std::optional<HashAlgorithm> hash_algorithm_named(std::string_view name) {
    if (name == "sha256") return HashAlgorithm::sha256;
    if (name == "sm3") return HashAlgorithm::sm3;
    return std::nullopt;
}

std::string_view name_of(HashAlgorithm algorithm) {
    return algorithm == HashAlgorithm::sm3 ? "sm3" : "sha256";
}

}  // namespace shenyi::storage::log
