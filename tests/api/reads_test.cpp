#include "tests/api/bureau_server.hpp"
#include "tests/support/databases.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

#include <string>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

/// What the bureau is, as anybody in it may read it.
class Reads : public OnBothDatabases {
  protected:
    json::value read(const std::string& login, const std::string& path) {
        const auto answer = server.get(login, path);
        EXPECT_EQ(answer.status, 200) << path << " " << answer.body;
        return json::parse(answer.body);
    }
    json::array items(const std::string& login, const std::string& path) {
        return read(login, path).at("items").as_array();
    }

    TestDatabase database = fresh_database(GetParam());
    BureauServer server{database};
};

TEST_P(Reads, the_organ_with_its_units_rosters_packs_and_calendars) {
    const std::string organ = "/organs/" + server.app().organ.value;
    EXPECT_EQ(items("drafter", "/organs").at(0).at("id"), json::value(server.app().organ.value));
    EXPECT_EQ(read("drafter", organ).at("id"), json::value(server.app().organ.value));
    for (const char* list : {"/units", "/rosters", "/policy-packs", "/calendars"}) {
        EXPECT_FALSE(items("drafter", organ + list).empty()) << list;
    }
    EXPECT_EQ(items("drafter", organ + "/rosters?forum=party_group").size(), 1U);
    EXPECT_EQ(server.get("drafter", "/organs/org_other").status, 404);
}

TEST_P(Reads, people_with_their_posts_and_who_advises) {
    const std::string chief = "/people/" + BureauServer::person("chief");
    EXPECT_EQ(read("drafter", "/me").at("person").at("id"), json::value(BureauServer::person("drafter")));
    EXPECT_EQ(read("drafter", chief).at("login"), "chief");
    EXPECT_FALSE(items("chief", chief + "/posts").empty());
    EXPECT_TRUE(items("chief", chief + "/delegations").empty());
    EXPECT_EQ(server.get("drafter", chief + "/posts").status, 404) << "another's";
    const std::string adviser = BureauServer::person("adviser");
    EXPECT_FALSE(items("legal", "/advisers").empty());
    EXPECT_EQ(read("legal", "/advisers/" + adviser).at("id"), json::value(adviser));
}

TEST_P(Reads, procedures_and_what_may_be_done_with_a_matter) {
    const json::array procedures = items("drafter", "/procedures");
    ASSERT_FALSE(procedures.empty());
    const std::string name(procedures.at(0).at("id").as_string());
    EXPECT_EQ(read("drafter", "/procedures/" + name).at("id"), json::value(name));
    EXPECT_FALSE(items("drafter", "/matters/" + server.propose() + "/actions").empty());
    const std::string matter = "/matters/" + server.drafted();
    EXPECT_FALSE(items("drafter", matter + "/actions").empty());
    EXPECT_EQ(items("drafter", matter + "/drafts").size(), 1U);
}

TEST_P(Reads, the_contract_and_the_demos_clock) {
    EXPECT_TRUE(read("drafter", "/demo/clock").at("now").is_string());
    const auto contract = server.client().request("GET", "/openapi.yaml");
    EXPECT_EQ(contract.status, 200);
    EXPECT_NE(contract.body.find("openapi: '3.1"), std::string::npos);
}

ON_BOTH_DATABASES(Reads);

}  // namespace
}  // namespace shenyi::tests
