#pragma once

#include "storage/definitions/yaml_file.hpp"

#include "workflow/calendar.hpp"
#include "workflow/events.hpp"
#include "workflow/world.hpp"

#include <tl/expected.hpp>

#include <filesystem>
#include <string_view>
#include <vector>

/// A bureau as it is founded, `schemas/bureau/*.yaml`: units, people with their posts, rosters, who reviews what.
namespace shenyi::storage::definitions {

/// The founding events of an organ's stream, in their order: the organ, its units, people and posts (confirmed at
/// once), engagements, rosters, competences, calendars (confirmed at once, the earliest year first), procedures and
/// pack.
struct Bureau {
    workflow::OrganId id;
    std::vector<workflow::OrganEvent> events;
};

/// Reads the file. A person's id is `per_` and the log-in, a post's `pst_`, the log-in and its number, so that the same
/// file always founds the same bureau. Refused are: a log-in or unit named twice, a unit or person that the file does
/// not have, an administrator with another post (三员), a roster without members, an engagement that ends before it
/// begins, a procedure without kind or a pack that was not read.
tl::expected<Bureau, FileFaults> read_bureau(const std::filesystem::path& file, const workflow::Calendar& calendars,
                                             const workflow::Definitions& definitions);

/// The id of the person with that log-in in a founded bureau.
workflow::PersonId founding_person(std::string_view login);

}  // namespace shenyi::storage::definitions
