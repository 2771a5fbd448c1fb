#include "storage/lists.hpp"

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
using workflow::OrganId;

const workflow::Instant noon = *workflow::parse_instant("2026-03-02T04:00:00.000Z");
const OrganId bureau{"org_bureau"};

struct MatterRow {
    std::string id;
    workflow::Instant created_at = noon;
    std::string title = "供热补贴办法";
    std::string kind = "normative_document";
    std::string stage = "drafting";
    std::string unit = "unit_heat";
    std::string organ = bureau.value;
};

class Lists : public OnBothDatabases {
  protected:
    void add(const MatterRow& row) {
        const std::string at = workflow::rfc3339(row.created_at);
        connection.sql()
            << "INSERT INTO matter_view (organ, id, kind, title, stage, undertaking_unit, lead_unit, created_by, "
               "created_at, updated_at, seq) VALUES (:a, :b, :c, :d, :e, :f, NULL, 'per_a', :g, :h, 7)",
            soci::use(row.organ, "a"), soci::use(row.id, "b"), soci::use(row.kind, "c"), soci::use(row.title, "d"),
            soci::use(row.stage, "e"), soci::use(row.unit, "f"), soci::use(at, "g"), soci::use(at, "h");
    }

    void add_many(int count) {
        Transaction transaction(connection);
        for (int i = 0; i < count; ++i) add({.id = fmt::format("mat_{:05}", i), .created_at = noon + (i / 3) * 1min});
        transaction.commit();
    }

    void add_meeting(const std::string& id, workflow::Instant held_at, const std::string& forum) {
        const std::string at = workflow::rfc3339(held_at);
        connection.sql() << "INSERT INTO meeting_view (organ, id, forum, stage, held_at, seq) "
                            "VALUES ('org_bureau', :id, :forum, 'planned', :at, 3)",
            soci::use(id, "id"), soci::use(forum, "forum"), soci::use(at, "at");
    }

    std::vector<std::string> ids(const MatterFilter& filter, const Visible<MatterSummary>& visible = {}) {
        std::vector<std::string> found;
        const auto page = list_matters(connection, bureau, filter, 50, {}, visible);
        for (const MatterSummary& each : page->items) found.push_back(each.id.value);
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
ON_BOTH_DATABASES(Lists);

TEST_P(Lists, show_the_newest_matters_first) {
    add({.id = "mat_a"});
    add({.id = "mat_c", .created_at = noon + 1h});
    add({.id = "mat_b", .created_at = noon + 1h});
    add({.id = "mat_x", .organ = "org_other"});
    EXPECT_THAT(ids({}), ElementsAre("mat_c", "mat_b", "mat_a"));

    const auto page = list_matters(connection, bureau, {}, 1, {});
    const MatterSummary expected{.id = {"mat_c"},
                                 .kind = "normative_document",
                                 .title = "供热补贴办法",
                                 .stage = "drafting",
                                 .undertaking_unit = {"unit_heat"},
                                 .created_by = {"per_a"},
                                 .created_at = noon + 1h,
                                 .updated_at = noon + 1h,
                                 .seq = 7};
    EXPECT_THAT(page->items, ElementsAre(expected));
}

TEST_P(Lists, narrow_by_each_filter_and_all_together) {
    add({.id = "mat_a"});
    add({.id = "mat_k", .kind = "major_decision"});
    add({.id = "mat_s", .stage = "reviewed"});
    add({.id = "mat_u", .unit = "unit_water"});
    add({.id = "mat_t", .title = "供水管理办法"});
    EXPECT_THAT(ids({.kind = "major_decision"}), ElementsAre("mat_k"));
    EXPECT_THAT(ids({.stage = "reviewed"}), ElementsAre("mat_s"));
    EXPECT_THAT(ids({.unit = workflow::UnitId{"unit_water"}}), ElementsAre("mat_u"));
    EXPECT_THAT(ids({.text = "供水"}), ElementsAre("mat_t"));
    EXPECT_THAT(ids({.kind = "normative_document",
                     .stage = "drafting",
                     .unit = workflow::UnitId{"unit_heat"},
                     .text = "办法",
                     .from = workflow::date_of(noon),
                     .to = workflow::date_of(noon)}),
                ElementsAre("mat_t", "mat_a"));
}

TEST_P(Lists, search_for_the_text_itself_whatever_signs_it_holds) {
    add({.id = "mat_1", .title = "补贴50%的办法"});
    add({.id = "mat_2", .title = "补贴500的办法"});
    add({.id = "mat_3", .title = "A_B!办法'"});
    EXPECT_THAT(ids({.text = "50%"}), ElementsAre("mat_1"));
    EXPECT_THAT(ids({.text = "a_b!"}), ElementsAre("mat_3"));
    EXPECT_THAT(ids({.text = "办法'"}), ElementsAre("mat_3"));
    EXPECT_THAT(ids({.text = "A%B"}), IsEmpty());
    EXPECT_EQ(list_matters(connection, bureau, {.text = std::string(limits::search_bytes + 1, 'x')}, 5, {}).error(),
              ListFault::text);
}

TEST_P(Lists, take_days_as_the_organ_counts_them) {
    add({.id = "mat_before", .created_at = *workflow::parse_instant("2026-03-01T23:59:59.999+08:00")});
    add({.id = "mat_first", .created_at = *workflow::parse_instant("2026-03-02T00:00:00+08:00")});
    add({.id = "mat_last", .created_at = *workflow::parse_instant("2026-03-02T23:59:59.999+08:00")});
    add({.id = "mat_behind", .created_at = *workflow::parse_instant("2026-03-03T00:00:00+08:00")});
    const auto day = workflow::parse_date("2026-03-02");
    EXPECT_THAT(ids({.from = day, .to = day}), ElementsAre("mat_last", "mat_first"));
}

TEST_P(Lists, go_on_where_a_page_ended_and_lose_nothing) {
    add_many(450);
    std::set<std::string> seen;
    std::optional<std::string> cursor;
    std::size_t pages = 0;
    do {
        const auto page = list_matters(connection, bureau, {}, 90, cursor);
        ASSERT_TRUE(page);
        for (const MatterSummary& each : page->items) EXPECT_TRUE(seen.insert(each.id.value).second) << each.id.value;
        cursor = page->next_cursor;
        ++pages;
        add({.id = fmt::format("mat_new_{}", pages), .created_at = noon + 30 * 24h});
    } while (cursor);
    EXPECT_EQ(seen.size(), 450);
    EXPECT_EQ(pages, 5);
}

TEST_P(Lists, fill_a_page_with_what_the_reader_may_see) {
    add_many(450);
    const auto visible = [](const MatterSummary& matter) { return matter.id.value.ends_with("00"); };
    const auto page = list_matters(connection, bureau, {}, 3, {}, visible);
    ASSERT_EQ(page->items.size(), 3);
    EXPECT_EQ(page->items.front().id.value, "mat_00400");
    const auto rest = list_matters(connection, bureau, {}, 3, page->next_cursor, visible);
    EXPECT_EQ(rest->items.size(), 2);
    EXPECT_FALSE(rest->next_cursor);
    EXPECT_THAT(ids({}, [](const MatterSummary&) { return false; }), IsEmpty());
}

TEST_P(Lists, refuse_a_cursor_that_they_did_not_give_out) {
    add_many(3);
    const std::string cursor = *list_matters(connection, bureau, {}, 1, {})->next_cursor;
    EXPECT_TRUE(list_matters(connection, bureau, {}, 1, cursor));
    std::string changed = cursor;
    changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
    for (const std::string& faulty :
         {std::string(), std::string("!"), changed, cursor + "A", cursor.substr(1), std::string(9999, 'A')}) {
        const auto page = list_matters(connection, bureau, {}, 1, faulty);
        ASSERT_FALSE(page) << faulty;
        EXPECT_EQ(page.error(), ListFault::cursor);
    }
    EXPECT_FALSE(list_matters(connection, OrganId{"org_other"}, {}, 1, cursor));
    EXPECT_FALSE(list_meetings(connection, bureau, {}, 1, cursor));
}

TEST_P(Lists, show_meetings_by_their_day) {
    add_meeting("mtg_a", noon, "office_meeting");
    add_meeting("mtg_b", noon + 24h, "party_group");
    add_meeting("mtg_c", noon + 48h, "office_meeting");
    const auto page = list_meetings(connection, bureau, {.forum = "office_meeting", .stage = "planned"}, 1, {});
    ASSERT_TRUE(page);
    EXPECT_THAT(page->items, ElementsAre(MeetingSummary{{"mtg_c"}, "office_meeting", "planned", noon + 48h, 3}));
    const auto rest = list_meetings(connection, bureau, {.forum = "office_meeting"}, 1, page->next_cursor);
    ASSERT_EQ(rest->items.size(), 1);
    EXPECT_EQ(rest->items.front().id.value, "mtg_a");
    EXPECT_FALSE(rest->next_cursor);
    const auto day = workflow::date_of(noon + 24h);
    EXPECT_EQ(list_meetings(connection, bureau, {.from = day, .to = day}, 9, {})->items.size(), 1);
}

TEST_P(Lists, are_read_along_an_index) {
    if (GetParam() != Engine::sqlite)
        GTEST_SKIP() << "PostgreSQL plans by statistics, which a small table does not give";
    add_many(1000);
    add_meeting("mtg_a", noon, "office_meeting");
    connection.execute("ANALYZE");
    const ListKey after{workflow::rfc3339(noon + 1h), "mat_00180"};
    const std::vector<MatterFilter> filters{{},
                                            {.kind = "major_decision"},
                                            {.stage = "drafting"},
                                            {.unit = workflow::UnitId{"unit_heat"}},
                                            {.text = "供热"},
                                            {.from = workflow::date_of(noon), .to = workflow::date_of(noon)}};
    for (const MatterFilter& filter : filters) {
        for (const std::optional<ListKey>& key : {std::optional<ListKey>(), std::optional(after)}) {
            const std::string told = plan(matters_query(bureau, filter, key));
            EXPECT_THAT(told, StartsWith("SEARCH matter_view USING INDEX matter_view_"));
            EXPECT_THAT(told, Not(AnyOf(HasSubstr("SCAN"), HasSubstr("TEMP B-TREE"))));
        }
    }
    EXPECT_THAT(plan(meetings_query(bureau, {}, after)),
                StartsWith("SEARCH meeting_view USING INDEX meeting_view_by_day"));
}

}  // namespace

}  // namespace shenyi::storage
