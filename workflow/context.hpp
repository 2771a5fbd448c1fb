#pragma once

#include "workflow/command.hpp"
#include "workflow/world.hpp"

#include <optional>
#include <string>
#include <vector>

namespace shenyi::workflow {

/// What a guard is shown: the command, and the world focused on what it is about. Const, so a guard can do no harm.
struct Context {
    const World& world;
    const Command& command;
    const Procedure& procedure;  ///< the matter's own where there is a matter, the course of meetings otherwise
    const PolicyPack& pack;
    const Matter* matter = nullptr;
    const Meeting* meeting = nullptr;
    const Item* item = nullptr;

    Instant now() const { return world.now; }
    const Organ& organ() const { return *world.organ; }
    const PersonId& actor() const { return command.actor; }
    std::string name_of(const PersonId& person) const { return workflow::name_of(organ(), person); }

    template <class Body>
    const Body* body() const {
        return command.as<Body>();
    }

    /// When what the command reports happened: the earlier of recorded and entered time (rules.md §0, ten).
    Instant happened() const { return command.occurred_at ? std::min(*command.occurred_at, world.now) : world.now; }

    /// The draft that the command is about: the item's, the one the body names, otherwise the newest.
    const Draft* draft() const;
    /// The meeting's name for people: forum and day; empty where no meeting is concerned.
    Term forum_term() const;
};

/// Builds the context of a command; what it names must be in the world.
Context context_of(const World& world, const Command& command);

/// The member of the world by id; null where it was not loaded.
const Matter* find(const World& world, const MatterId& id);
const Meeting* find(const World& world, const MeetingId& id);

}  // namespace shenyi::workflow
