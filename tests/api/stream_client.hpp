#pragma once

#include "tests/support/http_client.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::tests {

/// One event as it came over the wire.
struct Heard {
    std::string id;
    std::string event;
    boost::json::value data;
};

/// A client that listens to GET /events/stream.
class StreamClient {
  public:
    StreamClient(HttpClient client, const std::string& token, const std::string& last_heard = {})
        : client_(std::move(client)) {
        std::string request =
            "GET /api/v1/events/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + "\r\n";
        if (!last_heard.empty()) request += "Last-Event-ID: " + last_heard + "\r\n";
        client_.send(request + "\r\n");
        status = client_.receive_head().status;
    }

    /// The next event; nothing where the stream ends.
    std::optional<Heard> next() {
        for (auto end = text_.find("\n\n"); end == std::string::npos; end = text_.find("\n\n")) {
            const auto chunk = client_.read_chunk();
            if (!chunk) return std::nullopt;
            text_ += *chunk;
        }
        Heard heard;
        const auto end = text_.find("\n\n");
        std::string frame = text_.substr(0, end + 1);
        text_.erase(0, end + 2);
        for (auto line = frame.find('\n'); line != std::string::npos; line = frame.find('\n')) {
            take(heard, frame.substr(0, line));
            frame.erase(0, line + 1);
        }
        return heard;
    }
    /// Events up to the one of this id, which comes last.
    std::vector<Heard> until(const std::string& id) {
        std::vector<Heard> all;
        while (auto heard = next()) {
            all.push_back(*std::move(heard));
            if (all.back().id == id) return all;
        }
        return all;
    }

    int status = 0;

  private:
    static void take(Heard& heard, const std::string& line) {
        if (line.starts_with("id: ")) heard.id = line.substr(4);
        if (line.starts_with("event: ")) heard.event = line.substr(7);
        if (line.starts_with("data: ")) heard.data = boost::json::parse(line.substr(6));
    }

    HttpClient client_;
    std::string text_;
};

}  // namespace shenyi::tests
