#pragma once

#include <set>
#include <string>
#include <vector>

#include "storage/migrations.hpp"

namespace shenyi::storage {

/// What a PostgreSQL database must enforce after these migrations, one sentence a fact, in the words in which
/// `select_enforced` of schema_check.cpp tells what one does enforce. A function's sentence has its body after a line
/// break.
std::set<std::string> expected_facts(const std::vector<Migration>& migrations);

}  // namespace shenyi::storage
