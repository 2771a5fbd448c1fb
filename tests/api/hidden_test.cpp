#include "tests/api/bureau_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

/// What one may not see is told as what is not there: nobody finds out what there is by asking.
class Hidden : public OnBothDatabases {
  protected:
    /// The answer without what differs from one request to the next.
    static json::object told(const HttpAnswer& answer) {
        EXPECT_EQ(answer.status, 404) << answer.body;
        json::object body = json::parse(answer.body).as_object();
        body.erase("request_id");
        body.erase("instance");
        return body;
    }
    static std::vector<std::string> names(const HttpAnswer& answer) {
        std::vector<std::string> all;
        for (const auto& [name, value] : answer.headers) all.push_back(name);
        return all;
    }
    void alike(const std::string& login, const std::string& hidden, const std::string& nowhere) {
        SCOPED_TRACE(login + " " + hidden);
        const auto one = server.get(login, hidden);
        const auto other = server.get(login, nowhere);
        EXPECT_EQ(told(one), told(other));
        EXPECT_EQ(names(one), names(other));
    }

    TestDatabase database = fresh_database(GetParam());
    BureauServer server{database};
};

TEST_P(Hidden, matters_meetings_and_documents_are_told_as_none) {
    const std::string matter = "/matters/" + server.drafted();
    const std::string paper = server.document("drafter", "只给自己看");
    const std::string meeting = "/meetings/" + server.call_meeting();
    for (const char* part : {"", "/gate", "/history", "/responsibility", "/actions", "/drafts", "/drafts/1"}) {
        alike("visits", matter + part, "/matters/mat_nowhere" + std::string(part));
    }
    for (const char* part : {"", "/minutes", "/history"}) {
        alike("sysadmin", meeting + part, "/meetings/mtg_nowhere" + std::string(part));
    }
    alike("visits", "/documents/" + paper, "/documents/sha256:" + std::string(64, '0'));
}

TEST_P(Hidden, appointments_of_others_are_told_as_those_of_nobody) {
    ASSERT_EQ(server.get("director", "/people/" + BureauServer::person("drafter") + "/posts").status, 200);
    alike("drafter", "/people/" + BureauServer::person("director") + "/posts", "/people/per_nobody/posts");
    alike("drafter", "/people/" + BureauServer::person("director") + "/delegations", "/people/per_nobody/delegations");
}

/// Everybody of the bureau knows who works there; nobody else does.
TEST_P(Hidden, people_are_from_whoever_did_not_log_in) {
    for (const char* path : {"/people", "/people/per_drafter", "/people/per_nobody", "/advisers", "/organs"}) {
        EXPECT_EQ(server.client().request("GET", "/api/v1" + std::string(path)).status, 401) << path;
    }
}

TEST_P(Hidden, files_are_whatever_path_is_asked_for) {
    const HeaderList drafter{{"Authorization", "Bearer " + server.token("drafter")}};
    for (const char* target :
         {"/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/api/v1/documents/../../../../etc/passwd",
          "/api/v1/documents/..%2f..%2f..%2fetc%2fpasswd", "/api/v1/documents/sha256:..%2f..%2fmac.key",
          "/api/v1/documents/sha256:..", "/api/v1/documents/mac.key", "/api/v1/documents/%2fetc%2fpasswd",
          "/api/v1/documents/..%5c..%5cmac.key", "/api/v1/documents/a%00b", "/mac.key", "/shenyi.db", "/.git/config",
          "/documents/", "/schemas/openapi.yaml", "/docs/../mac.key", "/docs/problems/..%2f..%2fmac.key"}) {
        const auto answer = server.client().request("GET", target, drafter);
        EXPECT_TRUE(answer.status == 400 || answer.status == 404) << target << " " << answer.status;
        EXPECT_EQ(answer.header("Content-Type").substr(0, 24), "application/problem+json") << target;
    }
}

ON_BOTH_DATABASES(Hidden);

}  // namespace
}  // namespace shenyi::tests
