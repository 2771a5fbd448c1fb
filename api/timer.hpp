#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace shenyi::api {

/// The one thread for what is done again and again: counts that are written, sessions that expire. A task that throws
/// is logged and tried again next time.
class Timer {
  public:
    Timer() = default;
    ~Timer();
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;

    /// Before `start`.
    void every(std::chrono::milliseconds wait, std::function<void()> task);
    void start();
    void stop();

  private:
    using Clock = std::chrono::steady_clock;
    struct Task {
        std::chrono::milliseconds wait;
        std::function<void()> run;
        Clock::time_point due;
    };

    void run();

    std::vector<Task> tasks_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace shenyi::api
