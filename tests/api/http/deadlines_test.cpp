#include "tests/api/http/server_fixture.hpp"

namespace shenyi::tests {
namespace {

using api::http::Method;
using api::http::Reply;
using api::http::Request;
using std::chrono::milliseconds;

class Deadlines : public ServerFixture {};

TEST_F(Deadlines, cut_off_who_sends_a_header_too_slowly) {
    settings.header_wait_max = milliseconds(20);
    start();
    auto connection = client();
    connection.send("GET /a HTT");
    EXPECT_TRUE(connection.is_closed());
    const auto summary = summaries.take();
    EXPECT_EQ(summary.status, 0);
    EXPECT_FALSE(summary.request_id.empty());
}

TEST_F(Deadlines, cut_off_who_connects_and_says_nothing) {
    settings.header_wait_max = milliseconds(20);
    start();
    EXPECT_TRUE(client().is_closed());
}

TEST_F(Deadlines, cut_off_who_sends_a_body_too_slowly) {
    settings.body_wait_max = milliseconds(20);
    echoes();
    start();
    auto connection = client();
    connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{");
    EXPECT_TRUE(connection.is_closed());
    EXPECT_FALSE(summaries.take().complete);
}

TEST_F(Deadlines, close_who_stays_and_asks_nothing) {
    settings.idle_wait_max = milliseconds(20);
    says("/a", "yes");
    start();
    auto connection = client();
    EXPECT_EQ(connection.request("GET", "/a").status, 200);
    EXPECT_TRUE(connection.is_closed());
}

TEST_F(Deadlines, cut_off_who_does_not_take_the_answer) {
    settings.write_wait_max = milliseconds(50);
    says("/a", std::string(40'000'000, 'x'));
    start();
    auto connection = client(4096);
    connection.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto summary = summaries.take();
    EXPECT_FALSE(summary.complete);
    EXPECT_LT(summary.bytes_written, 40'000'000U);
}

TEST_F(Deadlines, answer_503_for_a_handler_that_does_not_and_drop_its_late_answer) {
    settings.answer_wait_max = milliseconds(20);
    Handed<Reply> replies;
    on(Method::get, "/slow", [&](const Request&, Reply reply) { replies.give(std::move(reply)); });
    says("/a", "yes");
    start();
    auto connection = client();
    const auto answer = connection.request("GET", "/slow");
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.has("Retry-After"));
    replies.take()(api::http::text_response(200, "late"));
    EXPECT_EQ(connection.request("GET", "/a").body, "yes");
}

TEST_F(Deadlines, do_not_cut_a_long_body_that_keeps_coming) {
    settings.body_wait_max = std::chrono::seconds(10);
    echoes(1'000'000);
    start();
    const std::string body = "\"" + std::string(900'000, 'x') + "\"";
    EXPECT_EQ(client().post_json("/echo", body).body, body);
}

}  // namespace
}  // namespace shenyi::tests
