#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "storage/store.hpp"
#include "workflow/dates.hpp"

namespace shenyi::storage {

/// One numbered step of the schema, for one database, as schemas/sql/README.md tells it.
struct Migration {
    int number;
    std::string name;
    std::vector<std::string> statements;  // words in braces replaced
    std::string sha256;                   // of the files' bytes, common file first
};

/// Reads the folder `schemas/sql`. Numbers run from 1 without a gap. The error names the file.
tl::expected<std::vector<Migration>, std::string> read_migrations(const std::filesystem::path& folder, Engine engine);

/// How the schema found compares with the migrations of this program.
struct SchemaCurrent {
    int number;
    bool operator==(const SchemaCurrent&) const = default;
};
struct SchemaMissing {
    int from, to;  // the migrations that did not run yet
    bool operator==(const SchemaMissing&) const = default;
};
struct SchemaNewer {
    int found;  // of a newer program
    bool operator==(const SchemaNewer&) const = default;
};
struct SchemaAltered {
    std::string what;  // a migration that ran is not the one this program has
    bool operator==(const SchemaAltered&) const = default;
};
using SchemaState = std::variant<SchemaCurrent, SchemaMissing, SchemaNewer, SchemaAltered>;

SchemaState schema_state(Connection& connection, const std::vector<Migration>& migrations);

/// A sentence for the operator, with the command that mends it where one does.
std::string told(const SchemaState& state);

/// Runs what is missing, each migration in a transaction of its own, and answers which state that left:
/// `SchemaCurrent`, or `SchemaNewer` or `SchemaAltered` untouched. `connection` has Role::migrate. `now` is recorded.
/// Throws what the database says to a statement; the migration that failed is then rolled back, those before it stay.
SchemaState migrate(Connection& connection, const std::vector<Migration>& migrations, workflow::Instant now);

}  // namespace shenyi::storage
