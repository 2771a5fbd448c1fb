#include "storage/statements.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shenyi::storage {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> split(std::string_view sql) {
    auto statements = split_statements(sql);
    EXPECT_TRUE(statements) << statements.error();
    return statements.value_or(std::vector<std::string>{});
}

std::string fault_in(std::string_view sql) {
    auto statements = split_statements(sql);
    EXPECT_FALSE(statements);
    return statements ? std::string() : statements.error();
}

TEST(Statements, end_at_semicolons_and_come_without_them) {
    EXPECT_THAT(split("select 1; select 2;\n select 3"), ElementsAre("select 1", "select 2", "select 3"));
}

TEST(Statements, of_nothing_are_none) {
    EXPECT_THAT(split(""), IsEmpty());
    EXPECT_THAT(split(" ;; -- nothing\n /* ; */ ;"), IsEmpty());
}

TEST(Statements, semicolons_in_texts_names_and_comments_do_not_end_them) {
    EXPECT_THAT(split("select ';', 'it''s; fine', \"a;b\" -- ; \n from t /* ; */ where x; select 2"), SizeIs(2));
}

TEST(Statements, keep_comments_inside_and_lose_those_around) {
    EXPECT_THAT(split("-- before\nselect 1 -- inside\n + 2 -- after\n;"), ElementsAre("select 1 -- inside\n + 2"));
}

TEST(Statements, backslashes_escape_in_e_texts_only) {
    EXPECT_THAT(split(R"(select E'a\';b'; select 2)"), SizeIs(2));
    EXPECT_THAT(split(R"(select 'a\'; select 2)"), SizeIs(2));
}

TEST(Statements, dollar_quoted_bodies_are_one_text) {
    EXPECT_THAT(split("create function f() as $$ begin; end; $$; select $x$ $$ ; $x$; select $1;"), SizeIs(3));
}

TEST(Statements, bodies_of_triggers_run_to_their_end) {
    EXPECT_THAT(
        split("create trigger a before update on t begin select case when 1 then 2 end; select 2; end; select 3"),
        ElementsAre("create trigger a before update on t begin select case when 1 then 2 end; select 2; end",
                    "select 3"));
}

TEST(Statements, begin_and_end_outside_of_create_are_statements) {
    EXPECT_THAT(split("begin; insert into t values (1); end;"),
                ElementsAre("begin", "insert into t values (1)", "end"));
}

TEST(Statements, tell_the_line_of_what_is_not_closed) {
    EXPECT_THAT(fault_in("select 1;\nselect 'open"), HasSubstr("line 2"));
    EXPECT_THAT(fault_in("select $body$ $$"), HasSubstr("$body$"));
    EXPECT_THAT(fault_in("select \"name"), HasSubstr("closing \""));
    EXPECT_THAT(fault_in("/* never"), HasSubstr("*/"));
    EXPECT_THAT(fault_in("create trigger t begin select 1;"), HasSubstr("END"));
}

TEST(Statements, comments_in_comments_are_refused) {
    EXPECT_THAT(fault_in("/* a /* b */ c */ select 1"), HasSubstr("do not nest"));
}

TEST(Statements, words_leave_out_comments_and_keep_texts_whole) {
    EXPECT_THAT(words_of("GRANT update (a, b) -- why\n ON t TO 'x y'"),
                ElementsAre("GRANT", "update", "(", "a", ",", "b", ")", "ON", "t", "TO", "'x y'"));
    EXPECT_TRUE(is_word("Grant", "GRANT"));
    EXPECT_FALSE(is_word("grants", "GRANT"));
}

}  // namespace

}  // namespace shenyi::storage
