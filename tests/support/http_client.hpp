#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenyi::tests {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct HttpAnswer {
    int status = 0;
    HeaderList headers;
    std::string body;

    /// The value of the first field of that name; empty where there is none.
    [[nodiscard]] std::string header(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const;
};

/// A blocking client on 127.0.0.1 that sends exactly the bytes it is given. One connection, kept alive. Every read is
/// bounded by 20 seconds, so that a broken server fails a test instead of hanging it. Faults throw
/// `std::runtime_error`. What is asked and answered is written down (recorded_answers.hpp).
class HttpClient {
  public:
    /// `receive_buffer` in bytes: a small one makes a slow reader.
    explicit HttpClient(std::uint16_t port, int receive_buffer = 0);
    ~HttpClient();
    HttpClient(HttpClient&& other) noexcept
        : socket_(std::exchange(other.socket_, -1)), input_(std::move(other.input_)), asked_(std::move(other.asked_)) {}
    HttpClient& operator=(HttpClient&&) = delete;

    /// Sends one request, adding Host and, for a body, Content-Length, and reads its answer.
    HttpAnswer request(std::string_view method, std::string_view target, const HeaderList& headers = {},
                       std::string_view body = {});
    /// The same with a JSON body and its Content-Type.
    HttpAnswer post_json(std::string_view target, std::string_view body, HeaderList headers = {});

    /// Sends bytes as they are. False: the other side has closed.
    bool send(std::string_view bytes);
    /// Reads one answer; `to_head`: one without body.
    HttpAnswer receive(bool to_head = false);
    /// Reads up to the end of the head only; the body comes by `read_chunk` or `read_rest`.
    HttpAnswer receive_head();
    /// The next chunk of a chunked body; nothing at its end.
    std::optional<std::string> read_chunk();
    /// All that comes until the server closes.
    std::string read_rest();
    /// True if the server closes, or resets, without sending anything more.
    bool is_closed();
    /// Closes at once, with a reset.
    void abandon();

  private:
    bool read_more();
    /// Remembers what the bytes ask for, where they begin with a request line.
    void note(std::string_view bytes);
    void record(const HttpAnswer& answer);
    HttpAnswer read_head();
    void read_body(HttpAnswer& answer);
    std::string take(std::size_t bytes);
    std::string take_line();

    int socket_ = -1;
    std::string input_;
    /// Method and target of the requests that were not answered yet.
    std::deque<std::pair<std::string, std::string>> asked_;
};

}  // namespace shenyi::tests
