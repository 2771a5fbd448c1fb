#include "tests/api/bureau_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

/// The fields by which a browser is told what it may do with an answer.
class SecurityFields : public OnBothDatabases {
  protected:
    HttpAnswer ask(std::string_view method, const std::string& target, HeaderList headers = {},
                   std::string_view body = {}) {
        return server.client().request(method, target, headers, body);
    }
    HeaderList drafter() { return {{"Authorization", "Bearer " + server.token("drafter")}}; }
    HeaderList drafter_with(const std::string& name, const std::string& value) {
        HeaderList headers = drafter();
        headers.emplace_back(name, value);
        return headers;
    }
    HttpAnswer stream() {
        auto client = server.client();
        client.send("GET /api/v1/events/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " +
                    server.token("drafter") + "\r\n\r\n");
        return client.receive_head();
    }

    TestDatabase database = fresh_database(GetParam());
    BureauServer server{database};
};

void expect_guarded(const std::string& what, const HttpAnswer& answer) {
    SCOPED_TRACE(what + " " + std::to_string(answer.status));
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.header("X-Frame-Options"), "DENY");
    EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(answer.header("Cross-Origin-Resource-Policy"), "same-origin");
    const std::string policy = answer.header("Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
    const std::string type = answer.header("Content-Type");
    const bool page = type.starts_with("text/html");
    EXPECT_THAT(policy, HasSubstr(page ? "default-src 'self'" : "default-src 'none'"));
    if (!page) {
        EXPECT_THAT(policy, HasSubstr("sandbox"));
    }
    EXPECT_EQ(answer.header("Cache-Control"), answer.has("ETag") ? "private, no-cache" : "no-store");
    if (!answer.body.empty()) {
        EXPECT_NE(type, "");
    }
    if (type.find("json") != std::string::npos) {
        EXPECT_EQ(answer.header("Content-Disposition"), "attachment; filename=\"api.json\"");
    }
    for (const char* told : {"Server", "X-Powered-By", "Access-Control-Allow-Origin", "Strict-Transport-Security"}) {
        EXPECT_FALSE(answer.has(told)) << told;
    }
}

TEST_P(SecurityFields, stand_on_every_answer) {
    const std::string matter = "/api/v1/matters/" + server.propose();
    const std::string document = "/api/v1/documents/" + server.document("drafter", "<script>alert(1)</script>");
    const auto read = ask("GET", matter, drafter());
    const std::string log_in = R"({"login":"drafter","password":"demo"})";
    const std::vector<std::pair<std::string, HttpAnswer>> answers{
        {"data", read},
        {"unchanged", ask("GET", matter, drafter_with("If-None-Match", read.header("ETag")))},
        {"log-in", server.client().post_json("/api/v1/sessions", log_in)},
        {"document", ask("GET", document, drafter())},
        {"page", ask("GET", "/docs")},
        {"moved", ask("GET", "/docs/problems/not_found")},
        {"contract", ask("GET", "/openapi.yaml")},
        {"figures", ask("GET", "/metrics")},
        {"health", ask("GET", "/healthz")},
        {"stream", stream()},
        {"malformed", ask("GET", "/%zz")},
        {"not logged in", ask("GET", "/api/v1/me")},
        {"not there", ask("GET", "/nowhere")},
        {"no such method", ask("TRACE", "/healthz")},
        {"unfit type", ask("POST", "/api/v1/sessions", {{"Content-Type", "text/plain"}}, "x")},
        {"unfit body", server.client().post_json("/api/v1/sessions", "{}")},
        {"no tag", server.post("drafter", matter.substr(7) + "/actions/note_objection", json::object{{"text", "x"}},
                               {{"Idempotency-Key", "k"}})},
        {"log-out", ask("DELETE", "/api/v1/sessions/current", drafter())},
    };
    std::set<int> statuses;
    for (const auto& [what, answer] : answers) {
        expect_guarded(what, answer);
        statuses.insert(answer.status);
    }
    EXPECT_EQ(statuses, (std::set<int>{200, 201, 204, 304, 308, 400, 401, 404, 405, 415, 422, 428}));
}

/// What was uploaded is never shown as a page of ours.
TEST_P(SecurityFields, send_a_document_as_a_file) {
    const auto answer =
        ask("GET", "/api/v1/documents/" + server.document("drafter", "<script>alert(1)</script>"), drafter());
    EXPECT_EQ(answer.header("Content-Type"), "text/plain");
    EXPECT_EQ(answer.header("Content-Disposition"), "attachment; filename*=UTF-8''paper.txt");
    EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("sandbox"));
}

/// Another site's page is told nothing, whatever it says of where it comes from.
TEST_P(SecurityFields, open_nothing_to_other_origins) {
    for (const char* origin : {"https://evil.example", "null"}) {
        const auto answer = ask("GET", "/api/v1/me", drafter_with("Origin", origin));
        EXPECT_EQ(answer.status, 200);
        EXPECT_FALSE(answer.has("Access-Control-Allow-Origin")) << origin;
        const auto before =
            ask("OPTIONS", "/api/v1/me/password", {{"Origin", origin}, {"Access-Control-Request-Method", "POST"}});
        EXPECT_EQ(before.status, 405);
        EXPECT_FALSE(before.has("Access-Control-Allow-Methods")) << origin;
    }
}

ON_BOTH_DATABASES(SecurityFields);

}  // namespace
}  // namespace shenyi::tests
