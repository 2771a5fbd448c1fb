#pragma once

#include "workflow/dates.hpp"

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>

namespace shenyi::api {

/// The time of the process: the system's, or in a demo store the system's moved by an offset that is kept in a file.
class ProcessClock {
  public:
    ProcessClock() = default;
    /// A demo's clock. Where the file is not there yet, it is written so that now is `start`.
    ProcessClock(std::filesystem::path file, workflow::Instant start);

    workflow::Instant now() const;
    bool is_demo() const { return !file_.empty(); }
    /// Moves a demo's clock; false where that would be back.
    bool move_to(workflow::Instant instant);

  private:
    std::filesystem::path file_;
    std::atomic<std::int64_t> offset_ms_{0};
    std::mutex moving_;
};

}  // namespace shenyi::api
