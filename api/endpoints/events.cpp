#include "api/endpoints/endpoint.hpp"
#include "api/live_changes.hpp"
#include "api/routes.hpp"

namespace shenyi::api {
namespace {

/// Until a reader who has too many streams may try again.
constexpr std::chrono::seconds stream_wait{15};

http::Response stream(const Call& call) {
    const std::string_view given = call.request->headers.value("Last-Event-ID");
    std::optional<std::string> last_heard;
    if (!given.empty()) last_heard = std::string(given);
    auto queue = call.app.live->open({call.organ, call.person, token_of(call.app, *call.request)}, last_heard);
    if (queue == nullptr) return too_many(call, "too_many_requests", stream_wait);
    return http::event_response(std::move(queue));
}

}  // namespace

void add_events(http::Router& router, App& app) {
    get(router, app, "/events/stream", "stream_events", stream);
}

}  // namespace shenyi::api
