#include "api/endpoints/attempts.hpp"
#include "api/endpoints/endpoint.hpp"
#include "api/endpoints/looking.hpp"
#include "api/endpoints/papers.hpp"
#include "api/endpoints/reading.hpp"
#include "api/endpoints/records.hpp"
#include "api/render/draft.hpp"
#include "api/render/history.hpp"
#include "api/render/reading.hpp"
#include "api/render/responsibility.hpp"
#include "api/render/running_count.hpp"
#include "api/visibility.hpp"
#include "workflow/diff.hpp"
#include "workflow/organ.hpp"
#include "workflow/responsibility.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>
#include <set>

/// What is on record of a matter: the difference of its versions, and who answered for what.
namespace shenyi::api {
namespace {

using namespace workflow;
namespace json = boost::json;

/// As many as the contract lets an answer hold.
constexpr std::size_t entries_shown_max = 1000;

/// The version whose number stands in the path, where the reader may read its text; else null.
const Draft* draft_in_path(const Call& call, const SeenMatter& seen, std::string_view name) {
    const std::string_view given = call.parameter(name);
    int version = 0;
    std::from_chars(given.data(), given.data() + given.size(), version);
    const Draft* draft = seen.matter->draft(version);
    if (draft == nullptr || std::to_string(version) != given) return nullptr;
    return seen.view.versions.contains(version) ? draft : nullptr;
}

http::Response show_difference(const Call& call) {
    const auto seen = look(call, matter_in_path(call));
    const Draft* before = seen ? draft_in_path(call, *seen, "a") : nullptr;
    const Draft* after = seen ? draft_in_path(call, *seen, "b") : nullptr;
    if (before == nullptr || after == nullptr) return not_found(call);
    note_reading(call, seen->snapshot.world, stream_of(seen->matter->id),
                 {.what = ReadKind::difference, .version = after->version});
    const auto old_clauses = clauses_of(call, *before);
    const auto new_clauses = clauses_of(call, *after);
    std::optional<std::vector<ClauseChange>> changes;
    if (old_clauses && new_clauses) changes = diff(*old_clauses, *new_clauses);
    return tagged_answer(render_difference(*before, *after, changes));
}

/// Where what was tried on the matter is put into words.
Command looking_at(const Call& call, const Matter& matter) {
    Command command{.target = Target::matter, .action = {}, .subject = call.subject(), .actor = call.person};
    command.subject.matter = matter.id;
    return command;
}

/// Leaves in the world only the meetings whose record the reader sees: what he cannot read there he is not told here.
void hide_meetings(World& world, const PersonId& reader) {
    const World whole = world;
    std::erase_if(world.meetings, [&](const auto& entry) { return !sees_record(whole, reader, *entry.second); });
}

/// The streams of a matter and of the meetings in which it stands, as far as the world holds them.
std::vector<std::string> streams_around(const World& world, const Matter& matter) {
    std::vector<std::string> streams{stream_of(matter.id).name};
    std::set<MeetingId> meetings;
    for (const Placement& placement : matter.placements) {
        if (!world.meetings.contains(placement.meeting) || !meetings.insert(placement.meeting).second) continue;
        streams.push_back(stream_of(placement.meeting).name);
    }
    return streams;
}

/// How many of what an attempt stands for are review after the meeting (R-GATE-01).
std::int64_t reviews_after_meeting(const AttemptEvent& attempt) {
    if (const auto* refused = std::get_if<AttemptRefused>(&attempt)) return kind_counted(*refused) ? 1 : 0;
    std::int64_t count = 0;
    for (const NameCounted& each : std::get<AttemptsCounted>(attempt).counted_as.value_or(std::vector<NameCounted>{})) {
        if (each.name == "review_after_meeting") count += each.count;
    }
    return count;
}

/// The newest attempts that the reader sees, and the count of all: those that are counted and not written yet, too.
void add_attempts(json::object& body, const Call& call, const SeenMatter& seen, const Command& looking) {
    std::int64_t count = 0;
    std::int64_t afterwards = 0;
    json::array out;
    for (const SeenAttempt& each : attempts_around(call, seen)) {
        const auto& attempt = std::get<AttemptEvent>(each.event.event);
        const auto* counted = std::get_if<AttemptsCounted>(&attempt);
        count += counted != nullptr ? counted->count : 1;
        afterwards += reviews_after_meeting(attempt);
        out.push_back(render_entry(each.event, {call.app, *each.world, looking, call.request->language}));
    }
    for (const storage::AttemptCount& running : counts_around(call, seen)) {
        count += running.counted.count;
        afterwards += reviews_after_meeting(AttemptEvent{running.counted});
        out.push_back(render_running_count(running.counted, running.stream, *seen.snapshot.world.organ));
    }
    if (out.size() > entries_shown_max) {
        out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(entries_shown_max));
    }
    body.emplace("attempts", std::move(out));
    body.emplace("attempt_count", count);
    body.emplace("review_after_meeting_count", afterwards);
}

/// Who opened which paper when. Of others it is told to who sees the whole bureau's attempts: director and inspector.
json::array readings_of(const Call& call, const World& world, const Matter& matter) {
    const bool all = holds(*world.organ, call.person, Role::director, world.today) ||
                     holds(*world.organ, call.person, Role::inspector, world.today);
    json::array out;
    for (const storage::StoredEvent& event :
         value_of(call.app.engine->events_about(call.organ, stream_of(matter.id).name))) {
        const auto* access = std::get_if<AccessEvent>(&event.event);
        const auto* read = access != nullptr ? std::get_if<RecordRead>(access) : nullptr;
        if (read == nullptr || (!all && read->person != call.person)) continue;
        for (const ReadEntry& reading : read->readings) {
            if (is_paper(reading.what)) out.push_back(render_reading(event, *read, reading, matter, *world.organ));
        }
    }
    if (out.size() > entries_shown_max) {
        out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(entries_shown_max));
    }
    return out;
}

http::Response responsibility(const Call& call) {
    auto seen = look(call, matter_in_path(call));
    if (!seen || !seen->view.history) return not_found(call);
    World& world = seen->snapshot.world;
    const Matter& matter = *seen->matter;
    note_reading(call, world, stream_of(matter.id), {.what = ReadKind::responsibility});
    hide_meetings(world, call.person);
    auto stored = value_of(call.app.engine->events(call.organ, streams_around(world, matter)));
    std::ranges::stable_sort(stored, {}, [](const storage::StoredEvent& event) { return event.reference.recorded_at; });
    std::vector<NewEvent> events;
    for (const storage::StoredEvent& event : stored) {
        if (!opens(seen->view, event.event)) continue;
        events.push_back({Stream{event.reference.stream}, event.event, event.meta});
    }
    const Command command = looking_at(call, matter);
    const FindingPlace at{call.app, world, command, call.request->language};
    json::object body = render_responsibility(responsibility_of(world, matter, events), matter, at);
    add_attempts(body, call, *seen, command);
    body.emplace("readings", readings_of(call, world, matter));
    return tagged_answer(body);
}

}  // namespace

void add_matter_records(http::Router& router, App& app) {
    get(router, app, "/matters/{id}/drafts/{a}/diff/{b}", "get_draft_diff", show_difference);
    get(router, app, "/matters/{id}/responsibility", "get_responsibility", responsibility);
}

}  // namespace shenyi::api
