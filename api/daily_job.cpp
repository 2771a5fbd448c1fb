#include "api/daily_job.hpp"

#include <algorithm>
#include <utility>

namespace shenyi::api {

namespace {

constexpr std::chrono::milliseconds wait_max = std::chrono::hours(1);
constexpr std::chrono::milliseconds retry_wait = std::chrono::minutes(1);

}  // namespace

std::chrono::milliseconds wait_for_day(workflow::Instant now, bool begun) {
    if (!begun) return retry_wait;
    const workflow::Instant midnight = workflow::start_of(workflow::plus_days(workflow::date_of(now), 1));
    return std::min(midnight - now, wait_max);
}

DailyJob::DailyJob(Clock clock, Begin begin) : clock_(std::move(clock)), begin_(std::move(begin)) {}

DailyJob::~DailyJob() {
    stop();
}

void DailyJob::start() {
    thread_ = std::thread([this] { run(); });
}

void DailyJob::clock_moved() {
    begin_();
    {
        const std::scoped_lock lock(mutex_);
        moved_ = true;
    }
    changed_.notify_one();
}

void DailyJob::stop() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void DailyJob::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        moved_ = false;
        lock.unlock();
        const bool begun = begin_();
        lock.lock();
        changed_.wait_for(lock, wait_for_day(clock_(), begun), [this] { return stopping_ || moved_; });
    }
}

}  // namespace shenyi::api
