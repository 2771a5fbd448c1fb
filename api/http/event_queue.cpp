#include "api/http/event_queue.hpp"

#include "api/limits.hpp"

#include <utility>

namespace shenyi::api::http {
namespace {

void append_line(std::string& out, std::string_view field, std::string_view value) {
    out.append(field).append(": ");
    for (const char letter : value) {
        if (letter != '\r' && letter != '\n' && letter != '\0') out.push_back(letter);
    }
    out.push_back('\n');
}

}  // namespace

EventFrame event_frame(std::string_view id, std::string_view event, std::string_view data) {
    std::string out;
    out.reserve(id.size() + event.size() + data.size() + 32);
    if (!id.empty()) append_line(out, "id", id);
    if (!event.empty()) append_line(out, "event", event);
    while (true) {
        const auto end = data.find('\n');
        append_line(out, "data", data.substr(0, end));
        if (end == std::string_view::npos) break;
        data.remove_prefix(end + 1);
    }
    out.push_back('\n');
    return std::make_shared<const std::string>(std::move(out));
}

bool EventQueue::push(EventFrame frame) {
    std::function<void()> wake;
    bool taken = true;
    {
        const std::scoped_lock lock(mutex_);
        if (state_ != State::open) return false;
        const bool first = frames_.empty();
        bytes_ += frame->size();
        if (frames_.size() == limits::waiting_events_max || bytes_ > limits::waiting_event_bytes_max) {
            state_ = State::overrun;
            taken = false;
            frames_.clear();
        } else {
            frames_.push_back(std::move(frame));
        }
        if (first || !taken) wake = wake_;
    }
    if (wake) wake();
    return taken;
}

void EventQueue::close() {
    std::function<void()> wake;
    {
        const std::scoped_lock lock(mutex_);
        if (state_ == State::open) state_ = State::closed;
        wake = wake_;
    }
    if (wake) wake();
}

bool EventQueue::is_open() const {
    const std::scoped_lock lock(mutex_);
    return state_ == State::open;
}

EventQueue::State EventQueue::take(std::deque<EventFrame>& frames) {
    const std::scoped_lock lock(mutex_);
    frames.swap(frames_);
    bytes_ = 0;
    return state_;
}

void EventQueue::listen(std::function<void()> wake) {
    const std::scoped_lock lock(mutex_);
    if (!wake && state_ == State::open) state_ = State::closed;
    wake_ = std::move(wake);
}

}  // namespace shenyi::api::http
