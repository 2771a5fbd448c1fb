#include "workflow/codec/write.hpp"

#include "tests/workflow/codec/sample.hpp"
#include "workflow/codec/canonical.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shenyi::workflow::codec {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

TEST(Write, writes_plain_values) {
    EXPECT_EQ(write(true), json::value(true));
    EXPECT_EQ(write(-7), json::value(-7));
    EXPECT_EQ(write(std::uint64_t{7}), json::value(std::uint64_t{7}));
    EXPECT_EQ(write(std::string{"局"}), json::value("局"));
    EXPECT_EQ(write(MatterId{"mat_1"}), json::value("mat_1"));
    EXPECT_EQ(write(Date{2026y / 3 / 2}), json::value("2026-03-02"));
    EXPECT_EQ(write(Instant{}), json::value("1970-01-01T00:00:00.000Z"));
    EXPECT_EQ(write(json::value{1, 2}), (json::value{1, 2}));
}

TEST(Write, writes_enumerators_by_wire_name) {
    EXPECT_EQ(write(Conclusion::should_amend), json::value("should_amend"));
    EXPECT_EQ(write(Vote::for_), json::value("for"));
    EXPECT_EQ(write(Disposition::not_), json::value("not"));
    EXPECT_EQ(write(MeetingStage::signed_), json::value("signed"));
    EXPECT_THROW((void)write(static_cast<Vote>(9)), std::logic_error);
}

TEST(Write, leaves_out_empty_optionals_of_a_struct_only) {
    EXPECT_EQ(write(test::Point{"a", std::nullopt}), (json::value{{"text", "a"}}));
    EXPECT_EQ(write(std::vector<std::optional<int>>{1, std::nullopt}), (json::value{1, nullptr}));
    EXPECT_EQ(write(std::optional<int>{}), json::value(nullptr));
}

TEST(Write, writes_a_whole_struct_under_wire_names) {
    EXPECT_EQ(canonical(write(CalendarDay{2026y / 1 / 1, true, "元旦"})),
              R"({"date":"2026-01-01","name":"元旦","off":true})");

    test::Sample sample = test::full_sample();
    sample.by_text.erase("b/~");
    EXPECT_EQ(canonical(write(sample)),
              R"({"answers":[true,null,false],"at":"2026-03-02T01:00:00.500Z","by_person":{"per_1":{"text":"a"}},)"
              R"("by_text":{"a":1},"by_vote":{"abstain":[],"for":[1,2]},"count":-3,"day":"2026-03-02","for":5,)"
              R"("large":9007199254740991,"matter":"mat_1","maybe":0,"maybe_point":{"text":"x"},)"
              R"("point":{"clause":"6","text":"第六条"},"points":[{"clause":"1","text":"a"},{"text":"b"}],"small":255,)"
              R"("text":"供热补贴办法","vote":"for","yes":true})");
}

}  // namespace
}  // namespace shenyi::workflow::codec
