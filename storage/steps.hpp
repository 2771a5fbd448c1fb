#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The kinds of rows that are written, and into which tables.
namespace shenyi::storage {

/// A column's value.
using Value = std::variant<std::monostate, std::int64_t, std::string>;
using Row = std::vector<Value>;

/// The kinds of statements of a changeset, in the order in which they must run (gate-tables): a clearance falls only
/// after the items that hold it were let go, and a decision is written while its item is open.
enum class Step {
    event,
    stream_begun,
    stream,
    pending,
    idempotency,
    attempt_count_gone,
    attempt_count,
    log_entry,
    log_tile,
    log_head,
    log_checkpoint,
    log_set_aside,
    pending_gone,
    matter,
    meeting,
    roster,
    draft,
    draft_document,
    document_use,
    event_about,
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
    task_gone,
    task,
    deadline_gone,
    deadline
};
inline constexpr Step first_derived_step = Step::matter;  ///< from here on, what follows from events alone
inline constexpr Step first_standing_step =
    Step::matter_view;  ///< from here on, what follows from a state as it stands
inline constexpr Step last_step = Step::deadline;
inline constexpr std::size_t steps = static_cast<std::size_t>(last_step) + 1;

enum class Mode { insert, upsert, update, erase };

struct Column {
    std::string_view name;
    bool integer = false;
};

/// What a step writes: into which table, which columns; the first `keys` of them tell the row. An upsert that has
/// nothing but keys leaves a row that is there as it is.
struct StepTarget {
    Step step;
    std::string_view table;
    Mode mode;
    std::size_t keys;
    std::vector<Column> columns;
};

/// Of every step one, in the order of the steps. Of a table that several steps write, the one that inserts or upserts
/// names all columns.
const std::vector<StepTarget>& step_targets();
const StepTarget& target_of(Step step);

}  // namespace shenyi::storage
