#pragma once

#include "workflow/dates.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace shenyi::api {

/// Begins the bureau's day at the start of the server, at each local midnight (UTC+8), and when a demo's clock is moved
/// over one. What a day brings, and that several servers do it once, is the engine's business.
class DailyJob {
  public:
    using Clock = std::function<workflow::Instant()>;
    /// Begins the day that the clock tells; false where that could not be done and is to be tried again.
    using Begin = std::function<bool()>;

    DailyJob(Clock clock, Begin begin);
    ~DailyJob();
    DailyJob(const DailyJob&) = delete;
    DailyJob& operator=(const DailyJob&) = delete;

    /// Begins the day now, and from now on each further one, on a thread of its own.
    void start();
    /// The clock was moved: begins the day before it returns, and waits for the new next midnight.
    void clock_moved();
    /// Ends the thread.
    void stop();

  private:
    void run();

    const Clock clock_;
    const Begin begin_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool moved_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

/// How long to wait at this instant: to the next local midnight, or until the job is to be tried again. Never longer
/// than an hour, so that a machine that slept or whose clock was set is late by no more.
std::chrono::milliseconds wait_for_day(workflow::Instant now, bool begun);

}  // namespace shenyi::api
