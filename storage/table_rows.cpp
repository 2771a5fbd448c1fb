#include "storage/table_rows.hpp"

#include "storage/derived.hpp"

#include <soci/soci.h>

#include <deque>

namespace shenyi::storage {

namespace {

/// A column's place to be read into.
struct Cell {
    std::string text;
    long long number = 0;
    soci::indicator indicator = soci::i_null;
};

std::string select_rows(const StepTarget& target) {
    std::string columns;
    for (const Column& column : target.columns) columns += (columns.empty() ? "" : ", ") + std::string(column.name);
    return "SELECT " + columns + " FROM " + std::string(target.table) + " WHERE organ = :organ";
}

Value value_of(const Cell& cell, bool integer) {
    if (cell.indicator != soci::i_ok) return {};
    return integer ? Value(std::int64_t{cell.number}) : Value(cell.text);
}

}  // namespace

void for_each_row(Connection& connection, const StepTarget& target, const workflow::OrganId& organ,
                  const std::function<void(const Row&)>& take) {
    std::deque<Cell> cells(target.columns.size());
    const std::string question = select_rows(target);
    soci::statement statement(connection.sql());
    statement.alloc();
    statement.prepare(question);
    statement.exchange(soci::use(organ.value, "organ"));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (target.columns[i].integer) {
            statement.exchange(soci::into(cells[i].number, cells[i].indicator));
        } else {
            statement.exchange(soci::into(cells[i].text, cells[i].indicator));
        }
    }
    statement.define_and_bind();
    statement.execute();
    while (statement.fetch()) {
        Row row;
        for (std::size_t i = 0; i < cells.size(); ++i) row.push_back(value_of(cells[i], target.columns[i].integer));
        take(row);
    }
}

std::set<std::string> organs_in(Connection& connection, const StepTarget& target) {
    std::set<std::string> organs;
    std::string organ;
    const std::string question = "SELECT DISTINCT organ FROM " + std::string(target.table);
    soci::statement statement = (connection.sql().prepare << question, soci::into(organ));
    statement.execute();
    while (statement.fetch()) organs.insert(organ);
    return organs;
}

std::string difference(const StepTarget& target, const Row& stored, const Row& said) {
    for (std::size_t i = 0; i < stored.size(); ++i) {
        if (stored[i] == said.at(i)) continue;
        return std::string(target.columns[i].name) + " is " + told(stored[i]) + ", the events say " + told(said[i]);
    }
    return {};
}

}  // namespace shenyi::storage
