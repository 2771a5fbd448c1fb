#include "workflow/dates.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <limits>

namespace shenyi::workflow {
namespace {

using namespace std::chrono_literals;
using testing::Eq;
using testing::Optional;

constexpr Instant first_instant{std::chrono::sys_days{1900y / 1 / 1}};
constexpr Instant last_instant{std::chrono::sys_days{9999y / 12 / 31} + 24h - 8h - 1ms};  // of the organ's zone

Instant any_instant() {
    return Instant{std::chrono::milliseconds{*rc::gen::inRange<std::int64_t>(
        first_instant.time_since_epoch().count(), last_instant.time_since_epoch().count() + 1)}};
}

Date any_date() {
    return Date{std::chrono::floor<std::chrono::days>(any_instant())};
}

constexpr Instant spring{std::chrono::sys_days{2026y / 11 / 23} + 8h + 30min + 123ms};

TEST(Instant, is_written_with_three_decimals) {
    EXPECT_EQ(rfc3339(spring), "2026-11-23T08:30:00.123Z");
    EXPECT_EQ(rfc3339(Instant{}), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(rfc3339(Instant{-1ms}), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(rfc3339(first_instant), "1900-01-01T00:00:00.000Z");
    EXPECT_EQ(rfc3339(last_instant), "9999-12-31T15:59:59.999Z");
}

TEST(Instant, is_read_with_any_offset_and_up_to_nine_decimals) {
    for (const auto* text :
         {"2026-11-23T08:30:00.123Z", "2026-11-23t08:30:00.123z", "2026-11-23T16:30:00.123+08:00",
          "2026-11-22T23:00:00.123-09:30", "2026-11-23T08:30:00.123999999Z", "2026-11-23T08:30:00.123-00:00"}) {
        EXPECT_THAT(parse_instant(text), Optional(spring)) << text;
    }
    EXPECT_THAT(parse_instant("2026-11-23T08:30:00Z"), Optional(spring - 123ms));
    EXPECT_THAT(parse_instant("2026-11-23T08:30:00.1Z"), Optional(spring - 23ms));
    EXPECT_THAT(parse_instant("2026-11-23T08:30:00.000000001Z"), Optional(spring - 123ms));
    EXPECT_THAT(parse_instant("2024-02-29T00:00:00Z"), Optional(Instant{std::chrono::sys_days{2024y / 2 / 29}}));
}

TEST(Instant, lies_between_1900_and_9999_in_utc_whatever_the_offset) {
    EXPECT_THAT(parse_instant("1899-12-31T23:30:00-01:00"), Optional(first_instant + 30min));
    EXPECT_EQ(parse_instant("1900-01-01T00:30:00+01:00"), std::nullopt);
    EXPECT_EQ(parse_instant("9999-12-31T23:30:00-01:00"), std::nullopt);
    EXPECT_EQ(parse_instant("1899-12-31T23:59:59.999Z"), std::nullopt);
    EXPECT_THAT(parse_instant("9999-12-31T15:59:59.999Z"), Optional(last_instant));
    EXPECT_EQ(parse_instant("9999-12-31T16:00:00Z"), std::nullopt) << "a day of the year 10000 in the organ's zone";
    EXPECT_EQ(parse_instant("0000-01-01T00:00:00Z"), std::nullopt);
}

TEST(Instant, refuses_what_is_not_rfc_3339) {
    for (const std::string_view text : {"",
                                        "Z",
                                        "2026-11-23",
                                        "2026-11-23T08:30:00",
                                        "2026-11-23 08:30:00Z",
                                        "2026-11-23T08:30Z",
                                        "2026-11-23T8:30:00Z",
                                        "2026-11-23T08:30:00.Z",
                                        "2026-11-23T08:30:00.1234567890Z",
                                        "2026-11-23T08:30:00,1Z",
                                        "2026-11-23T24:00:00Z",
                                        "2026-11-23T08:60:00Z",
                                        "2016-12-31T23:59:60Z",
                                        "2026-11-23T08:30:00+8:00",
                                        "2026-11-23T08:30:00+0800",
                                        "2026-11-23T08:30:00+24:00",
                                        "2026-11-23T08:30:00+08:60",
                                        "2026-11-23T08:30:00+08:00Z",
                                        "2026-11-23T08:30:00ZZ",
                                        " 2026-11-23T08:30:00Z",
                                        "2026-11-23T08:30:00Z ",
                                        "2026-11-23T08:30:00Z\n",
                                        "2026-13-23T08:30:00Z",
                                        "2026-02-30T08:30:00Z",
                                        "2026-11-00T08:30:00Z",
                                        "+026-11-23T08:30:00Z",
                                        "-026-11-23T08:30:00Z",
                                        "12026-11-23T08:30:00Z",
                                        "2026-11-23T08:30:00−08:00",
                                        "２０２６-11-23T08:30:00Z"}) {
        EXPECT_EQ(parse_instant(text), std::nullopt) << text;
    }
    EXPECT_EQ(parse_instant({"2026-11-23T08:30:00Z\0", 21}), std::nullopt);
}

RC_GTEST_PROP(Instant, comes_back_as_it_was_written, ()) {
    const Instant instant = any_instant();
    RC_ASSERT(parse_instant(rfc3339(instant)) == std::optional{instant});
}

RC_GTEST_PROP(Instant, keeps_its_order_as_text, ()) {
    const Instant one = any_instant();
    const Instant other = any_instant();
    RC_ASSERT((rfc3339(one) < rfc3339(other)) == (one < other));
}

RC_GTEST_PROP(Instant, is_never_read_from_noise_that_does_not_come_back, (const std::string& noise)) {
    std::string text = rfc3339(any_instant());
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size() + 1);
    text.insert(at, noise);
    const auto read = parse_instant(text);
    if (read) RC_ASSERT(parse_instant(rfc3339(*read)) == read);
}

TEST(Date, is_read_only_if_the_day_exists) {
    EXPECT_THAT(parse_date("2026-11-23"), Optional(Eq(2026y / 11 / 23)));
    EXPECT_THAT(parse_date("2024-02-29"), Optional(Eq(2024y / 2 / 29)));
    EXPECT_THAT(parse_date("1900-01-01"), Optional(Eq(1900y / 1 / 1)));
    EXPECT_THAT(parse_date("9999-12-31"), Optional(Eq(9999y / 12 / 31)));
    for (const std::string_view text : {"",
                                        "2026",
                                        "2026-11",
                                        "2026-11-",
                                        "2026-11-2",
                                        "2026-11-233",
                                        "2026-1-23",
                                        "20261123",
                                        "2026/11/23",
                                        "2026-00-23",
                                        "2026-13-01",
                                        "2026-11-00",
                                        "2026-11-31",
                                        "2025-02-29",
                                        "1900-02-29",
                                        "1899-12-31",
                                        "0000-01-01",
                                        "-026-11-23",
                                        "2026-11-23T00:00:00Z",
                                        " 2026-11-23",
                                        "2026-11-23 ",
                                        "2026-1１-23",
                                        "２０２６-１１-２３"}) {
        EXPECT_EQ(parse_date(text), std::nullopt) << text;
    }
    EXPECT_EQ(parse_date({"2026-11-23\0", 11}), std::nullopt);
}

RC_GTEST_PROP(Date, comes_back_as_it_was_written, ()) {
    const Date date = any_date();
    RC_ASSERT(iso(date).size() == 10U);
    RC_ASSERT(parse_date(iso(date)) == std::optional{date});
}

TEST(Date, changes_at_midnight_in_china) {
    EXPECT_EQ(date_of(Instant{std::chrono::sys_days{2026y / 3 / 1} + 16h - 1ms}), 2026y / 3 / 1);
    EXPECT_EQ(date_of(Instant{std::chrono::sys_days{2026y / 3 / 1} + 16h}), 2026y / 3 / 2);
    EXPECT_EQ(rfc3339(start_of(2026y / 3 / 2)), "2026-03-01T16:00:00.000Z");
}

RC_GTEST_PROP(Date, begins_with_its_first_instant, ()) {
    const Date date = any_date();
    RC_ASSERT(date_of(start_of(date)) == date);
    RC_ASSERT(date_of(start_of(date) - 1ms) == plus_days(date, -1));
    RC_ASSERT(date_of(start_of(date) + 24h - 1ms) == date);
}

RC_GTEST_PROP(Date, differs_by_the_days_that_were_added, ()) {
    const Date date = any_date();
    const int days = *rc::gen::inRange(-100'000, 100'000);
    RC_ASSERT(days_between(date, plus_days(date, days)) == days);
    RC_ASSERT(plus_days(plus_days(date, days), -days) == date);
}

TEST(Date, goes_over_the_ends_of_months_and_years) {
    EXPECT_EQ(plus_days(2024y / 2 / 28, 1), 2024y / 2 / 29);
    EXPECT_EQ(plus_days(2025y / 2 / 28, 1), 2025y / 3 / 1);
    EXPECT_EQ(plus_days(2026y / 1 / 1, -1), 2025y / 12 / 31);
    EXPECT_EQ(days_between(2026y / 12 / 31, 2027y / 1 / 1), 1);
    EXPECT_EQ(days_between(2027y / 1 / 1, 2026y / 12 / 31), -1);
}

TEST(Date, is_held_at_the_ends_of_what_can_be_expressed) {
    EXPECT_EQ(plus_days(2026y / 1 / 1, std::numeric_limits<int>::max()).year(), std::chrono::year::max());
    EXPECT_EQ(plus_days(2026y / 1 / 1, std::numeric_limits<int>::min()).year(), std::chrono::year::min());
}

}  // namespace
}  // namespace shenyi::workflow
