#include "api/http/session.hpp"

#include "api/http/compression.hpp"
#include "api/http/conditional.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include <fmt/format.h>

#include <utility>

// The second half of a session: its answer. The first half is session.cpp.
namespace shenyi::api::http {

Awaitable<bool> Session::give_answer() {
    auto response = std::move(*answer_);
    answer_.reset();
    noted_ = std::move(response.noted);
    answer_not_modified(response, if_none_match_);
    if (thread_.is_stopping() || response.events) plan_.keep_alive = false;
    if (response.events) co_return co_await stream_events(response);
    if (response.source) co_return co_await stream_source(response);
    if (worth_compressing(response, limits::gzip_bytes_min)) {
        vary_by_encoding(response);
        if (takes_gzip_) co_await compress(response);
    }
    co_return co_await write_whole(response);
}

Awaitable<void> Session::compress(Response& response) {
    const auto job = std::make_shared<CompressionJob>(std::move(response.body));
    std::function<void()> work = [job] { job->compress(); };
    if (job->text.size() <= limits::gzip_here_bytes_max) {
        work();
    } else {
        // A full pool, or one that is too slow, costs only the compression; then nobody else holds the text.
        const bool ran = co_await on_pool(std::move(work), std::chrono::milliseconds(0));
        if (!ran) {
            response.body = job->text;
            co_return;
        }
    }
    if (job->compressed) {
        response.body = std::move(*job->compressed);
        mark_compressed(response);
    } else {
        response.body = std::move(job->text);
    }
}

Awaitable<bool> Session::write_whole(const Response& response) {
    write_answer_head(response, response.body.size(), false);
    std::string_view apart;
    if (!plan_.head_only && response.status != 304) {
        if (response.body.size() <= limits::joined_bytes_max) {
            output_.append(response.body);
        } else {
            apart = response.body;
        }
    }
    // Nearly always the kernel takes it all, and no coroutine is needed.
    const auto rest = write_at_once(output_);
    if (!rest) co_return false;
    bool written = true;
    if (!rest->empty()) written = co_await write(*rest);
    if (written && !apart.empty()) written = co_await write(apart);
    co_return written;
}

Awaitable<bool> Session::write(std::string_view bytes) {
    set_due(thread_.settings().write_wait_max, WhenDue::close);
    std::size_t since_due = 0;
    while (!bytes.empty()) {
        const auto rest = write_at_once(bytes);
        if (!rest) co_return false;
        const auto wrote = bytes.size() - rest->size();
        bytes = *rest;
        since_due += wrote;
        if (since_due >= limits::piece_bytes) {
            since_due = 0;
            set_due(thread_.settings().write_wait_max, WhenDue::close);
        }
        if (bytes.empty()) break;
        boost::system::error_code error;
        co_await socket_.async_wait(Socket::wait_write, asio::redirect_error(awaiting, error));
        if (error) co_return false;
    }
    co_return true;
}

Awaitable<bool> Session::write_piece(std::string_view piece, bool chunked) {
    if (!chunked) co_return co_await write(piece);
    std::string framed = fmt::format("{:x}\r\n", piece.size());
    framed.append(piece).append("\r\n");
    co_return co_await write(framed);
}

Awaitable<bool> Session::stream_source(Response& response) {
    const auto promised = response.source_size;
    const bool chunked = !promised && !parser_->is_http_1_0();
    if (!promised && !chunked) plan_.keep_alive = false;
    write_answer_head(response, promised, chunked && !plan_.head_only);
    const bool head_written = co_await write(output_);
    if (!head_written) co_return false;
    if (plan_.head_only) co_return true;
    const auto job = std::make_shared<SourceJob>(std::move(response.source));
    std::uint64_t sent = 0;
    while (true) {
        std::function<void()> next = [job] { job->next(); };
        const bool ran = co_await on_pool(std::move(next), limits::pool_wait_max);
        if (ran && job->fault) thread_.shared().report_fault(place_of_problems_.request_id, *job->fault);
        if (!ran || job->fault) co_return false;
        if (!job->piece) break;
        sent += job->piece->size();
        if (promised && sent > *promised) co_return false;
        if (job->piece->empty()) continue;
        const bool written = co_await write_piece(*job->piece, chunked);
        if (!written) co_return false;
    }
    if (promised && sent != *promised) co_return false;
    if (!chunked) co_return true;
    co_return co_await write("0\r\n\r\n");
}

Awaitable<bool> Session::stream_events(const Response& response) {
    const bool chunked = !parser_->is_http_1_0();
    write_answer_head(response, std::nullopt, chunked && !plan_.head_only);
    events_ = response.events;
    events_->listen([thread = thread_.shared_from_this(), session = weak_from_this()] {
        asio::post(thread->context(), [session] {
            if (const auto open = session.lock()) open->frames_have_come();
        });
    });
    if (thread_.is_stopping()) events_->close();
    bool written = co_await write(output_);
    bool ended = plan_.head_only;
    std::deque<EventFrame> frames;
    while (written && !ended && !cut_) {
        frames_have_come_ = false;
        const auto state = events_->take(frames);
        if (state == EventQueue::State::overrun) break;
        ended = state == EventQueue::State::closed && frames.empty();
        if (ended && chunked) written = co_await write("0\r\n\r\n");
        if (!ended && frames.empty()) co_await wait_for_frames();
        if (!ended && (due_passed_ || !frames.empty())) written = co_await write_frames(frames);
    }
    events_->listen(nullptr);
    events_.reset();
    co_return written&& ended;
}

Awaitable<void> Session::wait_for_frames() {
    set_due(thread_.settings().event_comment_wait, WhenDue::wake);
    while (!frames_have_come_ && !cut_ && !due_passed_) {
        auto waiting = wake_.wait();
        co_await std::move(waiting);
    }
}

Awaitable<bool> Session::write_frames(std::deque<EventFrame>& frames) {
    std::string text;
    for (const auto& frame : frames) text.append(*frame);
    if (text.empty()) text = ":\n\n";
    frames.clear();
    co_return co_await write_piece(text, !parser_->is_http_1_0());
}

Awaitable<void> Session::linger() {
    // Closing with input unread would reset the connection, and the client might lose the answer.
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
    set_due(limits::lingering_wait_max, WhenDue::close);
    for (std::uint64_t dropped = unread().size(); dropped < limits::lingering_bytes_max; dropped += unread().size()) {
        begin_ = end_;
        const bool more = co_await read_more();
        if (!more) break;
    }
}

}  // namespace shenyi::api::http
