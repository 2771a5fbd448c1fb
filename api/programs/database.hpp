#pragma once

#include "api/programs/settings.hpp"
#include "storage/file_lock.hpp"

#include <tl/expected.hpp>

#include <memory>
#include <string>

/// What a program does with its database before it works on it. The errors are sentences for the operator.
namespace shenyi::api::programs {

/// A sentence that ends with a command, `… run: shenyi migrate`, and what makes that run on this database.
std::string with_places(const std::string& sentence, const Settings& settings);

/// Keeps other programs that write from an SQLite database while it lives; null on PostgreSQL, where several may.
/// Before the database is opened for the first time: who may not have it does not touch it. A store that is opened
/// (App::open) holds it itself, so it is let go first.
tl::expected<std::unique_ptr<storage::FileLock>, std::string> hold(const storage::Database& database);

/// Brings the schema up to date, holding the database. Tells whether a store of an earlier program was: the tables that
/// follow from its record are then as that one made them.
tl::expected<bool, std::string> migrate_database(const Settings& settings);

/// Why the program cannot run on this database as this role: its schema is not the one of this program. Empty where it
/// is.
std::string schema_fault(const Settings& settings, storage::Role role);
/// The same for a program that writes: also where another one holds the database, or it does not enforce what its
/// schema says (a trigger or key was taken away). Folders that were made for it are taken back then.
std::string fault_before_writing(const Settings& settings, storage::Role role = storage::Role::app);

}  // namespace shenyi::api::programs
