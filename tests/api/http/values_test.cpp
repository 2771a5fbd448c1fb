#include "api/http/compression.hpp"
#include "api/http/conditional.hpp"
#include "api/http/field_values.hpp"
#include "api/http/problem.hpp"
#include "api/http/router.hpp"
#include "api/http/target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace shenyi::tests {
namespace {

using namespace api::http;
using api::Language;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(TargetText, is_taken_apart_and_decoded) {
    const auto target = read_target("/a%20b/c?x=1&y=%41+z&flag&=v");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/a%20b/c");
    EXPECT_THAT(target->segments, ElementsAre("a b", "c"));
    EXPECT_THAT(target->query, ElementsAre(Pair("x", "1"), Pair("y", "A z"), Pair("flag", ""), Pair("", "v")));
    EXPECT_TRUE(read_target("/")->segments.empty());
    EXPECT_THAT(read_target("/a/")->segments, ElementsAre("a", ""));
}

TEST(TargetText, that_could_mean_two_things_is_refused) {
    for (const auto* text : {"",        "a",         "/%",         "/%4",    "/%zz",     "/%00",    "/%0a",
                             "/a/../b", "/%2e%2e/b", "/./a",       "/a//b",  "/a%2fb",   "/a%5cb",  "/a#b",
                             "/%ff",    "/%c0%af",   "/%ed%a0%80", "/a?%=x", "/a?%00=x", "http://", "//"}) {
        EXPECT_FALSE(read_target(text)) << text;
    }
}

TEST(TargetText, names_the_parameters_whose_values_cannot_be_read) {
    const auto target = read_target("/a?q=%ff&x=1&y=%&z=%00");
    ASSERT_TRUE(target);
    EXPECT_THAT(target->query, ElementsAre(Pair("x", "1")));
    EXPECT_THAT(target->unreadable_query, ElementsAre("q", "y", "z"));
}

TEST(TargetText, has_a_bounded_number_of_parameters) {
    std::string text = "/?";
    for (int parameter = 0; parameter < 65; ++parameter) text += "a=1&";
    EXPECT_FALSE(read_target(text));
}

TEST(LanguageChoice, takes_the_language_of_the_highest_quality) {
    EXPECT_EQ(api::language_of(""), Language::zh);
    EXPECT_EQ(api::language_of("en"), Language::en);
    EXPECT_EQ(api::language_of("en-GB,en;q=0.9,zh;q=0.95"), Language::en);
    EXPECT_EQ(api::language_of("en;q=0.8, zh-CN;q=0.9"), Language::zh);
    EXPECT_EQ(api::language_of("fr, de;q=0.5"), Language::zh);
    EXPECT_EQ(api::language_of("en;q=0"), Language::zh);
    EXPECT_EQ(api::language_of("en;q=x, *;q=0.1"), Language::zh);
    EXPECT_EQ(api::tag(Language::zh), "zh-CN");
}

TEST(FieldValues, tell_json_from_what_is_none) {
    EXPECT_TRUE(is_json("Application/JSON"));
    EXPECT_TRUE(is_json("application/merge-patch+json; charset=\"utf-8\""));
    EXPECT_FALSE(is_json("application/jsonx"));
    EXPECT_FALSE(is_json("text/json"));
    EXPECT_FALSE(is_json("application/json; charset=latin1"));
    EXPECT_FALSE(is_json(""));
}

TEST(EntityTags, are_compared_without_their_marks) {
    EXPECT_EQ(tag_value(" W/\"7--gzip\""), "7");
    EXPECT_EQ(tag_value("*"), "");
    EXPECT_EQ(tag_value("7"), "");
    EXPECT_EQ(tag_value("\"6\", \"7\""), "");
    EXPECT_TRUE(is_weak_tag(" W/\"7\""));
    EXPECT_FALSE(is_weak_tag("\"W/7\""));
    EXPECT_EQ(tag_of_content("abc"), "ba7816bf8f01cfea414140de");
}

TEST(Gzip, is_for_texts_that_are_not_compressed_yet) {
    EXPECT_TRUE(accepts_gzip("*"));
    EXPECT_FALSE(accepts_gzip("identity"));
    Response answer = json_response(200, std::string(2000, 'x'));
    EXPECT_TRUE(worth_compressing(answer, 1400));
    answer.content_type = "application/pdf";
    EXPECT_FALSE(worth_compressing(answer, 1400));
}

TEST(Cookies, are_kept_from_scripts_and_other_sites) {
    EXPECT_EQ(cookie_text("session", "abc", 60, true),
              "session=abc; Path=/; Max-Age=60; SameSite=Strict; HttpOnly; Secure");
    EXPECT_EQ(cookie_text("csrf", "abc", 60, false, true), "csrf=abc; Path=/; Max-Age=60; SameSite=Strict");
}

TEST(Problems, have_the_members_of_rfc_9457_and_all_faults) {
    Problem problem{.name = "malformed", .status = 400};
    problem.errors.push_back({.pointer = "/a/0", .code = "type", .message = "must be a string"});
    problem.members["findings"] = nullptr;
    const auto answer = problem_response(problem, {Language::en, "/x", "req_1"}, {});
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.header("Content-Language"), "en");
    EXPECT_EQ(answer.body,
              R"({"type":"/docs/problems/malformed","title":"Malformed request","status":400,)"
              R"("detail":"The request could not be read: it is not well-formed HTTP or JSON.","instance":"/x",)"
              R"("request_id":"req_1","errors":[{"pointer":"/a/0","code":"type","message":"must be a string"}],)"
              R"("findings":null})");
}

TEST(Problems, take_their_words_from_the_catalogue_given) {
    const ProblemTexts texts = [](std::string_view name, Language) {
        return ProblemText{std::string(name) + "!", "why"};
    };
    EXPECT_THAT(problem_response({.name = "refused", .status = 409}, {}, texts).body,
                HasSubstr(R"("title":"refused!")"));
    EXPECT_THAT(problem_response({.name = "refused", .status = 409, .detail = "因为"}, {}, texts).body,
                HasSubstr(R"("detail":"因为")"));
}

class Routing : public testing::Test {
  protected:
    Routing() {
        for (const auto* pattern :
             {"/", "/matters", "/matters/{id}", "/matters/search", "/matters/{id}/drafts/{n}", "/assets/{path*}"}) {
            router.add(Method::get, pattern, {.name = pattern});
        }
    }
    std::string route_of(std::string_view path) {
        request = Request{};
        request.segments = read_target(path)->segments;
        const auto routed = router.find(request);
        const auto* route = std::get_if<const Route*>(&routed);
        return route == nullptr ? "" : (*route)->name;
    }
    Router router;
    Request request;
};

TEST_F(Routing, finds_a_literal_before_a_placeholder) {
    EXPECT_EQ(route_of("/"), "/");
    EXPECT_EQ(route_of("/matters"), "/matters");
    EXPECT_EQ(route_of("/matters/search"), "/matters/search");
    EXPECT_EQ(route_of("/matters/mat_1"), "/matters/{id}");
    EXPECT_EQ(request.parameter("id"), "mat_1");
    EXPECT_EQ(route_of("/matters/search/drafts/2"), "/matters/{id}/drafts/{n}");
    EXPECT_EQ(request.parameter("n"), "2");
    EXPECT_EQ(route_of("/matters/"), "");
    EXPECT_EQ(route_of("/nothing"), "");
}

TEST_F(Routing, gives_the_rest_of_a_path_to_who_asks_for_it) {
    EXPECT_EQ(route_of("/assets/js/index.js"), "/assets/{path*}");
    EXPECT_EQ(request.parameter("path"), "js/index.js");
    EXPECT_EQ(route_of("/assets"), "");
}

TEST_F(Routing, finds_a_literal_before_a_placeholder_that_has_the_rest_behind_it) {
    for (const auto* pattern : {"/tile/{level}/{place*}", "/tile/entries/{place*}"}) {
        router.add(Method::get, pattern, {.name = pattern});
    }
    EXPECT_EQ(route_of("/tile/entries/x001/067.p/3"), "/tile/entries/{place*}");
    EXPECT_EQ(request.parameter("place"), "x001/067.p/3");
    EXPECT_EQ(route_of("/tile/0/x001/067"), "/tile/{level}/{place*}");
    EXPECT_EQ(request.parameter("level"), "0");
    EXPECT_EQ(request.parameter("place"), "x001/067");
    EXPECT_EQ(route_of("/tile/entries"), "");
}

TEST_F(Routing, lets_each_pattern_name_its_own_placeholders) {
    router.add(Method::get, "/matters/{id}/drafts/{a}/diff/{b}", {.name = "diff"});
    EXPECT_EQ(route_of("/matters/mat_1/drafts/1/diff/2"), "diff");
    EXPECT_EQ(request.parameter("a"), "1");
    EXPECT_EQ(request.parameter("b"), "2");
    EXPECT_EQ(request.parameter("n"), "");
    EXPECT_EQ(route_of("/matters/mat_1/drafts/1"), "/matters/{id}/drafts/{n}");
    EXPECT_EQ(request.parameter("n"), "1");
}

TEST_F(Routing, tells_its_rows) {
    ASSERT_EQ(router.rows().size(), 6U);
    EXPECT_EQ(router.rows()[2].pattern, "/matters/{id}");
    EXPECT_EQ(router.rows()[2].method, Method::get);
    EXPECT_EQ(router.rows()[2].route->name, "/matters/{id}");
}

TEST_F(Routing, refuses_a_table_that_contradicts_itself) {
    EXPECT_THROW(router.add(Method::get, "/matters", {}), std::invalid_argument);
    EXPECT_THROW(router.add(Method::post, "matters", {}), std::invalid_argument);
}

}  // namespace
}  // namespace shenyi::tests
