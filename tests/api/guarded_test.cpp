#include "api/password_rules.hpp"
#include "api/protection.hpp"
#include "tests/api/bureau_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Log-ins and sessions as an operator guards them, with the demo's clock to pass the time.
class Guarded : public OnBothDatabases {
  protected:
    Guarded() { server.app().protection = api::Protection{}; }

    void pass(std::chrono::milliseconds time) {
        auto& clock = *server.app().clock;
        ASSERT_TRUE(clock.move_to(clock.now() + time));
    }
    int me(const HeaderList& headers) { return server.client().request("GET", "/api/v1/me", headers).status; }
    static HeaderList bearer(const std::string& token) { return {{"Authorization", "Bearer " + token}}; }
    std::string token() { return token_of(server.log_in("drafter", "demo")); }
    static std::string token_of(const HttpAnswer& answer) {
        EXPECT_EQ(answer.status, 201) << answer.body;
        return std::string(json::parse(answer.body).at("token").as_string());
    }
    HttpAnswer change(const std::string& token, const std::string& current, const std::string& fresh) {
        return server.client().post_json(
            "/api/v1/me/password", json::serialize(json::object{{"current", current}, {"new", fresh}}), bearer(token));
    }
    /// What is said of the new password, in English.
    std::string told(const std::string& fresh) {
        HeaderList headers = bearer(server.token("drafter"));
        headers.emplace_back("Accept-Language", "en");
        const auto answer = server.client().post_json(
            "/api/v1/me/password", json::serialize(json::object{{"current", "demo"}, {"new", fresh}}), headers);
        EXPECT_EQ(answer.status, 422) << fresh << answer.body;
        const json::value body = json::parse(answer.body);
        const json::value& error = body.at("errors").at(0);
        EXPECT_EQ(error.at("pointer"), "/new");
        return std::string(error.at("message").as_string());
    }

    TestDatabase database = fresh_database(GetParam());
    BureauServer server{database};
};

TEST_P(Guarded, sessions_end_when_nothing_is_asked_in_them) {
    const std::string session = token();
    for (int i = 0; i < 4; ++i) {
        pass(27min);
        EXPECT_EQ(me(bearer(session)), 200) << i;
    }
    pass(30min);
    EXPECT_EQ(me(bearer(session)), 401);
}

TEST_P(Guarded, sessions_end_in_the_evening_whatever_is_asked_in_them) {
    const std::string session = token();
    for (int i = 0; i < 29; ++i) {
        pass(24min);
        EXPECT_EQ(me(bearer(session)), 200) << i;
    }
    pass(24min);
    EXPECT_EQ(me(bearer(session)), 401);
}

TEST_P(Guarded, sessions_say_when_they_end_at_the_latest) {
    const auto answer = server.log_in("drafter", "demo");
    const auto ends = workflow::parse_instant(std::string(json::parse(answer.body).at("expires_at").as_string()));
    ASSERT_TRUE(ends);
    EXPECT_GT(*ends, server.app().clock->now() + 11h);
    EXPECT_THAT(answer.header("Set-Cookie"), HasSubstr("Max-Age=43200"));
}

TEST_P(Guarded, a_password_that_grew_too_old_only_serves_to_set_another) {
    EXPECT_EQ(me(bearer(token())), 200);
    pass(90 * 24h);
    const auto answer = server.log_in("drafter", "demo");
    EXPECT_EQ(json::parse(answer.body).at("must_change_password"), true);
    const std::string session = token_of(answer);
    EXPECT_EQ(me(bearer(session)), 403);
    EXPECT_EQ(change(session, "demo", "Nine-Dragons-2026").status, 204);
    EXPECT_EQ(me(bearer(token_of(server.log_in("drafter", "Nine-Dragons-2026")))), 200);
}

TEST_P(Guarded, passwords_that_are_short_simple_or_hold_the_log_in_are_told_and_not_taken) {
    EXPECT_EQ(told("Short-pass1"), "Must have at least 12 characters.");
    EXPECT_EQ(told("Short-1      "), "Must have at least 12 characters.") << "spaces in a row count once";
    EXPECT_THAT(told("onlysmallletters1"), HasSubstr("at least 3 kinds"));
    EXPECT_EQ(told("I-am-DRAFTER-2026"), "Must not hold the log-in.");
    EXPECT_EQ(told("Aa1-" + std::string(125, 'x')), "Must have at most 128 characters.");
    EXPECT_EQ(server.log_in("drafter", "demo").status, 201);
}

TEST_P(Guarded, passwords_may_be_long_and_of_any_characters) {
    std::string longest = "A1 ";
    for (int i = 0; i < 125; ++i) longest += i % 2 == 0 ? "审" : "\xF0\x9F\x93\x9C";
    EXPECT_EQ(change(token(), "demo", longest).status, 204);
    const std::string session = token_of(server.log_in("drafter", longest));
    EXPECT_EQ(server.log_in("drafter", longest.substr(0, longest.size() - 3)).status, 401) << "all of it counts";
    EXPECT_EQ(change(session, longest, longest).status, 422) << "another one is asked for";
}

TEST_P(Guarded, a_real_stores_cookie_is_for_this_host_and_tls_alone) {
    server.app().demo = false;
    const auto answer = server.log_in("drafter", "demo");
    const std::string set = answer.header("Set-Cookie");
    EXPECT_THAT(set, StartsWith("__Host-shenyi_session=" + token_of(answer) + ";"));
    for (const char* attribute : {"; Path=/;", "; SameSite=Strict", "; HttpOnly", "; Secure"}) {
        EXPECT_THAT(set, HasSubstr(attribute));
    }
    EXPECT_THAT(set, Not(HasSubstr("Domain")));
    EXPECT_EQ(me({{"Cookie", set.substr(0, set.find(';'))}}), 200);
    EXPECT_EQ(me({{"Cookie", "shenyi_session=" + token_of(answer)}}), 401)
        << "a neighbouring site could plant that one";
    EXPECT_TRUE(server.app().server_settings().behind_tls);
}

TEST_P(Guarded, a_browser_forgets_at_log_out) {
    const auto answer = server.client().request("DELETE", "/api/v1/sessions/current", bearer(server.token("drafter")));
    ASSERT_EQ(answer.status, 204);
    EXPECT_THAT(answer.header("Set-Cookie"), StartsWith("shenyi_session=; Path=/; Max-Age=0;"));
    EXPECT_EQ(answer.header("Clear-Site-Data"), R"("cache", "cookies", "storage")");
}

/// Whoever plants a token in somebody's browser does not know the one under which that somebody then works.
TEST_P(Guarded, a_log_in_makes_a_new_token_whatever_the_browser_brings) {
    const std::string first = token();
    const json::object body{{"login", "drafter"}, {"password", "demo"}};
    const auto again =
        server.client().post_json("/api/v1/sessions", json::serialize(body), {{"Cookie", "shenyi_session=" + first}});
    EXPECT_NE(token_of(again), first);
}

TEST_P(Guarded, a_token_in_an_address_is_none) {
    const std::string session = token();
    for (const char* name : {"token", "access_token", "shenyi_session"}) {
        const auto answer = server.client().request("GET", "/api/v1/me?" + std::string(name) + "=" + session);
        EXPECT_EQ(answer.status, 401) << name;
    }
}

TEST_P(Guarded, a_log_in_that_nobody_has_waits_as_one_that_somebody_has) {
    const auto waiting = [&](const std::string& login) {
        for (int i = 0; i <= storage::limits::waits_at_place.free; ++i) server.log_in(login, "wrong");
        const auto answer = server.log_in(login, "demo");
        EXPECT_EQ(answer.status, 429);
        json::object body = json::parse(answer.body).as_object();
        body.erase("request_id");
        return body;
    };
    EXPECT_EQ(waiting("drafter"), waiting("nobody"));
}

TEST(PasswordRules, count_characters_and_kinds_and_look_for_the_log_in) {
    const api::PasswordRules rules{.characters_min = 6, .kinds_min = 2};
    const auto fault = [&](std::string_view password) {
        const auto found = api::fault_of_password(password, "current-1", "li", rules);
        return found ? std::string(found->expected.text()) : std::string();
    };
    EXPECT_EQ(fault("abc1"), "min_length");
    EXPECT_EQ(fault("审议制度流"), "min_length");
    EXPECT_EQ(fault("a1    b"), "min_length");
    EXPECT_EQ(fault("abcdef"), "kinds");
    EXPECT_EQ(fault("审议制度流程"), "kinds");
    EXPECT_EQ(fault("current-1"), "no_repeat");
    EXPECT_EQ(fault("xxLIxx"), "no_login");
    for (const char* good : {"abcde1", "ABCDEf", "审议制度流1", "abc de"}) EXPECT_EQ(fault(good), "") << good;
}

ON_BOTH_DATABASES(Guarded);

}  // namespace
}  // namespace shenyi::tests
