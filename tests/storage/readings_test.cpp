#include "storage/readings.hpp"

#include "tests/storage/record.hpp"

#include <gmock/gmock.h>

namespace shenyi::tests {
namespace {

using namespace workflow;

const OrganId some_organ{"org_1"};
const PersonId some_reader{"per_1"};
const Instant nine = parse_instant("2026-03-02T09:00:00+08:00").value();

ReadEntry opened(ReadKind what, Instant at, std::optional<int> version = std::nullopt) {
    return {.what = what, .version = version, .item = {}, .document = {}, .first = at, .last = at};
}

TEST(Readings, what_is_opened_first_is_handed_out_at_once_and_what_is_opened_again_when_the_hour_ends) {
    storage::Readings readings;
    for (int minute = 0; minute < 3; ++minute) {
        readings.note(some_organ, some_reader, "matter/m",
                      opened(ReadKind::draft, nine + std::chrono::minutes(minute), 1));
    }
    auto taken = readings.take(nine + std::chrono::minutes(3), false);
    ASSERT_EQ(taken.size(), 1U);
    ASSERT_EQ(taken.front().read.readings.size(), 1U);
    EXPECT_EQ(taken.front().read.readings.front().count, 3);
    EXPECT_EQ(taken.front().read.readings.front().last, nine + std::chrono::minutes(2));

    readings.note(some_organ, some_reader, "matter/m", opened(ReadKind::draft, nine + std::chrono::minutes(4), 1));
    EXPECT_TRUE(readings.take(nine + std::chrono::minutes(5), false).empty());
    readings.note(some_organ, some_reader, "matter/m", opened(ReadKind::draft, nine + std::chrono::minutes(6), 2));
    taken = readings.take(nine + std::chrono::minutes(7), false);
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(taken.front().read.readings.front().version, 2) << "another version is another thing";
    taken = readings.take(nine + storage::limits::readings_hour, false);
    ASSERT_EQ(taken.size(), 1U);
    EXPECT_EQ(taken.front().read.readings.front().count, 1);
    EXPECT_TRUE(readings.take(nine + std::chrono::hours(5), true).empty());
}

TEST(Readings, what_could_not_be_written_is_handed_out_again) {
    storage::Readings readings;
    readings.note(some_organ, some_reader, "matter/m", opened(ReadKind::minutes, nine));
    const auto taken = readings.take(nine, false);
    readings.put_back(taken.front());
    readings.note(some_organ, some_reader, "matter/m", opened(ReadKind::minutes, nine + std::chrono::minutes(1)));
    const auto again = readings.take(nine + std::chrono::minutes(2), false);
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again.front().read.readings.front().count, 2);
    EXPECT_EQ(again.front().read.readings.front().first, nine);
}

class ReadingsOnRecord : public OnBothDatabases {
  protected:
    StoreDoor door{GetParam()};
};

TEST_P(ReadingsOnRecord, are_found_by_what_was_read_and_are_rebuilt_from_their_events) {
    const std::string matter = "matter/mat_1";
    for (const char* login : {"inspector", "director"}) {
        door.engine().note_reading(door.organ(), door.person(login), matter, {.what = ReadKind::history});
    }
    door.engine().note_reading(door.organ(), door.person("director"), "matter/mat_2", {.what = ReadKind::draft});
    door.engine().write_readings();
    const auto about = door.engine().events_about(door.organ(), matter).value();
    ASSERT_EQ(about.size(), 2U);
    std::set<PersonId> readers;
    for (const auto& event : about) readers.insert(std::get<RecordRead>(std::get<AccessEvent>(event.event)).person);
    EXPECT_EQ(readers, (std::set<PersonId>{door.person("inspector"), door.person("director")}));

    auto owner = door.database().owner();
    owner.execute("DELETE FROM event_about");
    EXPECT_FALSE(examined(door).clean());
    ASSERT_TRUE(storage::rebuild(owner, key_of(door), door.definitions()));
    EXPECT_EQ(door.engine().events_about(door.organ(), matter).value().size(), 2U);
    expect_the_record_to_bear_its_tables(door);
}

ON_BOTH_DATABASES(ReadingsOnRecord);

}  // namespace
}  // namespace shenyi::tests
