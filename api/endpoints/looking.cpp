#include "api/endpoints/looking.hpp"

#include <string>
#include <utility>
#include <variant>

namespace shenyi::api {

using namespace workflow;

namespace {

std::optional<SeenMatter> seen_in(storage::Snapshot snapshot, const Call& call, const MatterId& id) {
    SeenMatter seen{.snapshot = std::move(snapshot), .matter = nullptr};
    const auto found = seen.snapshot.world.matters.find(id);
    if (found == seen.snapshot.world.matters.end()) return std::nullopt;
    seen.matter = found->second;
    seen.view = view_of(seen.snapshot.world, call.person, *seen.matter);
    if (!seen.view.sees()) return std::nullopt;
    seen.seq = seen.snapshot.seq[stream_of(id).name];
    return seen;
}

std::optional<SeenMeeting> seen_in(storage::Snapshot snapshot, const Call& call, const MeetingId& id) {
    SeenMeeting seen{.snapshot = std::move(snapshot), .meeting = nullptr};
    const auto found = seen.snapshot.world.meetings.find(id);
    if (found == seen.snapshot.world.meetings.end()) return std::nullopt;
    if (!sees(seen.snapshot.world, call.person, *found->second)) return std::nullopt;
    seen.meeting = found->second;
    seen.seq = seen.snapshot.seq[stream_of(id).name];
    return seen;
}

}  // namespace

OrganToday organ_today(const Call& call) {
    const auto snapshot = value_of(call.app.engine->read(call.subject(), call.person));
    return {snapshot.world.organ, snapshot.world.today};
}

std::optional<SeenMatter> look(const Call& call, const MatterId& id) {
    Subject subject = call.subject();
    subject.matter = id;
    return seen_in(value_of(call.app.engine->read(subject, call.person)), call, id);
}

std::optional<SeenMeeting> look(const Call& call, const MeetingId& id) {
    Subject subject = call.subject();
    subject.meeting = id;
    return seen_in(value_of(call.app.engine->read(subject, call.person)), call, id);
}

std::function<bool(const World&)> sight_of_matter(const Call& call, const MatterId& id) {
    return [person = call.person, id](const World& world) {
        const Matter* matter = find(world, id);
        return matter != nullptr && view_of(world, person, *matter).sees();
    };
}

std::function<bool(const World&)> sight_of_meeting(const Call& call, const Subject& subject) {
    return [person = call.person, id = *subject.meeting, item = subject.item](const World& world) {
        const Meeting* meeting = find(world, id);
        if (meeting == nullptr || (item && meeting->item(*item) == nullptr)) return false;
        return sees(world, person, *meeting);
    };
}

storage::Snapshot world_after(const Call& call, const Subject& subject, const storage::Outcome& outcome) {
    if (outcome.after) return *outcome.after;
    return value_of(call.app.engine->read_at(subject, call.person, storage::moment_of(outcome)));
}

std::optional<SeenMatter> look_back_at_matter(const Call& call, const storage::Outcome& outcome) {
    Subject subject = call.subject();
    subject.matter = outcome.subject.matter;
    return seen_in(world_after(call, subject, outcome), call, *subject.matter);
}

std::optional<SeenMeeting> look_back_at_meeting(const Call& call, const storage::Outcome& outcome) {
    Subject subject = call.subject();
    subject.meeting = outcome.subject.meeting;
    return seen_in(world_after(call, subject, outcome), call, *subject.meeting);
}

MatterId matter_in_path(const Call& call) {
    return {std::string(call.parameter("id"))};
}

MeetingId meeting_in_path(const Call& call) {
    return {std::string(call.parameter("id"))};
}

bool opens(const View& view, const Event& event) {
    const auto* of_matter = std::get_if<MatterEvent>(&event);
    const auto* given = of_matter != nullptr ? std::get_if<AdviserOpinionGiven>(of_matter) : nullptr;
    return given == nullptr || view.opinions.contains(given->opinion);
}

}  // namespace shenyi::api
