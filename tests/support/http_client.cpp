#include "tests/support/http_client.hpp"

#include "tests/support/recorded_answers.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <stdexcept>

namespace shenyi::tests {
namespace {

constexpr int wait_s_max = 20;

bool same(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); });
}

std::size_t number_of(std::string_view text, int base) {
    std::size_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (read.ec != std::errc() || read.ptr == text.data()) throw std::runtime_error("no number: " + std::string(text));
    return number;
}

}  // namespace

std::string HttpAnswer::header(std::string_view name) const {
    for (const auto& [known, value] : headers) {
        if (same(known, name)) return value;
    }
    return {};
}

bool HttpAnswer::has(std::string_view name) const {
    return std::any_of(headers.begin(), headers.end(), [&](const auto& field) { return same(field.first, name); });
}

HttpClient::HttpClient(std::uint16_t port, int receive_buffer) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval wait{wait_s_max, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        throw std::runtime_error("cannot connect");
    }
}

HttpClient::~HttpClient() {
    if (socket_ >= 0) ::close(socket_);
}

HttpAnswer HttpClient::request(std::string_view method, std::string_view target, const HeaderList& headers,
                               std::string_view body) {
    std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
    if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    text += "\r\n";
    text += body;
    send(text);
    return receive(method == "HEAD");
}

HttpAnswer HttpClient::post_json(std::string_view target, std::string_view body, HeaderList headers) {
    headers.emplace_back("Content-Type", "application/json");
    return request("POST", target, headers, body);
}

bool HttpClient::send(std::string_view bytes) {
    note(bytes);
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool HttpClient::read_more() {
    std::array<char, 16384> buffer{};
    const auto got = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) throw std::runtime_error("the server says nothing");
    if (got <= 0) return false;
    input_.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

std::string HttpClient::take(std::size_t bytes) {
    while (input_.size() < bytes) {
        if (!read_more()) throw std::runtime_error("the server closed in the middle of an answer");
    }
    auto taken = input_.substr(0, bytes);
    input_.erase(0, bytes);
    return taken;
}

std::string HttpClient::take_line() {
    while (input_.find("\r\n") == std::string::npos) {
        if (!read_more()) throw std::runtime_error("the server closed in the middle of an answer");
    }
    auto line = take(input_.find("\r\n"));
    take(2);
    return line;
}

void HttpClient::note(std::string_view bytes) {
    const std::string_view line = bytes.substr(0, bytes.find("\r\n"));
    const auto after_method = line.find(' ');
    const auto after_target = line.find(" HTTP/1.1");
    if (after_method == std::string_view::npos || after_target == std::string_view::npos) return;
    const std::string_view method = line.substr(0, after_method);
    if (method.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos) return;
    asked_.emplace_back(method, line.substr(after_method + 1, after_target - after_method - 1));
}

void HttpClient::record(const HttpAnswer& answer) {
    if (answer.status < 200 || asked_.empty()) return;
    RecordedAnswers::of_this_program().add(asked_.front().first, asked_.front().second, answer);
    asked_.pop_front();
}

HttpAnswer HttpClient::receive_head() {
    HttpAnswer answer = read_head();
    record(answer);
    return answer;
}

HttpAnswer HttpClient::read_head() {
    HttpAnswer answer;
    const auto status_line = take_line();
    if (!status_line.starts_with("HTTP/1.1 ")) throw std::runtime_error("no status line: " + status_line);
    answer.status = static_cast<int>(number_of(status_line.substr(9, 3), 10));
    for (auto line = take_line(); !line.empty(); line = take_line()) {
        const auto colon = line.find(": ");
        if (colon == std::string::npos) throw std::runtime_error("no header field: " + line);
        answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
    return answer;
}

HttpAnswer HttpClient::receive(bool to_head) {
    auto answer = read_head();
    if (!to_head) read_body(answer);
    record(answer);
    return answer;
}

void HttpClient::read_body(HttpAnswer& answer) {
    if (answer.status == 204 || answer.status == 304 || answer.status < 200) return;
    if (answer.has("Content-Length")) {
        answer.body = take(number_of(answer.header("Content-Length"), 10));
    } else if (same(answer.header("Transfer-Encoding"), "chunked")) {
        while (const auto chunk = read_chunk()) answer.body += *chunk;
    } else {
        answer.body = read_rest();
    }
}

std::optional<std::string> HttpClient::read_chunk() {
    const auto size = number_of(take_line(), 16);
    auto chunk = take(size);
    if (!take_line().empty()) throw std::runtime_error("a chunk is longer than it says");
    return size == 0 ? std::nullopt : std::optional(std::move(chunk));
}

std::string HttpClient::read_rest() {
    while (read_more()) {
    }
    return std::exchange(input_, {});
}

bool HttpClient::is_closed() {
    return input_.empty() && !read_more();
}

void HttpClient::abandon() {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(socket_);
    socket_ = -1;
}

}  // namespace shenyi::tests
