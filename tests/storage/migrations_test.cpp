#include "storage/migrations.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "storage/dialect.hpp"
#include "tests/support/databases.hpp"

namespace shenyi::storage {

namespace {

using testing::HasSubstr;
using tests::bare_database;
using tests::fresh_database;

constexpr workflow::Instant now{std::chrono::milliseconds{1'772'413'200'123}};  // 2026-03-02T01:00:00.123Z

class Migrations : public tests::OnBothDatabases {
  protected:
    std::vector<Migration> all() const { return tests::migrations(GetParam()); }
    int newest() const { return static_cast<int>(all().size()); }
    std::vector<Migration> up_to(int number) const {
        auto some = all();
        some.resize(static_cast<std::size_t>(number));
        return some;
    }
    /// One more than the program has.
    std::vector<Migration> with(const std::vector<std::string>& statements) const {
        auto more = all();
        more.push_back({newest() + 1, "more", statements, std::string(64, '0')});
        return more;
    }
};

int rows(Connection& connection, const std::string& table) {
    int count = 0;
    connection.sql() << "select count(*) from " << table, soci::into(count);
    return count;
}

TEST_P(Migrations, run_on_a_bare_database_and_are_current_then) {
    const auto database = bare_database(GetParam());
    auto connection = database.owner();
    EXPECT_EQ(schema_state(connection, all()), SchemaState(SchemaMissing{1, newest()}));
    EXPECT_EQ(migrate(connection, all(), now), SchemaState(SchemaCurrent{newest()}));
    EXPECT_EQ(schema_state(connection, all()), SchemaState(SchemaCurrent{newest()}));

    std::string name;
    std::string at;
    connection.sql() << "select name, applied_at from schema_migration where number = 2", soci::into(name),
        soci::into(at);
    EXPECT_EQ(name, "events");
    EXPECT_EQ(at, "2026-03-02T01:00:00.123Z");
}

TEST_P(Migrations, run_a_second_time_do_nothing) {
    const auto database = fresh_database(GetParam());
    auto connection = database.owner();
    EXPECT_EQ(migrate(connection, all(), now), SchemaState(SchemaCurrent{newest()}));
    EXPECT_EQ(rows(connection, "schema_migration"), newest());
}

TEST_P(Migrations, that_are_missing_are_told_with_the_command_that_runs_them) {
    const auto database = bare_database(GetParam());
    auto connection = database.owner();
    EXPECT_EQ(migrate(connection, up_to(3), now), SchemaState(SchemaCurrent{3}));
    const auto state = schema_state(connection, all());
    EXPECT_EQ(state, SchemaState(SchemaMissing{4, newest()}));
    EXPECT_THAT(told(state), HasSubstr("shenyi migrate"));
    EXPECT_EQ(migrate(connection, all(), now), SchemaState(SchemaCurrent{newest()}));
}

TEST_P(Migrations, of_a_newer_program_are_told_and_left_alone) {
    const auto database = fresh_database(GetParam());
    auto connection = database.owner();
    EXPECT_EQ(schema_state(connection, up_to(3)), SchemaState(SchemaNewer{newest()}));
    EXPECT_EQ(migrate(connection, up_to(3), now), SchemaState(SchemaNewer{newest()}));
    EXPECT_THAT(told(SchemaNewer{newest()}), HasSubstr("newer program"));
}

TEST_P(Migrations, edited_after_they_ran_are_noticed) {
    const auto database = fresh_database(GetParam());
    auto connection = database.connect();
    auto edited = all();
    edited[1].sha256 = std::string(64, 'f');
    const auto state = schema_state(connection, edited);
    ASSERT_TRUE(std::holds_alternative<SchemaAltered>(state));
    EXPECT_THAT(told(state), HasSubstr("migration 2"));
    EXPECT_TRUE(std::holds_alternative<SchemaAltered>(migrate(connection, edited, now)));
}

TEST_P(Migrations, that_fail_leave_nothing_behind) {
    const auto database = fresh_database(GetParam());
    auto connection = database.owner();
    const auto faulty = with({"create table half (x integer)", "create table half (x integer)"});
    EXPECT_THROW(migrate(connection, faulty, now), soci::soci_error);
    EXPECT_FALSE(connection.in_transaction());
    EXPECT_THROW(rows(connection, "half"), soci::soci_error);
    EXPECT_EQ(schema_state(connection, all()), SchemaState(SchemaCurrent{newest()}));
}

TEST_P(Migrations, take_what_looks_like_a_parameter_as_it_stands) {
    const auto database = fresh_database(GetParam());
    auto connection = database.owner();
    migrate(connection,
            with({"create table odd (x text check (x <> ':name' and x <> '{x}'))", "insert into odd values (':a')"}),
            now);
    EXPECT_EQ(rows(connection, "odd"), 1);
}

TEST_P(Migrations, are_read_by_the_application_too) {
    const auto database = fresh_database(GetParam());
    auto connection = database.connect();
    EXPECT_EQ(schema_state(connection, all()), SchemaState(SchemaCurrent{newest()}));
}

ON_BOTH_DATABASES(Migrations);

TEST(MigrationsOfPostgresql, run_under_a_login_that_is_no_superuser) {
    const auto database = bare_database(Engine::postgresql);
    const auto elsewhere = fresh_database(Engine::postgresql);  // the roles exist in the cluster
    auto superuser = database.owner();
    const std::string login = "shenyi_migrator_" + std::to_string(::getpid());
    superuser.execute("create role " + login + " login in role shenyi_migrate");
    std::string name;
    superuser.sql() << "select current_database()", soci::into(name);
    superuser.execute("grant create on database " + name + " to shenyi_owner");
    {
        Connection migrator(database.database_as(login), Role::migrate);
        const auto& all = tests::migrations(Engine::postgresql);
        EXPECT_EQ(migrate(migrator, all, now), SchemaState(SchemaCurrent{static_cast<int>(all.size())}));
    }
    superuser.execute("drop role " + login);
}

/// A folder of migrations written for a test.
class MigrationFolder : public testing::Test {
  protected:
    void write(const std::string& file, const std::string& text) { std::ofstream(folder_.path() / file) << text; }
    tl::expected<std::vector<Migration>, std::string> read(Engine engine) {
        return read_migrations(folder_.path(), engine);
    }
    std::string fault() {
        const auto migrations = read(Engine::sqlite);
        return migrations ? std::string("none") : migrations.error();
    }

    tests::TemporaryFolder folder_;
};

TEST_F(MigrationFolder, gives_each_database_the_common_file_and_its_own) {
    write("0001_first.sql", "create table t (n {i64}) {strict};");
    write("0001_first.sqlite.sql", "create table s (n {i64}) {keyed};");
    write("0002_second.postgresql.sql", "grant select on t to r;");
    write("README.md", "not a migration");

    const auto sqlite = read(Engine::sqlite);
    ASSERT_TRUE(sqlite) << sqlite.error();
    EXPECT_THAT((*sqlite)[0].statements, testing::ElementsAre("create table t (n INTEGER) STRICT",
                                                              "create table s (n INTEGER) STRICT, WITHOUT ROWID"));
    EXPECT_THAT((*sqlite)[1].statements, testing::IsEmpty());
    const auto postgresql = read(Engine::postgresql);
    ASSERT_TRUE(postgresql) << postgresql.error();
    EXPECT_THAT((*postgresql)[0].statements, testing::ElementsAre("create table t (n BIGINT)"));
    EXPECT_THAT((*postgresql)[1].statements, testing::ElementsAre("grant select on t to r"));
    EXPECT_NE((*sqlite)[0].sha256, (*postgresql)[0].sha256);
}

TEST_F(MigrationFolder, with_a_gap_or_a_number_twice_is_refused) {
    write("0001_first.sql", "select 1;");
    write("0003_third.sql", "select 1;");
    EXPECT_THAT(fault(), HasSubstr("migration 2 is missing"));
    write("0002_second.sql", "select 1;");
    write("0002_other.sql", "select 1;");
    EXPECT_THAT(fault(), HasSubstr("the number is taken"));
}

TEST_F(MigrationFolder, with_a_name_out_of_order_is_refused) {
    write("0001_first.sql", "select 1;");
    write("0002_second.oracle.sql", "select 1;");
    EXPECT_THAT(fault(), HasSubstr("0002_second.oracle.sql"));
}

TEST_F(MigrationFolder, with_an_unclosed_text_is_refused_by_file_and_line) {
    write("0001_first.sql", "select 1;\nselect 'x");
    EXPECT_THAT(fault(), testing::AllOf(HasSubstr("0001_first.sql"), HasSubstr("line 2")));
}

TEST_F(MigrationFolder, that_is_empty_or_not_there_is_refused) {
    EXPECT_THAT(fault(), HasSubstr("no migrations"));
    EXPECT_FALSE(read_migrations(folder_.path() / "nowhere", Engine::sqlite));
}

}  // namespace

}  // namespace shenyi::storage
