#include "api/app.hpp"
#include "api/http/server.hpp"
#include "api/routes.hpp"
#include "storage/definitions/bureau.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/http_client.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

/// A server of the demo bureau on a free port, and clients that are logged in.
class Endpoints : public OnBothDatabases {
  protected:
    Endpoints() : database_(fresh_database(GetParam())) {
        auto app = api::App::open({.database = database_.database(),
                                   .data = database_.folder(),
                                   .schemas = schemas_folder(),
                                   .demo = true,
                                   .cost = storage::PasswordCost::cheapest()});
        if (!app) throw std::runtime_error(app.error().front());
        app_ = std::move(*app);
        if (!app_->found()) throw std::runtime_error("not founded");
        for (const char* login : {"drafter", "chief", "office", "director", "legal", "visits", "sysadmin"}) {
            const auto person = storage::definitions::founding_person(login);
            if (!app_->accounts->set_password(app_->organ, person, "demo", false, app_->clock->now())) {
                throw std::runtime_error("no password");
            }
        }
        router_ = api::routes_of(*app_);
        api::http::ServerSettings settings;
        settings.texts = app_->problem_texts();
        settings.pool = [this](std::function<void()> work) { return app_->pool->take(std::move(work)); };
        server_ = std::make_unique<api::http::Server>(
            settings, [this](api::http::Request& request) { return router_.find(request); });
        server_->start();
    }
    ~Endpoints() override {
        server_->stop(std::chrono::seconds(0));
        app_->stop();
    }

    HttpClient client() { return HttpClient(server_->port()); }

    std::string token(const std::string& login) {
        const auto answer = client().post_json("/api/v1/sessions", R"({"login":")" + login + R"(","password":"demo"})");
        EXPECT_EQ(answer.status, 201) << answer.body;
        return std::string(json::parse(answer.body).at("token").as_string());
    }
    HttpAnswer get(const std::string& login, const std::string& path) {
        return client().request("GET", "/api/v1" + path, {{"Authorization", "Bearer " + token(login)}});
    }
    HttpAnswer post(const std::string& login, const std::string& path, const json::value& body,
                    HeaderList headers = {}) {
        headers.emplace_back("Authorization", "Bearer " + token(login));
        return client().post_json("/api/v1" + path, json::serialize(body), std::move(headers));
    }
    /// An act with a key of its own and the tag that the resource has now.
    HttpAnswer act(const std::string& login, const std::string& path, const json::value& body,
                   const std::string& resource) {
        return post(
            login, path, body,
            {{"Idempotency-Key", "key-" + std::to_string(++keys_)}, {"If-Match", get(login, resource).header("ETag")}});
    }
    std::string document(const std::string& login, const std::string& text) {
        const auto answer = client().request("POST", "/api/v1/documents",
                                             {{"Authorization", "Bearer " + token(login)},
                                              {"Content-Type", "text/plain"},
                                              {"Content-Disposition", "attachment; filename=\"paper.txt\""}},
                                             text);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return std::string(json::parse(answer.body).at("id").as_string());
    }
    static std::string person(const std::string& login) { return storage::definitions::founding_person(login).value; }

    static json::object proposal() {
        return {{"kind", "major_decision"},
                {"title", "信访积案化解专项方案"},
                {"undertaking_unit", "unit_letters"},
                {"proposal", json::object{{"source", "department"}}}};
    }
    std::string propose() {
        const auto answer =
            post("drafter", "/matters", proposal(), {{"Idempotency-Key", "propose-" + std::to_string(++keys_)}});
        EXPECT_EQ(answer.status, 201) << answer.body;
        return std::string(json::parse(answer.body).at("matter").at("id").as_string());
    }
    std::string drafted() {
        const std::string id = propose();
        const std::string at = "/matters/" + id;
        EXPECT_EQ(
            act("drafter", at + "/actions/record_study", json::object{{"document", document("drafter", "论证")}}, at)
                .status,
            200);
        const auto opened = act("director", at + "/actions/open", json::object{{"lead_unit", "unit_letters"}}, at);
        EXPECT_EQ(opened.status, 200) << opened.body;
        const json::array documents{json::object{{"document", document("drafter", "第一条 内容")}, {"role", "draft"}}};
        const auto submitted =
            act("drafter", at + "/actions/submit_draft",
                json::object{{"documents", documents}, {"drafters", json::array{person("drafter")}}}, at);
        EXPECT_EQ(submitted.status, 200) << submitted.body;
        return id;
    }
    std::string call_meeting() {
        const auto answer = post("office", "/meetings",
                                 json::object{{"forum", "office_meeting"},
                                              {"held_at", "2026-03-20T09:00:00+08:00"},
                                              {"place", "三楼会议室"},
                                              {"chair", person("director")},
                                              {"recorder", person("recorder")}},
                                 {{"Idempotency-Key", "call-" + std::to_string(++keys_)}});
        EXPECT_EQ(answer.status, 201) << answer.body;
        return std::string(json::parse(answer.body).at("meeting").at("id").as_string());
    }

    TestDatabase database_;
    std::unique_ptr<api::App> app_;
    api::http::Router router_;
    std::unique_ptr<api::http::Server> server_;
    int keys_ = 0;
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
