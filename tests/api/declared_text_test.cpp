#include "api/declared_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace shenyi::api {
namespace {

bool fits(std::string_view type, const std::vector<std::string>& pieces) {
    DeclaredText text(type);
    for (const std::string& piece : pieces) {
        if (!text.take(piece)) return false;
    }
    return text.whole();
}

TEST(DeclaredText, may_be_cut_anywhere_between_its_pieces) {
    constexpr const char* utf8 = "text/plain; charset=utf-8";
    EXPECT_TRUE(fits(utf8, {"\xe7", "\xac", "\xac", "\xf0\xa0", "\xae\xb7"}));
    EXPECT_FALSE(fits(utf8, {"\xe7", "\xac"})) << "the end is missing";
    EXPECT_FALSE(fits(utf8, {"\xe0", "\x80\x80"})) << "a longer form than it needs";
    EXPECT_FALSE(fits(utf8, {"\xed", "\xa0\x80"})) << "a surrogate";
    EXPECT_FALSE(fits(utf8, {"\xf4", "\x90\x80\x80"})) << "above all characters";
    EXPECT_FALSE(fits(utf8, {"\xf0\x8f\xbf\xbf"}));
    EXPECT_FALSE(fits(utf8, {"\xf5\x80\x80\x80"}));
    EXPECT_FALSE(fits(utf8, {"\xc1\x81"}));
    EXPECT_FALSE(fits(utf8, {"\x80"}));
    EXPECT_TRUE(fits(utf8, {"\xf4\x8f\xbf\xbf\xee\x80\x80\xed\x9f\xbf\xe0\xa0\x80\xc2\x80"}));
}

TEST(DeclaredText, of_no_charset_or_another_may_be_any_bytes) {
    const std::vector<std::string> bytes{"\xff\xfe", std::string(1, '\0')};
    EXPECT_TRUE(fits("text/plain", bytes));
    EXPECT_TRUE(fits("text/plain; charset=gbk", bytes));
    EXPECT_TRUE(fits("application/octet-stream; charset=utf-8", bytes));
    EXPECT_FALSE(fits("TEXT/Plain; x=y; Charset=\"UTF-8\"", bytes));
}

}  // namespace
}  // namespace shenyi::api
