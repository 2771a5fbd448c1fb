#include "api/http/session.hpp"

#include "api/http/pending.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

#include <cstring>
#include <exception>
#include <utility>

namespace shenyi::api::http {

void Session::spawn(Awaitable<void> coroutine) {
    asio::co_spawn(thread_.executor(), std::move(coroutine), [&thread = thread_](const std::exception_ptr& thrown) {
        if (!thrown) return;
        try {
            std::rethrow_exception(thrown);
        } catch (const std::exception& fault) {
            thread.shared().report_fault({}, fault.what());
        }
    });
}

void Session::start() {
    spawn(run(shared_from_this()));
}

void Session::turn_away() {
    spawn(run_turned_away(shared_from_this()));
}

Awaitable<void> Session::run(std::shared_ptr<Session> self) {
    bool again = !self->thread_.is_stopping();
    while (again) {
        self->begin_request();
        again = co_await self->serve_one();
    }
    self->close();
}

Awaitable<void> Session::run_turned_away(std::shared_ptr<Session> self) {
    self->begin_request();
    self->idle_ = false;
    self->plan_.keep_alive = false;
    self->started_ = Clock::now();
    self->place_of_problems_.request_id = self->thread_.fresh_request_id();
    self->refuse(unavailable());
    self->noted_ = self->answer_->noted;
    const bool written = co_await self->write_whole(*self->answer_);
    self->finished(written);
    if (written) co_await self->linger();
    self->close();
    --self->thread_.shared().turned_away;
}

Awaitable<bool> Session::serve_one() {
    const auto head = co_await read_head();
    if (head == Head::none) {
        left_in_the_head();
        co_return false;
    }
    take_notes();
    if (head == Head::faulty) {
        refuse(parser_->problem());
        leave_body();
    } else {
        plan_.keep_alive = parser_->keep_alive();
        choose_route();
        bool present = true;
        if (route_ != nullptr && route_->open_upload && !answer_) {
            present = co_await take_upload();
        } else {
            present = co_await take_body();
            if (present && !answer_) call_handler();
        }
        if (present && !answer_) present = co_await wait_for_answer();
        if (!present) {
            finished(false);
            co_return false;
        }
    }
    ++number_;
    const bool written = co_await give_answer();
    finished(written);
    if (!written) co_return false;
    bool clean = true;
    if (parser_->has_body() && !body_is_left_) clean = co_await drop_body();
    if (body_is_left_) co_await linger();
    co_return clean&& plan_.keep_alive;
}

Awaitable<Session::Head> Session::read_head() {
    if (unread().empty()) {
        if (thread_.is_stopping()) co_return Head::none;
        idle_ = true;
        const bool first = number_ == 1;
        set_due(first ? thread_.settings().header_wait_max : thread_.settings().idle_wait_max, WhenDue::close);
        const bool more = co_await read_more();
        if (!more) co_return Head::none;
        idle_ = false;
    }
    started_ = Clock::now();
    set_due(thread_.settings().header_wait_max, WhenDue::close);
    while (true) {
        skip_empty_lines();
        if (!unread().empty() && !feed()) co_return Head::faulty;
        if (parser_->is_header_done()) break;
        const bool more = co_await read_more();
        if (!more) co_return Head::none;
    }
    co_return parser_->check_head() ? Head::complete : Head::faulty;
}

Awaitable<bool> Session::read_more() {
    if (begin_ > 0) {
        std::memmove(input_.get(), input_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == capacity_) co_return false;
    boost::system::error_code error;
    const asio::mutable_buffer space(input_.get() + end_, capacity_ - end_);
    const auto got = co_await socket_.async_read_some(space, asio::redirect_error(awaiting, error));
    end_ += got;
    co_return !error;
}

Awaitable<bool> Session::say_continue() {
    // Who sends already has stopped waiting for it.
    if (!unread().empty()) co_return true;
    co_return co_await write("HTTP/1.1 100 Continue\r\n\r\n");
}

Awaitable<bool> Session::take_body() {
    if (!parser_->has_body()) co_return true;
    if (answer_ || request_.body_fault) {
        // A short body is dropped once the answer is out, since a client may wait for the answer before it sends.
        if (expects_continue_ || parser_->is_too_long(limits::discarded_bytes_max)) leave_body();
        co_return true;
    }
    bool heard = true;
    if (expects_continue_) heard = co_await say_continue();
    if (!heard) co_return false;
    parser_->begin_body(route_->body_limit);
    set_due(thread_.settings().body_wait_max, WhenDue::close);
    while (true) {
        if (!unread().empty() && !feed()) {
            refuse_body(parser_->problem());
            leave_body();
            co_return true;
        }
        if (!parser_->has_body()) break;
        const bool more = co_await read_more();
        if (!more) co_return false;
    }
    request_.body = std::move(parser_->body);
    co_return true;
}

Awaitable<bool> Session::drop_body() {
    parser_->begin_body(limits::discarded_bytes_max);
    set_due(thread_.settings().body_wait_max, WhenDue::close);
    while (true) {
        if (!unread().empty() && !feed()) {
            leave_body();
            co_return true;
        }
        parser_->body.clear();
        if (!parser_->has_body()) co_return true;
        const bool more = co_await read_more();
        if (!more) co_return false;
    }
}

Awaitable<bool> Session::take_upload() {
    const auto job = std::make_shared<UploadJob>(route_->open_upload, std::move(request_));
    std::function<void()> open = [job] { job->open(); };
    const bool opened = co_await on_pool(std::move(open), std::chrono::milliseconds(0));
    if (!upload_goes_on(opened, *job)) {
        abort_upload(job);
        co_return !cut_;
    }
    bool heard = true;
    if (expects_continue_ && parser_->has_body()) heard = co_await say_continue();
    if (!heard) {
        abort_upload(job);
        co_return false;
    }
    if (parser_->has_body()) parser_->begin_body(route_->body_limit);
    set_due(thread_.settings().body_wait_max, WhenDue::close);
    for (bool whole = false; !whole;) {
        if (parser_->has_body() && !unread().empty() && !feed()) {
            refuse(parser_->problem());
            leave_body();
            abort_upload(job);
            co_return true;
        }
        whole = !parser_->has_body();
        if (parser_->body.size() >= limits::piece_bytes || (whole && !parser_->body.empty())) {
            job->piece.clear();
            std::swap(job->piece, parser_->body);
            std::function<void()> write_piece_out = [job] { job->write(); };
            const bool ran = co_await on_pool(std::move(write_piece_out), limits::pool_wait_max);
            if (!upload_goes_on(ran, *job)) {
                abort_upload(job);
                co_return !cut_;
            }
            set_due(thread_.settings().body_wait_max, WhenDue::close);
        }
        bool more = true;
        if (!whole) more = co_await read_more();
        if (!more) {
            abort_upload(job);
            co_return false;
        }
    }
    const Reply reply(std::make_shared<Pending>(thread_.shared_from_this(), weak_from_this(), number_));
    std::function<void()> finish = [job, reply] { job->finish(reply); };
    const bool ran = co_await on_pool(std::move(finish), limits::pool_wait_max);
    // What ran has the last word: its answer may still be on the way, and must not be taken for a refusal.
    if (!answer_ && (!ran || job->fault)) upload_goes_on(ran, *job);
    if (!ran) abort_upload(job);
    co_return !cut_;
}

Awaitable<bool> Session::wait_for_answer() {
    set_due(thread_.settings().answer_wait_max, WhenDue::wake);
    while (!answer_ && !cut_ && !due_passed_) {
        auto waiting = wake_.wait();
        co_await std::move(waiting);
    }
    if (!answer_ && !cut_) refuse(unavailable());
    co_return !cut_;
}

Awaitable<bool> Session::on_pool(std::function<void()> work, std::chrono::milliseconds patience) {
    const auto& pool = thread_.settings().pool;
    if (!pool) {
        work();
        co_return true;
    }
    job_ended_ = false;
    const auto number = ++job_number_;
    const auto last_try = Clock::now() + patience;
    const std::function<void()> task = [work = std::move(work), thread = thread_.shared_from_this(),
                                        session = weak_from_this(), number] {
        work();
        asio::post(thread->context(), [session, number] {
            if (const auto open = session.lock()) open->job_ended(number);
        });
    };
    while (!pool(task)) {
        if (cut_ || Clock::now() >= last_try) co_return false;
        set_due(limits::pool_retry_wait, WhenDue::wake);
        while (!due_passed_ && !cut_) {
            auto waiting = wake_.wait();
            co_await std::move(waiting);
        }
    }
    set_due(thread_.settings().answer_wait_max, WhenDue::wake);
    while (!job_ended_ && !cut_ && !due_passed_) {
        auto waiting = wake_.wait();
        co_await std::move(waiting);
    }
    co_return job_ended_ && !cut_;
}

}  // namespace shenyi::api::http
