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

void add_difference(const std::set<Row>& before, const std::set<Row>& after, Step gone, Step here, Changes& changes) {
    const auto keys = static_cast<std::ptrdiff_t>(target_of(here).keys);
    const auto key = [keys](const Row& row) { return Row(row.begin(), row.begin() + keys); };
    std::set<Row> kept;
    for (const Row& row : after) {
        kept.insert(key(row));
        if (!before.contains(row)) changes.add(here, row);
    }
    for (const Row& row : before) {
        if (!kept.contains(key(row))) changes.add(gone, key(row));
    }
}

namespace {

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

std::string on_conflict(const StepTarget& target) {
    const std::span columns(target.columns);
    const std::string at = " ON CONFLICT (" + list(columns.first(target.keys), ", ", name) + ")";
    if (target.keys == columns.size()) return at + " DO NOTHING";
    return at + " DO UPDATE SET " + list(columns.subspan(target.keys), ", ", [](const Column& column) {
               return name(column) + " = excluded." + name(column);
           });
}

/// One row by parameters.
std::string row_statement(const StepTarget& target) {
    const std::span columns(target.columns);
    const auto parameter = [](const Column& column) { return ":" + name(column); };
    const auto assign = [](const Column& column) { return name(column) + " = :" + name(column); };
    if (target.mode == Mode::erase) {
        return "DELETE FROM " + std::string(target.table) + " WHERE " +
               list(columns.first(target.keys), " AND ", assign);
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

/// All rows from one JSON parameter: one statement a table, whatever the batch.
std::string set_statement(const StepTarget& target, const std::string& parameter) {
    const std::span columns(target.columns);
    const std::string set =
        " json_to_recordset(CAST(:" + parameter + " AS json)) AS r (" +
        list(columns, ", ",
             [](const Column& column) { return name(column) + (column.integer ? " bigint" : " text"); }) +
        ")";
    const std::string source = " FROM" + set;
    const std::string table(target.table);
    const auto same = [](const Column& column) { return "t." + name(column) + " = r." + name(column); };
    if (target.mode == Mode::erase) {
        return "DELETE FROM " + table + " t USING" + set + " WHERE " + list(columns.first(target.keys), " AND ", same);
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
    Prepared(soci::session& session, const StepTarget& target) : columns_(target.columns), statement_(session) {
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

/// Sets of rows of several tables in one statement, each from a JSON parameter of its own.
class ChangeWriter::PreparedSets {
  public:
    PreparedSets(soci::session& session, const std::vector<Step>& taken)
        : taken_(taken), sets_(taken.size()), statement_(session) {
        std::string text;
        for (std::size_t i = 0; i < taken.size(); ++i) {
            const std::string number = std::to_string(i);
            text +=
                (i == 0 ? "WITH w" : ", w") + number + " AS (" + set_statement(target_of(taken[i]), "r" + number) + ")";
        }
        text += " SELECT 1";
        statement_.alloc();
        statement_.prepare(text);
        for (std::size_t i = 0; i < taken.size(); ++i) {
            statement_.exchange(soci::use(sets_[i], "r" + std::to_string(i)));
        }
        statement_.define_and_bind();
    }

    void run(const Changes& changes) {
        for (std::size_t i = 0; i < taken_.size(); ++i)
            sets_[i] = set_of(target_of(taken_[i]), changes.rows(taken_[i]));
        statement_.execute(true);
    }

  private:
    static std::string set_of(const StepTarget& target, const std::vector<Row>& rows) {
        boost::json::array set;
        set.reserve(rows.size());
        for (const Row& row : rows) {
            boost::json::object object;
            for (std::size_t i = 0; i < row.size(); ++i) object.emplace(target.columns[i].name, json_of(row[i]));
            set.push_back(std::move(object));
        }
        return boost::json::serialize(set);
    }

    const std::vector<Step> taken_;
    std::vector<std::string> sets_;
    soci::statement statement_;
};

bool Changes::empty() const {
    return std::ranges::all_of(rows_, [](const auto& rows) { return rows.empty(); });
}

ChangeWriter::ChangeWriter(Connection& connection) : connection_(connection) {}
ChangeWriter::~ChangeWriter() = default;

void ChangeWriter::write(const Changes& changes, Step first, Step last) {
    for (const StepTarget& target : step_targets()) {
        if (target.step < first || target.step > last || changes.rows(target.step).empty()) continue;
        if (connection_.engine() == Engine::postgresql) {
            write_sets(changes, {target.step});
        } else {
            write_rows(target.step, changes.rows(target.step));
        }
    }
}

void ChangeWriter::write_together(const Changes& changes) {
    if (connection_.engine() == Engine::sqlite) return write(changes, Step::event, last_step);
    std::vector<Step> taken;
    for (const StepTarget& target : step_targets()) {
        if (!changes.rows(target.step).empty()) taken.push_back(target.step);
    }
    write_sets(changes, taken);
}

void ChangeWriter::write_rows(Step step, const std::vector<Row>& rows) {
    auto& prepared = prepared_[step];
    if (!prepared) prepared = std::make_unique<Prepared>(connection_.sql(), target_of(step));
    for (const Row& row : rows) prepared->run(row);
}

void ChangeWriter::write_sets(const Changes& changes, const std::vector<Step>& taken) {
    if (taken.empty()) return;
    auto& prepared = prepared_sets_[taken];
    if (!prepared) prepared = std::make_unique<PreparedSets>(connection_.sql(), taken);
    prepared->run(changes);
}

}  // namespace shenyi::storage
