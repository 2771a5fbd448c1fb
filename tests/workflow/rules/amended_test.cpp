#include "workflow/rules/amended.hpp"

#include "workflow/code_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace shenyi::workflow::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Lines = std::vector<std::string>;

const Lines text_before = {"第一条 目的。", "第二条 每户一千元。", "标准每年调整：",
                           "（一）城镇；",  "（二）农村。",        "第三条 附则。"};

/// How clause 2 of that text reads with the amendments; `-` where it goes, `?` where they cannot be put in.
std::string second_clause(std::vector<Amendment> amendments) {
    const auto wordings = reworded(clauses_of(text_before), "2", rewordings_of(amendments).at("2"));
    if (!wordings) return "?";
    return wordings->empty() ? "-" : utf8_of(wordings->front());
}

TEST(R_DEC_03, puts_a_clause_or_a_paragraph_in_the_place_of_the_old_one_and_leaves_the_rest) {
    const std::string items = "标准每年调整：（一）城镇；（二）农村。";
    EXPECT_EQ(second_clause({{"2", "每户二千元。"}}), "每户二千元。");
    EXPECT_EQ(second_clause({{"第二条", "第二条 每户\n二千元。"}}), "每户二千元。");
    EXPECT_EQ(second_clause({{"第二条第一款", "每户二千元。"}}), "每户二千元。" + items);
    EXPECT_EQ(second_clause({{"第二条 第2款", "标准不调整。"}}), "每户一千元。标准不调整。") << "with its items";
    EXPECT_EQ(second_clause({{"第二条第三款", "按月发放。"}}), "每户一千元。" + items + "按月发放。");
    EXPECT_EQ(second_clause({{"第二条第四款", "四。"}, {"第二条第三款", "三。"}}), "每户一千元。" + items + "三。四。");
    EXPECT_EQ(second_clause({{"第二条第二款", "删去本款"}}), "每户一千元。");
    EXPECT_EQ(second_clause({{"第二条第一款", "第二条第一款予以删去。"}}), items);
    EXPECT_EQ(second_clause({{"2", "删去本条"}}), "-");
    EXPECT_EQ(second_clause({{"2", "取消收费。"}}), "取消收费。") << "a wording, no deletion";
    EXPECT_EQ(second_clause({{"2", "甲。"}, {"第二条", "第二条 甲。"}}), "甲。") << "the same said twice";
}

TEST(R_DEC_03, puts_nothing_in_where_two_texts_compete_or_the_paragraph_is_not_there) {
    EXPECT_EQ(second_clause({{"2", "甲。"}, {"2", "乙。"}}), "?");
    EXPECT_EQ(second_clause({{"2", "甲。"}, {"第二条第一款", "乙。"}}), "?");
    EXPECT_EQ(second_clause({{"第二条第一款", "甲。"}, {"第二条第一款", "乙。"}}), "?");
    EXPECT_EQ(second_clause({{"第二条第四款", "甲。"}}), "?");
    EXPECT_EQ(second_clause({{"第二条第三款", "删去"}}), "?");
}

TEST(R_DEC_03, gives_of_a_text_for_several_clauses_each_its_part_or_all_of_it) {
    const auto words = [](const Rewordings& all, const char* key) {
        return utf8_of(reworded({}, key, all.at(key))->front());
    };
    const std::vector<Amendment> parts{{"第二条、第三条", "第二条 甲。\n第三条 乙。"}};
    EXPECT_EQ(words(rewordings_of(parts), "2"), "甲。");
    EXPECT_EQ(words(rewordings_of(parts), "3"), "乙。");
    const std::vector<Amendment> common{{"第二条、第三条", "甲。"}};
    EXPECT_EQ(words(rewordings_of(common), "2"), words(rewordings_of(common), "3"));
    EXPECT_THAT(rewordings_of(std::vector<Amendment>{{"附件", "另行制定"}, {"2", " 　"}, {"3", {}}}), IsEmpty());
}

struct DoubtCase {
    std::string told;
    std::vector<Amendment> amendments;
    std::string variant;  ///< empty where they can be carried out
};

const DoubtCase doubt_cases[] = {
    {"another wording", {{"2", "每户二千元。"}}, ""},
    {"a clause put in", {{"第二条之一", "按月发放。"}}, ""},
    {"two paragraphs of one clause", {{"第二条第一款", "甲。"}, {"第二条第二款", "乙。"}}, ""},
    {"two paragraphs added", {{"第二条第三款", "甲。"}, {"第二条第四款", "乙。"}}, ""},
    {"a reference to another clause", {{"2", "第三条规定的标准不变。"}}, ""},
    {"two texts for one clause", {{"2", "甲。"}, {"第二条", "乙。"}}, "twice"},
    {"a part beside the whole", {{"2", "甲。"}, {"第二条第一款", "乙。"}}, "twice"},
    {"something else deleted", {{"2", "删去“每年”二字"}}, "instruction"},
    {"a paragraph deleted under the clause's name", {{"2", "删去第二款"}}, "instruction"},
    {"another clause behind it", {{"2", "第二条 甲。\n第三条 乙。"}}, "other_clause"},
    {"another clause's number", {{"2", "第三条 乙。"}}, "other_clause"},
    {"a paragraph far behind the last", {{"第二条第五款", "甲。"}}, "no_paragraph"},
    {"a paragraph of a clause that is added", {{"第四条第一款", "甲。"}}, "no_paragraph"},
    {"the old wording", {{"3", "第三条　附则。"}}, "unchanged"},
    {"the old paragraph", {{"第二条第一款", "每户 一千元。"}}, "unchanged"},
    {"the deletion of what is not there", {{"4", "删去本条"}}, "unchanged"},
};

TEST(R_DEC_03, tells_which_amendments_no_version_could_carry_out) {
    const std::optional before(clauses_of(text_before));
    for (const DoubtCase& each : doubt_cases) {
        const auto doubt = not_to_be_carried_out(rewordings_of(each.amendments), before);
        EXPECT_EQ(doubt ? doubt->variant : "", each.variant) << each.told;
    }
    const auto unread = not_to_be_carried_out(rewordings_of(std::vector<Amendment>{{"3", "附则。"}}), std::nullopt);
    EXPECT_FALSE(unread) << "without the text as it was nobody knows";
}

TEST(R_DEC_03, doubts_a_text_shorter_by_paragraphs_than_the_whole_clause) {
    const auto doubts = [](std::vector<Amendment> amendments) {
        return shortens(rewordings_of(amendments), clauses_of(text_before)).has_value();
    };
    EXPECT_TRUE(doubts({{"2", "标准不调整。"}}));
    EXPECT_FALSE(doubts({{"2", "每户二千元。\n标准不调整。"}}));
    EXPECT_FALSE(doubts({{"第二条第二款", "标准不调整。"}}));
    EXPECT_FALSE(doubts({{"2", "删去本条"}}));
    EXPECT_FALSE(doubts({{"3", "附则另行规定。"}}));
}

}  // namespace
}  // namespace shenyi::workflow::rules
