#include "api/visibility.hpp"
#include "tests/support/bureau.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

namespace shenyi::tests {
namespace {

using namespace workflow;
using api::ItemSight;
using api::Sight;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

constexpr auto meeting_day = "2026-03-23T09:00:00+08:00";

class SightCases : public testing::Test {
  protected:
    Sight sight(std::string_view login) { return api::sight_of(bureau.world(), bureau.person(login), bureau.matter()); }
    api::View view(std::string_view login) {
        return api::view_of(bureau.world(), bureau.person(login), bureau.matter());
    }
    ItemSight item_sight(std::string_view login) {
        return api::item_sight(bureau.world(), bureau.person(login), bureau.meeting(), bureau.item());
    }
    bool sees_meeting(std::string_view login) {
        return api::sees(bureau.world(), bureau.person(login), bureau.meeting());
    }
    template <class Change>
    void change_organ(const Change& change) {
        auto organ = std::make_shared<Organ>(bureau.organ());
        change(*organ);
        bureau.world().organ = organ;
    }
    void delegate(std::string_view by, std::string_view to, const char* until) {
        change_organ([&](Organ& organ) {
            organ.delegations.emplace(DelegationId{"dlg_1"}, Delegation{.id = {"dlg_1"},
                                                                        .by = bureau.person(by),
                                                                        .to = bureau.person(to),
                                                                        .from = *parse_date("2026-03-01"),
                                                                        .until = *parse_date(until),
                                                                        .reason = "出差",
                                                                        .recorded_at = bureau.now()});
        });
    }

    Bureau bureau;
};

TEST_F(SightCases, a_substitute_sees_what_his_principals_posts_see_and_only_while_it_lasts) {
    bureau.propose("代理");
    EXPECT_EQ(sight("assessor"), Sight::none);
    delegate("chief", "assessor", "2026-03-10");
    EXPECT_EQ(sight("assessor"), Sight::whole);
    bureau.at("2026-03-11T09:00:00+08:00");
    EXPECT_EQ(sight("assessor"), Sight::none);
}

TEST_F(SightCases, an_administrator_sees_nothing_even_as_a_substitute) {
    bureau.propose("代理");
    delegate("director", "sysadmin", "2026-12-31");
    EXPECT_EQ(sight("sysadmin"), Sight::none);
}

TEST_F(SightCases, who_left_his_post_sees_nothing_by_it_though_he_created_the_matter) {
    bureau.propose("调离");
    EXPECT_EQ(sight("drafter"), Sight::whole);
    change_organ([&](Organ& organ) {
        for (auto& [id, post] : organ.posts) {
            if (post.person != bureau.person("drafter")) continue;
            post.end = PostEnd{.to = *parse_date("2026-03-03"), .entered_by = {"a"}, .confirmed_by = PersonId{"b"}};
        }
    });
    bureau.at("2026-03-04T09:00:00+08:00");
    EXPECT_EQ(sight("drafter"), Sight::none);
}

TEST_F(SightCases, another_organ_sees_nothing) {
    bureau.propose("外单位");
    change_organ([](Organ& organ) { organ.id = {"org_other"}; });
    EXPECT_EQ(sight("director"), Sight::none);
}

TEST_F(SightCases, an_adviser_sees_the_version_he_was_asked_about_and_not_the_one_before_or_after) {
    bureau.propose("两稿").open().draft().draft().send().accept().advise().conclude(Conclusion::unlawful);
    EXPECT_THAT(view("adviser").versions, ElementsAre(2));
    EXPECT_EQ(view("adviser").opinions.size(), 1U);
    bureau.as("drafter", Target::matter, "submit_changed_draft", [&] {
        return SubmitChangedDraft{
            .documents = {{bureau.document("drafter", "第一条 重写。"), DocumentRole::draft, "草案"}},
            .drafters = {bureau.person("drafter")},
            .change = ChangeClass::substantive,
            .from = 2};
    }());
    bureau.at("2026-03-03T09:00:00+08:00").send();
    EXPECT_THAT(view("adviser").versions, ElementsAre(2));
    bureau.as("legal", Target::matter, "ask_adviser", AskAdviser{.adviser = bureau.person("adviser")});
    EXPECT_THAT(view("adviser").versions, ElementsAre(2, 3));
    EXPECT_EQ(sight("adviser2"), Sight::none);
}

TEST_F(SightCases, who_found_a_version_unlawful_is_shown_the_changed_one_that_he_is_to_be_heard_on) {
    bureau.propose("再听").open().draft().send().accept().advise("adviser", Conclusion::unlawful);
    bureau.conclude(Conclusion::unlawful);
    bureau.as("drafter", Target::matter, "submit_changed_draft", [&] {
        return SubmitChangedDraft{
            .documents = {{bureau.document("drafter", "第一条 再写。"), DocumentRole::draft, "草案"}},
            .drafters = {bureau.person("drafter")},
            .change = ChangeClass::substantive,
            .from = 1};
    }());
    EXPECT_THAT(view("adviser").versions, ElementsAre(1));
    bureau.send();
    EXPECT_THAT(view("adviser").versions, ElementsAre(1, 2));
}

TEST_F(SightCases, an_adviser_who_declared_an_interest_sees_nothing_more) {
    bureau.propose("回避").open().draft().send().accept();
    bureau.as("legal", Target::matter, "ask_adviser", AskAdviser{.adviser = bureau.person("adviser")});
    EXPECT_EQ(sight("adviser"), Sight::asked);
    (void)bureau.try_as("adviser", Target::matter, "give_adviser_opinion",
                        GiveAdviserOpinion{.draft = 1,
                                           .conclusion = Conclusion::lawful,
                                           .reasons = "有利害关系",
                                           .points = {},
                                           .declares_no_interest = false});
    EXPECT_EQ(sight("adviser"), Sight::none);
}

TEST_F(SightCases, the_office_does_not_read_a_new_version_before_it_is_reviewed) {
    bureau.reviewed("新稿");
    EXPECT_THAT(view("office").versions, ElementsAre(1));
    bureau.as("drafter", Target::matter, "submit_changed_draft", [&] {
        return SubmitChangedDraft{
            .documents = {{bureau.document("drafter", "第一条 新稿。"), DocumentRole::draft, "草案"}},
            .drafters = {bureau.person("drafter")},
            .change = ChangeClass::substantive,
            .from = 1};
    }());
    EXPECT_THAT(view("office").versions, ElementsAre(1));
    EXPECT_EQ(view("office").history, false);
}

TEST_F(SightCases, a_member_sees_a_matter_no_more_when_it_leaves_the_agenda) {
    bureau.reviewed("撤题").call(Forum::office_meeting, meeting_day);
    EXPECT_EQ(sight("member4"), Sight::none);
    bureau.place();
    EXPECT_EQ(sight("member4"), Sight::whole);
    EXPECT_EQ(sight("recorder"), Sight::sitting);
    bureau.as("office", Target::matter, "remove_from_agenda",
              RemoveFromAgenda{.meeting = bureau.newest_meeting, .reason = "另行研究"});
    EXPECT_EQ(sight("member4"), Sight::none);
    EXPECT_EQ(sight("recorder"), Sight::none);
}

TEST_F(SightCases, who_is_excluded_from_those_due_sees_that_he_is_and_neither_the_record_nor_the_matter) {
    bureau.reviewed("排除").call(Forum::office_meeting, meeting_day).place();
    EXPECT_TRUE(sees_meeting("member4"));
    bureau.as("office", Target::meeting, "fix_roster",
              FixRoster{.excluded = {{bureau.person("member4"), "停职", bureau.document("office", "停职决定")}},
                        .attendees = {}});
    EXPECT_TRUE(sees_meeting("member4"));
    EXPECT_FALSE(api::sees_record(bureau.world(), bureau.person("member4"), bureau.meeting()));
    EXPECT_EQ(item_sight("member4"), ItemSight::none);
    EXPECT_EQ(sight("member4"), Sight::none);
    EXPECT_EQ(sight("deputy2"), Sight::whole);
}

/// R-MEET-06: who is recused leaves the room and stays due, and signs the record with the others.
TEST_F(SightCases, a_recused_member_stays_due_and_sees_the_record_that_he_signs) {
    bureau.reviewed("本人回避").in_session(Forum::office_meeting, meeting_day).open_item();
    bureau.as("recorder", Target::item, "recuse", Recuse{.person = bureau.person("member4"), .reason = "亲属"});
    EXPECT_EQ(sight("member4"), Sight::whole);
    EXPECT_EQ(item_sight("member4"), ItemSight::whole);
}

TEST_F(SightCases, the_unit_sees_the_outcome_of_its_item_and_an_attendee_no_other_item) {
    bureau.reviewed("列席").call(Forum::office_meeting, meeting_day).place();
    bureau.as("office", Target::meeting, "fix_roster",
              FixRoster{.excluded = {},
                        .attendees = {{bureau.person("expert"), AttendeeCapacity::observer},
                                      {bureau.person("adviser"), AttendeeCapacity::adviser}}});
    EXPECT_EQ(item_sight("chief"), ItemSight::outcome);
    EXPECT_EQ(item_sight("adviser"), ItemSight::place);
    EXPECT_EQ(item_sight("expert"), ItemSight::none);
    EXPECT_EQ(item_sight("member4"), ItemSight::whole);
    EXPECT_FALSE(sees_meeting("chief"));
    EXPECT_TRUE(sees_meeting("expert"));
    EXPECT_FALSE(api::sees_record(bureau.world(), bureau.person("expert"), bureau.meeting()));
}

TEST_F(SightCases, opinions_of_advisers_go_to_the_unit_with_the_review) {
    bureau.propose("内部意见").open().draft().send().accept().advise();
    EXPECT_THAT(view("drafter").opinions, IsEmpty());
    EXPECT_EQ(view("legal2").opinions.size(), 1U);
    bureau.conclude(Conclusion::lawful);
    EXPECT_EQ(view("drafter").opinions.size(), 2U);
}

}  // namespace
}  // namespace shenyi::tests
