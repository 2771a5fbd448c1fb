#pragma once

#include "api/app.hpp"
#include "api/http/router.hpp"
#include "api/http/server.hpp"
#include "tests/support/databases.hpp"

#include <cstdint>
#include <memory>

namespace shenyi::tests {

/// A demo store over this database, with passwords that cost little.
api::AppSettings demo_settings(const TestDatabase& database);

/// The program's app, and once it serves its server on a free port of this machine. Faults throw.
class ServedApp {
  public:
    explicit ServedApp(const api::AppSettings& settings);
    ~ServedApp();
    ServedApp(const ServedApp&) = delete;
    ServedApp& operator=(const ServedApp&) = delete;

    /// A second call does nothing.
    void serve();
    /// Ends streams and connections, finishes what was accepted. A second call does nothing.
    void stop();

    api::App& app() const { return *app_; }
    std::uint16_t port() const { return server_->port(); }

  private:
    std::unique_ptr<api::App> app_;
    api::http::Router router_;
    std::unique_ptr<api::http::Server> server_;
};

}  // namespace shenyi::tests
