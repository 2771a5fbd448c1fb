#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <soci/soci.h>

#include <optional>
#include <string>

#include "tests/storage/gate_rows.hpp"
#include "tests/support/databases.hpp"

namespace shenyi::tests::gate {

/// Ways to the tables: PostgreSQL under the application's own role; SQLite as the program opens it; SQLite as a shell
/// does, with foreign keys and recursive triggers off.
enum class Door { postgresql, sqlite, sqlite_keys_off };

inline std::string door_name(const testing::TestParamInfo<Door>& info) {
    switch (info.param) {
        case Door::postgresql:
            return "postgresql";
        case Door::sqlite:
            return "sqlite";
        case Door::sqlite_keys_off:
            return "sqlite_keys_off";
    }
    return {};
}

/// Tries statements, one after the other, inside a transaction that is rolled back in the end.
class Desk {
  public:
    explicit Desk(Door door, const TestDatabase& database) : connection_(database.connect()) {
        if (door == Door::sqlite_keys_off) {
            connection_.execute("pragma foreign_keys = off");
            connection_.execute("pragma recursive_triggers = off");
        }
        connection_.begin();
    }

    /// `allowed`, or what refused it: the constraint's or trigger's name, or `denied`. A refused one leaves nothing
    /// behind.
    std::string tried(const std::string& statement) {
        connection_.execute("savepoint attempt");
        try {
            connection_.execute(statement);
        } catch (const soci::soci_error& thrown) {
            connection_.execute("rollback to savepoint attempt");
            const auto fault = storage::fault_of(thrown);
            if (fault.kind == storage::StoreError::Kind::denied) return "denied";
            return fault.constraint.empty() ? thrown.what() : fault.constraint;
        }
        connection_.execute("release savepoint attempt");
        return "allowed";
    }

    template <class Row>
    std::string tried(const Row& row) {
        return tried(sql(row));
    }

    /// What a test needs to stand before it asks its question.
    template <class... Rows>
    void given(const Rows&... rows) {
        const auto stand = [&](const auto& row) { EXPECT_EQ(tried(row), "allowed"); };
        (stand(rows), ...);
    }

    storage::Connection& connection() { return connection_; }

  private:
    storage::Connection connection_;
};

/// A suite through every door. The databases are made once for all its tests, since each rolls back what it did.
class Gate : public testing::TestWithParam<Door> {
  protected:
    void SetUp() override { desk_.emplace(GetParam(), database(GetParam())); }

    static const TestDatabase& database(Door door) {
        static const TestDatabase postgresql = fresh_database(storage::Engine::postgresql);
        static const TestDatabase sqlite = fresh_database(storage::Engine::sqlite);
        return door == Door::postgresql ? postgresql : sqlite;
    }

    bool on_sqlite() const { return GetParam() != Door::postgresql; }

    template <class Question>
    std::string tried(const Question& question) {
        return desk_->tried(question);
    }
    template <class... Rows>
    void given(const Rows&... rows) {
        desk_->given(rows...);
    }

    void given_a_draft() { given(Matter{}, Event{}, Draft{}); }
    void given_an_opinion(const std::string& conclusion) {
        given_a_draft();
        given(Opinion{.conclusion = conclusion});
    }
    void given_a_clearance() {
        given_an_opinion("lawful");
        given(Clearance{});
    }
    void given_meetings() {
        given(Meeting{}, Roster{}, Meeting{"party", "party_group"}, Roster{"party", "party_group", "5"});
    }
    void given_an_open_item() {
        given_a_clearance();
        given_meetings();
        given(Item{.state = "open"});
    }
    void given_both_open() {
        given_an_open_item();
        given(Item{.id = "i2", .meeting = "party", .state = "open"});
    }
    void given_adopted_by_the_office() {
        given_both_open();
        given(Decision{}, close("i1"), Settled{});
    }

    /// A matter whose version 2 changes what was found lawful in version 1.
    void given_a_second_draft() {
        given_a_clearance();
        given(Draft{.version = "2", .digest = "d2"});
    }
    static Clearance confirmed() {
        return {.id = "c2",
                .version = "2",
                .digest = "d2",
                .ground = "confirmed",
                .event = "e2",
                .event_type = "change.confirmed"};
    }
    static Event confirmation() { return {.id = "e2", .type = "change.confirmed"}; }

    /// Both forums adopted version 1 as amended; version 2 is the amended text.
    void given_adopted_as_amended() {
        given_both_open();
        given(Draft{.version = "2", .digest = "d2"});
        given(Decision{.outcome = "adopted_as_amended"}, close("i1"));
        auto party = of_the_party();
        party.outcome = "adopted_as_amended";
        given(party, close("i2"));
    }
    static Settled amended(Settled settled) {
        settled.outcome = "adopted_as_amended";
        settled.version = "2";
        settled.digest = "d2";
        settled.clearance = "c2";
        return settled;
    }

    static Decision of_the_party() { return {.id = "r2", .item = "i2", .meeting = "party", .forum = "party_group"}; }
    static Settled settled_by_the_party() { return {.decision = "r2", .forum = "party_group"}; }
    static std::string close(const std::string& item) { return set_item(item, "closed"); }
    static std::string remove(const std::string& item) { return set_item(item, "removed"); }
    static std::string withdraw(const std::string& clearance) {
        return "update clearance set standing = 0 where id = '" + clearance + "'";
    }
    static std::string set_item(const std::string& item, const std::string& state) {
        return "update agenda_item set state = '" + state + "', holds = NULL where id = '" + item + "'";
    }

    std::optional<Desk> desk_;
};

#define THROUGH_EVERY_DOOR(suite)                                                                                    \
    INSTANTIATE_TEST_SUITE_P(through, suite, testing::Values(Door::postgresql, Door::sqlite, Door::sqlite_keys_off), \
                             door_name)

}  // namespace shenyi::tests::gate
