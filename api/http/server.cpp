#include "api/http/server.hpp"

#include "api/http/network_thread.hpp"
#include "api/http/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

namespace shenyi::api::http {

struct Server::Running {
    std::shared_ptr<Shared> shared;
    std::vector<std::shared_ptr<NetworkThread>> threads;
    std::optional<Acceptor> acceptor;
    std::optional<Timer> accept_retry;
    std::uint16_t port = 0;
    std::size_t next = 0;
    bool accepting = false;

    void listen();
    Awaitable<void> accept_all();
    void welcome(NetworkThread& thread, Socket socket) const;
};

void Server::Running::listen() {
    auto& settings = shared->settings;
    if (!settings.bound) {
        auto bound = BoundAddress::take(settings.address, settings.port);
        if (!bound) throw CannotListen(bound.error().what);
        settings.bound = std::move(*bound);
    }
    acceptor.emplace(threads.front()->executor());
    acceptor->assign(settings.bound->is_v6() ? asio::ip::tcp::v6() : asio::ip::tcp::v4(),
                     ::dup(settings.bound->descriptor()));
    settings.bound.reset();  // the acceptor's descriptor is the only one from here on
    boost::system::error_code error;
    acceptor->listen(limits::accept_backlog, error);
    if (error) throw CannotListen(base_of(settings.address, settings.port) + ": " + error.message());
    port = acceptor->local_endpoint().port();
    accept_retry.emplace(threads.front()->executor());
}

Awaitable<void> Server::Running::accept_all() {
    while (accepting) {
        auto& thread = *threads[next];
        next = (next + 1) % threads.size();
        boost::system::error_code error;
        auto socket = co_await acceptor->async_accept(thread.context(), asio::redirect_error(awaiting, error));
        if (!accepting) break;
        if (!error) {
            welcome(thread, std::move(socket));
            continue;
        }
        shared->report_fault({}, error.message());
        accept_retry->expires_after(limits::accept_retry_wait);
        co_await accept_retry->async_wait(asio::redirect_error(awaiting, error));
    }
}

void Server::Running::welcome(NetworkThread& thread, Socket socket) const {
    const bool room = shared->connections < shared->settings.connections_max;
    if (!room && shared->turned_away >= limits::turned_away_max) return;
    if (!room) ++shared->turned_away;
    asio::dispatch(thread.context(), [&thread, room, given = std::move(socket)]() mutable {
        const auto session = std::make_shared<Session>(thread, std::move(given));
        if (room) {
            session->start();
        } else {
            session->turn_away();
        }
    });
}

Server::Server(ServerSettings settings, RouteFinder find_route) : running_(std::make_unique<Running>()) {
    running_->shared = std::make_shared<Shared>();
    running_->shared->settings = std::move(settings);
    running_->shared->find_route = std::move(find_route);
}

Server::~Server() {
    stop(std::chrono::milliseconds(0));
}

void Server::start() {
    auto& running = *running_;
    const auto count = std::max(1U, running.shared->settings.network_threads);
    for (unsigned made = 0; made < count; ++made) {
        running.threads.push_back(std::make_shared<NetworkThread>(running.shared));
    }
    running.listen();
    running.accepting = true;
    asio::co_spawn(running.threads.front()->executor(), running.accept_all(),
                   [shared = running.shared](const std::exception_ptr& thrown) {
                       if (!thrown) return;
                       try {
                           std::rethrow_exception(thrown);
                       } catch (const std::exception& fault) {
                           shared->report_fault({}, fault.what());
                       }
                   });
    for (const auto& thread : running.threads) thread->start();
}

std::uint16_t Server::port() const {
    return running_->port;
}

std::size_t Server::connections() const {
    return running_->shared->connections;
}

void Server::stop(std::chrono::milliseconds grace) {
    auto& running = *running_;
    if (running.threads.empty() || !running.acceptor) return;
    const auto last_moment = Clock::now() + grace;
    asio::post(running.threads.front()->context(), [&running] {
        running.accepting = false;
        boost::system::error_code ignored;
        running.acceptor->close(ignored);
        running.accept_retry->cancel();
    });
    for (const auto& thread : running.threads) thread->begin_stop(last_moment);
    for (const auto& thread : running.threads) thread->join();
    running.accept_retry.reset();
    running.acceptor.reset();
    running.threads.clear();
}

}  // namespace shenyi::api::http
