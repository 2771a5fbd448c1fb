#include "workflow/deadlines.hpp"

#include "tests/support/bureau.hpp"
#include "tests/support/source_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/describe/enum_to_string.hpp>

namespace shenyi::workflow {

namespace {

using testing::IsEmpty;
using tests::Bureau;

/// `review_floor 2025-05-08`, `review_ceiling missing 2027`, `review_ceiling stands`.
std::vector<std::string> told(const std::vector<Deadline>& deadlines) {
    std::vector<std::string> lines;
    for (const Deadline& each : deadlines) {
        std::string line = boost::describe::enum_to_string(each.kind, "");
        if (each.date) {
            line += " " + iso(*each.date);
        } else {
            line += each.missing_year ? " missing " + std::to_string(*each.missing_year) : " stands";
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<std::string> running(Bureau& bureau) {
    return told(deadlines_of(bureau.world(), bureau.matter()));
}

Bureau accepted(std::string_view day, MatterKind kind) {
    Bureau bureau;
    bureau.at(std::string(day) + "T09:00:00+08:00").propose("期限", kind).open().draft().send().accept();
    return bureau;
}

/// 2027 as nobody knows it yet: only what a sound year must name.
CalendarYear year_2027() {
    CalendarYear year{.year = 2027, .notices = {"国办发明电〔2026〕7号"}, .days = {}, .version = "sha256:2027"};
    const auto off = [&](const char* day, const char* name) { year.days.push_back({*parse_date(day), true, name}); };
    off("2027-01-01", "元旦");
    off("2027-02-06", "春节");
    return year;
}

std::vector<std::string> lines(std::initializer_list<std::string> all) {
    return all;
}

}  // namespace

TEST(Deadlines, count_five_to_fifteen_working_days_over_labour_day) {
    Bureau bureau = accepted("2025-04-28", MatterKind::normative_document);
    EXPECT_EQ(running(bureau), lines({"review_floor 2025-05-08", "review_ceiling 2025-05-22"}));
    const auto deadlines = deadlines_of(bureau.world(), bureau.matter());
    EXPECT_EQ(deadlines[1].calendar, bureau.organ().calendar.years.at(2025).version);
    EXPECT_EQ(deadlines[1].of.persons, std::vector{bureau.person("legal")});
}

TEST(Deadlines, count_seven_working_days_over_national_day_and_know_no_ceiling_for_a_decision) {
    Bureau bureau = accepted("2021-09-27", MatterKind::major_decision);
    EXPECT_EQ(running(bureau), lines({"review_floor 2021-10-12"}));
}

TEST(Deadlines, do_not_run_before_the_file_is_accepted) {
    Bureau bureau;
    bureau.propose("未受理", MatterKind::normative_document).open().draft();
    EXPECT_THAT(running(bureau), IsEmpty());
    bureau.send();
    EXPECT_THAT(running(bureau), IsEmpty());
}

TEST(Deadlines, leave_out_the_days_of_a_stopped_clock) {
    Bureau bureau = accepted("2025-04-28", MatterKind::normative_document);
    bureau.as("legal", Target::matter, "stop_review_clock",
              StopReviewClock{.ground = ClockStopGround::inquiry, .document = bureau.document("legal", "调查函")});
    EXPECT_EQ(running(bureau), lines({"review_floor stands", "review_ceiling stands"}));
    bureau.at("2025-05-06T09:00:00+08:00").as("legal", Target::matter, "restart_review_clock", RestartReviewClock{});
    // 04-28 is not counted anyway; 04-29 and 04-30 and the pause's day off fall into the pause.
    EXPECT_EQ(running(bureau), lines({"review_floor 2025-05-12", "review_ceiling 2025-05-26"}));
}

TEST(Deadlines, end_with_the_opinion_and_the_statement_that_time_sufficed) {
    Bureau bureau = accepted("2025-04-28", MatterKind::normative_document);
    bureau.advise().conclude(Conclusion::lawful);
    EXPECT_EQ(running(bureau), lines({"review_floor 2025-05-08"}));

    Bureau sufficed = accepted("2025-04-28", MatterKind::normative_document);
    sufficed.advise();
    auto body = sufficed.opinion_body(Conclusion::lawful);
    body.time_sufficed = TimeSufficed{"文本简短"};
    sufficed.as("legal", Target::matter, "issue_legality_opinion", body);
    EXPECT_THAT(running(sufficed), IsEmpty());
}

TEST(Deadlines, name_the_year_whose_calendar_is_missing) {
    Bureau bureau = accepted("2026-12-16", MatterKind::major_decision);
    EXPECT_EQ(running(bureau), lines({"review_floor missing 2027"}));

    Calendar calendar = bureau.organ().calendar;
    calendar.years[2027] = year_2027();
    EXPECT_EQ(told(deadlines_of(bureau.world(), bureau.matter(), calendar)), lines({"review_floor 2026-12-25"}));
    EXPECT_EQ(days_moved(bureau.world(), bureau.matter(), calendar),
              (std::vector{MovedDeadline{
                  .kind = DeadlineKind::review_floor, .after = parse_date("2026-12-25"), .missing_before = 2027}}));
}

TEST(Deadlines, are_the_same_days_with_a_calendar_that_changes_others) {
    Bureau bureau = accepted("2026-03-02", MatterKind::normative_document);
    Calendar calendar = bureau.organ().calendar;
    calendar.years[2027] = year_2027();
    EXPECT_THAT(days_moved(bureau.world(), bureau.matter(), calendar), IsEmpty());
    calendar.years[2026].days.push_back({*parse_date("2026-03-04"), true, "临时放假"});
    const auto moved = days_moved(bureau.world(), bureau.matter(), calendar);
    ASSERT_EQ(moved.size(), 2U);
    EXPECT_EQ(moved.front().kind, DeadlineKind::review_floor);
    EXPECT_EQ(moved.front().before, parse_date("2026-03-09"));
    EXPECT_EQ(moved.front().after, parse_date("2026-03-10"));
    EXPECT_EQ(moved.back().kind, DeadlineKind::review_ceiling);
}

TEST(Deadlines, give_three_working_days_to_complete_a_returned_file) {
    Bureau bureau = accepted("2025-04-28", MatterKind::normative_document);
    bureau.as("legal", Target::matter, "return_for_completion",
              ReturnForCompletion{.ground = ReturnGround::incomplete, .missing = {"征求意见记录"}});
    EXPECT_EQ(running(bureau), lines({"material_fix 2025-05-06"}));
}

TEST(Deadlines, hold_an_adviser_to_the_day_he_was_asked_for) {
    Bureau bureau = accepted("2026-03-02", MatterKind::major_decision);
    bureau.as("legal", Target::matter, "ask_adviser",
              AskAdviser{.adviser = bureau.person("adviser"), .due = parse_date("2026-03-06")});
    EXPECT_EQ(running(bureau), lines({"review_floor 2026-03-11", "adviser_opinion 2026-03-06"}));
    bureau.advise();
    EXPECT_EQ(running(bureau), lines({"review_floor 2026-03-11"}));
}

TEST(Deadlines, tell_the_day_by_which_the_unit_asked_for_the_opinion) {
    Bureau bureau;
    bureau.propose("要求日期", MatterKind::normative_document).open().draft();
    auto body = bureau.request_body();
    body.due = parse_date("2026-03-20");
    bureau.as("chief", Target::matter, "request_review", body);
    EXPECT_EQ(running(bureau), lines({"requested_opinion 2026-03-20"}));
}

TEST(Deadlines, tell_when_the_papers_of_a_meeting_are_to_be_sent) {
    Bureau bureau;
    bureau.reviewed("会议材料").call(Forum::office_meeting, "2026-03-20T09:00:00+08:00").place();
    EXPECT_EQ(running(bureau), lines({"review_floor 2026-03-11", "materials_sent 2026-03-18"}));
    bureau.as("director", Target::meeting, "freeze_agenda", FreezeAgenda{});
    bureau.as("office", Target::meeting, "send_materials", SendMaterials{});
    EXPECT_EQ(running(bureau), lines({"review_floor 2026-03-11"}));
}

}  // namespace shenyi::workflow
