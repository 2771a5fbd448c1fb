#include "storage/lists.hpp"

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
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::OnBothDatabases;
using workflow::OrganId;

using Reader = std::vector<workflow::Names>;
const Reader director{{"director", "director"}};
Reader named(const std::string& name) {
    return {{name, name}};
}

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
    /// Opened to `unit/…` of its unit.
    void add(const MatterRow& row) {
        const std::string at = workflow::rfc3339(row.created_at);
        open_matter(row.organ, row.id, "unit/" + row.unit);
        open_matter(row.organ, row.id, "director");
        connection.sql()
            << "INSERT INTO matter_view (organ, id, kind, title, stage, undertaking_unit, lead_unit, created_by, "
               "created_at, updated_at, seq) VALUES (:a, :b, :c, :d, :e, :f, NULL, 'per_a', :g, :h, 7)",
            soci::use(row.organ, "a"), soci::use(row.id, "b"), soci::use(row.kind, "c"), soci::use(row.title, "d"),
            soci::use(row.stage, "e"), soci::use(row.unit, "f"), soci::use(at, "g"), soci::use(at, "h");
    }

    void open_matter(const std::string& organ, const std::string& matter, const std::string& reader) {
        connection.sql() << "INSERT INTO matter_reader (organ, matter, source, reader) VALUES (:o, :m, 'matter/x', :r)",
            soci::use(organ, "o"), soci::use(matter, "m"), soci::use(reader, "r");
    }

    void open_meeting(const std::string& meeting, const std::string& reader, workflow::Instant held_at) {
        const std::string at = workflow::rfc3339(held_at);
        connection.sql()
            << "INSERT INTO meeting_reader (organ, meeting, reader, held_at) VALUES ('org_bureau', :m, :r, :at)",
            soci::use(meeting, "m"), soci::use(reader, "r"), soci::use(at, "at");
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
        open_meeting(id, "director", held_at);
    }

    std::vector<std::string> ids(const MatterFilter& filter, const Reader& reader = director) {
        std::vector<std::string> found;
        const auto page = list_matters(connection, bureau, reader, filter, 50, {});
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

    const auto page = list_matters(connection, bureau, director, {}, 1, {});
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
    EXPECT_EQ(
        list_matters(connection, bureau, director, {.text = std::string(limits::search_bytes + 1, 'x')}, 5, {}).error(),
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
        const auto page = list_matters(connection, bureau, director, {}, 90, cursor);
        ASSERT_TRUE(page);
        for (const MatterSummary& each : page->items) EXPECT_TRUE(seen.insert(each.id.value).second) << each.id.value;
        cursor = page->next_cursor;
        ++pages;
        add({.id = fmt::format("mat_new_{}", pages), .created_at = noon + 30 * 24h});
    } while (cursor);
    EXPECT_EQ(seen.size(), 450);
    EXPECT_EQ(pages, 5);
}

TEST_P(Lists, hold_what_is_opened_to_one_of_the_readers_names_and_nothing_else) {
    add_many(450);
    for (const char* id : {"mat_00100", "mat_00200", "mat_00300", "mat_00400"}) {
        open_matter(bureau.value, id, "person/a");
    }
    const auto page = list_matters(connection, bureau, named("person/a"), {}, 3, {});
    ASSERT_EQ(page->items.size(), 3);
    EXPECT_EQ(page->items.front().id.value, "mat_00400");
    const auto rest = list_matters(connection, bureau, named("person/a"), {}, 3, page->next_cursor);
    EXPECT_EQ(rest->items.size(), 1);
    EXPECT_FALSE(rest->next_cursor);
    EXPECT_THAT(ids({}, named("person/b")), IsEmpty());
    EXPECT_THAT(ids({}, {}), IsEmpty());
}

TEST_P(Lists, show_a_matter_once_by_however_many_names_it_is_seen) {
    add_many(60);
    for (int i = 0; i < 60; ++i) {
        for (const char* source : {"meeting/a", "meeting/b", "meeting/c"}) {
            const std::string matter = fmt::format("mat_{:05}", i);
            const std::string from = source;
            connection.sql() << "INSERT INTO matter_reader (organ, matter, source, reader) "
                                "VALUES ('org_bureau', :m, :s, 'person/a')",
                soci::use(matter, "m"), soci::use(from, "s");
        }
    }
    const Reader both{{"director", "director"}, {"person/a", "person/a"}};
    const auto page = list_matters(connection, bureau, both, {}, 50, {});
    ASSERT_EQ(page->items.size(), 50);
    EXPECT_EQ(page->items.back().id.value, "mat_00010");
    EXPECT_EQ(list_matters(connection, bureau, both, {}, 50, page->next_cursor)->items.size(), 10);
    EXPECT_EQ(list_matters(connection, bureau, named("person/a"), {}, 50, page->next_cursor)->items.size(), 10);
}

TEST_P(Lists, know_the_members_of_a_forum_by_a_range_of_days) {
    add({.id = "mat_a"});
    add({.id = "mat_b"});
    open_matter(bureau.value, "mat_a", "members/office_meeting/2026-03-20");
    open_matter(bureau.value, "mat_b", "members/party_group/2026-03-20");
    const auto member = [](const char* from, const char* until) {
        return Reader{{std::string("members/office_meeting/") + from, std::string("members/office_meeting/") + until}};
    };
    EXPECT_THAT(ids({}, member("2020-01-01", "9999-12-31")), ElementsAre("mat_a"));
    EXPECT_THAT(ids({}, member("2026-03-20", "2026-03-20")), ElementsAre("mat_a"));
    EXPECT_THAT(ids({}, member("2026-03-21", "9999-12-31")), IsEmpty());
    EXPECT_THAT(ids({}, member("2020-01-01", "2026-03-19")), IsEmpty());
}

TEST_P(Lists, refuse_a_cursor_that_they_did_not_give_out) {
    add_many(3);
    const std::string cursor = *list_matters(connection, bureau, director, {}, 1, {})->next_cursor;
    EXPECT_TRUE(list_matters(connection, bureau, director, {}, 1, cursor));
    std::string changed = cursor;
    changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
    for (const std::string& faulty :
         {std::string(), std::string("!"), changed, cursor + "A", cursor.substr(1), std::string(9999, 'A')}) {
        const auto page = list_matters(connection, bureau, director, {}, 1, faulty);
        ASSERT_FALSE(page) << faulty;
        EXPECT_EQ(page.error(), ListFault::cursor);
    }
    EXPECT_FALSE(list_matters(connection, OrganId{"org_other"}, director, {}, 1, cursor));
    EXPECT_FALSE(list_meetings(connection, bureau, director, {}, 1, cursor));
}

TEST_P(Lists, show_meetings_by_their_day) {
    add_meeting("mtg_a", noon, "office_meeting");
    add_meeting("mtg_b", noon + 24h, "party_group");
    add_meeting("mtg_c", noon + 48h, "office_meeting");
    const auto page =
        list_meetings(connection, bureau, director, {.forum = "office_meeting", .stage = "planned"}, 1, {});
    ASSERT_TRUE(page);
    EXPECT_THAT(page->items,
                ElementsAre(MeetingSummary{{"mtg_c"}, "office_meeting", "planned", noon + 48h, 3, "", {}, {}}));
    const auto rest = list_meetings(connection, bureau, director, {.forum = "office_meeting"}, 1, page->next_cursor);
    ASSERT_EQ(rest->items.size(), 1);
    EXPECT_EQ(rest->items.front().id.value, "mtg_a");
    EXPECT_FALSE(rest->next_cursor);
    const auto day = workflow::date_of(noon + 24h);
    EXPECT_EQ(list_meetings(connection, bureau, director, {.from = day, .to = day}, 9, {})->items.size(), 1);
}

/// PostgreSQL plans by statistics, which a small table does not give.
class ListPlans : public Lists {};
ON_DATABASE(ListPlans, sqlite);

TEST_P(ListPlans, are_read_along_an_index) {
    add_many(1000);
    add_meeting("mtg_a", noon, "office_meeting");
    connection.execute("ANALYZE");
    const ListKey after{workflow::rfc3339(noon + 1h), "mat_00180"};
    const Reader both{{"director", "director"}, {"unit/unit_heat", "unit/unit_heat"}};
    for (const std::optional<ListKey>& key : {std::optional<ListKey>(), std::optional(after)}) {
        const std::string told = plan(matters_query(bureau, both, {}, key, 51));
        EXPECT_THAT(told, HasSubstr("SEARCH r USING COVERING INDEX matter_reader_newest"));
        EXPECT_THAT(told, Not(HasSubstr("SCAN v")));
        EXPECT_THAT(told, Not(HasSubstr("SCAN r")));
        const std::string of_meetings = plan(meetings_query(bureau, both, {}, key, 51));
        EXPECT_THAT(of_meetings, HasSubstr("SEARCH r USING COVERING INDEX meeting_reader_by_day"));
        for (const std::string& each : {told, of_meetings}) {
            EXPECT_THAT(each, Not(HasSubstr("(organ=?)\n"))) << "goes through what nobody asked to see";
        }
    }
}

}  // namespace

}  // namespace shenyi::storage
