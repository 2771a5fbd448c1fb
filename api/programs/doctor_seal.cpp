#include "api/programs/database.hpp"
#include "api/programs/doctor_looks.hpp"
#include "storage/feed.hpp"
#include "storage/log_keys.hpp"
#include "storage/log_rows.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <vector>

namespace shenyi::api::programs {
namespace {

namespace fs = std::filesystem;

/// A server seals within moments; what waits longer waits for a person.
constexpr std::chrono::seconds sealed_within{60};

/// Files in the data folder without which nobody can sign in this log's name.
std::vector<std::string> keys_missing(const Patient& patient, const storage::OpenLog& log) {
    const fs::path folder = patient.settings.data / storage::seal_folder;
    std::vector<std::string> missing;
    std::error_code error;
    for (const storage::LogTree& tree : log.trees) {
        const fs::path file = folder / (std::string(storage::log::name_of(tree.hash)) + ".pem");
        if (!fs::exists(file, error)) missing.push_back(file.string());
    }
    const fs::path state = storage::signer_state_in(folder);
    if (!fs::exists(state, error)) missing.push_back(state.string());
    return missing;
}

void look_at_queue(const Patient& patient, storage::Connection& connection, Diagnoses& found) {
    const storage::PendingEvents pending = storage::pending_events(connection);
    if (!pending.oldest) return found.ok("pending", "no event waits to be sealed");
    const std::string told =
        fmt::format("{} events wait to be sealed, the oldest of {}", pending.count, workflow::rfc3339(*pending.oldest));
    if (!patient.served || patient.now - *pending.oldest < sealed_within) {
        return found.ok("pending", told + (patient.served ? "" : "; a server does it when it starts"));
    }
    found.add(Grade::fault, "pending", told + ", although a server runs: soon every act is refused (audit_backlog)",
              "look for 'not sealed' in the log; docs/operator.md tells what to do");
}

}  // namespace

void look_at_seal(const Patient& patient, storage::Connection& connection, Diagnoses& found) {
    look_at_queue(patient, connection, found);
    const auto log = storage::newest_log(connection);
    if (!log) return found.ok("seal", "there is no log yet: the first event begins it");
    const auto missing = keys_missing(patient, *log);
    if (!missing.empty()) {
        found.add(Grade::fault, "seal",
                  fmt::format("of the log {} there is no {}", log->trees.front().origin, fmt::join(missing, ", no ")),
                  "bring it back from the backup: it is never made anew");
        return;
    }
    if (const auto aside = storage::count_set_aside(connection); aside > 0) {
        found.add(Grade::warning, "seal",
                  fmt::format("{} events did not prove themselves and were set aside: somebody wrote by hand", aside),
                  with_places("shenyi fsck", patient.settings));
        return;
    }
    storage::StoredTree tree(connection, log->number, log->trees.front().hash);
    const auto head = tree.newest_head();
    const auto signed_last = tree.newest_checkpoint();
    found.ok("seal",
             fmt::format("{}: {} events sealed, {} of them under a stored checkpoint", log->trees.front().origin,
                         head ? head->size : 0, signed_last ? signed_last->size : 0));
}

}  // namespace shenyi::api::programs
