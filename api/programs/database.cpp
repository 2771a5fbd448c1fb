#include "api/programs/database.hpp"

#include "storage/migrations.hpp"
#include "storage/schema_check.hpp"
#include "storage/sentence.hpp"

#include <chrono>
#include <exception>
#include <filesystem>
#include <utility>
#include <variant>

namespace shenyi::api::programs {
namespace {

/// A word as a shell takes it for one.
std::string quoted(const std::string& word) {
    constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+,=";
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string out = "'";
    for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return out + '\'';
}

std::string of_database(const Settings& settings, const std::string& sentence) {
    return settings.database.shown() + ": " + sentence;
}

}  // namespace

std::string with_places(const std::string& sentence, const Settings& settings) {
    return sentence + " --data " + quoted(settings.data.string()) + " --database " + quoted(settings.database.shown());
}

tl::expected<std::unique_ptr<storage::FileLock>, std::string> hold(const storage::Database& database) {
    if (database.engine != storage::Engine::sqlite) return nullptr;
    auto held = storage::FileLock::take(storage::lock_file_of(database.location));
    if (!held) return tl::unexpected(database.shown() + ": " + held.error());
    return std::move(*held);
}

tl::expected<bool, std::string> migrate_database(const Settings& settings) {
    const auto migrations = storage::read_migrations(settings.schemas / "sql", settings.database.engine);
    if (!migrations) return tl::unexpected(migrations.error());
    const auto held = hold(settings.database);
    if (!held) return tl::unexpected(held.error());
    try {
        storage::Connection connection(settings.database, storage::Role::migrate);
        const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
        const storage::SchemaState before = storage::schema_state(connection, *migrations);
        const auto* missing = std::get_if<storage::SchemaMissing>(&before);
        const storage::SchemaState state = storage::migrate(connection, *migrations, now);
        if (std::holds_alternative<storage::SchemaCurrent>(state)) return missing != nullptr && missing->from > 1;
        return tl::unexpected(of_database(settings, storage::told(state)));
    } catch (const std::exception& thrown) {
        return tl::unexpected(of_database(settings, storage::sentence_of(thrown)));
    }
}

namespace {

/// Whoever asked an SQLite file that is not there, or took its lock, would make it.
bool is_missing(const storage::Database& database) {
    return database.engine == storage::Engine::sqlite && !std::filesystem::exists(database.location);
}

std::string fault_of_schema(const Settings& settings, storage::Role role, bool enforced) {
    const auto migrations = storage::read_migrations(settings.schemas / "sql", settings.database.engine);
    if (!migrations) return migrations.error();
    if (is_missing(settings.database)) {
        const storage::SchemaMissing all{1, static_cast<int>(migrations->size())};
        return with_places(of_database(settings, storage::told(all)), settings);
    }
    try {
        storage::Connection connection(settings.database, role);
        const storage::SchemaState state = storage::schema_state(connection, *migrations);
        if (std::holds_alternative<storage::SchemaCurrent>(state)) {
            const auto ready =
                enforced ? storage::ready_to_serve(connection, *migrations) : tl::expected<void, std::string>();
            return ready ? std::string() : of_database(settings, ready.error());
        }
        const std::string sentence = of_database(settings, storage::told(state));
        return std::holds_alternative<storage::SchemaMissing>(state) ? with_places(sentence, settings) : sentence;
    } catch (const storage::NeverMigrated& thrown) {
        return with_places(of_database(settings, thrown.what()), settings);
    } catch (const std::exception& thrown) {
        return of_database(settings, storage::sentence_of(thrown));
    }
}

}  // namespace

std::string schema_fault(const Settings& settings, storage::Role role) {
    return fault_of_schema(settings, role, false);
}

std::string fault_before_writing(const Settings& settings, storage::Role role) {
    using Held = tl::expected<std::unique_ptr<storage::FileLock>, std::string>;
    const Held held = is_missing(settings.database) ? Held(nullptr) : hold(settings.database);
    std::string fault = held ? fault_of_schema(settings, role, true) : held.error();
    if (!fault.empty()) take_back_folders(settings);
    return fault;
}

}  // namespace shenyi::api::programs
