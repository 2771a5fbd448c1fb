#pragma once

#include "api/http/problem.hpp"
#include "api/http/reply.hpp"
#include "api/http/request.hpp"
#include "api/http/upload.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace shenyi::api::http {

/// Serves one request. Called on a network thread: it must not wait; it answers at once, or hands both on.
/// What it throws is answered 500.
using Handler = std::function<void(Request request, Reply reply)>;

/// How the requests of one method and path are served; decided before their body is read.
struct Route {
    enum class Body {
        /// A body that is there must be JSON; 415 otherwise.
        json,
        /// Any media type; held whole.
        raw
    };

    /// Operation id, for logs and metrics.
    std::string name;
    Handler handler;
    Body body = Body::json;
    /// Bytes; a longer body is 413, by its Content-Length before anything of it is read.
    std::uint64_t body_limit = 0;
    /// The handler is called even if the body was not taken, with `Request::body_fault`: so that it can put 401 and 404
    /// before 400, 413 and 415.
    bool handler_sees_faults = false;
    /// The query parameters that the handler reads.
    std::vector<std::string> query;
    /// Whether a log-in is asked for.
    bool logged_in = false;
    /// Where set, the body is streamed to the sink it opens, and `handler` is not used.
    UploadOpener open_upload;
};

/// A route, which must live as long as the server; or the problem or answer that ends the request at once.
using Routed = std::variant<const Route*, Problem, Response>;

/// Called on a network thread when the header has come. It may look at everything but the body, and fills `parameters`.
using RouteFinder = std::function<Routed(Request& request)>;

}  // namespace shenyi::api::http
