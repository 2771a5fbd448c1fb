#include "storage/rebuild.hpp"

#include "storage/changes.hpp"
#include "storage/derived.hpp"
#include "storage/dialect.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace shenyi::storage {

namespace {

/// Rows that go to the database in one statement.
constexpr std::size_t rows_at_once = 1'000;

/// Writes the rows of one organ in an order in which the gate takes them. It takes a decision only on an open item on
/// a standing clearance: so clearances and decided items are written as they stood then, and afterwards brought to
/// where they stand now.
class Writing {
  public:
    Writing(ChangeWriter& writer, DerivedRows& rows) : writer_(writer), rows_(rows) {}

    std::int64_t run() {
        for (const auto& [key, row] : rows_.table(Step::decision)) {
            decided_.insert(row.at(place_of(target_of(Step::decision), "item")));
        }
        for (const StepTarget* target : derived_tables()) {
            write(*target);
            if (target->step == Step::decision) bring_to_where_they_stand();
        }
        return written_;
    }

  private:
    void write(const StepTarget& target) {
        Changes changes;
        std::size_t gathered = 0;
        for (const auto& [key, row] : rows_.table(target.step)) {
            changes.add(target.step, as_it_stood(target, row));
            ++written_;
            if (++gathered % rows_at_once != 0) continue;
            writer_.write(changes, target.step, target.step);
            changes = {};
        }
        writer_.write(changes, target.step, target.step);
    }

    Row as_it_stood(const StepTarget& target, Row row) const {
        if (target.step == Step::clearance) row.at(place_of(target, "standing")) = std::int64_t{1};
        if (target.step == Step::item && decided_.contains(row.at(place_of(target, "id")))) {
            row.at(place_of(target, "state")) = std::string("open");
            row.at(place_of(target, "holds")) = std::int64_t{1};
        }
        return row;
    }

    void bring_to_where_they_stand() {
        Changes changes;
        for (const auto& [key, row] : rows_.table(Step::item)) {
            if (decided_.contains(key.at(1))) changes.add(Step::item_close, last_of(Step::item, Step::item_close, row));
        }
        for (const auto& [key, row] : rows_.table(Step::clearance)) {
            if (row.at(place_of(target_of(Step::clearance), "standing")) == Value(std::int64_t{1})) continue;
            changes.add(Step::clearance_fall, last_of(Step::clearance, Step::clearance_fall, row));
        }
        writer_.write(changes, Step::item_close, Step::item_close);
        writer_.write(changes, Step::clearance_fall, Step::clearance_fall);
    }

    /// The columns that `update` writes, out of a whole row.
    static Row last_of(Step whole, Step update, const Row& row) {
        Row columns;
        for (const Column& column : target_of(update).columns) {
            columns.push_back(row.at(place_of(target_of(whole), column.name)));
        }
        return columns;
    }

    ChangeWriter& writer_;
    DerivedRows& rows_;
    std::set<Value> decided_;
    std::int64_t written_ = 0;
};

}  // namespace

tl::expected<Rebuilt, RecordFinding> rebuild(Connection& connection, const log::MacKey& key,
                                             const std::shared_ptr<const workflow::Definitions>& definitions) {
    Transaction transaction(connection);
    connection.dialect().prepare_migration(connection.sql());
    std::vector<std::string> tables;
    for (const StepTarget* target : derived_tables()) tables.emplace_back(target->table);
    connection.dialect().empty_tables(connection.sql(), tables);

    Rebuilt rebuilt;
    std::optional<RecordFinding> damage;
    ChangeWriter writer(connection);
    for (const workflow::OrganId& organ : organs_in_record(connection)) {
        Replayed replayed = replay(connection, organ, definitions, key, [&](RecordFinding found) {
            if (!damage) damage = std::move(found);
        });
        if (damage) return tl::make_unexpected(*std::move(damage));
        rebuilt.rows += Writing(writer, replayed.rows).run();
        rebuilt.events += replayed.events;
        ++rebuilt.organs;
    }
    transaction.commit();
    return rebuilt;
}

}  // namespace shenyi::storage
