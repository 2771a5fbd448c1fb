#pragma once

#include "api/http/network_thread.hpp"
#include "api/http/reply.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace shenyi::api::http {

/// The session's end of a `Reply`. Holds the session weakly: one whose client is gone need not wait for its handler.
class Pending : public ReplyTarget {
  public:
    Pending(std::shared_ptr<NetworkThread> thread, std::weak_ptr<Session> session, std::uint64_t number)
        : thread_(std::move(thread)), session_(std::move(session)), number_(number) {}
    /// Nobody answered: the session says 500.
    ~Pending() override;
    Pending(const Pending&) = delete;
    Pending& operator=(const Pending&) = delete;

    void answer(Response response) override;
    void* lane() const override { return thread_.get(); }
    void answer_together(std::vector<std::pair<ReplyTarget*, Response>> answers) override;

  private:
    std::shared_ptr<NetworkThread> thread_;
    std::weak_ptr<Session> session_;
    /// Which request of the session; a late answer must not go to the next one.
    std::uint64_t number_;
    std::atomic<bool> answered_ = false;
};

}  // namespace shenyi::api::http
