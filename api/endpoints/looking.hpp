#pragma once

#include "api/endpoints/endpoint.hpp"
#include "api/visibility.hpp"
#include "storage/engine.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

/// From a path or an outcome to the matter or meeting it names, as far as the reader sees it.
namespace shenyi::api {

/// The reader's organ as it stands, and the day there.
struct OrganToday {
    std::shared_ptr<const workflow::Organ> organ;
    workflow::Date today;
};
OrganToday organ_today(const Call& call);

/// A matter that the reader sees, with the world around it.
struct SeenMatter {
    storage::Snapshot snapshot;
    std::shared_ptr<const workflow::Matter> matter;
    View view;
    std::int64_t seq = 0;
};

/// A meeting that the reader sees, with the world around it.
struct SeenMeeting {
    storage::Snapshot snapshot;
    std::shared_ptr<const workflow::Meeting> meeting;
    std::int64_t seq = 0;
};

/// Nothing where it is not there, or not for this reader.
std::optional<SeenMatter> look(const Call& call, const workflow::MatterId& id);
std::optional<SeenMeeting> look(const Call& call, const workflow::MeetingId& id);

/// Whether the caller sees the matter, or the meeting and the item of it that the subject names; asked of the world in
/// which it is decided on.
std::function<bool(const workflow::World&)> sight_of_matter(const Call& call, const workflow::MatterId& id);
std::function<bool(const workflow::World&)> sight_of_meeting(const Call& call, const workflow::Subject& subject);

/// The world in which an outcome is put into words: as it was just after it, so that a replay says the same.
storage::Snapshot world_after(const Call& call, const workflow::Subject& subject, const storage::Outcome& outcome);

/// The outcome's matter or meeting as it stood just after it.
std::optional<SeenMatter> look_back_at_matter(const Call& call, const storage::Outcome& outcome);
std::optional<SeenMeeting> look_back_at_meeting(const Call& call, const storage::Outcome& outcome);

/// What the path's `{id}` names.
workflow::MatterId matter_in_path(const Call& call);
workflow::MeetingId meeting_in_path(const Call& call);

/// Whether the reader is told of an event of the matter: an adviser's opinion that is not released to him is left out.
bool opens(const View& view, const workflow::Event& event);

}  // namespace shenyi::api
