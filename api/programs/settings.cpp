#include "api/programs/settings.hpp"

#include "storage/migrations.hpp"

#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <utility>
#include <variant>

namespace shenyi::api::programs {

namespace {

using Faults = std::vector<std::string>;

std::uint16_t port_of(const std::string& given, Faults& faults) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), port);
    if (error != std::errc() || end != given.data() + given.size()) {
        faults.push_back("--port: from 0 (a free one) to 65535, not " + given);
    }
    return port;
}

std::filesystem::path schemas_of(const std::string& given, Faults& faults) {
    if (!std::filesystem::is_regular_file(std::filesystem::path(given) / "openapi.yaml")) {
        faults.push_back("--schemas: " + given + " has no openapi.yaml");
    }
    return given;
}

/// Nothing where the database is to lie in the data folder.
std::optional<storage::Database> database_of(const std::string& given, Faults& faults) {
    if (given.empty()) return std::nullopt;
    auto database = storage::Database::parse(given);
    if (database) return std::move(*database);
    faults.push_back("--database: " + database.error());
    return std::nullopt;
}

/// In memory, where there is room for the demo and what its readers upload: what goes with the program need not survive
/// a power cut, and waiting for the disk is most of what making a demo store takes.
std::filesystem::path place_for_passing_things() {
    constexpr std::uintmax_t room_needed = std::uintmax_t{512} * 1024 * 1024;
    const std::filesystem::path memory = "/dev/shm";
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(memory, error);
    const bool fits = !error && space.available >= room_needed && ::access(memory.c_str(), W_OK) == 0;
    return fits ? memory : std::filesystem::temp_directory_path();
}

bool can_be_folder(const std::filesystem::path& path) {
    std::error_code error;
    std::filesystem::create_directories(path, error);
    return !error && std::filesystem::is_directory(path);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string name = (place_for_passing_things() / "shenyi-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a folder like " + name);
    path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;  // nothing can be done about what stays behind
    std::filesystem::remove_all(path_, ignored);
}

tl::expected<Settings, std::vector<std::string>> settings_of(const Given& given) {
    Faults faults;
    for (const std::string& word : given.not_understood) faults.push_back(word + ": there is no such option");
    const std::uint16_t port = port_of(given.port, faults);
    std::filesystem::path schemas = schemas_of(given.schemas, faults);
    auto database = database_of(given.database, faults);
    const bool temporary = given.demo && given.data.empty() && given.database.empty();
    std::filesystem::path data = given.data.empty() ? "data" : given.data;
    if (!temporary && faults.empty() && !can_be_folder(data)) {
        faults.push_back("--data: " + data.string() + " is no folder and cannot be made one");
    }
    if (!faults.empty()) return tl::unexpected(std::move(faults));

    std::shared_ptr<const TemporaryFolder> folder;
    if (temporary) {
        folder = std::make_shared<const TemporaryFolder>();
        data = folder->path();
    }
    if (!database) {
        auto embedded = storage::Database::parse("sqlite:" + (data / "shenyi.db").string());
        if (!embedded) return tl::unexpected(Faults{"--data: " + embedded.error()});
        database = std::move(*embedded);
    }
    return Settings{.address = given.address,
                    .port = port,
                    .data = std::move(data),
                    .database = std::move(*database),
                    .schemas = std::move(schemas),
                    .temporary = std::move(folder)};
}

int tell(const std::vector<std::string>& faults) {
    for (const std::string& fault : faults) std::cerr << "shenyi: " << fault << '\n';
    return wrong_settings;
}

tl::expected<void, std::string> migrate_database(const Settings& settings) {
    const auto migrations = storage::read_migrations(settings.schemas / "sql", settings.database.engine);
    if (!migrations) return tl::unexpected(migrations.error());
    try {
        storage::Connection connection(settings.database, storage::Role::migrate);
        const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const storage::SchemaState state = storage::migrate(connection, *migrations, now);
        if (std::holds_alternative<storage::SchemaCurrent>(state)) return {};
        return tl::unexpected(storage::told(state));
    } catch (const std::exception& thrown) {
        return tl::unexpected(settings.database.shown() + ": " + thrown.what());
    }
}

std::string schema_fault(const Settings& settings) {
    const auto migrations = storage::read_migrations(settings.schemas / "sql", settings.database.engine);
    if (!migrations) return migrations.error();
    try {
        storage::Connection connection(settings.database, storage::Role::app);
        const storage::SchemaState state = storage::schema_state(connection, *migrations);
        if (std::holds_alternative<storage::SchemaCurrent>(state)) return {};
        if (!std::holds_alternative<storage::SchemaMissing>(state)) return storage::told(state);
        return storage::told(state) + " --data " + settings.data.string() + " --database " + settings.database.shown();
    } catch (const std::exception& thrown) {
        return settings.database.shown() + ": " + thrown.what();
    }
}

}  // namespace shenyi::api::programs
