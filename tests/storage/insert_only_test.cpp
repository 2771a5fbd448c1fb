#include "tests/storage/gate_desk.hpp"

// What no grant and no trigger lets pass: UPDATE, DELETE, TRUNCATE and REPLACE on what is a record.

namespace shenyi::tests::gate {

namespace {

using storage::Engine;
using storage::Role;
using testing::AnyOf;
using testing::HasSubstr;

const std::string some_time = "2026-03-02T01:00:00.000Z";
const std::string some_document = "sha256:" + std::string(64, 'd');

/// Every insert-only table, with the columns by which a row is copied.
struct Table {
    const char* name;
    const char* columns;
};
constexpr Table tables[] = {
    {"event", "id, stream, stream_seq, type, outcome, actor_id, at, body, leaf_sha256, leaf_sm3, mac"},
    {"idempotency", "actor, method, path, key, body_sha256, status, answer, at"},
    {"document", "id, size, sm3, media_type, name, uploaded_by, at"},
    {"matter", "id, kind, needs_office, needs_party"},
    {"draft", "matter, version, digest, main_document"},
    {"legality_opinion", "id, matter, version, digest, conclusion, reviewer, event, event_type, event_outcome"},
    {"clearance",
     "id, matter, version, digest, opinion, opinion_version, opinion_digest, conclusion, ground, event, event_type, "
     "event_outcome, standing"},
    {"meeting", "id, forum"},
    {"roster", "meeting, forum, due"},
    {"agenda_item", "id, meeting, kind, state, matter, version, digest, clearance, holds"},
    {"decision",
     "id, item, item_kind, meeting, forum, due, matter, version, digest, quorum_two_thirds, present, votes_for, "
     "votes_against, abstained, outcome, head_reasons"},
    {"settled_text",
     "decision, forum, matter, decided_version, decided_digest, outcome, adopted, version, digest, clearance"},
    {"publication",
     "id, matter, version, digest, needs_office, needs_party, office_decision, office_forum, party_decision, "
     "party_forum"},
};

/// One row in each table.
class InsertOnly : public Gate {
  protected:
    void SetUp() override {
        Gate::SetUp();
        given_adopted_by_the_office();
        given(of_the_party(), close("i2"), settled_by_the_party(), Publication{});
        given(insert("idempotency", "actor, method, path, key, body_sha256, status, answer, at", std::string("p1"),
                     std::string("POST"), std::string("/x"), std::string("k1"), std::string(64, 'e'),
                     std::string("201"), std::string("{}"), some_time));
        given(insert("document", "id, size, sm3, media_type, name, uploaded_by, at", some_document, std::string("3"),
                     std::string(64, 'f'), std::string("text/plain"), std::string("draft"), std::string("p1"),
                     some_time));
        given(insert("stream", "id, seq, last_leaf", std::string("matter/m1"), std::string("3"), std::string("leaf")));
        given(insert("event_pending", "event_id", std::string("e1")));
        given(insert("event_private", "event_id, name, salt, value", std::string("e1"), std::string("phone"),
                     std::string("salt"), std::string("value")));
    }

    /// From here on as the superuser, with the same rows: what grants would have refused meets the triggers.
    void become_superuser() {
        if (!on_sqlite()) desk_->connection().execute("reset role");
    }
};

/// TRUNCATE and replicas are PostgreSQL's, REPLACE is SQLite's.
class InsertOnlyInPostgresql : public InsertOnly {};
class InsertOnlyInSqlite : public InsertOnly {};

TEST_P(InsertOnly, update_is_refused_on_every_table) {
    for (const auto& table : tables) {
        const std::string name = table.name;
        EXPECT_THAT(tried("update " + name + " set organ = 'elsewhere'"),
                    AnyOf("denied", name + "_insert_only", "gate_item_final"));
    }
}

TEST_P(InsertOnly, delete_is_refused_on_every_table) {
    for (const auto& table : tables) {
        const std::string name = table.name;
        EXPECT_THAT(tried("delete from " + name), AnyOf("denied", name + "_insert_only"));
    }
    EXPECT_THAT(tried(std::string("delete from stream")), AnyOf("denied", "stream_insert_only"));
    EXPECT_THAT(tried(std::string("delete from schema_migration")), AnyOf("denied", "schema_migration_insert_only"));
}

TEST_P(InsertOnly, update_and_delete_are_refused_to_the_superuser_too) {
    become_superuser();
    for (const auto& table : tables) {
        const std::string name = table.name;
        EXPECT_THAT(tried("update " + name + " set organ = 'elsewhere'"),
                    AnyOf(name + "_insert_only", "gate_item_final"));
        EXPECT_EQ(tried("delete from " + name), name + "_insert_only");
    }
}

TEST_P(InsertOnlyInPostgresql, triggers_fire_on_a_replica_too) {
    become_superuser();
    given(std::string("set local session_replication_role = replica"));
    EXPECT_EQ(tried(std::string("update event set body = '{}'")), "event_insert_only");
    EXPECT_EQ(tried(std::string("delete from legality_opinion")), "legality_opinion_insert_only");
    EXPECT_EQ(tried(std::string("update stream set seq = 1")), "stream_grows");
}

TEST_P(InsertOnlyInPostgresql, truncate_is_refused_on_every_table) {
    for (const auto& table : tables) EXPECT_EQ(tried("truncate " + std::string(table.name) + " cascade"), "denied");
    become_superuser();
    for (const auto& table : tables) {
        EXPECT_THAT(tried("truncate " + std::string(table.name) + " cascade"), HasSubstr("_insert_only"));
    }
}

TEST_P(InsertOnlyInSqlite, replace_is_refused_on_every_table) {
    for (const auto& table : tables) {
        const std::string name = table.name;
        const std::string columns = std::string("organ, ") + table.columns;
        EXPECT_THAT(tried("insert or replace into " + name + " (" + columns + ") select " + columns + " from " + name),
                    AnyOf(name + "_insert_only", "idempotency_pkey", "gate_decision"));
    }
}

TEST_P(InsertOnlyInSqlite, replace_by_the_hidden_row_number_is_refused) {
    const std::string columns = "stream, stream_seq, type, outcome, actor_id, at, body, leaf_sha256, leaf_sm3, mac";
    EXPECT_EQ(tried("insert or replace into event (rowid, organ, id, " + columns +
                    ") "
                    "select rowid, organ, 'other', 'other', " +
                    columns.substr(8) + " from event where id = 'e1'"),
              "event_insert_only");
    EXPECT_THAT(tried(std::string("insert or replace into matter (rowid, organ, id, kind, needs_office, needs_party) "
                                  "values (1, 'bureau', 'm9', 'x', 1, 1)")),
                HasSubstr("no column named rowid"));
}

TEST_P(InsertOnly, a_second_event_on_a_place_in_its_stream_is_told_as_such) {
    EXPECT_EQ(tried(Event{.id = "e9", .stream = "matter/e1"}), "event_stream_seq");
}

TEST_P(InsertOnly, a_stream_only_grows) {
    EXPECT_EQ(tried(std::string("update stream set seq = 2, last_leaf = 'x'")), "stream_grows");
    EXPECT_EQ(tried(std::string("update stream set seq = 3, last_leaf = 'x'")), "stream_grows");
    EXPECT_THAT(tried(std::string("update stream set id = 'other', seq = 4")), AnyOf("denied", "stream_insert_only"));
    EXPECT_EQ(tried(std::string("update stream set seq = 4, last_leaf = NULL")), "stream_last_leaf");
    EXPECT_EQ(tried(std::string("update stream set seq = 4, last_leaf = 'x'")), "allowed");
}

TEST_P(InsertOnly, rows_leave_the_queue_and_the_private_values_but_do_not_change) {
    EXPECT_THAT(tried(std::string("update event_pending set event_id = 'other'")),
                AnyOf("denied", "event_pending_insert_only"));
    EXPECT_THAT(tried(std::string("update event_private set value = 'other'")),
                AnyOf("denied", "event_private_insert_only"));
    if (!on_sqlite()) {
        EXPECT_EQ(tried(std::string("delete from event_pending")), "denied");
        EXPECT_EQ(tried(std::string("delete from event_private")), "denied");
    }
    become_superuser();
    EXPECT_EQ(tried(std::string("delete from event_pending")), "allowed");
    EXPECT_EQ(tried(std::string("delete from event_private")), "allowed");
}

THROUGH_EVERY_DOOR(InsertOnly);
INSTANTIATE_TEST_SUITE_P(through, InsertOnlyInPostgresql, testing::Values(Door::postgresql), door_name);
INSTANTIATE_TEST_SUITE_P(through, InsertOnlyInSqlite, testing::Values(Door::sqlite, Door::sqlite_keys_off), door_name);

/// What was sealed, one row in each table.
class LogInsertOnly : public Gate {
  protected:
    struct LogTable {
        const char* name;
        const char* columns;
        const char* change;
        const char* row;    ///< that stands there
        const char* other;  ///< that might be added
    };
    static constexpr LogTable tables[] = {
        {"log", "number, hash, origin, key_type, opened_at", "origin = 'other'",
         "1, 'sha256', 'log.example/bureau', 'ed25519', '2026-03-02T01:00:00.000Z'",
         "1, 'sm3', 'log.example/bureau-sm3', 'sm2', '2026-03-02T01:00:00.000Z'"},
        {"log_entry", "log, idx, organ, event_id", "idx = 7", "1, 0, 'bureau', 'e1'", "1, 1, 'bureau', 'e2'"},
        {"log_tile", "log, hash, level, idx, width, bytes", "bytes = 'other'", "1, 'sha256', 0, 0, 256, 'bytes'",
         "1, 'sha256', 1, 0, 1, 'bytes'"},
        {"log_head", "log, hash, size, edge, at", "edge = 'other'",
         "1, 'sha256', 1, 'edge', '2026-03-02T01:00:00.000Z'", "1, 'sha256', 2, 'edge', '2026-03-02T01:00:00.000Z'"},
        {"log_checkpoint", "log, hash, size, note", "note = 'other'", "1, 'sha256', 1, 'note'",
         "1, 'sha256', 2, 'note'"},
        {"log_cosignature", "log, hash, size, witness, line", "line = 'other'", "1, 'sha256', 1, 'archive', 'line'",
         "1, 'sha256', 1, 'discipline', 'line'"},
        {"log_set_aside", "organ, event_id, code, at", "code = 'other'",
         "'bureau', 'e1', 'E_MAC', '2026-03-02T01:00:00.000Z'", "'bureau', 'e2', 'E_MAC', '2026-03-02T01:00:00.000Z'"},
    };

    void SetUp() override {
        Gate::SetUp();
        given(Event{}, Event{.id = "e2"});
        act_as("shenyi_sealer");
        for (const auto& table : tables) given(insertion(table, table.row));
        act_as("shenyi_app");
    }

    static std::string insertion(const LogTable& table, const char* row) {
        return std::string("insert into ") + table.name + " (" + table.columns + ") values (" + row + ")";
    }
    static std::string update(const LogTable& table) {
        return std::string("update ") + table.name + " set " + table.change;
    }
    static std::string removal(const LogTable& table) { return std::string("delete from ") + table.name; }

    void act_as(const std::string& role) {
        if (!on_sqlite()) desk_->connection().execute("set local role " + role);
    }
    void become_superuser() {
        if (!on_sqlite()) desk_->connection().execute("reset role");
    }
};

class LogInsertOnlyInPostgresql : public LogInsertOnly {};
class LogInsertOnlyInSqlite : public LogInsertOnly {};

TEST_P(LogInsertOnlyInPostgresql, the_application_only_reads_what_is_sealed) {
    for (const auto& table : tables) {
        EXPECT_EQ(tried(insertion(table, table.other)), "denied");
        EXPECT_EQ(tried(update(table)), "denied");
        EXPECT_EQ(tried(removal(table)), "denied");
        EXPECT_EQ(tried(std::string("select * from ") + table.name), "allowed");
    }
}

TEST_P(LogInsertOnlyInPostgresql, the_sealer_adds_rows_and_does_nothing_else) {
    act_as("shenyi_sealer");
    for (const auto& table : tables) {
        EXPECT_EQ(tried(update(table)), "denied");
        EXPECT_EQ(tried(removal(table)), "denied");
        EXPECT_EQ(tried(std::string("truncate ") + table.name + " cascade"), "denied");
        EXPECT_EQ(tried(insertion(table, table.other)), "allowed");
    }
}

TEST_P(LogInsertOnly, update_and_delete_of_what_is_sealed_are_refused_to_the_superuser_too) {
    become_superuser();
    for (const auto& table : tables) {
        EXPECT_EQ(tried(update(table)), std::string(table.name) + "_insert_only");
        EXPECT_EQ(tried(removal(table)), std::string(table.name) + "_insert_only");
    }
}

TEST_P(LogInsertOnlyInPostgresql, truncate_of_what_is_sealed_is_refused_even_to_the_superuser_and_on_a_replica) {
    become_superuser();
    given(std::string("set local session_replication_role = replica"));
    for (const auto& table : tables) {
        EXPECT_THAT(tried(std::string("truncate ") + table.name + " cascade"), HasSubstr("_insert_only"));
        EXPECT_EQ(tried(update(table)), std::string(table.name) + "_insert_only");
    }
}

TEST_P(LogInsertOnlyInSqlite, replace_of_what_is_sealed_is_refused_by_every_key) {
    for (const auto& table : tables) {
        const std::string columns = table.columns;
        EXPECT_EQ(tried(std::string("insert or replace into ") + table.name + " (" + columns + ") select " + columns +
                        " from " + table.name),
                  std::string(table.name) + "_insert_only");
    }
    EXPECT_EQ(tried(std::string("insert or replace into log_entry (log, idx, organ, event_id) select log, idx + 9, "
                                "organ, event_id from log_entry")),
              "log_entry_once");
    EXPECT_EQ(tried(std::string("insert or replace into log (number, hash, origin, key_type, opened_at) select "
                                "number + 1, hash, origin, key_type, opened_at from log")),
              "log_origin");
}

THROUGH_EVERY_DOOR(LogInsertOnly);
INSTANTIATE_TEST_SUITE_P(through, LogInsertOnlyInPostgresql, testing::Values(Door::postgresql), door_name);
INSTANTIATE_TEST_SUITE_P(through, LogInsertOnlyInSqlite, testing::Values(Door::sqlite, Door::sqlite_keys_off),
                         door_name);

TEST(Roles, sealer_eraser_and_auditor_may_what_is_theirs_and_nothing_else) {
    const auto database = fresh_database(Engine::postgresql);
    const auto tried_as = [&](Role role, const std::string& statement) {
        auto connection = database.connect(role);
        try {
            connection.execute(statement);
        } catch (const soci::soci_error& thrown) {
            const auto fault = storage::fault_of(thrown);
            return fault.kind == storage::StoreError::Kind::denied ? std::string("denied") : fault.detail;
        }
        return std::string("allowed");
    };
    EXPECT_EQ(tried_as(Role::sealer, "delete from event_pending"), "allowed");
    EXPECT_EQ(tried_as(Role::sealer, "delete from event_private"), "denied");
    EXPECT_EQ(tried_as(Role::sealer, "delete from event"), "denied");
    EXPECT_EQ(tried_as(Role::sealer, "select * from credential"), "denied");
    EXPECT_EQ(tried_as(Role::eraser, "delete from event_private"), "allowed");
    EXPECT_EQ(tried_as(Role::eraser, "select * from event"), "denied");
    EXPECT_EQ(tried_as(Role::auditor, "select * from event"), "allowed");
    EXPECT_EQ(tried_as(Role::auditor, "select * from credential"), "denied");
    EXPECT_EQ(tried_as(Role::auditor, "delete from event_private"), "denied");
    EXPECT_EQ(tried_as(Role::app, "create table shenyi.own (x int)"), "denied");
    EXPECT_EQ(tried_as(Role::app, "alter table event disable trigger all"), "denied");
    EXPECT_EQ(tried_as(Role::app, "drop trigger gate_decision on decision"), "denied");
    EXPECT_EQ(tried_as(Role::app, "set session_replication_role = replica"), "denied");
    EXPECT_EQ(tried_as(Role::app, "insert into schema_migration values (99, 'x', 'y', 'z')"), "denied");
}

}  // namespace

}  // namespace shenyi::tests::gate
