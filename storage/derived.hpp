#pragma once

#include "storage/changes.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace shenyi::storage {

/// The tables that follow from events alone, parents before children. A table comes in by its step (changes.hpp).
std::vector<const StepTarget*> derived_tables();

/// Place of a column in the rows of a target. Throws std::logic_error where there is none of that name.
std::size_t place_of(const StepTarget& target, std::string_view column);

/// A value as it is told to the operator.
std::string told(const Value& value);

/// A row's key as it is told: the values behind the organ, with a slash between.
std::string told_key(const StepTarget& target, const Row& row);

/// The rows of one organ that events say there should be, by table and key. What was updated stands as it stood last.
class DerivedRows {
  public:
    using Table = std::map<Row, Row>;  ///< by the columns of the key

    /// Takes over what a projector gave. What contradicts itself (a second row of a key, an update of no row) is told.
    std::optional<std::string> apply(const Changes& changes);

    Table& table(Step step) { return tables_[step]; }

  private:
    std::optional<std::string> take(const StepTarget& target, const Row& row);

    std::map<Step, Table> tables_;
};

}  // namespace shenyi::storage
