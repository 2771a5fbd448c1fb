#pragma once

#include "workflow/dates.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace shenyi::api {

/// So many at once, and after that one for each `each`.
struct Rate {
    int burst;
    std::chrono::milliseconds each;
};

namespace limits {
/// State-changing requests of one person. Nobody clicks that fast; a program that enters paper meetings does.
inline constexpr Rate writes{.burst = 1200, .each = std::chrono::milliseconds(50)};
/// Failed log-ins from one address, behind which a whole bureau may sit. Beyond it passwords are looked at one at a
/// time.
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
    /// How long to wait until one can be taken; nothing where one can be now. Takes none.
    std::optional<std::chrono::seconds> wait(const std::string& key, workflow::Instant now);

  private:
    std::optional<std::chrono::seconds> beyond(workflow::Instant full_at, workflow::Instant now) const;
    void make_room(workflow::Instant now);

    const Rate rate_;
    std::mutex mutex_;
    /// When the bucket of a key is full again.
    std::map<std::string, workflow::Instant> full_at_;
};

/// Lets in one at a time for each key; whoever finds somebody inside is turned away. From any thread.
class OneAtATime {
  public:
    /// Being inside, until it is destroyed.
    class Turn {
      public:
        Turn(OneAtATime& door, std::string key) : door_(&door), key_(std::move(key)) {}
        Turn(Turn&& other) noexcept : door_(std::exchange(other.door_, nullptr)), key_(std::move(other.key_)) {}
        Turn& operator=(Turn&&) = delete;
        ~Turn();

      private:
        OneAtATime* door_;
        std::string key_;
    };

    /// Nothing where somebody is inside.
    std::optional<Turn> enter(const std::string& key);

  private:
    std::mutex mutex_;
    std::set<std::string> inside_;
};

}  // namespace shenyi::api
