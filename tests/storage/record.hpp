#pragma once

#include "storage/derived.hpp"
#include "storage/fsck.hpp"
#include "storage/rebuild.hpp"
#include "storage/table_rows.hpp"
#include "tests/scenarios/store_door.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

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
