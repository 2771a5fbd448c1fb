#include "tests/api/bureau_server.hpp"

#include "storage/definitions/bureau.hpp"
#include "workflow/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <memory>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::HasSubstr;

/// Logging in and out, and what is left of it on record.
class Sessions : public OnBothDatabases {
  protected:
    std::vector<storage::StoredEvent> events(const workflow::Stream& stream) {
        return server->app().engine->events(server->app().organ, {stream.name}).value();
    }
    std::vector<storage::StoredEvent> accesses() {
        auto& app = server->app();
        return events(workflow::access_of(app.organ, workflow::date_of(app.clock->now())));
    }
    int passwords_checked() {
        const std::string figures = server->client().request("GET", "/metrics").body;
        const std::string name = "\nshenyi_password_checks_total ";
        return std::stoi(figures.substr(figures.find(name) + name.size()));
    }
    void restart() {
        server.reset();
        server = std::make_unique<BureauServer>(database);
    }
    int me(const std::string& token) {
        return server->client().request("GET", "/api/v1/me", {{"Authorization", "Bearer " + token}}).status;
    }
    /// The one-time password.
    std::string reset(const std::string& owner) {
        const auto done =
            server->post("secadmin", "/people/" + BureauServer::person(owner) + "/reset",
                         json::object{{"reason", "忘记口令"}}, {{"Idempotency-Key", server->fresh_key()}});
        EXPECT_EQ(done.status, 200) << done.body;
        return std::string(json::parse(done.body).at("one_time_password").as_string());
    }
    void pass(std::chrono::hours time) {
        auto& clock = *server->app().clock;
        ASSERT_TRUE(clock.move_to(clock.now() + time));
    }
    /// What a log-in is told of the last reset.
    json::value told_of_reset(const std::string& login, const std::string& password) {
        const auto answer = server->log_in(login, password);
        EXPECT_EQ(answer.status, 201) << answer.body;
        return json::parse(answer.body).at("password_reset");
    }
    int change_password(const HttpAnswer& session, const std::string& current, const std::string& fresh) {
        return server->client()
            .post_json("/api/v1/me/password", json::serialize(json::object{{"current", current}, {"new", fresh}}),
                       {{"Authorization", "Bearer " + token_of(session)}})
            .status;
    }
    static std::string token_of(const HttpAnswer& answer) {
        return std::string(json::parse(answer.body).at("token").as_string());
    }

    TestDatabase database = fresh_database(GetParam());
    std::unique_ptr<BureauServer> server = std::make_unique<BureauServer>(database);
};

TEST_P(Sessions, are_on_record_when_they_open) {
    ASSERT_EQ(server->log_in("drafter", "demo").status, 201);
    const auto log = accesses();
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(log.front().reference.type, "session.opened");
    EXPECT_EQ(log.front().meta.actor.value, BureauServer::person("drafter"));
    EXPECT_THAT(log.front().body, HasSubstr("127.0.0.1"));
}

TEST_P(Sessions, are_on_record_when_they_are_closed) {
    const std::string token = token_of(server->log_in("drafter", "demo"));
    const auto left =
        server->client().request("DELETE", "/api/v1/sessions/current", {{"Authorization", "Bearer " + token}});
    ASSERT_EQ(left.status, 204) << left.body;
    EXPECT_EQ(me(token), 401);
    const auto log = accesses();
    ASSERT_EQ(log.size(), 2U);
    EXPECT_EQ(log.back().reference.type, "session.closed");
    EXPECT_EQ(log.back().meta.actor.value, BureauServer::person("drafter"));
    EXPECT_EQ(std::get<workflow::LoggedOut>(std::get<workflow::AccessEvent>(log.back().event)).person.value,
              BureauServer::person("drafter"));
    EXPECT_THAT(log.back().body, HasSubstr("127.0.0.1"));
    EXPECT_EQ(
        server->client().request("DELETE", "/api/v1/sessions/current", {{"Authorization", "Bearer " + token}}).status,
        401);
    EXPECT_EQ(accesses().size(), 2U);
}

TEST_P(Sessions, that_failed_are_counted_and_written_together) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(server->log_in("drafter", "wrong").status, 401);
    EXPECT_EQ(server->log_in("nobody", "wrong").status, 401);
    EXPECT_TRUE(accesses().empty());
    server->app().write_failed_log_ins();
    const auto log = accesses();
    ASSERT_EQ(log.size(), 2U);
    const auto failed = [](const storage::StoredEvent& event) {
        return std::get<workflow::LogInsFailed>(std::get<workflow::AccessEvent>(event.event));
    };
    EXPECT_EQ(failed(log.back()).login, "drafter");
    EXPECT_EQ(failed(log.back()).address, "127.0.0.1");
    EXPECT_EQ(failed(log.back()).count, 3);
    EXPECT_EQ(failed(log.front()).login, "*") << "what nobody has as a log-in may be a password";
    EXPECT_EQ(failed(log.front()).count, 1);
    server->app().write_failed_log_ins();
    EXPECT_EQ(accesses().size(), 2U);
}

TEST_P(Sessions, that_failed_are_written_at_stop) {
    EXPECT_EQ(server->log_in("drafter", "wrong").status, 401);
    restart();
    EXPECT_EQ(accesses().size(), 1U);
}

TEST_P(Sessions, are_refused_alike_whether_the_login_is_known_or_not) {
    const int before = passwords_checked();
    const auto known = server->log_in("drafter", "wrong");
    const auto unknown = server->log_in("nobody", "wrong");
    EXPECT_EQ(passwords_checked(), before + 2);
    json::value one = json::parse(known.body);
    json::value other = json::parse(unknown.body);
    one.as_object().erase("request_id");
    other.as_object().erase("request_id");
    EXPECT_EQ(one, other);
}

void fail_until_waiting(BureauServer& server, const std::string& login) {
    for (int i = 0; i <= storage::limits::waits_at_place.free; ++i)
        EXPECT_EQ(server.log_in(login, "wrong").status, 401);
}

TEST_P(Sessions, wait_after_five_failures_even_over_a_restart) {
    fail_until_waiting(*server, "drafter");
    const auto locked = server->log_in("drafter", "demo");
    EXPECT_EQ(locked.status, 429);
    EXPECT_EQ(json::parse(locked.body).at("type"), "/docs/problems/locked_out");
    EXPECT_GT(std::stoi(locked.header("Retry-After")), 0);
    EXPECT_LE(std::stoi(locked.header("Retry-After")), 30);
    restart();
    EXPECT_EQ(server->log_in("drafter", "demo").status, 429);
    EXPECT_EQ(server->log_in("chief", "demo").status, 201);
    auto& clock = *server->app().clock;
    ASSERT_TRUE(clock.move_to(clock.now() + storage::limits::waits_at_place.first));
    EXPECT_EQ(server->log_in("drafter", "demo").status, 201);
}

/// One address, behind which the whole bureau sits.
TEST_P(Sessions, with_the_right_password_are_opened_whoever_else_fails_from_the_address) {
    server.reset();
    server = std::make_unique<BureauServer>(database,
                                            BureauServer::Settings{.writes = api::limits::writes, .log_ins = {20, 1h}});
    fail_until_waiting(*server, "expert");
    for (int i = 0; i < 60; ++i) server->log_in("stranger" + std::to_string(i), "wrong");
    EXPECT_EQ(server->log_in("director", "demo").status, 201);
    const auto wrong = server->log_in("deputy1", "wrong");
    EXPECT_EQ(wrong.status, 429);
    EXPECT_EQ(json::parse(wrong.body).at("type"), "/docs/problems/too_many_log_ins");
    const auto right = server->log_in("deputy1", "demo");
    EXPECT_EQ(right.status, 201) << right.body;
    EXPECT_EQ(server->log_in("expert", "demo").status, 429);
}

/// Two servers on one database: a file has one.
class SessionsOfServers : public Sessions {};

TEST_P(SessionsOfServers, are_locked_at_every_server_of_a_database) {
    BureauServer other(database);
    fail_until_waiting(*server, "drafter");
    EXPECT_EQ(other.log_in("drafter", "demo").status, 429);
}

TEST_P(Sessions, end_at_log_out) {
    const std::string token = token_of(server->log_in("drafter", "demo"));
    EXPECT_EQ(me(token), 200);
    const HeaderList with_token{{"Authorization", "Bearer " + token}};
    EXPECT_EQ(server->client().request("DELETE", "/api/v1/sessions/current", with_token).status, 204);
    EXPECT_EQ(me(token), 401);
}

TEST_P(Sessions, end_when_the_password_changes_and_the_change_is_on_record) {
    const std::string other = token_of(server->log_in("drafter", "demo"));
    const auto changed =
        server->post("drafter", "/me/password", json::object{{"current", "demo"}, {"new", "春眠不觉晓处处闻"}});
    EXPECT_EQ(changed.status, 204) << changed.body;
    EXPECT_EQ(me(other), 401);
    EXPECT_EQ(server->log_in("drafter", "demo").status, 401);
    EXPECT_EQ(server->log_in("drafter", "春眠不觉晓处处闻").status, 201);
    const auto log = events(workflow::stream_of(storage::definitions::founding_person("drafter")));
    EXPECT_EQ(log.back().reference.type, "password.changed");
}

TEST_P(Sessions, of_a_one_time_password_only_set_another_even_after_a_restart) {
    auto& accounts = *server->app().accounts;
    const auto drafter = storage::definitions::founding_person("drafter");
    ASSERT_TRUE(accounts.set_password(server->app().organ, drafter, "once", true, server->app().clock->now()));
    const auto answer = server->log_in("drafter", "once");
    EXPECT_EQ(json::parse(answer.body).at("must_change_password"), true);
    const std::string token = token_of(answer);
    EXPECT_EQ(me(token), 403);
    const HeaderList as_drafter{{"Authorization", "Bearer " + token}};
    const auto turned_away = server->client().request("GET", "/api/v1/me", as_drafter);
    EXPECT_EQ(json::parse(turned_away.body).at("type"), "/docs/problems/password_to_change");
    const auto same =
        server->client().post_json("/api/v1/me/password", R"({"current":"once","new":"once"})", as_drafter);
    EXPECT_EQ(same.status, 422) << same.body;
    EXPECT_THAT(same.body, HasSubstr(R"("pointer":"/new")"));
    EXPECT_EQ(me(token), 403);
    restart();
    EXPECT_EQ(me(token), 403);
    const auto changed = server->client().post_json("/api/v1/me/password", R"({"current":"once","new":"for good"})",
                                                    {{"Authorization", "Bearer " + token}});
    EXPECT_EQ(changed.status, 204) << changed.body;
    EXPECT_EQ(me(token_of(server->log_in("drafter", "for good"))), 200);
}

TEST_P(Sessions, tell_the_owner_that_his_password_was_reset_when_and_by_whom) {
    EXPECT_TRUE(told_of_reset("drafter", "demo").is_null());
    const std::string once = reset("drafter");
    const json::value told = told_of_reset("drafter", once);
    const auto log = events(workflow::stream_of(storage::definitions::founding_person("drafter")));
    EXPECT_EQ(told.at("at"), json::value(workflow::rfc3339(log.back().meta.at)));
    EXPECT_EQ(told.at("by").at("id"), json::value(BureauServer::person("secadmin")));
    EXPECT_EQ(told.at("by").at("login"), json::value("secadmin"));
    EXPECT_TRUE(told_of_reset("chief", "demo").is_null());

    ASSERT_EQ(change_password(server->log_in("drafter", once), once, "春眠不觉晓处处闻"), 204);
    pass(23h);
    EXPECT_EQ(told_of_reset("drafter", "春眠不觉晓处处闻"), told) << "for a day, whoever has set a password since";
    pass(1h);
    EXPECT_TRUE(told_of_reset("drafter", "春眠不觉晓处处闻").is_null());
}

TEST_P(Sessions, tell_of_a_reset_at_the_first_log_in_however_late) {
    const std::string once = reset("drafter");
    pass(5 * 24h);
    EXPECT_FALSE(told_of_reset("drafter", once).is_null());
    ASSERT_EQ(change_password(server->log_in("drafter", once), once, "春眠不觉晓处处闻"), 204);
    EXPECT_TRUE(told_of_reset("drafter", "春眠不觉晓处处闻").is_null());
}

TEST_P(Sessions, by_cookie_change_things_only_with_their_csrf_token) {
    const auto answer = server->log_in("drafter", "demo");
    const std::string set = answer.header("Set-Cookie");
    EXPECT_THAT(set, HasSubstr("HttpOnly"));
    EXPECT_THAT(set, HasSubstr("SameSite=Strict"));
    const std::string cookie = set.substr(0, set.find(';'));
    const std::string csrf(json::parse(answer.body).at("csrf_token").as_string());
    const auto propose = [&](HeaderList headers) {
        headers.emplace_back("Cookie", cookie);
        headers.emplace_back("Idempotency-Key", server->fresh_key());
        return server->client()
            .post_json("/api/v1/matters", json::serialize(BureauServer::proposal()), std::move(headers))
            .status;
    };
    EXPECT_EQ(server->client().request("GET", "/api/v1/me", {{"Cookie", cookie}}).status, 200);
    EXPECT_EQ(propose({}), 403);
    EXPECT_EQ(propose({{"X-CSRF-Token", "guessed"}}), 403);
    EXPECT_EQ(propose({{"X-CSRF-Token", ""}}), 403);
    EXPECT_EQ(propose({{"Authorization", "Basic dTpw"}}), 403) << "it is the cookie all the same";
    EXPECT_EQ(propose({{"Authorization", ""}}), 403);
    EXPECT_EQ(propose({{"X-CSRF-Token", csrf}}), 201);
}

TEST(RateLimit, lets_a_burst_pass_and_then_one_at_a_time) {
    const auto noon = *workflow::parse_instant("2026-03-02T04:00:00.000Z");
    api::RateLimit limit({.burst = 3, .each = 2s});
    for (int i = 0; i < 3; ++i) EXPECT_EQ(limit.take("a", noon), std::nullopt);
    EXPECT_EQ(limit.take("a", noon), 2s);
    EXPECT_EQ(limit.take("b", noon), std::nullopt);
    EXPECT_EQ(limit.take("a", noon + 1500ms), 1s);
    EXPECT_EQ(limit.take("a", noon + 2s), std::nullopt);
    EXPECT_EQ(limit.take("a", noon + 2s), 2s);
}

TEST(OneAtATime, lets_one_in_for_each_key) {
    api::OneAtATime door;
    auto turn = door.enter("a");
    EXPECT_TRUE(turn);
    EXPECT_FALSE(door.enter("a"));
    EXPECT_TRUE(door.enter("b"));
    turn.reset();
    EXPECT_TRUE(door.enter("a"));
}

TEST_P(Sessions, are_limited_in_rate_once_too_many_failed) {
    server.reset();
    server = std::make_unique<BureauServer>(database, BureauServer::Settings{.writes = {2, 1h}, .log_ins = {3, 1h}});
    const std::string at = "/matters/" + server->propose();
    server->propose();
    const auto third = server->post("drafter", "/matters", BureauServer::proposal(), {{"Idempotency-Key", "third"}});
    EXPECT_EQ(third.status, 429);
    EXPECT_EQ(third.header("Retry-After"), "3600");
    EXPECT_EQ(server->get("drafter", at).status, 200);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(server->log_in("drafter", "wrong").status, 401);
    EXPECT_EQ(server->log_in("drafter", "wrong").status, 429);
    server->app().write_failed_log_ins();
    const auto failed = std::get<workflow::LogInsFailed>(std::get<workflow::AccessEvent>(accesses().back().event));
    EXPECT_EQ(failed.count, 4);
}

ON_BOTH_DATABASES(Sessions);
ON_DATABASE(SessionsOfServers, postgresql);

}  // namespace
}  // namespace shenyi::tests
