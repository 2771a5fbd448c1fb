#include "api/daily_job.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace shenyi::api {

using std::chrono::hours;
using std::chrono::minutes;
using workflow::parse_instant;

TEST(DailyJob, waits_for_the_local_midnight_but_never_longer_than_an_hour) {
    EXPECT_EQ(wait_for_day(*parse_instant("2026-03-02T23:50:00+08:00"), true), minutes(10));
    EXPECT_EQ(wait_for_day(*parse_instant("2026-03-02T23:59:59.999+08:00"), true), std::chrono::milliseconds(1));
    EXPECT_EQ(wait_for_day(*parse_instant("2026-03-03T00:00:00+08:00"), true), hours(1));
    EXPECT_EQ(wait_for_day(*parse_instant("2026-03-02T12:00:00+08:00"), false), minutes(1));
}

TEST(DailyJob, begins_the_day_at_its_start_and_whenever_the_clock_was_moved) {
    std::latch first(1);
    std::latch again(2);
    std::atomic<int> begun = 0;
    DailyJob job([] { return *parse_instant("2026-03-02T12:00:00+08:00"); },
                 [&] {
                     const int n = ++begun;
                     if (n == 1) first.count_down();
                     if (n == 2 || n == 3) again.count_down();
                     return true;
                 });
    job.start();
    first.wait();
    job.clock_moved();
    EXPECT_GE(begun, 2);
    again.wait();  // its own thread wakes too, to count the new way to midnight
    job.stop();
}

}  // namespace shenyi::api
