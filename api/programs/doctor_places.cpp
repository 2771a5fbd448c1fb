#include "api/programs/doctor_looks.hpp"

#include "api/programs/database.hpp"
#include "storage/documents.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <filesystem>
#include <system_error>

namespace shenyi::api::programs {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t mib = 1024 * 1024;
/// Less leaves no room for the largest document; below the other a year of a bureau does not fit.
constexpr std::uintmax_t room_needed = 200 * mib;
constexpr std::uintmax_t room_wanted = 2048 * mib;
/// … or so many hundredths of the disk.
constexpr std::uintmax_t share_wanted = 10;

void look_at_room(const std::string& about, const fs::path& folder, Diagnoses& found) {
    std::error_code error;
    const fs::space_info space = fs::space(folder, error);
    if (error) return;
    const std::string told =
        fmt::format("{}: {} MiB of {} MiB free", folder.string(), space.available / mib, space.capacity / mib);
    if (space.available < room_needed) {
        found.add(Grade::fault, about, told + "; what does not fit is refused",
                  "make room, or move the folder to a larger disk");
    } else if (space.available < room_wanted || space.available < space.capacity / 100 * share_wanted) {
        found.add(Grade::warning, about, told, "make room before it is full, or move the folder to a larger disk");
    } else {
        found.ok(about, told);
    }
}

/// Whether the folder is there and takes files.
bool look_at_folder(const std::string& about, const fs::path& folder, Diagnoses& found) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        found.add(Grade::fault, about, folder.string() + " is no folder that can be reached",
                  "name the right one, or run as who may read it: id -un");
        return false;
    }
    if (::access(folder.c_str(), W_OK | X_OK) == 0) return true;
    found.add(Grade::fault, about, folder.string() + " cannot be written by this user",
              fmt::format("run as the server's user, or: chown {} {}", ::getuid(), folder.string()));
    return false;
}

fs::path key_file_of(const Settings& settings) {
    return settings.data / "mac.key";
}

/// What is wrong with who may read the key; empty where nothing is.
std::string fault_of_mode(const fs::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return {};
    constexpr mode_t owner_only = 0600;
    constexpr mode_t all = 07777;
    const mode_t mode = status.st_mode & all;
    return mode == owner_only ? std::string() : fmt::format("its mode is {:04o}, not 0600", mode);
}

void look_at_key(Patient& patient, Diagnoses& found) {
    const fs::path file = key_file_of(patient.settings);
    std::error_code error;
    if (!fs::exists(file, error)) return;  // look_at_missing_key
    auto key = storage::log::MacKey::load(file.string());
    if (!key) {
        found.add(Grade::fault, "key", key.error(), "bring it back from the backup, or run as who may read it");
        return;
    }
    patient.key = std::move(*key);
    if (const std::string fault = fault_of_mode(file); !fault.empty()) {
        found.add(Grade::fault, "key", file.string() + ": " + fault, "chmod 600 " + file.string());
    } else {
        found.ok("key", file.string() + ", mode 0600");
    }
}

void look_at_documents(const Patient& patient, Diagnoses& found) {
    if (patient.settings.database.engine == storage::Engine::postgresql) {
        found.ok("documents", "in the database");
        return;
    }
    const fs::path folder = patient.settings.data / storage::documents_folder;
    std::error_code error;
    if (!fs::exists(folder, error)) {
        found.ok("documents", folder.string() + " is not there; it is made when the store is first opened");
    } else if (look_at_folder("documents", folder, found)) {
        found.ok("documents", folder.string() + " can be written");
    }
}

void look_at_log(const LogPlace& log, Diagnoses& found) {
    if (!log.folder) {
        found.ok("log", "standard error; keeping it for six months is the system's business");
        return;
    }
    std::error_code error;
    if (!fs::exists(*log.folder, error)) {
        found.ok("log", log.folder->string() + " is not there; it is made when the server starts");
    } else if (look_at_folder("log", *log.folder, found)) {
        look_at_room("log", *log.folder, found);
    }
}

}  // namespace

void look_at_settings(const Patient& patient, Diagnoses& found) {
    const Settings& settings = patient.settings;
    found.ok("program", fmt::format("shenyi {}{}", SHENYI_VERSION, patient.demo ? ", on a demo's data folder" : ""));
    found.ok("settings", fmt::format("--data {} --database {} --schemas {}", settings.data.string(),
                                     settings.database.shown(), settings.schemas.string()));
    std::string guards = fmt::format("--address {} --port {}", settings.address, settings.port);
    for (const ProtectionOption& option : protection_options()) {
        guards += fmt::format(" {} {}", option.name, option.usual(settings.protection));
    }
    guards += fmt::format(" --log-days {}", settings.log.days);
    if (settings.log.folder) guards += " --log " + settings.log.folder->string();
    if (!settings.proxies.empty()) guards += fmt::format(" --proxy {}", fmt::join(settings.proxies, ","));
    found.ok("settings", guards);
}

void look_at_missing_key(const Patient& patient, Diagnoses& found) {
    const fs::path file = key_file_of(patient.settings);
    std::error_code error;
    if (fs::exists(file, error)) return;
    if (patient.recorded) {
        found.add(Grade::fault, "key", file.string() + " is not there: nothing of what is recorded can be proved",
                  "bring it back from the backup; a new one proves nothing of what came before it");
    } else {
        found.add(
            Grade::warning, "key", file.string() + " is not there",
            "where a store was founded already, bring it back from the backup; else it is made when that is done");
    }
}

void look_at_places(Patient& patient, Diagnoses& found) {
    if (look_at_folder("data", patient.settings.data, found)) look_at_room("data", patient.settings.data, found);
    look_at_key(patient, found);
    look_at_documents(patient, found);
    look_at_log(patient.settings.log, found);
    found.ok("backup",
             "unknown: the program makes none and is told of none; it takes the database, the data folder and, "
             "apart from both, the key");
}

}  // namespace shenyi::api::programs
