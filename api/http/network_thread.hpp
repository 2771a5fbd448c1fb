#pragma once

#include "api/http/asio.hpp"
#include "api/http/server.hpp"

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/executor_work_guard.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace shenyi::api::http {

class Session;

using Clock = std::chrono::steady_clock;
using Timer = asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor>;

/// What all network threads share; lives until the last of them has ended.
struct Shared {
    ServerSettings settings;
    RouteFinder find_route;
    std::atomic<std::size_t> connections = 0;
    std::atomic<std::size_t> turned_away = 0;

    void report_fault(std::string_view request_id, std::string_view what) const;
};

/// One thread, its context and its sessions. Everything but `start`, `begin_stop` and `join` is for that thread alone.
class NetworkThread : public std::enable_shared_from_this<NetworkThread> {
  public:
    explicit NetworkThread(std::shared_ptr<Shared> shared);

    /// Runs on a thread of its own until stopped and the last session has ended.
    void start();
    /// From any thread.
    void begin_stop(Clock::time_point last_moment);
    void join();

    void enter(Session& session);
    void leave(Session& session);

    /// IMF-fixdate, made anew once a second.
    std::string_view date();
    /// "req_" and eleven letters: fifteen, so that it needs no memory of its own.
    std::string fresh_request_id();

    [[nodiscard]] bool is_stopping() const { return last_moment_.has_value(); }
    [[nodiscard]] Executor executor() { return context_.get_executor(); }
    [[nodiscard]] asio::io_context& context() { return context_; }
    [[nodiscard]] Shared& shared() { return *shared_; }
    [[nodiscard]] const ServerSettings& settings() const { return shared_->settings; }

  private:
    void run();
    void wait_for_tick();
    void tick();
    void stop_sessions();

    std::shared_ptr<Shared> shared_;
    std::vector<Session*> sessions_;
    std::optional<Clock::time_point> last_moment_;
    std::string date_;
    std::time_t date_second_ = 0;
    std::uint64_t id_state_;
    asio::io_context context_{1};
    std::optional<asio::executor_work_guard<Executor>> work_;
    Timer timer_;
    std::thread thread_;
};

}  // namespace shenyi::api::http
