#pragma once

#include "tests/support/databases.hpp"
#include "tests/support/http_client.hpp"
#include "tests/support/served_app.hpp"
#include "workflow/dates.hpp"
#include "workflow/events.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::tests {

/// The program's server on a free port of this machine, over a database of its own, with the demo bureau and the
/// demo's clock, in which everybody of the bureau can log in. Faults throw.
class RunningServer {
  public:
    /// Founded at `now`; by these events in place of the bureau's own, if there are any.
    explicit RunningServer(storage::Engine engine, workflow::Instant now = usual_start(),
                           const std::vector<workflow::OrganEvent>& founding = {});

    /// 2026-03-02T09:00+08:00
    static workflow::Instant usual_start();

    std::uint16_t port() const { return served_.port(); }
    api::App& app() { return served_.app(); }
    TestDatabase& database() { return database_; }

    /// A new connection's answer to a request under `/api/v1`, as that person.
    HttpAnswer get(const std::string& login, const std::string& path);
    HttpAnswer post(const std::string& login, const std::string& path, std::string_view body, HeaderList headers = {});
    HttpAnswer upload(const std::string& login, const std::string& text);

    /// A session's token, kept until `forget_tokens`.
    const std::string& token(const std::string& login);
    void forget_tokens() { tokens_.clear(); }
    /// Whom a one-time password was given logs in with it and sets another in its place.
    void take_one_time_password(const std::string& login, const std::string& password);

  private:
    std::string log_in(const std::string& login, const std::string& password);
    void give_password(const std::string& login);

    TestDatabase database_;
    ServedApp served_;
    std::map<std::string, std::string> tokens_;
    std::map<std::string, std::string> passwords_;
};

}  // namespace shenyi::tests
