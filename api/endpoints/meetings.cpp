#include "api/endpoints/endpoint.hpp"
#include "api/endpoints/looking.hpp"
#include "api/endpoints/reading.hpp"
#include "api/endpoints/submitting.hpp"
#include "api/render/meeting.hpp"
#include "api/routes.hpp"
#include "api/visibility.hpp"
#include "storage/lists.hpp"
#include "workflow/actions/table.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace shenyi::api {
namespace {

using namespace workflow;
namespace json = boost::json;

Asked::Shown show_outcome_of_meeting(const Call& call, const storage::Outcome& outcome) {
    Asked::Shown shown{.members = {}, .tag = {}, .location = {}};
    if (const auto seen = look_back_at_meeting(call, outcome)) {
        shown.members.emplace("meeting", render_meeting(seen->snapshot.world, *seen->meeting, seen->seq, call.person));
        shown.tag = std::to_string(seen->seq);
    }
    if (outcome.subject.item) shown.members.emplace("item", json::object{{"id", outcome.subject.item->value}});
    return shown;
}

void create_meeting(const Call& call, const http::Reply& reply) {
    submit(call,
           {.target = Target::meeting,
            .action = "create",
            .operation = "meeting_create",
            .subject = call.subject(),
            .creates = true,
            .show =
                [](const Call& asked, const storage::Outcome& outcome) {
                    auto shown = show_outcome_of_meeting(asked, outcome);
                    shown.location = "/api/v1/meetings/" + outcome.subject.meeting->value;
                    return shown;
                }},
           reply);
}

void act_on_meeting(const Call& call, const http::Reply& reply) {
    const std::string action(call.parameter("action"));
    if (action == "create" || find_action(Target::meeting, action) == nullptr) return reply(not_found(call));
    Subject subject = call.subject();
    subject.meeting = meeting_in_path(call);
    submit(call,
           {.target = Target::meeting,
            .action = action,
            .operation = "meeting_" + action,
            .subject = subject,
            .show = show_outcome_of_meeting,
            .sees = sight_of_meeting(call, subject)},
           reply);
}

void act_on_item(const Call& call, const http::Reply& reply) {
    const std::string action(call.parameter("action"));
    if (find_action(Target::item, action) == nullptr) return reply(not_found(call));
    Subject subject = call.subject();
    subject.meeting = meeting_in_path(call);
    subject.item = ItemId{std::string(call.parameter("item"))};
    submit(call,
           {.target = Target::item,
            .action = action,
            .operation = "item_" + action,
            .subject = subject,
            .show = show_outcome_of_meeting,
            .sees = sight_of_meeting(call, subject)},
           reply);
}

http::Response show_meeting(const Call& call) {
    const auto seen = look(call, meeting_in_path(call));
    if (!seen) return not_found(call);
    note_reading(call, seen->snapshot.world, stream_of(seen->meeting->id), {.what = ReadKind::meeting});
    return json_answer(200, render_meeting(seen->snapshot.world, *seen->meeting, seen->seq, call.person))
        .tagged(std::to_string(seen->seq));
}

storage::MeetingFilter meeting_filter_of(const Call& call) {
    storage::MeetingFilter filter;
    if (const auto forum = call.query("forum")) filter.forum = std::string(*forum);
    if (const auto stage = call.query("stage")) filter.stage = std::string(*stage);
    for (const auto& [name, date] : {std::pair{"from", &filter.from}, std::pair{"to", &filter.to}}) {
        const auto given = call.query(name);
        if (given) *date = parse_date(*given);
    }
    return filter;
}

json::object summary_of(const Call& call, const storage::MeetingSummary& row) {
    return {{"id", row.id.value},
            {"forum", row.forum},
            {"stage", row.stage},
            {"seq", row.seq},
            {"held_at", rfc3339(row.held_at)},
            {"place", row.place},
            {"chair", row.chair.value},
            {"recorder", row.recorder.value},
            {"organ", call.organ.value}};
}

http::Response list_meetings(const Call& call) {
    const auto filter = meeting_filter_of(call);
    std::optional<std::string> cursor;
    if (const auto given = call.query("cursor")) cursor = std::string(*given);
    const auto names = names_of(call);
    const auto rows = value_of(call.app.store->readers().read([&](storage::Connection& connection) {
        return storage::list_meetings(connection, call.organ, names, filter, limit_of(call), cursor);
    }));
    if (!rows) return bad_cursor(call);
    json::array items;
    for (const storage::MeetingSummary& row : rows->items) items.push_back(summary_of(call, row));
    return tagged_answer(json::object{{"items", std::move(items)}, {"next_cursor", codec::write(rows->next_cursor)}});
}

}  // namespace

void add_meetings(http::Router& router, App& app) {
    post_action(router, app, "/meetings", "meeting_create", create_meeting);
    get_list(router, app, "/meetings", "list_meetings", list_meetings, {"forum", "stage", "from", "to"});
    get(router, app, "/meetings/{id}", "get_meeting", show_meeting);
    post_action(router, app, "/meetings/{id}/actions/{action}", "meeting_action", act_on_meeting);
    post_action(router, app, "/meetings/{id}/items/{item}/actions/{action}", "item_action", act_on_item);
}

}  // namespace shenyi::api
