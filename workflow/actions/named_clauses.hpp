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

/// The same for what a motion or the head rewords in the item's text.
void check_amendments(const Context& at, const std::vector<Amendment>& amendments, const std::string& pointer,
                      BodyFaults& faults);

}  // namespace shenyi::workflow
