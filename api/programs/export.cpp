#include "api/programs/export.hpp"

#include "api/programs/record.hpp"
#include "storage/log/policy.hpp"
#include "storage/log/whole_file.hpp"
#include "storage/log_export.hpp"
#include "storage/log_keys.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>

namespace shenyi::api::programs {
namespace {

namespace fs = std::filesystem;
namespace log = storage::log;

/// Those of the data folder's public keys that sign in this log's name; empty where the folder has none.
std::string keys_of(const fs::path& data, const std::string& origin) {
    const auto text = log::read_whole_file(data / storage::seal_folder / "vkey.txt", log::policy_bytes_max);
    const auto keys = text ? log::read_verifier_keys(*text).value_or(std::vector<log::VerifierKey>())
                           : std::vector<log::VerifierKey>();
    std::string lines;
    for (const log::VerifierKey& key : keys) {
        if (key.name() == origin) lines += key.text() + '\n';
    }
    return lines;
}

}  // namespace

int export_log(const Given& given, const GivenExport& wanted) {
    const auto settings = settings_of(given);
    if (!settings) return tell(settings.error());
    if (!wanted.folder || wanted.folder->empty()) return tell({"export log: name the folder to write to"});
    const auto hash = log::hash_algorithm_named(wanted.hash.value_or("sha256"));
    if (!hash) return tell({"--hash: sha256 or sm3, not " + *wanted.hash});
    if (const auto reading = reading_of(*settings, storage::Role::auditor); !reading) return tell(reading.error());
    storage::Connection connection(settings->database, storage::Role::auditor);
    connection.begin_reading();
    const auto exported = storage::export_log(connection, *hash, *wanted.folder);
    connection.rollback();
    if (!exported) return tell({exported.error()});
    const fs::path keys = fs::path(*wanted.folder) / "vkey.txt";
    const std::string lines = keys_of(settings->data, exported->origin);
    if (lines.empty()) {
        std::cout << "NOT written: vkey.txt; the data folder has no public key of this log\n";
    } else if (const auto written = log::write_new_file(keys, lines, log::Readers::everybody); !written) {
        return tell({keys.string() + " cannot be written: " + written.error().message()});
    }
    std::cout << fmt::format("{}: {} events of {} in {} files\n", *wanted.folder, exported->events, exported->origin,
                             exported->files);
    return 0;
}

}  // namespace shenyi::api::programs
