#pragma once

#include "workflow/clearing.hpp"
#include "workflow/command.hpp"
#include "workflow/dates.hpp"
#include "workflow/events.hpp"
#include "workflow/finding.hpp"
#include "workflow/ids.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"
#include "workflow/organ.hpp"
#include "workflow/pack.hpp"
#include "workflow/person.hpp"
#include "workflow/procedure.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace shenyi::workflow {

/// The rules as data that every organ shares: procedures and packs by their hash, and the course of meetings.
struct Definitions {
    std::map<std::string, std::shared_ptr<const Procedure>> procedures;
    std::map<std::string, std::shared_ptr<const PolicyPack>> packs;
    std::shared_ptr<const Procedure> meetings;  ///< actions on meetings, hearing items, organs and persons
    /// Who can clear what a rule refuses, by rule (`R-REV-03`) and, where a text of it is cleared by others, by rule
    /// and variant (`R-GATE-02/following`).
    std::map<std::string, std::vector<Clearing>> clearings;
};

/// Where a document stands, as far as a command must know.
struct DocumentFacts {
    PersonId uploaded_by;
    std::vector<PersonId> uploaders;                  ///< everybody who uploaded this content, the first among them
    bool readable_by_actor = false;                   ///< he sees a matter or meeting that contains it
    std::vector<std::pair<MatterId, int>> in_drafts;  ///< matters and versions of the organ that hold it
    std::set<std::string> named_in;                   ///< streams of matters and meetings whose events name it; loaded
                                                      ///< for a draft filed and the approval of a shorter period
    std::optional<std::vector<std::string>> paragraphs;  ///< its text by line, where the document is text; loaded for
                                                         ///< drafts to compare and for what excludes a member

    bool operator==(const DocumentFacts&) const = default;
};

/// A source of names for what one command creates: 128 bits from which ids are drawn, in the order of a UUIDv7.
struct Fresh {
    std::array<std::uint8_t, 16> bits{};

    /// The prefix, as `mat_`, and 32 hexadecimal digits; `n` tells several of one command apart.
    std::string id(std::string_view prefix, unsigned n = 0) const;
};

/// What a command may look at, all of it loaded before. States are shared and never changed: a new state is a new
/// value.
struct World {
    Instant now;
    Date today;
    std::shared_ptr<const Definitions> definitions;
    std::shared_ptr<const Organ> organ;
    Account account;  ///< of the acting person
    std::map<MatterId, std::shared_ptr<const Matter>>
        matters;  ///< the subject, those on the meeting's agenda, and those that share a text
    std::map<MeetingId, std::shared_ptr<const Meeting>> meetings;
    std::map<DocumentId, DocumentFacts> documents;  ///< those that the body or a compared version names
    std::set<EventId> events_of_meeting;            ///< of the meeting's stream, as far as the body names them
    Fresh fresh;
};

/// What stands around an event when it is folded.
struct EventMeta {
    EventId id;
    Instant at;
    PersonId actor;
    std::optional<PersonId> on_behalf;
    std::optional<Instant> reset_at;  ///< the actor's password was reset within the day before (R-ACC-09)

    bool operator==(const EventMeta&) const = default;
};

/// `matter/…`, `meeting/…`, `organ/…`, `person/…`, `attempt/…`, `access/…`.
struct Stream {
    std::string name;

    auto operator<=>(const Stream&) const = default;
};

Stream stream_of(const MatterId& id);
Stream stream_of(const MeetingId& id);
Stream stream_of(const OrganId& id);
Stream stream_of(const PersonId& id);
/// The attempts stream of a resource, named by its id.
Stream attempts_on(std::string_view id);
/// Reads, log-ins and exports of a day.
Stream access_of(const OrganId& organ, Date day);

struct NewEvent {
    Stream stream;
    Event event;
    EventMeta meta;
};

/// What is to be written: all of it or nothing.
struct Decision {
    std::vector<NewEvent> events;
    std::vector<Finding> warnings;
    World after;          ///< the states as they stand once the events are folded in
    std::string created;  ///< id of the matter, meeting, item, opinion … that came to be, if any
};

}  // namespace shenyi::workflow
