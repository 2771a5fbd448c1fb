#include "api/endpoints/attempts.hpp"
#include "api/endpoints/endpoint.hpp"
#include "api/endpoints/looking.hpp"
#include "api/endpoints/reading.hpp"
#include "api/endpoints/records.hpp"
#include "api/render/history.hpp"
#include "api/visibility.hpp"
#include "workflow/context.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <iterator>
#include <set>

/// What happened to a matter and in a meeting, event by event, with what was refused.
namespace shenyi::api {
namespace {

using namespace workflow;
namespace json = boost::json;

/// Entries from several streams, brought into the order of their time.
class Told {
  public:
    Told(const Call& call, const Command& looking) : call_(call), looking_(looking) {}

    void add(const storage::StoredEvent& event, const World& world) {
        entries_.emplace_back(event.reference.recorded_at,
                              render_entry(event, {call_.app, world, looking_, call_.request->language}));
    }
    void add(const std::vector<SeenAttempt>& attempts) {
        for (const SeenAttempt& each : attempts) add(each.event, *each.world);
    }

    json::array take() {
        std::ranges::stable_sort(entries_, {}, &std::pair<Instant, json::object>::first);
        json::array items;
        for (auto& [at, entry] : entries_) items.push_back(std::move(entry));
        return items;
    }

  private:
    const Call& call_;
    const Command& looking_;
    std::vector<std::pair<Instant, json::object>> entries_;
};

/// What of a meeting's stream is told with a matter: what happened to its items, and to the meeting as a whole. What
/// the matter's own stream says of the items too is told once, from there.
struct OfMatter {
    const Matter& matter;

    template <class E>
    requires std::is_constructible_v<MatterEvent, const E&>
    bool operator()(const E&) const { return false; }
    template <class E>
    requires(!std::is_constructible_v<MatterEvent, const E&>) bool operator()(const E& event) const {
        if constexpr (requires { event.item; }) return matter.placement(event.item) != nullptr;
        return true;
    }
};

/// The meetings in which an item of the matter came up or may still do, and whose record the reader sees.
std::set<MeetingId> sittings_of(const Call& call, const SeenMatter& seen) {
    std::set<MeetingId> meetings;
    const World& world = seen.snapshot.world;
    for (const Placement& placement : seen.matter->placements) {
        const Meeting* meeting = find(world, placement.meeting);
        const Item* item = meeting != nullptr ? meeting->item(placement.item) : nullptr;
        if (item == nullptr || (item->state == ItemState::removed && !item->opened_at)) continue;
        if (sees_record(world, call.person, *meeting)) meetings.insert(meeting->id);
    }
    return meetings;
}

void add_sittings(const Call& call, const SeenMatter& seen, Told& told) {
    std::vector<std::string> streams;
    for (const MeetingId& meeting : sittings_of(call, seen)) streams.push_back(stream_of(meeting).name);
    if (streams.empty()) return;
    for (const storage::StoredEvent& event : value_of(call.app.engine->events(call.organ, streams))) {
        const auto* of_meeting = std::get_if<MeetingEvent>(&event.event);
        if (of_meeting != nullptr && std::visit(OfMatter{*seen.matter}, *of_meeting)) {
            told.add(event, seen.snapshot.world);
        }
    }
}

http::Response history_of_matter(const Call& call) {
    const auto seen = look(call, matter_in_path(call));
    if (!seen || !seen->view.history) return not_found(call);
    const Stream own = stream_of(seen->matter->id);
    note_reading(call, seen->snapshot.world, own, {.what = ReadKind::history});
    Command looking{.target = Target::matter, .action = {}, .subject = call.subject(), .actor = call.person};
    looking.subject.matter = seen->matter->id;
    Told told(call, looking);
    for (const storage::StoredEvent& event : value_of(call.app.engine->events(call.organ, {own.name}))) {
        if (opens(seen->view, event.event)) told.add(event, seen->snapshot.world);
    }
    add_sittings(call, *seen, told);
    told.add(attempts_around(call, *seen));
    json::array items = told.take();
    for (json::value& entry : running_around(call, *seen)) items.push_back(std::move(entry));
    return list_answer(call, std::move(items));
}

http::Response history_of_meeting(const Call& call) {
    const auto seen = look(call, meeting_in_path(call));
    if (!seen || !sees_record(seen->snapshot.world, call.person, *seen->meeting)) return not_found(call);
    const Stream own = stream_of(seen->meeting->id);
    note_reading(call, seen->snapshot.world, own, {.what = ReadKind::history});
    Command looking{.target = Target::meeting, .action = {}, .subject = call.subject(), .actor = call.person};
    looking.subject.meeting = seen->meeting->id;
    Told told(call, looking);
    for (const storage::StoredEvent& event : value_of(call.app.engine->events(call.organ, {own.name}))) {
        told.add(event, seen->snapshot.world);
    }
    told.add(attempts_around(call, *seen));
    json::array items = told.take();
    for (json::value& entry : running_around(call, *seen)) items.push_back(std::move(entry));
    return list_answer(call, std::move(items));
}

}  // namespace

void add_histories(http::Router& router, App& app) {
    get_list(router, app, "/matters/{id}/history", "list_history", history_of_matter);
    get_list(router, app, "/meetings/{id}/history", "list_meeting_history", history_of_meeting);
}

}  // namespace shenyi::api
