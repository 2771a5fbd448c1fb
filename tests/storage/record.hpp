#pragma once

#include "storage/derived.hpp"
#include "storage/fsck.hpp"
#include "storage/rebuild.hpp"
#include "storage/table_rows.hpp"
#include "tests/scenarios/store_door.hpp"

#include <gtest/gtest.h>
#include <soci/soci.h>

#include <set>
#include <string>
#include <vector>

namespace shenyi::tests {

inline storage::log::MacKey key_of(StoreDoor& door) {
    return storage::log::MacKey::load((door.database().folder() / "mac.key").string()).value();
}

/// Every row of every table that follows from events, in words.
inline std::set<std::string> derived_rows(StoreDoor& door) {
    auto connection = door.database().connect(storage::Role::auditor);
    std::set<std::string> rows;
    for (const storage::StepTarget* target : storage::derived_tables()) {
        storage::for_each_row(connection, *target, door.organ(), [&](const storage::Row& row) {
            std::string text(target->table);
            for (const storage::Value& value : row) text += " | " + storage::told(value);
            rows.insert(text);
        });
    }
    return rows;
}

inline std::string told(const storage::Examined& examined) {
    std::string text;
    for (const storage::RecordFinding& each : examined.findings) {
        text += each.code + " " + each.table + " " + each.key + ": " + each.what + "\n";
    }
    return text;
}

/// As the database's superuser, in a transaction that is never committed: everything that stands in the way is taken
/// away first.
inline void begin_with_all_doors_open(storage::Connection& owner) {
    const bool on_sqlite = owner.engine() == storage::Engine::sqlite;
    if (on_sqlite) owner.execute("PRAGMA foreign_keys = off");
    owner.begin();
    if (!on_sqlite) owner.execute("SET LOCAL session_replication_role = replica");
    const std::string all = on_sqlite ? "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'"
                                      : "SELECT 'ALTER TABLE ' || tablename || ' DISABLE TRIGGER USER' FROM "
                                        "pg_tables WHERE schemaname = 'shenyi'";
    std::vector<std::string> statements;
    std::string statement;
    soci::statement query = (owner.sql().prepare << all, soci::into(statement));
    query.execute();
    while (query.fetch()) statements.push_back(statement);
    for (const std::string& each : statements) owner.execute(each);
}

/// As the auditor, on the database as it stands.
inline storage::Examined examined(StoreDoor& door) {
    auto connection = door.database().connect(storage::Role::auditor);
    connection.begin_reading();
    return storage::fsck(connection, key_of(door), door.definitions());
}

/// The record is clean, and its tables are what a rebuild makes of it.
inline void expect_the_record_to_bear_its_tables(StoreDoor& door) {
    const storage::Examined found = examined(door);
    EXPECT_TRUE(found.clean()) << told(found);
    const std::set<std::string> before = derived_rows(door);
    auto owner = door.database().owner();
    const auto rebuilt = storage::rebuild(owner, key_of(door), door.definitions());
    ASSERT_TRUE(rebuilt) << rebuilt.error().what;
    EXPECT_EQ(static_cast<std::size_t>(rebuilt->rows), before.size());
    EXPECT_EQ(derived_rows(door), before);
}

}  // namespace shenyi::tests
