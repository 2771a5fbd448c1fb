#pragma once

#include "storage/store.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace shenyi::storage {

/// A column's value.
using Value = std::variant<std::monostate, std::int64_t, std::string>;
using Row = std::vector<Value>;

/// The kinds of statements of a changeset, in the order in which they must run (gate-tables): a clearance falls only
/// after the items that hold it were let go, and a decision is written while its item is open.
enum class Step {
    event,
    stream,
    pending,
    idempotency,
    matter,
    meeting,
    roster,
    draft,
    draft_document,
    document_use,
    legality_opinion,
    clearance,
    item_release,
    clearance_fall,
    item,
    item_state,
    decision,
    item_close,
    settled_text,
    publication,
    matter_view,
    meeting_view,
    matter_reader_gone,
    matter_reader,
    meeting_reader_gone,
    meeting_reader,
    task_clear,
    task,
    deadline_clear,
    deadline
};
inline constexpr std::size_t steps = static_cast<std::size_t>(Step::deadline) + 1;

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

/// Writes changesets on one connection, with statements that stay prepared as long as it lives.
class ChangeWriter {
  public:
    explicit ChangeWriter(Connection& connection);
    ~ChangeWriter();

    /// Runs the steps from `first` to `last`. Throws what the database says.
    void write(const Changes& changes, Step first, Step last);

  private:
    class Prepared;
    void write_rows(Step step, const std::vector<Row>& rows);
    void write_set(Step step, const std::vector<Row>& rows);

    Connection& connection_;
    std::map<Step, std::unique_ptr<Prepared>> prepared_;
};

}  // namespace shenyi::storage
