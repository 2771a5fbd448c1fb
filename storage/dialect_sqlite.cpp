#include "storage/dialect.hpp"
#include "storage/file_lock.hpp"
#include "storage/sentence.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>

namespace shenyi::storage {

namespace {

using Handle = sqlite_api::sqlite3*;

Handle handle_of(soci::session& session) {
    return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
}

/// SQLite would make the file readable to everybody; -wal and -shm take their mode from it.
/// A file that is there is never opened here: closing any descriptor of it would drop all locks that this process's
/// other connections hold on it, and another program would then take the WAL away from under them.
void make_private_file(const std::string& path) {
    constexpr mode_t owner_only = 0600;
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, owner_only);
    if (descriptor >= 0) ::close(descriptor);  // if it could not be made, SQLite says why
}

struct Setting {
    const char* name;
    const char* value;
    const char* read_back;
};

/// WAL: readers and the one writer do not wait for each other. FULL: what was committed survives a power cut.
/// recursive_triggers: REPLACE fires delete triggers.
constexpr Setting settings[] = {
    {"journal_mode", "wal", "wal"},    {"synchronous", "full", "2"},   {"foreign_keys", "on", "1"},
    {"recursive_triggers", "on", "1"}, {"trusted_schema", "off", "0"},
};

std::string read_setting(soci::session& session, const char* name) {
    std::string value;
    session << "pragma " << name, soci::into(value);
    return value;
}

void set_up(soci::session& session, const Setting& setting) {
    if (read_setting(session, setting.name) == setting.read_back) return;
    sqlite_dialect().execute(session, fmt::format("pragma {} = {}", setting.name, setting.value));
    if (const auto value = read_setting(session, setting.name); value != setting.read_back) {
        throw UnfitDatabase(fmt::format("SQLite keeps {} = {}, needed is {}", setting.name, value, setting.value));
    }
}

/// Name and text, word for word as the start-up check wants it back.
std::vector<std::pair<std::string, std::string>> triggers_against_delete(soci::session& session,
                                                                         const std::string& table) {
    std::vector<std::pair<std::string, std::string>> found;
    std::string name;
    std::string text;
    soci::statement statement =
        (session.prepare << "select name, sql from sqlite_master where type = 'trigger' and tbl_name = :name "
                            "and sql like 'create trigger % before delete on %'",
         soci::use(table, "name"), soci::into(name), soci::into(text));
    statement.execute();
    while (statement.fetch()) found.emplace_back(name, text);
    return found;
}

/// A path as SQLite's URIs have it.
std::string uri_of(const std::string& path) {
    std::string uri = "file:";
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view("/._-").find(c) != std::string_view::npos;
        uri += plain ? std::string(1, c) : fmt::format("%{:02x}", static_cast<unsigned char>(c));
    }
    return uri;
}

/// Whether there is nothing beside the file that belongs to it: nobody has it open, and all was written into it.
bool lies_alone(const std::string& path) {
    std::error_code none;
    const auto size = std::filesystem::file_size(path + "-wal", none);
    return (none || size == 0) && !holder_of_lock(lock_file_of(path));
}

/// Opens what is there, to look at it. A file that lies alone is read as one that nobody changes: SQLite then makes
/// neither log nor index beside it.
std::unique_ptr<soci::session> connect_to_look(const std::string& path, std::string_view timeout) {
    std::error_code none;
    if (!std::filesystem::exists(path, none))
        throw NeverMigrated(fmt::format("there is no file {}; run: shenyi migrate", path));
    const std::string_view manner = lies_alone(path) ? "immutable=1" : "mode=ro";
    auto session = std::make_unique<soci::session>(
        soci::sqlite3, fmt::format("db=\"{}?{}\" readonly=1 timeout={}", uri_of(path), manner, timeout));
    sqlite_api::sqlite3_extended_result_codes(handle_of(*session), 1);
    set_up(*session, {"query_only", "on", "1"});
    return session;
}

class SqliteDialect final : public Dialect {
  public:
    std::unique_ptr<soci::session> connect(const Database& database, Role role) const override {
        if (role == Role::onlooker) return connect_to_look(database.location, "1");
        make_private_file(database.location);
        const auto wait = std::chrono::duration_cast<std::chrono::seconds>(limits::lock_wait);
        auto session = std::make_unique<soci::session>(
            soci::sqlite3, fmt::format("db=\"{}\" timeout={}", database.location, wait.count()));
        sqlite_api::sqlite3_extended_result_codes(handle_of(*session), 1);
        for (const auto& setting : settings) set_up(*session, setting);
        if (role == Role::auditor) set_up(*session, {"query_only", "on", "1"});
        return session;
    }

    void execute(soci::session& session, const std::string& statement) const override {
        const Handle handle = handle_of(session);
        const int result = sqlite_api::sqlite3_exec(handle, statement.c_str(), nullptr, nullptr, nullptr);
        if (result == SQLITE_OK) return;
        throw soci::sqlite3_soci_error(sqlite_api::sqlite3_errmsg(handle), result);
    }

    bool roll_back(soci::session& session) const noexcept override {
        const Handle handle = handle_of(session);
        // Some errors (disk full, ABORT in a commit) have rolled back already.
        if (sqlite_api::sqlite3_get_autocommit(handle) != 0) return true;
        return sqlite_api::sqlite3_exec(handle, "rollback", nullptr, nullptr, nullptr) == SQLITE_OK;
    }

    bool alive(soci::session&) const noexcept override { return true; }

    std::string_view begin_writing() const override { return "begin immediate"; }
    std::string_view commit_and_begin() const override { return {}; }
    std::string_view begin_reading() const override { return "begin deferred"; }
    std::string_view lock_to_write() const override { return ""; }
    std::string_view lock_log() const override { return ""; }
    std::string_view lock_to_read() const override { return ""; }

    std::string_view int64_type() const override { return "INTEGER"; }
    std::string_view strict() const override { return "STRICT"; }
    std::string_view keyed() const override { return "STRICT, WITHOUT ROWID"; }
    std::string_view name() const override { return "sqlite"; }

    std::string version(soci::session& session) const override {
        std::string number;
        session << "select sqlite_version()", soci::into(number);
        return "SQLite " + number;
    }
    std::string clock(soci::session& /*session*/) const override { return {}; }

    bool has_migrations(soci::session& session) const override {
        int tables = 0;
        session << "select count(*) from sqlite_master where type = 'table' and name = 'schema_migration'",
            soci::into(tables);
        return tables == 1;
    }

    void prepare_migration(soci::session&) const override {}  // `begin immediate` keeps others out; there are no owners

    void empty_tables(soci::session& session, const std::vector<std::string>& tables) const override {
        for (auto table = tables.rbegin(); table != tables.rend(); ++table) {
            const auto refusing = triggers_against_delete(session, *table);
            for (const auto& [name, text] : refusing) execute(session, fmt::format("drop trigger {}", name));
            execute(session, fmt::format("delete from {}", *table));
            for (const auto& [name, text] : refusing) execute(session, text);
        }
    }
};

}  // namespace

const Dialect& sqlite_dialect() {
    static const SqliteDialect dialect;
    return dialect;
}

const Dialect& dialect_of(Engine engine) {
    return engine == Engine::sqlite ? sqlite_dialect() : postgresql_dialect();
}

}  // namespace shenyi::storage
