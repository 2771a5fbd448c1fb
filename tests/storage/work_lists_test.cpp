#include "storage/work_lists.hpp"

#include "storage/changes.hpp"
#include "storage/done_acts.hpp"
#include "storage/work_rows.hpp"
#include "tests/storage/kept_for.hpp"
#include "tests/support/databases.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <soci/soci.h>

#include <set>

namespace shenyi::storage {

namespace {

using namespace std::chrono_literals;
using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using tests::OnBothDatabases;
using workflow::Box;
using workflow::OrganId;

class WorkLists : public OnBothDatabases {
  protected:
    void run(const Changes& changes) {
        Transaction transaction(connection);
        ChangeWriter(connection).write(changes, Step::matter_view, Step::deadline);
        transaction.commit();
    }

    static Row task(const std::string& desk, const std::string& id, workflow::Instant since,
                    const std::string& box = "todo", const std::string& resource = "matter/mat_1") {
        return {bureau.value,
                box,
                desk,
                workflow::rfc3339(since),
                id,
                resource,
                std::string("endorse"),
                std::string("x"),
                "mat_1",
                Value(),
                Value(),
                Value(),
                Value(),
                Value()};
    }
    static Row deadline(const std::string& matter, const std::string& day, const std::string& unit = "unit_a",
                        const std::string& kind = "review_ceiling") {
        const bool dated = day != behind_all_days;
        return {bureau.value,
                matter,
                matter + ":1",
                kind,
                unit,
                dated ? Value(day) : Value(),
                dated ? Value("sha256:1") : Value(),
                dated ? Value() : Value(std::int64_t{2027}),
                std::int64_t{1},
                day,
                std::string("legal_reviewer"),
                Value("unit_legal"),
                std::string(R"(["per_a"])")};
    }
    void know(Changes& changes, const std::string& matter) {
        const std::string at = workflow::rfc3339(noon);
        changes.add(Step::matter_view, Row{bureau.value, matter, "normative_document", "办法" + matter, "under_review",
                                           "unit_a", Value(), "per_a", at, at, std::int64_t{1}});
    }

    std::vector<std::string> ids(Box box, const std::vector<std::string>& desks) {
        std::vector<std::string> found;
        const auto page = list_tasks(connection, bureau, box, desks, 50, {});
        for (const TaskRow& row : page->items) found.push_back(row.id);
        return found;
    }
    std::vector<std::string> due(const DeadlineFilter& filter) {
        std::vector<std::string> found;
        const auto page = list_deadlines(connection, bureau, filter, 50, {});
        for (const DeadlineRow& row : page->items) found.push_back(row.matter.value);
        return found;
    }

    std::string plan(const ListQuery& query) {
        std::string told;
        auto statement = (connection.sql().prepare << "EXPLAIN QUERY PLAN " + query.text);
        for (const auto& [name, value] : query.values) statement, soci::use(value, name);
        const soci::rowset<soci::row> rows = statement;
        for (const soci::row& row : rows) told += row.get<std::string>(3) + "\n";
        return told;
    }

    tests::TestDatabase database = tests::fresh_database(GetParam());
    Connection connection = database.connect();
};
ON_BOTH_DATABASES(WorkLists);

TEST_P(WorkLists, gather_what_lies_on_all_of_ones_desks_newest_first_and_once) {
    Changes changes;
    changes.add(Step::task, task("per_a", "tsk_1", noon));
    changes.add(Step::task, task("section_head@unit_a", "tsk_2", noon + 1h));
    changes.add(Step::task, task("section_head@", "tsk_2", noon + 1h));
    changes.add(Step::task, task("section_head@unit_b", "tsk_3", noon + 2h));
    changes.add(Step::task, task("per_a", "evt_4", noon, "started"));
    know(changes, "mat_1");
    run(changes);
    const std::vector<std::string> desks{"per_a", "section_head@", "section_head@unit_a"};
    EXPECT_THAT(ids(Box::todo, desks), ElementsAre("tsk_2", "tsk_1"));
    EXPECT_THAT(ids(Box::started, desks), ElementsAre("evt_4"));
    EXPECT_THAT(ids(Box::copied, desks), IsEmpty());
    const auto page = list_tasks(connection, bureau, Box::todo, {"per_a"}, 1, {});
    EXPECT_EQ(page->items.front().title, "办法mat_1");
    EXPECT_EQ(page->items.front().since, noon);
}

TEST_P(WorkLists, go_on_over_several_desks_and_lose_nothing) {
    Changes changes;
    for (int i = 0; i < 45; ++i) {
        changes.add(Step::task, task("per_a", fmt::format("tsk_a{:02}", i), noon + (i / 3) * 1min));
        changes.add(Step::task, task("drafter@unit_a", fmt::format("tsk_b{:02}", i), noon + (i / 2) * 1min));
        changes.add(Step::task, task("drafter@", fmt::format("tsk_b{:02}", i), noon + (i / 2) * 1min));
    }
    run(changes);
    const std::vector<std::string> desks{"per_a", "drafter@unit_a", "drafter@"};
    std::set<std::string> seen;
    std::optional<std::string> cursor;
    do {
        const auto page = list_tasks(connection, bureau, Box::todo, desks, 7, cursor);
        ASSERT_TRUE(page);
        for (const TaskRow& row : page->items) EXPECT_TRUE(seen.insert(row.id).second) << row.id;
        cursor = page->next_cursor;
    } while (cursor);
    EXPECT_EQ(seen.size(), 90U);
}

TEST_P(WorkLists, refuse_the_cursor_of_another_box) {
    Changes changes;
    changes.add(Step::task, task("per_a", "tsk_1", noon));
    changes.add(Step::task, task("per_a", "tsk_2", noon));
    run(changes);
    const auto cursor = list_tasks(connection, bureau, Box::todo, {"per_a"}, 1, {})->next_cursor;
    ASSERT_TRUE(cursor);
    EXPECT_TRUE(list_tasks(connection, bureau, Box::todo, {"per_a"}, 1, cursor));
    EXPECT_FALSE(list_tasks(connection, bureau, Box::started, {"per_a"}, 1, cursor));
    EXPECT_FALSE(list_tasks(connection, OrganId{"org_other"}, Box::todo, {"per_a"}, 1, cursor));
}

TEST_P(WorkLists, take_out_one_task_and_leave_the_others) {
    Changes changes;
    changes.add(Step::task, task("per_a", "tsk_1", noon));
    changes.add(Step::task, task("per_a", "tsk_2", noon, "todo", "matter/mat_2"));
    changes.add(Step::task, task("per_a", "evt_1", noon, "started"));
    run(changes);
    Changes later;
    const Row gone = task("per_a", "tsk_1", noon);
    later.add(Step::task_gone,
              Row(gone.begin(), gone.begin() + static_cast<std::ptrdiff_t>(target_of(Step::task).keys)));
    later.add(Step::task, task("per_a", "tsk_3", noon + 1h));
    run(later);
    EXPECT_THAT(ids(Box::todo, {"per_a"}), ElementsAre("tsk_3", "tsk_2"));
    EXPECT_THAT(ids(Box::started, {"per_a"}), ElementsAre("evt_1"));
}

TEST_P(WorkLists, show_the_nearest_deadline_first_and_the_uncountable_last) {
    Changes changes;
    for (const char* matter : {"mat_1", "mat_2", "mat_3"}) know(changes, matter);
    changes.add(Step::deadline, deadline("mat_1", "2026-03-20"));
    changes.add(Step::deadline, deadline("mat_2", std::string(behind_all_days), "unit_b"));
    changes.add(Step::deadline, deadline("mat_3", "2026-03-10"));
    run(changes);
    EXPECT_THAT(due({}), ElementsAre("mat_3", "mat_1", "mat_2"));
    EXPECT_THAT(due({.unit = workflow::UnitId{"unit_b"}}), ElementsAre("mat_2"));
    const auto day = workflow::parse_date("2026-03-20");
    EXPECT_THAT(due({.from = day}), ElementsAre("mat_1", "mat_2"));
    EXPECT_THAT(due({.to = day}), ElementsAre("mat_3", "mat_1"));
    const auto page = list_deadlines(connection, bureau, {}, 2, {});
    ASSERT_TRUE(page->next_cursor);
    const auto rest = list_deadlines(connection, bureau, {}, 2, page->next_cursor);
    ASSERT_EQ(rest->items.size(), 1U);
    EXPECT_EQ(rest->items.front().missing_year, 2027);
    EXPECT_EQ(rest->items.front().date, std::nullopt);
    EXPECT_EQ(rest->items.front().of.persons, std::vector{workflow::PersonId{"per_a"}});
}

TEST_P(WorkLists, tell_the_daily_job_which_reviews_should_be_over) {
    Changes changes;
    changes.add(Step::deadline, deadline("mat_1", "2026-03-20"));
    changes.add(Step::deadline, deadline("mat_2", std::string(behind_all_days)));
    changes.add(Step::deadline, deadline("mat_3", "2026-03-10"));
    changes.add(Step::deadline, deadline("mat_4", "2026-03-10", "unit_a", "review_floor"));
    run(changes);
    using workflow::MatterId;
    EXPECT_THAT(reviews_due_before(connection, bureau, *workflow::parse_date("2026-03-20")),
                ElementsAre(MatterId{"mat_3"}));
    EXPECT_EQ(matters_with_counted_days(connection, bureau).size(), 4U);
}

/// PostgreSQL plans by statistics, which a small table does not give.
class WorkListPlans : public WorkLists {};
ON_DATABASE(WorkListPlans, sqlite);

TEST_P(WorkListPlans, are_read_along_an_index) {
    Changes changes;
    for (int i = 0; i < 1000; ++i) {
        changes.add(Step::task, task(fmt::format("per_{}", i % 10), fmt::format("tsk_{}", i), noon + i * 1min));
        changes.add(Step::deadline, deadline(fmt::format("mat_{}", i), "2026-03-20"));
        know(changes, fmt::format("mat_{}", i));
    }
    run(changes);
    connection.execute("ANALYZE");
    const auto sorted_by_index = Not(AnyOf(HasSubstr("SCAN"), HasSubstr("TEMP B-TREE")));
    const ListKey after{workflow::rfc3339(noon + 1h), "tsk_1"};
    for (const std::optional<ListKey>& key : {std::optional<ListKey>(), std::optional(after)}) {
        EXPECT_THAT(plan(tasks_query(bureau, Box::todo, "per_1", key, 51)), sorted_by_index);
    }
    const std::optional<ListKey> day = ListKey{"2026-03-10", "mat_1:1"};
    for (const DeadlineFilter& filter :
         {DeadlineFilter{}, DeadlineFilter{.unit = workflow::UnitId{"unit_a"}},
          DeadlineFilter{.from = workflow::parse_date("2026-03-01"), .to = workflow::parse_date("2026-04-01")}}) {
        EXPECT_THAT(plan(deadlines_query(bureau, filter, day, 51)), sorted_by_index);
    }
    EXPECT_THAT(plan(done_query(bureau, workflow::PersonId{"per_1"}, after, 51)),
                HasSubstr("USING INDEX event_by_actor"));
    EXPECT_THAT(plan(reviews_query(bureau, *workflow::parse_date("2026-03-20"))),
                HasSubstr("USING INDEX deadline_of_review"));
}

}  // namespace

TEST(Desks, are_ones_own_name_and_posts_and_those_of_whom_one_stands_in_for) {
    workflow::Organ organ{.id = bureau};
    const auto day = *workflow::parse_date("2026-03-02");
    const auto appoint = [&](const char* id, const char* person, workflow::Role role, const char* unit) {
        organ.posts[workflow::PostId{id}] = {.id = {id},
                                             .person = {person},
                                             .role = role,
                                             .title = "",
                                             .unit = {unit},
                                             .from = *workflow::parse_date("2020-01-01"),
                                             .confirmed_by = workflow::PersonId{"per_x"}};
    };
    appoint("pst_1", "per_a", workflow::Role::undertaker, "unit_a");
    appoint("pst_2", "per_b", workflow::Role::section_head, "unit_b");
    EXPECT_THAT(desks_of(organ, {"per_a"}, day), ElementsAre("drafter@", "drafter@unit_a", "per_a"));

    organ.delegations[workflow::DelegationId{"dlg_1"}] = {
        .id = {"dlg_1"}, .by = {"per_b"}, .to = {"per_a"}, .from = day, .until = day, .reason = "出差"};
    EXPECT_THAT(desks_of(organ, {"per_a"}, day),
                ElementsAre("drafter@", "drafter@unit_a", "per_a", "section_head@", "section_head@unit_b"));
    EXPECT_THAT(desks_of(organ, {"per_a"}, workflow::plus_days(day, 1)),
                ElementsAre("drafter@", "drafter@unit_a", "per_a"));
}

}  // namespace shenyi::storage
