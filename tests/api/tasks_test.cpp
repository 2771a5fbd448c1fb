#include "tests/api/bureau_server.hpp"
#include "tests/support/contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <map>

namespace shenyi::tests {
namespace {

namespace json = boost::json;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

class Tasks : public OnBothDatabases {
  protected:
    json::array items(const std::string& login, const std::string& path) {
        const HttpAnswer answer = server_.get(login, path);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body).at("items").as_array();
    }
    std::vector<std::string> actions(const std::string& login, const std::string& box = "todo") {
        std::vector<std::string> names;
        const json::array tasks = items(login, "/tasks?box=" + box);
        for (const json::value& item : tasks) {
            EXPECT_EQ(item.at("box"), json::value(box));
            names.emplace_back(item.at("action").as_string());
        }
        return names;
    }
    json::object matter(const std::string& login, const std::string& id) {
        return json::parse(server_.get(login, "/matters/" + id).body).as_object();
    }

    /// A major decision whose file the reviewer accepted.
    std::string accepted() {
        const std::string id = server_.drafted();
        const std::string at = "/matters/" + id;
        json::array materials;
        const json::object shown = matter("chief", id);
        for (const json::value& each : shown.at("required_materials").as_array()) {
            const std::string kind(each.at("kind").as_string());
            materials.push_back(json::object{{"kind", kind}, {"document", server_.document("chief", kind)}});
        }
        const json::array basis{
            json::object{{"title", "信访工作条例"}, {"article", "第一条"}, {"version_date", "2022-05-01"}}};
        const auto sent = server_.act("chief", at + "/actions/request_review",
                                      json::object{{"draft", 1},
                                                   {"legal_basis", basis},
                                                   {"materials", std::move(materials)},
                                                   {"procedures_done", "已征求意见"}},
                                      at);
        EXPECT_EQ(sent.status, 200) << sent.body;
        const auto taken = server_.act("legal", at + "/actions/accept_for_review", json::object{}, at);
        EXPECT_EQ(taken.status, 200) << taken.body;
        return id;
    }

    TestDatabase database_ = fresh_database(GetParam());
    BureauServer server_{database_};
};
ON_BOTH_DATABASES(Tasks);

TEST_P(Tasks, lie_with_whom_a_matter_waits_for) {
    const std::string id = server_.propose();
    EXPECT_THAT(actions("drafter"), ElementsAre("record_study"));
    EXPECT_THAT(actions("drafter", "started"), ElementsAre("create"));
    EXPECT_THAT(actions("visits"), IsEmpty());
    const json::value task = items("drafter", "/tasks").front();
    EXPECT_EQ(task.at("matter"), json::value(id));
    EXPECT_EQ(task.at("title"), BureauServer::proposal().at("title"));
    EXPECT_TRUE(task.at("year").is_null()) << "a calendar's alone";
    EXPECT_EQ(task.at("role"), json::value("drafter"));
    const json::object shown = matter("drafter", id);
    const json::array& waits = shown.at("waiting_for").as_array();
    ASSERT_FALSE(waits.empty());
    EXPECT_EQ(waits.front().at("action"), json::value("record_study"));
}

TEST_P(Tasks, of_a_review_stand_as_not_yet_done_at_the_gate_until_it_has_begun) {
    const auto marks = [&](const std::string& id) {
        std::map<std::string, std::string> all;
        const json::value gate = json::parse(server_.get("office", "/matters/" + id + "/gate").body);
        for (const json::value& each : gate.at("rules").as_array()) {
            all.emplace(each.at("rule").as_string(), each.at("mark").as_string());
        }
        return all;
    };
    auto before = marks(server_.drafted());
    EXPECT_EQ(before["R-GATE-01"], "refused");
    for (const char* rule : {"R-GATE-02", "R-REV-03", "R-REV-09"}) EXPECT_EQ(before[rule], "not_yet") << rule;
    EXPECT_EQ(before["R-MEET-02"], "met");
    EXPECT_EQ(marks(accepted())["R-GATE-02"], "not_yet");
}

TEST_P(Tasks, name_a_meeting_by_its_forum_and_day) {
    server_.call_meeting();
    const json::array tasks = items("office", "/tasks");
    ASSERT_FALSE(tasks.empty());
    EXPECT_TRUE(tasks.front().at("title").as_string().starts_with("局长办公会 2026-"));
}

TEST_P(Tasks, show_the_deadlines_of_what_the_reader_sees) {
    const std::string id = accepted();
    const json::array deadlines = items("legal", "/deadlines");
    ASSERT_EQ(deadlines.size(), 1U);
    EXPECT_EQ(deadlines[0].at("matter"), json::value(id));
    EXPECT_EQ(deadlines[0].at("kind"), json::value("review_floor"));
    EXPECT_EQ(deadlines[0].at("date"), json::value("2026-03-11"));
    EXPECT_EQ(deadlines[0].at("persons"), json::value(json::array{BureauServer::person("chief")}));
    EXPECT_THAT(items("visits", "/deadlines"), IsEmpty());
    EXPECT_THAT(items("legal", "/deadlines?to=2026-03-10"), IsEmpty());
    EXPECT_EQ(items("legal", "/deadlines?unit=unit_letters&from=2026-03-11").size(), 1U);
    EXPECT_EQ(matter("legal", id).at("deadlines").as_array().front().at("date"), json::value("2026-03-11"));
    EXPECT_THAT(actions("legal"), Contains("issue_legality_opinion"));
}

TEST_P(Tasks, keep_the_deadlines_back_that_the_matter_itself_keeps_back) {
    const std::string id = accepted();
    const auto asked = server_.act("legal", "/matters/" + id + "/actions/ask_adviser",
                                   json::object{{"adviser", BureauServer::person("adviser")}}, "/matters/" + id);
    ASSERT_EQ(asked.status, 200) << asked.body;
    EXPECT_THAT(actions("adviser"), Contains("give_adviser_opinion"));
    EXPECT_THAT(matter("adviser", id).at("deadlines").as_array(), IsEmpty());
    EXPECT_THAT(items("adviser", "/deadlines"), IsEmpty());
}

/// What he answered is on record; the matter is none of his any more, in this very answer either.
TEST_P(Tasks, are_none_any_more_of_an_adviser_who_has_declined) {
    const std::string at = "/matters/" + accepted();
    const auto asked = server_.act("legal", at + "/actions/ask_adviser",
                                   json::object{{"adviser", BureauServer::person("adviser")}}, at);
    ASSERT_EQ(asked.status, 200) << asked.body;
    const auto declined = server_.act("adviser", at + "/actions/give_adviser_opinion",
                                      json::object{{"draft", 1},
                                                   {"conclusion", "lawful"},
                                                   {"reasons", "与本事项有利害关系"},
                                                   {"points", json::array{}},
                                                   {"declares_no_interest", false}},
                                      at);
    EXPECT_EQ(declined.status, 200) << declined.body;
    EXPECT_THAT(Contract::shared().faults_of("matter_give_adviser_opinion", declined), IsEmpty());
    EXPECT_FALSE(json::parse(declined.body).as_object().contains("matter"));
    EXPECT_EQ(server_.get("adviser", at).status, 404);
    EXPECT_THAT(actions("adviser"), IsEmpty());
}

/// Both dates and both versions of the calendar stay on record with the matter (R-CAL-04), for who sees its history.
TEST_P(Tasks, of_a_recount_leave_a_line_in_the_history_of_the_matter_whose_days_moved_and_in_no_other) {
    const std::string moved = accepted();
    const std::string other = server_.propose();
    const std::string tag = server_.get("legal", "/matters/" + moved).header("ETag");
    const std::string calendars = "/organs/" + server_.app().organ.value + "/calendars";
    const json::array days{json::object{{"date", "2026-03-07"}, {"off", false}, {"name", "调休"}},
                           json::object{{"date", "2026-03-08"}, {"off", false}, {"name", "调休"}}};
    const json::object notice{{"year", 2026}, {"notice", "国办发明电〔2026〕9号"}, {"days", days}};
    const auto loaded = server_.post("sysadmin", calendars, notice, {{"Idempotency-Key", server_.fresh_key()}});
    ASSERT_EQ(loaded.status, 201) << loaded.body;
    const auto confirmed =
        server_.post("office", calendars + "/2026/confirm", json::object{}, {{"Idempotency-Key", server_.fresh_key()}});
    ASSERT_EQ(confirmed.status, 200) << confirmed.body;

    const auto lines = [&](const std::string& login, const std::string& id) {
        json::array found;
        const json::array all = items(login, "/matters/" + id + "/history");
        for (const json::value& each : all) {
            if (each.at("type") == json::value("deadlines.moved")) found.push_back(each);
        }
        return found;
    };
    for (const char* login : {"legal", "chief", "inspector"}) {
        const json::array found = lines(login, moved);
        ASSERT_EQ(found.size(), 1U) << login;
        const json::value& data = found.front().at("data");
        EXPECT_EQ(data.at("year"), 2026);
        EXPECT_NE(data.at("calendar_before"), data.at("calendar_after"));
        EXPECT_EQ(
            data.at("moved").as_array(),
            (json::array{json::object{{"kind", "review_floor"}, {"before", "2026-03-11"}, {"after", "2026-03-09"}}}));
    }
    EXPECT_THAT(lines("chief", other), IsEmpty());
    EXPECT_NE(server_.get("legal", "/matters/" + moved).header("ETag"), tag) << "its deadlines are other ones";
    EXPECT_THAT(actions("chief", "copied"), Contains("confirm_calendar"));
}

/// A reviewer who leaves his post in the middle of a review leaves nobody behind: the body puts another on the matter.
TEST_P(Tasks, ask_the_reviewing_body_for_another_reviewer_once_the_last_one_has_left_his_post) {
    const std::string at = "/matters/" + accepted();
    EXPECT_THAT(actions("legal2"), Not(Contains("assign_reviewer"))) << "somebody reviews it";
    const std::string posts = "/people/" + BureauServer::person("legal") + "/posts";
    const std::string post(items("secadmin", posts).front().at("id").as_string());
    const auto enters = [&](const std::string& login, const std::string& act, const json::object& body) {
        const auto answer =
            server_.post(login, posts + "/" + post + "/" + act, body, {{"Idempotency-Key", server_.fresh_key()}});
        ASSERT_EQ(answer.status, 200) << answer.body;
    };
    enters("secadmin", "end", {{"to", "2026-03-02"}, {"document", server_.document("secadmin", "免职文件")}});
    enters("office", "confirm", {});
    EXPECT_THAT(actions("legal2"), Not(Contains("assign_reviewer"))) << "he is in office until the evening";

    const auto moved = server_.post("drafter", "/demo/clock", json::object{{"now", "2026-03-03T09:00:00+08:00"}});
    ASSERT_EQ(moved.status, 200) << moved.body;
    server_.begin_day();
    EXPECT_THAT(actions("legal2"), Contains("assign_reviewer"));
    EXPECT_THAT(actions("chief"), Not(Contains("assign_reviewer")));
    const auto assigned =
        server_.act("legal2", at + "/actions/assign_reviewer",
                    json::object{{"reviewer", BureauServer::person("legal2")}, {"reason", "接办"}}, at);
    ASSERT_EQ(assigned.status, 200) << assigned.body;
    EXPECT_THAT(actions("legal2"), Not(Contains("assign_reviewer")));
    EXPECT_THAT(actions("legal2"), Contains("issue_legality_opinion"));
    EXPECT_THAT(actions("legal2", "done"), Contains("assign_reviewer"));
}

/// The unit that is consulted sees the draft from when it was asked, and answers for itself.
TEST_P(Tasks, need_no_paper_of_a_consulted_unit_that_was_asked) {
    const std::string at = "/matters/" + server_.drafted();
    const auto replies = [&](const std::string& login, const std::string& unit, const std::string& reply) {
        return server_.act(login, at + "/actions/record_consultation", json::object{{"unit", unit}, {"reply", reply}},
                           at);
    };
    EXPECT_EQ(server_.get("visits", at).status, 404);
    EXPECT_EQ(replies("visits", "unit_visits", "agree").status, 404) << "nobody has asked";
    const auto own = replies("drafter", "unit_letters", "no_reply");
    EXPECT_EQ(own.status, 422) << own.body;
    EXPECT_EQ(json::parse(own.body).at("errors").at(0).at("pointer"), json::value("/unit"));
    EXPECT_EQ(replies("drafter", "unit_visits", "no_reply").status, 200);
    const auto replied = replies("visits", "unit_visits", "disagree");
    EXPECT_EQ(replied.status, 200) << replied.body;
}

TEST_P(Tasks, come_with_the_day_when_the_demo_clock_passes_a_midnight) {
    const auto moved = server_.post("drafter", "/demo/clock", json::object{{"now", "2026-10-01T00:30:00+08:00"}});
    ASSERT_EQ(moved.status, 200) << moved.body;
    EXPECT_THAT(actions("sysadmin"), ElementsAre("load_calendar"));
    EXPECT_THAT(actions("office", "copied"), ElementsAre("load_calendar"));
}

TEST_P(Tasks, about_a_calendar_say_of_which_year_it_is) {
    const auto moved = server_.post("drafter", "/demo/clock", json::object{{"now", "2026-10-01T00:30:00+08:00"}});
    ASSERT_EQ(moved.status, 200) << moved.body;
    const json::value to_load = items("sysadmin", "/tasks").front();
    EXPECT_EQ(to_load.at("title"), "2027年工作日历");
    EXPECT_EQ(to_load.at("year"), 2027);
    EXPECT_EQ(items("office", "/tasks?box=copied").front().at("title"), "2027年工作日历");
    const auto day = [](const char* date, const char* name) {
        return json::object{{"date", date}, {"off", true}, {"name", name}};
    };
    const json::array days{day("2027-01-01", "元旦"),   day("2027-02-06", "春节"),   day("2027-04-05", "清明节"),
                           day("2027-05-01", "劳动节"), day("2027-06-09", "端午节"), day("2027-09-15", "中秋节"),
                           day("2027-10-01", "国庆节")};
    const std::string at = "/organs/" + server_.app().organ.value + "/calendars";
    const auto loaded =
        server_.post("sysadmin", at, json::object{{"year", 2027}, {"notice", "国办发明电"}, {"days", days}},
                     {{"Idempotency-Key", "load"}});
    ASSERT_EQ(loaded.status, 201) << loaded.body;
    EXPECT_THAT(items("sysadmin", "/tasks"), IsEmpty());
    EXPECT_EQ(items("sysadmin", "/tasks?box=done").front().at("title"), "2027年工作日历");
    EXPECT_EQ(items("office", "/tasks").front().at("title"), "2027年工作日历");
}

TEST_P(Tasks, tell_the_owner_of_a_password_that_it_was_reset) {
    const auto reset = server_.post("secadmin", "/people/" + BureauServer::person("drafter") + "/reset",
                                    json::object{{"reason", "忘记口令"}}, {{"Idempotency-Key", "reset"}});
    ASSERT_EQ(reset.status, 200) << reset.body;
    EXPECT_THAT(actions("secadmin", "done"), ElementsAre("reset_password"));
    EXPECT_THAT(actions("secadmin", "copied"), IsEmpty());

    const std::string once(json::parse(reset.body).at("one_time_password").as_string());
    const auto bearer = [&](const std::string& password) {
        const auto opened = json::parse(server_.log_in("drafter", password).body);
        return HeaderList{{"Authorization", "Bearer " + std::string(opened.at("token").as_string())}};
    };
    const json::object change{{"current", once}, {"new", "春眠不觉晓处处闻"}};
    ASSERT_EQ(server_.client().post_json("/api/v1/me/password", json::serialize(change), bearer(once)).status, 204);
    const auto copied = server_.client().request("GET", "/api/v1/tasks?box=copied", bearer("春眠不觉晓处处闻"));
    const json::array told = json::parse(copied.body).at("items").as_array();
    ASSERT_EQ(told.size(), 1U) << copied.body;
    EXPECT_EQ(told.front().at("action"), json::value("reset_password"));
    EXPECT_TRUE(told.front().at("matter").is_null());
    EXPECT_EQ(told.front().at("title"), json::value("重置密码"));
}

TEST_P(Tasks, refuse_a_box_a_cursor_or_a_day_that_is_none) {
    EXPECT_EQ(server_.get("drafter", "/tasks?box=inbox").status, 400);
    EXPECT_EQ(server_.get("drafter", "/tasks?cursor=x").status, 400);
    EXPECT_EQ(server_.get("drafter", "/deadlines?from=2026-02-30").status, 400);
    EXPECT_EQ(server_.get("drafter", "/tasks?limit=0").status, 400);
}

}  // namespace
}  // namespace shenyi::tests
