#include "storage/rebuild.hpp"

#include "storage/dialect.hpp"
#include "storage/schema_check.hpp"
#include "tests/scenarios/runner.hpp"
#include "tests/storage/record.hpp"
#include "tests/support/source_folder.hpp"

#include <gmock/gmock.h>
#include <soci/soci.h>

namespace shenyi::tests {

namespace {

const std::filesystem::path main_path = source_folder() / "tests" / "scenarios" / "S-00_main_path.yaml";

class Rebuild : public OnBothDatabases {
  protected:
    void SetUp() override { play(main_path, door); }

    void empty_all() {
        auto owner = door.database().owner();
        std::vector<std::string> tables;
        for (const storage::StepTarget* target : storage::derived_tables()) tables.emplace_back(target->table);
        storage::Transaction transaction(owner);
        owner.dialect().prepare_migration(owner.sql());
        owner.dialect().empty_tables(owner.sql(), tables);
        transaction.commit();
    }

    StoreDoor door{GetParam()};
};

TEST_P(Rebuild, fills_emptied_tables_as_they_were) {
    const auto before = derived_rows(door);
    for (const char* table : {"publication", "settled_text", "decision", "agenda_item", "clearance", "matter_view"}) {
        EXPECT_TRUE(std::ranges::any_of(before, [&](const auto& row) { return row.starts_with(table); })) << table;
    }
    empty_all();
    ASSERT_TRUE(derived_rows(door).empty());

    auto owner = door.database().owner();
    const auto rebuilt = storage::rebuild(owner, key_of(door), door.definitions());
    ASSERT_TRUE(rebuilt) << rebuilt.error().what;
    EXPECT_EQ(derived_rows(door), before);
}

TEST_P(Rebuild, leaves_everything_in_force_that_refuses) {
    auto owner = door.database().owner();
    ASSERT_TRUE(storage::rebuild(owner, key_of(door), door.definitions()));

    auto app = door.database().connect();
    const auto ready = storage::ready_to_serve(app, migrations(GetParam()));
    EXPECT_TRUE(ready) << ready.error();
    EXPECT_ANY_THROW(owner.execute("DELETE FROM publication"));
}

TEST_P(Rebuild, lets_the_work_go_on) {
    auto owner = door.database().owner();
    ASSERT_TRUE(storage::rebuild(owner, key_of(door), door.definitions()));
    play(main_path, door);
    EXPECT_TRUE(examined(door).clean()) << told(examined(door));
}

TEST_P(Rebuild, refuses_a_damaged_record_and_changes_nothing) {
    auto owner = door.database().owner();
    if (GetParam() == storage::Engine::sqlite) {
        owner.execute("DROP TRIGGER event_no_update");
    } else {
        owner.execute("ALTER TABLE event DISABLE TRIGGER event_insert_only");
    }
    owner.execute("UPDATE event SET mac = 'forged' WHERE stream LIKE 'matter/%' AND stream_seq = 3");
    owner.execute("DELETE FROM matter_view");
    const auto before = derived_rows(door);

    const auto rebuilt = storage::rebuild(owner, key_of(door), door.definitions());
    ASSERT_FALSE(rebuilt);
    EXPECT_EQ(rebuilt.error().code, "E_MAC");
    EXPECT_THAT(rebuilt.error().key, testing::HasSubstr(" 3 "));
    EXPECT_EQ(derived_rows(door), before);
}

ON_BOTH_DATABASES(Rebuild);

}  // namespace

}  // namespace shenyi::tests
