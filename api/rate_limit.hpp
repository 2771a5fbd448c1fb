#pragma once

#include "workflow/dates.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace shenyi::api {

/// So many at once, and after that one for each `each`.
struct Rate {
    int burst;
    std::chrono::milliseconds each;
};

namespace limits {
/// State-changing requests of one person. Nobody clicks that fast; a program that enters paper meetings does.
inline constexpr Rate writes{.burst = 1200, .each = std::chrono::milliseconds(50)};
/// Log-ins from one address: a whole bureau in the morning, behind one proxy.
inline constexpr Rate log_ins{.burst = 300, .each = std::chrono::milliseconds(500)};
/// Keys that are counted at once; then the oldest gives way.
inline constexpr std::size_t rated_keys = 20'000;
}  // namespace limits

/// A token bucket for each key. Asked before anything is written, so that nobody floods the log. From any thread.
class RateLimit {
  public:
    explicit RateLimit(Rate rate) : rate_(rate) {}

    /// Takes one. Nothing: go on; else how long to wait, as for Retry-After.
    std::optional<std::chrono::seconds> take(const std::string& key, workflow::Instant now);

  private:
    void make_room(workflow::Instant now);

    const Rate rate_;
    std::mutex mutex_;
    /// When the bucket of a key is full again.
    std::map<std::string, workflow::Instant> full_at_;
};

}  // namespace shenyi::api
