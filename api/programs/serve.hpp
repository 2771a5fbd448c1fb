#pragma once

#include "api/app.hpp"
#include "api/programs/settings.hpp"

#include <csignal>
#include <functional>

namespace shenyi::api::programs {

/// SIGINT and SIGTERM, taken by one thread only: block before any other thread starts, then wait. What would end the
/// program for a write that fails is ignored from then on: whoever read its log may go, and at a limit on the size of
/// files a write fails as on a full disk.
class StopSignals {
  public:
    StopSignals();
    /// Until one of them comes.
    void wait() const;

  private:
    sigset_t signals_;
};

/// Serves until a stop signal: `started` is told the port. Then answers what was begun and ends.
void run(App& app, Settings& settings, const StopSignals& signals,
         const std::function<void(std::uint16_t port)>& started);

/// `shenyi serve`: serves an organ whose database was migrated and founded. The exit status.
int serve(Given given);

}  // namespace shenyi::api::programs
