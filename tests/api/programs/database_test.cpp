#include "tests/support/databases.hpp"
#include "tests/support/postgresql.hpp"
#include "tests/support/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

namespace shenyi::tests {
namespace {

using storage::Connection;
using storage::Database;
using storage::Engine;
using storage::Role;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string url_of(const Database& database) {
    return database.engine == Engine::sqlite ? "sqlite:" + database.location : database.location;
}

/// The words of the command behind `run: shenyi `, as a shell would take them apart.
std::vector<std::string> command_in(const std::string& sentence) {
    const std::string before = "run: shenyi ";
    const auto at = sentence.find(before);
    if (at == std::string::npos) return {};
    std::istringstream rest(sentence.substr(at + before.size()));
    std::vector<std::string> words;
    for (std::string word; rest >> word;) words.push_back(word);
    return words;
}

/// A database whose schema is not the one of the program that is started on it.
class Schema : public OnBothDatabases {
  protected:
    Ended serve(const TestDatabase& database) {
        return run_program(
            {"serve", "--port", "0", "--data", database.folder(), "--database", url_of(database.database())});
    }
};

TEST_P(Schema, that_is_missing_is_told_with_the_command_that_makes_it) {
    const auto database = bare_database(GetParam());
    const Ended refused = serve(database);
    EXPECT_EQ(refused.status, 2);
    EXPECT_TRUE(std::filesystem::is_empty(database.folder())) << "a wrong folder is left as it was";
    const std::filesystem::path absent = database.folder() / "mistyped" / "data";
    for (const char* program : {"serve", "fsck", "rebuild"}) {
        std::vector<std::string> words{program, "--data", absent, "--database", url_of(database.database())};
        if (words.front() == "serve") words.insert(words.end(), {"--port", "0"});
        EXPECT_EQ(run_program(words).status, 2) << program;
        EXPECT_TRUE(std::filesystem::is_empty(database.folder())) << program << " leaves nothing where no store is";
    }
    const auto command = command_in(refused.err);
    ASSERT_FALSE(command.empty()) << refused.err;
    EXPECT_EQ(run_program(command).status, 0) << refused.err;
    const Ended unfounded = serve(database);
    EXPECT_EQ(unfounded.status, 2);
    EXPECT_THAT(unfounded.err, HasSubstr("is not founded yet; run: shenyi migrate --found --data"));
}

TEST_P(Schema, that_lacks_what_enforces_it_is_not_served_and_named) {
    const auto database = fresh_database(GetParam());
    const bool sqlite = GetParam() == Engine::sqlite;
    database.owner().execute(sqlite ? "DROP TRIGGER idempotency_no_update"
                                    : "ALTER TABLE idempotency DISABLE TRIGGER idempotency_insert_only");
    const Ended refused = serve(database);
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, AllOf(HasSubstr("does not enforce what its schema says"),
                                   HasSubstr(sqlite ? "idempotency_no_update" : "idempotency_insert_only")));
}

TEST_P(Schema, that_is_newer_is_told_with_what_mends_it_and_left_alone) {
    const auto database = fresh_database(GetParam());
    database.owner().sql()
        << std::string("INSERT INTO schema_migration (number, name, sha256, applied_at) VALUES (999, 'newer', '") +
               std::string(64, '0') + "', '2030-01-01T00:00:00.000Z')";
    const std::vector<std::string> places{"--data", database.folder(), "--database", url_of(database.database())};
    for (const char* program : {"serve", "demo", "migrate"}) {
        std::vector<std::string> words{program};
        words.insert(words.end(), places.begin(), places.end());
        if (words.front() != "migrate") words.insert(words.end(), {"--port", "0"});
        const Ended ended = run_program(words);
        EXPECT_EQ(ended.status, 2) << program;
        EXPECT_THAT(ended.err, AllOf(HasSubstr("newer program (migration 999)"), HasSubstr("git pull && ./run build")));
    }
}

TEST_P(Schema, of_an_earlier_program_is_brought_up_to_date_with_word_of_what_is_to_be_made_anew) {
    const auto database = bare_database(GetParam());
    const std::vector<std::string> command{"migrate", "--data", database.folder(), "--database",
                                           url_of(database.database())};
    std::vector<storage::Migration> earlier = migrations(GetParam());
    earlier.pop_back();
    auto owner = database.owner();
    storage::migrate(owner, earlier, {});
    EXPECT_THAT(run_program(command).out, HasSubstr("run: shenyi rebuild --data"));
    EXPECT_THAT(run_program(command).out, testing::Not(HasSubstr("rebuild"))) << "nothing was to be done";

    const auto fresh = bare_database(GetParam());
    EXPECT_THAT(run_program({"migrate", "--data", fresh.folder(), "--database", url_of(fresh.database())}).out,
                testing::Not(HasSubstr("rebuild")));
}

ON_BOTH_DATABASES(Schema);

/// A PostgreSQL that knows nothing of Shenyi yet, and the logins that its operator may give to it.
class FirstOnPostgresql : public testing::Test {
  protected:
    FirstOnPostgresql() {
        as_superuser("postgres", "create role maker login createrole");
        as_superuser("postgres", "create role plain login");
        as_superuser("postgres", "create database shenyi owner maker");
        as_superuser("postgres", "create database other owner plain");
    }

    void as_superuser(const std::string& database, const std::string& statement) {
        Connection(Database{Engine::postgresql, cluster_->url(database)}, Role::migrate).execute(statement);
    }
    std::string url(const std::string& login, const std::string& database) const {
        std::string url = cluster_->url(database);
        return url.replace(url.find("postgres@"), std::string("postgres").size(), login);
    }
    Ended run_on(const std::string& url, const std::string& command) {
        return run_program({command, "--data", folder_.path(), "--database", url});
    }
    /// The statements that a fault gives to the superuser.
    static std::vector<std::string> statements_in(const std::string& told) {
        std::vector<std::string> statements;
        std::istringstream text(told);
        for (std::string line; std::getline(text, line);) {
            if (line.starts_with("  ") && line.ends_with(';')) statements.push_back(line);
        }
        return statements;
    }

    std::unique_ptr<Cluster> cluster_ = Cluster::fresh();
    TemporaryFolder folder_;
};

TEST_F(FirstOnPostgresql, is_migrated_and_served_by_a_login_that_may_make_roles) {
    const std::string login = url("maker", "shenyi");
    const Ended migrated = run_on(login, "migrate");
    EXPECT_EQ(migrated.status, 0) << migrated.err;
    EXPECT_THAT(run_on(login, "serve").err, HasSubstr("is not founded yet")) << "it reads as shenyi_app";
}

TEST_F(FirstOnPostgresql, is_examined_and_rebuilt_by_logins_that_can_do_nothing_else) {
    const Ended founded =
        run_program({"migrate", "--found", "--data", folder_.path(), "--database", url("maker", "shenyi")});
    ASSERT_EQ(founded.status, 0) << founded.err;
    as_superuser("postgres", "create role examiner login in role shenyi_auditor");
    as_superuser("postgres", "create role migrator login in role shenyi_migrate");
    const Ended examined = run_on(url("examiner", "shenyi"), "fsck");
    EXPECT_EQ(examined.status, 0) << examined.out << examined.err;
    for (const char* command : {"migrate", "rebuild"}) {
        const Ended done = run_on(url("migrator", "shenyi"), command);
        EXPECT_EQ(done.status, 0) << command << done.err;
    }
    EXPECT_THAT(run_on(url("examiner", "shenyi"), "serve").err, HasSubstr("no member of shenyi_app"));
}

TEST_F(FirstOnPostgresql, tells_a_login_without_rights_the_statements_that_give_them) {
    const std::string login = url("plain", "other");
    const Ended refused = run_on(login, "migrate");
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, AllOf(HasSubstr("the login plain may not make the schema"), HasSubstr("CREATE ROLE"),
                                   Not(HasSubstr("LOCATION")), Not(HasSubstr("42501"))));
    for (const auto& statement : statements_in(refused.err)) as_superuser("other", statement);
    const Ended migrated = run_on(login, "migrate");
    EXPECT_EQ(migrated.status, 0) << migrated.err;
    EXPECT_THAT(run_on(login, "serve").err, HasSubstr("is not founded yet"));
}

TEST_F(FirstOnPostgresql, takes_the_roles_that_another_database_of_the_cluster_made) {
    ASSERT_EQ(run_on(url("maker", "shenyi"), "migrate").status, 0);
    const std::string login = url("plain", "other");
    const Ended refused = run_on(login, "migrate");
    EXPECT_THAT(refused.err, Not(HasSubstr("CREATE ROLE")));
    for (const auto& statement : statements_in(refused.err)) as_superuser("other", statement);
    EXPECT_EQ(run_on(login, "migrate").status, 0);
}

TEST_F(FirstOnPostgresql, that_cannot_be_reached_is_told_in_a_sentence) {
    const Ended nowhere = run_on(url("maker", "nowhere"), "serve");
    EXPECT_EQ(nowhere.status, 2);
    EXPECT_THAT(nowhere.err, AllOf(HasSubstr("database \"nowhere\" does not exist"), Not(HasSubstr("LOCATION"))));
}

}  // namespace
}  // namespace shenyi::tests
