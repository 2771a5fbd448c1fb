#include "workflow/calendar.hpp"

#include "tests/support/source_folder.hpp"
#include "tests/workflow/shipped_calendars.hpp"
#include "workflow/codec/parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace shenyi::workflow {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

Calendar without(int year) {
    Calendar changed = calendar();
    changed.years.erase(year);
    return changed;
}

tl::unexpected<MissingYear> missing(int year) {
    return tl::unexpected(MissingYear{year});
}

bool works(Date day) {
    return is_working_day(calendar(), day).value();
}

/// The first `n` working days after an event.
std::vector<std::string> days_after(Date event, int n) {
    std::vector<std::string> days;
    for (int i = 1; i <= n; ++i) days.push_back(iso(working_day_after(calendar(), event, i).value()));
    return days;
}

// ---- the notices as they were published ----

boost::json::value original(int year) {
    std::ifstream file{tests::source_folder() / "tests/data/calendars" / (std::to_string(year) + ".json")};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    return codec::parse(text).value();
}

class Notice : public testing::TestWithParam<int> {};

TEST_P(Notice, is_followed_on_every_day_it_names) {
    const auto notice = original(GetParam());
    for (const auto& day : notice.at("days").as_array()) {
        const std::string date{day.at("date").as_string().c_str()};
        EXPECT_EQ(works(parse_date(date).value()), !day.at("off").as_bool()) << date;
    }
}

TEST_P(Notice, is_kept_whole_with_its_addresses) {
    const auto notice = original(GetParam());
    const CalendarYear& kept = calendar().years.at(GetParam());
    ASSERT_EQ(kept.days.size(), notice.at("days").as_array().size());
    ASSERT_EQ(kept.notices.size(), notice.at("notices").as_array().size());
    for (std::size_t i = 0; i < kept.days.size(); ++i)
        EXPECT_EQ(kept.days[i].name, notice.at("days").at(i).at("name").as_string().c_str());
    for (std::size_t i = 0; i < kept.notices.size(); ++i)
        EXPECT_EQ(kept.notices[i], notice.at("notices").at(i).as_string().c_str());
    EXPECT_THAT(faults_of(kept, calendar()), IsEmpty());
}

TEST_P(Notice, leaves_all_other_days_to_the_week) {
    std::set<Date> named;
    for (const int year : {GetParam(), GetParam() + 1}) {
        const auto notice = original(year);
        for (const auto& day : notice.at("days").as_array()) {
            named.insert(parse_date(day.at("date").as_string().c_str()).value());
        }
    }
    for (Date day{std::chrono::year{GetParam()} / 1 / 1}; day < std::chrono::year{GetParam()} / 12 / 25;
         day = plus_days(day, 1)) {
        if (named.contains(day)) continue;
        const unsigned weekday = std::chrono::weekday{std::chrono::sys_days{day}}.iso_encoding();
        EXPECT_EQ(works(day), weekday <= 5) << iso(day);
    }
}

INSTANTIATE_TEST_SUITE_P(Published, Notice, testing::Range(2015, 2027));

TEST(Notice, of_2027_is_not_out_and_so_not_kept) {
    EXPECT_TRUE(original(2027).at("notices").as_array().empty());
    EXPECT_FALSE(calendar().years.contains(2027));
}

// ---- R-CAL-01, R-CAL-02: the scenarios ----

TEST(R_CAL_01, S_07_seven_working_days_over_national_day) {
    EXPECT_THAT(days_after(2021y / 9 / 27, 7), ElementsAre("2021-09-28", "2021-09-29", "2021-09-30", "2021-10-08",
                                                           "2021-10-09", "2021-10-11", "2021-10-12"));
    const Date day_after_the_seventh = plus_days(working_day_after(calendar(), 2021y / 9 / 27, 7).value(), 1);
    EXPECT_EQ(next_working_day(calendar(), day_after_the_seventh), Date{2021y / 10 / 13});
    EXPECT_EQ(working_days_between(calendar(), 2021y / 9 / 27, 2021y / 10 / 11), 6) << "one short of seven";
}

TEST(R_CAL_05, S_07_a_new_acceptance_starts_from_day_one) {
    EXPECT_EQ(working_day_after(calendar(), 2021y / 9 / 30, 1), Date{2021y / 10 / 8});
}

TEST(R_CAL_01, S_08_five_to_fifteen_over_labour_day) {
    EXPECT_EQ(working_day_after(calendar(), 2025y / 4 / 28, 3), Date{2025y / 5 / 6});
    EXPECT_EQ(working_day_after(calendar(), 2025y / 4 / 28, 5), Date{2025y / 5 / 8});
    EXPECT_EQ(working_day_after(calendar(), 2025y / 4 / 28, 15), Date{2025y / 5 / 22});
}

TEST(R_CAL_01, follows_the_second_notice_of_2020) {
    EXPECT_FALSE(works(2020y / 1 / 31));
    EXPECT_FALSE(works(2020y / 2 / 1)) << "first a make-up working day, then off";
    EXPECT_FALSE(works(2020y / 2 / 2));
    EXPECT_TRUE(works(2020y / 2 / 3));
}

TEST(R_CAL_02, a_last_day_on_a_holiday_moves_to_the_next_working_day) {
    EXPECT_EQ(next_working_day(calendar(), 2021y / 10 / 1), Date{2021y / 10 / 8});
    EXPECT_EQ(next_working_day(calendar(), 2021y / 10 / 9), Date{2021y / 10 / 9}) << "a make-up Saturday is worked";
    EXPECT_EQ(next_working_day(calendar(), 2021y / 10 / 16), Date{2021y / 10 / 18});
}

TEST(R_CAL_02, the_day_of_the_event_is_not_counted) {
    EXPECT_EQ(working_day_after(calendar(), 2026y / 3 / 2, 1), Date{2026y / 3 / 3});
    EXPECT_EQ(working_day_after(calendar(), 2026y / 3 / 2, 0), Date{2026y / 3 / 2});
    EXPECT_EQ(working_days_between(calendar(), 2026y / 3 / 2, 2026y / 3 / 2), 0);
    EXPECT_EQ(working_days_between(calendar(), 2026y / 3 / 2, 2026y / 2 / 1), 0);
    EXPECT_THROW((void)working_day_after(calendar(), 2026y / 3 / 2, -1), std::invalid_argument);
}

// ---- R-CAL-04 ----

TEST(R_CAL_04, S_22_the_end_of_december) {
    EXPECT_EQ(working_day_after(calendar(), 2026y / 12 / 15, 7), Date{2026y / 12 / 24});
    EXPECT_EQ(working_day_after(calendar(), 2026y / 12 / 16, 6), Date{2026y / 12 / 24});
    EXPECT_EQ(working_day_after(calendar(), 2026y / 12 / 16, 7), missing(2027));
    EXPECT_EQ(working_days_between(calendar(), 2026y / 12 / 16, 2026y / 12 / 25), missing(2027));
    EXPECT_EQ(next_working_day(calendar(), 2026y / 12 / 25), missing(2027));
    EXPECT_FALSE(MissingYear{2027}.clock_stands());
}

TEST(R_CAL_04, S_22_the_date_appears_with_the_next_notice) {
    Calendar complete = calendar();
    complete.years[2027] = {
        .year = 2027, .notices = {"国办发明电〔2026〕0号"}, .days = {{2027y / 1 / 1, true, "元旦"}}};
    EXPECT_EQ(working_day_after(complete, 2026y / 12 / 16, 7), Date{2026y / 12 / 25});
    EXPECT_EQ(working_day_after(complete, 2026y / 12 / 31, 1), Date{2027y / 1 / 4});
}

TEST(R_CAL_04, late_december_may_stand_in_the_next_years_notice) {
    EXPECT_TRUE(works(2018y / 12 / 29)) << "Saturday, made up for";
    EXPECT_FALSE(works(2018y / 12 / 30));
    EXPECT_FALSE(works(2018y / 12 / 31)) << "Monday, off";
    EXPECT_FALSE(works(2022y / 12 / 31));
    EXPECT_EQ(working_day_after(calendar(), 2018y / 12 / 28, 2), Date{2019y / 1 / 2});

    EXPECT_TRUE(is_working_day(without(2019), 2018y / 12 / 24).value());
    EXPECT_EQ(is_working_day(without(2019), 2018y / 12 / 25), missing(2019));
    EXPECT_EQ(is_working_day(without(2019), 2018y / 12 / 31), missing(2019));
    EXPECT_EQ(is_working_day(without(2018), 2018y / 12 / 31), missing(2018)) << "its own year is needed too";
}

TEST(R_CAL_04, a_day_named_by_its_own_year_still_needs_the_next_notice) {
    Calendar own_only;
    own_only.years[2026] = {.year = 2026, .notices = {"n"}, .days = {{2026y / 12 / 31, true, "元旦"}}};
    EXPECT_EQ(is_working_day(own_only, 2026y / 12 / 31), missing(2027));
}

TEST(R_CAL_04, the_first_missing_year_is_named) {
    EXPECT_EQ(is_working_day(calendar(), 2014y / 12 / 31), missing(2014));
    EXPECT_EQ(is_working_day(calendar(), 2015y / 1 / 1), false);
    EXPECT_EQ(is_working_day(calendar(), 2027y / 1 / 4), missing(2027));
    EXPECT_EQ(working_day_after(without(2020), 2019y / 12 / 20, 5), missing(2020));
    EXPECT_EQ(working_day_after({}, 2026y / 3 / 2, 1), missing(2026));
}

TEST(R_CAL_04, a_year_loaded_without_notice_is_missing) {
    Calendar changed = calendar();
    changed.years.at(2026).notices.clear();
    EXPECT_EQ(is_working_day(changed, 2026y / 3 / 2), missing(2026));
    EXPECT_EQ(is_working_day(changed, 2025y / 12 / 25), missing(2026));
}

TEST(R_CAL_04, the_day_of_the_event_needs_no_calendar) {
    EXPECT_EQ(working_day_after(without(2021), 2021y / 12 / 31, 1), Date{2022y / 1 / 4});
}

// ---- R-CAL-06 ----

TEST(R_CAL_06, days_from_the_stop_to_the_day_before_the_restart_do_not_count) {
    const Date accepted = 2026y / 3 / 2;
    EXPECT_EQ(working_day_after(calendar(), accepted, 7), Date{2026y / 3 / 11});

    const std::vector<Pause> pause{{2026y / 3 / 4, 2026y / 3 / 6}};
    EXPECT_EQ(working_day_after(calendar(), accepted, 1, pause), Date{2026y / 3 / 3});
    EXPECT_EQ(working_day_after(calendar(), accepted, 2, pause), Date{2026y / 3 / 6});
    EXPECT_EQ(working_day_after(calendar(), accepted, 7, pause), Date{2026y / 3 / 13});
    EXPECT_EQ(working_days_between(calendar(), accepted, 2026y / 3 / 11, pause), 5);
}

TEST(R_CAL_06, overlapping_pauses_leave_a_day_out_once) {
    const std::vector<Pause> pauses{{2026y / 3 / 4, 2026y / 3 / 6}, {2026y / 3 / 5, 2026y / 3 / 9}};
    EXPECT_EQ(working_day_after(calendar(), 2026y / 3 / 2, 7, pauses), Date{2026y / 3 / 16});
}

TEST(R_CAL_06, a_pause_that_ends_on_its_first_day_leaves_out_nothing) {
    const std::vector<Pause> pause{{2026y / 3 / 4, 2026y / 3 / 4}};
    EXPECT_EQ(working_day_after(calendar(), 2026y / 3 / 2, 7, pause), Date{2026y / 3 / 11});
}

TEST(R_CAL_06, there_is_no_date_while_the_clock_stands_still) {
    const std::vector<Pause> open{{2026y / 3 / 6, std::nullopt}};
    EXPECT_EQ(working_day_after(calendar(), 2026y / 3 / 2, 3, open), Date{2026y / 3 / 5});
    EXPECT_EQ(working_day_after(calendar(), 2026y / 3 / 2, 4, open), missing(0));
    EXPECT_TRUE(MissingYear{0}.clock_stands());
    EXPECT_EQ(working_days_between(calendar(), 2026y / 3 / 2, 2026y / 3 / 31, open), 3);
}

// ---- properties ----

Date any_day() {
    return plus_days(2015y / 1 / 1, *rc::gen::inRange(0, days_between(2015y / 1 / 1, 2026y / 6 / 1)));
}

std::vector<Pause> any_pauses(Date event) {
    std::vector<Pause> pauses;
    for (int i = *rc::gen::inRange(0, 4); i > 0; --i) {
        const Date from = plus_days(event, *rc::gen::inRange(-3, 40));
        pauses.push_back({from, plus_days(from, *rc::gen::inRange(0, 12))});
    }
    return pauses;
}

/// Said again in the plainest way: a list of the days off by name, the week for the rest.
bool works_naively(Date day) {
    for (const auto& [year, arrangement] : calendar().years) {
        for (const CalendarDay& named : arrangement.days) {
            if (named.date == day) return !named.off;
        }
    }
    return std::chrono::weekday{std::chrono::sys_days{day}}.iso_encoding() < 6;
}

RC_GTEST_PROP(WorkingDays, count_back_to_the_number_they_were_counted_from, ()) {
    const Date event = any_day();
    const int n = *rc::gen::inRange(0, 60);
    const auto pauses = any_pauses(event);
    const Date last = working_day_after(calendar(), event, n, pauses).value();
    RC_ASSERT(working_days_between(calendar(), event, last, pauses).value() == n);
    RC_ASSERT(n == 0 || works(last));
}

RC_GTEST_PROP(WorkingDays, agree_with_a_naive_count, ()) {
    const Date event = any_day();
    const Date last = plus_days(event, *rc::gen::inRange(-5, 90));
    const auto pauses = any_pauses(event);
    int expected = 0;
    for (int i = 1; i <= days_between(event, last); ++i) {
        const Date day = plus_days(event, i);
        bool paused = false;
        for (const Pause& pause : pauses) {
            for (Date left_out = pause.from; left_out != *pause.to; left_out = plus_days(left_out, 1)) {
                paused = paused || left_out == day;
            }
        }
        expected += works_naively(day) && !paused ? 1 : 0;
    }
    RC_ASSERT(working_days_between(calendar(), event, last, pauses).value() == expected);
}

RC_GTEST_PROP(WorkingDays, never_go_backwards, ()) {
    const Date event = any_day();
    const int n = *rc::gen::inRange(0, 60);
    const auto pauses = any_pauses(event);
    const Date last = working_day_after(calendar(), event, n, pauses).value();
    RC_ASSERT(last >= event);
    RC_ASSERT(working_day_after(calendar(), event, n + 1, pauses).value() > last);
    RC_ASSERT(working_day_after(calendar(), plus_days(event, 1), n, pauses).value() >= last);
}

RC_GTEST_PROP(WorkingDays, are_never_fewer_because_of_a_pause, ()) {
    const Date event = any_day();
    const int n = *rc::gen::inRange(0, 60);
    const auto pauses = any_pauses(event);
    RC_ASSERT(working_day_after(calendar(), event, n, pauses).value() >=
              working_day_after(calendar(), event, n).value());
}

RC_GTEST_PROP(WorkingDays, rolling_never_shortens, ()) {
    const Date day = any_day();
    const Date rolled = next_working_day(calendar(), day).value();
    RC_ASSERT(rolled >= day);
    RC_ASSERT(works(rolled));
    RC_ASSERT(!works(day) || rolled == day);
}

}  // namespace
}  // namespace shenyi::workflow
