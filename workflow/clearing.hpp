#pragma once

#include "workflow/command.hpp"
#include "workflow/finding.hpp"
#include "workflow/organ.hpp"
#include "workflow/terms.hpp"

#include <boost/describe/class.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

/// Who could clear what a rule refuses. Told to whoever is refused, and kept with the attempt as it was told.
namespace shenyi::workflow {

struct World;

/// A row of the rules table: a role that can clear a finding, and by which action.
struct Clearing {
    Role role;
    std::string action;
    Target target = Target::matter;
    std::optional<Missing> supplies;  ///< helps only where this is missing; empty: whatever is

    bool operator==(const Clearing&) const = default;
};

/// Somebody as he stood on a day, by name and post: whoever reads it years later needs no list of that day.
struct PersonThen {
    PersonId person;
    std::string name;
    std::optional<std::string> post;

    bool operator==(const PersonThen&) const = default;
};
BOOST_DESCRIBE_STRUCT(PersonThen, (), (person, name, post))

/// Those who could clear a finding by one action. `others` counts who is not named for want of room.
struct Clearer {
    Role role;
    std::string action;
    std::vector<PersonThen> persons;
    std::optional<int> others;

    bool operator==(const Clearer&) const = default;
};
BOOST_DESCRIBE_STRUCT(Clearer, (), (role, action, persons, others))

namespace limits {
inline constexpr std::size_t clearers_named = 20;  ///< persons of one role that are named
}

/// A person with the post of that day by which he holds the role, else with the first that he holds.
PersonThen person_then(const Organ& organ, const PersonId& person, Role role, Date day);

/// Who can clear a finding of this command in this world: the persons who hold the role for the clearing action as the
/// procedure says, else who will come to. An act on a meeting or an item that is not possible as these stand clears
/// nothing and is not named; nor is anybody whom the finding, or a rule about persons at the clearing act itself, keeps
/// from it. A role that nobody holds is named only where nobody at all can clear it: then the post is what is missing.
std::vector<Clearer> who_can_clear(const World& world, const Command& command, const Finding& finding);

}  // namespace shenyi::workflow
