#include "tests/api/http/server_fixture.hpp"

#include <gmock/gmock.h>
#include <zlib.h>

namespace shenyi::tests {
namespace {

using api::http::Method;
using api::http::Reply;
using api::http::Request;
using std::chrono::milliseconds;
using std::chrono::seconds;

std::string unzipped(const std::string& text) {
    std::string out(10'000'000, '\0');
    z_stream stream{};
    inflateInit2(&stream, 31);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

class Answers : public ServerFixture {
  protected:
    void hands_over(std::string_view pattern) {
        on(Method::get, pattern, [this](const Request&, Reply reply) { replies.give(std::move(reply)); });
    }
    Handed<Reply> replies;
};

TEST_F(Answers, may_come_from_another_thread_and_count_once) {
    hands_over("/a");
    start();
    auto connection = client();
    for (int round = 0; round < 3; ++round) {
        connection.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
        const auto reply = replies.take();
        reply(api::http::text_response(200, "first"));
        reply(api::http::text_response(200, "second"));
        EXPECT_EQ(connection.receive().body, "first");
    }
}

TEST_F(Answers, of_a_batch_each_reach_their_client) {
    hands_over("/a");
    settings.network_threads = 2;
    start();
    std::vector<HttpClient> clients;
    std::vector<api::http::Answer> batch;
    for (int number = 0; number < 20; ++number) {
        clients.push_back(client());
        clients.back().send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
        batch.emplace_back(replies.take(), api::http::text_response(200, std::to_string(number)));
    }
    batch.emplace_back(Reply(), api::http::empty_response());
    api::http::answer_all(std::move(batch));
    for (int number = 0; number < 20; ++number) {
        EXPECT_EQ(clients[static_cast<std::size_t>(number)].receive().body, std::to_string(number));
    }
}

TEST_F(Answers, to_a_client_that_left_are_dropped) {
    hands_over("/a");
    says("/b", "yes");
    start();
    auto gone = client();
    gone.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto reply = replies.take();
    gone.abandon();
    reply(api::http::text_response(200, "x"));
    summaries.take();
    EXPECT_EQ(client().request("GET", "/b").status, 200);
}

TEST_F(Answers, to_requests_already_taken_are_given_when_the_server_stops) {
    hands_over("/a");
    start();
    auto idle = client();
    auto busy = client();
    busy.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto reply = replies.take();
    std::thread stopping([this] { server->stop(seconds(20)); });
    EXPECT_TRUE(idle.is_closed());
    reply(api::http::text_response(200, "in time"));
    const auto answer = busy.receive();
    stopping.join();
    EXPECT_EQ(answer.body, "in time");
    EXPECT_EQ(answer.header("Connection"), "close");
    EXPECT_TRUE(busy.is_closed());
    EXPECT_THROW(client(), std::runtime_error);
}

TEST_F(Answers, that_do_not_come_before_the_grace_is_over_are_not_waited_for) {
    hands_over("/a");
    start();
    auto busy = client();
    busy.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto reply = replies.take();
    server->stop(milliseconds(10));
    EXPECT_TRUE(busy.is_closed());
    server.reset();
    reply(api::http::text_response(200, "too late, and nobody is hurt"));
}

TEST_F(Answers, are_compressed_when_asked_for_and_worth_it) {
    const std::string small(20'000, 'a');
    const std::string large(3'000'000, 'b');
    says("/small", small);
    says("/large", large);
    says("/tiny", "yes");
    start();
    auto connection = client();
    for (const auto& [path, text] : {std::pair{"/small", small}, std::pair{"/large", large}}) {
        const auto plain = connection.request("GET", path);
        EXPECT_EQ(plain.body, text);
        EXPECT_EQ(plain.header("Vary"), "Accept-Encoding");
        EXPECT_FALSE(plain.has("Content-Encoding"));
        const auto zipped = connection.request("GET", path, {{"Accept-Encoding", "br, gzip;q=0.8"}});
        EXPECT_EQ(zipped.header("Content-Encoding"), "gzip");
        EXPECT_LT(zipped.body.size(), text.size() / 10);
        EXPECT_EQ(unzipped(zipped.body), text);
    }
    EXPECT_FALSE(connection.request("GET", "/tiny", {{"Accept-Encoding", "gzip"}}).has("Content-Encoding"));
    EXPECT_FALSE(connection.request("GET", "/small", {{"Accept-Encoding", "gzip;q=0, *"}}).has("Content-Encoding"));
    worker.set_full(true);
    EXPECT_EQ(connection.request("GET", "/large", {{"Accept-Encoding", "gzip"}}).body, large);
}

TEST_F(Answers, with_a_tag_are_not_sent_twice) {
    on(Method::get, "/a", [](const Request&, const Reply& reply) {
        reply(api::http::json_response(200, std::string(5000, ' ') + "{}").tagged("7"));
    });
    start();
    auto connection = client();
    const auto first = connection.request("GET", "/a");
    EXPECT_EQ(first.header("ETag"), "\"7\"");
    EXPECT_EQ(first.header("Cache-Control"), "private, no-cache");
    const auto zipped = connection.request("GET", "/a", {{"Accept-Encoding", "gzip"}});
    EXPECT_EQ(zipped.header("ETag"), "\"7--gzip\"");
    for (const auto* tag : {"\"7\"", "W/\"7\"", "\"6\", \"7--gzip\"", "*"}) {
        const auto again = connection.request("GET", "/a", {{"If-None-Match", tag}});
        EXPECT_EQ(again.status, 304) << tag;
        EXPECT_EQ(again.header("ETag"), "\"7\"");
        EXPECT_FALSE(again.has("Content-Length"));
    }
    EXPECT_EQ(connection.request("HEAD", "/a", {{"If-None-Match", "\"7\""}}).status, 304);
    EXPECT_EQ(connection.request("GET", "/a", {{"If-None-Match", "\"8\""}}).status, 200);
}

TEST_F(Answers, under_compressed_tags_are_matched_by_handlers_that_never_see_them) {
    on(Method::post, "/a", [](const Request& request, const Reply& reply) {
        reply(api::http::text_response(200, std::string(request.headers.value("If-Match"))));
    });
    start();
    EXPECT_EQ(client().request("POST", "/a", {{"X", "1"}, {"If-Match", "\"7--gzip\""}, {"Y", "2"}}).body, "\"7\"");
}

TEST_F(Answers, of_a_source_are_streamed_by_length_and_in_chunks) {
    const auto source = [](int pieces) {
        return [pieces, given = 0]() mutable -> std::optional<std::string> {
            if (given == pieces) return std::nullopt;
            return std::string(100'000, static_cast<char>('a' + given++));
        };
    };
    on(Method::get, "/known", [&](const Request&, const Reply& reply) {
        reply({.content_type = "application/pdf", .source = source(5), .source_size = 500'000});
    });
    on(Method::get, "/unknown",
       [&](const Request&, const Reply& reply) { reply({.content_type = "application/pdf", .source = source(5)}); });
    start();
    auto connection = client();
    const auto known = connection.request("GET", "/known");
    EXPECT_EQ(known.header("Content-Length"), "500000");
    EXPECT_EQ(known.body.size(), 500'000U);
    EXPECT_EQ(known.body.back(), 'e');
    const auto unknown = connection.request("GET", "/unknown");
    EXPECT_EQ(unknown.header("Transfer-Encoding"), "chunked");
    EXPECT_EQ(unknown.body, known.body);
    EXPECT_EQ(connection.request("HEAD", "/known").header("Content-Length"), "500000");
    connection.send("GET /unknown HTTP/1.0\r\n\r\n");
    EXPECT_EQ(connection.receive().body, known.body);
}

TEST_F(Answers, of_a_source_that_fails_are_cut_so_that_nobody_takes_them_for_whole) {
    on(Method::get, "/a", [&](const Request&, const Reply& reply) {
        reply({.source = [given = 0]() mutable -> std::optional<std::string> {
            if (given++ == 1) throw std::runtime_error("disk gone");
            return "piece";
        }});
    });
    on(Method::get, "/short", [&](const Request&, const Reply& reply) {
        reply({.source = []() -> std::optional<std::string> { return std::nullopt; }, .source_size = 5});
    });
    start();
    EXPECT_THROW(client().request("GET", "/a"), std::runtime_error);
    EXPECT_EQ(faults.take(), "disk gone");
    EXPECT_THROW(client().request("GET", "/short"), std::runtime_error);
}

}  // namespace
}  // namespace shenyi::tests
