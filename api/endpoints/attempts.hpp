#pragma once

#include "api/endpoints/looking.hpp"
#include "storage/attempts.hpp"
#include "storage/engine.hpp"
#include "workflow/world.hpp"

#include <boost/json/array.hpp>

#include <memory>
#include <string>
#include <vector>

/// Refused attempts, as far as a reader may see them: his own always, those of others as rules.md §6 says.
namespace shenyi::api {

/// An attempt with the world of what it was tried on, in which it is put into words.
struct SeenAttempt {
    storage::StoredEvent event;
    std::shared_ptr<const workflow::World> world;
};

/// What was refused around a matter, in order: on itself, on its items in meetings whose record the reader sees, and
/// elsewhere with its papers.
std::vector<SeenAttempt> attempts_around(const Call& call, const SeenMatter& seen);

/// What was refused on a meeting and its items, and on matters that were to be placed in it, in order.
std::vector<SeenAttempt> attempts_around(const Call& call, const SeenMeeting& seen);

/// Attempts around a matter that are counted now and not written yet, as far as the reader sees them.
std::vector<storage::AttemptCount> counts_around(const Call& call, const SeenMatter& seen);

/// Attempts that are counted now and not written yet, as entries of a history.
boost::json::array running_around(const Call& call, const SeenMatter& seen);
boost::json::array running_around(const Call& call, const SeenMeeting& seen);

}  // namespace shenyi::api
