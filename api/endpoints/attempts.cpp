#include "api/endpoints/attempts.hpp"

#include "api/render/running_count.hpp"
#include "storage/attempts.hpp"
#include "workflow/context.hpp"
#include "workflow/organ.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace shenyi::api {

using namespace workflow;
namespace json = boost::json;

namespace {

const std::string& target_of(const AttemptEvent& attempt) {
    const auto* refused = std::get_if<AttemptRefused>(&attempt);
    return refused != nullptr ? refused->target : std::get<AttemptsCounted>(attempt).target;
}

const std::vector<std::string>& about_of(const AttemptEvent& attempt) {
    const auto* refused = std::get_if<AttemptRefused>(&attempt);
    return refused != nullptr ? refused->about : std::get<AttemptsCounted>(attempt).about;
}

bool names(const std::vector<std::string>& list, const std::string& stream) {
    return std::ranges::find(list, stream) != list.end();
}

/// Whether something refused bears on a matter. Counts of before they told on what they bear are told with each matter
/// that stood in the meeting.
bool is_about(const AttemptEvent& attempt, const Matter& matter) {
    const std::string own = stream_of(matter.id).name;
    if (target_of(attempt) == own || names(about_of(attempt), own)) return true;
    const auto* refused = std::get_if<AttemptRefused>(&attempt);
    if (refused == nullptr) return !std::get<AttemptsCounted>(attempt).actions;
    const auto is_own = [&](const std::string& item) { return matter.placement(ItemId{item}) != nullptr; };
    if (is_own(refused->target.substr(refused->target.rfind('/') + 1))) return true;
    return std::ranges::any_of(refused->findings, [&](const Finding& finding) { return is_own(finding.subject); });
}

/// A meeting has no reader of attempts but those who see all that is refused in the bureau.
bool sees_all_attempts(const World& world, const PersonId& reader) {
    return world.organ && (holds(*world.organ, reader, Role::director, world.today) ||
                           holds(*world.organ, reader, Role::inspector, world.today));
}

/// The places where something was tried, each loaded once.
class Places {
  public:
    struct Place {
        std::shared_ptr<const World> world;
        bool sees_record = false;    ///< of a meeting
        bool sees_attempts = false;  ///< of others
    };

    explicit Places(const Call& call) : call_(call) {}

    const Place& of(const std::string& target) {
        const auto slash = target.find('/');
        const std::string id = target.substr(slash + 1, target.find('/', slash + 1) - slash - 1);
        const bool meeting = target.starts_with("meeting/");
        const auto [found, fresh] = places_.try_emplace(id);
        if (fresh) found->second = meeting ? place_of(MeetingId{id}) : place_of(MatterId{id}, target);
        return found->second;
    }

  private:
    Place place_of(const MeetingId& id) const {
        Subject subject = call_.subject();
        subject.meeting = id;
        Place place = loaded(subject);
        const Meeting* meeting = find(*place.world, id);
        place.sees_record = meeting != nullptr && sees_record(*place.world, call_.person, *meeting);
        place.sees_attempts = place.sees_record && sees_all_attempts(*place.world, call_.person);
        return place;
    }
    Place place_of(const MatterId& id, const std::string& target) const {
        Subject subject = call_.subject();
        if (target.starts_with("matter/")) subject.matter = id;
        Place place = loaded(subject);
        const Matter* matter = find(*place.world, id);
        place.sees_attempts = matter != nullptr && sees_attempts(*place.world, call_.person, *matter);
        return place;
    }
    Place loaded(const Subject& subject) const {
        auto snapshot = value_of(call_.app.engine->read(subject, call_.person));
        return {.world = std::make_shared<const World>(std::move(snapshot.world))};
    }

    const Call& call_;
    std::map<std::string, Place> places_;
};

std::vector<storage::StoredEvent> stored_around(const Call& call, const std::vector<std::string>& streams,
                                                const std::string& about) {
    auto events = value_of(call.app.engine->events(call.organ, streams));
    for (storage::StoredEvent& event : value_of(call.app.engine->events_about(call.organ, about))) {
        if (!names(streams, event.reference.stream)) events.push_back(std::move(event));
    }
    std::erase_if(events, [](const auto& event) { return !std::holds_alternative<AttemptEvent>(event.event); });
    std::ranges::stable_sort(events, {}, [](const storage::StoredEvent& event) { return event.reference.recorded_at; });
    return events;
}

/// The attempt streams of the matter and of the meetings in which it stands.
std::vector<std::string> attempt_streams(const World& world, const Matter& matter) {
    std::vector<std::string> streams{attempts_on(matter.id.value).name};
    for (const Placement& placement : matter.placements) {
        const std::string stream = attempts_on(placement.meeting.value).name;
        if (world.meetings.contains(placement.meeting) && !names(streams, stream)) streams.push_back(stream);
    }
    return streams;
}

/// Who sees all attempts on the matter sees those on a meeting where he sees its record.
bool sees_of_matter(const SeenMatter& seen, const std::string& target, const Places::Place& place) {
    if (target == stream_of(seen.matter->id).name) return seen.view.attempts;
    return target.starts_with("meeting/") ? seen.view.attempts && place.sees_record : place.sees_attempts;
}

}  // namespace

std::vector<SeenAttempt> attempts_around(const Call& call, const SeenMatter& seen) {
    std::vector<SeenAttempt> attempts;
    Places places(call);
    const auto streams = attempt_streams(seen.snapshot.world, *seen.matter);
    for (storage::StoredEvent& event : stored_around(call, streams, stream_of(seen.matter->id).name)) {
        const auto& attempt = std::get<AttemptEvent>(event.event);
        if (!is_about(attempt, *seen.matter)) continue;
        const Places::Place& place = places.of(target_of(attempt));
        if (event.meta.actor != call.person && !sees_of_matter(seen, target_of(attempt), place)) continue;
        attempts.push_back({std::move(event), place.world});
    }
    return attempts;
}

std::vector<SeenAttempt> attempts_around(const Call& call, const SeenMeeting& seen) {
    std::vector<SeenAttempt> attempts;
    Places places(call);
    const std::string own = stream_of(seen.meeting->id).name;
    for (storage::StoredEvent& event : stored_around(call, {attempts_on(seen.meeting->id.value).name}, own)) {
        const Places::Place& place = places.of(target_of(std::get<AttemptEvent>(event.event)));
        if (event.meta.actor != call.person && !place.sees_attempts) continue;
        attempts.push_back({std::move(event), place.world});
    }
    return attempts;
}

std::vector<storage::AttemptCount> counts_around(const Call& call, const SeenMatter& seen) {
    Places places(call);
    const auto streams = attempt_streams(seen.snapshot.world, *seen.matter);
    auto counts = value_of(call.app.engine->running_counts(call.organ, {streams.begin(), streams.end()}));
    std::erase_if(counts, [&](const storage::AttemptCount& count) {
        const AttemptsCounted& counted = count.counted;
        if (!is_about(AttemptEvent{counted}, *seen.matter)) return true;
        return counted.person != call.person && !sees_of_matter(seen, counted.target, places.of(counted.target));
    });
    return counts;
}

json::array running_around(const Call& call, const SeenMatter& seen) {
    json::array out;
    for (const storage::AttemptCount& count : counts_around(call, seen)) {
        out.push_back(render_running_count(count.counted, count.stream, *seen.snapshot.world.organ));
    }
    return out;
}

json::array running_around(const Call& call, const SeenMeeting& seen) {
    json::array out;
    const World& world = seen.snapshot.world;
    const std::string stream = attempts_on(seen.meeting->id.value).name;
    for (const storage::AttemptCount& count : value_of(call.app.engine->running_counts(call.organ, {stream}))) {
        if (count.counted.person != call.person && !sees_all_attempts(world, call.person)) continue;
        out.push_back(render_running_count(count.counted, stream, *world.organ));
    }
    return out;
}

}  // namespace shenyi::api
