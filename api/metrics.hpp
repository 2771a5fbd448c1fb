#pragma once

#include "api/http/server.hpp"
#include "storage/engine.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::api {

/// Why a server is not ready, by the names of `/readyz`, in the order in which they are asked.
inline constexpr std::array<std::string_view, 6> reasons_not_ready{"database_away", "schema_outdated", "record_damaged",
                                                                   "unavailable",   "not_founded",     "not_writable"};

/// Figures for `GET /metrics`, in the Prometheus text format; docs/operating.md tells each. Labels are operation ids,
/// statuses, rule ids and names of closed lists; no names, no identifiers of people or things. From any thread.
class Metrics {
  public:
    /// `rules`: the ids there are; a finding of another is counted as `other`.
    explicit Metrics(const std::set<std::string>& rules);
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    void answered(const http::RequestSummary& request);
    void committed(const storage::Committed& committed);
    /// The store did not do what a request needed.
    void store_failed(storage::StoreError::Kind kind);
    void password_checked();
    void log_in_failed();

    /// Of a folder's file system.
    struct Space {
        std::string folder;  ///< `data`, `database`: what lies there
        std::uintmax_t free = 0;
        std::uintmax_t size = 0;
    };
    struct Queue {
        std::size_t waiting = 0;
        std::size_t most = 0;
    };
    /// What is looked at when somebody asks. What could not be looked at is left out.
    struct Now {
        workflow::Instant at{};
        std::optional<std::string_view> not_ready;
        bool database_answers = false;
        Queue commands;
        Queue pool;
        std::size_t streams_open = 0;
        std::size_t log_lines_lost = 0;
        std::optional<std::int64_t> events_pending;
        std::optional<workflow::Instant> oldest_pending;
        std::optional<std::int64_t> sessions;
        std::optional<workflow::Date> day_begun;
        std::optional<int> calendar_until;  ///< the last year of which the organ's calendar is known
        std::vector<Space> spaces;
    };
    std::string text(const Now& now);

  private:
    struct Figures;
    std::unique_ptr<Figures> figures_;
};

}  // namespace shenyi::api
