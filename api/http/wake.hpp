#pragma once

#include "api/http/asio.hpp"

#include <boost/asio/async_result.hpp>

#include <memory>
#include <utility>

namespace shenyi::api::http {

/// Where a session's coroutine waits for something other threads finish. For the network thread alone; whoever comes
/// from elsewhere posts. What is waited for is a condition beside it: wait in a loop, `set` says "look again".
class Wake {
  public:
    [[nodiscard]] bool is_waiting() const { return waiter_ != nullptr; }

    /// Resumes the coroutine that waits, in place; does nothing where none does.
    void set() {
        if (const auto waiter = std::exchange(waiter_, nullptr)) waiter->resume();
    }

    /// Not a coroutine itself: make it in a statement of its own and await it in the next (stack page, pitfalls of GCC
    /// 12).
    Awaitable<void> wait() {
        asio::use_awaitable_t<Executor> token;
        return asio::async_initiate<asio::use_awaitable_t<Executor>, void()>(
            [this](auto handler) { waiter_ = std::make_unique<Held<decltype(handler)>>(std::move(handler)); }, token);
    }

  private:
    struct Waiter {
        virtual ~Waiter() = default;
        virtual void resume() = 0;
    };
    template <typename Handler>
    struct Held : Waiter {
        explicit Held(Handler given) : handler(std::move(given)) {}
        void resume() override { std::move(handler)(); }
        Handler handler;
    };
    std::unique_ptr<Waiter> waiter_;
};

}  // namespace shenyi::api::http
