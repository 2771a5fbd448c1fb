#include "storage/fsck.hpp"

#include "storage/dialect.hpp"
#include "tests/scenarios/runner.hpp"
#include "tests/storage/record.hpp"
#include "tests/support/source_folder.hpp"

#include <gmock/gmock.h>
#include <soci/soci.h>

namespace shenyi::tests {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

/// One way to lay hands on the database as its superuser, and how it is found.
struct Tampering {
    const char* name;
    std::vector<std::string> statements;
    const char* code;
    const char* table;
    const char* key;
    const char* what;
};

/// Of matter/… : event 3 lies in the middle, the last one at the end.
const std::string third = " WHERE stream LIKE 'matter/%' AND stream_seq = 3";
const std::string last =
    " WHERE stream LIKE 'matter/%' AND stream_seq = (SELECT max(stream_seq) FROM event WHERE "
    "stream LIKE 'matter/%')";

const std::vector<Tampering>& tamperings() {
    static const std::vector<Tampering> all{
        {"a body", {"UPDATE event SET body = body || ' '" + third}, "E_BODY_HASH", "event", " 3 (evt_", "leaf hash"},
        {"a MAC", {"UPDATE event SET mac = 'forged'" + third}, "E_MAC", "event", " 3 (evt_", "MAC"},
        {"a column",
         {"UPDATE event SET outcome = 'refused'" + third},
         "E_COLUMN",
         "event",
         " 3 (evt_",
         "outcome is refused, the event's bytes say ok"},
        {"the actor",
         {"UPDATE event SET actor_id = 'per_other'" + third},
         "E_COLUMN",
         "event",
         " 3 (evt_",
         "actor_id is per_other"},
        {"the second leaf",
         {"UPDATE event SET leaf_sm3 = leaf_sha256" + third},
         "E_BODY_HASH",
         "event",
         " 3 (evt_",
         "second leaf"},
        {"an event in the middle",
         {"DELETE FROM event" + third},
         "E_MISSING_EVENT",
         "event",
         " 4 (evt_",
         "not there: 3"},
        {"the last event", {"DELETE FROM event" + last}, "E_MISSING_EVENT", "event", "matter/", "goes on to"},
        {"the order of two events",
         {"UPDATE event SET stream_seq = 1000" + third,
          "UPDATE event SET stream_seq = 3 WHERE stream LIKE 'matter/%' AND stream_seq = 4",
          "UPDATE event SET stream_seq = 4 WHERE stream LIKE 'matter/%' AND stream_seq = 1000"},
         "E_COLUMN",
         "event",
         " 3 (evt_",
         "stream_seq is 3, the event's bytes say 4"},
        {"a head",
         {"UPDATE stream SET last_leaf = 'other' WHERE id LIKE 'meeting/%'"},
         "E_HEAD",
         "stream",
         "meeting/",
         "last_leaf"},
        {"a head's sequence",
         {"UPDATE stream SET seq = seq - 1 WHERE id LIKE 'matter/%'"},
         "E_HEAD",
         "stream",
         "matter/",
         "seq is"},
        {"a stream's row", {"DELETE FROM stream WHERE id LIKE 'meeting/%'"}, "E_HEAD", "stream", "meeting/", "no row"},
        {"the queue",
         {"DELETE FROM event_pending WHERE event_id = (SELECT id FROM event" + third + ")"},
         "E_PENDING",
         "event_pending",
         " 3 (evt_",
         "neither sealed"},
        {"a gate row", {"DELETE FROM publication"}, "E_STATE", "publication", "evt_", "missing"},
        {"a fallen clearance",
         {"UPDATE clearance SET standing = 0"},
         "E_STATE",
         "clearance",
         "clr_",
         "standing is 0, the events say 1"},
        {"votes", {"UPDATE decision SET votes_for = votes_for - 1"}, "E_STATE", "decision", "dec_", "votes_for is"},
        {"a title",
         {"UPDATE matter_view SET title = '别的题目'"},
         "E_STATE",
         "matter_view",
         "mat_",
         "title is 别的题目, the events say"},
        {"a row nobody's",
         {"INSERT INTO draft_document SELECT organ, document, matter, 77 FROM draft_document WHERE version = 1"},
         "E_STATE",
         "draft_document",
         "/77",
         "follows from no event"},
        {"rows of another organ",
         {"INSERT INTO meeting VALUES ('elsewhere', 'mtg_1', 'office_meeting')"},
         "E_STATE",
         "meeting",
         "mtg_1",
         "follows from no event"},
    };
    return all;
}

class Fsck : public OnBothDatabases {
  protected:
    void SetUp() override { play(source_folder() / "tests" / "scenarios" / "S-00_main_path.yaml", door); }

    StoreDoor door{GetParam()};
    storage::Connection owner = door.database().owner();
};

TEST_P(Fsck, finds_and_names_every_kind_of_damage) {
    for (const Tampering& each : tamperings()) {
        SCOPED_TRACE(each.name);
        begin_with_all_doors_open(owner);
        for (const std::string& statement : each.statements) owner.execute(statement);
        const storage::Examined found = storage::fsck(owner, key_of(door), door.definitions());
        owner.rollback();

        EXPECT_FALSE(found.clean());
        ASSERT_FALSE(found.findings.empty());
        const storage::RecordFinding& first = found.findings.front();
        EXPECT_EQ(first.code, each.code) << told(found);
        EXPECT_EQ(first.table, each.table) << told(found);
        EXPECT_THAT(first.key, HasSubstr(each.key)) << told(found);
        EXPECT_THAT(first.what, HasSubstr(each.what)) << told(found);
    }
    EXPECT_TRUE(examined(door).clean());
}

TEST_P(Fsck, a_lone_row_that_was_altered_is_the_only_finding) {
    begin_with_all_doors_open(owner);
    owner.execute("UPDATE decision SET votes_for = votes_for - 1 WHERE forum = 'office_meeting'");
    const storage::Examined found = storage::fsck(owner, key_of(door), door.definitions());
    owner.rollback();
    EXPECT_THAT(found.by_code, ElementsAre(Pair("E_STATE", 1)));
    EXPECT_EQ(found.not_compared, 0);
}

TEST_P(Fsck, rows_of_a_stream_that_cannot_be_read_are_told_as_not_compared) {
    begin_with_all_doors_open(owner);
    owner.execute("UPDATE event SET mac = 'forged'" + third);
    const storage::Examined found = storage::fsck(owner, key_of(door), door.definitions());
    owner.rollback();
    EXPECT_THAT(found.by_code, ElementsAre(Pair("E_MAC", 1))) << told(found);
    EXPECT_GT(found.not_compared, 0);
}

/// Whoever holds the key makes bytes, leaf and MAC that fit: the chain still breaks.
TEST_P(Fsck, an_event_made_anew_with_the_key_breaks_the_chain) {
    const auto organ_stream = workflow::stream_of(door.organ()).name;
    const auto events = door.engine().events(door.organ(), {organ_stream});
    ASSERT_TRUE(events);
    const auto& [reference, event, meta, body] = events->at(1);
    const storage::log::EventRow row = storage::log::seal(
        {{organ_stream}, event, meta},
        {.origin = "test", .organ = door.organ(), .stream_seq = 2, .previous_leaf = "another"}, key_of(door));
    begin_with_all_doors_open(owner);
    owner.sql() << "UPDATE event SET body = :body, leaf_sha256 = :leaf, leaf_sm3 = :sm3, mac = :mac WHERE id = :id",
        soci::use(row.body, "body"), soci::use(row.leaf_sha256, "leaf"), soci::use(row.leaf_sm3, "sm3"),
        soci::use(row.mac, "mac"), soci::use(row.id, "id");
    const storage::Examined found = storage::fsck(owner, key_of(door), door.definitions());
    owner.rollback();
    ASSERT_GE(found.findings.size(), 2U);
    EXPECT_EQ(found.findings[0].code, "E_STREAM_CHAIN");
    EXPECT_THAT(found.findings[0].key, HasSubstr(" 2 ("));
    EXPECT_THAT(found.findings[1].key, HasSubstr(" 3 ("));
}

ON_BOTH_DATABASES(Fsck);

}  // namespace

}  // namespace shenyi::tests
