#include "workflow/rules/reworded.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace shenyi::workflow::rules {
namespace {

/// A matter whose version 1 a meeting adopted with these amendments.
Matter amended(std::vector<Amendment> amendments) {
    Matter matter;
    matter.drafts.push_back({.version = 1});
    matter.placements.push_back(
        {.version = 1, .outcome = Outcome::adopted_as_amended, .amendments = std::move(amendments)});
    return matter;
}

std::vector<std::string> misread(const Matter& matter, const std::vector<std::string>& lines) {
    std::vector<std::string> keys;
    for (const Misread& each : clauses_misread(matter, 1, clauses_of(lines))) keys.push_back(each.clause);
    return keys;
}

struct Case {
    std::string told;
    std::string decided;  ///< of clause 2
    std::string filed;
    bool holds;
};

const Case cases[] = {
    {"the whole clause", "第二条 每户二千元。", "第二条 每户二千元。", true},
    {"without its number", "每户二千元。", "第二条 每户二千元。", true},
    {"with the number in digits", "第2条 每户二千元。", "第二条 每户二千元。", true},
    {"other blanks and lines", "第二条　每户\n二千元。", "第二条 每户 二千元。", true},
    {"a part of it", "每户二千元", "第二条 补助标准为每户二千元，按月发放。", true},
    {"another amount", "第二条 每户二千元。", "第二条 每户九千元。", false},
    {"an instruction", "改为由办公室负责", "第二条 本办法由办公室负责。", false},
    {"a number that goes on in front", "二千元", "第二条 每户九万二千元。", false},
    {"a number that goes on behind", "每户二千", "第二条 每户二千万元。", false},
    {"its measure goes on", "每户二千", "第二条 每户二千元。", true},
    {"a number behind its measure", "每户二千元", "第二条 每户二千元一次付清。", true},
    {"a decimal cut in front", "5%", "第二条 比例为1.5%。", false},
    {"a decimal cut behind", "比例为1", "第二条 比例为1.5%。", false},
    {"a negation in front", "收取费用", "第二条 不收取费用。", false},
    {"a negation in front and once more without", "收取费用", "第二条 不得免收取费用，应当收取费用。", true},
    {"nothing but blanks", " 　", "第二条 每户九千元。", true},
    {"a deletion that is not carried out", "删去本条", "第二条 每户九千元。", false},
};

TEST(R_REV_10, a_clause_holds_what_the_meeting_decided_of_it) {
    for (const Case& each : cases) {
        const auto found = misread(amended({{"第二条", each.decided}}), {"第一条 目的。", each.filed});
        EXPECT_EQ(found.empty(), each.holds) << each.told;
    }
}

TEST(R_REV_10, a_clause_that_is_gone_is_misread_unless_the_meeting_took_it_out) {
    const std::vector<std::string> without = {"第一条 目的。", "第三条 附则。"};
    EXPECT_EQ(misread(amended({{"2", "第二条 每户二千元。"}}), without), std::vector<std::string>{"2"});
    EXPECT_TRUE(misread(amended({{"2", "删去本条"}}), without).empty());
    EXPECT_TRUE(misread(amended({{"2", {}}}), without).empty()) << "without a text the reviewer compares";
}

TEST(R_REV_10, of_several_clauses_each_holds_its_own_part_or_all_of_it) {
    const Matter parts = amended({{"第二条、第三条", "第二条 每户二千元。\n第三条 按月发放。"}});
    EXPECT_TRUE(misread(parts, {"第二条 每户二千元。", "第三条 按月发放。"}).empty());
    EXPECT_EQ(misread(parts, {"第二条 每户二千元。", "第三条 按年发放。"}), std::vector<std::string>{"3"});

    const Matter common = amended({{"第二条、第三条", "每户二千元"}});
    EXPECT_TRUE(misread(common, {"第二条 城镇每户二千元。", "第三条 农村每户二千元。"}).empty());
    EXPECT_EQ(misread(common, {"第二条 城镇每户三千元。", "第三条 农村每户二千元。"}), std::vector<std::string>{"2"});
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
