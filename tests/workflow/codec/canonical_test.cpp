#include "workflow/codec/canonical.hpp"

#include "workflow/codec/parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <boost/json.hpp>

namespace shenyi::workflow::codec {
namespace {

namespace json = boost::json;

/// A random text of code points that may stand in a string.
std::string any_text() {
    const auto points = *rc::gen::container<std::vector<char32_t>>(rc::gen::suchThat(
        rc::gen::oneOf(rc::gen::inRange<char32_t>(1, 0x80), rc::gen::inRange<char32_t>(0x80, 0x800),
                       rc::gen::inRange<char32_t>(0x800, 0x10000), rc::gen::inRange<char32_t>(0x10000, 0x110000)),
        [](char32_t c) {
            return !(c >= 0xD800 && c <= 0xDFFF) && !(c >= 0xFDD0 && c <= 0xFDEF) && (c & 0xFFFEU) != 0xFFFEU;
        }));
    std::string text;
    for (const char32_t c : points) {
        const auto byte = [&](char32_t b) { text += static_cast<char>(static_cast<unsigned char>(b)); };
        if (c < 0x80)
            byte(c);
        else if (c < 0x800)
            byte(0xC0U | (c >> 6U)), byte(0x80U | (c & 0x3FU));
        else if (c < 0x10000)
            byte(0xE0U | (c >> 12U)), byte(0x80U | ((c >> 6U) & 0x3FU)), byte(0x80U | (c & 0x3FU));
        else
            byte(0xF0U | (c >> 18U)), byte(0x80U | ((c >> 12U) & 0x3FU)), byte(0x80U | ((c >> 6U) & 0x3FU)),
                byte(0x80U | (c & 0x3FU));
    }
    return text;
}

json::value nested(std::size_t depth) {
    json::value value = 1;
    for (std::size_t i = 0; i < depth; ++i)
        value = i % 2 == 0 ? json::value(json::array{value}) : json::value(json::object{{"a", value}});
    return value;
}

std::string why_not_canonical(const json::value& value) {
    const auto result = canonical(value);
    return result ? "accepted" : result.error();
}

TEST(Canonical, sorts_members_and_leaves_out_white_space) {
    EXPECT_EQ(
        canonical(json::parse(R"( { "b" : [ 1 , true , null , "x" ] , "a_1" : { } , "a" : -5 , "a0" : false } )")),
        R"({"a":-5,"a0":false,"a_1":{},"b":[1,true,null,"x"]})");
    EXPECT_EQ(canonical(json::array{}), "[]");
    EXPECT_EQ(canonical(nullptr), "null");
}

TEST(Canonical, writes_integers_up_to_two_to_the_53rd_less_one) {
    EXPECT_EQ(canonical(9'007'199'254'740'991), "9007199254740991");
    EXPECT_EQ(canonical(-9'007'199'254'740'991), "-9007199254740991");
    EXPECT_EQ(canonical(std::uint64_t{7}), "7");
    EXPECT_EQ(canonical(0), "0");
}

TEST(Canonical, escapes_exactly_what_rfc_8785_escapes) {
    for (unsigned code = 1; code < 0x80; ++code) {
        const char c = static_cast<char>(code);
        std::string expected;
        switch (c) {
            case '\b':
                expected = "\\b";
                break;
            case '\t':
                expected = "\\t";
                break;
            case '\n':
                expected = "\\n";
                break;
            case '\f':
                expected = "\\f";
                break;
            case '\r':
                expected = "\\r";
                break;
            case '"':
                expected = "\\\"";
                break;
            case '\\':
                expected = "\\\\";
                break;
            default: {
                std::array<char, 8> text{};
                if (code < 0x20)
                    std::snprintf(text.data(), text.size(), "\\u%04x", code), expected = text.data();
                else
                    expected = std::string(1, c);
            }
        }
        EXPECT_EQ(canonical(json::value(std::string(1, c))), "\"" + expected + "\"") << code;
    }
    // DEL, slash, U+2028, emoji, a rare character of GB 18030, composed and decomposed: all raw.
    for (const char* raw : {"\x7f", "/", "\u2028", "😀", "𰻝", "\u00e9", "e\u0301", "局长办公会"}) {
        EXPECT_EQ(canonical(json::value(raw)), std::string("\"") + raw + "\"");
    }
}

struct Refused {
    const char* text;
    const char* why;
};

TEST(Canonical, tells_pointer_and_reason_of_what_it_refuses) {
    const std::vector<Refused> cases{
        {R"({"a":{"b":[1,2.5]}})", "/a/b/1: not an integer"},
        {R"({"a":5.0})", "/a: not an integer"},
        {R"([1e3])", "/0: not an integer"},
        {R"([9007199254740992])", "/0: integer beyond 2^53-1"},
        {R"([-9007199254740992])", "/0: integer beyond 2^53-1"},
        {R"([18446744073709551615])", "/0: integer beyond 2^53-1"},
        {R"({"a":"x\u0000y"})", "/a: U+0000 in a string"},
        {R"({"a":"\ufdd0"})", "/a: a noncharacter in a string"},
        {R"({"a":"\uffff"})", "/a: a noncharacter in a string"},
        {R"({"a":"\ud83f\udffe"})", "/a: a noncharacter in a string"},
        {R"({"x":{"A":1}})", "/x: a member's name does not match [a-z][a-z0-9_]*"},
        {R"({"":1})", ": a member's name does not match [a-z][a-z0-9_]*"},
        {R"({"1a":1})", ": a member's name does not match [a-z][a-z0-9_]*"},
        {R"({"_a":1})", ": a member's name does not match [a-z][a-z0-9_]*"},
        {R"({"a-b":1})", ": a member's name does not match [a-z][a-z0-9_]*"},
        {R"({"名":1})", ": a member's name does not match [a-z][a-z0-9_]*"},
    };
    for (const auto& [text, why] : cases) {
        EXPECT_EQ(why_not_canonical(json::parse(text)), why) << text;
    }
}

TEST(Canonical, refuses_strings_that_are_not_valid_utf_8) {
    for (const std::string_view bad :
         {"\x80", "\xc0\x80", "\xc1\xbf", "\xc3", "\xe0\x80\x80", "\xe2\x82", "\xed\xa0\x80", "\xed\xbf\xbf",
          "\xf0\x80\x80\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x28\xa1", "a\xf0\x9f\x98"}) {
        EXPECT_EQ(why_not_canonical(json::value(bad)), ": not valid UTF-8");
    }
}

TEST(Canonical, nests_sixteen_deep_and_no_deeper) {
    EXPECT_TRUE(canonical(nested(16)));
    EXPECT_THAT(why_not_canonical(nested(17)), testing::HasSubstr("nested too deeply"));
    EXPECT_THAT(why_not_canonical(nested(500)), testing::HasSubstr("nested too deeply"));
}

TEST(Canonical, takes_60_000_bytes_and_no_more) {
    EXPECT_EQ(canonical(json::value(std::string(59'998, 'x')))->size(), 60'000U);
    EXPECT_EQ(why_not_canonical(json::value(std::string(59'999, 'x'))), ": longer than 60000 bytes");
    EXPECT_FALSE(canonical(json::value(std::string(30'000, '"')))) << "escapes count";
    EXPECT_FALSE(canonical(json::array(30'001, 1)));
    EXPECT_TRUE(canonical(json::value(std::string(70'000, 'x')), 80'000)) << "definitions may be longer than events";
}

RC_GTEST_PROP(Canonical, keeps_every_text_and_is_a_fixed_point, ()) {
    const std::string text = any_text();
    const auto bytes = canonical(json::object{{"t", text}});
    RC_ASSERT(bytes.has_value());
    const auto back = parse(*bytes, event_limits);
    RC_ASSERT(back.has_value());
    RC_ASSERT(std::string(back->at("t").as_string().c_str(), back->at("t").as_string().size()) == text);
    RC_ASSERT(canonical(*back).value() == *bytes);
}

RC_GTEST_PROP(Canonical, never_lets_through_what_the_parser_refuses, (const std::string& noise)) {
    const auto bytes = canonical(json::value(noise));
    RC_ASSERT(bytes.has_value() == !fault_of_text(noise).has_value());
    if (bytes) RC_ASSERT(parse(*bytes, event_limits).has_value());
}

}  // namespace
}  // namespace shenyi::workflow::codec
