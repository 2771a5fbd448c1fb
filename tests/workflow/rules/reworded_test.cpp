#include "workflow/rules/reworded.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace shenyi::workflow::rules {
namespace {

/// A matter whose version 1 a meeting adopted with these amendments.
Matter amended(std::vector<Amendment> amendments) {
    Matter matter;
    matter.drafts.push_back({.version = 1, .main = {"text1"}});
    matter.placements.push_back(
        {.version = 1, .outcome = Outcome::adopted_as_amended, .amendments = std::move(amendments)});
    return matter;
}

const std::vector<std::string> adopted_text = {"第一条 目的。", "第二条 每户一千元。", "标准每年调整一次。",
                                               "第三条 附则。"};

std::vector<std::string> misread(const Matter& matter, const std::vector<std::string>& lines,
                                 const std::optional<std::vector<std::string>>& adopted = adopted_text) {
    Texts texts;
    texts[{"text1"}].paragraphs = adopted;
    std::vector<std::string> keys;
    for (const Misread& each : clauses_misread(texts, matter, 1, clauses_of(lines))) keys.push_back(each.clause);
    return keys;
}

struct Filing {
    std::string told;
    std::string decided;  ///< of clause 2
    std::string filed;
    bool holds;
};

const Filing filings[] = {
    {"the whole clause", "第二条 每户二千元。", "第二条 每户二千元。", true},
    {"without its number", "每户二千元。", "第二条 每户二千元。", true},
    {"with the number in digits", "第2条 每户二千元。", "第二条 每户二千元。", true},
    {"other blanks and lines", "第二条　每户\n二千元。", "第二条 每户 二千元。", true},
    {"a sentence before it", "每户二千元。", "第二条 下列标准不再执行：每户二千元。", false},
    {"a sentence behind it", "每户二千元。", "第二条 每户二千元。另给承办人五万元。", false},
    {"a paragraph behind it", "每户二千元。", "第二条 每户二千元。\n另给承办人五万元。", false},
    {"a second clause of its number", "每户二千元。", "第二条 每户二千元。\n第二条 另给承办人五万元。", false},
    {"a part of it", "每户二千元", "第二条 补助标准为每户二千元，按月发放。", false},
    {"another amount", "第二条 每户二千元。", "第二条 每户九千元。", false},
    {"a number that goes on in front", "二千元", "第二条 九万二千元", false},
    {"a negation in front", "收取费用。", "第二条 不收取费用。", false},
    {"nothing but blanks", " 　", "第二条 每户九千元。", true},
    {"a deletion that is not carried out", "删去本条", "第二条 每户九千元。", false},
};

/// The lines of a text whose clause 2 is this.
std::vector<std::string> with_second(const std::string& clause) {
    std::vector<std::string> lines{"第一条 目的。"};
    std::istringstream in(clause);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    lines.push_back("第三条 附则。");
    return lines;
}

TEST(R_REV_10, a_clause_reads_as_the_meeting_decided_and_not_a_word_more) {
    for (const Filing& each : filings) {
        EXPECT_EQ(misread(amended({{"第二条", each.decided}}), with_second(each.filed)).empty(), each.holds)
            << each.told;
    }
}

const Filing paragraphs[] = {
    {"the other as it was", "标准不调整。", "第二条 每户一千元。\n标准不调整。", true},
    {"the other changed", "标准不调整。", "第二条 每户九千元。\n标准不调整。", false},
    {"the other left out", "标准不调整。", "第二条 标准不调整。", false},
    {"the old one kept beside it", "标准不调整。", "第二条 每户一千元。\n标准每年调整一次。\n标准不调整。", false},
    {"a paragraph more", "标准不调整。", "第二条 每户一千元。\n标准不调整。\n另给承办人五万元。", false},
    {"deleted", "删去本款", "第二条 每户一千元。", true},
    {"deleted and still there", "删去本款", "第二条 每户一千元。\n标准每年调整一次。", false},
};

TEST(R_REV_10, a_paragraph_takes_the_place_of_its_own_and_the_others_stay) {
    const std::vector<std::string> unchanged{"2"};
    for (const Filing& each : paragraphs) {
        const auto found = misread(amended({{"第二条第二款", each.decided}}), with_second(each.filed));
        EXPECT_EQ(found.empty(), each.holds) << each.told;
    }
    const Matter added = amended({{"第二条第三款", "按月发放。"}});
    EXPECT_TRUE(misread(added, with_second("第二条 每户一千元。\n标准每年调整一次。\n按月发放。")).empty());
    EXPECT_EQ(misread(added, with_second("第二条 每户一千元。\n按月发放。")), unchanged);
    EXPECT_TRUE(misread(added, with_second("第二条 每户九千元。"), std::nullopt).empty())
        << "of a text that cannot be read the reviewer compares";
    EXPECT_EQ(misread(amended({{"2", "甲。"}}), with_second("第二条 乙。"), std::nullopt), unchanged);
}

TEST(R_REV_10, a_clause_that_is_gone_is_misread_unless_the_meeting_took_it_out) {
    const std::vector<std::string> without = {"第一条 目的。", "第三条 附则。"};
    EXPECT_EQ(misread(amended({{"2", "第二条 每户二千元。"}}), without), std::vector<std::string>{"2"});
    EXPECT_TRUE(misread(amended({{"2", "删去本条"}}), without).empty());
    EXPECT_TRUE(misread(amended({{"2", {}}}), without).empty()) << "without a text the reviewer compares";
}

TEST(R_REV_10, of_several_clauses_each_reads_as_its_own_part_or_all_of_it) {
    const Matter parts = amended({{"第二条、第三条", "第二条 每户二千元。\n第三条 按月发放。"}});
    EXPECT_TRUE(misread(parts, {"第二条 每户二千元。", "第三条 按月发放。"}).empty());
    EXPECT_EQ(misread(parts, {"第二条 每户二千元。", "第三条 按年发放。"}), std::vector<std::string>{"3"});

    const Matter common = amended({{"第二条、第三条", "每户二千元。"}});
    EXPECT_TRUE(misread(common, {"第二条 每户二千元。", "第三条 每户二千元。"}).empty());
    EXPECT_EQ(misread(common, {"第二条 城镇每户二千元。", "第三条 每户二千元。"}), std::vector<std::string>{"2"});
}

TEST(R_REV_10, the_later_meeting_has_the_last_word_on_a_clause) {
    Matter matter = amended({{"2", "每户二千元。"}, {"附件", "另行制定"}});
    matter.placements.push_back(
        {.version = 1, .outcome = Outcome::adopted_as_amended, .amendments = {{"2", "每户三千元。"}}});
    EXPECT_TRUE(misread(matter, {"第二条 每户三千元。"}).empty());
    EXPECT_EQ(misread(matter, {"第二条 每户二千元。"}), std::vector<std::string>{"2"});
    matter.placements.back().outcome = Outcome::not_adopted;
    EXPECT_TRUE(misread(matter, {"第二条 每户二千元。"}).empty());
    matter.placements.front().version = 7;
    EXPECT_TRUE(misread(matter, {"第二条 每户九千元。"}).empty()) << "of another text";
}

}  // namespace
}  // namespace shenyi::workflow::rules
