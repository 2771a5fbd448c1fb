#include "workflow/clearing.hpp"

#include "tests/support/bureau.hpp"
#include "tests/support/matchers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

/// Where only somebody's own act is missing, he alone is named, and the recorder where he may enter it.
namespace shenyi::tests {
namespace {

using namespace workflow;
using testing::Contains;
using testing::ElementsAre;
using testing::UnorderedElementsAreArray;

/// Who is told to be able to clear the finding of a rule on an item, as `role name`.
std::vector<std::string> told(Bureau& bureau, const std::string& action, std::any body, const std::string& rule,
                              const std::string& login = "recorder") {
    const Command command{
        .target = Target::item,
        .action = action,
        .subject = {.organ = bureau.organ().id, .meeting = bureau.newest_meeting, .item = bureau.newest_item},
        .actor = bureau.person(login),
        .body = std::move(body)};
    const auto answer = decide(bureau.world(), command);
    if (answer) throw std::runtime_error(action + " is allowed");
    std::vector<std::string> lines;
    for (const Finding& finding : answer.error().findings) {
        if (finding.rule != rule) continue;
        for (const Clearer& clearer : who_can_clear(bureau.world(), command, finding)) {
            for (const PersonThen& person : clearer.persons) lines.push_back(clearer.action + " " + person.name);
        }
    }
    std::ranges::sort(lines);
    return lines;
}

std::string name(const Bureau& bureau, const char* login) {
    return name_of(bureau.organ(), bureau.person(login));
}

Bureau in_the_office_meeting() {
    Bureau bureau;
    bureau.reviewed("谁能办理").in_session(Forum::office_meeting, office_day).open_item();
    return bureau;
}

TEST(R_MEET_06, names_among_who_can_clear_only_members_who_have_not_declared) {
    Bureau bureau = in_the_office_meeting();
    bureau.declare({"deputy1", "deputy2", "deputy3", "director"});
    EXPECT_THAT(
        told(bureau, "decide", HeadDecide{.outcome = Outcome::adopted}, "R-MEET-06", "director"),
        ElementsAre("declare_interest " + name(bureau, "member4"), "declare_interest " + name(bureau, "recorder")));
}

TEST(R_MEET_08, names_among_who_can_clear_only_who_may_take_the_floor_now) {
    Bureau bureau = in_the_office_meeting();
    bureau.declare().speak({{"deputy1", Position::for_}, {"deputy2", Position::for_}, {"deputy3", Position::against}});
    const HeadDecide body{.outcome = Outcome::adopted};
    EXPECT_THAT(told(bureau, "decide", body, "R-MEET-08", "director"),
                ElementsAre("speak " + name(bureau, "member4"), "speak " + name(bureau, "recorder")))
        << "the chair speaks last";
    bureau.speak({{"member4", Position::for_}});
    EXPECT_THAT(told(bureau, "decide", body, "R-MEET-08", "director"),
                ElementsAre("speak " + name(bureau, "director"), "speak " + name(bureau, "recorder")));
}

TEST(R_MEET_14, names_among_who_can_clear_only_the_authors_of_what_is_not_confirmed) {
    Bureau bureau = in_the_office_meeting();
    bureau.declare().speak({{"deputy1", Position::against},
                            {"deputy2", Position::for_},
                            {"deputy3", Position::against},
                            {"member4", Position::for_},
                            {"director", Position::for_}});
    bureau.as("director", Target::item, "decide",
              HeadDecide{.outcome = Outcome::adopted,
                         .close_reason = CloseReason{.ground = CloseGround::other, .text = "年内必须启动"}});
    bureau.as("deputy1", Target::item, "confirm_dissent",
              ConfirmDissent{.person = bureau.person("deputy1"), .text = "测算不足"});
    const auto lines = told(bureau, "close", CloseItem{}, "R-MEET-14");
    EXPECT_THAT(lines, Contains("confirm_dissent " + name(bureau, "deputy3")));
    EXPECT_THAT(lines, Contains("record_refusal_to_confirm " + name(bureau, "recorder")));
    EXPECT_EQ(lines.size(), 2U);
}

TEST(R_MEET_12, names_the_recorder_who_enters_that_the_absent_has_come) {
    Bureau bureau;
    bureau.reviewed("谁能办理").call(Forum::office_meeting, office_day).place().fix().at(office_day);
    bureau.sit({"director", "deputy1", "deputy2"}).open_item();
    const Speak body{.person = bureau.person("member4"), .position = Position::for_};
    EXPECT_THAT(told(bureau, "speak", body, "R-MEET-12"), ElementsAre("record_attendance " + name(bureau, "recorder")));
}

/// Adopted in a meeting that was entered a day later; the item is closed and the meeting sits.
Bureau adopted_on_paper() {
    Bureau bureau;
    bureau.reviewed("补录", MatterKind::normative_document).call(Forum::office_meeting, office_day).place().fix();
    bureau.at("2026-03-21T09:00:00+08:00");
    bureau.as("recorder", Target::meeting, "open",
              OpenMeeting{.present = {bureau.person("director"), bureau.person("deputy1"), bureau.person("deputy2")},
                          .occurred_at = parse_instant(office_day)});
    bureau.open_item().declare({"director", "deputy1", "deputy2"});
    bureau.speak({{"deputy1", Position::for_}, {"deputy2", Position::for_}, {"director", Position::for_}});
    bureau.decide().close_item();
    return bureau;
}

/// Who is told to be able to clear the refusal to publish on it.
std::vector<std::string> told_for_publishing(Bureau& bureau) {
    const Command command{.target = Target::matter,
                          .action = "publish",
                          .subject = {.organ = bureau.organ().id, .matter = bureau.newest_matter},
                          .actor = bureau.person("office"),
                          .body = Publish{.draft = 1, .channel = "政府网站"}};
    const auto answer = decide(bureau.world(), command);
    if (answer) throw std::runtime_error("publishing is allowed");
    EXPECT_EQ(rules_of(answer.error().findings), std::vector<std::string>{"R-MEET-17.late"});
    std::vector<std::string> lines;
    for (const Clearer& clearer : who_can_clear(bureau.world(), command, answer.error().findings.front())) {
        for (const PersonThen& person : clearer.persons) lines.push_back(clearer.action + " " + person.name);
    }
    // Who signs as chair is named as a member too.
    std::ranges::sort(lines);
    lines.erase(std::ranges::unique(lines).begin(), lines.end());
    return lines;
}

std::vector<std::string> signing(const Bureau& bureau, std::initializer_list<const char*> logins) {
    std::vector<std::string> lines;
    for (const char* login : logins) lines.push_back("sign_record " + name(bureau, login));
    return lines;
}

TEST(R_MEET_17, names_those_present_who_have_not_signed_a_record_from_paper) {
    Bureau bureau = adopted_on_paper();
    EXPECT_THAT(told_for_publishing(bureau), ElementsAre("close " + name(bureau, "recorder")))
        << "nothing can be signed while the meeting sits";
    bureau.close_meeting();
    EXPECT_THAT(told_for_publishing(bureau),
                UnorderedElementsAreArray(signing(bureau, {"director", "deputy1", "deputy2"})));
}

TEST(R_MEET_17, lets_one_of_those_on_the_sheet_of_a_record_from_paper_sign_it_himself) {
    Bureau bureau = adopted_on_paper();
    bureau.close_meeting();
    bureau.as("recorder", Target::meeting, "sign_record",
              SignRecord{.signed_sheet = bureau.document("recorder", "签字页")});
    ASSERT_EQ(bureau.meeting().stage, MeetingStage::signed_);
    const auto summary = bureau.meeting().summary_number;
    EXPECT_THAT(told_for_publishing(bureau),
                UnorderedElementsAreArray(signing(bureau, {"director", "deputy1", "deputy2"})));
    EXPECT_THAT(bureau.try_as("deputy3", Target::meeting, "sign_record", SignRecord{}),
                is_refused_by("R-MEET-19.not_owed"))
        << "he was not there";

    bureau.as("deputy2", Target::meeting, "sign_record", SignRecord{});
    EXPECT_EQ(bureau.meeting().summary_number, summary) << "it was numbered with the sheet";
    EXPECT_THAT(bureau.try_as("deputy1", Target::meeting, "sign_record", SignRecord{}),
                is_refused_by("R-MEET-19.not_owed"));
    EXPECT_THAT(bureau.try_as("office", Target::matter, "publish", Publish{.draft = 1, .channel = "政府网站"}),
                is_accepted());
}

}  // namespace
}  // namespace shenyi::tests
