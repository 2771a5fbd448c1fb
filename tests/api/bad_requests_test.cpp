#include "tests/api/bad_input.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

/// What is wrong with the request round the body.
class BadRequest : public BadInput {};

TEST_P(BadRequest, of_another_media_type_or_too_large_is_not_read) {
    begin();
    const HeaderList key{{"Authorization", "Bearer " + server_.token("drafter")}, {"Idempotency-Key", "k"}};
    for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""}) {
        SCOPED_TRACE(type);
        HeaderList headers = key;
        if (*type != '\0') headers.emplace_back("Content-Type", type);
        refused("matter_create",
                HttpClient(server_.port()).request("POST", "/api/v1/matters", headers, json::serialize(proposal())),
                415, "unsupported_media_type");
    }
    refused("matter_create", send(json::serialize(proposal()), {{"Content-Encoding", "gzip"}}), 415,
            "unsupported_encoding");
    const std::string padding(1024 * 1024, ' ');
    refused("matter_create", send(json::serialize(proposal()) + padding), 413, "too_large");
    goes_on();
}

TEST_P(BadRequest, without_a_key_or_with_one_too_long_is_told_so) {
    begin();
    const std::string body = json::serialize(proposal());
    const json::value missing = refused("matter_create", server_.post("drafter", "/matters", body), 400, "malformed");
    EXPECT_EQ(missing.at("detail"), "此请求应带 Idempotency-Key，为 1 至 128 字节的任意文本。");
    refused("matter_create", server_.post("drafter", "/matters", body, {{"Idempotency-Key", std::string(129, 'k')}}),
            400, "malformed");
    goes_on();
}

TEST_P(BadRequest, under_a_used_key_is_a_reused_key) {
    const auto first = server_.post("drafter", "/matters", json::serialize(proposal()), {{"Idempotency-Key", "used"}});
    ASSERT_EQ(first.status, 201) << first.body;
    begin();
    refused(
        "matter_create",
        server_.post("drafter", "/matters", json::serialize(with("title", "另一事项")), {{"Idempotency-Key", "used"}}),
        422, "key_reused");
    goes_on();
}

TEST_P(BadRequest, with_a_stale_or_strange_tag_changes_nothing) {
    const std::string id = proposed();
    const std::string act = "/matters/" + id + "/actions/note_objection";
    begin();
    const std::string body = json::serialize(json::object{{"text", "意见"}});
    int keys = 0;
    const auto under = [&](const HeaderList& tags) {
        HeaderList headers{{"Idempotency-Key", "tag-" + std::to_string(++keys)}};
        headers.insert(headers.end(), tags.begin(), tags.end());
        return server_.post("drafter", act, body, headers);
    };
    refused("matter_note_objection", under({}), 428, "precondition_required");
    refused("matter_note_objection", under({{"If-Match", "*"}}), 428, "precondition_required");
    for (const char* tag : {"1", "\"1", "\"\"", "\"1\", \"2\""}) {
        SCOPED_TRACE(tag);
        refused("matter_note_objection", under({{"If-Match", tag}}), 428, "precondition_required");
    }
    // The tag that it has, but weak: If-Match compares strongly (RFC 9110 §13.1.1).
    for (const char* tag :
         {"\"0\"", "\"99\"", "\"-1\"", "\"x\"", "\"99999999999999999999\"", "W/\"1\"", "W/\"1--gzip\""}) {
        SCOPED_TRACE(tag);
        refused("matter_note_objection", under({{"If-Match", tag}}), 412, "precondition_failed");
    }
    EXPECT_EQ(under({{"If-Match", "\"1\""}}).status, 200);
    goes_on();
}

TEST_P(BadRequest, about_what_is_not_there_or_not_seen_is_not_found) {
    const std::string id = proposed();
    begin();
    const std::string body = json::serialize(json::object{{"text", "意见"}});
    const HeaderList headers{{"Idempotency-Key", "nowhere"}, {"If-Match", "\"1\""}};
    for (const std::string& matter : {std::string("mat_nowhere"), std::string("mtg_") + id, std::string(200, 'm')}) {
        SCOPED_TRACE(matter);
        refused("matter_note_objection",
                server_.post("drafter", "/matters/" + matter + "/actions/note_objection", body, headers), 404,
                "not_found");
    }
    // Another section's matter is not there for who may not see it, whatever his tag.
    refused("matter_note_objection",
            server_.post("visits", "/matters/" + id + "/actions/note_objection", body, headers), 404, "not_found");
    refused("matter_note_objection", server_.post("drafter", "/matters/" + id + "/actions/nothing", body, headers), 404,
            "not_found");
    refused("meeting_open", server_.post("office", "/meetings/mtg_nowhere/actions/open", "{}", headers), 404,
            "not_found");
    refused("item_open", server_.post("office", "/meetings/mtg_nowhere/items/itm_nowhere/actions/open", "{}", headers),
            404, "not_found");
    refused("get_organ", server_.get("drafter", "/organs/org_elsewhere"), 404, "not_found");
    refused("list_units", server_.get("drafter", "/organs/org_elsewhere/units"), 404, "not_found");
    goes_on();
}

TEST_P(BadRequest, with_a_parameter_of_a_long_name_is_told_the_beginning_of_it) {
    begin();
    std::string name = "xy";
    for (int i = 0; i < 400; ++i) name += "%E8%AE%BF";
    const json::value problem =
        refused("list_matters", server_.get("drafter", "/matters?" + name + "=1"), 400, "malformed");
    const json::value& error = problem.at("errors").at(0);
    EXPECT_EQ(error.at("code"), json::value("unknown"));
    EXPECT_EQ(error.at("parameter").as_string().size(), 998U) << "whole characters";
    goes_on();
}

TEST_P(BadRequest, with_days_that_no_calendar_has_is_a_fault_of_the_value) {
    begin();
    const auto call = [&](std::string_view held_at) {
        const json::object body{{"forum", "office_meeting"},
                                {"held_at", held_at},
                                {"place", "三楼会议室"},
                                {"chair", "per_director"},
                                {"recorder", "per_recorder"}};
        return server_.post("office", "/meetings", json::serialize(body),
                            {{"Idempotency-Key", "call-" + std::to_string(++keys_)}});
    };
    for (const char* day : {"2026-02-30T09:00:00+08:00", "2026-13-01T09:00:00+08:00", "2026-03-20T25:00:00+08:00",
                            "2026-03-20", "2026-03-20T09:00:00", "tomorrow", "+12026-03-20T09:00:00+08:00"}) {
        SCOPED_TRACE(day);
        faulty("meeting_create", call(day), {{"/held_at", "value"}});
    }
    goes_on();
}

TEST_P(BadRequest, with_numbers_out_of_range_is_a_fault_of_the_value) {
    const std::string id = proposed();
    begin();
    const std::string act = "/matters/" + id + "/actions/confirm_change";
    const auto confirm = [&](const std::string& draft) {
        return server_.post("drafter", act, R"({"kind":"clerical","draft":)" + draft + "}",
                            {{"Idempotency-Key", "n-" + std::to_string(++keys_)}, {"If-Match", "\"1\""}});
    };
    for (const char* number : {"0", "-1", "9007199254740991"}) {
        SCOPED_TRACE(number);
        faulty("matter_confirm_change", confirm(number), {{"/draft", "value"}});
    }
    for (const char* number : {"1.0", "1e0", "\"1\"", "true"}) {
        SCOPED_TRACE(number);
        faulty("matter_confirm_change", confirm(number), {{"/draft", "type"}});
    }
    goes_on();
}

TEST_P(BadRequest, for_a_year_out_of_range_or_without_calendar_is_a_fault_of_the_value) {
    begin();
    const std::string at = "/organs/" + server_.app().organ.value + "/calendars";
    for (const char* year : {"-1", "0", "1899", "10000", "9007199254740991"}) {
        SCOPED_TRACE(year);
        const std::string body =
            R"({"notice":"国办发明电","days":[{"date":"2026-03-07","off":false,"name":"调休"}],"year":)" +
            std::string(year) + "}";
        faulty("organ_load_calendar",
               server_.post("sysadmin", at, body, {{"Idempotency-Key", "year-" + std::to_string(++keys_)}}),
               {{"/year", "value"}});
    }
    const HeaderList key{{"Idempotency-Key", "no-year"}};
    for (const char* year : {"2050", "-1", "x", "99999999999"}) {
        SCOPED_TRACE(year);
        refused("organ_confirm_calendar", server_.post("sysadmin", at + "/" + year + "/confirm", "{}", key), 404,
                "not_found");
    }
    // 300 working days from March 2026 lead into a year whose notice is not out.
    faulty("set_demo_clock", server_.post("drafter", "/demo/clock", R"({"advance_working_days":300})"),
           {{"/advance_working_days", "value"}});
    faulty("set_demo_clock", server_.post("drafter", "/demo/clock", R"({"now":"2026-03-01T09:00:00+08:00"})"),
           {{"/now", "value"}});
    goes_on();
}

TEST_P(BadRequest, of_an_upload_that_is_cut_short_leaves_no_document) {
    begin();
    HttpClient client(server_.port());
    client.send("POST /api/v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
                server_.token("drafter") + "\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nhalf of it");
    client.abandon();
    HttpClient second(server_.port());
    second.send("POST /api/v1/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " +
                server_.token("drafter") +
                "\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhalf \r\nzz\r\n");
    refused("upload_document", second.receive(), 400, "malformed");
    refused("upload_document",
            HttpClient(server_.port()).request("POST", "/api/v1/documents", {{"Content-Type", "text/plain"}}, "text"),
            401, "unauthorized");
    refused("upload_document",
            HttpClient(server_.port())
                .request("POST", "/api/v1/documents",
                         {{"Authorization", "Bearer " + server_.token("drafter")},
                          {"Content-Type", "text/" + std::string(300, 'p')}},
                         "text"),
            415, "unsupported_media_type");
    goes_on();
}

TEST_P(BadRequest, in_a_query_names_every_parameter_that_is_at_fault) {
    begin();
    using Faults = std::vector<std::pair<std::string, std::string>>;
    struct Case {
        const char* operation;
        const char* target;
        Faults wanted;
    };
    const std::vector<Case> cases{
        {"list_matters", "/matters?limit=0", {{"limit", "value"}}},
        {"list_matters", "/matters?limit=201", {{"limit", "value"}}},
        {"list_matters", "/matters?limit=-1", {{"limit", "value"}}},
        {"list_matters", "/matters?limit=x", {{"limit", "type"}}},
        {"list_matters", "/matters?limit=", {{"limit", "type"}}},
        {"list_matters", "/matters?limit=050", {{"limit", "type"}}},
        {"list_matters", "/matters?limit=-0", {{"limit", "type"}}},
        {"list_matters", "/matters?limit=99999999999999999999", {{"limit", "value"}}},
        {"list_matters", "/matters?limit=1&limit=2", {{"limit", "value"}}},
        {"list_matters", "/matters?cursor=nonsense", {{"cursor", "value"}}},
        {"list_matters", "/matters?from=2026-02-30", {{"from", "value"}}},
        {"list_matters", "/matters?to=yesterday&from=9999-12-31", {{"from", "value"}, {"to", "value"}}},
        {"list_matters", "/matters?from=2026-03-02&to=2026-03-01", {{"from", "value"}}},
        {"list_matters", "/matters?q=%ff", {{"q", "value"}}},
        {"list_matters", "/matters?kind=x&stage=y&foo=1", {{"foo", "unknown"}, {"kind", "enum"}, {"stage", "enum"}}},
        {"list_meetings", "/meetings?forum=x", {{"forum", "enum"}}},
        {"list_tasks", "/tasks?box=x", {{"box", "enum"}}},
        {"list_tasks", "/tasks?cursor=x", {{"cursor", "value"}}},
        {"list_deadlines", "/deadlines?from=2026-03-02&to=2026-03-01", {{"from", "value"}}},
        {"list_people", "/people?role=king", {{"role", "enum"}}},
        {"list_people", "/people?cursor=x", {{"cursor", "value"}}},
        {"get_me", "/me?x=1", {{"x", "unknown"}}},
    };
    for (const auto& [operation, target, wanted] : cases) {
        SCOPED_TRACE(target);
        const json::value body = refused(operation, server_.get("drafter", target), 400, "malformed");
        Faults had;
        for (const json::value& error : body.at("errors").as_array()) {
            had.emplace_back(error.at("parameter").as_string(), error.at("code").as_string());
            EXPECT_FALSE(error.at("message").as_string().empty());
        }
        std::ranges::sort(had);
        EXPECT_EQ(had, wanted);
    }
    const auto told = [&](const char* language) {
        const HeaderList headers{{"Authorization", "Bearer " + server_.token("drafter")},
                                 {"Accept-Language", language}};
        const auto answer =
            HttpClient(server_.port()).request("GET", "/api/v1/matters?from=2026-03-02&to=2026-03-01", headers);
        return std::string(json::parse(answer.body).at("errors").at(0).at("message").as_string());
    };
    EXPECT_EQ(told("zh-CN"), "不得晚于 to。");
    EXPECT_EQ(told("en"), "Must not be after to.");
    goes_on();
}

TEST_P(BadRequest, for_a_dry_run_that_is_none_writes_nothing) {
    const std::string id = proposed();
    (void)server_.token("legal");
    begin();
    for (const char* query : {"?dry_run=1", "?dry_run=True", "?dry_run=TRUE", "?dry_run=yes", "?dry_run=", "?dry_run",
                              "?dry_run=false&dry_run=true", "?dry_run=true&dry_run=true", "?dryrun=true"}) {
        SCOPED_TRACE(query);
        const HeaderList key{{"Idempotency-Key", "dry-" + std::to_string(++keys_)}, {"If-Match", "\"1\""}};
        refused("matter_create",
                server_.post("drafter", std::string("/matters") + query, json::serialize(proposal()), key), 400,
                "malformed");
        refused("matter_note_objection",
                server_.post("drafter", "/matters/" + id + "/actions/note_objection" + query,
                             json::serialize(json::object{{"text", "意见"}}), key),
                400, "malformed");
    }
    EXPECT_EQ(server_.post("drafter", "/matters?dry_run=true", json::serialize(proposal())).status, 200);
    const auto of_another = server_.post("legal", "/matters?dry_run=true", json::serialize(proposal()));
    ASSERT_EQ(of_another.status, 200) << of_another.body;
    const json::value told = json::parse(of_another.body);
    EXPECT_FALSE(told.at("allowed").as_bool());
    EXPECT_TRUE(told.at("findings").as_array().empty());
    EXPECT_FALSE(told.at("roles").as_array().empty()) << "who may";
    EXPECT_EQ(written(), written_before_);
    const HeaderList key{{"Idempotency-Key", "not-dry"}};
    EXPECT_EQ(server_.post("drafter", "/matters?dry_run=false", json::serialize(proposal()), key).status, 201);
}

TEST_P(BadRequest, with_a_line_that_shows_nothing_or_hides_something_is_a_fault_of_the_value) {
    begin();
    for (const char* title : {"   ", "\\u3000", "标题\\u0007", "标\\u001b[31m题", "标题\\n第二行", "\\u202e题标",
                              "标\\u200b题", "标题\\ufeff", "\\u0085"}) {
        SCOPED_TRACE(title);
        proposal_is_faulty(std::string(R"({"kind":"major_decision","undertaking_unit":"unit_letters",)") +
                               R"("proposal":{"source":"department"},"title":")" + title + "\"}",
                           {{"/title", "value"}});
    }
    proposal_is_faulty(json::serialize(with("summary", "摘要\u200b")), {{"/summary", "value"}});
    EXPECT_EQ(send(json::serialize(with("summary", "第一段\n\t第二段"))).status, 201);
}

TEST_P(BadRequest, for_a_unit_that_is_not_there_is_a_fault_of_the_value) {
    const std::string body = json::serialize(with("undertaking_unit", "unit_nowhere"));
    begin();
    for (const char* login : {"drafter", "office", "sysadmin"}) {
        SCOPED_TRACE(login);
        faulty("matter_create",
               server_.post(login, "/matters", body, {{"Idempotency-Key", "unit-" + std::to_string(++keys_)}}),
               {{"/undertaking_unit", "value"}});
    }
    goes_on();
}

TEST_P(BadRequest, of_a_year_in_which_no_meeting_can_be_says_so) {
    begin();
    for (const char* day : {"1850-01-05T09:00:00+08:00", "9999-12-31T09:00:00+08:00", "2101-01-01T09:00:00+08:00"}) {
        SCOPED_TRACE(day);
        const json::object body{{"forum", "office_meeting"},
                                {"held_at", day},
                                {"place", "三楼会议室"},
                                {"chair", "per_director"},
                                {"recorder", "per_recorder"}};
        const auto answer = server_.post("office", "/meetings", json::serialize(body),
                                         {{"Idempotency-Key", "year-" + std::to_string(++keys_)}});
        faulty("meeting_create", answer, {{"/held_at", "value"}});
        EXPECT_EQ(json::parse(answer.body).at("errors").at(0).at("message"), "年份应在 1900–2100 之间。");
    }
    faulty("set_demo_clock", server_.post("drafter", "/demo/clock", R"({"now":"9999-12-31T23:59:59Z"})"),
           {{"/now", "value"}});
    goes_on();
}

TEST_P(BadRequest, for_a_recorder_who_may_not_record_is_a_fault_of_the_value) {
    begin();
    const auto call = [&](std::string_view recorder) {
        const json::object body{{"forum", "office_meeting"},
                                {"held_at", "2026-03-20T09:00:00+08:00"},
                                {"place", "三楼会议室"},
                                {"chair", "per_director"},
                                {"recorder", recorder}};
        return server_.post("office", "/meetings", json::serialize(body),
                            {{"Idempotency-Key", "recorder-" + std::to_string(++keys_)}});
    };
    for (const char* who :
         {"per_sysadmin", "per_secadmin", "per_auditadmin", "per_adviser", "per_expert", "per_deputy1", "per_nobody"}) {
        SCOPED_TRACE(who);
        faulty("meeting_create", call(who), {{"/recorder", "value"}});
    }
    const auto called = call("per_recorder");
    ASSERT_EQ(called.status, 201) << called.body;
    const std::string meeting(json::parse(called.body).at("meeting").at("id").as_string());
    const std::string tag = server_.get("office", "/meetings/" + meeting).header("ETag");
    const auto replace = [&](std::string_view person) {
        const json::object body{{"person", person}, {"reason", "请假"}};
        return server_.post("office", "/meetings/" + meeting + "/actions/replace_recorder", json::serialize(body),
                            {{"Idempotency-Key", "replace-" + std::to_string(++keys_)}, {"If-Match", tag}});
    };
    begin();
    faulty("meeting_replace_recorder", replace("per_adviser"), {{"/person", "value"}});
    faulty("meeting_replace_recorder", replace("per_sysadmin"), {{"/person", "value"}});
    EXPECT_EQ(replace("per_office").status, 200);
    goes_on();
}

ON_BOTH_DATABASES(BadRequest);

}  // namespace
}  // namespace shenyi::tests
