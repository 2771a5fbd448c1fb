#include "workflow/minutes.hpp"

#include "tests/support/matchers.hpp"
#include "tests/workflow/traced_course.hpp"
#include "workflow/meeting_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace shenyi::tests {
namespace {

using namespace workflow;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Minutes told(Bureau& bureau) {
    return minutes_of(bureau.world(), bureau.meeting(), bureau.log());
}

std::vector<std::string> course_of(const Minutes& minutes) {
    std::vector<std::string> types;
    for (const MinutesStep& step : minutes.course) types.push_back(step.type);
    return types;
}

TEST(R_MEET_14, what_was_said_before_an_adjournment_stays_in_the_record) {
    Bureau bureau;
    bureau.reviewed("休会的议题").in_session(Forum::office_meeting, "2026-03-24T09:00:00+08:00").open_item().declare();
    bureau.speak({{"deputy1", Position::against}});
    bureau.as("director", Target::meeting, "adjourn", AdjournMeeting{.reason = "补充材料"});
    bureau.at("2026-03-24T14:00:00+08:00").as("director", Target::meeting, "resume", ResumeMeeting{});
    bureau.open_item().declare();
    bureau.speak({{"deputy1", Position::for_}});

    const Minutes minutes = told(bureau);
    EXPECT_THAT(course_of(minutes), ElementsAre("meeting.called", "roster.fixed", "meeting.opened", "meeting.adjourned",
                                                "meeting.resumed"));
    EXPECT_EQ(minutes.course[3].reason, "补充材料");
    const auto& rounds = minutes.items.at(bureau.newest_item).broken_rounds;
    ASSERT_THAT(rounds, SizeIs(1));
    ASSERT_THAT(rounds.front().statements, SizeIs(1));
    EXPECT_EQ(rounds.front().statements.front().position, Position::against);
    EXPECT_THAT(rounds.front().declarations, SizeIs(5));
    EXPECT_EQ(rounds.front().reason, "补充材料");
    ASSERT_THAT(bureau.item().statements, SizeIs(1));
    EXPECT_EQ(bureau.item().statements.front().position, Position::for_);
}

TEST(R_MEET_12, the_absent_stand_in_the_record_with_leave_and_letter_or_without) {
    Bureau bureau;
    bureau.reviewed("缺席的议题").call(Forum::office_meeting, "2026-03-24T09:00:00+08:00").place().fix();
    const DocumentId letter = bureau.document("member4", "书面意见");
    bureau.as("member4", Target::meeting, "record_leave",
              RecordLeave{.person = bureau.person("member4"), .reason = "出差", .written_opinion = letter});
    bureau.at("2026-03-24T09:00:00+08:00").sit({"deputy1", "deputy2", "director"});

    const Minutes minutes = told(bureau);
    EXPECT_THAT(minutes.present_at_opening, SizeIs(3));
    ASSERT_THAT(minutes.absent, SizeIs(2));
    for (const Absence& absence : minutes.absent) {
        const bool on_leave = absence.person == bureau.person("member4");
        EXPECT_EQ(absence.leave.has_value(), on_leave) << absence.person.value;
        EXPECT_TRUE(!on_leave || absence.leave->written_opinion == letter);
    }
}

TEST(R_MEET_12, leave_asked_once_the_meeting_is_open_is_on_record_and_no_leave_asked_beforehand) {
    Bureau bureau;
    bureau.reviewed("会后请假").call(Forum::office_meeting, "2026-03-24T09:00:00+08:00").place().fix();
    bureau.as("office", Target::meeting, "record_leave",
              RecordLeave{.person = bureau.person("deputy3"), .reason = "出差"});
    bureau.at("2026-03-24T09:00:00+08:00").sit({"deputy1", "deputy2", "director"});
    for (const char* login : {"deputy3", "member4"}) {
        EXPECT_THAT(bureau.try_as("office", Target::meeting, "record_leave",
                                  RecordLeave{.person = bureau.person(login), .reason = "有事"}),
                    warns_of("R-MEET-12.late_leave"));
    }
    const Minutes minutes = told(bureau);
    ASSERT_THAT(minutes.absent, SizeIs(2));
    for (const Absence& absence : minutes.absent) {
        ASSERT_TRUE(absence.leave.has_value());
        EXPECT_EQ(absence.leave->reason, "有事");
        EXPECT_EQ(absence.asked_beforehand, absence.person == bureau.person("deputy3"));
    }
}

TEST(R_MEET_12, leave_of_a_member_who_came_all_the_same_is_told_with_his_coming) {
    Bureau bureau;
    bureau.reviewed("请假到会").call(Forum::office_meeting, "2026-03-24T09:00:00+08:00").place().fix();
    for (const char* login : {"deputy3", "member4"}) {
        bureau.as("office", Target::meeting, "record_leave",
                  RecordLeave{.person = bureau.person(login), .reason = "出差"});
    }
    bureau.at("2026-03-24T09:00:00+08:00").sit({"deputy1", "deputy2", "director"});
    EXPECT_THAT(told(bureau).leaves_ended, IsEmpty());
    bureau.at("2026-03-24T09:30:00+08:00")
        .as("recorder", Target::meeting, "record_attendance",
            RecordAttendance{.person = bureau.person("deputy3"), .event = AttendanceEvent::arrived});
    const Minutes minutes = told(bureau);
    ASSERT_THAT(minutes.leaves_ended, SizeIs(1));
    EXPECT_EQ(minutes.leaves_ended.front().leave.person, bureau.person("deputy3"));
    EXPECT_EQ(minutes.leaves_ended.front().came_at, *parse_instant("2026-03-24T09:30:00+08:00"));
    EXPECT_THAT(minutes.absent, SizeIs(1));
}

TEST(R_MEET_18, a_chair_who_stands_in_is_told_with_his_delegation) {
    Bureau bureau;
    bureau.reviewed("受托主持");
    const auto delegated = bureau.try_command("director", {.target = Target::person,
                                                           .action = "delegate",
                                                           .subject = {.person = bureau.person("director")},
                                                           .body = Delegate{.to = bureau.person("deputy1"),
                                                                            .from = *parse_date("2026-03-24"),
                                                                            .until = *parse_date("2026-03-24"),
                                                                            .reason = "外出开会"}});
    ASSERT_TRUE(delegated) << text_of(delegated.error());
    bureau.as("office", Target::meeting, "create",
              CreateMeeting{.forum = Forum::office_meeting,
                            .held_at = *parse_instant("2026-03-24T09:00:00+08:00"),
                            .place = "三楼会议室",
                            .chair = bureau.person("deputy1"),
                            .recorder = bureau.person("recorder")});
    const Minutes minutes = told(bureau);
    ASSERT_NE(minutes.chair_delegation, nullptr);
    EXPECT_EQ(minutes.chair_delegation->by, bureau.person("director"));
}

TEST(R_MEET_19, the_record_is_closed_by_the_last_signature) {
    Bureau bureau = adopted_with_a_dissent();
    EXPECT_EQ(told(bureau).record_signed_at, std::nullopt);
    bureau.at("2026-03-26T10:00:00+08:00");
    sign_record(bureau);
    EXPECT_EQ(told(bureau).record_signed_at, parse_instant("2026-03-26T10:00:00+08:00"));
}

/// Another sitting without an item, closed and signed by everybody.
void hold_and_sign(Bureau& bureau, Forum forum, std::string_view held_at) {
    bureau.call(forum, held_at).fix().at(held_at).sit({"director", "deputy1", "deputy2", "deputy3", "member4"});
    bureau.close_meeting();
    sign_record(bureau);
}

TEST(R_MEET_19, the_summary_is_numbered_when_the_record_closes_in_its_forum_and_year) {
    Bureau bureau = adopted_by_the_office_meeting();
    EXPECT_EQ(bureau.meeting().summary_number, std::nullopt);
    sign_record(bureau);
    EXPECT_EQ(bureau.meeting().summary_number, "局长办公会纪要〔2026〕1号");
    hold_and_sign(bureau, Forum::office_meeting, "2026-03-30T09:00:00+08:00");
    EXPECT_EQ(bureau.meeting().summary_number, "局长办公会纪要〔2026〕2号");
    hold_and_sign(bureau, Forum::party_group, "2026-03-31T09:00:00+08:00");
    EXPECT_EQ(bureau.meeting().summary_number, "党组会纪要〔2026〕1号");
}

TEST(R_MEET_19, the_summary_is_numbered_with_the_signed_sheet_or_the_last_refusal_too) {
    Bureau bureau = adopted_by_the_office_meeting();
    bureau.as("recorder", Target::meeting, "sign_record",
              SignRecord{.signed_sheet = bureau.document("recorder", "签字页")});
    EXPECT_EQ(bureau.meeting().summary_number, "局长办公会纪要〔2026〕1号");

    Bureau other = adopted_by_the_office_meeting();
    for (const char* login : {"director", "recorder", "deputy1", "deputy2", "deputy3"}) {
        other.as(login, Target::meeting, "sign_record", SignRecord{});
    }
    EXPECT_EQ(other.meeting().summary_number, std::nullopt);
    other.as("recorder", Target::meeting, "sign_record",
             SignRecord{.refused_by = other.person("member4"),
                        .witnesses = {other.person("deputy1"), other.person("deputy2")}});
    EXPECT_EQ(other.meeting().summary_number, "局长办公会纪要〔2026〕1号");
}

TEST(R_GATE_08, the_record_names_the_opinions_that_lay_before_the_item) {
    Bureau bureau = adopted_by_the_office_meeting();
    const auto opinions = told(bureau).items.at(bureau.newest_item).opinions;
    ASSERT_THAT(opinions, SizeIs(2));
    EXPECT_FALSE(opinions[0].by_adviser);
    EXPECT_FALSE(opinions[0].number.empty());
    EXPECT_TRUE(opinions[1].by_adviser);
    EXPECT_EQ(opinions[1].author, bureau.person("adviser"));
}

TEST(R_GATE_08, the_file_asks_the_gate_and_leaves_the_sitting_to_the_sitting) {
    Bureau bureau;
    bureau.reviewed("上会材料").call(Forum::office_meeting, "2026-03-24T09:00:00+08:00").place();
    // No roster, no quorum, not the day: that is asked when the meeting is opened.
    EXPECT_THAT(findings_on(bureau.world(), bureau.meeting(), bureau.item()), IsEmpty());

    auto matter = std::make_shared<Matter>(bureau.matter());
    matter->clearances.back().standing = false;
    bureau.world().matters[bureau.newest_matter] = matter;
    const auto findings = findings_on(bureau.world(), bureau.meeting(), bureau.item());
    EXPECT_THAT(rules_of(findings), testing::Contains("R-GATE-01.uncleared"));
}

}  // namespace
}  // namespace shenyi::tests
