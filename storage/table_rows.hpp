#pragma once

#include "storage/changes.hpp"
#include "workflow/ids.hpp"

#include <functional>
#include <set>
#include <string>

namespace shenyi::storage {

/// Gives `take` every stored row of an organ with the columns of a step's target, whichever table it is.
void for_each_row(Connection& connection, const StepTarget& target, const workflow::OrganId& organ,
                  const std::function<void(const Row&)>& take);

/// The organs that have a row in the table.
std::set<std::string> organs_in(Connection& connection, const StepTarget& target);

/// The first column in which two rows of a target differ, with both values.
std::string difference(const StepTarget& target, const Row& stored, const Row& said);

}  // namespace shenyi::storage
