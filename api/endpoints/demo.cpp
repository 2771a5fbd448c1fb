#include "api/endpoints/endpoint.hpp"
#include "api/routes.hpp"
#include "workflow/calendar.hpp"
#include "workflow/organ.hpp"

#include <boost/json/object.hpp>

#include <chrono>

namespace shenyi::api {
namespace {

using namespace workflow;

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

void move_clock(const Call& call, const http::Reply& reply) {
    const auto body = body_of(call, "set_demo_clock");
    if (!body) return reply(body.error());
    const auto instant = wanted(call, body->as_object());
    if (!instant || !call.app.clock->move_to(*instant)) {
        const std::string pointer = "/" + std::string(body->as_object().begin()->key());
        const SchemaExpected expected = instant ? SchemaExpected("not_back") : SchemaExpected("calendar");
        return reply(faulty(call, std::vector<BodyFault>{{pointer, "value", expected, {}}}));
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
