#include "tests/api/bureau_server.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

/// The order of checks of api.md §1, and the first answer given again.
class Replay : public OnBothDatabases {
  protected:
    HttpAnswer objection(const std::string& at, const std::string& text, HeaderList headers) {
        return server.post("drafter", at + "/actions/note_objection", json::object{{"text", text}}, std::move(headers));
    }
    std::string tag_of(const std::string& at) { return server.get("drafter", at).header("ETag"); }

    TestDatabase database = fresh_database(GetParam());
    BureauServer server{database};
};

TEST_P(Replay, tells_a_matter_as_it_stood_at_the_first_answer) {
    const std::string at = "/matters/" + server.propose();
    const json::object study{{"document", server.document("drafter", "论证")}};
    const HeaderList first_try{{"Idempotency-Key", "study"}, {"If-Match", tag_of(at)}};
    const auto first = server.post("drafter", at + "/actions/record_study", study, first_try);
    ASSERT_EQ(first.status, 200) << first.body;
    const auto opened = server.act("director", at + "/actions/open", json::object{{"lead_unit", "unit_letters"}}, at);
    ASSERT_EQ(opened.status, 200) << opened.body;

    const auto again = server.post("drafter", at + "/actions/record_study", study, first_try);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("ETag"), first.header("ETag"));
    EXPECT_NE(again.header("ETag"), tag_of(at));
}

TEST_P(Replay, tells_a_meeting_as_it_stood_at_the_first_answer) {
    const std::string at = "/meetings/" + server.call_meeting();
    const HeaderList first_try{{"Idempotency-Key", "roster"}, {"If-Match", server.get("office", at).header("ETag")}};
    const auto first = server.post("office", at + "/actions/fix_roster", json::object{}, first_try);
    ASSERT_EQ(first.status, 200) << first.body;
    ASSERT_EQ(server.act("office", at + "/actions/cancel", json::object{{"reason", "改期"}}, at).status, 200);
    EXPECT_EQ(server.post("office", at + "/actions/fix_roster", json::object{}, first_try).body, first.body);
}

TEST_P(Replay, of_a_created_matter_shows_it_as_created) {
    const HeaderList key{{"Idempotency-Key", "create"}};
    const auto first = server.post("drafter", "/matters", BureauServer::proposal(), key);
    ASSERT_EQ(first.status, 201) << first.body;
    const std::string at = "/matters/" + std::string(json::parse(first.body).at("matter").at("id").as_string());
    ASSERT_EQ(objection(at, "不同意", {{"Idempotency-Key", "o"}, {"If-Match", tag_of(at)}}).status, 200);
    const auto again = server.post("drafter", "/matters", BureauServer::proposal(), key);
    EXPECT_EQ(again.status, 201);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(again.header("Location"), first.header("Location"));
}

TEST_P(Replay, tells_a_post_as_it_stood_at_the_first_answer) {
    const std::string at = "/people/" + BureauServer::person("drafter") + "/posts";
    const json::object entry{{"role", "undertaker"},
                             {"title", "经办人"},
                             {"unit", "unit_letters"},
                             {"from", "2026-03-03"},
                             {"document", server.document("secadmin", "任职文件")}};
    const auto first = server.post("secadmin", at, entry, {{"Idempotency-Key", "post"}});
    ASSERT_EQ(first.status, 201) << first.body;
    const json::value post = json::parse(first.body).at("post");
    ASSERT_TRUE(post.at("confirmed_by").is_null()) << first.body;
    const std::string confirm = at + "/" + std::string(post.at("id").as_string()) + "/confirm";
    const auto confirmed = server.post("office", confirm, json::object{}, {{"Idempotency-Key", "confirm"}});
    ASSERT_EQ(confirmed.status, 200) << confirmed.body;
    const json::object end{{"to", "2026-03-04"}, {"document", server.document("secadmin", "免职文件")}};
    const auto ended = server.post("secadmin", at + "/" + std::string(post.at("id").as_string()) + "/end", end,
                                   {{"Idempotency-Key", "end"}});
    ASSERT_EQ(ended.status, 200) << ended.body;

    EXPECT_EQ(server.post("secadmin", at, entry, {{"Idempotency-Key", "post"}}).body, first.body);
    EXPECT_EQ(server.post("office", confirm, json::object{}, {{"Idempotency-Key", "confirm"}}).body, confirmed.body);
}

TEST_P(Replay, tells_a_person_and_an_adviser_as_they_stood_at_the_first_answer) {
    const json::object person{{"login", "newcomer"}, {"name", "新来的人"}};
    const auto registered = server.post("secadmin", "/people", person, {{"Idempotency-Key", "person"}});
    ASSERT_EQ(registered.status, 201) << registered.body;
    const std::string id(json::parse(registered.body).at("person").at("id").as_string());
    const auto engagement = [&](const std::string& field) {
        return json::object{{"person", id},
                            {"from", "2026-03-02"},
                            {"until", "2026-12-31"},
                            {"field", field},
                            {"conflicts", json::array{}}};
    };
    const json::object entry{{"role", "legal_adviser"},
                             {"title", "法律顾问"},
                             {"unit", "unit_legal"},
                             {"from", "2026-03-03"},
                             {"document", server.document("secadmin", "聘书")}};
    const auto entered = server.post("secadmin", "/people/" + id + "/posts", entry, {{"Idempotency-Key", "post"}});
    ASSERT_EQ(entered.status, 201) << entered.body;
    const auto engaged = server.post("office", "/advisers", engagement("行政法"), {{"Idempotency-Key", "first"}});
    ASSERT_EQ(engaged.status, 201) << engaged.body;
    const std::string post(json::parse(entered.body).at("post").at("id").as_string());
    ASSERT_EQ(server
                  .post("office", "/people/" + id + "/posts/" + post + "/confirm", json::object{},
                        {{"Idempotency-Key", "confirm"}})
                  .status,
              200);
    ASSERT_EQ(server.post("office", "/advisers", engagement("合同法"), {{"Idempotency-Key", "second"}}).status, 201);

    EXPECT_EQ(server.post("secadmin", "/people", person, {{"Idempotency-Key", "person"}}).body, registered.body);
    EXPECT_EQ(server.post("office", "/advisers", engagement("行政法"), {{"Idempotency-Key", "first"}}).body,
              engaged.body);
}

TEST_P(Replay, tells_a_calendar_as_it_stood_at_the_first_answer) {
    const std::string at = "/organs/" + server.app().organ.value + "/calendars";
    const auto holiday = [](const char* day, const char* name) {
        return json::object{{"date", day}, {"off", true}, {"name", name}};
    };
    const json::object calendar{{"year", 2027},
                                {"notice", "国办发明电〔2026〕7号"},
                                {"days", json::array{holiday("2027-01-01", "元旦"), holiday("2027-02-06", "春节"),
                                                     holiday("2027-04-05", "清明节"), holiday("2027-05-01", "劳动节"),
                                                     holiday("2027-06-09", "端午节"), holiday("2027-09-15", "中秋节"),
                                                     holiday("2027-10-01", "国庆节")}}};
    const auto loaded = server.post("sysadmin", at, calendar, {{"Idempotency-Key", "load"}});
    ASSERT_EQ(loaded.status, 201) << loaded.body;
    const auto confirmed =
        server.post("office", at + "/2027/confirm", json::object{}, {{"Idempotency-Key", "confirm"}});
    ASSERT_EQ(confirmed.status, 200) << confirmed.body;
    EXPECT_EQ(server.post("sysadmin", at, calendar, {{"Idempotency-Key", "load"}}).body, loaded.body);
}

TEST_P(Replay, gives_a_known_key_its_receipt_whatever_the_tag) {
    const std::string at = "/matters/" + server.propose();
    const auto first = objection(at, "意见", {{"Idempotency-Key", "k"}, {"If-Match", tag_of(at)}});
    ASSERT_EQ(first.status, 200) << first.body;
    EXPECT_EQ(objection(at, "意见", {{"Idempotency-Key", "k"}}).body, first.body);
    EXPECT_EQ(objection(at, "意见", {{"Idempotency-Key", "k"}, {"If-Match", "*"}}).body, first.body);
    EXPECT_EQ(objection(at, "意见", {{"Idempotency-Key", "k"}, {"If-Match", "\"1\""}}).body, first.body);
    EXPECT_EQ(objection(at, "意见", {{"Idempotency-Key", "k"}, {"If-Match", "\"other\""}}).body, first.body);
    EXPECT_EQ(objection(at, "别的意见", {{"Idempotency-Key", "k"}}).status, 422);
    EXPECT_EQ(objection(at, "意见", {{"Idempotency-Key", "other"}}).status, 428);
    EXPECT_EQ(objection(at, "意见", {{"Idempotency-Key", "other"}, {"If-Match", "\"other\""}}).status, 412);
    EXPECT_EQ(json::parse(server.get("drafter", at).body).at("seq"), 2);
}

TEST_P(Replay, gives_a_refusal_again_and_counts_it_once) {
    const std::string at = "/matters/" + server.propose();
    const json::object body{{"lead_unit", "unit_letters"}};
    const HeaderList key{{"Idempotency-Key", "open"}, {"If-Match", server.get("director", at).header("ETag")}};
    const auto first = server.post("director", at + "/actions/open", body, key);
    ASSERT_EQ(first.status, 409) << first.body;
    ASSERT_EQ(server
                  .act("drafter", at + "/actions/record_study",
                       json::object{{"document", server.document("drafter", "论证")}}, at)
                  .status,
              200);
    const auto again = server.post("director", at + "/actions/open", body, key);
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(json::parse(again.body).at("findings"), json::parse(first.body).at("findings"));
    const auto history = json::parse(server.get("director", at + "/history").body);
    int attempts = 0;
    for (const auto& entry : history.at("items").as_array()) attempts += entry.at("entry") == "attempt" ? 1 : 0;
    EXPECT_EQ(attempts, 1);
}

TEST_P(Replay, checks_stand_in_the_contracts_order) {
    const std::string at = "/matters/" + server.propose();
    const std::string act = at + "/actions/record_study";
    const json::object faulty{{"colour", "red"}};
    const json::object study{{"document", server.document("visits", "论证")}};
    // 401 before 404 before 400 before 422 before 428 before 412 before 403.
    EXPECT_EQ(server.client().post_json("/api/v1/matters/mat_none/actions/open", "{").status, 401);
    EXPECT_EQ(server.post("sysadmin", act, faulty).status, 404);
    EXPECT_EQ(server.post("drafter", act, faulty).status, 400);
    EXPECT_EQ(server.post("drafter", act, faulty, {{"Idempotency-Key", "a"}}).status, 422);
    EXPECT_EQ(server.post("director", act, study, {{"Idempotency-Key", "b"}}).status, 428);
    EXPECT_EQ(server.post("director", act, study, {{"Idempotency-Key", "c"}, {"If-Match", "\"9\""}}).status, 412);
    EXPECT_EQ(server.post("director", act, study, {{"Idempotency-Key", "d"}, {"If-Match", tag_of(at)}}).status, 403);
}

ON_BOTH_DATABASES(Replay);

}  // namespace
}  // namespace shenyi::tests
