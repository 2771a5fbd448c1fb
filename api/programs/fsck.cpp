#include "api/programs/fsck.hpp"

#include "api/programs/record.hpp"
#include "storage/document_check.hpp"
#include "storage/log/whole_file.hpp"
#include "storage/schema_check.hpp"
#include "storage/signer_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <string_view>
#include <utility>

namespace shenyi::api::programs {
namespace {

namespace log = storage::log;

constexpr int findings = 1;
constexpr std::string_view policy_begins = "shenyi-policy@";

/// Keys alone, as they stand beside an exported log: each is of the log that has its name, and in force at every size.
log::Policy policy_of(const std::vector<log::VerifierKey>& keys) {
    log::Policy policy;
    for (const log::VerifierKey& key : keys) {
        if (key.type() == log::KeyType::cosignature) continue;
        auto of_key = std::ranges::find(policy.logs, key.name(), &log::PolicyLog::origin);
        if (of_key == policy.logs.end()) {
            const bool is_sm2 = key.type() == log::KeyType::sm2;
            policy.logs.push_back(
                {.hash = is_sm2 ? log::HashAlgorithm::sm3 : log::HashAlgorithm::sha256, .origin = key.name()});
            of_key = std::prev(policy.logs.end());
        }
        of_key->keys.push_back({.key = key});
    }
    return policy;
}

/// Faults are added with the option's name.
std::optional<log::Policy> policy_in(const std::string& file, std::vector<std::string>& faults) {
    const std::string name = name_of("--policy", file);
    const auto text = log::read_whole_file(file, log::policy_bytes_max);
    if (!text) {
        faults.push_back(name + ": " + file + " cannot be read, or is no policy");
        return std::nullopt;
    }
    const auto policy =
        text->starts_with(policy_begins) ? log::read_policy(*text) : log::read_verifier_keys(*text).map(policy_of);
    if (policy) return *policy;
    for (const log::LineFault& fault : policy.error()) {
        faults.push_back(fmt::format("{}: {}:{}: {}", name, file, fault.line, fault.what));
    }
    return std::nullopt;
}

tl::expected<storage::LogTrust, std::vector<std::string>> trust_of(const GivenTrust& given) {
    std::vector<std::string> faults;
    storage::LogTrust trust;
    if (given.policy) trust.policy = policy_in(*given.policy, faults);
    if (given.signer_state) {
        auto notes = storage::SignerState::look(*given.signer_state);
        if (!notes) faults.push_back(name_of("--signer-state", *given.signer_state) + ": " + notes.error());
        if (notes) trust.signed_last = *std::move(notes);
    }
    if (!faults.empty()) return tl::unexpected(std::move(faults));
    return trust;
}

/// What was read of the log, and what nothing is said of because nothing was given to say it by.
void print_log(const storage::LogChecked& log) {
    if (log.entries == 0 && log.checkpoints == 0) return;
    std::cout << fmt::format("log: {} events, {} tiles, {} checkpoints\n", log.entries, log.tiles, log.checkpoints);
    if (!log.signatures_checked) std::cout << "NOT checked: who signed the checkpoints; --policy FILE tells the keys\n";
    if (!log.state_compared) {
        std::cout << "NOT checked: whether the newest checkpoints are there; --signer-state FILE tells what was signed "
                     "last\n";
    }
}

void print(const storage::Examined& examined) {
    for (const storage::RecordFinding& found : examined.findings) std::cout << told(found) << '\n';
    for (const auto& [code, count] : examined.by_code) std::cout << fmt::format("{}: {}\n", code, count);
    if (examined.not_compared > 0) {
        std::cout << fmt::format("{} rows could not be compared: their events cannot be read to the end\n",
                                 examined.not_compared);
    }
    print_log(examined.log);
    std::cout << fmt::format("{}: {} events in {} streams, {} rows that follow from them, {} documents\n",
                             examined.clean() ? "clean" : "NOT CLEAN", examined.events, examined.streams, examined.rows,
                             examined.documents);
}

}  // namespace

int fsck(const Given& given, const GivenTrust& given_trust) {
    const auto settings = settings_of(given);
    if (!settings) return tell(settings.error());
    // Before the database: what is signed meanwhile is then in its tables.
    const auto trust = trust_of(given_trust);
    if (!trust) return tell(trust.error());
    const auto reading = reading_of(*settings, storage::Role::auditor);
    if (!reading) return tell(reading.error());
    storage::Connection connection(settings->database, storage::Role::auditor);
    connection.begin_reading();
    storage::Examined examined;
    for (const std::string& difference : storage::schema_differences(connection, reading->migrations)) {
        examined.tell({.code = "E_SCHEMA", .table = "schema", .key = "", .what = difference});
    }
    examined.add(storage::fsck(connection, reading->key, reading->definitions, *trust));
    const auto bytes = storage::document_bytes(settings->database.engine, settings->data / storage::documents_folder);
    storage::examine_documents(connection, *bytes, examined);
    connection.rollback();
    print(examined);
    return examined.clean() ? 0 : findings;
}

}  // namespace shenyi::api::programs
