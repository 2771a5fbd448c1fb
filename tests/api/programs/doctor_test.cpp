#include "api/app.hpp"
#include "api/http/bound_address.hpp"
#include "storage/log/envelope.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/postgresql.hpp"
#include "tests/support/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <soci/soci.h>
#include <sys/socket.h>
#include <unistd.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shenyi::tests {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

struct Told {
    std::string grade;
    std::string what;
    std::string to_do;
};

/// A page of `shenyi doctor`: what it tells of each thing, the worst of it where there are several lines.
struct DoctorsPage {
    int status = 0;
    std::string text;
    std::map<std::string, Told> about;

    const Told& operator[](const std::string& thing) const {
        static const Told none{.grade = "not told", .what = {}, .to_do = {}};
        const auto found = about.find(thing);
        return found == about.end() ? none : found->second;
    }
};

int rank_of(const std::string& grade) {
    return grade == "fault" ? 2 : grade == "warning" ? 1 : 0;
}

DoctorsPage ask_doctor(std::vector<std::string> words) {
    words.insert(words.begin(), {"doctor", "--json"});
    const Ended ended = run_program(words);
    DoctorsPage page{.status = ended.status, .text = ended.out + ended.err, .about = {}};
    const auto told = boost::json::parse(ended.out);
    for (const auto& each : told.at("findings").as_array()) {
        const auto member = [&](const char* name) { return std::string(each.at(name).as_string()); };
        Told& worst = page.about[member("about")];
        if (worst.grade.empty() || rank_of(member("grade")) > rank_of(worst.grade)) {
            worst = {member("grade"), member("what"), member("to_do")};
        }
        // What is not well comes with what to do.
        EXPECT_EQ(member("grade") == "ok", member("to_do").empty()) << member("about") << ": " << member("what");
    }
    EXPECT_EQ(page.status, rank_of(std::string(told.at("worst").as_string()))) << page.text;
    return page;
}

std::string given_as(const storage::Database& database) {
    return database.engine == storage::Engine::sqlite ? "sqlite:" + database.location : database.location;
}

DoctorsPage examine(const TestDatabase& database) {
    return ask_doctor({"--port", "0", "--data", database.folder(), "--database", given_as(database.database())});
}

/// Every file in a folder with its bytes.
std::map<std::string, std::string> files_in(const std::filesystem::path& folder) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        files[entry.path()] = entry.is_regular_file() ? std::string(std::istreambuf_iterator<char>(in), {}) : "";
    }
    return files;
}

/// A demo store with its bureau, on a morning of which the calendar is known.
class DoctorOnFile : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(run_program({"migrate", "--data", folder_.path()}).status, 0);
        const auto app = api::App::open({.database = {storage::Engine::sqlite, folder_.path() / "shenyi.db"},
                                         .data = folder_.path(),
                                         .schemas = schemas_folder(),
                                         .demo = true,
                                         .cost = storage::PasswordCost::cheapest()});
        ASSERT_TRUE(app) << app.error().front();
        ASSERT_TRUE((*app)->found());
        (*app)->stop();
    }
    DoctorsPage examined(const std::string& port = "0") {
        return ask_doctor({"--data", folder_.path(), "--port", port});
    }
    std::filesystem::path key() const { return folder_.path() / "mac.key"; }

    TemporaryFolder folder_;
};

TEST_F(DoctorOnFile, finds_a_store_well_and_changes_nothing_of_it) {
    const auto before = files_in(folder_.path());
    const DoctorsPage page = examined();
    for (const char* thing :
         {"program", "settings", "key", "documents", "log", "backup", "schemas", "lock", "server", "database", "clock",
          "schema", "pending", "seal", "sessions", "record", "calendar", "day"}) {
        EXPECT_EQ(page[thing].grade, "ok") << thing << ": " << page[thing].what;
    }
    EXPECT_THAT(page["lock"].what, HasSubstr("nobody"));
    EXPECT_THAT(page["database"].what, HasSubstr("SQLite 3."));
    EXPECT_EQ(files_in(folder_.path()), before);
}

TEST_F(DoctorOnFile, misses_what_signs_the_log) {
    EXPECT_THAT(examined()["seal"].what, HasSubstr("events sealed"));
    for (const char* file : {"sha256.pem", "state"}) {
        const auto place = folder_.path() / "seal" / file;
        const auto aside = folder_.path() / "aside";
        std::filesystem::rename(place, aside);
        const DoctorsPage page = examined();
        EXPECT_EQ(page["seal"].grade, "fault");
        EXPECT_THAT(page["seal"].what, HasSubstr(place.string()));
        std::filesystem::rename(aside, place);
    }
}

TEST_F(DoctorOnFile, tells_a_page_for_people) {
    const Ended ended = run_program({"doctor", "--data", folder_.path(), "--port", "0"});
    EXPECT_THAT(ended.out, AllOf(HasSubstr("ok       key "), HasSubstr(" faults, "), HasSubstr("--idle-minutes 30")));
    EXPECT_LT(std::ranges::count(ended.out, '\n'), 40) << "one page";
}

TEST_F(DoctorOnFile, sees_the_server_that_runs_on_it) {
    Program server({"demo", "--port", "0", "--data", folder_.path()});
    const std::string port = server.wait_for("the demo bureau:  http://127.0.0.1:");
    const DoctorsPage page = examined(port);
    EXPECT_EQ(page["server"].grade, "ok") << page["server"].what;
    EXPECT_THAT(page["server"].what,
                HasSubstr("served by process " + std::to_string(server.process()) + " (shenyi), and ready"));
    EXPECT_THAT(page["lock"].what, HasSubstr("process " + std::to_string(server.process())));
    EXPECT_EQ(page["day"].grade, "ok") << page["day"].what;
    EXPECT_EQ(examined("0")["record"].grade, "ok");
    server.kill();
    // What a killed server left unfinished beside the file is read, and left there.
    const auto left = files_in(folder_.path());
    EXPECT_EQ(examined()["record"].grade, "ok");
    const auto after = files_in(folder_.path());
    for (const auto& [file, bytes] : left) {
        if (file.ends_with("-shm")) continue;  // an index that SQLite makes anew whenever it likes
        EXPECT_EQ(after.at(file), bytes) << file;
    }
}

TEST_F(DoctorOnFile, says_what_a_server_that_is_not_ready_lacks) {
    Program server({"demo", "--port", "0", "--data", folder_.path()});
    const std::string port = server.wait_for("the demo bureau:  http://127.0.0.1:");
    storage::Connection({storage::Engine::sqlite, folder_.path() / "shenyi.db"}, storage::Role::migrate)
        .execute("CREATE TRIGGER readiness_shut BEFORE INSERT ON readiness BEGIN SELECT RAISE(ABORT, 'shut'); END");
    const DoctorsPage page = examined(port);
    EXPECT_EQ(page["server"].grade, "fault");
    EXPECT_THAT(page["server"].what, HasSubstr("takes no writes"));
    EXPECT_EQ(page["schema"].grade, "fault");
    EXPECT_THAT(page["schema"].what, HasSubstr("readiness_shut"));
}

TEST_F(DoctorOnFile, misses_the_key) {
    std::filesystem::remove(key());
    const DoctorsPage page = examined();
    EXPECT_EQ(page["key"].grade, "fault");
    EXPECT_THAT(page["key"].to_do, HasSubstr("backup"));
    EXPECT_FALSE(std::filesystem::exists(key()));
}

TEST_F(DoctorOnFile, notices_a_key_that_others_may_read) {
    std::filesystem::permissions(key(), std::filesystem::perms{0644});
    const DoctorsPage page = examined();
    EXPECT_EQ(page["key"].grade, "fault");
    EXPECT_THAT(page["key"].what, HasSubstr("0644"));
    EXPECT_EQ(page["key"].to_do, "chmod 600 " + key().string());
}

TEST_F(DoctorOnFile, notices_a_key_of_another_store) {
    std::filesystem::remove(key());
    storage::log::MacKey::load_or_make(key());
    const DoctorsPage page = examined();
    EXPECT_EQ(page["key"].grade, "ok");
    EXPECT_EQ(page["record"].grade, "fault");
    EXPECT_THAT(page["record"].to_do, AllOf(HasSubstr("key"), HasSubstr("shenyi fsck --data")));
}

TEST_F(DoctorOnFile, survives_a_file_of_which_a_part_is_gone) {
    {
        std::fstream file(folder_.path() / "shenyi.db", std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(4096);
        file << std::string(200'000, 'x');
    }
    const DoctorsPage page = examined();
    EXPECT_EQ(page.status, 2);
    EXPECT_EQ(page["database"].grade, "fault");
}

TEST_F(DoctorOnFile, tells_who_has_taken_the_port) {
    const auto bound = api::http::BoundAddress::take("127.0.0.1", 0);
    ASSERT_TRUE(bound);
    ASSERT_EQ(::listen((*bound)->descriptor(), 1), 0);
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    ASSERT_EQ(::getsockname((*bound)->descriptor(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    const auto port = ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
    const DoctorsPage page = examined(std::to_string(port));
    EXPECT_EQ(page["server"].grade, "fault");
    EXPECT_THAT(page["server"].what, HasSubstr("process " + std::to_string(::getpid())));
}

TEST_F(DoctorOnFile, misses_the_calendar_of_the_year_and_from_december_that_of_the_next) {
    const auto clock_at = [&](const char* instant) {
        const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
        std::ofstream(folder_.path() / "demo-clock")
            << (workflow::parse_instant(instant).value() - now).count() << '\n';
    };
    clock_at("2026-11-30T12:00:00+08:00");
    EXPECT_EQ(examined()["calendar"].grade, "ok");
    clock_at("2026-12-01T12:00:00+08:00");
    EXPECT_EQ(examined()["calendar"].grade, "warning");
    clock_at("2027-01-04T12:00:00+08:00");
    const DoctorsPage page = examined();
    EXPECT_EQ(page["calendar"].grade, "fault");
    EXPECT_THAT(page["calendar"].to_do, HasSubstr("load_calendar"));
    EXPECT_EQ(page["day"].grade, "ok") << "no server runs that should have begun it";
    clock_at("2020-01-04T12:00:00+08:00");
    EXPECT_THAT(examined()["record"].what, HasSubstr("clock_behind"));
}

/// Data folders on which no server can run.
class DoctorOnRuins : public testing::Test {
  protected:
    DoctorsPage examined() { return ask_doctor({"--data", folder_.path(), "--port", "0"}); }
    TemporaryFolder folder_;
};

TEST_F(DoctorOnRuins, says_how_a_store_is_made_and_makes_none) {
    DoctorsPage page = examined();
    EXPECT_EQ(page.status, 2);
    EXPECT_THAT(page["database"].what, HasSubstr("there is no file"));
    EXPECT_THAT(page["database"].to_do, HasSubstr("shenyi migrate --data"));
    EXPECT_EQ(page["key"].grade, "warning");
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
    page = ask_doctor({"--data", folder_.path() / "none", "--port", "0", "--log", folder_.path() / "log"});
    EXPECT_EQ(page["data"].grade, "fault");
    EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(DoctorOnRuins, knows_a_file_that_is_no_database) {
    std::ofstream(folder_.path() / "shenyi.db") << std::string(10'000, 'x');
    EXPECT_THAT(examined()["database"].what, HasSubstr("not a database"));
}

TEST_F(DoctorOnRuins, advises_nobody_to_migrate_what_is_another_programs) {
    storage::Connection({storage::Engine::sqlite, folder_.path() / "shenyi.db"}, storage::Role::migrate)
        .execute("create table songs (name text)");
    const DoctorsPage page = examined();
    EXPECT_THAT(page["schema"].what, HasSubstr("another program"));
    EXPECT_THAT(page.text, Not(HasSubstr("shenyi migrate")));
}

TEST_F(DoctorOnRuins, tells_what_it_was_told_wrong) {
    const Ended ended = run_program({"doctor", "--port", "none", "--database", "mysql://a", "--address", "nowhere"});
    EXPECT_EQ(ended.status, 2);
    EXPECT_THAT(ended.err, AllOf(HasSubstr("--port"), HasSubstr("--database"), HasSubstr("--address")));
}

/// A database whose schema is not the one of the program.
class DoctorOnSchema : public OnBothDatabases {};

TEST_P(DoctorOnSchema, finds_it_well_where_it_is) {
    const auto database = fresh_database(GetParam());
    const DoctorsPage page = examine(database);
    EXPECT_EQ(page["schema"].grade, "ok") << page.text;
    EXPECT_THAT(page["database"].what, HasSubstr(GetParam() == storage::Engine::sqlite ? "SQLite" : "PostgreSQL 15"));
    EXPECT_EQ(page["clock"].grade, "ok");
}

TEST_P(DoctorOnSchema, tells_the_command_where_it_is_older) {
    const auto database = bare_database(GetParam());
    {
        auto some = migrations(GetParam());
        some.pop_back();
        auto owner = database.owner();
        storage::migrate(owner, some, workflow::parse_instant("2026-03-02T09:00:00+08:00").value());
    }
    const DoctorsPage page = examine(database);
    EXPECT_EQ(page["schema"].grade, "fault");
    EXPECT_THAT(page["schema"].to_do, HasSubstr("shenyi migrate --data"));
}

TEST_P(DoctorOnSchema, tells_that_it_is_newer) {
    const auto database = fresh_database(GetParam());
    database.owner().sql()
        << std::string("INSERT INTO schema_migration (number, name, sha256, applied_at) VALUES (999, 'newer', '") +
               std::string(64, '0') + "', '2030-01-01T00:00:00.000Z')";
    const DoctorsPage page = examine(database);
    EXPECT_EQ(page["schema"].grade, "fault");
    EXPECT_THAT(page["schema"].what, HasSubstr("newer program (migration 999)"));
}

TEST_P(DoctorOnSchema, names_a_trigger_that_was_taken_away) {
    const auto database = fresh_database(GetParam());
    const bool sqlite = GetParam() == storage::Engine::sqlite;
    database.owner().execute(sqlite ? "DROP TRIGGER idempotency_no_update"
                                    : "ALTER TABLE idempotency DISABLE TRIGGER idempotency_insert_only");
    const DoctorsPage page = examine(database);
    EXPECT_EQ(page["schema"].grade, "fault");
    EXPECT_THAT(page["schema"].what, HasSubstr(sqlite ? "idempotency_no_update" : "idempotency_insert_only"));
}

ON_BOTH_DATABASES(DoctorOnSchema);

TEST(DoctorOnPostgresql, tells_that_it_does_not_answer_and_no_password) {
    const TemporaryFolder folder;
    const DoctorsPage page = ask_doctor(
        {"--data", folder.path(), "--port", "0", "--database", "postgresql://who:Secret-4711@127.0.0.1:1/shenyi"});
    EXPECT_EQ(page["database"].grade, "fault");
    EXPECT_THAT(page["database"].to_do, HasSubstr("pg_isready"));
    EXPECT_THAT(page.text, Not(HasSubstr("Secret-4711")));
}

TEST(DoctorOnPostgresql, tells_that_it_was_never_migrated) {
    const TemporaryFolder folder;
    const auto cluster = Cluster::fresh();
    const DoctorsPage page =
        ask_doctor({"--data", folder.path(), "--port", "0", "--database", cluster->url("postgres")});
    EXPECT_EQ(page["database"].grade, "fault");
    EXPECT_THAT(page["database"].to_do, HasSubstr("shenyi migrate --data"));
}

TEST(DoctorOnPostgresql, tells_the_statement_that_makes_a_login_a_member) {
    const TemporaryFolder folder;
    const auto database = fresh_database(storage::Engine::postgresql);
    database.owner().execute("create role doctors_stranger login");
    const DoctorsPage page = ask_doctor(
        {"--data", folder.path(), "--port", "0", "--database", database.database_as("doctors_stranger").location});
    database.owner().execute("drop role doctors_stranger");
    EXPECT_EQ(page["database"].grade, "fault");
    EXPECT_EQ(page["database"].to_do, "GRANT shenyi_app TO doctors_stranger");
}

}  // namespace
}  // namespace shenyi::tests
