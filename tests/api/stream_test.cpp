#include "tests/api/bureau_server.hpp"
#include "tests/api/stream_client.hpp"

#include "api/live_changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

#include <memory>
#include <optional>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

class Listener : public StreamClient {
  public:
    Listener(BureauServer& server, const std::string& login, const std::string& last_heard = {})
        : StreamClient(server.client(), server.token(login), last_heard) {}
};

class Live : public OnBothDatabases {
  protected:
    /// Objects to a matter; the id of the event.
    static std::string object(BureauServer& at_server, const std::string& matter) {
        const std::string at = "/matters/" + matter;
        const auto answer =
            at_server.act("drafter", at + "/actions/note_objection", json::object{{"text", "意见"}}, at);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return std::string(json::parse(answer.body).at("events").at(0).at("id").as_string());
    }

    TestDatabase database = fresh_database(GetParam());
    BureauServer server{database};
};

TEST_P(Live, changes_are_told_after_their_commit) {
    const std::string matter = server.propose();
    Listener listener(server, "drafter");
    ASSERT_EQ(listener.status, 200);
    const std::string id = object(server, matter);
    const auto heard = listener.next();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->id, id);
    EXPECT_EQ(heard->event, "matter");
    EXPECT_EQ(heard->data.at("type"), "objection.noted");
    EXPECT_EQ(heard->data.at("stream").as_string(), "matter/" + matter);
    EXPECT_EQ(heard->data.at("stream_seq"), 2);
}

TEST_P(Live, changes_are_told_to_those_only_who_may_see_them) {
    Listener nobody(server, "visits");
    Listener in_part(server, "office");
    const std::string matter = server.propose();
    object(server, matter);
    const auto card = in_part.next();
    ASSERT_TRUE(card);
    EXPECT_EQ(card->data.at("type"), "matter.changed");
    // What `visits` hears first is his own matter, so nothing of the other came before.
    json::object own = BureauServer::proposal();
    own["undertaking_unit"] = "unit_visits";
    const auto answer = server.post("visits", "/matters", own, {{"Idempotency-Key", "own"}});
    ASSERT_EQ(answer.status, 201) << answer.body;
    const auto heard = nobody.next();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->id, json::parse(answer.body).at("events").at(0).at("id").as_string());
}

TEST_P(Live, changes_that_were_missed_come_after_the_last_one_heard) {
    const std::string matter = server.propose();
    const std::string first = object(server, matter);
    const std::string second = object(server, matter);
    const std::string third = object(server, matter);
    Listener listener(server, "drafter", first);
    const auto heard = listener.until(third);
    ASSERT_GE(heard.size(), 2U);
    EXPECT_EQ(heard[heard.size() - 2].id, second);
    const std::string fourth = object(server, matter);
    EXPECT_EQ(listener.next()->id, fourth);
}

TEST_P(Live, streams_after_an_unknown_event_say_to_read_anew) {
    Listener listener(server, "drafter", "evt_unknown");
    const auto heard = listener.next();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->event, "reset");
    EXPECT_EQ(heard->id, "");
}

TEST_P(Live, streams_end_with_their_session) {
    const std::string matter = server.propose();
    Listener listener(server, "office");
    ASSERT_EQ(listener.status, 200);
    const HeaderList token{{"Authorization", "Bearer " + server.token("office")}};
    ASSERT_EQ(server.client().request("DELETE", "/api/v1/sessions/current", token).status, 204);
    EXPECT_FALSE(listener.next());
}

TEST_P(Live, streams_end_when_their_session_expires) {
    const std::string matter = server.propose();
    Listener listener(server, "drafter");
    auto& clock = *server.app().clock;
    ASSERT_TRUE(clock.move_to(clock.now() + std::chrono::hours(13)));
    server.app().live->sessions_changed();
    EXPECT_FALSE(listener.next());
}

/// A page that lies open in an empty room is no use of the session.
TEST_P(Live, streams_do_not_keep_the_session_that_nobody_uses) {
    server.app().protection.sessions.idle = std::chrono::minutes(30);
    const std::string matter = server.propose();
    Listener listener(server, "drafter");
    ASSERT_EQ(listener.status, 200);
    auto& clock = *server.app().clock;
    ASSERT_TRUE(clock.move_to(clock.now() + std::chrono::minutes(31)));
    server.app().live->sessions_changed();
    EXPECT_FALSE(listener.next());
}

TEST_P(Live, streams_end_first_when_the_server_stops) {
    Listener listener(server, "drafter");
    server.stop();
    EXPECT_FALSE(listener.next());
}

TEST_P(Live, streams_are_so_many_for_one_person) {
    std::vector<std::unique_ptr<Listener>> listeners;
    for (std::size_t i = 0; i < api::limits::live_streams_of_one; ++i) {
        listeners.push_back(std::make_unique<Listener>(server, "drafter"));
        EXPECT_EQ(listeners.back()->status, 200);
    }
    EXPECT_EQ(server.get("drafter", "/events/stream").status, 429);
    EXPECT_EQ(Listener(server, "office").status, 200);
}

TEST_P(Live, streams_need_a_session) {
    EXPECT_EQ(server.client().request("GET", "/api/v1/events/stream").status, 401);
}

/// Two servers on one database: a file has one.
class LiveAmongServers : public Live {};

TEST_P(LiveAmongServers, changes_at_another_server_are_told_too) {
    BureauServer other(database);
    const std::string matter = server.propose();
    Listener listener(server, "drafter");
    const std::string id = object(other, matter);
    const auto heard = listener.next();
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->id, id);
}

ON_BOTH_DATABASES(Live);
ON_DATABASE(LiveAmongServers, postgresql);

}  // namespace
}  // namespace shenyi::tests
