#include "tests/api/bureau_server.hpp"

#include "storage/definitions/bureau.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <functional>
#include <stdexcept>
#include <utility>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

constexpr const char* logins[] = {"drafter",  "chief",    "office",  "director", "legal",  "visits", "recorder",
                                  "sysadmin", "secadmin", "deputy1", "adviser",  "expert", "legal2", "inspector"};

api::AppSettings settings_of(const TestDatabase& database, const BureauServer::Settings& wanted) {
    api::AppSettings settings = demo_settings(database);
    settings.writes = wanted.writes;
    settings.log_ins = wanted.log_ins;
    settings.logs_requests = wanted.logs_requests;
    settings.seal.seals = wanted.seals;
    return settings;
}

void set_passwords(api::App& app) {
    for (const char* login : logins) {
        const auto person = storage::definitions::founding_person(login);
        if (!app.accounts->set_password(app.organ, person, "demo", false, app.clock->now())) {
            throw std::runtime_error("no password");
        }
    }
}

}  // namespace

BureauServer::BureauServer(const TestDatabase& database, const Settings& settings)
    : served_(settings_of(database, settings)) {
    const auto founded = app().found();
    if (!founded) throw std::runtime_error("not founded");
    if (*founded) set_passwords(app());
    served_.serve();
}

HttpAnswer BureauServer::log_in(const std::string& login, const std::string& password) const {
    return client().post_json("/api/v1/sessions",
                              json::serialize(json::object{{"login", login}, {"password", password}}));
}

const std::string& BureauServer::token(const std::string& login) {
    std::string& token = tokens_[login];
    if (token.empty()) {
        const auto answer = log_in(login, "demo");
        if (answer.status != 201) throw std::runtime_error(answer.body);
        token = std::string(json::parse(answer.body).at("token").as_string());
    }
    return token;
}

HttpAnswer BureauServer::get(const std::string& login, const std::string& path) {
    return client().request("GET", "/api/v1" + path, {{"Authorization", "Bearer " + token(login)}});
}

HttpAnswer BureauServer::post(const std::string& login, const std::string& path, const json::value& body,
                              HeaderList headers) {
    headers.emplace_back("Authorization", "Bearer " + token(login));
    return client().post_json("/api/v1" + path, json::serialize(body), std::move(headers));
}

HttpAnswer BureauServer::act(const std::string& login, const std::string& path, const json::value& body,
                             const std::string& resource) {
    return post(login, path, body,
                {{"Idempotency-Key", fresh_key()}, {"If-Match", get(login, resource).header("ETag")}});
}

std::string BureauServer::document(const std::string& login, const std::string& text) {
    const auto answer = client().request("POST", "/api/v1/documents",
                                         {{"Authorization", "Bearer " + token(login)},
                                          {"Content-Type", "text/plain"},
                                          {"Content-Disposition", "attachment; filename=\"paper.txt\""}},
                                         text);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return std::string(json::parse(answer.body).at("id").as_string());
}

std::string BureauServer::person(const std::string& login) {
    return storage::definitions::founding_person(login).value;
}

json::object BureauServer::proposal() {
    return {{"kind", "major_decision"},
            {"title", "信访积案化解专项方案"},
            {"undertaking_unit", "unit_letters"},
            {"proposal", json::object{{"source", "department"}}}};
}

std::string BureauServer::propose() {
    const auto answer = post("drafter", "/matters", proposal(), {{"Idempotency-Key", fresh_key()}});
    EXPECT_EQ(answer.status, 201) << answer.body;
    return std::string(json::parse(answer.body).at("matter").at("id").as_string());
}

std::string BureauServer::studied() {
    const std::string id = propose();
    const std::string at = "/matters/" + id;
    const auto answer =
        act("drafter", at + "/actions/record_study", json::object{{"document", document("drafter", "论证")}}, at);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return id;
}

std::string BureauServer::drafted() {
    const std::string id = studied();
    const std::string at = "/matters/" + id;
    const auto opened = act("director", at + "/actions/open", json::object{{"lead_unit", "unit_letters"}}, at);
    EXPECT_EQ(opened.status, 200) << opened.body;
    const json::array documents{json::object{{"document", document("drafter", "第一条 内容")}, {"role", "draft"}}};
    const auto submitted =
        act("drafter", at + "/actions/submit_draft",
            json::object{{"documents", documents}, {"drafters", json::array{person("drafter")}}}, at);
    EXPECT_EQ(submitted.status, 200) << submitted.body;
    return id;
}

std::string BureauServer::call_meeting() {
    const auto answer = post("office", "/meetings",
                             json::object{{"forum", "office_meeting"},
                                          {"held_at", "2026-03-20T09:00:00+08:00"},
                                          {"place", "三楼会议室"},
                                          {"chair", person("director")},
                                          {"recorder", person("recorder")}},
                             {{"Idempotency-Key", fresh_key()}});
    EXPECT_EQ(answer.status, 201) << answer.body;
    return std::string(json::parse(answer.body).at("meeting").at("id").as_string());
}

}  // namespace shenyi::tests
