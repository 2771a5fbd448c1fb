#include "storage/readiness.hpp"

#include <soci/soci.h>

namespace shenyi::storage {

namespace {

constexpr auto write_row = R"(
    INSERT INTO readiness (organ, written_at) VALUES (:organ, :now)
    ON CONFLICT (organ) DO UPDATE SET written_at = excluded.written_at)";

}  // namespace

std::optional<StoreError> Readiness::cannot_write(const workflow::OrganId& organ, workflow::Instant now) {
    const std::lock_guard lock(asking_);
    const auto asked = std::chrono::steady_clock::now();
    if (asked_ && asked - *asked_ < limits::readiness_age) return last_;
    last_ = writer_.write([&](Connection& connection) {
        const std::string at = workflow::rfc3339(now);
        connection.sql() << write_row, soci::use(organ.value, "organ"), soci::use(at, "now");
    });
    if (!last_) last_ = documents_.cannot_gather();
    asked_ = std::chrono::steady_clock::now();
    return last_;
}

}  // namespace shenyi::storage
