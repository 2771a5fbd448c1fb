#include "tests/api/bureau_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>
#include <sys/resource.h>
#include <boost/json/parse.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

/// What stands outside the base: health, figures, pages.
class Service : public OnBothDatabases {
  protected:
    HttpAnswer get(const std::string& path, const HeaderList& headers = {}) {
        return server.client().request("GET", path, headers);
    }
    std::string not_ready() {
        const auto answer = get("/readyz");
        EXPECT_EQ(answer.status, 503);
        EXPECT_TRUE(answer.has("Retry-After"));
        return std::string(json::parse(answer.body).at("type").as_string());
    }

    std::optional<TestDatabase> database = fresh_database(GetParam());
    BureauServer server{*database};
};

TEST_P(Service, is_ready_when_all_is_well) {
    EXPECT_EQ(get("/healthz").status, 200);
    EXPECT_EQ(get("/readyz").status, 200) << get("/readyz").body;
}

TEST_P(Service, says_that_the_schema_is_of_another_version) {
    database->owner().sql()
        << std::string("INSERT INTO schema_migration (number, name, sha256, applied_at) VALUES (999, 'newer', '") +
               std::string(64, '0') + "', '2030-01-01T00:00:00.000Z')";
    EXPECT_EQ(not_ready(), "/docs/problems/schema_outdated");
    EXPECT_EQ(get("/healthz").status, 200);
}

/// A server that goes; a file that is gone answers as long as it is open.
class ServiceWithoutDatabase : public Service {};

TEST_P(ServiceWithoutDatabase, says_that_the_database_does_not_answer) {
    database.reset();
    EXPECT_EQ(not_ready(), "/docs/problems/database_away");
    EXPECT_THAT(get("/metrics").body, HasSubstr("shenyi_database_up 0"));
    EXPECT_EQ(get("/healthz").status, 200);
}

TEST_P(Service, says_that_the_database_takes_no_writes) {
    database->owner().execute(GetParam() == storage::Engine::sqlite
                                  ? "CREATE TRIGGER readiness_shut BEFORE INSERT ON readiness "
                                    "BEGIN SELECT RAISE(ABORT, 'readiness_shut'); END"
                                  : "REVOKE INSERT, UPDATE ON readiness FROM shenyi_app");
    EXPECT_EQ(not_ready(), "/docs/problems/not_writable");
    EXPECT_EQ(get("/healthz").status, 200);
}

/// No file of this process may grow, as on a full disk.
class NoRoom {
  public:
    NoRoom() : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &usual_);
        const rlimit none{.rlim_cur = 0, .rlim_max = usual_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    ~NoRoom() {
        ::setrlimit(RLIMIT_FSIZE, &usual_);
        std::signal(SIGXFSZ, handler_);
    }
    NoRoom(const NoRoom&) = delete;
    NoRoom& operator=(const NoRoom&) = delete;

  private:
    void (*handler_)(int);
    rlimit usual_{};
};

/// A store whose file this process writes itself.
class ServiceOnFile : public Service {};

TEST_P(ServiceOnFile, says_that_the_disk_is_full) {
    HttpAnswer answer;
    {
        const NoRoom no_room;
        answer = get("/readyz");
    }
    EXPECT_EQ(answer.status, 503);
    EXPECT_THAT(answer.body, HasSubstr("/docs/problems/not_writable"));
}

TEST_P(ServiceOnFile, says_that_no_document_can_be_kept) {
    std::ofstream(database->folder() / storage::documents_folder) << "a file in the folder's place";
    EXPECT_EQ(not_ready(), "/docs/problems/not_writable");
    std::filesystem::remove(database->folder() / storage::documents_folder);
}

TEST_P(Service, says_that_the_record_is_damaged) {
    auto owner = database->owner();
    owner.sql() << "INSERT INTO event SELECT organ, 'evt_forged', stream, stream_seq + 1, type, outcome, actor_id, at, "
                   "body, leaf_sha256, leaf_sm3, mac FROM event WHERE stream LIKE 'organ/%' ORDER BY stream_seq DESC "
                   "LIMIT 1";
    owner.sql() << "UPDATE stream SET seq = seq + 1 WHERE id LIKE 'organ/%'";
    EXPECT_EQ(not_ready(), "/docs/problems/record_damaged");
}

TEST_P(Service, tells_figures_without_names_or_ids) {
    const std::string matter = server.propose();
    ASSERT_EQ(server
                  .act("director", "/matters/" + matter + "/actions/open", json::object{{"lead_unit", "unit_letters"}},
                       "/matters/" + matter)
                  .status,
              409);
    const auto answer = get("/metrics");
    ASSERT_EQ(answer.status, 200);
    EXPECT_THAT(answer.header("Content-Type"), HasSubstr("text/plain"));
    EXPECT_THAT(answer.body, HasSubstr("shenyi_requests_total{route=\"matter_create\",status=\"201\"} 1"));
    EXPECT_THAT(answer.body, HasSubstr("shenyi_requests_total{route=\"matter_action\",status=\"409\"} 1"));
    EXPECT_THAT(answer.body, HasSubstr("shenyi_refusals_total{rule=\"R-INIT-03\"} 1"));
    EXPECT_THAT(answer.body, HasSubstr("shenyi_database_up 1"));
    EXPECT_THAT(answer.body, HasSubstr("shenyi_commands_waiting 0"));
    EXPECT_THAT(answer.body, HasSubstr("shenyi_batch_commands_count 2"));
    EXPECT_THAT(answer.body, HasSubstr("shenyi_commit_seconds_bucket"));
    EXPECT_THAT(answer.body, HasSubstr("shenyi_events_pending "));
    EXPECT_THAT(answer.body, Not(HasSubstr(matter)));
    EXPECT_THAT(answer.body, Not(HasSubstr("drafter")));
}

TEST_P(Service, counts_paths_that_nobody_serves_under_one_name) {
    get("/nowhere/one");
    get("/nowhere/two");
    EXPECT_THAT(get("/metrics").body, HasSubstr("shenyi_requests_total{route=\"none\",status=\"404\"} 2"));
}

TEST_P(Service, shows_the_contract_for_people_in_two_languages) {
    const auto page = get("/docs");
    ASSERT_EQ(page.status, 200);
    EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_THAT(page.body, HasSubstr("id=\"matter_place_on_agenda\""));
    EXPECT_THAT(page.body, HasSubstr("GET /api/v1/matters/{id}/gate"));
    EXPECT_THAT(page.body, HasSubstr("<a href=\"#shape-Matter\">"));
    EXPECT_THAT(page.body, HasSubstr("id=\"shape-Matter\""));
    EXPECT_THAT(page.body, HasSubstr("可以调用者："));
    EXPECT_THAT(page.body, Not(HasSubstr("http://")));
    EXPECT_THAT(page.body, Not(HasSubstr("<script")));
    EXPECT_THAT(page.body, Not(HasSubstr("docs.")));
    const auto english = get("/docs", {{"Accept-Language", "en"}});
    EXPECT_THAT(english.body, HasSubstr("Who may: "));
    EXPECT_EQ(english.header("Content-Language"), "en");
}

TEST_P(Service, leads_from_the_type_of_a_problem_to_its_words) {
    const auto type = std::string(json::parse(get("/api/v1/me").body).at("type").as_string());
    const auto led = get(type);
    EXPECT_EQ(led.status, 308);
    EXPECT_EQ(led.header("Location"), "/docs/problems#unauthorized");
    const auto page = get("/docs/problems");
    EXPECT_THAT(page.body, HasSubstr("id=\"unauthorized\""));
    EXPECT_THAT(page.body, HasSubstr("尚未登录"));
    EXPECT_THAT(page.body, HasSubstr("Not logged in"));
    EXPECT_EQ(get("/docs/problems/none_such").status, 404);
}

ON_BOTH_DATABASES(Service);
ON_DATABASE(ServiceWithoutDatabase, postgresql);
ON_DATABASE(ServiceOnFile, sqlite);

}  // namespace
}  // namespace shenyi::tests
