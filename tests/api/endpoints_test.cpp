#include "tests/api/bureau_server.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <string>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

/// Outlives the server, which is the base after it.
struct OwnDatabase {
    TestDatabase database = fresh_database(OnBothDatabases::GetParam());
};

class Endpoints : public OnBothDatabases, private OwnDatabase, public BureauServer {
  protected:
    Endpoints() : BureauServer(database) {}
};

TEST_P(Endpoints, a_wrong_password_is_unauthorized_and_the_right_one_tells_who_one_is) {
    EXPECT_EQ(client().post_json("/api/v1/sessions", R"({"login":"drafter","password":"x"})").status, 401);
    EXPECT_EQ(client().request("GET", "/api/v1/me").status, 401);
    const auto me = get("drafter", "/me");
    ASSERT_EQ(me.status, 200) << me.body;
    EXPECT_EQ(json::parse(me.body).at("person").at("login"), "drafter");
}

TEST_P(Endpoints, a_draft_without_review_is_refused_at_the_gate_with_its_rule_sources_and_who_can_clear) {
    const std::string id = drafted();
    const std::string at = "/matters/" + id;
    const auto answer =
        act("office", at + "/actions/place_on_agenda", json::object{{"meeting", call_meeting()}, {"draft", 1}}, at);
    ASSERT_EQ(answer.status, 409) << answer.body;
    const json::value body = json::parse(answer.body);
    EXPECT_EQ(body.at("type"), "/docs/problems/refused");
    const json::object* gate = nullptr;
    for (const json::value& finding : body.at("findings").as_array()) {
        if (finding.at("rule") == "R-GATE-01") gate = &finding.as_object();
    }
    ASSERT_NE(gate, nullptr) << answer.body;
    EXPECT_NE(std::string(gate->at("message").as_string()).find("未经合法性审查"), std::string::npos);
    EXPECT_FALSE(gate->at("sources").as_array().empty());
    ASSERT_FALSE(gate->at("who_can_clear").as_array().empty());
    const auto history = get("director", at + "/history");
    EXPECT_NE(history.body.find("R-GATE-01"), std::string::npos) << history.body;
}

TEST_P(Endpoints, an_unknown_member_is_a_fault_with_its_pointer) {
    json::object body = proposal();
    body.emplace("colour", "red");
    const auto answer = post("drafter", "/matters", body, {{"Idempotency-Key", "k"}});
    ASSERT_EQ(answer.status, 422) << answer.body;
    EXPECT_EQ(json::parse(answer.body).at("errors").at(0).at("pointer"), "/colour");
}

TEST_P(Endpoints, a_replayed_key_gets_the_first_receipt_and_makes_no_second_matter) {
    const auto first = post("drafter", "/matters", proposal(), {{"Idempotency-Key", "same"}});
    const auto again = post("drafter", "/matters", proposal(), {{"Idempotency-Key", "same"}});
    ASSERT_EQ(first.status, 201) << first.body;
    ASSERT_EQ(again.status, 201) << again.body;
    EXPECT_EQ(json::parse(first.body).at("events"), json::parse(again.body).at("events"));
    json::object other = proposal();
    other["title"] = "另一事项";
    EXPECT_EQ(post("drafter", "/matters", other, {{"Idempotency-Key", "same"}}).status, 422);
}

TEST_P(Endpoints, a_stale_tag_is_412_and_a_star_is_428) {
    const std::string at = "/matters/" + propose();
    const json::object body{{"document", document("drafter", "论证")}};
    EXPECT_EQ(
        post("drafter", at + "/actions/record_study", body, {{"Idempotency-Key", "a"}, {"If-Match", "\"99\""}}).status,
        412);
    EXPECT_EQ(post("drafter", at + "/actions/record_study", body, {{"Idempotency-Key", "b"}, {"If-Match", "*"}}).status,
              428);
    EXPECT_EQ(post("drafter", at + "/actions/record_study", body, {{"Idempotency-Key", "c"}}).status, 428);
}

TEST_P(Endpoints, what_is_not_seen_is_not_there) {
    const std::string at = "/matters/" + propose();
    EXPECT_EQ(get("sysadmin", at).status, 404);
    EXPECT_EQ(get("visits", at).status, 404);
    EXPECT_EQ(get("office", at).status, 200);
    EXPECT_EQ(get("drafter", "/matters/mat_none").status, 404);
}

TEST_P(Endpoints, a_document_is_read_by_who_sees_its_matter_and_by_nobody_else) {
    const std::string paper = document("drafter", "只给自己看");
    const auto own = get("drafter", "/documents/" + paper);
    EXPECT_EQ(own.status, 200);
    EXPECT_TRUE(own.header("Content-Disposition").starts_with("attachment"));
    EXPECT_EQ(get("director", "/documents/" + paper).status, 404);
}

TEST_P(Endpoints, a_dry_run_writes_nothing) {
    const auto answer = post("drafter", "/matters?dry_run=true", proposal());
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(json::parse(answer.body).at("allowed"), true);
    EXPECT_TRUE(json::parse(get("drafter", "/matters").body).at("items").as_array().empty());
}

ON_BOTH_DATABASES(Endpoints);

}  // namespace
}  // namespace shenyi::tests
