#pragma once

#include "workflow/actions/action.hpp"

#include <string>
#include <vector>

namespace shenyi::workflow {

/// Adds a fault at `pointer`/N/clause for each name of a clause that the draft does not have, where its text is known
/// and divided into clauses. The number behind the last one is no fault: a clause may be added there, as 第四条之一 may
/// be behind 第四条. What names no number (全文, 附件) is for the reader.
void check_clauses(const Context& at, const Draft& draft, const std::vector<std::string>& named,
                   const std::string& pointer, BodyFaults& faults);

/// The same for the points of an opinion.
void check_points(const Context& at, const Draft& draft, const std::vector<IssuedPoint>& points, BodyFaults& faults);

/// Adds a fault for each name of an amendment of the item's text that says nothing which could be reworded: neither
/// clauses of it, paragraphs of one or a chapter's heading, nor the title of another paper of the draft. A clause or a
/// paragraph may be added as above.
void check_amendments(const Context& at, const std::vector<Amendment>& amendments, const std::string& pointer,
                      BodyFaults& faults);

}  // namespace shenyi::workflow
