#pragma once

#include "storage/documents.hpp"
#include "storage/writer.hpp"
#include "workflow/dates.hpp"
#include "workflow/ids.hpp"

#include <chrono>
#include <mutex>
#include <optional>

namespace shenyi::storage {

namespace limits {
/// Whoever asks again within it hears the last answer: asking is open to everybody, and each try waits for the disk.
inline constexpr std::chrono::milliseconds readiness_age{1'000};
}  // namespace limits

/// Whether acts and documents can be written, found out by writing: a row of its own, committed as an act is, and a few
/// bytes where uploads are gathered. A full disk, a file or server that is read-only and a right that was taken away
/// show themselves in nothing less.
class Readiness {
  public:
    Readiness(Store& store, Documents& documents) : writer_(store), documents_(documents) {}

    /// Why nothing can be written; empty where it can. Any thread; it waits.
    std::optional<StoreError> cannot_write(const workflow::OrganId& organ, workflow::Instant now);

  private:
    Writer writer_;
    Documents& documents_;
    std::mutex asking_;
    std::optional<StoreError> last_;
    std::optional<std::chrono::steady_clock::time_point> asked_;
};

}  // namespace shenyi::storage
