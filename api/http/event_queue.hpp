#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace shenyi::api::http {

/// One server-sent event as text, made once and shared by all who get it.
using EventFrame = std::shared_ptr<const std::string>;

/// Writes an event: `id`, `event`, and one `data` line for each line of `data`. Line ends in `id` and `event` are
/// dropped.
EventFrame event_frame(std::string_view id, std::string_view event, std::string_view data);

/// The events on their way to one subscriber. Whoever publishes keeps it by shared pointer and pushes from any thread;
/// the session writes. It is bounded (`limits::waiting_events_max`, `waiting_event_bytes_max`): a subscriber that
/// cannot keep up is cut off, and comes back with `Last-Event-ID`.
class EventQueue {
  public:
    /// False: the subscriber is gone or was just cut off; forget this queue.
    bool push(EventFrame frame);
    /// Ends the stream after what waits has been written. From any thread.
    void close();
    [[nodiscard]] bool is_open() const;

    /// For the session. What waits now, and whether the stream goes on.
    enum class State { open, closed, overrun };
    State take(std::deque<EventFrame>& frames);
    /// For the session: `wake` is called, from any thread, when something comes. Nothing: nobody listens any more, and
    /// `push` answers false from then on.
    void listen(std::function<void()> wake);

  private:
    mutable std::mutex mutex_;
    std::deque<EventFrame> frames_;
    std::size_t bytes_ = 0;
    State state_ = State::open;
    std::function<void()> wake_;
};

}  // namespace shenyi::api::http
