#pragma once

#include "api/http/event_queue.hpp"
#include "storage/accounts.hpp"
#include "storage/engine.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace shenyi::api {

namespace limits {
/// Streams of live changes at once, of all and of one person (windows that are open).
inline constexpr std::size_t live_streams = 2000;
inline constexpr std::size_t live_streams_of_one = 16;
/// Changes that wait to be told; beyond them all streams end and come back with Last-Event-ID.
inline constexpr std::size_t live_waiting = 10'000;
/// Missed changes that are told one by one; whoever missed more reads anew.
inline constexpr std::size_t live_missed = 500;
/// How often changes are looked for that another server committed.
inline constexpr std::chrono::milliseconds live_poll{1000};
/// How often the sessions of silent streams are looked at.
inline constexpr std::chrono::seconds live_sessions{15};
}  // namespace limits

/// Tells readers of `GET /events/stream` which matters and meetings changed, each only what he may see. What this
/// process commits is told at once; on PostgreSQL what others commit is polled for. A change is told at least once: the
/// id of the last one heard, given again as Last-Event-ID, brings all that came after it, and perhaps some twice.
class LiveChanges {
  public:
    struct Reader {
        workflow::OrganId organ;
        workflow::PersonId person;
        std::string token;  ///< of his session: the stream ends with it
    };

    LiveChanges(storage::WorkflowEngine& engine, storage::Accounts& accounts, workflow::OrganId organ);
    ~LiveChanges();
    LiveChanges(const LiveChanges&) = delete;
    LiveChanges& operator=(const LiveChanges&) = delete;

    /// Opens a stream, after `last_heard` where that is given. Nothing where there are too many. Waits for the
    /// database; throws StoreFault.
    std::shared_ptr<http::EventQueue> open(Reader reader, const std::optional<std::string>& last_heard);

    /// What was committed here. Does not wait.
    void committed(const storage::Committed& committed);
    /// Some session may have ended: looks at all of them soon.
    void sessions_changed();

    std::size_t streams() const;
    void stop();

  private:
    struct Subscriber;
    using Subscribers = std::vector<std::shared_ptr<Subscriber>>;
    using References = std::vector<storage::EventReference>;
    /// What of one event a reader may know.
    enum class Known { nothing, that, whole };
    using Sees = std::function<Known(const Reader&, const storage::EventReference&)>;

    void run();
    void look_around(References own, bool poll, bool sessions);
    References poll();
    References unheard(const References& changes);
    void tell(const References& changes);
    std::optional<Sees> seeing(const std::string& stream);
    void catch_up(Subscriber& subscriber, const std::string& last_heard);
    void begin_listening();
    bool has_session(const Subscriber& subscriber);
    void drop_gone(bool look_at_sessions);
    void end_all();
    Subscribers subscribers() const;

    storage::WorkflowEngine& engine_;
    storage::Accounts& accounts_;
    const workflow::OrganId organ_;
    const std::chrono::milliseconds settling_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Subscribers subscribers_;
    References waiting_;
    bool overrun_ = false;
    bool sessions_changed_ = false;
    bool stopping_ = false;
    std::map<std::string, workflow::Instant> heard_;  ///< told, and young enough to come by the poll again
    workflow::Instant newest_{};
    std::thread thread_;
};

}  // namespace shenyi::api
