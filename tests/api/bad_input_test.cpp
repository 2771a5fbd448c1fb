#include "tests/api/bad_input.hpp"

#include <string>
#include <vector>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

TEST_P(BadInput, that_is_no_json_is_malformed) {
    begin();
    const std::string nested(10'000, '[');
    std::string cut = json::serialize(proposal());
    cut.pop_back();
    for (const std::string& body :
         std::vector<std::string>{"", "{", cut, "nonsense", "{} {}", "{'title':1}", "[1,]", "\xef\xbb\xbf{}", nested,
                                  std::string("{\"title\":") + nested, R"({"title":01})", R"({"title":NaN})"}) {
        SCOPED_TRACE(body.substr(0, 40));
        proposal_is_malformed(body);
    }
    goes_on();
}

TEST_P(BadInput, whose_texts_are_no_unicode_is_malformed) {
    begin();
    const std::string before =
        R"({"kind":"major_decision","undertaking_unit":"unit_letters","proposal":{"source":"department"},"title":")";
    for (const char* title : {"\xff\xfe", "\xc3\x28", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf", R"(a\ud800b)",
                              R"(\udc00)", R"(\ud800\ud800)"}) {
        SCOPED_TRACE(title);
        proposal_is_malformed(before + title + "\"}");
    }
    proposal_is_malformed(before + std::string("a\0b", 3) + "\"}");
    proposal_is_malformed(before + R"(a\u0000b)" + "\"}");
    goes_on();
}

TEST_P(BadInput, with_a_member_twice_is_malformed) {
    begin();
    proposal_is_malformed(R"({"title":"一","title":"二"})");
    proposal_is_malformed(R"({"proposal":{"source":"department","source":"leader"}})");
    goes_on();
}

TEST_P(BadInput, with_huge_numbers_is_malformed) {
    begin();
    for (const char* number : {"9007199254740992", "-9007199254740993", "1e400", "18446744073709551616"}) {
        SCOPED_TRACE(number);
        proposal_is_malformed(R"({"title":)" + std::string(number) + "}");
    }
    goes_on();
}

/// What is told of it in each language: the problem's sentence, or that of its first fault.
TEST_P(BadInput, is_told_in_the_language_asked_for) {
    begin();
    const auto told = [&](std::string_view body, const char* language) {
        const json::value problem = json::parse(send(body, {{"Accept-Language", language}}).body);
        const auto* errors = problem.as_object().if_contains("errors");
        return std::string((errors ? errors->at(0).at("message") : problem.at("detail")).as_string());
    };
    struct Case {
        std::string body;
        const char* zh;
        const char* en;
    };
    const std::vector<Case> cases{
        {json::serialize(with("title", 7)), "类型应为：string。", "Must be of type: string."},
        {json::serialize(with("undertaking_unit", "unit_nowhere")), "应为本机关的内设机构。",
         "Must be a unit of the organ."},
        {json::serialize(with("route", json::array{"somewhere"})), "应为以下值之一：office_meeting, party_group。",
         "Must be one of: office_meeting, party_group."},
        {R"({"title":"一","title":"二"})", "请求内容不是可接受的 JSON：同一对象中有重复的名称（第 21 字节处）。",
         "The body is no JSON that is taken here: a member’s name occurs twice (at byte 21)."},
    };
    for (const auto& [body, zh, en] : cases) {
        EXPECT_EQ(told(body, "zh-CN"), zh);
        EXPECT_EQ(told(body, "en"), en);
    }
    const auto detail = [](const HttpAnswer& answer) {
        return std::string(json::parse(answer.body).at("detail").as_string());
    };
    EXPECT_EQ(detail(server_.post("drafter", "/matters", "{}", {{"Accept-Language", "en"}})),
              "This request must carry an Idempotency-Key: any text of 1 to 128 bytes.");
    EXPECT_EQ(detail(server_.post("drafter", "/matters", "{}")),
              "此请求应带 Idempotency-Key，为 1 至 128 字节的任意文本。");
    for (const char* query : {"/matters?from=yesterday", "/tasks?box=lost"}) {
        const HttpAnswer answer = server_.get("drafter", query);
        EXPECT_EQ(detail(answer), "参数或请求头字段不符合要求，各处错误见所附清单。") << query;
        EXPECT_EQ(json::parse(answer.body).at("errors").as_array().size(), 1U) << query;
    }
    EXPECT_EQ(written(), written_before_);
}

TEST_P(BadInput, tells_every_member_that_is_missing_unknown_or_of_another_type_at_once) {
    begin();
    proposal_is_faulty(
        "{}",
        {{"/kind", "missing"}, {"/title", "missing"}, {"/undertaking_unit", "missing"}, {"/proposal", "missing"}});
    proposal_is_faulty("[]", {{"", "type"}});
    proposal_is_faulty("null", {{"", "type"}});
    proposal_is_faulty("\"text\"", {{"", "type"}});
    proposal_is_faulty(
        R"({"kind":"nothing","title":5,"undertaking_unit":null,"proposal":{"source":true,"a/b~c":1},"colour":"red","route":["office_meeting",7]})",
        {{"/kind", "enum"},
         {"/title", "type"},
         {"/undertaking_unit", "type"},
         {"/proposal/source", "type"},
         {"/proposal/a~1b~0c", "unknown"},
         {"/colour", "unknown"},
         {"/route/1", "type"}});
    goes_on();
}

/// Each text is as long as the contract lets it be, and together they are longer than an event of the record.
TEST_P(BadInput, that_says_more_than_one_event_can_hold_is_too_large) {
    begin();
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += "访";
    json::object body = with("summary", json::value(text));
    body["scope_ground"] = json::value(text);
    refused("matter_create", send(json::serialize(body)), 413, "too_large");
    goes_on();
}

/// A megabyte of name does not come back: the object is told in which it stands.
TEST_P(BadInput, with_a_name_longer_than_a_pointer_may_be_is_told_by_what_it_stands_in) {
    begin();
    const std::string name(100'000, 'x');
    json::object body = with(name, 1);
    body["proposal"] = json::object{{"source", "department"}, {name, json::object{{"a", 1}}}};
    proposal_is_faulty(json::serialize(body), {{"", "unknown"}, {"/proposal", "unknown"}});
    proposal_is_malformed("{\"" + name + "\":1,\"" + name + "\":2}");
    goes_on();
}

TEST_P(BadInput, with_texts_too_long_too_short_or_of_another_form_is_a_fault_of_the_value) {
    begin();
    std::string long_title;
    for (int i = 0; i < 10'000; ++i) long_title += "访";
    proposal_is_faulty(json::serialize(with("title", json::value(long_title))), {{"/title", "value"}});
    proposal_is_faulty(json::serialize(with("title", "")), {{"/title", "value"}});
    proposal_is_faulty(json::serialize(with("undertaking_unit", "unit letters; drop table event")),
                       {{"/undertaking_unit", "value"}});
    proposal_is_faulty(json::serialize(with("route", json::array{"office_meeting", "office_meeting"})),
                       {{"/route/1", "value"}});
    goes_on();
}

TEST_P(BadInput, that_names_what_is_not_there_is_a_fault_of_the_value) {
    begin();
    proposal_is_faulty(json::serialize(with("kind", "key_matter")), {{"/kind", "value"}});
    const std::string at = "/matters/" + proposed();
    written_before_ = written();
    const json::object study{{"document", "sha256:" + std::string(64, 'a')}};
    faulty("matter_record_study",
           server_.post("drafter", at + "/actions/record_study", json::serialize(study),
                        {{"Idempotency-Key", "study"}, {"If-Match", "\"1\""}}),
           {{"/document", "value"}});
    goes_on();
}

ON_BOTH_DATABASES(BadInput);

}  // namespace
}  // namespace shenyi::tests
