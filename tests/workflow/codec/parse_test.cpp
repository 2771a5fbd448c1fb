#include "workflow/codec/parse.hpp"

#include "workflow/codec/write.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <boost/json.hpp>

namespace shenyi::workflow::codec {
namespace {

namespace json = boost::json;

std::string why_not_parsed(std::string_view text, const ParseLimits& limits = {}) {
    const auto result = parse(text, limits);
    return result ? "accepted" : std::string(name_of_enumerator(result.error().what));
}

std::size_t stopped_at(std::string_view text, const ParseLimits& limits = {}) {
    const auto result = parse(text, limits);
    return result ? std::string::npos : result.error().at;
}

std::string deep(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

TEST(Parse, reads_what_is_json) {
    EXPECT_EQ(parse(R"( {"a":[1,-2,true,null,"\u5c40\n😀"],"b":{}} )").value(),
              (json::value{{"a", {1, -2, true, nullptr, "局\n😀"}}, {"b", json::object{}}}));
    EXPECT_EQ(parse("\"\\ud83d\\ude00\"").value(), json::value("😀"));
    EXPECT_EQ(parse("7").value(), json::value(7));
}

TEST(Parse, leaves_a_fraction_for_the_reader_to_refuse) {
    for (const char* text : {"5.0", "1e3", "0.5", "-1.25e-7", "9007199254740993.0"}) {
        EXPECT_TRUE(parse(text).value().is_double()) << text;
        EXPECT_EQ(why_not_parsed(text, event_limits), "no_integer") << text;
    }
}

TEST(Parse, takes_integers_up_to_two_to_the_53rd_less_one) {
    EXPECT_EQ(parse("9007199254740991").value(), json::value(9'007'199'254'740'991));
    EXPECT_EQ(parse("-9007199254740991").value(), json::value(-9'007'199'254'740'991));
    for (const char* text : {"9007199254740992", "-9007199254740992", "9223372036854775808", "-9223372036854775809",
                             "18446744073709551616", "100000000000000000000000000"}) {
        EXPECT_EQ(why_not_parsed(text), "integer_too_large") << text;
    }
    EXPECT_FALSE(parse("1e999"));
}

TEST(Parse, refuses_a_name_that_occurs_twice) {
    EXPECT_EQ(why_not_parsed(R"({"a":1,"b":2,"a":1})"), "name_twice");
    EXPECT_EQ(why_not_parsed(R"({"x":[{"a":1,"\u0061":2}]})"), "name_twice");
    EXPECT_EQ(why_not_parsed(R"({"a":1,"b":{"c":1,"c":2}})"), "name_twice");
    EXPECT_TRUE(parse(R"({"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]})")) << "in different objects";
}

TEST(Parse, tells_the_byte_at_which_it_stopped) {
    EXPECT_EQ(stopped_at(R"({"a":1,"a":2})"), 9U);
    EXPECT_EQ(stopped_at(R"([1,2,x])"), 5U);
    EXPECT_EQ(stopped_at("1 1"), 2U);
    EXPECT_EQ(stopped_at(""), 0U);
}

TEST(Parse, tells_the_member_or_element_that_it_read_last) {
    const auto where = [](std::string_view text) { return parse(text).error().pointer; };
    EXPECT_EQ(where(R"({"a":1,"b":2,"a":3})"), "/a");
    EXPECT_EQ(where(R"({"points":[{"text":"x"},{"text":"y","text":"z"}]})"), "/points/1/text");
    EXPECT_EQ(where(R"({"a":{"b":[1,2,"\u0000"]}})"), "/a/b/2");
    EXPECT_EQ(where(R"({"a/b":{"c~d":12345678901234567890}})"), "/a~1b/c~0d");
    EXPECT_EQ(where("{\"title\":\"\xff\"}"), "/title");
    EXPECT_EQ(where(R"({"title":tru})"), "/title");
    EXPECT_EQ(where(R"([1,[2,3],oops])"), "/2");
    EXPECT_EQ(where("nonsense"), "");
    EXPECT_EQ(where("{} {}"), "");
}

TEST(Parse, refuses_texts_that_postgresql_or_an_inspector_would_read_otherwise) {
    for (const char* text : {R"("a\u0000b")", R"({"\u0000":1})"}) EXPECT_EQ(why_not_parsed(text), "nul") << text;
    for (const char* text : {R"("\ufffe")", R"("\uFFFF")", R"("\ufdd0")", R"("\ufdef")", R"("\ud83f\udfff")",
                             R"({"\ufffe":1})", "\"\xef\xbf\xbf\"", "\"\xf4\x8f\xbf\xbf\""}) {
        EXPECT_EQ(why_not_parsed(text), "noncharacter") << text;
    }
    EXPECT_TRUE(parse(R"("\ufdcf\ufdf0\ufffd")"));
}

TEST(Parse, refuses_broken_unicode) {
    for (const char* text : {R"("\ud83d")", R"("\ude00")", R"("\ud83dx")", R"("\ud83d\u0041")", R"("\ude00\ud83d")",
                             R"({"\ud800":1})", "\"\x80\"", "\"\xc0\xaf\"", "\"\xe0\x80\xaf\"", "\"\xed\xa0\x80\"",
                             "\"\xf4\x90\x80\x80\"", "\"\xff\"", "\"\xe5\xb1\"", "{\"\xc3\":1}", "\xef\xbb\xbf{}"}) {
        EXPECT_FALSE(parse(text)) << text;
    }
}

TEST(Parse, refuses_what_is_not_json) {
    for (const std::string_view text :
         {"",           " ",         "{",        "[",    "{\"a\"}", "{\"a\":}",   "{a:1}",    "{'a':1}",  "[1,]",
          "{\"a\":1,}", "[1 2]",     "01",       "+1",   "-",       "1.",         ".5",       "1e",       "nul",
          "True",       "NaN",       "Infinity", "\"",   "\"\\x\"", "\"\\u12\"",  "\"a\nb\"", "\"a\tb\"", "// c\n1",
          "1 // c",     "/* c */ 1", "{} {}",    "[1]]", "1,",      "\"a\" \"b\""}) {
        EXPECT_FALSE(parse(text)) << text;
    }
    EXPECT_FALSE(parse({"1\0", 2}));
    EXPECT_FALSE(parse({"\"a\0b\"", 5}));
}

TEST(Parse, nests_as_deep_as_the_limit_and_no_deeper) {
    EXPECT_TRUE(parse(deep(32)));
    EXPECT_FALSE(parse(deep(33)));
    EXPECT_TRUE(parse(deep(16), event_limits));
    EXPECT_FALSE(parse(deep(17), event_limits));
    EXPECT_EQ(why_not_parsed(deep(10'000)), "too_deep");
    EXPECT_FALSE(parse(std::string(10'000, '[')));
    std::string objects;
    for (int i = 0; i < 10'000; ++i) objects += "{\"a\":";
    EXPECT_FALSE(parse(objects));
}

TEST(Parse, takes_as_many_bytes_as_the_limit_and_no_more) {
    const std::string text = "\"" + std::string(98, 'x') + "\"";
    EXPECT_TRUE(parse(text, {.bytes = 100}));
    EXPECT_EQ(why_not_parsed(text, {.bytes = 99}), "too_long");
    EXPECT_EQ(stopped_at(text, {.bytes = 99}), 99U);
}

TEST(Parse, tells_a_text_that_ends_too_early_and_one_that_goes_on) {
    EXPECT_EQ(why_not_parsed("{\"a\":1"), "incomplete");
    EXPECT_EQ(why_not_parsed("{} {}"), "more_follows");
    EXPECT_EQ(why_not_parsed("{a:1}"), "syntax");
    EXPECT_EQ(why_not_parsed(R"("\ud83d\u0041")"), "bad_unicode");
}

TEST(Parse, reads_long_strings_whole) {
    const std::string text(900'000, 'x');
    EXPECT_EQ(parse("{\"a\":\"" + text + "\\n\"}").value().at("a"), json::value(text + "\n"));
}

RC_GTEST_PROP(Parse, answers_any_bytes_without_harm, (const std::string& noise)) {
    const auto result = parse(noise);
    RC_ASSERT(result.has_value() || result.error().at <= noise.size());
}

RC_GTEST_PROP(Parse, answers_a_damaged_text_without_harm, ()) {
    std::string text = R"({"a":[1,-2.5,true,null,"\u5c40\ud83d\ude00"],"b":{"c":"局"}})";
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
        text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
    }
    const auto result = parse(text);
    RC_ASSERT(result.has_value() || result.error().at <= text.size());
}

}  // namespace
}  // namespace shenyi::workflow::codec
