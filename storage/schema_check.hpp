#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "storage/migrations.hpp"
#include "storage/store.hpp"

namespace shenyi::storage {

/// Compares what the database enforces with what the migrations say, one sentence for each difference; empty if there
/// is none. Of a schema that is current only. Hindrance, not proof: whoever can drop a trigger can put it back.
///
/// SQLite: every table, index and trigger, word for word, against the same migrations run in memory.
/// PostgreSQL: tables with their owner and the number of their checks and keys, triggers with their function and
/// whether they always fire, the functions' text and search_path, grants on schema, tables and columns; and that nobody
/// added rules or switched foreign keys off. What is expected is read from the statements (schemas/sql/README.md has
/// their form).
std::vector<std::string> schema_differences(Connection& connection, const std::vector<Migration>& migrations);

/// What a program asks before it serves: the schema is current and enforces what it should. The error is for the
/// operator.
tl::expected<void, std::string> ready_to_serve(Connection& connection, const std::vector<Migration>& migrations);

}  // namespace shenyi::storage
