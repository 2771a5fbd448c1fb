#include "api/endpoints/endpoint.hpp"
#include "api/routes.hpp"
#include "workflow/calendar.hpp"
#include "workflow/organ.hpp"

#include <boost/json/object.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace shenyi::api {
namespace {

using namespace workflow;

/// The last moment to which the clock may be moved: the end of the last year of which the next one can still be given a
/// calendar (workflow/calendar.hpp). Whatever the clock brings about there can be written, and read again.
Instant latest() {
    return parse_instant("9998-12-31T23:59:59.999+08:00").value();
}

http::Response shown(const Call& call) {
    return json_answer(200, boost::json::object{{"now", rfc3339(call.app.clock->now())}});
}

/// Where the body wants the clock to stand; nothing where a year's calendar is missing.
std::optional<Instant> wanted(const Call& call, const boost::json::object& body) {
    if (const auto* now = body.if_contains("now")) return parse_instant(now->as_string());
    const auto snapshot = value_of(call.app.engine->read(call.subject(), call.person));
    const auto days = static_cast<int>(body.at("advance_working_days").as_int64());
    const auto day = working_day_after(snapshot.world.organ->calendar, snapshot.world.today, days);
    if (!day) return std::nullopt;
    return snapshot.world.now + (start_of(*day) - start_of(snapshot.world.today));
}

/// Why the clock is not moved there, as the word of schema_words.cpp with its parameter; moves it where nothing is
/// wrong.
std::optional<std::pair<std::string, std::string>> moved(const Call& call, std::optional<Instant> instant) {
    if (!instant) return std::pair<std::string, std::string>{"calendar", ""};
    if (*instant > latest()) return std::pair{std::string("not_after"), rfc3339(latest())};
    if (!call.app.clock->move_to(*instant)) return std::pair<std::string, std::string>{"not_back", ""};
    return std::nullopt;
}

void move_clock(const Call& call, const http::Reply& reply) {
    const auto body = body_of(call, "set_demo_clock");
    if (!body) return reply(body.error());
    if (const auto wrong = moved(call, wanted(call, body->as_object()))) {
        const std::string pointer = "/" + std::string(body->as_object().begin()->key());
        const BodyFault fault{
            .pointer = pointer, .code = "value", .expected = wrong->first, .parameter = wrong->second};
        http::Problem what = problem_of({fault}, call.request->language);
        what.name = "validation";
        return reply(problem(call.app, *call.request, std::move(what)));
    }
    call.app.daily_job->clock_moved();
    reply(shown(call));
}

}  // namespace

void add_demo(http::Router& router, App& app) {
    get(router, app, "/demo/clock", "get_demo_clock", shown);
    post(router, app, "/demo/clock", "set_demo_clock", move_clock);
}

}  // namespace shenyi::api
