#include "storage/derived.hpp"

#include <algorithm>
#include <stdexcept>

namespace shenyi::storage {

namespace {

Row key_of(const StepTarget& target, const Row& row) {
    return {row.begin(), row.begin() + static_cast<std::ptrdiff_t>(target.keys)};
}

bool writes_whole_rows(const StepTarget& target) {
    return target.mode == Mode::insert || target.mode == Mode::upsert;
}

/// The step that writes whole rows of the table.
const StepTarget& whole_rows_of(std::string_view table) {
    const auto writes = [&](const StepTarget& each) { return each.table == table && writes_whole_rows(each); };
    const auto found = std::ranges::find_if(step_targets(), writes);
    if (found == step_targets().end()) throw std::logic_error("no step writes rows of " + std::string(table));
    return *found;
}

}  // namespace

std::vector<const StepTarget*> derived_tables() {
    std::vector<const StepTarget*> tables;
    for (const StepTarget& each : step_targets()) {
        if (each.step >= first_derived_step && writes_whole_rows(each)) tables.push_back(&each);
    }
    return tables;
}

std::size_t place_of(const StepTarget& target, std::string_view column) {
    const auto found = std::ranges::find(target.columns, column, &Column::name);
    if (found == target.columns.end()) throw std::logic_error("no column " + std::string(column));
    return static_cast<std::size_t>(found - target.columns.begin());
}

std::string told(const Value& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return "null";
}

std::string told_key(const StepTarget& target, const Row& row) {
    std::string text;
    for (std::size_t i = 1; i < target.keys; ++i) text += (i > 1 ? "/" : "") + told(row.at(i));
    return text;
}

std::optional<std::string> DerivedRows::apply(const Changes& changes) {
    for (const StepTarget& target : step_targets()) {
        if (target.step < first_derived_step) continue;
        for (const Row& row : changes.rows(target.step)) {
            if (auto contradiction = take(target, row)) return contradiction;
        }
    }
    return std::nullopt;
}

std::optional<std::string> DerivedRows::take(const StepTarget& target, const Row& row) {
    const std::string name = std::string(target.table) + " " + told_key(target, row);
    if (target.mode == Mode::erase) {
        tables_[whole_rows_of(target.table).step].erase(key_of(target, row));
        return std::nullopt;
    }
    if (target.mode != Mode::update) {
        const auto [place, fresh] = tables_[target.step].insert_or_assign(key_of(target, row), row);
        if (!fresh && target.mode == Mode::insert) return name + " is given twice";
        return std::nullopt;
    }
    const StepTarget& whole = whole_rows_of(target.table);
    const auto found = tables_[whole.step].find(key_of(target, row));
    if (found == tables_[whole.step].end()) return name + " is changed and was never given";
    for (std::size_t i = target.keys; i < row.size(); ++i) {
        found->second.at(place_of(whole, target.columns[i].name)) = row[i];
    }
    return std::nullopt;
}

}  // namespace shenyi::storage
