#include "api/endpoints/endpoint.hpp"
#include "api/endpoints/looking.hpp"
#include "api/endpoints/submitting.hpp"
#include "api/render/person.hpp"
#include "api/routes.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/organ.hpp"
#include "workflow/rosters.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

/// The organ of the path is the reader's own; another is told as not there.
bool is_own(const Call& call) {
    return call.parameter("id") == call.organ.value;
}

json::object shown(const Organ& organ) {
    return {{"id", organ.id.value}, {"name", organ.name}, {"own_issuer", organ.own_issuer}};
}

http::Response list_organs(const Call& call) {
    return list_answer(call, {shown(*look_at_organ(call).organ)});
}

http::Response show_organ(const Call& call) {
    if (!is_own(call)) return not_found(call);
    return tagged_answer(shown(*look_at_organ(call).organ));
}

http::Response list_units(const Call& call) {
    if (!is_own(call)) return not_found(call);
    const SeenOrgan read = look_at_organ(call);
    json::array items;
    for (const auto& [id, unit] : read.organ->units) {
        items.push_back(json::object{{"id", id.value},
                                     {"name", unit.name},
                                     {"heads", write(holders_of(*read.organ, Role::section_head, read.today, &id))}});
    }
    return list_answer(call, std::move(items));
}

http::Response list_rosters(const Call& call) {
    if (!is_own(call)) return not_found(call);
    const auto forum = call.query("forum");
    json::array items;
    const auto organ = look_at_organ(call).organ;
    for (const Roster& roster : dated_rosters(*organ)) {
        if (forum && codec::name_of_enumerator(roster.forum) != *forum) continue;
        items.push_back(write(roster));
    }
    return list_answer(call, std::move(items));
}

http::Response list_calendars(const Call& call) {
    if (!is_own(call)) return not_found(call);
    json::array items;
    const auto organ = look_at_organ(call).organ;
    for (const LoadedCalendar& loaded : organ->loaded_calendars) items.push_back(render_calendar(loaded));
    return list_answer(call, std::move(items));
}

Asked::Shown show_calendar(const Call& call, const storage::Outcome& outcome, int year) {
    Asked::Shown result{.members = {}, .tag = {}, .location = {}};
    const auto organ = look_back_at_organ(call, outcome).organ;
    for (const LoadedCalendar& loaded : organ->loaded_calendars) {
        if (loaded.year.year == year) result.members["calendar"] = render_calendar(loaded);
    }
    return result;
}

void load_calendar(const Call& call, const http::Reply& reply) {
    if (!is_own(call)) return reply(not_found(call));
    submit(call,
           {.target = Target::organ,
            .action = "load_calendar",
            .operation = "organ_load_calendar",
            .subject = call.subject(),
            .creates = true,
            .show =
                [](const Call& asked, const storage::Outcome& outcome) {
                    const auto body = body_of(asked, "organ_load_calendar");
                    return show_calendar(asked, outcome, static_cast<int>(body->at("year").as_int64()));
                }},
           reply);
}

void confirm_calendar(const Call& call, const http::Reply& reply) {
    const std::string_view given = call.parameter("year");
    int year = 0;
    const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), year);
    const bool is_number = error == std::errc() && end == given.data() + given.size();
    if (!is_own(call) || !is_number) return reply(not_found(call));
    const auto organ = look_at_organ(call).organ;
    const bool loaded = std::ranges::any_of(organ->loaded_calendars,
                                            [&](const LoadedCalendar& each) { return each.year.year == year; });
    if (!loaded) return reply(not_found(call));
    Subject subject = call.subject();
    subject.year = year;
    submit(call,
           {.target = Target::organ,
            .action = "confirm_calendar",
            .operation = "organ_confirm_calendar",
            .subject = subject,
            .show = [year](const Call& asked,
                           const storage::Outcome& outcome) { return show_calendar(asked, outcome, year); }},
           reply);
}

http::Response list_policy_packs(const Call& call) {
    if (!is_own(call)) return not_found(call);
    json::array items;
    const auto organ = look_at_organ(call).organ;
    for (const Adopted& adopted : organ->packs) {
        const auto pack = call.app.definitions->packs.find(adopted.hash);
        json::object values;
        if (pack != call.app.definitions->packs.end()) values = write(*pack->second).as_object();
        values.erase("name");
        values.erase("hash");
        items.push_back(json::object{
            {"name", adopted.name}, {"hash", adopted.hash}, {"from", iso(adopted.from)}, {"values", values}});
    }
    return list_answer(call, std::move(items));
}

}  // namespace

void add_organs(http::Router& router, App& app) {
    get_list(router, app, "/organs", "list_organs", list_organs);
    get(router, app, "/organs/{id}", "get_organ", show_organ);
    get_list(router, app, "/organs/{id}/units", "list_units", list_units);
    get_list(router, app, "/organs/{id}/rosters", "list_rosters", list_rosters, {"forum"});
    get_list(router, app, "/organs/{id}/policy-packs", "list_policy_packs", list_policy_packs);
    get_list(router, app, "/organs/{id}/calendars", "list_calendars", list_calendars);
    post_action(router, app, "/organs/{id}/calendars", "organ_load_calendar", load_calendar);
    post_action(router, app, "/organs/{id}/calendars/{year}/confirm", "organ_confirm_calendar", confirm_calendar);
}

}  // namespace shenyi::api
