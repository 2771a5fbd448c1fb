#include "storage/store.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <sys/stat.h>
#include <unistd.h>

#include <future>
#include <latch>

#include "storage/dialect.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/postgresql.hpp"

namespace shenyi::storage {

namespace {

using testing::HasSubstr;
using testing::Not;
using tests::fresh_database;
using tests::TemporaryFolder;

std::string setting(Connection& connection, const std::string& name) {
    std::string value;
    connection.sql() << (connection.engine() == Engine::sqlite ? "pragma " : "show ") << name, soci::into(value);
    return value;
}

Fault fault_from(Connection& connection, const std::string& statement) {
    try {
        connection.execute(statement);
    } catch (const soci::soci_error& thrown) {
        return fault_of(thrown);
    }
    ADD_FAILURE() << "was allowed: " << statement;
    return {};
}

TEST(Database, is_read_from_a_path_or_a_url) {
    EXPECT_EQ(Database::parse("sqlite:/var/lib/shenyi/shenyi.db"),
              (Database{Engine::sqlite, "/var/lib/shenyi/shenyi.db"}));
    EXPECT_EQ(Database::parse("postgresql://u@h:5432/d"), (Database{Engine::postgresql, "postgresql://u@h:5432/d"}));
    EXPECT_TRUE(Database::parse("postgres:///shenyi?host=/run/postgresql"));
}

TEST(Database, that_is_not_understood_says_what_is_expected) {
    for (const char* text : {"", "shenyi.db", "mysql://u:secret@h/d", "sqlite:", "sqlite::memory:", "sqlite:a\"b"}) {
        const auto database = Database::parse(text);
        ASSERT_FALSE(database) << text;
        EXPECT_THAT(database.error(), Not(HasSubstr("secret")));
    }
    EXPECT_THAT(Database::parse("shenyi.db").error(), HasSubstr("sqlite:PATH"));
    EXPECT_THAT(Database::parse("postgresql://h/d?sslmod=require").error(), HasSubstr("sslmod"));
}

TEST(Database, is_shown_without_its_password) {
    EXPECT_EQ((Database{Engine::postgresql, "postgresql://u:se:cr@t@h:5432/d?password=secret"}).shown(),
              "postgresql://u@h:5432/d");
    EXPECT_EQ((Database{Engine::postgresql, "postgresql://h:5432/d"}).shown(), "postgresql://h:5432/d");
    EXPECT_EQ((Database{Engine::sqlite, "/x.db"}).shown(), "sqlite:/x.db");
}

TEST(ConnectionToSqlite, has_the_settings_that_keep_what_was_committed) {
    const auto database = fresh_database(Engine::sqlite);
    auto connection = database.connect();
    EXPECT_EQ(setting(connection, "journal_mode"), "wal");
    EXPECT_EQ(setting(connection, "synchronous"), "2");
    EXPECT_EQ(setting(connection, "foreign_keys"), "1");
    EXPECT_EQ(setting(connection, "recursive_triggers"), "1");
    EXPECT_EQ(setting(connection, "busy_timeout"), std::to_string(limits::lock_wait.count()));
    EXPECT_EQ(setting(connection, "query_only"), "0");
    auto auditor = database.connect(Role::auditor);
    EXPECT_EQ(fault_from(auditor, "delete from session").kind, StoreError::Kind::denied);
}

TEST(ConnectionToSqlite, makes_a_file_that_only_its_owner_reads_even_with_spaces_in_its_path) {
    const TemporaryFolder folder;
    const auto path = (folder.path() / "审议 data = 1.db").string();
    Connection connection({Engine::sqlite, path}, Role::app);
    struct stat file {};
    ASSERT_EQ(::stat(path.c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777, 0600U);
}

TEST(ConnectionToPostgresql, acts_as_the_application_with_its_limits) {
    const auto database = fresh_database(Engine::postgresql);
    auto connection = database.connect();
    std::string user;
    connection.sql() << "select current_user", soci::into(user);
    EXPECT_EQ(user, "shenyi_app");
    EXPECT_EQ(setting(connection, "search_path"), "shenyi, pg_temp");
    EXPECT_EQ(setting(connection, "lock_timeout"), "5s");
    EXPECT_EQ(setting(connection, "statement_timeout"), "15s");
    EXPECT_EQ(setting(connection, "client_min_messages"), "warning");
}

TEST(ConnectionToPostgresql, does_not_take_a_commit_for_done_that_was_a_rollback) {
    const auto database = fresh_database(Engine::postgresql);
    auto connection = database.connect();
    connection.begin();
    EXPECT_THROW(connection.execute("select * from nowhere"), soci::soci_error);
    EXPECT_THROW(connection.commit(), soci::soci_error);
    connection.rollback();
    EXPECT_FALSE(connection.in_transaction());
    connection.begin();
    EXPECT_THROW(connection.execute("select * from nowhere"), soci::soci_error);
    EXPECT_THROW(connection.commit_and_go_on(), soci::soci_error);
    connection.rollback();
    EXPECT_FALSE(connection.in_transaction());
}

/// What the application's connection says to a login made for one test. Roles are the cluster's: others may run beside
/// us.
std::string refusal_of_login(const tests::TestDatabase& database, const std::string& login,
                             const std::string& membership) {
    auto owner = database.owner();
    owner.execute("create role " + login + " login" + membership);
    std::string refusal = "none";
    try {
        const Connection connection(database.database_as(login), Role::app);
    } catch (const UnfitDatabase& thrown) {
        refusal = thrown.what();
    }
    owner.execute("drop role " + login);
    return refusal;
}

TEST(ConnectionToPostgresql, needs_a_login_that_is_a_member_of_the_role) {
    const auto database = fresh_database(Engine::postgresql);
    const std::string login = "shenyi_login_" + std::to_string(::getpid());
    EXPECT_EQ(refusal_of_login(database, login, " in role shenyi_app"), "none");
    EXPECT_THAT(refusal_of_login(database, login, ""), HasSubstr("GRANT shenyi_app TO " + login));
    EXPECT_THAT(refusal_of_login(database, login, " in role shenyi_sealer"), HasSubstr("no member of shenyi_app"));
}

/// One database for all: what they leave is taken away again, or in nobody's way.
const tests::TestDatabase& shared_database(Engine engine) {
    static const auto sqlite = fresh_database(Engine::sqlite);
    static const auto postgresql = fresh_database(Engine::postgresql);
    return engine == Engine::sqlite ? sqlite : postgresql;
}

class Connections : public tests::OnBothDatabases {
  protected:
    void TearDown() override {
        connection_.execute("delete from session");
        connection_.execute("delete from credential");
    }

    const tests::TestDatabase& database_ = shared_database(GetParam());
    Connection connection_ = database_.connect();

    int sessions(Connection& connection) {
        int count = 0;
        connection.sql() << "select count(*) from session", soci::into(count);
        return count;
    }
    const std::string log_in_ =
        "insert into session (token_hash, organ, person, created_at, expires_at) values ('t', 'o', 'p', 'x', 'y')";
};

TEST_P(Connections, a_transaction_left_without_commit_is_rolled_back) {
    {
        Transaction transaction(connection_);
        connection_.execute(log_in_);
    }
    EXPECT_EQ(sessions(connection_), 0);
    {
        Transaction transaction(connection_);
        connection_.execute(log_in_);
        transaction.commit();
    }
    EXPECT_EQ(sessions(connection_), 1);
    EXPECT_FALSE(connection_.in_transaction());
}

TEST_P(Connections, who_goes_on_after_a_commit_begins_anew_and_loses_only_what_comes_after) {
    {
        Transaction transaction(connection_);
        connection_.execute(log_in_);
        transaction.commit_and_go_on();
    }
    Connection other = database_.connect();
    EXPECT_EQ(sessions(other), 1);
    {
        Transaction transaction(connection_);
        connection_.execute("delete from session");
    }
    EXPECT_EQ(sessions(other), 1);
    {
        Transaction transaction(connection_);
        connection_.execute("delete from session");
        transaction.commit();
    }
    EXPECT_EQ(sessions(other), 0);
    EXPECT_FALSE(connection_.in_transaction());
}

TEST_P(Connections, faults_are_named_the_same_on_both_databases) {
    EXPECT_EQ(fault_from(connection_, "insert into credential values ('o', 'p', 'h', 7, 'x')").constraint,
              "credential_one_time");
    EXPECT_EQ(fault_from(connection_, "insert into credential values ('o', 'p', NULL, 0, 'x')").constraint,
              "credential.password_hash");
    const auto wrong = fault_from(connection_, "selct 1");
    EXPECT_EQ(wrong.kind, StoreError::Kind::fault);
    EXPECT_FALSE(wrong.retryable);
    EXPECT_FALSE(wrong.connection_lost);
}

TEST_P(Connections, a_used_idempotency_key_and_an_overtaken_sequence_have_kinds_of_their_own) {
    const std::string digest(64, 'a');
    const auto key = "insert into idempotency values ('o', 'p', 'POST', '/x', 'k', '" + digest +
                     "', 201, '{}', '2026-03-02T01:00:00.000Z')";
    const auto event = [&](const std::string& id) {
        return "insert into event values ('o', '" + id +
               "', 'matter/m', 1, 't', 'ok', NULL, '2026-03-02T01:00:00.000Z', '{}', '" + digest + "', '" + digest +
               "', 'm')";
    };
    connection_.execute(key);
    connection_.execute(event("e1"));
    EXPECT_EQ(fault_from(connection_, key).kind, StoreError::Kind::key_reused);
    EXPECT_EQ(fault_from(connection_, event("e2")).kind, StoreError::Kind::stale);
}

TEST_P(Connections, faults_thrown_through_soci_are_named_as_well) {
    try {
        const std::string person = "p";
        connection_.sql() << "insert into credential values ('o', :person, 'h', 7, 'x')", soci::use(person);
        FAIL() << "was allowed";
    } catch (const soci::soci_error& thrown) {
        EXPECT_EQ(fault_of(thrown).constraint, "credential_one_time");
    }
}

/// A hash is a secret, a title is none of the operator's business: SOCI and PostgreSQL would tell both.
TEST_P(Connections, faults_are_told_to_the_log_without_the_values) {
    const std::string person = "a \" with :quoted\nname";
    const std::string hash = "$argon2id$secret";
    const int one_time = 7;
    try {
        connection_.sql() << "insert into credential values ('o', :person, :hash, :one_time, 'x')",
            soci::use(person, "person"), soci::use(hash, "hash"), soci::use(one_time, "one_time");
        FAIL() << "was allowed";
    } catch (const soci::soci_error& thrown) {
        ASSERT_THAT(thrown.what(), HasSubstr("secret"));
        const std::string told = fault_of(thrown).detail;
        EXPECT_THAT(told, Not(HasSubstr("secret")));
        EXPECT_THAT(told, Not(HasSubstr("quoted")));
        EXPECT_THAT(told, HasSubstr("credential_one_time"));
        EXPECT_THAT(told, HasSubstr("insert into credential values ('o', :person, :hash, :one_time, 'x')"));
    }
}

TEST_P(Connections, texts_come_back_byte_for_byte) {
    const std::string hash = "审议 \xF0\xA0\xAE\xB7 \xF0\x9F\x93\x9C \xE2\x80\xA8 'quoted' \\ :name";
    connection_.sql() << "insert into credential values ('o', 'p', :hash, 0, 'x')", soci::use(hash);
    std::string back;
    connection_.sql() << "select password_hash from credential", soci::into(back);
    EXPECT_EQ(back, hash);
}

TEST_P(Connections, readers_see_one_state_and_run_side_by_side) {
    Readers readers(database_.database(), Role::app, 2);
    std::latch both_read(2);
    const auto read = [&] {
        return readers.read([&](Connection& connection) {
            both_read.arrive_and_wait();  // passes only if the two are inside at the same time
            return sessions(connection);
        });
    };
    auto other = std::async(std::launch::async, read);
    EXPECT_EQ(read().value(), 0);
    EXPECT_EQ(other.get().value(), 0);
}

TEST_P(Connections, readers_wait_no_longer_than_they_may) {
    Readers readers(database_.database(), Role::app, 1, std::chrono::milliseconds{1});
    const auto outer = readers.read([&](Connection&) {
        const auto inner = readers.read([](Connection&) { return 1; });
        return inner ? StoreError::Kind::fault : inner.error().kind;
    });
    EXPECT_EQ(outer.value(), StoreError::Kind::unavailable);
    EXPECT_TRUE(readers.read([](Connection&) { return 1; }));
}

TEST_P(Connections, readers_turn_faults_into_errors_and_go_on) {
    Readers readers(database_.database(), Role::app, 1);
    const auto failed = readers.read([](Connection& connection) {
        connection.execute("select * from nowhere");
        return 1;
    });
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, StoreError::Kind::fault);
    EXPECT_EQ(readers.read([&](Connection& connection) { return sessions(connection); }).value(), 0);
}

TEST_P(Connections, a_store_opens_and_reads) {
    auto store = Store::open(database_.database(), {});
    ASSERT_TRUE(store) << store.error().detail;
    EXPECT_EQ((*store)->readers().read([&](Connection& connection) { return sessions(connection); }).value(), 0);
    auto writer = (*store)->connect();
    writer.execute(log_in_);
    EXPECT_EQ((*store)->readers().read([&](Connection& connection) { return sessions(connection); }).value(), 1);
}

ON_BOTH_DATABASES(Connections);

TEST(ReadersOfPostgresql, outlive_connections_that_were_cut) {
    const auto database = fresh_database(Engine::postgresql);
    Readers readers(database.database(), Role::app, 1);
    const auto process = [&] {
        return readers.read([](Connection& connection) {
            int number = 0;
            connection.sql() << "select pg_backend_pid()", soci::into(number);
            return number;
        });
    };
    const int before = process().value();
    database.owner().execute("select pg_terminate_backend(" + std::to_string(before) + ", 5000)");
    const auto after = process();
    ASSERT_TRUE(after) << after.error().detail;
    EXPECT_NE(*after, before);
}

TEST(ConnectionToPostgresql, that_was_cut_is_known_as_lost) {
    const auto database = fresh_database(Engine::postgresql);
    auto connection = database.connect();
    int process = 0;
    connection.sql() << "select pg_backend_pid()", soci::into(process);
    connection.begin();
    database.owner().execute("select pg_terminate_backend(" + std::to_string(process) + ", 5000)");
    EXPECT_TRUE(fault_from(connection, "select 1").connection_lost);
    EXPECT_FALSE(connection.alive());
    EXPECT_TRUE(fault_from(connection, "select 1").connection_lost);  // and goes on being so
    connection.rollback();
    EXPECT_TRUE(connection.in_transaction());
}

TEST(StoreOfSqlite, keeps_a_second_server_out_and_says_so) {
    const auto database = fresh_database(Engine::sqlite);
    auto first = Store::open(database.database(), {});
    ASSERT_TRUE(first);
    const auto second = Store::open(database.database(), {});
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, StoreError::Kind::unavailable);
    EXPECT_THAT(second.error().detail, HasSubstr("in use"));
    EXPECT_THAT(second.error().detail, HasSubstr(std::to_string(::getpid())));
    EXPECT_TRUE(Store::open(database.database(), {.role = Role::auditor, .exclusive = false}));
    first->reset();
    EXPECT_TRUE(Store::open(database.database(), {}));
}

/// Whether somebody holds SQLite's shared lock on the file, which every connection in WAL mode keeps while it lives.
/// The last to ask: closing the descriptor lets go of this process's own.
bool is_locked(const std::string& path) {
    constexpr off_t shared_lock_at = 0x40000002;
    constexpr off_t shared_lock_size = 510;
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = shared_lock_at;
    lock.l_len = shared_lock_size;
    const bool asked = ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0;
    ::close(descriptor);
    return asked && lock.l_type != F_UNLCK;
}

TEST(StoreOfSqlite, keeps_its_locks_when_further_connections_are_made) {
    const auto database = fresh_database(Engine::sqlite);
    auto first = database.connect();
    first.execute("select count(*) from session");
    { const auto second = database.connect(); }
    EXPECT_TRUE(is_locked(database.database().location));
}

TEST(Store, that_cannot_be_reached_says_why_without_the_password) {
    const auto nowhere = Store::open({Engine::sqlite, "/nowhere/shenyi.db"}, {.exclusive = false});
    ASSERT_FALSE(nowhere);
    EXPECT_EQ(nowhere.error().kind, StoreError::Kind::unavailable);
    EXPECT_FALSE(Store::open({Engine::sqlite, "/nowhere/shenyi.db"}, {}));

    const auto silent = Store::open({Engine::postgresql, "postgresql://u:secret@127.0.0.1:1/d"}, {});
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().kind, StoreError::Kind::unavailable);
    EXPECT_THAT(silent.error().detail, Not(HasSubstr("secret")));
}

TEST(StoreOfSqlite, that_is_no_database_is_told_as_damaged) {
    const TemporaryFolder folder;
    const auto path = (folder.path() / "text.db").string();
    std::FILE* file = std::fopen(path.c_str(), "w");
    ASSERT_NE(file, nullptr);
    std::fputs("this is a text and certainly not a database, however long one looks at it; not a page of it is one\n",
               file);
    std::fclose(file);
    const auto store = Store::open({Engine::sqlite, path}, {});
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().kind, StoreError::Kind::damaged);
}

}  // namespace

}  // namespace shenyi::storage
