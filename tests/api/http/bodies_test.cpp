#include "tests/api/http/server_fixture.hpp"

#include <gmock/gmock.h>

namespace shenyi::tests {
namespace {

using api::http::Method;
using api::http::Reply;
using api::http::Request;

constexpr std::string_view json_head = "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";

class Bodies : public ServerFixture {
  protected:
    static std::string head_with(std::string_view fields) {
        return std::string(json_head) + std::string(fields) + "\r\n";
    }
};

TEST_F(Bodies, come_whole_by_length_and_in_chunks) {
    echoes();
    start();
    auto connection = client();
    EXPECT_EQ(connection.post_json("/echo", R"({"a":1})").body, R"({"a":1})");
    connection.send(head_with("Transfer-Encoding: chunked\r\n") +
                    "3;note=x\r\n{\"a\r\n4\r\n\":1}\r\n0\r\nX-Trailer: y\r\n\r\n");
    EXPECT_EQ(connection.receive().body, R"({"a":1})");
    EXPECT_EQ(connection.request("POST", "/echo").status, 200);
}

TEST_F(Bodies, above_the_limit_hear_413_by_length_before_they_are_sent) {
    echoes(10);
    start();
    auto connection = client();
    connection.send(head_with("Content-Length: 11\r\n"));
    EXPECT_EQ(connection.receive().status, 413);
    connection.send("\"123456789\"");
    EXPECT_EQ(connection.post_json("/echo", "\"12345678\"").status, 200);
}

TEST_F(Bodies, above_the_limit_hear_413_in_chunks_and_can_read_it_while_they_still_send) {
    echoes(10);
    start();
    auto connection = client();
    connection.send(head_with("Transfer-Encoding: chunked\r\n") + "8\r\n12345678\r\n3\r\n123\r\n");
    connection.send(std::string(1'000'000, 'x'));
    const auto answer = connection.receive();
    EXPECT_EQ(answer.status, 413);
    EXPECT_EQ(answer.header("Connection"), "close");
}

TEST_F(Bodies, of_another_type_hear_415_and_the_connection_goes_on) {
    echoes();
    start();
    auto connection = client();
    EXPECT_EQ(connection.request("POST", "/echo", {{"Content-Type", "text/plain"}}, "hello").status, 415);
    EXPECT_EQ(connection.request("POST", "/echo", {}, "hello").status, 415);
    EXPECT_EQ(connection.request("POST", "/echo", {{"Content-Type", "application/json; charset=gbk"}}, "{}").status,
              415);
    EXPECT_EQ(connection.request("POST", "/echo", {{"Content-Type", "application/json; charset=UTF-8"}}, "{}").status,
              200);
    EXPECT_EQ(connection.request("POST", "/nothing", {}, "hello").status, 404);
    EXPECT_EQ(connection.post_json("/echo", "{}").status, 200);
}

TEST_F(Bodies, of_any_type_are_taken_where_the_route_says_so) {
    router.add(Method::post, "/raw",
               {.handler = [](const Request& request,
                              const Reply& reply) { reply(api::http::text_response(200, request.body)); },
                .body = api::http::Route::Body::raw,
                .body_limit = 100});
    start();
    EXPECT_EQ(client().request("POST", "/raw", {{"Content-Type", "text/plain"}}, "hello").body, "hello");
}

TEST_F(Bodies, that_were_not_taken_can_be_seen_by_a_handler_that_asks) {
    router.add(Method::post, "/guarded",
               {.handler =
                    [](const Request& request, const Reply& reply) {
                        reply(api::http::text_response(
                            request.headers.find("Authorization") ? request.body_fault->status : 401, ""));
                    },
                .body_limit = 10,
                .handler_sees_faults = true});
    start();
    const std::string large(11, 'x');
    EXPECT_EQ(client().post_json("/guarded", large).status, 401);
    EXPECT_EQ(client().post_json("/guarded", large, {{"Authorization", "Bearer x"}}).status, 413);
    EXPECT_EQ(client().request("POST", "/guarded", {{"Authorization", "Bearer x"}}, "hello").status, 415);
}

TEST_F(Bodies, that_ask_first_hear_100_only_if_they_are_wanted) {
    echoes(10);
    start();
    auto connection = client();
    connection.send(head_with("Content-Length: 2\r\nExpect: 100-continue\r\n"));
    EXPECT_EQ(connection.receive().status, 100);
    connection.send("{}");
    EXPECT_EQ(connection.receive().body, "{}");
    connection.send(head_with("Content-Length: 11\r\nExpect: 100-continue\r\n"));
    EXPECT_EQ(connection.receive().status, 413);
    auto other = client();
    other.send(head_with("Content-Length: 2\r\nExpect: a-miracle\r\n"));
    EXPECT_EQ(other.receive().status, 417);
}

TEST_F(Bodies, with_broken_chunks_are_malformed) {
    echoes();
    start();
    auto connection = client();
    connection.send(head_with("Transfer-Encoding: chunked\r\n") + "zz\r\n{}\r\n");
    EXPECT_EQ(connection.receive().status, 400);
    EXPECT_TRUE(connection.is_closed());
}

TEST_F(Bodies, nobody_wants_are_thrown_away_up_to_a_limit) {
    start();
    auto connection = client();
    EXPECT_EQ(connection.request("POST", "/nothing", {}, std::string(60'000, 'x')).status, 404);
    const auto large = connection.request("POST", "/nothing", {}, std::string(70'000, 'x'));
    EXPECT_EQ(large.status, 404);
    EXPECT_EQ(large.header("Connection"), "close");
    EXPECT_TRUE(connection.is_closed());
}

TEST_F(Bodies, that_are_cut_short_reach_no_handler) {
    echoes();
    start();
    {
        auto connection = client();
        connection.send(head_with("Content-Length: 10\r\n") + "{");
    }
    const auto summary = summaries.take();
    EXPECT_FALSE(summary.complete);
    EXPECT_EQ(summary.status, 0);
    EXPECT_EQ(summary.body_bytes_read, 1U);
}

}  // namespace
}  // namespace shenyi::tests
