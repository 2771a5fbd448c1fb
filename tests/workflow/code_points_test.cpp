#include "workflow/code_points.hpp"

#include "workflow/numerals.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace shenyi::workflow {
namespace {

TEST(CodePoints, are_read_from_all_lengths_of_utf8) {
    EXPECT_EQ(code_points_of("aé第𠮷"), U"aé第𠮷");
    EXPECT_EQ(utf8_of(U"aé第𠮷"), "aé第𠮷");
}

TEST(CodePoints, bytes_that_are_not_utf8_come_back_as_they_were) {
    for (const std::string bytes : {"\x80", "\xC0\xAF", "\xE7\xAC", "\xED\xA0\x80", "\xF5\x80\x80\x80", "第\xFFx"}) {
        EXPECT_EQ(utf8_of(code_points_of(bytes)), bytes);
    }
}

RC_GTEST_PROP(CodePoints, any_bytes_survive_the_way_there_and_back, (const std::string& bytes)) {
    RC_ASSERT(utf8_of(code_points_of(bytes)) == bytes);
}

TEST(Numerals, say_the_same_in_digits_and_in_chinese) {
    const std::pair<std::u32string_view, int> table[] = {
        {U"7", 7},
        {U"１２", 12},
        {U"〇", 0},
        {U"十", 10},
        {U"十二", 12},
        {U"二十", 20},
        {U"一百零三", 103},
        {U"一〇三", 103},
        {U"两千零二十六", 2026},
        {U"九千九百九十九", 9999},
    };
    for (const auto& [text, number] : table) EXPECT_EQ(number_of(text), number) << utf8_of(text);
    for (const std::u32string_view none : {U"", U"甲", U"十日", U"1十", U"10000", U"99999999999999"}) {
        EXPECT_EQ(number_of(none), std::nullopt) << utf8_of(none);
    }
}

TEST(Numerals, length_is_that_of_one_number) {
    EXPECT_EQ(numeral_length(U"十二条"), 2);
    EXPECT_EQ(numeral_length(U"12十"), 2);
    EXPECT_EQ(numeral_length(U"条"), 0);
}

}  // namespace
}  // namespace shenyi::workflow
