#include "workflow/daily.hpp"

#include "tests/support/bureau.hpp"
#include "workflow/evolve/evolve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shenyi::workflow {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::Bureau;

std::vector<std::string> types(const std::vector<NewEvent>& events) {
    std::vector<std::string> list;
    for (const NewEvent& event : events) list.emplace_back(type_of(event.event));
    return list;
}

/// The job of a day, folded in.
std::vector<NewEvent> begin(Bureau& bureau, std::string_view day) {
    bureau.at(std::string(day) + "T00:00:00+08:00");
    auto events = begin_day(bureau.world());
    for (const NewEvent& event : events) evolve(bureau.world(), event);
    return events;
}

Bureau under_review() {
    Bureau bureau;
    bureau.at("2025-04-28T09:00:00+08:00")
        .propose("逾期", MatterKind::normative_document)
        .open()
        .draft()
        .send()
        .accept();
    return bureau;
}

}  // namespace

TEST(Daily, raises_the_alarm_the_day_after_the_review_should_have_ended_and_never_again) {
    Bureau bureau = under_review();
    EXPECT_THAT(types(begin(bureau, "2025-05-22")), ElementsAre("day.begun"));
    const auto events = begin(bureau, "2025-05-23");
    ASSERT_THAT(types(events), ElementsAre("review.overdue", "day.begun"));
    const auto& alarm = std::get<ReviewOverdue>(std::get<MatterEvent>(events[0].event));
    EXPECT_EQ(alarm.due, *parse_date("2025-05-22"));
    EXPECT_EQ(alarm.calendar, bureau.organ().calendar.years.at(2025).version);
    EXPECT_EQ(bureau.matter().stage, Stage::under_review);
    EXPECT_THAT(bureau.matter().clearances, IsEmpty());
    EXPECT_THAT(types(begin(bureau, "2025-05-24")), ElementsAre("day.begun"));
}

TEST(Daily, begins_a_day_once_and_makes_up_for_the_days_it_missed) {
    Bureau bureau = under_review();
    EXPECT_THAT(types(begin(bureau, "2025-06-30")), ElementsAre("review.overdue", "day.begun"));
    EXPECT_THAT(begin_day(bureau.world()), IsEmpty());
    bureau.at("2025-06-29T09:00:00+08:00");
    EXPECT_THAT(begin_day(bureau.world()), IsEmpty());
}

TEST(Daily, does_not_alarm_while_the_clock_stands_or_for_a_review_that_is_over) {
    Bureau stopped = under_review();
    stopped.as("legal", Target::matter, "stop_review_clock",
               StopReviewClock{.ground = ClockStopGround::inquiry, .document = stopped.document("legal", "调查函")});
    EXPECT_THAT(types(begin(stopped, "2025-06-30")), ElementsAre("day.begun"));

    Bureau concluded = under_review();
    concluded.advise().conclude(Conclusion::lawful);
    EXPECT_THAT(types(begin(concluded, "2025-06-30")), ElementsAre("day.begun"));
}

TEST(Daily, reminds_of_next_years_calendar_every_day_from_october_on) {
    Bureau bureau;
    EXPECT_THAT(types(begin(bureau, "2026-09-30")), ElementsAre("day.begun"));
    const auto events = begin(bureau, "2026-10-01");
    ASSERT_THAT(types(events), ElementsAre("calendar.reminded", "day.begun"));
    EXPECT_EQ(std::get<CalendarReminded>(std::get<OrganEvent>(events[0].event)).year, 2027);
    EXPECT_THAT(types(begin(bureau, "2026-10-02")), ElementsAre("calendar.reminded", "day.begun"));
    EXPECT_THAT(types(begin(bureau, "2027-01-04")), ElementsAre("calendar.reminded", "day.begun"));
}

}  // namespace shenyi::workflow
