#include "api/endpoints/looking.hpp"

#include <string>

namespace shenyi::api {

using namespace workflow;

std::optional<SeenMatter> look(const Call& call, const MatterId& id) {
    Subject subject = call.subject();
    subject.matter = id;
    SeenMatter seen{.snapshot = value_of(call.app.engine->read(subject, call.person)), .matter = nullptr};
    const auto found = seen.snapshot.world.matters.find(id);
    if (found == seen.snapshot.world.matters.end()) return std::nullopt;
    seen.matter = found->second;
    seen.sight = sight_of(seen.snapshot.world, call.person, *seen.matter);
    if (seen.sight == Sight::none) return std::nullopt;
    seen.seq = seen.snapshot.seq[stream_of(id).name];
    return seen;
}

std::optional<SeenMeeting> look(const Call& call, const MeetingId& id) {
    Subject subject = call.subject();
    subject.meeting = id;
    SeenMeeting seen{.snapshot = value_of(call.app.engine->read(subject, call.person)), .meeting = nullptr};
    const auto found = seen.snapshot.world.meetings.find(id);
    if (found == seen.snapshot.world.meetings.end()) return std::nullopt;
    if (!sees(seen.snapshot.world, call.person, *found->second)) return std::nullopt;
    seen.meeting = found->second;
    seen.seq = seen.snapshot.seq[stream_of(id).name];
    return seen;
}

MatterId matter_in_path(const Call& call) {
    return {std::string(call.parameter("id"))};
}

MeetingId meeting_in_path(const Call& call) {
    return {std::string(call.parameter("id"))};
}

}  // namespace shenyi::api
