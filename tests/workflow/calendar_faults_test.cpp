#include "tests/workflow/shipped_calendars.hpp"
#include "workflow/calendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

/// What a year's data must be before anybody may load it: R-CAL-01.
namespace shenyi::workflow {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

CalendarYear sound() {
    return {.year = 2027,
            .notices = {"国办发明电〔2026〕0号"},
            .days = {{2026y / 12 / 31, true, "元旦"},
                     {2027y / 1 / 1, true, "元旦"},
                     {2027y / 2 / 6, true, "春节"},
                     {2027y / 2 / 13, false, "春节"},
                     {2027y / 4 / 5, true, "清明节"},
                     {2027y / 5 / 1, true, "劳动节"},
                     {2027y / 6 / 9, true, "端午节"},
                     {2027y / 9 / 15, true, "中秋节"},
                     {2027y / 10 / 1, true, "国庆节"}}};
}

CalendarFault fault(CalendarFaultKind kind, std::optional<Date> date = {}, std::string holiday = {}) {
    return {kind, date, std::move(holiday)};
}

TEST(CalendarFaults, are_none_for_a_sound_year) {
    EXPECT_THAT(faults_of(sound(), calendar()), IsEmpty());
}

TEST(CalendarFaults, are_none_when_a_second_notice_changes_a_year_already_loaded) {
    Calendar loaded = calendar();
    loaded.years[2027] = sound();
    CalendarYear second = sound();
    second.notices.emplace_back("国办发明电〔2027〕0号");
    second.days[3].off = true;
    EXPECT_THAT(faults_of(second, loaded), IsEmpty());
}

TEST(CalendarFaults, name_what_makes_a_year_partial) {
    using enum CalendarFaultKind;
    EXPECT_THAT(faults_of({.year = 2027}, calendar()),
                ElementsAre(fault(no_notice), fault(holiday_missing, {}, "元旦"), fault(holiday_missing, {}, "春节"),
                            fault(holiday_missing, {}, "清明"), fault(holiday_missing, {}, "劳动节"),
                            fault(holiday_missing, {}, "端午"), fault(holiday_missing, {}, "中秋"),
                            fault(holiday_missing, {}, "国庆")));

    CalendarYear half = sound();
    std::erase_if(half.days, [](const CalendarDay& day) { return day.date > 2027y / 6 / 30; });
    EXPECT_THAT(faults_of(half, calendar()),
                ElementsAre(fault(holiday_missing, {}, "中秋"), fault(holiday_missing, {}, "国庆")));

    CalendarYear worked = sound();
    worked.days.back().off = false;
    EXPECT_THAT(faults_of(worked, calendar()), Contains(fault(holiday_missing, {}, "国庆")));

    CalendarYear nameless = sound();
    nameless.notices = {""};
    EXPECT_THAT(faults_of(nameless, calendar()), ElementsAre(fault(no_notice)));
}

struct FaultyDay {
    CalendarDay day;
    CalendarFaultKind kind;
};

TEST(CalendarFaults, name_the_day_at_fault) {
    using enum CalendarFaultKind;
    const std::vector<FaultyDay> cases{
        {{2027y / 5 / 1, true, "劳动节"}, day_named_twice},
        {{2027y / 5 / 1, false, "劳动节"}, day_named_twice},
        {{2027y / 5 / 3, true, ""}, day_without_name},
        {{2026y / 12 / 24, true, "元旦"}, day_outside_year},
        {{2028y / 1 / 1, true, "元旦"}, day_outside_year},
        {{2027y / 2 / 29, true, "春节"}, day_outside_year},
        {{2027y / 3 / 3, false, "春节"}, working_day_on_weekday},
    };
    for (const auto& [day, kind] : cases) {
        CalendarYear year = sound();
        year.days.push_back(day);
        EXPECT_THAT(faults_of(year, calendar()), ElementsAre(fault(kind, day.date))) << iso(day.date);
    }
}

TEST(CalendarFaults, name_a_late_december_day_on_which_two_notices_disagree) {
    Calendar loaded = calendar();
    loaded.years.at(2026).days.push_back({2026y / 12 / 31, true, "元旦"});
    EXPECT_THAT(faults_of(sound(), loaded), IsEmpty()) << "they agree";

    loaded.years.at(2026).days.back().off = false;
    EXPECT_THAT(faults_of(sound(), loaded),
                ElementsAre(fault(CalendarFaultKind::contradicts_neighbour, 2026y / 12 / 31)));

    CalendarYear year_2018 = calendar().years.at(2018);
    year_2018.days.push_back({2018y / 12 / 29, true, "元旦"});
    EXPECT_THAT(faults_of(year_2018, calendar()),
                ElementsAre(fault(CalendarFaultKind::contradicts_neighbour, 2018y / 12 / 29)));
}

TEST(CalendarFaults, refuse_what_is_not_one_years_notice) {
    CalendarYear endless = sound();
    endless.days.resize(calendar_days_max + 1, endless.days.front());
    EXPECT_THAT(faults_of(endless, calendar()), ElementsAre(fault(CalendarFaultKind::too_many_days)));
    for (const int year : {1899, 10000, -1}) {
        CalendarYear outside = sound();
        outside.year = year;
        EXPECT_THAT(faults_of(outside, calendar()), Contains(fault(CalendarFaultKind::year_out_of_range)));
    }
}

TEST(DoubtfulYear, is_none_that_a_notice_ever_named) {
    for (const auto& [year, days] : calendar().years) EXPECT_FALSE(doubtful(days)) << year;
}

TEST(DoubtfulYear, names_make_up_days_that_no_holiday_was_given_for) {
    CalendarYear year = calendar().years.at(2026);
    const auto made_up = std::ranges::count(year.days, false, &CalendarDay::off);
    year.days.push_back({2026y / 3 / 14, false, "元旦"});
    auto found = doubtful(year);
    ASSERT_TRUE(found);
    EXPECT_THAT(found->days, ElementsAre(2026y / 3 / 14)) << "far from the holiday";
    EXPECT_EQ(found->made_up, made_up + 1);
    EXPECT_EQ(found->weekdays_off, 19);

    year = calendar().years.at(2026);
    for (const int day : {1, 7, 8, 14, 15, 21, 22, 28, 29}) {
        year.days.push_back({2026y / 3 / std::chrono::day(static_cast<unsigned>(day)), false, "春节"});
    }
    found = doubtful(year);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->days.size(), 11U) << "those of the notice too: together they are more than it gives days off";
}

}  // namespace
}  // namespace shenyi::workflow
