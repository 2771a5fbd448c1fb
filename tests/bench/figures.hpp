#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace shenyi::bench {

using Clock = std::chrono::steady_clock;

/// What one run came to.
struct Figures {
    double per_second = 0;  ///< acknowledged, of those begun within the run
    double p50_ms = 0;
    double p99_ms = 0;
    std::size_t failed = 0;  ///< answered otherwise than expected; a run with any is worth nothing
};

/// Waits of one run, gathered by one thread.
class Waits {
  public:
    void add(Clock::duration wait) { waits_.push_back(wait); }
    void add(const Waits& other);
    void fail() { ++failed_; }
    Figures figures(Clock::duration run) const;

  private:
    std::vector<Clock::duration> waits_;
    std::size_t failed_ = 0;
};

}  // namespace shenyi::bench
