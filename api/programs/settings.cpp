#include "api/programs/settings.hpp"

#include "storage/migrations.hpp"

#include <chrono>
#include <exception>
#include <iostream>
#include <limits>
#include <system_error>
#include <variant>

namespace shenyi::api::programs {

tl::expected<Settings, std::vector<std::string>> settings_of(const Given& given) {
    std::vector<std::string> faults;
    if (given.port < 0 || given.port > std::numeric_limits<std::uint16_t>::max()) {
        faults.push_back("--port: from 0 (a free one) to 65535, not " + std::to_string(given.port));
    }
    std::error_code error;
    std::filesystem::create_directories(given.data, error);
    if (error || !std::filesystem::is_directory(given.data)) {
        faults.push_back("--data: " + given.data + " is no folder and cannot be made one");
    }
    if (!std::filesystem::is_regular_file(std::filesystem::path(given.schemas) / "openapi.yaml")) {
        faults.push_back("--schemas: " + given.schemas + " has no openapi.yaml");
    }
    const std::string location = given.database.empty()
                                     ? "sqlite:" + (std::filesystem::path(given.data) / "shenyi.db").string()
                                     : given.database;
    auto database = storage::Database::parse(location);
    if (!database) faults.push_back("--database: " + database.error());
    if (!faults.empty()) return tl::unexpected(std::move(faults));
    return Settings{.address = given.address,
                    .port = static_cast<std::uint16_t>(given.port),
                    .data = given.data,
                    .database = std::move(*database),
                    .schemas = given.schemas};
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
        return std::holds_alternative<storage::SchemaCurrent>(state) ? std::string() : storage::told(state);
    } catch (const std::exception& thrown) {
        return settings.database.shown() + ": " + thrown.what();
    }
}

}  // namespace shenyi::api::programs
