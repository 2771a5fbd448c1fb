#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace shenyi::api {

namespace limits {
/// Work that waits for a thread of the pool; more is told to come back.
inline constexpr std::size_t pool_queue_max = 1024;
/// Threads that may wait for database and disk.
inline constexpr unsigned pool_threads = 6;
}  // namespace limits

/// Threads on which work waits for database and disk, behind a bounded queue.
class WorkPool {
  public:
    explicit WorkPool(unsigned threads = limits::pool_threads, std::size_t queue_max = limits::pool_queue_max);
    ~WorkPool();
    WorkPool(const WorkPool&) = delete;
    WorkPool& operator=(const WorkPool&) = delete;

    /// False: full or stopped, and the work is dropped. What the work throws ends the program: it must catch.
    bool take(std::function<void()> work);
    /// Work that waits for a thread.
    std::size_t waiting() const;
    std::size_t queue_max() const { return queue_max_; }
    /// Does what waits, then ends the threads.
    void stop();

  private:
    void run();

    const std::size_t queue_max_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> queue_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace shenyi::api
