#include "tests/api/http/server_fixture.hpp"

#include <gmock/gmock.h>

namespace shenyi::tests {
namespace {

using api::http::Method;
using api::http::Reply;
using api::http::Request;
using testing::HasSubstr;

class Requests : public ServerFixture {
  protected:
    /// The status a raw request gets.
    int status_of(std::string_view raw) {
        auto connection = client();
        connection.send(raw);
        return connection.receive().status;
    }
};

TEST_F(Requests, get_an_answer_that_nobody_stores_sniffs_or_frames) {
    says("/a", "yes");
    start();
    const auto answer = client().request("GET", "/a");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "yes");
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.header("X-Frame-Options"), "DENY");
    EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer");
    EXPECT_FALSE(answer.has("Content-Disposition"));
    EXPECT_FALSE(answer.has("Strict-Transport-Security")) << "without TLS it must not be sent (RFC 6797 §7.2)";
    EXPECT_THAT(answer.header("Content-Security-Policy"), HasSubstr("default-src 'none'"));
    EXPECT_TRUE(answer.header("X-Request-Id").starts_with("req_"));
    EXPECT_TRUE(answer.header("Date").ends_with(" GMT"));
}

TEST_F(Requests, through_a_proxy_with_tls_are_told_to_use_nothing_else) {
    says("/a", "yes");
    settings.behind_tls = true;
    start();
    for (const char* path : {"/a", "/nowhere"}) {
        EXPECT_EQ(client().request("GET", path).header("Strict-Transport-Security"),
                  "max-age=31536000; includeSubDomains");
    }
}

TEST_F(Requests, are_their_clients_only_on_the_word_of_a_proxy_that_is_known) {
    says("/a", "yes");
    settings.proxies = {"127.0.0.1"};
    start();
    const auto address_told = [&](const HeaderList& headers) {
        client().request("GET", "/a", headers);
        return summaries.take().remote_address;
    };
    EXPECT_EQ(address_told({{"X-Forwarded-For", "10.0.0.7"}}), "10.0.0.7");
    EXPECT_EQ(address_told({{"X-Forwarded-For", "10.0.0.1, 10.0.0.7"}}), "10.0.0.7") << "what comes first is invented";
    EXPECT_EQ(address_told({{"X-Forwarded-For", "10.0.0.1"}, {"x-forwarded-for", " 0:0:0:0:0:0:0:1 "}}), "::1");
    for (const char* none : {"", "10.0.0.7,", "unknown", "10.0.0.7:80", "10.0.0.7 forged"}) {
        EXPECT_EQ(address_told({{"X-Forwarded-For", none}}), "127.0.0.1") << none;
    }
    EXPECT_EQ(address_told({}), "127.0.0.1");
}

TEST_F(Requests, from_elsewhere_have_the_peers_address_whatever_they_say) {
    says("/a", "yes");
    settings.proxies = {"127.0.0.2"};
    start();
    client().request("GET", "/a", {{"X-Forwarded-For", "10.0.0.7"}});
    EXPECT_EQ(summaries.take().remote_address, "127.0.0.1");
}

TEST_F(Requests, for_json_get_a_file_that_no_browser_shows) {
    on(Method::get, "/a", [](const Request&, const Reply& reply) { reply(api::http::json_response(200, "{}")); });
    on(Method::get, "/b", [](const Request&, const Reply& reply) {
        reply(api::http::json_response(200, "{}").with("Content-Disposition", "attachment; filename=b"));
    });
    start();
    EXPECT_EQ(client().request("GET", "/a").header("Content-Disposition"), "attachment; filename=\"api.json\"");
    EXPECT_EQ(client().request("GET", "/b").header("Content-Disposition"), "attachment; filename=b");
}

TEST_F(Requests, of_a_page_carry_a_policy_for_our_own_scripts_only) {
    on(Method::get, "/", [](const Request&, const Reply& reply) {
        reply(api::http::text_response(200, "<html>", "text/html; charset=utf-8"));
    });
    start();
    EXPECT_THAT(client().request("GET", "/").header("Content-Security-Policy"), HasSubstr("default-src 'self'"));
}

TEST_F(Requests, are_told_to_the_log_once_each_without_their_query) {
    says("/a", "yes");
    start();
    const auto answer = client().request("GET", "/a?q=secret");
    const auto summary = summaries.take();
    EXPECT_EQ(summary.request_id, answer.header("X-Request-Id"));
    EXPECT_EQ(summary.method, "GET");
    EXPECT_EQ(summary.path, "/a");
    EXPECT_EQ(summary.route, "/a");
    EXPECT_EQ(summary.status, 200);
    EXPECT_EQ(summary.remote_address, "127.0.0.1");
    EXPECT_GT(summary.bytes_written, 3U);
    EXPECT_TRUE(summary.complete);
}

TEST_F(Requests, come_decoded_to_the_handler) {
    Handed<Request> seen;
    on(Method::post, "/matters/{id}/actions/{action}", [&](Request request, const Reply& reply) {
        seen.give(std::move(request));
        reply(api::http::empty_response());
    });
    start();
    auto connection = client();
    EXPECT_EQ(connection
                  .post_json("/matters/mat%5F%E5%B8%82/actions/open?dry_run=true&q=a+b%26&q=%E4%BE%9B%E7%83%AD", "{}",
                             {{"Idempotency-Key", "k1"}, {"Cookie", "a=1; session=abc"}, {"Accept-Language", "en"}})
                  .status,
              204);
    const auto request = seen.take();
    EXPECT_EQ(request.parameter("id"), "mat_市");
    EXPECT_EQ(request.parameter("action"), "open");
    EXPECT_EQ(request.query_value("dry_run"), "true");
    EXPECT_EQ(request.query_value("q"), "a b&");
    EXPECT_EQ(request.query.back().second, "供热");
    EXPECT_EQ(request.headers.value("idempotency-key"), "k1");
    EXPECT_EQ(request.cookie("session"), "abc");
    EXPECT_EQ(request.cookie("b"), std::nullopt);
    EXPECT_EQ(request.language, api::Language::en);
    EXPECT_EQ(request.body, "{}");
    EXPECT_EQ(request.path, "/matters/mat%5F%E5%B8%82/actions/open");
}

TEST_F(Requests, without_host_or_with_two_are_malformed) {
    says("/a", "yes");
    start();
    EXPECT_EQ(status_of("GET /a HTTP/1.1\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET /a HTTP/1.0\r\n\r\n"), 200);
}

TEST_F(Requests, may_name_an_absolute_target) {
    says("/a", "yes");
    start();
    EXPECT_EQ(status_of("GET http://shenyi.example/a HTTP/1.1\r\nHost: shenyi.example\r\n\r\n"), 200);
    EXPECT_EQ(status_of("GET ftp://shenyi.example/a HTTP/1.1\r\nHost: shenyi.example\r\n\r\n"), 400);
}

TEST_F(Requests, with_two_ways_to_tell_their_end_are_refused) {
    echoes();
    start();
    const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    EXPECT_EQ(status_of(head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}"), 400);
    EXPECT_EQ(status_of(head + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}"), 400);
    EXPECT_EQ(status_of(head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), 400);
    EXPECT_EQ(status_of(head + "Transfer-Encoding: gzip\r\n\r\n{}"), 501);
    EXPECT_EQ(status_of(head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), 501);
    EXPECT_EQ(status_of("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), 400);
}

TEST_F(Requests, with_bare_line_feeds_are_refused) {
    says("/a", "yes");
    start();
    EXPECT_EQ(status_of("GET /a HTTP/1.1\nHost: a\n\n"), 400);
    EXPECT_EQ(status_of("GET /a HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET /a HTTP/2.0\r\nHost: a\r\n\r\n"), 400);
}

TEST_F(Requests, after_an_empty_line_are_read) {
    says("/a", "yes");
    start();
    EXPECT_EQ(status_of("\r\nGET /a HTTP/1.1\r\nHost: a\r\n\r\n"), 200);
}

TEST_F(Requests, with_too_large_a_header_hear_431) {
    says("/a", "yes");
    start();
    EXPECT_EQ(status_of("GET /a HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n"), 431);
    std::string many = "GET /a HTTP/1.1\r\nHost: a\r\n";
    for (int field = 0; field < 101; ++field) many += "X-" + std::to_string(field) + ": y\r\n";
    EXPECT_EQ(status_of(many + "\r\n"), 431);
    // Line by line, as Beast's own limit does not see it.
    auto connection = client();
    connection.send("GET /a HTTP/1.1\r\nHost: a\r\n");
    for (int line = 0; line < 40; ++line) connection.send("X: " + std::string(500, 'x') + "\r\n");
    EXPECT_EQ(connection.receive().status, 431);
    EXPECT_EQ(status_of("GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
}

TEST_F(Requests, for_nothing_hear_404_and_for_a_wrong_method_405_with_allow) {
    echoes();
    says("/a", "yes");
    start();
    auto connection = client();
    EXPECT_EQ(connection.request("GET", "/b").status, 404);
    EXPECT_EQ(connection.request("GET", "/a/").status, 404);
    const auto wrong = connection.request("DELETE", "/a");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.header("Allow"), "GET, HEAD");
    EXPECT_EQ(connection.request("OPTIONS", "/echo").header("Allow"), "POST");
    EXPECT_EQ(connection.request("BREW", "/a").status, 405);
    EXPECT_EQ(connection.request("OPTIONS", "*").status, 405);
}

TEST_F(Requests, are_answered_with_a_problem_in_their_language) {
    start();
    auto connection = client();
    const auto zh = connection.request("GET", "/b?x=1");
    EXPECT_EQ(zh.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(zh.header("Content-Language"), "zh-CN");
    EXPECT_THAT(zh.body, HasSubstr(R"("type":"/docs/problems/not_found","title":"未找到","status":404)"));
    EXPECT_THAT(zh.body, HasSubstr(R"("instance":"/b","request_id":")" + zh.header("X-Request-Id")));
    EXPECT_THAT(connection.request("GET", "/b", {{"Accept-Language", "de, en;q=0.5"}}).body, HasSubstr("Not found"));
}

TEST_F(Requests, by_head_get_the_fields_of_get_without_its_body) {
    says("/a", "yes");
    start();
    auto connection = client();
    const auto answer = connection.request("HEAD", "/a");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("Content-Length"), "3");
    EXPECT_EQ(connection.request("GET", "/a").body, "yes");
}

TEST_F(Requests, in_one_packet_are_answered_in_their_order) {
    echoes();
    says("/a", "first");
    says("/c", "third");
    start();
    auto connection = client();
    connection.send(
        "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n\"second\""
        "GET /c HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(connection.receive().body, "first");
    EXPECT_EQ(connection.receive().body, "\"second\"");
    const auto last = connection.receive();
    EXPECT_EQ(last.body, "third");
    EXPECT_EQ(last.header("Connection"), "close");
    EXPECT_TRUE(connection.is_closed());
}

TEST_F(Requests, of_http_1_0_close_unless_they_ask_to_stay) {
    says("/a", "yes");
    start();
    auto connection = client();
    connection.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(connection.receive().header("Connection"), "keep-alive");
    connection.send("GET /a HTTP/1.0\r\n\r\n");
    EXPECT_EQ(connection.receive().body, "yes");
    EXPECT_TRUE(connection.is_closed());
}

TEST_F(Requests, whose_handler_throws_hear_500_and_nothing_of_the_reason) {
    on(Method::get, "/a", [](const Request&, const Reply&) { throw std::runtime_error("the reason"); });
    on(Method::get, "/b", [](const Request&, const Reply&) {});
    says("/c", "yes");
    start();
    auto connection = client();
    const auto answer = connection.request("GET", "/a");
    EXPECT_EQ(answer.status, 500);
    EXPECT_THAT(answer.body, testing::Not(HasSubstr("the reason")));
    EXPECT_EQ(faults.take(), "the reason");
    EXPECT_EQ(connection.request("GET", "/b").status, 500);
    EXPECT_EQ(connection.request("GET", "/c").status, 200);
}

TEST_F(Requests, above_the_number_of_connections_hear_503) {
    says("/a", "yes");
    settings.connections_max = 2;
    start();
    auto first = client();
    auto second = client();
    EXPECT_EQ(first.request("GET", "/a").status, 200);
    EXPECT_EQ(second.request("GET", "/a").status, 200);
    auto third = client();
    const auto refused = third.receive();
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.has("Retry-After"));
    EXPECT_TRUE(third.is_closed());
    EXPECT_EQ(first.request("GET", "/a").status, 200);
}

TEST_F(Requests, are_served_on_several_threads) {
    says("/a", "yes");
    settings.network_threads = 3;
    start();
    std::vector<HttpClient> connections;
    for (int made = 0; made < 9; ++made) connections.push_back(client());
    for (auto& connection : connections) EXPECT_EQ(connection.request("GET", "/a").body, "yes");
}

TEST_F(Requests, cannot_break_an_answer_by_what_they_send_back) {
    on(Method::get, "/a", [](const Request&, const Reply& reply) {
        reply(api::http::empty_response().with("Location", "/x\r\nX-Evil: 1").with("X-Good", "1"));
    });
    start();
    const auto answer = client().request("GET", "/a");
    EXPECT_FALSE(answer.has("X-Evil"));
    EXPECT_FALSE(answer.has("Location"));
    EXPECT_EQ(answer.header("X-Good"), "1");
}

}  // namespace
}  // namespace shenyi::tests
