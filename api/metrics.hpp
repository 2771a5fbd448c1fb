#pragma once

#include "api/http/server.hpp"
#include "storage/engine.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace shenyi::api {

/// Figures for `GET /metrics`, in the Prometheus text format. Labels are operation ids, statuses and rule ids; no
/// names, no identifiers of people or things. From any thread.
class Metrics {
  public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    void answered(const http::RequestSummary& request);
    void committed(const storage::Committed& committed);
    void password_checked();
    void log_in_failed();

    /// What is looked at when somebody asks.
    struct Now {
        std::size_t commands_waiting = 0;
        std::size_t streams_open = 0;
        std::int64_t events_pending = 0;
        bool database_answers = false;
    };
    std::string text(const Now& now);

  private:
    struct Figures;
    std::unique_ptr<Figures> figures_;
};

}  // namespace shenyi::api
