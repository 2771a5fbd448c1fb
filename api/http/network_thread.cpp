#include "api/http/network_thread.hpp"

#include "api/http/session.hpp"

#include <boost/asio/post.hpp>

#include <fmt/chrono.h>

#include <exception>
#include <random>

namespace shenyi::api::http {

void Shared::report_fault(std::string_view request_id, std::string_view what) const {
    if (settings.on_fault) settings.on_fault(request_id, what);
}

NetworkThread::NetworkThread(std::shared_ptr<Shared> shared)
    : shared_(std::move(shared)),
      work_(asio::executor_work_guard<Executor>(context_.get_executor())),
      timer_(executor()) {
    std::random_device device;
    id_state_ = (static_cast<std::uint64_t>(device()) << 32) | device();
}

void NetworkThread::start() {
    wait_for_tick();
    thread_ = std::thread([this] { run(); });
}

void NetworkThread::run() {
    // What escapes one completion handler must not end the connections of the others.
    for (bool again = true; again;) {
        try {
            context_.run();
            again = false;
        } catch (const std::exception& fault) {
            shared_->report_fault({}, fault.what());
        }
    }
}

void NetworkThread::join() {
    if (thread_.joinable()) thread_.join();
}

void NetworkThread::enter(Session& session) {
    session.place = sessions_.size();
    sessions_.push_back(&session);
    ++shared_->connections;
}

void NetworkThread::leave(Session& session) {
    --shared_->connections;
    sessions_[session.place] = sessions_.back();
    sessions_[session.place]->place = session.place;
    sessions_.pop_back();
    if (is_stopping() && sessions_.empty()) timer_.cancel();
}

void NetworkThread::wait_for_tick() {
    timer_.expires_after(settings().deadline_tick);
    timer_.async_wait([this](const boost::system::error_code&) { tick(); });
}

void NetworkThread::tick() {
    const auto now = Clock::now();
    std::vector<std::shared_ptr<Session>> late;
    const bool all = is_stopping() && now >= *last_moment_;
    for (auto* session : sessions_) {
        if (all || session->is_late(now)) late.push_back(session->shared_from_this());
    }
    for (auto& session : late) {
        if (all) {
            session->cut();
        } else {
            session->time_is_up();
        }
    }
    if (!is_stopping() || !sessions_.empty()) wait_for_tick();
}

void NetworkThread::begin_stop(Clock::time_point last_moment) {
    asio::post(context_, [this, last_moment] {
        last_moment_ = last_moment;
        stop_sessions();
        work_.reset();
        timer_.cancel();
    });
}

void NetworkThread::stop_sessions() {
    for (auto* session : sessions_) session->end_events();
    for (auto* session : sessions_) session->close_if_idle();
}

std::string_view NetworkThread::date() {
    const auto second = std::time(nullptr);
    if (second != date_second_) {
        date_second_ = second;
        date_ = fmt::format("{:%a, %d %b %Y %H:%M:%S GMT}", fmt::gmtime(second));
    }
    return date_;
}

std::string NetworkThread::fresh_request_id() {
    // splitmix64: a permutation of its counter, so no id comes twice in a process.
    id_state_ += 0x9e3779b97f4a7c15ULL;
    auto mixed = id_state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
    mixed ^= mixed >> 31;
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string id = "req_";
    for (int digit = 0; digit < 11; ++digit, mixed >>= 6) id.push_back(letters[mixed & 63U]);
    return id;
}

}  // namespace shenyi::api::http
