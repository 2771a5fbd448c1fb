#pragma once

#include "workflow/dates.hpp"
#include "workflow/ids.hpp"

#include <any>
#include <optional>
#include <string>
#include <vector>

namespace shenyi::workflow {

/// What an action is done to.
enum class Target { matter, meeting, item, organ, person };

/// What a command is about. Creation of a matter or a meeting names only the organ.
struct Subject {
    OrganId organ;
    std::optional<MatterId> matter;
    std::optional<MeetingId> meeting;
    std::optional<ItemId> item;
    std::optional<PersonId> person;
    std::optional<PostId> post;
    std::optional<int> year;

    bool operator==(const Subject&) const = default;
};

/// One wish of one person. `body` holds the struct that belongs to the action (`workflow/actions/`); it may be empty
/// when only the possibility of the action is asked for, and guards then leave out what they would read from it.
struct Command {
    Target target;
    std::string action;  ///< as in the path: `place_on_agenda`, `open_ballot`; `create` for a new matter or meeting
    Subject subject;
    PersonId actor;
    std::any body;
    std::vector<DocumentId> documents;   ///< every document that the body names
    std::optional<Instant> occurred_at;  ///< entered from paper; can only close a gate

    template <class Body>
    const Body* as() const {
        return std::any_cast<Body>(&body);
    }
};

}  // namespace shenyi::workflow
