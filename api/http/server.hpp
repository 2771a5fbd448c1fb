#pragma once

#include "api/http/bound_address.hpp"
#include "api/http/problem.hpp"
#include "api/http/response.hpp"
#include "api/http/route.hpp"
#include "api/limits.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace shenyi::api::http {

/// What is told about a request when its answer has gone out, or its client has left. One of which not even the head
/// came to its end is one too, without method and path.
struct RequestSummary {
    std::string request_id;
    std::string remote_address;
    std::string method;
    /// Without query, which may hold what a person searched for.
    std::string path;
    /// `Route::name`; empty where none was found.
    std::string route;
    /// Who asked and what came of it, as the answer says.
    Noted noted;
    /// 0: the client left before it was answered.
    int status = 0;
    std::uint64_t body_bytes_read = 0;
    /// Head and body.
    std::uint64_t bytes_written = 0;
    /// From the first byte of the request to the last of the answer.
    std::chrono::microseconds duration{0};
    /// False: the connection broke, or was cut, before the answer was out.
    bool complete = false;
};

/// Runs work that may wait (disk, database) away from the network threads. False: full, and the work is dropped.
using Pool = std::function<bool(std::function<void()> work)>;

struct ServerSettings {
    std::string address = "127.0.0.1";
    /// 0: a free one; see `Server::port`.
    std::uint16_t port = 0;
    /// Address and port as they were taken before; null: the server takes them itself.
    std::shared_ptr<const BoundAddress> bound;
    unsigned network_threads = 1;
    std::size_t connections_max = limits::connections_max;
    std::size_t header_bytes_max = limits::header_bytes_max;
    /// Peers whose word on whose request it is is taken (client_address.hpp).
    std::vector<std::string> proxies;
    /// Clients come through a proxy that speaks TLS with them: they are told to use nothing else for a year.
    bool behind_tls = false;

    std::chrono::milliseconds header_wait_max = limits::header_wait_max;
    std::chrono::milliseconds body_wait_max = limits::body_wait_max;
    std::chrono::milliseconds write_wait_max = limits::write_wait_max;
    std::chrono::milliseconds idle_wait_max = limits::idle_wait_max;
    std::chrono::milliseconds answer_wait_max = limits::answer_wait_max;
    std::chrono::milliseconds event_comment_wait = limits::event_comment_wait;
    std::chrono::milliseconds deadline_tick = limits::deadline_tick;

    /// Empty: the words of `text_of_problem`.
    ProblemTexts texts;
    /// For uploads, long bodies and the compression of long answers. Empty: the network thread does it, which stops all
    /// others.
    Pool pool;
    /// One call a request, on a network thread; must not wait.
    std::function<void(const RequestSummary&)> on_finished;
    /// What a handler, sink or source threw; `request_id` may be empty. Not for clients.
    std::function<void(std::string_view request_id, std::string_view what)> on_fault;
};

/// The HTTP/1.1 server. For every request, whatever its route: one `X-Request-Id`, one summary, security fields;
/// malformed, without Host, with two lengths or bare line feeds 400, header too large 431, unknown coding 501, body too
/// large 413, not JSON 415, `Expect` 100 or 417; HEAD as GET without body; If-None-Match 304; gzip when asked; 503
/// above the number of connections and when a handler does not answer in time; 500 when it throws. A client too slow
/// for a deadline is cut off. Requests of one connection are served one after the other.
class Server {
  public:
    Server(ServerSettings settings, RouteFinder find_route);
    /// As `stop` without grace.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Listens and starts the network threads. Throws CannotListen where the address cannot be had.
    void start();
    /// The port listened on; 0 before `start`.
    [[nodiscard]] std::uint16_t port() const;
    /// Connections now, for metrics.
    [[nodiscard]] std::size_t connections() const;
    /// Stops listening, ends event streams, closes idle connections, lets requests already begun be answered, and cuts
    /// what is left when `grace` is over. Returns when all network threads have ended. A second call does nothing.
    void stop(std::chrono::milliseconds grace);

  private:
    struct Running;
    std::unique_ptr<Running> running_;
};

}  // namespace shenyi::api::http
