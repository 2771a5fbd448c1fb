#include "api/http/session.hpp"

#include "api/http/client_address.hpp"
#include "api/http/compression.hpp"
#include "api/http/conditional.hpp"
#include "api/http/field_values.hpp"
#include "api/http/pending.hpp"

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>

namespace shenyi::api::http {
namespace {

/// If-Match goes to the handler, which knows nothing of our compressed tags.
void strip_tag_endings(Request& request) {
    constexpr std::string_view quoted_ending = "--gzip\"";
    const auto given = request.headers.find("If-Match");
    if (!given || given->find(quoted_ending) == std::string_view::npos) return;
    std::string stripped(*given);
    for (auto at = stripped.find(quoted_ending); at != std::string::npos; at = stripped.find(quoted_ending)) {
        stripped.erase(at, gzip_tag_ending.size());
    }
    Fields fields;
    for (std::size_t at = 0; at < request.headers.size(); ++at) {
        const auto [name, value] = request.headers[at];
        fields.add(name, same_ignoring_case(name, "If-Match") ? std::string_view(stripped) : value);
    }
    request.headers = std::move(fields);
}

}  // namespace

Session::Session(NetworkThread& thread, Socket socket)
    : thread_(thread), socket_(std::move(socket)), capacity_(thread.settings().header_bytes_max) {
    thread_.enter(*this);
    input_ = std::make_unique<char[]>(capacity_);
    boost::system::error_code error;
    const auto peer = socket_.remote_endpoint(error);
    if (!error) remote_address_ = peer.address().to_string();
    socket_.set_option(asio::ip::tcp::no_delay(true), error);
    socket_.non_blocking(true, error);
}

Session::~Session() {
    thread_.leave(*this);
}

void Session::set_due(std::chrono::milliseconds wait, WhenDue when) {
    due_ = Clock::now() + wait;
    when_due_ = when;
    due_passed_ = false;
}

void Session::time_is_up() {
    due_ = Clock::time_point::max();
    if (when_due_ == WhenDue::close) {
        close();
        return;
    }
    due_passed_ = true;
    wake_.set();
}

void Session::cut() {
    cut_ = true;
    due_ = Clock::time_point::max();
    close();
    wake_.set();
}

void Session::close() {
    boost::system::error_code ignored;  // closing what is closed already is no fault
    socket_.close(ignored);
}

void Session::close_if_idle() {
    if (idle_) close();
}

void Session::end_events() {
    if (events_) events_->close();
}

void Session::deliver(std::uint64_t number, Response response) {
    if (number != number_ || answer_) return;
    answer_ = std::move(response);
    wake_.set();
}

bool Session::take_at_once(std::uint64_t number, Response& response) {
    if (number != number_ || answer_) return true;
    if (wake_.is_waiting()) return false;
    answer_ = std::move(response);
    return true;
}

void Session::answer_is_missing(std::uint64_t number) {
    if (number != number_ || answer_) return;
    fail("the handler let its reply go without an answer");
    wake_.set();
}

void Session::job_ended(std::uint64_t number) {
    if (number != job_number_) return;
    job_ended_ = true;
    wake_.set();
}

void Session::frames_have_come() {
    frames_have_come_ = true;
    if (events_) wake_.set();
}

void Session::begin_request() {
    ++number_;
    request_ = Request{};
    parser_.emplace(request_, thread_.settings().header_bytes_max);
    route_ = nullptr;
    answer_.reset();
    plan_ = Plan{};
    client_address_ = remote_address_;
    place_of_problems_ = ProblemPlace{};
    method_name_.clear();
    if_none_match_.clear();
    takes_gzip_ = false;
    expects_continue_ = false;
    body_is_left_ = false;
    status_ = 0;
    noted_ = Noted{};
    bytes_written_ = 0;
}

void Session::take_notes() {
    strip_tag_endings(request_);
    client_address_ = client_address(request_.headers, remote_address_, thread_.settings().proxies);
    request_.remote_address = client_address_;
    request_.request_id = thread_.fresh_request_id();
    request_.language = language_of(request_.headers.value("Accept-Language"));
    place_of_problems_ = request_.place();
    method_name_ = request_.method_name;
    takes_gzip_ = accepts_gzip(request_.headers.value("Accept-Encoding"));
    expects_continue_ = request_.headers.find("Expect").has_value() && !parser_->is_http_1_0();
    plan_.head_only = request_.method == Method::head;
    if (plan_.head_only || request_.method == Method::get) if_none_match_ = request_.headers.value("If-None-Match");
}

void Session::choose_route() {
    if (request_.path == "*") {
        Problem problem{.name = "method_not_allowed", .status = 405};
        problem.headers.emplace_back("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE");
        refuse(problem);
        return;
    }
    try {
        auto routed = thread_.shared().find_route(request_);
        if (const auto* route = std::get_if<const Route*>(&routed)) route_ = *route;
        if (const auto* problem = std::get_if<Problem>(&routed)) refuse(*problem);
        if (auto* answer = std::get_if<Response>(&routed)) answer_ = std::move(*answer);
    } catch (const std::exception& fault) {
        fail(fault.what());
    }
    if (route_ != nullptr) check_body_head();
}

void Session::check_body_head() {
    if (expects_continue_ && !same_ignoring_case(request_.headers.value("Expect"), "100-continue")) {
        refuse({.name = "expectation_failed", .status = 417});
        return;
    }
    if (!parser_->has_body()) return;
    // What is coded would be kept and checked as what it is not.
    if (const auto coding = request_.headers.find("Content-Encoding");
        coding && !same_ignoring_case(*coding, "identity")) {
        refuse_body({.name = "unsupported_encoding", .status = 415, .headers = {{"Accept-Encoding", "identity"}}});
        return;
    }
    const bool json = route_->body == Route::Body::json && !route_->open_upload;
    if (parser_->is_too_long(route_->body_limit)) {
        refuse_body({.name = "too_large", .status = 413});
    } else if (json && !is_json(request_.headers.value("Content-Type"))) {
        refuse_body({.name = "unsupported_media_type", .status = 415});
    }
}

void Session::refuse_body(Problem problem) {
    if (route_->handler_sees_faults && !route_->open_upload) {
        request_.body_fault = std::move(problem);
    } else {
        refuse(problem);
    }
}

void Session::leave_body() {
    body_is_left_ = true;
    plan_.keep_alive = false;
    parser_->body.clear();
}

void Session::call_handler() {
    const Reply reply(std::make_shared<Pending>(thread_.shared_from_this(), weak_from_this(), number_));
    try {
        route_->handler(std::move(request_), reply);
    } catch (const std::exception& fault) {
        if (!answer_) fail(fault.what());
    }
}

bool Session::upload_goes_on(bool ran, UploadJob& job) {
    if (!ran) {
        refuse(unavailable());
    } else if (job.fault) {
        fail(*job.fault);
    } else if (job.answer) {
        answer_ = std::move(*job.answer);
    } else {
        return true;
    }
    if (parser_->has_body()) leave_body();
    return false;
}

void Session::abort_upload(const std::shared_ptr<UploadJob>& job) {
    const auto& pool = thread_.settings().pool;
    const bool taken = pool && pool([job] { job->abort(); });
    // A pool that is full or gone must not keep half a document.
    if (!taken) job->abort();
}

void Session::refuse(const Problem& problem) {
    answer_ = problem_response(problem, place_of_problems_, thread_.settings().texts);
}

void Session::fail(std::string_view what) {
    thread_.shared().report_fault(place_of_problems_.request_id, what);
    refuse({.name = "fault", .status = 500});
}

void Session::finished(bool complete) {
    const auto& tell = thread_.settings().on_finished;
    if (!tell) return;
    tell({.request_id = std::move(place_of_problems_.request_id),
          .remote_address = client_address_,
          .method = std::move(method_name_),
          .path = std::move(place_of_problems_.instance),
          .route = route_ == nullptr ? std::string() : route_->name,
          .noted = std::move(noted_),
          .status = status_,
          .body_bytes_read = parser_->body_bytes(),
          .bytes_written = bytes_written_,
          .duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_),
          .complete = complete});
}

void Session::left_in_the_head() {
    if (!parser_->got_some()) return;
    place_of_problems_.request_id = thread_.fresh_request_id();
    finished(false);
}

bool Session::feed() {
    auto bytes = unread();
    const bool readable = parser_->feed(bytes);
    begin_ = end_ - bytes.size();
    return readable;
}

void Session::skip_empty_lines() {
    // RFC 9112 §2.2: a server should pass over empty lines before a request.
    while (!parser_->got_some() && unread().starts_with("\r\n")) begin_ += 2;
}

std::optional<std::string_view> Session::write_at_once(std::string_view bytes) {
    boost::system::error_code error;
    const auto wrote = socket_.write_some(asio::const_buffer(bytes.data(), bytes.size()), error);
    bytes_written_ += wrote;
    if (error && error != asio::error::would_block) return std::nullopt;
    return bytes.substr(wrote);
}

void Session::write_answer_head(const Response& response, std::optional<std::uint64_t> length, bool chunked) {
    output_.clear();
    status_ = response.status;
    const HeadFacts facts{.date = thread_.date(),
                          .request_id = place_of_problems_.request_id,
                          .http_1_0 = parser_->is_http_1_0(),
                          .keep_alive = plan_.keep_alive,
                          .length = length,
                          .chunked = chunked,
                          .behind_tls = thread_.settings().behind_tls};
    write_head(output_, response, facts);
}

}  // namespace shenyi::api::http
