#include "tests/bench/http_load.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <charconv>
#include <deque>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace shenyi::bench {

namespace {

/// A kept-alive connection with one request under way. Requests are small: one write takes them whole.
class LoadedLine {
  public:
    explicit LoadedLine(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int on = 1;
        ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            throw std::runtime_error("cannot connect");
    }
    ~LoadedLine() { ::close(socket_); }
    LoadedLine(const LoadedLine&) = delete;
    LoadedLine& operator=(const LoadedLine&) = delete;

    int socket() const { return socket_; }

    void send(const std::string& request) {
        input_.clear();
        since_ = Clock::now();
        if (::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
            throw std::runtime_error("cannot send");
    }

    /// Takes what has come; true once the answer is whole.
    bool receive() {
        std::array<char, 64 * 1024> buffer;
        const ssize_t size = ::recv(socket_, buffer.data(), buffer.size(), 0);
        if (size <= 0) throw std::runtime_error("the server has closed");
        input_.append(buffer.data(), static_cast<std::size_t>(size));
        const auto head = input_.find("\r\n\r\n");
        if (head == std::string::npos) return false;
        return input_.size() >= head + 4 + static_cast<std::size_t>(number_behind("\r\nContent-Length: "));
    }

    bool is_good() const { return input_.starts_with("HTTP/1.1 20"); }
    std::int64_t tag() const { return number_behind("\r\nETag: \""); }
    Clock::duration waited() const { return Clock::now() - since_; }
    const std::string& input() const { return input_; }

  private:
    std::int64_t number_behind(std::string_view name) const {
        const auto at = input_.find(name);
        std::int64_t number = 0;
        if (at == std::string::npos) return number;
        const char* begin = input_.data() + at + name.size();
        std::from_chars(begin, input_.data() + input_.size(), number);
        return number;
    }

    int socket_;
    std::string input_;
    Clock::time_point since_;
};

/// Where a line goes, what it sends next, and what it does with an answer.
struct Course {
    std::uint16_t port;
    std::function<std::string()> next;
    std::function<void(const LoadedLine&)> take;
};

/// Keeps every line busy while it goes on, then waits for what is under way.
Figures drive(const std::vector<Course>& courses, const std::function<bool()>& goes_on) {
    const int poll = ::epoll_create1(EPOLL_CLOEXEC);
    std::deque<LoadedLine> lines;
    for (std::size_t i = 0; i < courses.size(); ++i) {
        LoadedLine& line = lines.emplace_back(courses[i].port);
        epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
        ::epoll_ctl(poll, EPOLL_CTL_ADD, line.socket(), &event);
    }
    Waits waits;
    const auto begin = Clock::now();
    for (std::size_t i = 0; i < courses.size(); ++i) lines[i].send(courses[i].next());
    std::array<epoll_event, 64> events{};
    for (std::size_t open = courses.size(); open > 0;) {
        const int ready = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
        for (int k = 0; k < ready; ++k) {
            const std::size_t i = events[static_cast<std::size_t>(k)].data.u64;
            if (!lines[i].receive()) continue;
            lines[i].is_good() ? waits.add(lines[i].waited()) : waits.fail();
            courses[i].take(lines[i]);
            if (goes_on()) {
                lines[i].send(courses[i].next());
            } else {
                --open;
            }
        }
    }
    ::close(poll);
    return waits.figures(Clock::now() - begin);
}

std::function<bool()> until(Clock::time_point end) {
    return [end] { return Clock::now() < end; };
}

std::string action_request(const std::string& token, const Target& target) {
    static std::atomic<std::size_t> keys{0};
    const std::string body = R"({"text":"对本事项的一点意见"})";
    return "POST /api/v1/matters/" + target.matter +
           "/actions/note_objection HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token +
           "\r\nContent-Type: application/json\r\nIf-Match: \"" + std::to_string(target.seq) +
           "\"\r\nIdempotency-Key: h" + std::to_string(++keys) + "\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

std::string read_request(const std::string& token, const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n";
}

/// Every `step`-th matter from this one on, over and over, by one person after the other.
Course acting(std::uint16_t port, const std::vector<std::string>& tokens, std::vector<Target>& targets,
              std::size_t first, std::size_t step) {
    auto at = std::make_shared<std::size_t>(first);
    auto who = std::make_shared<std::size_t>(first);
    return {
        .port = port,
        .next = [&targets, at, who, tokens] { return action_request(tokens[(*who)++ % tokens.size()], targets[*at]); },
        .take =
            [&targets, at, first, step](const LoadedLine& line) {
                if (line.is_good()) targets[*at].seq = line.tag();
                *at += step;
                if (*at >= targets.size()) *at = first;
            }};
}

}  // namespace

Figures drive_actions(Bureau& bureau, std::size_t connections, Clock::duration run) {
    return drive_actions(std::vector<Bureau*>{&bureau}, connections, run);
}

Figures drive_actions(const std::vector<Bureau*>& bureaus, std::size_t connections, Clock::duration run) {
    std::vector<Course> courses;
    const std::size_t each = connections / bureaus.size();
    for (Bureau* bureau : bureaus) {
        for (std::size_t i = 0; i < each; ++i) {
            courses.push_back(acting(bureau->port(), {bureau->token()}, bureau->targets(), i, each));
        }
    }
    return drive(courses, until(Clock::now() + run));
}

Figures drive_reads(Bureau& bureau, const std::vector<std::string>& paths, std::size_t connections,
                    Clock::duration run) {
    std::vector<std::string> requests;
    for (const std::string& path : paths) requests.push_back(read_request(bureau.token(), path));
    std::vector<Course> courses;
    for (std::size_t i = 0; i < connections; ++i) {
        auto at = std::make_shared<std::size_t>(i);
        courses.push_back({.port = bureau.port(),
                           .next = [&requests, at] { return requests[(*at)++ % requests.size()]; },
                           .take = [](const LoadedLine&) {}});
    }
    return drive(courses, until(Clock::now() + run));
}

Figures drive_empty(std::uint16_t port, std::size_t connections, Clock::duration run) {
    const Course course{.port = port,
                        .next = [] { return std::string("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"); },
                        .take = [](const LoadedLine&) {}};
    return drive(std::vector<Course>(connections, course), until(Clock::now() + run));
}

Figures drive_people(std::uint16_t port, const std::vector<std::string>& tokens, std::vector<Target>& targets,
                     std::size_t connections, std::size_t actions) {
    std::vector<Course> courses;
    for (std::size_t i = 0; i < connections; ++i) courses.push_back(acting(port, tokens, targets, i, connections));
    std::size_t sent = connections;
    return drive(courses, [sent, actions]() mutable { return sent++ < actions; });
}

}  // namespace shenyi::bench
