#pragma once

#include <exception>
#include <stdexcept>
#include <string>

namespace shenyi::storage {

/// Why something was not kept or not read. Nothing was written; only where `unavailable` is told of a commit whose
/// answer was lost, and no later try came through, it may have been.
struct StoreError {
    enum class Kind {
        stale,  ///< somebody else was faster: the sequence moved on, or tries against deadlock and conflict ran out
        constraint,      ///< a key, a check or a trigger of the tables refused the row
        key_reused,      ///< the idempotency key is taken
        full,            ///< a queue of ours
        no_room,         ///< disk or database full
        unavailable,     ///< no connection, a wait that ran out, a file in use
        clock_behind,    ///< the clock shows less than what is recorded already
        denied,          ///< the role may not do that, or the file is read-only
        damaged,         ///< the database says that its file is broken
        fault,           ///< anything else: a statement of ours is wrong
        audit_rollback,  ///< the database is not what was signed last: nothing is written until a person has looked
        audit_backlog,   ///< too much waits to be sealed
        too_long,        ///< an event would be longer than the record takes one: the command says too much
    };
    Kind kind;
    /// For the log: no value of a row is in it. Never sent to a client.
    std::string detail;

    bool operator==(const StoreError&) const = default;
};

/// What a caught exception of the database means.
struct Fault {
    StoreError::Kind kind = StoreError::Kind::fault;
    /// The constraint or trigger that refused, the same on both databases wherever `schemas/sql` names it. SQLite names
    /// an unnamed UNIQUE or NOT NULL by its columns (`draft.organ, draft.id`), an unnamed CHECK by its text, and a
    /// foreign key not at all. Empty where nothing of the kind refused.
    std::string constraint;
    /// Run again from the start of the transaction, it may pass (deadlock, serialization, lock wait, busy file).
    bool retryable = false;
    /// The connection is gone: throw its object away.
    bool connection_lost = false;
    std::string detail;

    StoreError error() const { return {kind, detail}; }
};

/// Classifies what SOCI threw, whichever the database. Anything that is not from the database is `Kind::fault`.
Fault fault_of(const std::exception& thrown);

/// The clock is before what is already recorded: nothing is written until it has caught up.
struct ClockBehind : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A database that answers but must not be used: wrong settings, wrong role. The text is for the operator.
struct UnfitDatabase : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace shenyi::storage
