#include "api/endpoints/endpoint.hpp"
#include "api/limits.hpp"
#include "api/live_changes.hpp"
#include "api/metrics.hpp"
#include "api/render/contract_page.hpp"
#include "api/routes.hpp"
#include "storage/feed.hpp"
#include "storage/readiness.hpp"

#include <spdlog/spdlog.h>
#include <boost/json/object.hpp>

#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace shenyi::api {
namespace {

http::Response healthz(const Call&) {
    return json_answer(200, boost::json::object{{"status", "ok"}});
}

http::Response not_ready(const Call& call, std::string name) {
    return problem(
        call.app, *call.request,
        {.name = std::move(name), .status = 503, .headers = {{"Retry-After", std::to_string(limits::retry_after_s)}}});
}

/// The store answers, acts and documents can be written, its schema is this program's, and the organ's record can be
/// read and verified.
http::Response readyz(const Call& call, storage::Readiness& readiness) {
    App& app = call.app;
    const auto schema = app.store->readers().read(
        [&](storage::Connection& connection) { return storage::schema_state(connection, app.migrations); });
    if (!schema) return not_ready(call, "database_away");
    if (!std::holds_alternative<storage::SchemaCurrent>(*schema)) return not_ready(call, "schema_outdated");
    const auto snapshot = app.engine->read(call.subject(), {});
    if (!snapshot) {
        const bool damaged = snapshot.error().kind == storage::StoreError::Kind::damaged;
        return not_ready(call, damaged ? "record_damaged" : "unavailable");
    }
    if (!snapshot->world.organ) return not_ready(call, "not_founded");
    if (const auto error = readiness.cannot_write(app.organ, app.clock->now())) {
        spdlog::error("nothing can be written: {}", error->detail);
        return not_ready(call, "not_writable");
    }
    return healthz(call);
}

http::Response metrics(const Call& call) {
    App& app = call.app;
    Metrics::Now now{.commands_waiting = app.engine->waiting(), .streams_open = app.live->streams()};
    const auto pending = app.store->readers().read(storage::events_pending);
    now.database_answers = pending.has_value();
    now.events_pending = pending.value_or(0);
    return http::text_response(200, app.metrics->text(now), "text/plain; version=0.0.4; charset=utf-8");
}

http::Response page(const Call& call, std::string html) {
    return http::text_response(200, std::move(html), "text/html; charset=utf-8")
        .with("Content-Language", std::string(tag(call.request->language)))
        .with("Vary", "Accept-Language");
}

http::Response docs(const Call& call) {
    return page(call, call.app.contract_pages.at(call.request->language));
}

http::Response problems(const Call& call) {
    return page(call, problems_page(*call.app.messages, call.request->language));
}

http::Response contract(const Call& call) {
    return http::text_response(200, call.app.openapi, "application/yaml");
}

/// What a problem's `type` leads to: its place on the page of all.
http::Response problem_page(const Call& call) {
    const std::string name(call.parameter("name"));
    if (!call.app.messages->has("problem." + name + ".title")) return not_found(call);
    return http::empty_response(308).with("Location", "/docs/problems#" + name);
}

}  // namespace

void add_service(http::Router& router, App& app) {
    get(router, app, "/~/healthz", "healthz", healthz, {}, Access::open);
    const auto readiness = std::make_shared<storage::Readiness>(*app.store, *app.documents);
    get(
        router, app, "/~/readyz", "readyz", [readiness](const Call& call) { return readyz(call, *readiness); }, {},
        Access::open);
    get(router, app, "/~/openapi.yaml", "openapi", contract, {}, Access::open);
    get(router, app, "/~/metrics", "metrics", metrics, {}, Access::open);
    get(router, app, "/~/docs", "docs", docs, {}, Access::open);
    get(router, app, "/~/docs/problems", "problems", problems, {}, Access::open);
    get(router, app, "/~/docs/problems/{name}", "problem", problem_page, {}, Access::open);
}

}  // namespace shenyi::api
