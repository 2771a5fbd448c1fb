#include "tests/api/bad_input.hpp"

#include <string>
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
    const std::string padding(1024 * 1024, ' ');
    refused("matter_create", send(json::serialize(proposal()) + padding), 413, "too_large");
    goes_on();
}

TEST_P(BadRequest, without_a_key_or_with_one_too_long_is_told_so) {
    begin();
    const std::string body = json::serialize(proposal());
    refused("matter_create", server_.post("drafter", "/matters", body), 400, "malformed");
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
    for (const char* tag : {"\"0\"", "\"99\"", "\"-1\"", "\"x\"", "\"99999999999999999999\""}) {
        SCOPED_TRACE(tag);
        refused("matter_note_objection", under({{"If-Match", tag}}), 412, "precondition_failed");
    }
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
        const std::string body = R"({"notice":"国办发明电","days":[],"year":)" + std::string(year) + "}";
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

TEST_P(BadRequest, in_a_query_is_malformed) {
    begin();
    for (const char* query : {"?limit=0", "?limit=201", "?limit=-1", "?limit=x", "?limit=99999999999999999999",
                              "?cursor=nonsense", "?from=2026-02-30", "?to=yesterday"}) {
        SCOPED_TRACE(query);
        refused("list_matters", server_.get("drafter", std::string("/matters") + query), 400, "malformed");
    }
    goes_on();
}

ON_BOTH_DATABASES(BadRequest);

}  // namespace
}  // namespace shenyi::tests
