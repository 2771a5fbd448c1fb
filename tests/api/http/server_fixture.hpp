#pragma once

#include "api/http/router.hpp"
#include "api/http/server.hpp"
#include "tests/support/http_client.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace shenyi::tests {

/// One worker thread, so that work is done in order and a test can hold it up.
class Worker {
  public:
    Worker() : thread_([this] { run(); }) {}
    ~Worker() {
        {
            const std::scoped_lock lock(mutex_);
            ended_ = true;
        }
        changed_.notify_all();
        thread_.join();
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    bool take(std::function<void()> work) {
        const std::scoped_lock lock(mutex_);
        if (full_) return false;
        work_.push_back(std::move(work));
        changed_.notify_all();
        return true;
    }
    void set_full(bool full) {
        const std::scoped_lock lock(mutex_);
        full_ = full;
    }
    [[nodiscard]] std::thread::id id() const { return thread_.get_id(); }

  private:
    void run() {
        std::unique_lock lock(mutex_);
        while (true) {
            changed_.wait(lock, [this] { return ended_ || !work_.empty(); });
            if (work_.empty()) return;
            const auto work = std::move(work_.front());
            work_.pop_front();
            lock.unlock();
            work();
            lock.lock();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> work_;
    bool ended_ = false;
    bool full_ = false;
    std::thread thread_;
};

/// A value one thread gives and another waits for, at most 20 seconds.
template <typename Value>
class Handed {
  public:
    void give(Value value) {
        const std::scoped_lock lock(mutex_);
        values_.push_back(std::move(value));
        changed_.notify_all();
    }
    Value take() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, std::chrono::seconds(20), [this] { return !values_.empty(); })) {
            throw std::runtime_error("nobody gave anything");
        }
        auto value = std::move(values_.front());
        values_.pop_front();
        return value;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Value> values_;
};

/// A server on a free port. Routes and settings first, then `start`.
class ServerFixture : public testing::Test {
  protected:
    void start() {
        settings.deadline_tick = std::chrono::milliseconds(5);
        settings.pool = [this](std::function<void()> work) { return worker.take(std::move(work)); };
        settings.on_finished = [this](const api::http::RequestSummary& summary) { summaries.give(summary); };
        settings.on_fault = [this](std::string_view, std::string_view what) { faults.give(std::string(what)); };
        server = std::make_unique<api::http::Server>(
            settings, [this](api::http::Request& request) { return router.find(request); });
        server->start();
    }
    void TearDown() override {
        if (server) server->stop(std::chrono::seconds(0));
    }
    HttpClient client(int receive_buffer = 0) { return HttpClient(server->port(), receive_buffer); }

    void on(api::http::Method method, std::string_view pattern, api::http::Handler handler,
            std::uint64_t body_limit = 1000) {
        router.add(method, pattern,
                   {.name = std::string(pattern), .handler = std::move(handler), .body_limit = body_limit});
    }
    /// A route that answers `text` at once.
    void says(std::string_view pattern, std::string text) {
        on(api::http::Method::get, pattern, [text](const api::http::Request&, const api::http::Reply& reply) {
            reply(api::http::text_response(200, text));
        });
    }
    /// `POST /echo`: the body comes back.
    void echoes(std::uint64_t body_limit = 1000) {
        on(
            api::http::Method::post, "/echo",
            [](const api::http::Request& request, const api::http::Reply& reply) {
                reply(api::http::json_response(200, request.body));
            },
            body_limit);
    }

    api::http::Router router;
    api::http::ServerSettings settings;
    Worker worker;
    Handed<api::http::RequestSummary> summaries;
    Handed<std::string> faults;
    std::unique_ptr<api::http::Server> server;
};

}  // namespace shenyi::tests
