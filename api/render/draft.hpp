#pragma once

#include "workflow/diff.hpp"
#include "workflow/matter.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <vector>

namespace shenyi::api {

/// The clauses of a text, each the contract's `Clause`.
boost::json::array render_clauses(const std::vector<workflow::Clause>& clauses);

/// A paper that lies before an item, without its name; `role` and `version` are null where it belongs to no draft.
boost::json::object render_paper(const workflow::DocumentId& document, boost::json::value role,
                                 boost::json::value version);

/// The difference of two versions, as the contract's `DraftDiff`. `changes` is empty where a main document is no text;
/// what was put to the version or taken from it besides the main document is told all the same.
boost::json::object render_difference(const workflow::Draft& before, const workflow::Draft& after,
                                      const std::optional<std::vector<workflow::ClauseChange>>& changes);

}  // namespace shenyi::api
