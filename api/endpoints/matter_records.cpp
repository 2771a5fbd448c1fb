#include "api/endpoints/endpoint.hpp"
#include "api/endpoints/looking.hpp"
#include "api/endpoints/papers.hpp"
#include "api/endpoints/records.hpp"
#include "api/render/draft.hpp"
#include "api/render/history.hpp"
#include "api/render/responsibility.hpp"
#include "api/visibility.hpp"
#include "workflow/diff.hpp"
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
constexpr std::size_t attempts_shown_max = 1000;

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

/// The streams of a matter and of the meetings in which it stands, as far as the world holds them, and with them what
/// was refused on each.
std::vector<std::string> streams_around(const World& world, const Matter& matter) {
    std::vector<std::string> streams{stream_of(matter.id).name, attempts_on(matter.id.value).name};
    std::set<MeetingId> meetings;
    for (const Placement& placement : matter.placements) {
        if (!world.meetings.contains(placement.meeting) || !meetings.insert(placement.meeting).second) continue;
        streams.push_back(stream_of(placement.meeting).name);
        streams.push_back(attempts_on(placement.meeting.value).name);
    }
    return streams;
}

/// Whether something refused was tried on the matter or one of its items. Of a meeting's attempts those that were only
/// counted name no item: they are told with each matter that stood in it.
bool is_about(const AttemptEvent& attempt, const Matter& matter) {
    const auto* refused = std::get_if<AttemptRefused>(&attempt);
    if (refused == nullptr || refused->target == stream_of(matter.id).name) return true;
    const auto is_own = [&](const std::string& item) { return matter.placement(ItemId{item}) != nullptr; };
    if (is_own(refused->target.substr(refused->target.rfind('/') + 1))) return true;
    return std::ranges::any_of(refused->findings, [&](const Finding& finding) { return is_own(finding.subject); });
}

json::array attempts_in(const std::vector<storage::StoredEvent>& events, const Matter& matter, const FindingPlace& at,
                        bool all, std::int64_t& count) {
    json::array out;
    for (const storage::StoredEvent& event : events) {
        const auto* attempt = std::get_if<AttemptEvent>(&event.event);
        if (attempt == nullptr || (!all && event.meta.actor != at.command.actor) || !is_about(*attempt, matter)) {
            continue;
        }
        const auto* counted = std::get_if<AttemptsCounted>(attempt);
        count += counted != nullptr ? counted->count : 1;
        out.push_back(render_entry(event, at));
    }
    if (out.size() > attempts_shown_max) {
        out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(attempts_shown_max));
    }
    return out;
}

http::Response responsibility(const Call& call) {
    auto seen = look(call, matter_in_path(call));
    if (!seen || !seen->view.history) return not_found(call);
    World& world = seen->snapshot.world;
    const Matter& matter = *seen->matter;
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
    std::int64_t count = 0;
    body.emplace("attempts", attempts_in(stored, matter, at, seen->view.attempts, count));
    body.emplace("attempt_count", count);
    return tagged_answer(body);
}

}  // namespace

void add_matter_records(http::Router& router, App& app) {
    get(router, app, "/matters/{id}/drafts/{a}/diff/{b}", "get_draft_diff", show_difference);
    get(router, app, "/matters/{id}/responsibility", "get_responsibility", responsibility);
}

}  // namespace shenyi::api
