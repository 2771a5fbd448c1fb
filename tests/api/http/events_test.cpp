#include "api/http/event_queue.hpp"

#include "tests/api/http/server_fixture.hpp"

#include <gmock/gmock.h>

namespace shenyi::tests {
namespace {

using api::http::event_frame;
using api::http::EventQueue;
using api::http::Method;
using api::http::Reply;
using api::http::Request;

class EventStreams : public ServerFixture {
  protected:
    void streams() {
        on(Method::get, "/events/stream", [this](const Request& request, const Reply& reply) {
            last_ids.give(std::string(request.headers.value("Last-Event-ID")));
            const auto queue = std::make_shared<EventQueue>();
            queues.give(queue);
            reply(api::http::event_response(queue));
        });
    }
    HttpClient subscriber() {
        auto connection = client();
        connection.send("GET /events/stream HTTP/1.1\r\nHost: a\r\nLast-Event-ID: evt_7\r\n\r\n");
        return connection;
    }
    Handed<std::string> last_ids;
    Handed<std::shared_ptr<EventQueue>> queues;
};

TEST(EventFrame, has_a_line_for_each_line_of_data_and_no_more) {
    EXPECT_EQ(*event_frame("7", "matter", "a\nb"), "id: 7\nevent: matter\ndata: a\ndata: b\n\n");
    EXPECT_EQ(*event_frame("", "", "a\r\n"), "data: a\ndata: \n\n");
    EXPECT_EQ(*event_frame("7\nevent: evil", "", "x"), "id: 7event: evil\ndata: x\n\n");
}

TEST_F(EventStreams, pass_events_on_as_they_come) {
    streams();
    start();
    auto connection = subscriber();
    EXPECT_EQ(last_ids.take(), "evt_7");
    const auto queue = queues.take();
    const auto head = connection.receive_head();
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.header("Content-Type"), "text/event-stream");
    EXPECT_TRUE(queue->push(event_frame("evt_8", "matter", "{}")));
    EXPECT_EQ(connection.read_chunk(), "id: evt_8\nevent: matter\ndata: {}\n\n");
    EXPECT_TRUE(queue->push(event_frame("evt_9", "matter", "{}")));
    EXPECT_EQ(connection.read_chunk(), "id: evt_9\nevent: matter\ndata: {}\n\n");
    queue->close();
    EXPECT_EQ(connection.read_chunk(), std::nullopt);
    EXPECT_TRUE(connection.is_closed());
    EXPECT_TRUE(summaries.take().complete);
    EXPECT_FALSE(queue->push(event_frame("evt_10", "matter", "{}")));
}

TEST_F(EventStreams, say_a_comment_when_nothing_happens) {
    settings.event_comment_wait = std::chrono::milliseconds(20);
    streams();
    start();
    auto connection = subscriber();
    connection.receive_head();
    EXPECT_EQ(connection.read_chunk(), ":\n\n");
    EXPECT_EQ(connection.read_chunk(), ":\n\n");
}

TEST_F(EventStreams, forget_a_subscriber_that_left) {
    settings.event_comment_wait = std::chrono::milliseconds(5);
    streams();
    start();
    auto connection = subscriber();
    connection.receive_head();
    const auto queue = queues.take();
    connection.abandon();
    EXPECT_FALSE(summaries.take().complete);
    EXPECT_FALSE(queue->push(event_frame("1", "matter", "{}")));
}

TEST_F(EventStreams, cut_off_who_cannot_keep_up) {
    streams();
    start();
    auto connection = client(4096);
    connection.send("GET /events/stream HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto queue = queues.take();
    const auto frame = event_frame("1", "matter", std::string(100'000, 'x'));
    int taken = 0;
    while (taken < 10'000 && queue->push(frame)) ++taken;
    EXPECT_LT(taken, 10'000);
    EXPECT_FALSE(queue->is_open());
}

TEST_F(EventStreams, end_first_when_the_server_stops) {
    streams();
    start();
    auto connection = subscriber();
    connection.receive_head();
    const auto queue = queues.take();
    queue->push(event_frame("1", "matter", "last"));
    server->stop(std::chrono::seconds(20));
    EXPECT_EQ(connection.read_chunk(), "id: 1\nevent: matter\ndata: last\n\n");
    EXPECT_EQ(connection.read_chunk(), std::nullopt);
    EXPECT_FALSE(queue->is_open());
}

}  // namespace
}  // namespace shenyi::tests
