#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace shenyi::storage {

/// What differs between the two databases, and nothing else: what both accept is written once, where it is used.
/// One immutable object for each.
class Dialect {
  public:
    virtual ~Dialect() = default;

    /// Connects and sets the session up; every setting that matters is read back and compared.
    virtual std::unique_ptr<soci::session> connect(const Database& database, Role role) const = 0;

    /// Runs one statement past SOCI, which would take `:x` for a parameter.
    virtual void execute(soci::session& session, const std::string& statement) const = 0;
    /// False if the transaction could not be rolled back.
    virtual bool roll_back(soci::session& session) const noexcept = 0;
    virtual bool alive(soci::session& session) const noexcept = 0;

    virtual std::string_view begin_writing() const = 0;
    virtual std::string_view begin_reading() const = 0;
    /// Commits and begins to write again; empty where that is no single statement.
    virtual std::string_view commit_and_begin() const = 0;

    /// Put behind a SELECT of rows that are to be written, or only read, in this transaction. Empty on SQLite, where
    /// `begin immediate` has kept everybody else out already.
    virtual std::string_view lock_to_write() const = 0;
    virtual std::string_view lock_to_read() const = 0;
    /// A statement that keeps every other sealer out until the transaction ends. Empty on SQLite.
    virtual std::string_view lock_log() const = 0;

    /// What a word in braces of a migration becomes (schemas/sql/README.md).
    virtual std::string_view int64_type() const = 0;
    virtual std::string_view strict() const = 0;
    virtual std::string_view keyed() const = 0;
    /// The middle of the file names of migrations for this database alone: `sqlite`, `postgresql`.
    virtual std::string_view name() const = 0;

    /// Which database it is, with its version; and its clock (RFC 3339), empty where it has none of its own.
    virtual std::string version(soci::session& session) const = 0;
    virtual std::string clock(soci::session& session) const = 0;

    /// Whether the table of migrations exists.
    virtual bool has_migrations(soci::session& session) const = 0;
    /// Inside a migration's transaction: keeps a second migrator out until its end, and acts as the owner of the
    /// tables.
    virtual void prepare_migration(soci::session& session) const = 0;
    /// Inside such a transaction, behind `prepare_migration`: empties tables that refuse it to everybody, parents
    /// first. What refuses it is taken away for the emptying alone and put back as it was; keys and checks stay. Nobody
    /// else reads or writes the tables until the transaction ends.
    virtual void empty_tables(soci::session& session, const std::vector<std::string>& tables) const = 0;
};

const Dialect& dialect_of(Engine engine);
const Dialect& sqlite_dialect();
const Dialect& postgresql_dialect();

}  // namespace shenyi::storage
