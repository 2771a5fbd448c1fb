#include "api/endpoints/endpoint.hpp"
#include "api/limits.hpp"
#include "api/live_changes.hpp"
#include "api/log_lines.hpp"
#include "api/metrics.hpp"
#include "api/render/contract_page.hpp"
#include "api/routes.hpp"
#include "storage/condition.hpp"
#include "storage/feed.hpp"
#include "storage/readiness.hpp"

#include <spdlog/spdlog.h>
#include <boost/json/object.hpp>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
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

/// What was found out on the way to whether the server is ready.
struct Fitness {
    std::optional<std::string_view> not_ready;  ///< of `reasons_not_ready`
    std::shared_ptr<const workflow::Organ> organ;
    bool database_answers = true;
};

/// The store answers, acts and documents can be written, its schema is this program's, and the organ's record can be
/// read and verified.
Fitness fitness_of(const Call& call, storage::Readiness& readiness) {
    App& app = call.app;
    const auto schema = app.store->readers().read(
        [&](storage::Connection& connection) { return storage::schema_state(connection, app.migrations); });
    if (!schema) return {.not_ready = "database_away", .organ = {}, .database_answers = false};
    if (!std::holds_alternative<storage::SchemaCurrent>(*schema)) return {.not_ready = "schema_outdated", .organ = {}};
    const auto snapshot = app.engine->read(call.subject(), {});
    if (!snapshot) {
        const bool damaged = snapshot.error().kind == storage::StoreError::Kind::damaged;
        return {.not_ready = damaged ? "record_damaged" : "unavailable", .organ = {}};
    }
    if (!snapshot->world.organ) return {.not_ready = "not_founded", .organ = {}};
    if (const auto error = readiness.cannot_write(app.organ, app.clock->now())) {
        spdlog::error("nothing can be written: {}", error->detail);
        return {.not_ready = "not_writable", .organ = snapshot->world.organ};
    }
    return {.not_ready = {}, .organ = snapshot->world.organ};
}

http::Response readyz(const Call& call, storage::Readiness& readiness) {
    const Fitness fitness = fitness_of(call, readiness);
    return fitness.not_ready ? not_ready(call, std::string(*fitness.not_ready)) : healthz(call);
}

void look_into_database(App& app, Metrics::Now& now) {
    const auto looked = app.store->readers().read([&](storage::Connection& connection) {
        return std::pair(storage::pending_events(connection), storage::sessions_open(connection, now.at));
    });
    if (!looked) return;
    now.events_pending = looked->first.count;
    now.oldest_pending = looked->first.oldest;
    now.sessions = looked->second;
}

void look_at_disks(const App& app, Metrics::Now& now) {
    for (const auto& [what, folder] : app.folders) {
        std::error_code error;
        const std::filesystem::space_info space = std::filesystem::space(folder, error);
        if (!error) now.spaces.push_back({.folder = what, .free = space.available, .size = space.capacity});
    }
}

http::Response metrics(const Call& call, storage::Readiness& readiness) {
    App& app = call.app;
    const Fitness fitness = fitness_of(call, readiness);
    Metrics::Now now{.at = app.clock->now(),
                     .not_ready = fitness.not_ready,
                     .database_answers = fitness.database_answers,
                     .commands = {app.engine->waiting(), storage::limits::queue},
                     .pool = {app.pool->waiting(), app.pool->queue_max()},
                     .streams_open = app.live->streams(),
                     .log_lines_lost = log_lines_lost()};
    if (fitness.organ) {
        now.day_begun = fitness.organ->last_daily_job;
        for (const auto& [year, calendar] : fitness.organ->calendar.years) {
            if (!calendar.notices.empty()) now.calendar_until = year;
        }
    }
    if (fitness.database_answers) look_into_database(app, now);
    look_at_disks(app, now);
    return http::text_response(200, app.metrics->text(now), "text/plain; version=0.0.4; charset=utf-8");
}

http::Response page(const Call& call, std::string html) {
    return http::text_response(200, std::move(html), "text/html; charset=utf-8")
        .with("Content-Language", std::string(tag(call.request->language)))
        .with("Vary", "Accept-Language");
}

http::Response docs(const Call& call) {
    return page(call, call.app.contract_pages->in(call.request->language));
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
    get(
        router, app, "/~/metrics", "metrics", [readiness](const Call& call) { return metrics(call, *readiness); }, {},
        Access::open);
    get(router, app, "/~/docs", "docs", docs, {}, Access::open);
    get(router, app, "/~/docs/problems", "problems", problems, {}, Access::open);
    get(router, app, "/~/docs/problems/{name}", "problem", problem_page, {}, Access::open);
}

}  // namespace shenyi::api
