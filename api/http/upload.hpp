#pragma once

#include "api/http/reply.hpp"
#include "api/http/request.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>

namespace shenyi::api::http {

/// Takes a body piece by piece, so that a document is never held whole. All calls come on the pool, one at a time and
/// in order; the next piece is read from the network only when the last was written. What a call throws is answered
/// 500.
class UploadSink {
  public:
    virtual ~UploadSink() = default;
    /// Takes the next piece (at most some 80 kB). An answer ends the upload, for instance a type that is not allowed.
    virtual std::optional<Response> write(std::string_view piece) = 0;
    /// The body is whole; answers now or later. The sink is destroyed when this returns.
    virtual void finish(Reply reply) = 0;
    /// The body will not become whole: the client left, was too slow, sent too much, or a call threw or answered.
    /// Called once and last, never after `finish`.
    virtual void abort() noexcept = 0;
};

/// Starts an upload, or answers at once. Called on the pool with the request, whose body is empty.
using UploadOpener = std::function<std::variant<std::unique_ptr<UploadSink>, Response>(Request request)>;

}  // namespace shenyi::api::http
