#pragma once

#include "tests/bench/figures.hpp"
#include "tests/support/databases.hpp"

#include <cstddef>

namespace shenyi::bench {

/// What the database does by itself for a state change with its history: records of 300 bytes with a number that
/// grows, and history rows of 1 kB, in a database of their own in the same cluster, with the settings of ours.
class BareStore {
  public:
    BareStore(storage::Engine engine, std::size_t records);

    /// One transaction a command, of one UPDATE and one INSERT, from so many sessions at once.
    Figures drive_transactions(std::size_t sessions, Clock::duration run);
    /// The limit of a single writer: 16 commands a transaction, one statement for all UPDATEs and one for all INSERTs;
    /// on PostgreSQL both in one round trip. A command counts, not a transaction.
    Figures drive_batches(Clock::duration run);
    /// One statement that reads a record with its first 30 history rows.
    Figures drive_reads(Clock::duration run);

    const tests::TestDatabase& database() const { return database_; }

  private:
    tests::TestDatabase database_;
    const std::size_t records_;
};

/// Where the write-ahead log of the database's cluster stands, in bytes. PostgreSQL only.
double log_position(const tests::TestDatabase& database);
/// Writes out what the log has, so that two measurements begin alike. PostgreSQL only.
void checkpoint(const tests::TestDatabase& database);

}  // namespace shenyi::bench
