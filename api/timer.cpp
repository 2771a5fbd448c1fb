#include "api/timer.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace shenyi::api {

Timer::~Timer() {
    stop();
}

void Timer::every(std::chrono::milliseconds wait, std::function<void()> task) {
    tasks_.push_back({wait, std::move(task), Clock::now() + wait});
}

void Timer::start() {
    if (!tasks_.empty()) thread_ = std::thread([this] { run(); });
}

void Timer::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void Timer::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        Task& next = *std::ranges::min_element(tasks_, {}, &Task::due);
        if (changed_.wait_until(lock, next.due, [this] { return stopping_; })) return;
        lock.unlock();
        try {
            next.run();
        } catch (const std::exception& fault) {
            spdlog::error("timer: {}", fault.what());
        }
        next.due = Clock::now() + next.wait;
        lock.lock();
    }
}

}  // namespace shenyi::api
