#pragma once

#include "workflow/events/attempt.hpp"

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::api {

namespace limits {
/// Pairs of login and address that are told apart within a minute; the rest is one count without names.
inline constexpr std::size_t failed_pairs = 1000;
}  // namespace limits

/// Stands for log-ins that nobody has, and for addresses that are told apart no more.
inline constexpr std::string_view unknown_log_in = "*";

/// Failed log-ins between two writings, by login and address (event-log.md §5). From any thread.
class FailedLogIns {
  public:
    void add(const std::string& login, const std::string& address, int count = 1);
    /// Takes out what was counted.
    std::vector<workflow::LogInsFailed> take();

  private:
    std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, int> counts_;
};

}  // namespace shenyi::api
