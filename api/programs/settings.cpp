#include "api/programs/settings.hpp"

#include "api/http/client_address.hpp"
#include "storage/log/note.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace shenyi::api::programs {

namespace fs = std::filesystem;

namespace {

using Faults = std::vector<std::string>;

std::optional<std::uint16_t> port_of(const std::string& given, Faults& faults) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), port);
    if (error == std::errc() && end == given.data() + given.size()) return port;
    faults.push_back(name_of("--port", given) + ": from 0 (a free one) to 65535, not " + given);
    return std::nullopt;
}

std::shared_ptr<const http::BoundAddress> bound_of(const std::string& address, const std::string& port,
                                                   std::uint16_t number, Faults& faults) {
    auto bound = http::BoundAddress::take(address, number);
    if (bound) return std::move(*bound);
    const std::string name = bound.error().of_port ? name_of("--port", port) : name_of("--address", address);
    faults.push_back(name + ": " + bound.error().what);
    return nullptr;
}

/// The place at which a server would be looked for.
void look_at(const Given& given, Settings& settings, Faults& faults) {
    settings.address = given.address.value_or(std::string(usual_address));
    settings.port = port_of(given.port.value_or(std::string(usual_port)), faults).value_or(0);
    if (!http::ip_address(settings.address)) {
        faults.push_back(name_of("--address", settings.address) + ": " + settings.address + " is no IP address");
    }
}

/// Takes the place to serve at. A wrong address is told even where the port is wrong too.
void listen_at(const Given& given, Settings& settings, Faults& faults) {
    settings.address = given.address.value_or(std::string(usual_address));
    const std::string port = given.port.value_or(std::string(usual_port));
    const auto number = port_of(port, faults);
    settings.port = number.value_or(0);
    settings.bound = bound_of(settings.address, port, settings.port, faults);
}

fs::path schemas_of(const Given& given, Faults& faults) {
    const std::string schemas = given.schemas.value_or(SHENYI_SCHEMAS);
    if (!fs::is_regular_file(fs::path(schemas) / "openapi.yaml")) {
        faults.push_back(name_of("--schemas", schemas) + ": " + schemas + " has no openapi.yaml");
    }
    return schemas;
}

bool can_be_written(const fs::path& path) {
    return ::access(path.c_str(), W_OK) == 0;
}

/// What is wrong with an SQLite file that is to be opened and, where it is not there, made.
std::string fault_of_file(const fs::path& file) {
    const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
    std::error_code error;
    if (!fs::is_directory(folder, error)) return "there is no folder " + folder.string();
    if (!can_be_written(folder)) return "the folder " + folder.string() + " cannot be written";
    if (!fs::exists(file, error)) return {};
    if (!fs::is_regular_file(file, error)) return file.string() + " is no file";
    return can_be_written(file) ? std::string() : file.string() + " cannot be written";
}

/// Nothing where the database is to lie in the data folder.
std::optional<storage::Database> database_of(const Given& given, Faults& faults) {
    if (!given.database) return std::nullopt;
    auto database = storage::Database::parse(*given.database);
    std::string fault = database ? std::string() : database.error();
    const bool file = database && database->engine == storage::Engine::sqlite;
    if (file && !given.looks_only) fault = fault_of_file(database->location);
    if (fault.empty()) return std::move(*database);
    faults.push_back(name_of("--database", *given.database) + ": " + fault);
    return std::nullopt;
}

/// In memory, where there is room for the demo and what its readers upload: what goes with the program need not survive
/// a power cut, and waiting for the disk is most of what making a demo store takes.
fs::path place_for_passing_things() {
    constexpr std::uintmax_t room_needed = std::uintmax_t{512} * 1024 * 1024;
    const fs::path memory = "/dev/shm";
    std::error_code error;
    const fs::space_info space = fs::space(memory, error);
    const bool fits = !error && space.available >= room_needed && can_be_written(memory);
    return fits ? memory : fs::temp_directory_path();
}

/// A folder and those above it that were not there, made for a program that may turn out to be told wrong.
class MadeFolder {
  public:
    explicit MadeFolder(const fs::path& path) {
        std::error_code error;
        for (fs::path missing = path; !missing.empty() && !fs::exists(missing, error);
             missing = missing.parent_path()) {
            made_.push_back(missing);
        }
        fs::create_directories(path, error);
        usable_ = !error && fs::is_directory(path, error) && can_be_written(path);
    }

    bool usable() const { return usable_; }
    const std::vector<fs::path>& made() const { return made_; }

  private:
    std::vector<fs::path> made_;  ///< the innermost first
    bool usable_ = false;
};

void remove_empty(const std::vector<fs::path>& folders) {
    std::error_code ignored;  // never there, or somebody has put something into it meanwhile
    for (const fs::path& folder : folders) fs::remove(folder, ignored);
}

/// A folder that an option names, there from here on.
fs::path folder_of(std::string_view option, const std::string& given, std::vector<MadeFolder>& made, Faults& faults) {
    const std::string name = name_of(option, given);
    if (given.empty()) {
        faults.push_back(name + ": it names no folder");
        return given;
    }
    if (!made.emplace_back(given).usable()) {
        faults.push_back(name + ": " + given + " is no folder that can be written, and cannot be made one");
    }
    return given;
}

/// Addresses divided by commas.
std::vector<std::string> proxies_of(const Given& given, Faults& faults) {
    std::vector<std::string> proxies;
    if (!given.proxy) return proxies;
    std::istringstream list(*given.proxy);
    for (std::string each; std::getline(list, each, ',');) {
        const auto address = http::ip_address(each);
        if (address) proxies.push_back(*address);
        if (!address) faults.push_back(name_of("--proxy", *given.proxy) + ": " + each + " is no IP address");
    }
    return proxies;
}

LogPlace log_of(const Given& given, std::vector<MadeFolder>& made, Faults& faults) {
    LogPlace place;
    if (given.log_days) {
        const std::string& text = *given.log_days;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place.days);
        const bool whole = error == std::errc() && end == text.data() + text.size();
        if (!whole || place.days < log_days_min || place.days > log_days_max) {
            faults.push_back(name_of("--log-days", text) + ": from " + std::to_string(log_days_min) + " to " +
                             std::to_string(log_days_max) + ", not " + text);
        }
    }
    if (given.log && given.looks_only) place.folder = *given.log;
    if (given.log && !given.looks_only) place.folder = folder_of("--log", *given.log, made, faults);
    return place;
}

/// The log that proves itself: its name, of which notes are signed, and its trees.
SealSettings seal_of(const Given& given, Faults& faults) {
    SealSettings seal;
    if (given.seal_origin) seal.origin = *given.seal_origin;
    if (given.seal_origin && !storage::log::is_key_name(*given.seal_origin)) {
        faults.push_back(name_of("--seal-origin", *given.seal_origin) +
                         ": a name without spaces and plus signs, such as log.example.gov.cn/bureau");
    }
    if (!given.seal_profile) return seal;
    const auto profile = storage::log_profile_named(*given.seal_profile);
    if (profile) seal.profile = *profile;
    if (!profile) {
        faults.push_back(name_of("--seal-profile", *given.seal_profile) + ": std, gm or dual, not " +
                         *given.seal_profile);
    }
    return seal;
}

storage::Database database_in(const fs::path& data, Faults& faults) {
    auto embedded = storage::Database::parse("sqlite:" + (data / "shenyi.db").string());
    if (embedded) return std::move(*embedded);
    faults.push_back(name_of("--data", data.string()) + ": " + embedded.error());
    return {};
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string name = (place_for_passing_things() / "shenyi-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + name);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;  // nothing can be done about what stays behind
    fs::remove_all(path_, ignored);
}

tl::expected<Settings, std::vector<std::string>> settings_of(const Given& given) {
    Faults faults = faults_of_words(given.not_understood);
    Settings settings{};
    if (given.listens) listen_at(given, settings, faults);
    if (given.looks_only) look_at(given, settings, faults);
    settings.schemas = schemas_of(given, faults);
    settings.protection = protection_of(given.protection, given.demo ? Protection::of_a_demo() : Protection{}, faults);
    settings.proxies = proxies_of(given, faults);
    auto database = database_of(given, faults);
    const bool temporary = given.demo && !given.data && !given.database;
    std::vector<MadeFolder> made;
    if (given.looks_only) settings.data = given.data.value_or("data");
    if (!temporary && !given.looks_only) settings.data = folder_of("--data", given.data.value_or("data"), made, faults);
    settings.log = log_of(given, made, faults);
    settings.seal = seal_of(given, faults);
    for (auto folder = made.rbegin(); folder != made.rend(); ++folder) {
        settings.made.insert(settings.made.end(), folder->made().begin(), folder->made().end());
    }
    if (!faults.empty()) {
        take_back_folders(settings);
        return tl::unexpected(std::move(faults));
    }

    if (temporary) {
        settings.temporary = std::make_shared<const TemporaryFolder>();
        settings.data = settings.temporary->path();
    }
    settings.database = database ? std::move(*database) : database_in(settings.data, faults);
    if (!faults.empty()) return tl::unexpected(std::move(faults));
    return settings;
}

void take_back_folders(const Settings& settings) {
    remove_empty(settings.made);
}

std::vector<std::string> faults_of_words(const std::vector<std::string>& not_understood) {
    Faults faults;
    bool may_be_value = false;  // of the unknown option before it
    for (const std::string& word : not_understood) {
        const bool option = word.size() > 1 && word.front() == '-';
        const auto equals = word.find('=');
        if (option) faults.push_back(word.substr(0, equals) + ": there is no such option");
        if (!option && !may_be_value) faults.push_back(word + ": not understood; every option begins with --");
        may_be_value = option && equals == std::string::npos;
    }
    return faults;
}

std::string variable_of(std::string_view option) {
    std::string variable = "SHENYI_";
    for (const char c : option.substr(std::string_view("--").size())) {
        variable += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return variable;
}

std::string name_of(std::string_view option, const std::string& value) {
    const std::string variable = variable_of(option);
    const char* set = std::getenv(variable.c_str());
    return set != nullptr && value == set ? variable : std::string(option);
}

int tell(const std::vector<std::string>& faults) {
    for (const std::string& fault : faults) std::cerr << "shenyi: " << fault << '\n';
    return wrong_settings;
}

}  // namespace shenyi::api::programs
