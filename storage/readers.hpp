#pragma once

#include "storage/changes.hpp"
#include "storage/streams.hpp"
#include "workflow/ids.hpp"
#include "workflow/world.hpp"

#include <set>
#include <string>
#include <vector>

/// The tables by which lists and documents know who sees them (workflow/readers.hpp).
namespace shenyi::storage {

/// Adds what a stream's new state gives to readers and takes from them. `before` is empty where all is to be given, as
/// for a new stream.
void project_readers(const StreamState& before, const StreamState& after, Changes& changes);

/// Every document that an event of a matter or meeting names.
std::set<std::string> documents_named_in(const workflow::NewEvent& event);

/// Adds the matters or meetings in whose streams the event names a document.
void project_uses(const workflow::NewEvent& event, const workflow::OrganId& organ, Changes& changes);

/// The streams of the matters and meetings that name the document. Throws what the database says.
std::vector<std::string> uses_of(Connection& connection, const workflow::OrganId& organ,
                                 const workflow::DocumentId& document);

}  // namespace shenyi::storage
