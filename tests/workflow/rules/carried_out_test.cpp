#include "workflow/rules/carried_out.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace shenyi::workflow::rules {
namespace {

using Lines = std::vector<std::string>;

OpinionPoint adopted_point(std::string clause, std::optional<std::string> proposed = {},
                           std::string text = "数额不明") {
    return {.clause = std::move(clause),
            .text = std::move(text),
            .proposed = std::move(proposed),
            .response = PointResponse{.disposition = Disposition::adopted}};
}

/// What a text leaves of the points on one whose clauses 2 and 3 are these: `1`, `1 deleted`, or nothing.
std::string points_left(std::vector<OpinionPoint> points, const Lines& filed,
                        const std::set<std::string>& decided = {}) {
    const LegalityOpinion opinion{.points = std::move(points)};
    const Lines reviewed{"第一条 目的。", "第二条 每户一千元。", "第三条 附则。"};
    const auto found = point_left(opinion, clauses_of(reviewed), clauses_of(filed), decided);
    return found ? std::to_string(found->number) + (found->deleted ? " deleted" : "") : "";
}

const Lines filed_as_before{"第一条 目的。", "第二条 每户 一千元。", "第三条 附则。"};
const Lines filed_changed{"第一条 目的。", "第二条 每户二千元。", "第三条 附则。"};
const Lines filed_without{"第一条 目的。", "第三条 附则。"};

TEST(R_REV_10, a_point_is_left_where_its_clause_reads_as_before_and_carried_out_where_it_was_changed) {
    EXPECT_EQ(points_left({adopted_point("第二条")}, filed_as_before), "1") << "a blank more is no change";
    EXPECT_EQ(points_left({adopted_point("第二条")}, filed_changed), "");
    EXPECT_EQ(points_left({adopted_point("第二条第一款"), adopted_point("3")}, filed_changed), "2");
    EXPECT_EQ(points_left({adopted_point("第二条、第三条")}, filed_changed), "") << "one of them";
    EXPECT_EQ(points_left({adopted_point("第四条")}, filed_changed), "1") << "to be added";
    EXPECT_EQ(points_left({adopted_point("全文")}, filed_as_before), "") << "the reviewer tells";
    EXPECT_EQ(points_left({adopted_point("第二条")}, filed_as_before, {"2"}), "") << "it reads as a meeting decided";

    OpinionPoint answered = adopted_point("第二条");
    answered.response->disposition = Disposition::not_;
    EXPECT_EQ(points_left({answered}, filed_as_before), "");
    answered.response->disposition = Disposition::partly;
    EXPECT_EQ(points_left({answered}, filed_as_before), "1");
}

TEST(R_REV_10, a_clause_may_go_only_where_the_point_proposes_no_wording_for_it) {
    EXPECT_EQ(points_left({adopted_point("第二条", "每户二千元")}, filed_without), "1 deleted");
    EXPECT_EQ(points_left({adopted_point("第二条", "删除")}, filed_without), "");
    EXPECT_EQ(points_left({adopted_point("第二条", "每户二千元", "删去，或者写明数额")}, filed_without), "");
    EXPECT_EQ(points_left({adopted_point("第二条", {}, "增设义务没有依据")}, filed_without), "");
    EXPECT_EQ(points_left({adopted_point("第二条", "每户二千元")}, filed_without, {"2"}), "");
}

}  // namespace
}  // namespace shenyi::workflow::rules
