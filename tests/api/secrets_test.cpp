#include "api/failed_log_ins.hpp"
#include "api/log_lines.hpp"
#include "tests/api/bureau_server.hpp"
#include "workflow/codec/bodies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What the program logs while this lives, every level of it, in the program's own form.
class Log {
  public:
    Log() : before_(spdlog::default_logger()) {
        auto logger =
            std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text_, true));
        logger->set_level(spdlog::level::trace);
        logger->set_formatter(api::log_format());
        spdlog::set_default_logger(std::move(logger));
    }
    ~Log() { spdlog::set_default_logger(before_); }
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;

    std::string text() const { return text_.str(); }

  private:
    std::shared_ptr<spdlog::logger> before_;
    std::ostringstream text_;
};

TEST(LogLines, hold_what_came_with_a_request_in_one_line) {
    const Log log;
    spdlog::error("login {}", "li\r\n2026-03-02T01:00:00.000Z error forged\x1b[2J\xE2\x80\xAE\xC2\x85 \\n 审议");
    const std::string text = log.text();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
    EXPECT_THAT(text, AllOf(HasSubstr("Z error login li\\r\\n2026"),
                            HasSubstr("\\x1b[2J\\xe2\\x80\\xae\\xc2\\x85 \\\\n 审议\n"), Not(HasSubstr("\x1b"))));
}

TEST(LogLines, begin_with_the_instant_in_utc) {
    const Log log;
    spdlog::warn("told");
    EXPECT_THAT(log.text(), testing::ContainsRegex("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\\.[0-9]{3}Z warning told"));
}

/// Everything that a course with its faults leaves behind is searched for what must be nowhere.
class Secrets : public OnBothDatabases {
  protected:
    /// From here on the database takes no row of this table, and no change of one.
    void shut(const std::string& table) {
        if (GetParam() == storage::Engine::postgresql) {
            database.owner().execute("ALTER TABLE " + table + " ADD CONSTRAINT shut CHECK (false) NOT VALID");
            return;
        }
        for (const std::string act : {"INSERT", "UPDATE"}) {
            database.owner().execute("CREATE TRIGGER shut_" + act + "_" + table + " BEFORE " + act + " ON " + table +
                                     " BEGIN SELECT RAISE(ABORT, 'shut'); END");
        }
    }
    HttpAnswer log_in(const std::string& login, const std::string& password) {
        auto answer = server.log_in(login, password);
        if (answer.status != 201) return answer;
        const json::value body = json::parse(answer.body);
        secret("token of " + login, std::string(body.at("token").as_string()));
        secret("csrf token of " + login, std::string(body.at("csrf_token").as_string()));
        return answer;
    }
    void secret(const std::string& what, const std::string& value) { secrets.emplace_back(what, value); }
    static HeaderList bearer(const HttpAnswer& session) {
        return {{"Authorization", "Bearer " + std::string(json::parse(session.body).at("token").as_string())}};
    }
    HttpAnswer change(const HttpAnswer& session, const std::string& current, const std::string& fresh) {
        return server.client().post_json("/api/v1/me/password",
                                         json::serialize(json::object{{"current", current}, {"new", fresh}}),
                                         bearer(session));
    }
    /// Somebody proposes, by-passing HTTP: what is not kept is logged by the engine.
    void propose_in_vain() {
        auto& app = server.app();
        const auto body = workflow::codec::read_body(workflow::Target::matter, "create", BureauServer::proposal());
        ASSERT_TRUE(body);
        workflow::Command command{.target = workflow::Target::matter,
                                  .action = "create",
                                  .subject = {.organ = app.organ},
                                  .actor = {BureauServer::person("drafter")},
                                  .body = *body};
        EXPECT_FALSE(app.engine->submit({.command = std::move(command), .address = "127.0.0.1"}));
    }

    static std::string bytes_of(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// Every file of the store but the key itself, and on PostgreSQL every row of every table.
    std::map<std::string, std::string> kept() {
        std::map<std::string, std::string> all;
        for (const auto& entry : fs::recursive_directory_iterator(database.folder())) {
            if (entry.is_regular_file() && entry.path().filename() != "mac.key") {
                all.emplace(entry.path().filename(), bytes_of(entry.path()));
            }
        }
        if (GetParam() == storage::Engine::postgresql) {
            auto owner = database.owner();
            const soci::rowset<std::string> tables =
                (owner.sql().prepare << "SELECT tablename FROM pg_tables WHERE schemaname = 'shenyi'");
            const std::vector<std::string> names(tables.begin(), tables.end());
            for (const std::string& table : names) {
                std::string rows;
                owner.sql() << "SELECT coalesce(string_agg(t::text, ' '), '') FROM shenyi." + table + " t",
                    soci::into(rows);
                all.emplace(table, rows);
            }
        }
        return all;
    }
    long long events_with(const std::string& text) {
        long long count = 0;
        database.owner().sql() << "SELECT count(*) FROM event WHERE body LIKE '%" + text + "%'", soci::into(count);
        return count;
    }

    TestDatabase database = fresh_database(GetParam());
    BureauServer server{database};
    std::vector<std::pair<std::string, std::string>> secrets;
};

TEST_P(Secrets, are_in_no_log_figure_file_or_table_after_a_full_run) {
    const Log log;
    const std::string chosen = "Chosen-Secret-0417";
    const std::string guessed = "Guessed-Secret-3301";
    const std::string misplaced = "Misplaced-Secret-7742";  // typed where the log-in belongs
    const std::string of_expert = "Known-Secret-9925";
    for (const auto& [what, value] : {std::pair{"chosen", chosen}, {"guessed", guessed}, {"of expert", of_expert}}) {
        secret(std::string("password ") + what, value);
    }
    secret("key of the log", bytes_of(database.folder() / "mac.key").substr(0, 16));

    // A day with its ordinary acts and mistakes.
    ASSERT_EQ(change(log_in("visits", "demo"), "demo", chosen).status, 204);
    const auto visits = log_in("visits", chosen);
    ASSERT_EQ(visits.status, 201);
    EXPECT_EQ(log_in("visits", guessed).status, 401);
    EXPECT_EQ(log_in(misplaced, chosen).status, 401);
    server.app().write_failed_log_ins();
    EXPECT_EQ(change(visits, guessed, of_expert).status, 422);
    EXPECT_EQ(server.client().request("GET", "/api/v1/me", {{"Authorization", "Bearer " + guessed}}).status, 401);
    EXPECT_EQ(server.client().request("GET", "/api/v1/matters?q=" + guessed, bearer(visits)).status, 200);
    const std::string matter = server.drafted();
    EXPECT_EQ(server
                  .act("office", "/matters/" + matter + "/actions/place_on_agenda",
                       json::object{{"meeting", server.call_meeting()}, {"draft", 1}}, "/matters/" + matter)
                  .status,
              409);
    const auto before = log_in("expert", "demo");
    const auto reset = server.post("secadmin", "/people/" + BureauServer::person("expert") + "/reset",
                                   json::object{{"reason", "忘记口令"}}, {{"Idempotency-Key", "reset"}});
    ASSERT_EQ(reset.status, 200) << reset.body;
    const std::string one_time(json::parse(reset.body).at("one_time_password").as_string());
    secret("one-time password", one_time);
    EXPECT_EQ(server.client().request("GET", "/api/v1/me", bearer(before)).status, 401) << "a reset ends all sessions";
    ASSERT_EQ(change(log_in("expert", one_time), one_time, of_expert).status, 204);

    // … and a bad one: the database takes nothing more.
    server.app().protection.sessions.idle = 30min;
    const auto session = log_in("expert", of_expert);
    ASSERT_TRUE(server.app().clock->move_to(server.app().clock->now() + 20min));
    shut("session");
    shut("credential");
    EXPECT_EQ(server.client().request("GET", "/api/v1/me", bearer(session)).status, 200) << "reading goes on";
    auto& accounts = *server.app().accounts;
    const workflow::PersonId expert{BureauServer::person("expert")};
    const auto set = accounts.set_password(server.app().organ, expert, guessed, false, server.app().clock->now());
    ASSERT_FALSE(set);
    EXPECT_THAT(set.error().detail, Not(HasSubstr("argon2id")));
    EXPECT_EQ(log_in("visits", guessed).status, 401);
    shut("event");
    propose_in_vain();
    server.app().write_failed_log_ins();

    const std::string text = log.text();
    for (const char* told : {"a session is not prolonged", "not committed", "failed log-ins are not written", "shut"}) {
        EXPECT_THAT(text, HasSubstr(told)) << "the faults are to be seen in the log";
    }
    EXPECT_THAT(text, Not(HasSubstr("argon2id")));
    EXPECT_THAT(text, Not(HasSubstr("信访积案化解专项方案"))) << "titles are none of the operator's business";
    EXPECT_THAT(text, Not(HasSubstr(misplaced)));
    EXPECT_EQ(events_with(misplaced), 0) << "the record is for ever";
    auto places = kept();
    places.emplace("the log", text);
    places.emplace("figures", server.client().request("GET", "/metrics").body);
    for (const auto& [what, value] : secrets) {
        ASSERT_FALSE(value.empty()) << what;
        for (const auto& [place, held] : places)
            EXPECT_EQ(held.find(value), std::string::npos) << what << " in " << place;
    }
}

TEST_P(Secrets, lie_in_files_that_nobody_else_reads) {
    server.document("drafter", "只给自己看");
    for (const auto& entry : fs::recursive_directory_iterator(database.folder())) {
        const std::string name = entry.path().filename().string();
        // What the day of a demo is may be known, and the log's public keys are there to be handed out.
        const bool is_public = name == "demo-clock" || name == "policy.txt" || name == "vkey.txt";
        if (!entry.is_regular_file() || name.starts_with("shenyi.db") || is_public) continue;
        const fs::perms allowed = entry.status().permissions();
        EXPECT_EQ(allowed & fs::perms::others_all, fs::perms::none) << entry.path();
        if (name == "mac.key" || name == "passphrase" || name == "sha256.pem" || name == "state") {
            EXPECT_EQ(allowed, fs::perms::owner_read | fs::perms::owner_write);
        }
    }
}

ON_BOTH_DATABASES(Secrets);

}  // namespace
}  // namespace shenyi::tests
