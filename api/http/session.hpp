#pragma once

#include "api/http/asio.hpp"
#include "api/http/event_queue.hpp"
#include "api/http/network_thread.hpp"
#include "api/http/request_parser.hpp"
#include "api/http/transfer.hpp"
#include "api/http/wake.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace shenyi::api::http {

/// One connection: reads a request, has it routed and answered, writes the answer, and again. The coroutines are in
/// session.cpp (up to the answer) and session_answer.cpp, the rest is in session_calls.cpp. Everything runs on the
/// session's network thread.
/// `co_await` never stands in the condition of an `if`, `while` or `&&`: GCC 12 then may put a nameless bool before the
/// coroutine's own head, and resuming it runs with a frame shifted by eight bytes.
class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(NetworkThread& thread, Socket socket);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void start();
    /// Too many connections: says 503 and closes.
    void turn_away();

    [[nodiscard]] bool is_late(Clock::time_point now) const { return now >= due_; }
    /// The deadline has passed: what waits for another thread goes on without it, anything else is cut.
    void time_is_up();
    void cut();
    void close_if_idle();
    void end_events();

    /// An answer from elsewhere; resumes the session.
    void deliver(std::uint64_t number, Response response);
    /// An answer from within the handler's call. False: the session already waits, so it must be posted.
    bool take_at_once(std::uint64_t number, Response& response);
    void answer_is_missing(std::uint64_t number);
    void job_ended(std::uint64_t number);
    void frames_have_come();

    /// Where the network thread keeps this session.
    std::size_t place = 0;

  private:
    enum class WhenDue { close, wake };
    enum class Head { complete, faulty, none };
    /// What of the answer to write, and whether the connection goes on.
    struct Plan {
        bool keep_alive = true;
        bool head_only = false;
    };

    static Awaitable<void> run(std::shared_ptr<Session> self);
    static Awaitable<void> run_turned_away(std::shared_ptr<Session> self);
    void spawn(Awaitable<void> coroutine);

    Awaitable<bool> serve_one();
    Awaitable<Head> read_head();
    Awaitable<bool> read_more();
    Awaitable<bool> take_body();
    Awaitable<bool> drop_body();
    Awaitable<bool> take_upload();
    Awaitable<bool> say_continue();
    Awaitable<bool> wait_for_answer();
    Awaitable<bool> give_answer();
    Awaitable<void> compress(Response& response);
    Awaitable<bool> write_whole(const Response& response);
    Awaitable<bool> stream_source(Response& response);
    Awaitable<bool> stream_events(const Response& response);
    Awaitable<bool> write_frames(std::deque<EventFrame>& frames);
    Awaitable<void> wait_for_frames();
    Awaitable<bool> write_piece(std::string_view piece, bool chunked);
    Awaitable<bool> write(std::string_view bytes);
    Awaitable<bool> on_pool(std::function<void()> work, std::chrono::milliseconds patience);
    Awaitable<void> linger();

    void begin_request();
    void take_notes();
    void choose_route();
    void check_body_head();
    void refuse_body(Problem problem);
    void leave_body();
    void call_handler();
    bool upload_goes_on(bool ran, UploadJob& job);
    void abort_upload(const std::shared_ptr<UploadJob>& job);
    void refuse(const Problem& problem);
    void fail(std::string_view what);
    void finished(bool complete);
    void left_in_the_head();
    void close();

    void set_due(std::chrono::milliseconds wait, WhenDue when);
    [[nodiscard]] std::string_view unread() const { return {input_.get() + begin_, end_ - begin_}; }
    bool feed();
    void skip_empty_lines();
    std::optional<std::string_view> write_at_once(std::string_view bytes);
    void write_answer_head(const Response& response, std::optional<std::uint64_t> length, bool chunked);

    NetworkThread& thread_;
    Socket socket_;
    std::string remote_address_;
    /// Of this request: another one where the peer is a proxy.
    std::string client_address_;

    std::unique_ptr<char[]> input_;
    std::size_t capacity_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::string output_;

    Clock::time_point due_ = Clock::time_point::max();
    WhenDue when_due_ = WhenDue::close;
    bool due_passed_ = false;
    bool cut_ = false;
    bool idle_ = true;
    bool broken_ = false;
    Wake wake_;

    /// Counts requests, and jobs on the pool: what comes late belongs to an earlier one.
    std::uint64_t number_ = 0;
    std::uint64_t job_number_ = 0;
    bool job_ended_ = false;
    bool frames_have_come_ = false;
    std::shared_ptr<EventQueue> events_;

    Request request_;
    std::optional<RequestParser> parser_;
    const Route* route_ = nullptr;
    std::optional<Response> answer_;
    Plan plan_;
    /// What is needed of the request after the handler has taken it.
    ProblemPlace place_of_problems_;
    std::string method_name_;
    std::string if_none_match_;
    bool takes_gzip_ = false;
    bool expects_continue_ = false;
    bool body_is_left_ = false;
    int status_ = 0;
    Noted noted_;
    std::uint64_t bytes_written_ = 0;
    Clock::time_point started_;
};

}  // namespace shenyi::api::http
