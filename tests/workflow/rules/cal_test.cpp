#include "workflow/rules/cal.hpp"

#include "tests/workflow/rules/desk.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/rules/floors.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

/// A notice that names every holiday once.
LoadCalendar whole_notice(int year) {
    const auto day = [&](const char* month_and_day, const char* name) {
        return CalendarDay{on(std::to_string(year) + "-" + month_and_day), true, name};
    };
    return {.year = year,
            .notice = "国办发明电",
            .days = {day("01-01", "元旦"), day("02-17", "春节"), day("04-05", "清明节"), day("05-01", "劳动节"),
                     day("06-19", "端午节"), day("09-25", "中秋节"), day("10-01", "国庆节")}};
}

Command on_calendar(std::string action, int year, std::any body, const char* actor) {
    return {.target = Target::organ,
            .action = std::move(action),
            .subject = {.organ = {"org_1"}, .year = year},
            .actor = {actor},
            .body = std::move(body)};
}

TEST(R_CAL_01, refuses_a_year_that_lacks_a_holiday_or_names_a_day_twice_and_allows_a_whole_one) {
    const Desk desk;
    LoadCalendar notice = whole_notice(2027);
    EXPECT_THAT(desk.asks(r_cal_01, on_calendar("load_calendar", 2027, notice, "sysadmin")), allows());
    notice.days.push_back(notice.days.front());
    EXPECT_THAT(desk.asks(r_cal_01, on_calendar("load_calendar", 2027, notice, "sysadmin")),
                AllOf(refuses("R-CAL-01", "overlap"), has_fact("year", std::int64_t{2027})));
    notice = whole_notice(2027);
    notice.days.pop_back();
    EXPECT_THAT(desk.asks(r_cal_01, on_calendar("load_calendar", 2027, notice, "sysadmin")),
                AllOf(refuses("R-CAL-01", "partial"), has_fact("list", std::vector<std::string>{"国庆"})));
    notice = whole_notice(2027);
    notice.days.push_back({on("2025-05-01"), true, "劳动节"});
    EXPECT_THAT(desk.asks(r_cal_01, on_calendar("load_calendar", 2027, notice, "sysadmin")),
                AllOf(refuses("R-CAL-01", "outside"), has_fact("list", std::vector<std::string>{"2025-05-01"})));
}

TEST(R_CAL_01, allows_a_later_notice_that_changes_single_days_of_a_loaded_year) {
    Desk desk;
    desk.organ.calendar.years[2026] = with_notice({}, whole_notice(2026));
    const LoadCalendar later{.year = 2026,
                             .notice = "补充通知",
                             .days = {{on("2026-02-17"), true, "春节"}, {on("2026-02-27"), true, "春节"}}};
    EXPECT_THAT(desk.asks(r_cal_01, on_calendar("load_calendar", 2026, later, "sysadmin")), allows());
    const CalendarYear year = with_notice(desk.organ.calendar, later);
    EXPECT_EQ(year.days.size(), 8U);
    EXPECT_EQ(year.notices.size(), 2U);
}

TEST(R_CAL_01, asks_a_second_person_to_confirm_what_was_loaded) {
    Desk desk;
    EXPECT_THAT(desk.asks(r_cal_01, on_calendar("confirm_calendar", 2027, ConfirmCalendar{}, "clerk")),
                refuses("R-CAL-01", ""))
        << "nothing is loaded";
    desk.organ.loaded_calendars.push_back({.year = with_notice({}, whole_notice(2027)), .loaded_by = {"sysadmin"}});
    EXPECT_THAT(desk.asks(r_cal_01, on_calendar("confirm_calendar", 2027, ConfirmCalendar{}, "sysadmin")),
                refuses("R-CAL-01", "same_person"));
    EXPECT_THAT(desk.asks(r_cal_01, on_calendar("confirm_calendar", 2027, ConfirmCalendar{}, "clerk")), allows());

    desk.organ.loaded_calendars.back().confirmed_by = PersonId{"clerk"};
    EXPECT_THAT(desk.asks(r_cal_01, on_calendar("confirm_calendar", 2027, ConfirmCalendar{}, "clerk")),
                refuses("R-CAL-01", "confirmed"));
    desk.organ.loaded_calendars.push_back({.year = with_notice({}, whole_notice(2027)), .loaded_by = {"sysadmin"}});
    EXPECT_THAT(desk.asks(r_cal_01, on_calendar("confirm_calendar", 2027, ConfirmCalendar{}, "clerk")), allows())
        << "a later notice of the same year";
    desk.organ.loaded_calendars.back().year.days.push_back({on("2027-03-13"), false, "春节"});
    EXPECT_THAT(desk.asks(r_cal_01, on_calendar("confirm_calendar", 2027, ConfirmCalendar{}, "clerk")),
                AllOf(warns("R-CAL-01", "doubtful"), has_fact("list", std::vector<std::string>{"2027-03-13"}),
                      has_fact("made_up", std::int64_t{1})));
}

/// At the end of 2026, before the notice of 2027 is out.
Desk december(const char* accepted) {
    Desk desk;
    desk.now = at_time("2026-12-17T09:00:00+08:00");
    desk.meeting.held_at = at_time("2026-12-25T09:00:00+08:00");
    desk.drafts(desk.matter, "text1");
    desk.sends(desk.matter, accepted);
    return desk;
}

TEST(R_CAL_04, refuses_a_placing_whose_floor_needs_the_missing_year_and_allows_one_whose_floor_does_not) {
    PlaceOnAgenda body = placing(1);
    EXPECT_THAT(december("2026-12-15T09:00:00+08:00").asks(r_cal_04, "place_on_agenda", body), allows());
    Desk desk = december("2026-12-16T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_cal_04, "place_on_agenda", body),
                AllOf(refuses("R-CAL-04", ""), has_fact("year", std::int64_t{2027}),
                      has_fact("deadline", Term{"deadline_kind", "review_floor"})));

    body.shortening = desk.shortened_by("director");
    EXPECT_THAT(desk.asks(r_cal_04, "place_on_agenda", body), warns("R-CAL-04", "warned"));
    desk.knows_calendar(2027);
    body.shortening.reset();
    EXPECT_THAT(desk.asks(r_cal_04, "place_on_agenda", body), allows());
}

TEST(R_CAL_04, lets_acceptance_go_on_with_a_warning) {
    Desk desk = december("2026-12-16T09:00:00+08:00");
    EXPECT_THAT(desk.asks(r_cal_04, "accept_for_review", AcceptForReview{}, "legal"), warns("R-CAL-04", "warned"));
    EXPECT_THAT(desk.asks(r_cal_04, "request_review", RequestReview{.draft = 1, .due = on("2026-12-30")}, "chief"),
                refuses("R-CAL-04", ""))
        << "a due date hangs on the count";
    desk.knows_calendar(2027);
    EXPECT_THAT(desk.asks(r_cal_04, "accept_for_review", AcceptForReview{}, "legal"), allows());
}

TEST(R_CAL_04, allows_acts_that_hang_on_no_count_and_warns_that_the_deadline_is_not_known) {
    Desk desk = december("2026-12-16T09:00:00+08:00");
    for (const char* action : {"issue_legality_opinion", "give_adviser_opinion", "respond_to_opinion"}) {
        EXPECT_THAT(desk.asks(r_cal_04, action, {}, "legal"),
                    AllOf(warns("R-CAL-04", "warned"), has_fact("deadline", Term{"deadline_kind", "review_floor"})))
            << action;
    }
    desk.knows_calendar(2027);
    for (const char* action : {"issue_legality_opinion", "give_adviser_opinion", "respond_to_opinion"}) {
        EXPECT_THAT(desk.asks(r_cal_04, action, {}, "legal"), allows()) << action;
    }
}

TEST(R_CAL_05, refuses_to_count_before_the_acceptance_and_after_a_return) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    ReviewRequest& request = desk.sends(desk.matter);
    request.returned = ReviewReturn{.ground = ReturnGround::incomplete};
    EXPECT_FALSE(clock_of(desk.matter, 1));
    request.returned.reset();
    request.accepted_at.reset();
    EXPECT_FALSE(clock_of(desk.matter, 1));
}

TEST(R_CAL_05, allows_to_count_from_the_acceptance_of_the_completed_file) {
    Desk desk;
    desk.drafts(desk.matter, "text1");
    desk.sends(desk.matter, "2026-03-02T09:00:00+08:00").returned = ReviewReturn{.ground = ReturnGround::incomplete};
    desk.sends(desk.matter, "2026-03-05T09:00:00+08:00");
    EXPECT_EQ(clock_of(desk.matter, 1)->accepted, on("2026-03-05"));
}

}  // namespace
}  // namespace shenyi::workflow::rules
