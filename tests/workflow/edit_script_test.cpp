#include "workflow/edit_script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace shenyi::workflow {
namespace {

constexpr std::size_t plenty = 1'000'000;

std::vector<Edit> script(std::u32string_view before, std::u32string_view after, std::size_t budget = plenty) {
    return edit_script(before, after, budget);
}

/// One side of a script: all that is the same, and one of the two other kinds.
std::u32string side(const std::vector<Edit>& edits, RunKind kind) {
    std::u32string text;
    for (const Edit& edit : edits) {
        if (edit.kind == RunKind::same || edit.kind == kind) text += edit.text;
    }
    return text;
}

std::size_t length(const std::vector<Edit>& edits) {
    std::size_t total = 0;
    for (const Edit& edit : edits) total += edit.kind == RunKind::same ? 0 : edit.text.size();
    return total;
}

/// The least number of removed and added code points, by the plain table.
std::size_t least(const std::u32string& before, const std::u32string& after) {
    std::vector<std::size_t> row(after.size() + 1);
    for (std::size_t j = 0; j <= after.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= before.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= after.size(); ++j) {
            const std::size_t above = row[j];
            row[j] = before[i - 1] == after[j - 1] ? diagonal : 1 + std::min(above, row[j - 1]);
            diagonal = above;
        }
    }
    return row.back();
}

rc::Gen<std::u32string> text_of_few_letters() {
    return rc::gen::container<std::u32string>(rc::gen::element(U'甲', U'乙', U'丙'));
}

TEST(EditScript, tells_what_was_removed_then_what_was_added) {
    const std::vector<Edit> expected{
        {RunKind::same, U"应当"}, {RunKind::removed, U"及时"}, {RunKind::added, U"立即"}, {RunKind::same, U"公布"}};
    EXPECT_EQ(script(U"应当及时公布", U"应当立即公布"), expected);
    EXPECT_TRUE(script(U"", U"").empty());
    EXPECT_EQ(script(U"", U"新"), (std::vector<Edit>{{RunKind::added, U"新"}}));
    EXPECT_EQ(script(U"同", U"同"), (std::vector<Edit>{{RunKind::same, U"同"}}));
}

TEST(EditScript, without_budget_the_rest_is_replaced_as_a_whole) {
    const std::vector<Edit> expected{
        {RunKind::same, U"首"}, {RunKind::removed, U"甲乙丙丁"}, {RunKind::added, U"乙丁甲"}, {RunKind::same, U"尾"}};
    EXPECT_EQ(script(U"首甲乙丙丁尾", U"首乙丁甲尾", 0), expected);
}

RC_GTEST_PROP(EditScript, leads_from_the_one_text_to_the_other_with_any_budget, ()) {
    const auto before = *text_of_few_letters();
    const auto after = *text_of_few_letters();
    const auto edits = script(before, after, *rc::gen::inRange<std::size_t>(0, 200));
    RC_ASSERT(side(edits, RunKind::removed) == before);
    RC_ASSERT(side(edits, RunKind::added) == after);
}

RC_GTEST_PROP(EditScript, is_as_short_as_can_be, ()) {
    const auto before = *text_of_few_letters();
    const auto after = *text_of_few_letters();
    RC_ASSERT(length(script(before, after)) == least(before, after));
}

RC_GTEST_PROP(EditScript, goes_same_removed_added_and_round_again, ()) {
    const auto before = *text_of_few_letters();
    const auto after = *text_of_few_letters();
    const auto edits = script(before, after);
    for (std::size_t i = 1; i < edits.size(); ++i) {
        const bool goes_on = edits[i - 1].kind < edits[i].kind;
        const bool goes_round = edits[i - 1].kind != RunKind::same && edits[i].kind == RunKind::same;
        const bool one_of_them = goes_on != goes_round;
        RC_ASSERT(one_of_them);
    }
}

}  // namespace
}  // namespace shenyi::workflow
