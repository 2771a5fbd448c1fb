#pragma once

#include "api/endpoints/endpoint.hpp"
#include "workflow/diff.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"

#include <boost/json/array.hpp>

#include <optional>
#include <vector>

/// What the kept documents add to an answer: their names, and the text of a version.
namespace shenyi::api {

/// Who brought the papers of a matter or meeting. A paper is told with the name that it has from one of them: what
/// somebody else, who has nothing to do with it, called the same bytes is not told.
std::vector<workflow::PersonId> givers_of(const workflow::Matter& matter);
std::vector<workflow::PersonId> givers_of(const workflow::Meeting& meeting);

/// Adds name, media type and size, as it was uploaded, to each object that names a `document`.
void add_names(const Call& call, boost::json::array& papers, const std::vector<workflow::PersonId>& givers);

/// Sets the `name` of each such object, where the document is kept.
void name_papers(const Call& call, boost::json::array& papers, const std::vector<workflow::PersonId>& givers);

/// The clauses of a version's main document; nothing where that is no text, or too long to compare.
std::optional<std::vector<workflow::Clause>> clauses_of(const Call& call, const workflow::Draft& draft);

}  // namespace shenyi::api
