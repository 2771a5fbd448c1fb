#include "storage/changes.hpp"

#include <soci/soci.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <span>
#include <stdexcept>
#include <string_view>

namespace shenyi::storage {

namespace {

enum class Mode { insert, upsert, update, erase };

struct Column {
    std::string_view name;
    bool integer = false;
};

/// What a step writes: into which table, which columns; the first `keys` of them tell the row for upsert, update and
/// erase. An upsert that has nothing but keys leaves a row that is there as it is. `only` is a further condition of an
/// erase.
struct Target {
    Step step;
    std::string_view table;
    Mode mode;
    std::size_t keys;
    std::vector<Column> columns;
    std::string_view only = "1 = 1";
};

const std::vector<Target>& targets() {
    static const std::vector<Target> all{
        {Step::event,
         "event",
         Mode::insert,
         0,
         {{"organ"},
          {"id"},
          {"stream"},
          {"stream_seq", true},
          {"type"},
          {"outcome"},
          {"actor_id"},
          {"at"},
          {"body"},
          {"leaf_sha256"},
          {"leaf_sm3"},
          {"mac"}}},
        {Step::stream, "stream", Mode::upsert, 2, {{"organ"}, {"id"}, {"seq", true}, {"last_leaf"}}},
        {Step::pending, "event_pending", Mode::insert, 0, {{"organ"}, {"event_id"}}},
        {Step::idempotency,
         "idempotency",
         Mode::insert,
         0,
         {{"organ"}, {"actor"}, {"method"}, {"path"}, {"key"}, {"body_sha256"}, {"status", true}, {"answer"}, {"at"}}},
        {Step::matter,
         "matter",
         Mode::insert,
         0,
         {{"organ"}, {"id"}, {"kind"}, {"needs_office", true}, {"needs_party", true}}},
        {Step::meeting, "meeting", Mode::insert, 0, {{"organ"}, {"id"}, {"forum"}}},
        {Step::roster, "roster", Mode::insert, 0, {{"organ"}, {"meeting"}, {"forum"}, {"due", true}}},
        {Step::draft,
         "draft",
         Mode::insert,
         0,
         {{"organ"}, {"matter"}, {"version", true}, {"digest"}, {"main_document"}}},
        {Step::draft_document,
         "draft_document",
         Mode::insert,
         0,
         {{"organ"}, {"document"}, {"matter"}, {"version", true}}},
        {Step::document_use, "document_use", Mode::upsert, 3, {{"organ"}, {"document"}, {"stream"}}},
        {Step::legality_opinion,
         "legality_opinion",
         Mode::insert,
         0,
         {{"organ"},
          {"id"},
          {"matter"},
          {"version", true},
          {"digest"},
          {"conclusion"},
          {"reviewer"},
          {"event"},
          {"event_type"},
          {"event_outcome"}}},
        {Step::clearance,
         "clearance",
         Mode::insert,
         0,
         {{"organ"},
          {"id"},
          {"matter"},
          {"version", true},
          {"digest"},
          {"opinion"},
          {"opinion_version", true},
          {"opinion_digest"},
          {"conclusion"},
          {"ground"},
          {"event"},
          {"event_type"},
          {"event_outcome"},
          {"standing", true}}},
        {Step::item_release, "agenda_item", Mode::update, 2, {{"organ"}, {"id"}, {"state"}, {"holds", true}}},
        {Step::clearance_fall, "clearance", Mode::update, 2, {{"organ"}, {"id"}, {"standing", true}}},
        {Step::item,
         "agenda_item",
         Mode::insert,
         0,
         {{"organ"},
          {"id"},
          {"meeting"},
          {"kind"},
          {"state"},
          {"matter"},
          {"version", true},
          {"digest"},
          {"clearance"},
          {"holds", true}}},
        {Step::item_state, "agenda_item", Mode::update, 2, {{"organ"}, {"id"}, {"state"}, {"holds", true}}},
        {Step::decision,
         "decision",
         Mode::insert,
         0,
         {{"organ"},
          {"id"},
          {"item"},
          {"item_kind"},
          {"meeting"},
          {"forum"},
          {"due", true},
          {"matter"},
          {"version", true},
          {"digest"},
          {"quorum_two_thirds", true},
          {"present", true},
          {"votes_for", true},
          {"votes_against", true},
          {"abstained", true},
          {"outcome"},
          {"head_reasons"}}},
        {Step::item_close, "agenda_item", Mode::update, 2, {{"organ"}, {"id"}, {"state"}, {"holds", true}}},
        {Step::settled_text,
         "settled_text",
         Mode::insert,
         0,
         {{"organ"},
          {"decision"},
          {"forum"},
          {"matter"},
          {"decided_version", true},
          {"decided_digest"},
          {"outcome"},
          {"adopted", true},
          {"version", true},
          {"digest"},
          {"clearance"}}},
        {Step::publication,
         "publication",
         Mode::insert,
         0,
         {{"organ"},
          {"id"},
          {"matter"},
          {"version", true},
          {"digest"},
          {"needs_office", true},
          {"needs_party", true},
          {"office_decision"},
          {"office_forum"},
          {"party_decision"},
          {"party_forum"}}},
        {Step::matter_view,
         "matter_view",
         Mode::upsert,
         2,
         {{"organ"},
          {"id"},
          {"kind"},
          {"title"},
          {"stage"},
          {"undertaking_unit"},
          {"lead_unit"},
          {"created_by"},
          {"created_at"},
          {"updated_at"},
          {"seq", true}}},
        {Step::meeting_view,
         "meeting_view",
         Mode::upsert,
         2,
         {{"organ"}, {"id"}, {"forum"}, {"stage"}, {"held_at"}, {"seq", true}, {"place"}, {"chair"}, {"recorder"}}},
        {Step::matter_reader_gone, "matter_reader", Mode::erase, 4, {{"organ"}, {"matter"}, {"source"}, {"reader"}}},
        {Step::matter_reader, "matter_reader", Mode::upsert, 4, {{"organ"}, {"matter"}, {"source"}, {"reader"}}},
        {Step::meeting_reader_gone, "meeting_reader", Mode::erase, 3, {{"organ"}, {"meeting"}, {"reader"}}},
        {Step::meeting_reader, "meeting_reader", Mode::upsert, 3, {{"organ"}, {"meeting"}, {"reader"}, {"held_at"}}},
        {Step::task_clear, "task", Mode::erase, 2, {{"organ"}, {"resource"}}, "box = 'todo'"},
        {Step::task,
         "task",
         Mode::insert,
         0,
         {{"organ"},
          {"box"},
          {"addressee"},
          {"since"},
          {"id"},
          {"resource"},
          {"action"},
          {"role"},
          {"matter"},
          {"meeting"},
          {"item"},
          {"draft", true},
          {"due"}}},
        {Step::deadline_clear, "deadline", Mode::erase, 2, {{"organ"}, {"matter"}}},
        {Step::deadline,
         "deadline",
         Mode::insert,
         0,
         {{"organ"},
          {"matter"},
          {"id"},
          {"kind"},
          {"unit"},
          {"day"},
          {"calendar"},
          {"missing_year", true},
          {"counted", true},
          {"ordered_by"},
          {"role"},
          {"role_unit"},
          {"persons"}}},
    };
    return all;
}

const Target& target_of(Step step) {
    const auto found = std::ranges::find(targets(), step, &Target::step);
    if (found == targets().end()) throw std::logic_error("a step without a table");
    return *found;
}

/// `a, b` of the columns, each put through `form`.
std::string list(std::span<const Column> columns, std::string_view between, auto&& form) {
    std::string text;
    for (const Column& column : columns) {
        if (!text.empty()) text += between;
        text += form(column);
    }
    return text;
}

std::string name(const Column& column) {
    return std::string(column.name);
}

std::string on_conflict(const Target& target) {
    const std::span columns(target.columns);
    const std::string at = " ON CONFLICT (" + list(columns.first(target.keys), ", ", name) + ")";
    if (target.keys == columns.size()) return at + " DO NOTHING";
    return at + " DO UPDATE SET " + list(columns.subspan(target.keys), ", ", [](const Column& column) {
               return name(column) + " = excluded." + name(column);
           });
}

/// One row by parameters.
std::string row_statement(const Target& target) {
    const std::span columns(target.columns);
    const auto parameter = [](const Column& column) { return ":" + name(column); };
    const auto assign = [](const Column& column) { return name(column) + " = :" + name(column); };
    if (target.mode == Mode::erase) {
        return "DELETE FROM " + std::string(target.table) + " WHERE " +
               list(columns.first(target.keys), " AND ", assign) + " AND " + std::string(target.only);
    }
    if (target.mode == Mode::update) {
        return "UPDATE " + std::string(target.table) + " SET " + list(columns.subspan(target.keys), ", ", assign) +
               " WHERE " + list(columns.first(target.keys), " AND ", assign);
    }
    std::string statement = "INSERT INTO " + std::string(target.table) + " (" + list(columns, ", ", name) +
                            ") VALUES (" + list(columns, ", ", parameter) + ")";
    if (target.mode == Mode::upsert) statement += on_conflict(target);
    return statement;
}

/// All rows from one JSON parameter: one round trip a table, whatever the batch.
std::string set_statement(const Target& target) {
    const std::span columns(target.columns);
    const std::string set =
        " json_to_recordset(CAST(:rows AS json)) AS r (" +
        list(columns, ", ",
             [](const Column& column) { return name(column) + (column.integer ? " bigint" : " text"); }) +
        ")";
    const std::string source = " FROM" + set;
    const std::string table(target.table);
    const auto same = [](const Column& column) { return "t." + name(column) + " = r." + name(column); };
    if (target.mode == Mode::erase) {
        return "DELETE FROM " + table + " t USING" + set + " WHERE " + list(columns.first(target.keys), " AND ", same) +
               " AND " + std::string(target.only);
    }
    if (target.mode == Mode::update) {
        return "UPDATE " + table + " t SET " +
               list(columns.subspan(target.keys), ", ",
                    [](const Column& column) {
                        // A flag column is INTEGER and the set's is bigint: the assignment narrows it.
                        return name(column) + " = r." + name(column);
                    }) +
               source + " WHERE " + list(columns.first(target.keys), " AND ", same);
    }
    std::string statement =
        "INSERT INTO " + table + " (" + list(columns, ", ", name) + ") SELECT " + list(columns, ", ", name) + source;
    if (target.mode == Mode::upsert) statement += on_conflict(target);
    return statement;
}

boost::json::value json_of(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return *number;
    if (const auto* text = std::get_if<std::string>(&value)) return boost::json::value(*text);
    return nullptr;
}

}  // namespace

/// A statement whose parameters are bound once; a row is written by setting the values and executing it again.
class ChangeWriter::Prepared {
  public:
    Prepared(soci::session& session, const Target& target) : columns_(target.columns), statement_(session) {
        texts_.resize(columns_.size());
        numbers_.resize(columns_.size());
        indicators_.resize(columns_.size(), soci::i_ok);
        statement_.alloc();
        statement_.prepare(row_statement(target));
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (columns_[i].integer) {
                statement_.exchange(soci::use(numbers_[i], indicators_[i], name(columns_[i])));
            } else {
                statement_.exchange(soci::use(texts_[i], indicators_[i], name(columns_[i])));
            }
        }
        statement_.define_and_bind();
    }

    void run(const Row& row) {
        if (row.size() != columns_.size()) throw std::logic_error("a row that does not fit its table");
        for (std::size_t i = 0; i < row.size(); ++i) set(i, row[i]);
        statement_.execute(true);
    }

  private:
    void set(std::size_t i, const Value& value) {
        indicators_[i] = std::holds_alternative<std::monostate>(value) ? soci::i_null : soci::i_ok;
        if (const auto* number = std::get_if<std::int64_t>(&value)) numbers_[i] = *number;
        if (const auto* text = std::get_if<std::string>(&value)) texts_[i] = *text;
    }

    const std::vector<Column>& columns_;
    std::vector<std::string> texts_;
    std::vector<long long> numbers_;
    std::vector<soci::indicator> indicators_;
    soci::statement statement_;
};

bool Changes::empty() const {
    return std::ranges::all_of(rows_, [](const auto& rows) { return rows.empty(); });
}

ChangeWriter::ChangeWriter(Connection& connection) : connection_(connection) {}
ChangeWriter::~ChangeWriter() = default;

void ChangeWriter::write(const Changes& changes, Step first, Step last) {
    for (const Target& target : targets()) {
        if (target.step < first || target.step > last) continue;
        const std::vector<Row>& rows = changes.rows(target.step);
        if (rows.empty()) continue;
        if (connection_.engine() == Engine::postgresql) {
            write_set(target.step, rows);
        } else {
            write_rows(target.step, rows);
        }
    }
}

void ChangeWriter::write_rows(Step step, const std::vector<Row>& rows) {
    auto& prepared = prepared_[step];
    if (!prepared) prepared = std::make_unique<Prepared>(connection_.sql(), target_of(step));
    for (const Row& row : rows) prepared->run(row);
}

void ChangeWriter::write_set(Step step, const std::vector<Row>& rows) {
    const Target& target = target_of(step);
    boost::json::array set;
    set.reserve(rows.size());
    for (const Row& row : rows) {
        boost::json::object object;
        for (std::size_t i = 0; i < row.size(); ++i) object.emplace(target.columns[i].name, json_of(row[i]));
        set.push_back(std::move(object));
    }
    const std::string text = boost::json::serialize(set);
    connection_.sql() << set_statement(target), soci::use(text, "rows");
}

}  // namespace shenyi::storage
