#include "api/request_line.hpp"
#include "storage/definitions/bureau.hpp"
#include "tests/api/bureau_server.hpp"
#include "tests/api/requests_logged.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/served_app.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(RequestLine, tells_who_did_what_and_what_came_of_it) {
    api::http::RequestSummary request{
        .request_id = "req_1",
        .remote_address = "10.0.0.7",
        .method = "POST",
        .path = "/api/v1/matters/mat_1/actions/place_on_agenda",
        .route = "matter_action",
        .noted = {.person = "per_office", .problem = "refused", .rules = {"R-A-1", "R-B-2"}},
        .status = 409,
        .body_bytes_read = 30,
        .bytes_written = 900,
        .duration = std::chrono::microseconds(12'345),
        .complete = true};
    EXPECT_EQ(api::request_line(request),
              "request id=req_1 route=matter_action action=place_on_agenda method=POST "
              "path=/api/v1/matters/mat_1/actions/place_on_agenda status=409 outcome=refused rules=R-A-1,R-B-2 "
              "person=per_office ms=12.345 read=30 written=900 address=10.0.0.7");
    request.complete = false;
    EXPECT_THAT(api::request_line(request), HasSubstr(" outcome=broken "));
    request.status = 0;
    EXPECT_THAT(api::request_line(request), HasSubstr(" status=0 outcome=left "));
}

TEST(RequestLine, lets_nobody_write_a_value_of_his_own) {
    const api::http::RequestSummary request{.request_id = "req_1",
                                            .method = "GET status=200",
                                            .path = "/a\" outcome=ok\n2026-03-02T01:00:00.000Z error x",
                                            .complete = true};
    EXPECT_THAT(api::in_one_line(api::request_line(request)),
                AllOf(HasSubstr("route=none method=\"GET status=200\" path=\"/a' outcome=ok\\n2026"),
                      HasSubstr(" status=0 outcome=left "), Not(HasSubstr("\n"))));
    const api::http::RequestSummary longer{.path = std::string(5000, 'a'), .complete = true};
    EXPECT_LT(api::request_line(longer).size(), 400U);
}

/// A demo's server that logs its requests, and one of each kind of them.
class LoggedRequests : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_TRUE(served_.app().found());
        const auto drafter = storage::definitions::founding_person("drafter");
        auto& app = served_.app();
        ASSERT_TRUE(app.accounts->set_password(app.organ, drafter, "demo", false, app.clock->now()));
        served_.serve();
    }
    static api::AppSettings settings(const TestDatabase& database) {
        api::AppSettings settings = demo_settings(database);
        settings.logs_requests = true;
        return settings;
    }
    HttpClient client() { return HttpClient(served_.port()); }
    HttpAnswer log_in(const std::string& password) {
        const json::object body{{"login", "drafter"}, {"password", password}};
        return noted(client().post_json("/api/v1/sessions", json::serialize(body)));
    }
    /// Remembers the answer's request.
    HttpAnswer noted(HttpAnswer answer) {
        ids_.insert(answer.header("X-Request-Id"));
        ++requests_;
        return answer;
    }
    HttpAnswer get(const std::string& path, const HeaderList& headers = {}) {
        return noted(client().request("GET", path, headers));
    }
    HttpAnswer answer_to(const std::string& bytes) {
        HttpClient raw = client();
        raw.send(bytes);
        return noted(raw.receive());
    }
    /// The line of an answer's request.
    std::string line_of(const HttpAnswer& answer) {
        for (const std::string& line : log_.wait_for(requests_)) {
            if (line.find("id=" + answer.header("X-Request-Id") + ' ') != std::string::npos) return line;
        }
        return {};
    }

    RequestsLogged log_;
    TestDatabase database_ = fresh_database(storage::Engine::sqlite);
    ServedApp served_{settings(database_)};
    std::set<std::string> ids_;
    std::size_t requests_ = 0;
};

TEST_F(LoggedRequests, leave_one_line_each_whatever_becomes_of_them) {
    const std::string host = "Host: a\r\n";
    get("/healthz");
    const auto nowhere = get("/nowhere/at%20all");
    const auto session = log_in("demo");
    ASSERT_EQ(session.status, 201);
    const std::string token(json::parse(session.body).at("token").as_string());
    const HeaderList bearer{{"Authorization", "Bearer " + token}};
    const auto wrong = log_in("wrong");
    const auto me = get("/api/v1/me", bearer);
    const auto hidden = get("/api/v1/matters/mat_none", bearer);
    const auto unfit = noted(client().post_json("/api/v1/matters", "{\"title\":1}", bearer));
    const auto upload = noted(client().request("POST", "/api/v1/documents",
                                               {{"Authorization", "Bearer " + token},
                                                {"Content-Type", "text/plain"},
                                                {"Content-Disposition", "attachment; filename=\"a.txt\""}},
                                               "text"));
    const auto malformed = answer_to("GARBAGE\r\n\r\n");
    const auto headers = answer_to("GET / HTTP/1.1\r\n" + host + "X: " + std::string(20'000, 'x') + "\r\n\r\n");
    const auto large = answer_to("POST /api/v1/sessions HTTP/1.1\r\n" + host +
                                 "Content-Type: application/json\r\nContent-Length: 9000000\r\n\r\n");
    {
        HttpClient leaves = client();  // in the middle of the body
        leaves.send("POST /api/v1/sessions HTTP/1.1\r\n" + host +
                    "Content-Type: application/json\r\nContent-Length: 10\r\n\r\n{");
        ++requests_;
    }
    {
        HttpClient leaves = client();  // in the middle of the head
        leaves.send("GET /healthz HTTP/1.1\r\nHo");
        ++requests_;
    }
    {
        const HttpClient silent = client();  // no request
    }
    HttpClient stream = client();
    stream.send("GET /api/v1/events/stream HTTP/1.1\r\n" + host + "Authorization: Bearer " + token + "\r\n\r\n");
    const auto streaming = stream.receive_head();
    ASSERT_EQ(streaming.status, 200);
    log_.wait_for(requests_);
    served_.stop();  // the stream ends with it
    noted(streaming);

    const auto lines = log_.wait_for(requests_);
    EXPECT_EQ(lines.size(), requests_);
    for (const std::string& id : ids_) {
        EXPECT_EQ(std::ranges::count_if(lines, [&](const auto& line) { return line.find(id) != std::string::npos; }),
                  1);
    }
    EXPECT_THAT(line_of(nowhere), AllOf(HasSubstr("route=none "), HasSubstr("status=404 outcome=not_found")));
    EXPECT_THAT(line_of(session), AllOf(HasSubstr("status=201 outcome=ok person=per_drafter"), Not(HasSubstr(token))));
    EXPECT_THAT(line_of(wrong), AllOf(HasSubstr("outcome=unauthorized ms="), Not(HasSubstr("drafter"))));
    EXPECT_THAT(line_of(me),
                HasSubstr("route=get_me method=GET path=/api/v1/me status=200 outcome=ok person=per_drafter"));
    EXPECT_THAT(line_of(hidden), HasSubstr("status=404 outcome=not_found person=per_drafter"));
    EXPECT_THAT(line_of(unfit), HasSubstr("person=per_drafter"));
    EXPECT_THAT(line_of(upload), HasSubstr("status=201 outcome=ok person=per_drafter"));
    EXPECT_THAT(line_of(malformed), HasSubstr("status=400 outcome=malformed"));
    EXPECT_THAT(line_of(headers), HasSubstr("status=431 outcome=headers_too_large"));
    EXPECT_THAT(line_of(large), HasSubstr("status=413 outcome=too_large"));
    EXPECT_THAT(line_of(streaming), AllOf(HasSubstr("route=stream_events"), HasSubstr("person=per_drafter")));
    EXPECT_EQ(
        std::ranges::count_if(lines, [](const auto& line) { return line.find("outcome=left") != std::string::npos; }),
        2);
    for (const std::string& line : lines) EXPECT_THAT(line, EndsWith("address=127.0.0.1\n"));
}

TEST(RefusedRequest, names_in_its_line_the_rules_that_refused_and_no_title) {
    const RequestsLogged log;
    const TestDatabase database = fresh_database(storage::Engine::sqlite);
    BureauServer server(database, {.logs_requests = true});
    const std::string at = "/matters/" + server.propose();
    const auto refused = server.act("director", at + "/actions/open", json::object{{"lead_unit", "unit_letters"}}, at);
    ASSERT_EQ(refused.status, 409) << refused.body;
    const auto lines = log.wait_for(5);  // two log-ins, the proposal, the director's look at the matter and his act
    EXPECT_THAT(lines.at(4), AllOf(HasSubstr("route=matter_action action=open method=POST"),
                                   HasSubstr("status=409 outcome=refused rules=R-INIT-03"),
                                   HasSubstr(" person=per_director "), Not(HasSubstr("信访"))));
}

}  // namespace
}  // namespace shenyi::tests
