#pragma once

#include "storage/steps.hpp"
#include "storage/store.hpp"

#include <array>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace shenyi::storage {

/// Rows to be written together. Rows of one step go to the database in one statement (PostgreSQL) or one prepared
/// statement (SQLite).
class Changes {
  public:
    void add(Step step, Row row) { rows_[static_cast<std::size_t>(step)].push_back(std::move(row)); }
    const std::vector<Row>& rows(Step step) const { return rows_[static_cast<std::size_t>(step)]; }
    bool empty() const;

  private:
    std::array<std::vector<Row>, steps> rows_;
};

/// Adds what turns the rows before into the rows after: `gone` takes keys out, `here` writes whole rows. One that
/// changed only behind its key is written over, not taken out, so that the two never meet in a row.
void add_difference(const std::set<Row>& before, const std::set<Row>& after, Step gone, Step here, Changes& changes);

/// Writes changesets on one connection, with statements that stay prepared as long as it lives.
class ChangeWriter {
  public:
    explicit ChangeWriter(Connection& connection);
    ~ChangeWriter();

    /// Runs the steps from `first` to `last`. Throws what the database says.
    void write(const Changes& changes, Step first, Step last);

    /// Runs all steps that have rows, of which none may rest on another's rows but by a key: one statement for all of
    /// them on PostgreSQL.
    void write_together(const Changes& changes);

  private:
    class Prepared;
    class PreparedSets;
    void write_rows(Step step, const std::vector<Row>& rows);
    void write_sets(const Changes& changes, const std::vector<Step>& taken);

    Connection& connection_;
    std::map<Step, std::unique_ptr<Prepared>> prepared_;
    std::map<std::vector<Step>, std::unique_ptr<PreparedSets>> prepared_sets_;
};

}  // namespace shenyi::storage
