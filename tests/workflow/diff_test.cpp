#include "workflow/diff.hpp"
#include "tests/support/source_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <fstream>

namespace shenyi::workflow {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

using Lines = std::vector<std::string>;

std::vector<std::string> keys_of(const std::vector<Clause>& clauses) {
    std::vector<std::string> keys;
    for (const Clause& clause : clauses) keys.push_back(clause.key);
    return keys;
}

std::vector<std::string> keys(const Lines& lines) {
    return keys_of(clauses_of(lines));
}

std::vector<ClauseChange> difference(const Lines& before, const Lines& after) {
    return diff(clauses_of(before), clauses_of(after));
}

/// The only change between two texts of one clause.
ClauseChange change(const std::string& before, const std::string& after) {
    const auto changes = difference({"第一条 " + before}, {"第一条 " + after});
    return changes.empty() ? ClauseChange{.kind = ClauseChangeKind::changed, .before = before, .after = after}
                           : changes.front();
}

std::string side(const std::vector<TextRun>& runs, RunKind kind) {
    std::string text;
    for (const TextRun& run : runs) {
        if (run.kind == RunKind::same || run.kind == kind) text += run.text;
    }
    return text;
}

/// Carries the changes out on the older text.
std::vector<Clause> applied(const std::vector<Clause>& before, const std::vector<ClauseChange>& changes) {
    std::vector<bool> gone(before.size());
    std::size_t size = before.size();
    for (const ClauseChange& one : changes) {
        if (one.before_position) gone[static_cast<std::size_t>(*one.before_position)] = true;
        size += one.after_position ? 1 : 0;
        size -= one.before_position ? 1 : 0;
    }
    std::vector<std::optional<Clause>> after(size);
    for (const ClauseChange& one : changes) {
        if (!one.after_position) continue;
        after[static_cast<std::size_t>(*one.after_position)] = Clause{one.clause, side(one.runs, RunKind::added)};
    }
    auto free = after.begin();
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (gone[i]) continue;
        free = std::find(free, after.end(), std::nullopt);
        *free = before[i];
    }
    std::vector<Clause> whole;
    for (const auto& clause : after) whole.push_back(clause.value());
    return whole;
}

Lines law(const std::string& name) {
    std::ifstream file(tests::source_folder() / "tests/data/laws" / name);
    Lines lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

TEST(Clauses, begin_at_the_number_of_an_article) {
    const auto clauses = clauses_of(Lines{"供热补贴办法", "", "第一条 为了供热。", "（一）城区；", "  第二款。 ",
                                          "第十条之一 附则。", "第１２条　施行。"});
    EXPECT_THAT(keys_of(clauses), ElementsAre("0", "1", "10-1", "12"));
    EXPECT_EQ(clauses[0].text, "供热补贴办法");
    EXPECT_EQ(clauses[1].text, "第一条 为了供热。\n（一）城区；\n第二款。");
}

TEST(Clauses, chapters_stand_for_themselves) {
    EXPECT_THAT(keys({"## 第一章 总则", "第一条 甲", "### 第二节", "第二条 乙", "第三章规定的情形除外。"}),
                ElementsAre("第1章", "1", "第2节", "2"));
}

TEST(Clauses, reference_to_another_article_begins_none) {
    EXPECT_THAT(keys({"第四条本法适用于。", "第五条行政机关", "第四条规定的机关", "第七条、第八条所列",
                      "第五条之一另行规定", "第九条行政相对人"}),
                ElementsAre("4", "5", "5-1", "9"));
}

TEST(Clauses, without_articles_the_outermost_numbers_count) {
    EXPECT_THAT(keys({"序", "一、总体要求", "（一）原则", "1.公开", "二、任务"}), ElementsAre("0", "1", "2"));
    EXPECT_THAT(keys({"（一）原则", "1. 公开", "(二) 任务"}), ElementsAre("1", "2"));
    EXPECT_THAT(keys({"1. 公开", "1.5 万元", "2、及时"}), ElementsAre("1", "2"));
    EXPECT_THAT(keys({"只有文字", "第二行"}), ElementsAre("0"));
    EXPECT_THAT(keys({}), IsEmpty());
}

TEST(Clauses, of_a_real_statute_are_all_found_in_order) {
    for (const auto& [name, count] :
         {std::pair("行政复议法(2017-09-01).md", 43), std::pair("行政复议法(2023-09-01).md", 90)}) {
        std::vector<std::string> articles = keys(law(name));
        std::erase_if(articles, [](const std::string& key) { return key == "0" || key.starts_with("第"); });
        std::vector<std::string> expected;
        for (int i = 1; i <= count; ++i) expected.push_back(std::to_string(i));
        EXPECT_EQ(articles, expected) << name;
    }
}

TEST(Clauses, say_their_words_without_number_and_layout) {
    EXPECT_EQ(wording_of({"4", "第四条　每户 三百元，\n按月发放。"}), U"每户三百元，按月发放。");
    EXPECT_EQ(wording_of({"4-1", "## 第四条之一 甲"}), U"甲");
    EXPECT_EQ(wording_of({"2", "二、任务"}), U"任务");
    EXPECT_EQ(wording_of({"2", "（二）任务"}), U"任务");
    EXPECT_EQ(wording_of({"2", "2. 任务"}), U"任务");
    EXPECT_EQ(wording_of({"5", "第四条 每户"}), U"第四条每户") << "another clause's number";
    EXPECT_EQ(wording_of({"4", " "}), U"");
}

TEST(Clauses, are_made_of_paragraphs_each_with_its_items) {
    EXPECT_THAT(paragraphs_of({"2", "第二条 每户 一千元：\n（一）城镇；\n（二）农村。\n按月发放。"}),
                ElementsAre(U"每户一千元：（一）城镇；（二）农村。", U"按月发放。"));
    EXPECT_THAT(paragraphs_of({"2", "第二条\n每户一千元。"}), ElementsAre(U"每户一千元。"));
    EXPECT_THAT(paragraphs_of({"第1章", "第一章 总则"}), ElementsAre(U"总则"));
    EXPECT_THAT(paragraphs_of({"2", " "}), IsEmpty());
}

TEST(Clauses, are_named_whole_or_by_paragraph_and_nothing_else_is) {
    using Places = std::vector<std::optional<Place>>;
    EXPECT_EQ(places_of("第二条"), (Places{Place{"2", {}}}));
    EXPECT_EQ(places_of("2、四"), (Places{Place{"2", {}}, Place{"4", {}}}));
    EXPECT_EQ(places_of("第四条之一 第二款"), (Places{Place{"4-1", 2}}));
    EXPECT_EQ(places_of("第二条第二款和第六条"), (Places{Place{"2", 2}, Place{"6", {}}}));
    EXPECT_EQ(places_of("第一章"), (Places{Place{"第1章", {}}}));
    for (const char* other : {"标题", "附件", "第二款", "第二条第二款第三项", "第二条第六条", "第二条标准"}) {
        EXPECT_EQ(places_of(other), Places{std::nullopt}) << other;
    }
}

TEST(Diff, layout_is_no_difference) {
    EXPECT_THAT(difference({"第一条 甲", "", "　第二条 乙"}, {"  第一条 甲 ", "第二条 乙", ""}), IsEmpty());
}

TEST(Diff, tells_changed_added_and_removed_clauses_by_their_number) {
    const auto changes =
        difference({"第一条 甲", "第二条 及时公布", "第三条 丙"}, {"第一条 甲", "第二条 立即公布", "第四条 丁"});
    ASSERT_THAT(changes, SizeIs(3));
    EXPECT_EQ(changes[0].kind, ClauseChangeKind::changed);
    EXPECT_EQ(changes[0].clause, "2");
    EXPECT_THAT(changes[0].runs, ElementsAre(TextRun{RunKind::same, "第二条 "}, TextRun{RunKind::removed, "及时"},
                                             TextRun{RunKind::added, "立即"}, TextRun{RunKind::same, "公布"}));
    EXPECT_EQ(changes[1].kind, ClauseChangeKind::removed);
    EXPECT_EQ(changes[1].clause, "3");
    EXPECT_EQ(changes[1].after_position, std::nullopt);
    EXPECT_EQ(changes[2].kind, ClauseChangeKind::added);
    EXPECT_EQ(changes[2].after_position, 2);
}

TEST(Diff, clauses_that_change_places_are_taken_out_and_put_in) {
    const auto before = clauses_of(Lines{"第一条 甲", "第二条 乙"});
    const auto after = clauses_of(Lines{"第二条 乙", "第一条 甲"});
    EXPECT_EQ(applied(before, diff(before, after)), after);
    EXPECT_THAT(diff(before, after), SizeIs(2));
}

TEST(Diff, of_two_versions_of_a_statute_leads_from_one_to_the_other) {
    const auto before = clauses_of(law("行政复议法(2017-09-01).md"));
    const auto after = clauses_of(law("行政复议法(2023-09-01).md"));
    const auto changes = diff(before, after);

    EXPECT_EQ(applied(before, changes), after);
    for (const ClauseChange& one : changes) {
        EXPECT_EQ(side(one.runs, RunKind::removed), one.before) << one.clause;
        EXPECT_EQ(side(one.runs, RunKind::added), one.after) << one.clause;
        EXPECT_EQ(is_clerical(one), one.clause == "第1章") << one.clause;  // 总则 became 总 则, all else was revised
    }
    const auto last = std::ranges::find(changes, "90", &ClauseChange::clause);
    ASSERT_NE(last, changes.end());
    EXPECT_EQ(last->kind, ClauseChangeKind::added);
    const auto first = std::ranges::find(changes, "1", &ClauseChange::clause);
    ASSERT_NE(first, changes.end());
    EXPECT_THAT(first->runs, Contains(TextRun{RunKind::removed, "具体"}));
}

RC_GTEST_PROP(Diff, applied_to_the_older_text_gives_the_newer, ()) {
    const auto line = rc::gen::element<std::string>("第一条 甲乙", "第二条 乙丙", "第三条 丙", "第一条 甲丙",
                                                    "第2条 乙", "（一）丁", "第一章 总则", "戊");
    const auto before = clauses_of(*rc::gen::container<Lines>(line));
    const auto after = clauses_of(*rc::gen::container<Lines>(line));
    const auto changes = diff(before, after);
    RC_ASSERT(applied(before, changes) == after);
    RC_ASSERT(diff(before, before).empty());
    for (const ClauseChange& one : changes) {
        RC_ASSERT(side(one.runs, RunKind::removed) == one.before);
        RC_ASSERT(side(one.runs, RunKind::added) == one.after);
    }
}

TEST(R_REV_10, slip_of_the_pen_is_clerical) {
    const std::pair<const char*, const char*> slips[] = {
        {"帐户应当公开。", "账户应当公开。"}, {"申请人提交材料,并说明。", "申请人提交材料，并说明"},
        {"按照规定办理。", "按规定 办理。"},  {"由市信访局负责", "由市信访局负责办理"},
        {"信访工作条列", "信访工作条例"},     {"同文", "同文"},
    };
    for (const auto& [before, after] : slips)
        EXPECT_TRUE(is_clerical(change(before, after))) << before << " → " << after;
}

TEST(R_REV_10, numbers_duty_and_more_than_two_characters_are_never_clerical) {
    const std::pair<const char*, const char*> changes[] = {
        {"可以补贴", "应当补贴"},
        {"不得公开", "得公开"},
        {"须经批准", "经批准"},
        {"补贴100元", "补贴1000元"},
        {"补贴1.5万元", "补贴15万元"},
        {"占1/3以上", "占13以上"},
        {"三、五日内", "三五日内"},
        {"十五日内", "十日内"},
        {"补贴百分之五", "补贴百分之八"},
        {"降低5%", "降低5‰"},
        {"温差为-2度", "温差为2度"},
        {"由市信访局负责", "由区司法部门负责"},
        {"甲乙丙丁", "甲"},
        {"三人以上的单位", "三人以下的单位"},
        {"给予补助", "给予罚没"},
        {"申请人负责", "承办人负责"},
        {"由甲方承担", "由已方承担"},
        {"免费办理", "收费办理"},
    };
    for (const auto& [before, after] : changes)
        EXPECT_FALSE(is_clerical(change(before, after))) << before << " → " << after;
}

TEST(R_REV_10, clause_put_in_taken_out_or_renumbered_is_never_clerical) {
    for (const Lines& after : {Lines{"第一条 甲", "第二条 乙", "第三条 丙"}, Lines{"第一条 甲"},
                               Lines{"第一条 甲", "第三条 乙"}, Lines{"第一条 甲", "第2条 乙"}}) {
        const auto changes = difference({"第一条 甲", "第二条 乙"}, after);
        EXPECT_TRUE(std::ranges::none_of(changes, is_clerical));
        EXPECT_FALSE(changes.empty());
    }
}

}  // namespace
}  // namespace shenyi::workflow
