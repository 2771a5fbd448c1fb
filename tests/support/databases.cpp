#include "tests/support/databases.hpp"

#include <unistd.h>

#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include "tests/support/postgresql.hpp"
#include "tests/support/source_folder.hpp"

namespace shenyi::tests {

namespace fs = std::filesystem;
using storage::Connection;
using storage::Database;
using storage::Engine;
using storage::Migration;
using storage::Role;

namespace {

constexpr const char* file_name = "shenyi.db";
constexpr workflow::Instant migrated_at{};

std::string next_name() {
    static int number = 0;
    return "shenyi_" + std::to_string(::getpid()) + "_" + std::to_string(++number);
}

void in_the_cluster(const std::string& statement) {
    Connection(Database{Engine::postgresql, Cluster::shared().url("postgres")}, Role::migrate).execute(statement);
}

void migrate_all(const TestDatabase& bare) {
    auto connection = bare.owner();
    const auto state = storage::migrate(connection, migrations(bare.engine()), migrated_at);
    if (!std::holds_alternative<storage::SchemaCurrent>(state)) throw std::runtime_error(storage::told(state));
}

/// The migrated database that the others are copied from. Nobody is connected to it: PostgreSQL asks for that.
const TestDatabase& template_of(Engine engine) {
    const auto migrated = [](Engine which) {
        TestDatabase bare(which);
        migrate_all(bare);
        return bare;
    };
    if (engine == Engine::sqlite) {
        static const TestDatabase sqlite = migrated(Engine::sqlite);
        return sqlite;
    }
    static const TestDatabase postgresql = migrated(Engine::postgresql);
    return postgresql;
}

std::vector<Migration> read_all(Engine engine) {
    auto read = storage::read_migrations(schemas_folder() / "sql", engine);
    if (!read) throw std::runtime_error(read.error());
    return std::move(*read);
}

}  // namespace

TestDatabase::TestDatabase(Engine engine) : TestDatabase(engine, {}) {}

TestDatabase::TestDatabase(Engine engine, const std::string& from_template) : database_{engine, {}} {
    if (engine == Engine::sqlite) {
        const auto file = folder_.path() / file_name;
        if (!from_template.empty()) fs::copy_file(from_template, file);
        database_.location = file.string();
        return;
    }
    name_ = next_name();
    // Copying files is twice as fast as writing everything to the log, which the default does.
    in_the_cluster("create database " + name_ + (from_template.empty() ? "" : " template " + from_template) +
                   " strategy file_copy");
    database_.location = Cluster::shared().url(name_);
}

TestDatabase::~TestDatabase() {
    if (!name_.empty()) in_the_cluster("drop database " + name_ + " with (force)");
}

Database TestDatabase::database_as(const std::string& login) const {
    Database other = database_;
    const auto user = other.location.find("://") + 3;
    other.location.replace(user, other.location.find('@') - user, login);
    return other;
}

TestDatabase fresh_database(Engine engine) {
    const TestDatabase& original = template_of(engine);
    return {engine, engine == Engine::sqlite ? original.database_.location : original.name_};
}

TestDatabase bare_database(Engine engine) {
    return TestDatabase(engine);
}

fs::path schemas_folder() {
    return tests::source_folder() / "schemas";
}

const std::vector<Migration>& migrations(Engine engine) {
    static const std::vector<Migration> sqlite = read_all(Engine::sqlite);
    static const std::vector<Migration> postgresql = read_all(Engine::postgresql);
    return engine == Engine::sqlite ? sqlite : postgresql;
}

std::string engine_name(const testing::TestParamInfo<Engine>& info) {
    return info.param == Engine::sqlite ? "sqlite" : "postgresql";
}

}  // namespace shenyi::tests
