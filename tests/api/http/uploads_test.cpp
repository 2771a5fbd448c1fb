#include "tests/api/http/server_fixture.hpp"

#include <gmock/gmock.h>

#include <atomic>

namespace shenyi::tests {
namespace {

using api::http::Method;
using api::http::Reply;
using api::http::Request;
using api::http::Response;
using api::http::UploadSink;

/// What happened to an upload; outlives its sink.
struct Story {
    Handed<std::string> ended;
    std::string content;
    std::size_t largest_piece = 0;
    std::thread::id thread;
    std::size_t refuse_after = ~std::size_t{0};
    std::size_t throw_after = ~std::size_t{0};
};

class Sink : public UploadSink {
  public:
    explicit Sink(Story& story) : story_(story) {}
    std::optional<Response> write(std::string_view piece) override {
        story_.content += piece;
        story_.largest_piece = std::max(story_.largest_piece, piece.size());
        story_.thread = std::this_thread::get_id();
        if (story_.content.size() > story_.refuse_after) return api::http::text_response(415, "no programs");
        if (story_.content.size() > story_.throw_after) throw std::runtime_error("disk full");
        return std::nullopt;
    }
    void finish(Reply reply) override {
        reply(api::http::text_response(201, std::to_string(story_.content.size())));
        story_.ended.give("finished");
    }
    void abort() noexcept override { story_.ended.give("aborted"); }

  private:
    Story& story_;
};

class Uploads : public ServerFixture {
  protected:
    void takes(std::uint64_t limit) {
        router.add(Method::post, "/documents",
                   {.name = "upload", .body_limit = limit, .open_upload = [this](const Request& request) {
                        using Opened = std::variant<std::unique_ptr<UploadSink>, Response>;
                        if (!request.headers.find("Authorization")) return Opened(api::http::text_response(401, ""));
                        return Opened(std::make_unique<Sink>(story));
                    }});
    }
    static std::string head(std::string_view fields) {
        return "POST /documents HTTP/1.1\r\nHost: a\r\nAuthorization: x\r\nContent-Type: application/pdf\r\n" +
               std::string(fields) + "\r\n";
    }
    Story story;
};

TEST_F(Uploads, go_piece_by_piece_to_the_pool) {
    takes(10'000'000);
    start();
    std::string content;
    for (int line = 0; content.size() < 3'000'000; ++line) content += std::to_string(line) + "\n";
    auto connection = client();
    const auto answer = connection.request("POST", "/documents", {{"Authorization", "x"}}, content);
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(story.ended.take(), "finished");
    EXPECT_EQ(story.content, content);
    EXPECT_LE(story.largest_piece, 100'000U);
    EXPECT_EQ(story.thread, worker.id());
    EXPECT_EQ(summaries.take().body_bytes_read, content.size());
    EXPECT_EQ(connection.request("GET", "/nothing").status, 404);
}

TEST_F(Uploads, come_in_chunks_and_after_100_too) {
    takes(1000);
    start();
    auto connection = client();
    connection.send(head("Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n"));
    EXPECT_EQ(connection.receive().status, 100);
    connection.send("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    EXPECT_EQ(connection.receive().body, "5");
    EXPECT_EQ(story.content, "abcde");
}

TEST_F(Uploads, may_be_empty) {
    takes(1000);
    start();
    EXPECT_EQ(client().request("POST", "/documents", {{"Authorization", "x"}}).body, "0");
}

TEST_F(Uploads, are_refused_before_they_are_sent) {
    takes(1000);
    start();
    auto connection = client();
    connection.send("POST /documents HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(connection.receive().status, 401);
    auto large = client();
    large.send(head("Content-Length: 1001\r\nExpect: 100-continue\r\n"));
    EXPECT_EQ(large.receive().status, 413);
    EXPECT_EQ(story.content, "");
}

TEST_F(Uploads, that_are_cut_short_are_aborted) {
    takes(1'000'000);
    start();
    auto connection = client();
    connection.send(head("Content-Length: 500000\r\n") + std::string(200'000, 'x'));
    connection.abandon();
    EXPECT_EQ(story.ended.take(), "aborted");
    EXPECT_FALSE(summaries.take().complete);
}

TEST_F(Uploads, that_come_too_slowly_are_aborted) {
    settings.body_wait_max = std::chrono::milliseconds(20);
    takes(1'000'000);
    start();
    auto connection = client();
    connection.send(head("Content-Length: 500000\r\n") + "x");
    EXPECT_EQ(story.ended.take(), "aborted");
    EXPECT_TRUE(connection.is_closed());
}

TEST_F(Uploads, above_the_limit_in_chunks_are_aborted_with_413) {
    takes(5);
    start();
    auto connection = client();
    connection.send(head("Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n");
    EXPECT_EQ(connection.receive().status, 413);
    EXPECT_EQ(story.ended.take(), "aborted");
}

TEST_F(Uploads, can_be_refused_by_what_is_in_them) {
    story.refuse_after = 100'000;
    takes(10'000'000);
    start();
    auto connection = client();
    const auto answer = connection.request("POST", "/documents", {{"Authorization", "x"}}, std::string(1'000'000, 'x'));
    EXPECT_EQ(answer.status, 415);
    EXPECT_EQ(story.ended.take(), "aborted");
    EXPECT_LT(story.content.size(), 300'000U);
}

TEST_F(Uploads, whose_sink_throws_hear_500) {
    story.throw_after = 0;
    takes(10'000'000);
    start();
    EXPECT_EQ(client().request("POST", "/documents", {{"Authorization", "x"}}, "x").status, 500);
    EXPECT_EQ(faults.take(), "disk full");
    EXPECT_EQ(story.ended.take(), "aborted");
}

TEST_F(Uploads, hear_503_when_the_pool_is_full) {
    worker.set_full(true);
    takes(1000);
    start();
    const auto answer = client().request("POST", "/documents", {{"Authorization", "x"}}, "x");
    EXPECT_EQ(answer.status, 503);
    EXPECT_TRUE(answer.has("Retry-After"));
}

TEST_F(Uploads, under_way_when_the_grace_is_over_are_aborted) {
    takes(1'000'000);
    start();
    auto connection = client();
    connection.send(head("Content-Length: 500000\r\nExpect: 100-continue\r\n"));
    EXPECT_EQ(connection.receive().status, 100);
    server->stop(std::chrono::milliseconds(0));
    EXPECT_EQ(story.ended.take(), "aborted");
    EXPECT_TRUE(connection.is_closed());
}

}  // namespace
}  // namespace shenyi::tests
