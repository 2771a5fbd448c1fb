#include "tests/storage/gate_desk.hpp"

#include <future>

// Two connections at once. The order is forced: the second statement is seen waiting before the first one commits.

namespace shenyi::tests::gate {

namespace {

using storage::Connection;
using storage::Engine;
using storage::Role;
using storage::StoreError;

/// A cleared draft, a meeting with its roster, committed.
void commit_a_cleared_draft(Connection& connection) {
    connection.begin();
    for (const auto& row :
         {sql(Matter{}), sql(Event{}), sql(Draft{}), sql(Opinion{}), sql(Clearance{}), sql(Meeting{}), sql(Roster{})}) {
        connection.execute(row);
    }
    connection.commit();
}

const std::string withdraw_clearance = "update clearance set standing = 0";

/// Name of what refused the statement, or `allowed`.
std::string outcome_of(Connection& connection, const std::string& statement) {
    try {
        connection.execute(statement);
    } catch (const soci::soci_error& thrown) {
        return storage::fault_of(thrown).constraint;
    }
    return "allowed";
}

class GateConcurrency : public testing::Test {
  protected:
    void SetUp() override { commit_a_cleared_draft(first_); }

    /// Runs `early` and, in a second transaction, `late`; commits the first when the second waits for it.
    std::string late_outcome(const std::string& early, const std::string& late) {
        int process = 0;
        second_.sql() << "select pg_backend_pid()", soci::into(process);
        first_.begin();
        first_.execute(early);
        second_.begin();
        auto outcome = std::async(std::launch::async, [&] { return outcome_of(second_, late); });
        if (!waits(process)) ADD_FAILURE() << "the second statement did not wait";
        first_.commit();
        return outcome.get();
    }

    int count(const std::string& question) {
        int rows = 0;
        watcher_.sql() << question, soci::into(rows);
        return rows;
    }

    TestDatabase database_ = fresh_database(Engine::postgresql);
    Connection first_ = database_.connect();
    Connection second_ = database_.connect();
    Connection watcher_ = database_.connect();

  private:
    bool waits(int process) {
        constexpr int looks_max = 200'000;  // each asks the server; some seconds in all
        int blocked = 0;
        for (int looks = 0; looks < looks_max && blocked == 0; ++looks) {
            watcher_.sql() << "select cardinality(pg_blocking_pids(:process))", soci::into(blocked), soci::use(process);
        }
        return blocked > 0;
    }
};

TEST_F(GateConcurrency, placing_first_then_the_withdrawal_waits_and_is_refused) {
    EXPECT_EQ(late_outcome(sql(Item{}), withdraw_clearance), "gate_item_holds");
    second_.rollback();
    EXPECT_EQ(count("select count(*)::int from agenda_item where holds = 1"), 1);
    EXPECT_EQ(count("select count(*)::int from clearance where standing = 1"), 1);
}

TEST_F(GateConcurrency, withdrawal_first_then_placing_waits_and_is_refused) {
    EXPECT_EQ(late_outcome(withdraw_clearance, sql(Item{})), "gate_item_holds");
    second_.rollback();
    EXPECT_EQ(count("select count(*)::int from agenda_item"), 0);
}

TEST_F(GateConcurrency, item_closed_first_then_the_decision_waits_and_is_refused) {
    first_.begin();
    first_.execute(sql(Item{.state = "open"}));
    first_.commit();
    EXPECT_EQ(late_outcome("update agenda_item set state = 'closed', holds = NULL", sql(Decision{})), "gate_decision");
    second_.rollback();
    EXPECT_EQ(count("select count(*)::int from decision"), 0);
}

TEST_F(GateConcurrency, a_deadlock_is_told_as_one_to_try_again) {
    first_.begin();
    first_.execute(sql(Item{.state = "open"}));
    first_.execute("insert into stream values ('bureau', 'matter/m1', 0, NULL), ('bureau', 'meeting/office', 0, NULL)");
    first_.commit();
    const std::string matter = "select 1 from stream where id = 'matter/m1' for update";
    const std::string meeting = "select 1 from stream where id = 'meeting/office' for update";
    first_.begin();
    first_.execute(matter);
    second_.begin();
    second_.execute(meeting);

    const auto fault_from = [](Connection& connection, const std::string& statement) -> std::optional<storage::Fault> {
        try {
            connection.execute(statement);
        } catch (const soci::soci_error& thrown) {
            auto fault = storage::fault_of(thrown);
            connection.rollback();
            return fault;
        }
        return std::nullopt;
    };
    auto other = std::async(std::launch::async, [&] { return fault_from(second_, matter); });
    auto own = fault_from(first_, meeting);
    if (!own) first_.rollback();
    const auto others = other.get();
    ASSERT_NE(own.has_value(), others.has_value());  // exactly one was the victim
    const auto& victim = own ? *own : *others;
    EXPECT_TRUE(victim.retryable);
    EXPECT_EQ(victim.kind, StoreError::Kind::stale);
}

TEST_F(GateConcurrency, a_temporary_table_of_the_same_name_does_not_answer_for_ours) {
    first_.begin();
    first_.execute(sql(Item{}));  // placed, not open: no decision may rest on it
    first_.commit();
    first_.execute("create temporary table agenda_item (like shenyi.agenda_item)");
    first_.execute("create temporary table clearance (like shenyi.clearance)");
    first_.execute("insert into pg_temp.agenda_item select * from shenyi.agenda_item");
    first_.execute("insert into pg_temp.clearance select * from shenyi.clearance");
    first_.execute("update pg_temp.agenda_item set state = 'open'");
    first_.execute("set search_path = pg_temp, shenyi");

    EXPECT_EQ(outcome_of(first_, sql(Decision{})), "gate_decision");
}

TEST(GateConcurrencySqlite, a_second_writer_is_kept_out_from_the_beginning) {
    const auto database = fresh_database(Engine::sqlite);
    auto first = database.connect();
    auto second = database.connect();
    second.execute("pragma busy_timeout = 0");
    first.begin();
    try {
        second.begin();
        FAIL() << "two writers at once";
    } catch (const soci::soci_error& thrown) {
        EXPECT_TRUE(storage::fault_of(thrown).retryable);
    }
    first.rollback();
    second.begin();
    second.rollback();
}

class GateSavepoint : public OnBothDatabases {};

TEST_P(GateSavepoint, of_two_changesets_in_a_transaction_the_bad_one_is_rolled_back_and_the_good_one_kept) {
    const auto database = fresh_database(GetParam());
    auto connection = database.connect();
    commit_a_cleared_draft(connection);

    connection.begin();
    connection.execute("savepoint changeset");
    connection.execute(sql(Item{}));
    connection.execute("release savepoint changeset");
    connection.execute("savepoint changeset");
    connection.execute(sql(Meeting{.id = "second"}));
    EXPECT_NE(outcome_of(connection, withdraw_clearance), "allowed");
    connection.execute("rollback to savepoint changeset");
    connection.commit();

    int items = 0;
    int meetings = 0;
    connection.sql() << "select (select count(*) from agenda_item), (select count(*) from meeting)", soci::into(items),
        soci::into(meetings);
    EXPECT_EQ(items, 1);
    EXPECT_EQ(meetings, 1);
}

ON_BOTH_DATABASES(GateSavepoint);

}  // namespace

}  // namespace shenyi::tests::gate
