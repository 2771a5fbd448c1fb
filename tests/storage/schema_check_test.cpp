#include "storage/schema_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/databases.hpp"

namespace shenyi::storage {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

/// What the check says after somebody tampered. All in one transaction that is rolled back: one database does for all.
std::vector<std::string> differences_after(Engine engine, const std::vector<std::string>& tampering) {
    static const auto sqlite = tests::fresh_database(Engine::sqlite);
    static const auto postgresql = tests::fresh_database(Engine::postgresql);
    auto owner = (engine == Engine::sqlite ? sqlite : postgresql).owner();
    const Transaction never_committed(owner);
    for (const auto& statement : tampering) owner.execute(statement);
    return schema_differences(owner, tests::migrations(engine));
}

std::vector<std::string> after_sqlite(const std::string& tampering) {
    return differences_after(Engine::sqlite, {tampering});
}
std::vector<std::string> after_postgresql(const std::string& tampering) {
    return differences_after(Engine::postgresql, {tampering});
}

class SchemaCheck : public tests::OnBothDatabases {};

TEST_P(SchemaCheck, finds_nothing_on_a_schema_that_is_as_migrated) {
    EXPECT_THAT(differences_after(GetParam(), {}), IsEmpty());
}

TEST_P(SchemaCheck, lets_nobody_serve_before_the_migrations_ran) {
    const auto database = tests::bare_database(GetParam());
    auto connection = database.owner();
    const auto ready = ready_to_serve(connection, tests::migrations(GetParam()));
    ASSERT_FALSE(ready);
    EXPECT_THAT(ready.error(), HasSubstr("shenyi migrate"));
}

TEST_P(SchemaCheck, lets_nobody_serve_with_a_trigger_gone_and_names_it) {
    const auto database = tests::fresh_database(GetParam());
    auto connection = database.connect();
    EXPECT_TRUE(ready_to_serve(connection, tests::migrations(GetParam())));
    database.owner().execute(GetParam() == Engine::sqlite ? "drop trigger gate_decision"
                                                          : "drop trigger gate_decision on decision");
    const auto ready = ready_to_serve(connection, tests::migrations(GetParam()));
    ASSERT_FALSE(ready);
    EXPECT_THAT(ready.error(), HasSubstr("trigger gate_decision"));
}

ON_BOTH_DATABASES(SchemaCheck);

TEST(SchemaCheckSqlite, names_what_was_dropped_added_or_altered) {
    EXPECT_THAT(after_sqlite("drop trigger event_no_update"),
                ElementsAre("missing or altered: trigger event_no_update"));
    EXPECT_THAT(after_sqlite("drop index draft_by_main_document"),
                ElementsAre("missing or altered: index draft_by_main_document"));
    EXPECT_THAT(after_sqlite("create trigger own after insert on event begin select 1; end"),
                ElementsAre("found and not expected: trigger own"));
    EXPECT_THAT(after_sqlite("alter table session add column own text"),
                ElementsAre("missing or altered: table session", "found and not expected: table session"));
}

TEST(SchemaCheckPostgresql, names_triggers_dropped_switched_off_or_no_longer_firing_always) {
    EXPECT_THAT(after_postgresql("drop trigger event_insert_only on event"),
                ElementsAre("missing or altered: trigger event_insert_only on event runs insert_only, always"));
    EXPECT_THAT(after_postgresql("alter table event disable trigger event_insert_only"),
                UnorderedElementsAre(HasSubstr("event_insert_only on event runs insert_only, always"),
                                     HasSubstr("event_insert_only on event runs insert_only, never")));
    EXPECT_THAT(after_postgresql("alter table decision enable trigger gate_decision"),
                UnorderedElementsAre(HasSubstr("always"), HasSubstr("at times")));
}

TEST(SchemaCheckPostgresql, names_functions_altered) {
    EXPECT_THAT(after_postgresql("create or replace function gate_decision() returns trigger language plpgsql "
                                 "set search_path = shenyi, pg_temp as 'begin return new; end'"),
                UnorderedElementsAre(HasSubstr("missing or altered: function gate_decision"),
                                     HasSubstr("found and not expected: function gate_decision")));
    EXPECT_THAT(after_postgresql("alter function gate_decision() reset search_path"),
                UnorderedElementsAre(HasSubstr("with search_path shenyi, pg_temp"), HasSubstr("with search_path ")));
    EXPECT_THAT(after_postgresql("alter function insert_only() security definer"),
                UnorderedElementsAre(HasSubstr("insert_only"), HasSubstr("rights of its owner")));
}

TEST(SchemaCheckPostgresql, names_grants_added_and_taken) {
    EXPECT_THAT(after_postgresql("grant update on event to shenyi_app"),
                ElementsAre("found and not expected: grant UPDATE on event to shenyi_app"));
    EXPECT_THAT(after_postgresql("grant update (conclusion) on legality_opinion to public"),
                ElementsAre("found and not expected: grant UPDATE of conclusion on legality_opinion to PUBLIC"));
    EXPECT_THAT(after_postgresql("revoke insert on decision from shenyi_app"),
                ElementsAre("missing or altered: grant INSERT on decision to shenyi_app"));
    EXPECT_THAT(after_postgresql("grant create on schema shenyi to shenyi_app"),
                ElementsAre("found and not expected: grant CREATE on schema shenyi to shenyi_app"));
}

TEST(SchemaCheckPostgresql, names_keys_and_checks_dropped_or_switched_off_rules_and_another_owner) {
    EXPECT_THAT(after_postgresql("alter table decision drop constraint decision_quorum"),
                UnorderedElementsAre(HasSubstr("missing or altered: table decision"), HasSubstr("table decision")));
    EXPECT_THAT(
        after_postgresql("alter table agenda_item drop constraint gate_item_holds"),
        UnorderedElementsAre(HasSubstr("missing or altered: table agenda_item"), HasSubstr("table agenda_item")));
    EXPECT_THAT(differences_after(Engine::postgresql, {"alter table settled_text disable trigger all"}),
                testing::Contains("found and not expected: switched-off keys of settled_text"));
    EXPECT_THAT(after_postgresql("create rule own as on insert to event do instead nothing"),
                ElementsAre("found and not expected: rule own on event"));
    EXPECT_THAT(after_postgresql("alter table meeting owner to postgres"), testing::Not(IsEmpty()));
}

}  // namespace

}  // namespace shenyi::storage
