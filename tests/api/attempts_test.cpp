#include "tests/api/bureau_server.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <optional>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

/// Refusals of one person on one resource: nine are events each, the others one counted event (api.md §1).
class Attempts : public OnBothDatabases {
  protected:
    /// The director opens a matter without a study, again and again: R-INIT-03.
    void refuse(const std::string& at, int times) {
        for (int i = 0; i < times; ++i) {
            const auto answer =
                server->act("director", at + "/actions/open", json::object{{"lead_unit", "unit_letters"}}, at);
            ASSERT_EQ(answer.status, 409) << answer.body;
        }
    }
    json::array history(const std::string& at) {
        return json::parse(server->get("director", at + "/history").body).at("items").as_array();
    }
    static std::ptrdiff_t of_type(const json::array& entries, std::string_view type) {
        return std::ranges::count_if(entries, [&](const auto& entry) { return entry.at("type") == json::value(type); });
    }
    void an_hour_goes_by() {
        auto& clock = *server->app().clock;
        ASSERT_TRUE(clock.move_to(clock.now() + std::chrono::hours(1)));
    }

    TestDatabase database = fresh_database(GetParam());
    std::unique_ptr<BureauServer> server = std::make_unique<BureauServer>(database);
};

TEST_P(Attempts, are_counted_from_the_tenth_on_and_written_when_the_hour_ends) {
    const std::string at = "/matters/" + server->propose();
    refuse(at, 12);
    json::array entries = history(at);
    EXPECT_EQ(of_type(entries, "attempt.refused"), 9);
    ASSERT_EQ(of_type(entries, "attempts.counted"), 1);
    EXPECT_EQ(entries.back().at("count"), 3);
    EXPECT_EQ(entries.back().at("stream_seq"), 0);
    EXPECT_EQ(entries.back().at("data").at("rules").at(0).at("name"), "R-INIT-03");
    const json::value trace = json::parse(server->get("director", at + "/responsibility").body);
    EXPECT_EQ(trace.at("attempt_count"), 12) << "those that are counted, too";
    EXPECT_EQ(trace.at("attempts").as_array().back().at("count"), 3);

    server->app().engine->write_counted_attempts();
    EXPECT_EQ(history(at).back().at("stream_seq"), 0) << "the hour has not ended";
    an_hour_goes_by();
    server->app().engine->write_counted_attempts();
    entries = history(at);
    ASSERT_EQ(of_type(entries, "attempts.counted"), 1);
    EXPECT_EQ(entries.back().at("data").at("count"), 3);
    EXPECT_EQ(entries.back().at("data").at("actions").as_array(),
              (json::array{json::object{{"name", "open"}, {"count", 3}}}));
    EXPECT_EQ(entries.back().at("data").at("rules").as_array(),
              (json::array{json::object{{"name", "R-INIT-03"}, {"count", 3}}}));
    EXPECT_EQ(entries.back().at("stream_seq"), 10);
    EXPECT_EQ(json::parse(server->get("director", at + "/responsibility").body).at("attempt_count"), 12);
    refuse(at, 1);
    EXPECT_EQ(of_type(history(at), "attempt.refused"), 10);
}

TEST_P(Attempts, that_are_counted_are_refused_all_the_same_and_replayed) {
    const std::string at = "/matters/" + server->propose();
    refuse(at, 9);
    const HeaderList key{{"Idempotency-Key", "tenth"}, {"If-Match", server->get("director", at).header("ETag")}};
    const json::object body{{"lead_unit", "unit_letters"}};
    const auto tenth = server->post("director", at + "/actions/open", body, key);
    EXPECT_EQ(tenth.status, 409);
    EXPECT_EQ(server->post("director", at + "/actions/open", body, key).status, 409);
    EXPECT_EQ(history(at).back().at("count"), 1);
}

TEST_P(Attempts, to_begin_a_matter_that_nobody_is_competent_to_review_are_refused_by_rule) {
    json::object body = BureauServer::proposal();
    body["kind"] = "normative_document";
    body["issuer"] = "某区人民政府";
    const auto refused = server->post("drafter", "/matters", body, {{"Idempotency-Key", "foreign"}});
    ASSERT_EQ(refused.status, 409) << refused.body;
    const json::value finding = json::parse(refused.body).at("findings").at(0);
    EXPECT_EQ(finding.at("rule"), "R-REV-01");
    EXPECT_FALSE(finding.at("sources").as_array().empty());
    EXPECT_EQ(finding.at("who_can_clear").at(0).at("action"), "create");
    const auto& app = server->app();
    const auto drafter = workflow::PersonId{BureauServer::person("drafter")};
    const auto left = app.engine->events(app.organ, {workflow::attempts_on(app.organ.value).name}).value().size() +
                      app.engine->events(app.organ, {workflow::attempts_on(drafter.value).name}).value().size();
    EXPECT_EQ(left, 1U) << "the attempt is on record";

    body.erase("issuer");
    EXPECT_EQ(server->post("drafter", "/matters", body, {{"Idempotency-Key", "own"}}).status, 201);
}

TEST_P(Attempts, of_others_and_on_others_are_counted_apart) {
    const std::string at = "/matters/" + server->propose();
    const std::string other = "/matters/" + server->propose();
    refuse(at, 10);
    refuse(other, 1);
    const auto denied = server->act("drafter", at + "/actions/open", json::object{{"lead_unit", "unit_letters"}}, at);
    EXPECT_EQ(denied.status, 403);
    EXPECT_EQ(of_type(history(at), "attempt.refused"), 10);
    EXPECT_EQ(of_type(history(other), "attempt.refused"), 1);
}

TEST_P(Attempts, are_counted_on_after_a_restart_until_their_hour_ends) {
    const std::string at = "/matters/" + server->propose();
    refuse(at, 11);
    server.reset();
    server = std::make_unique<BureauServer>(database);
    EXPECT_EQ(history(at).back().at("count"), 2);
    refuse(at, 1);
    json::array entries = history(at);
    EXPECT_EQ(of_type(entries, "attempt.refused"), 9);
    EXPECT_EQ(entries.back().at("count"), 3);
    an_hour_goes_by();
    server->app().engine->write_counted_attempts();
    entries = history(at);
    EXPECT_EQ(of_type(entries, "attempts.counted"), 1);
    EXPECT_EQ(entries.back().at("data").at("count"), 3);
}

ON_BOTH_DATABASES(Attempts);

}  // namespace
}  // namespace shenyi::tests
