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
    std::size_t acknowledged = 0;
    std::size_t failed = 0;  ///< answered otherwise than expected; a run with any is worth nothing

    /// Of the run for each that was acknowledged. What is long and what is short compare by it even where the machine
    /// has more to do than this.
    double mean_ms() const { return 1000 / per_second; }
};

/// How long each answer took.
class Waits {
  public:
    void add(Clock::duration wait) { waits_.push_back(wait); }
    void fail() { ++failed_; }
    void add(const Waits& other);

    Figures figures(Clock::duration run) const;

  private:
    std::vector<Clock::duration> waits_;
    std::size_t failed_ = 0;
};

/// Does it again and again for so long, on this thread.
template <class Work>
Figures repeat(Clock::duration run, Work&& work) {
    Waits waits;
    const auto begin = Clock::now();
    for (auto now = begin; now - begin < run;) {
        work();
        const auto done = Clock::now();
        waits.add(done - now);
        now = done;
    }
    return waits.figures(Clock::now() - begin);
}

/// Of three the second.
double middle(std::vector<double> values);

}  // namespace shenyi::bench
