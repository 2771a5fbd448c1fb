#include "tests/support/bureau.hpp"
#include "tests/support/matchers.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

/// The rules of meetings and decisions where they stand: in the usual course of a matter, through `decide`.
namespace shenyi::tests {
namespace {

using namespace workflow;

Bureau in_the_office_meeting() {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").in_session(Forum::office_meeting, office_day);
    return bureau;
}

Bureau in_the_party_group() {
    Bureau bureau = in_the_office_meeting();
    bureau.discuss().decide().close_item().close_meeting();
    bureau.in_session(Forum::party_group, party_day);
    return bureau;
}

Bureau::Answer says(Bureau& bureau, const std::string& login, Position position) {
    return bureau.try_as("recorder", Target::item, "speak",
                         Speak{.person = bureau.person(login), .position = position, .text = "意见"});
}

Bureau::Answer closes(Bureau& bureau, CloseItem body) {
    return bureau.try_as("recorder", Target::item, "close", std::move(body));
}

const std::vector<std::pair<std::string, Vote>> three_to_two = {{"director", Vote::for_},
                                                                {"deputy1", Vote::for_},
                                                                {"deputy2", Vote::for_},
                                                                {"deputy3", Vote::against},
                                                                {"member4", Vote::against}};

TEST(R_MEET_01, refuses_to_publish_before_the_meetings_and_allows_it_after_them) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法");
    const Publish body{.draft = 1, .channel = "政府网站"};
    EXPECT_THAT(bureau.try_as("office", Target::matter, "publish", body), is_refused_by("R-MEET-01"));

    bureau.in_session(Forum::office_meeting, office_day).discuss().decide().close_item().close_meeting();
    EXPECT_THAT(bureau.try_as("office", Target::matter, "publish", body), is_refused_by("R-DEC-08.awaited"))
        << "the Party group has not adopted it";
    bureau.in_session(Forum::party_group, party_day).discuss();
    bureau.vote({{"director", Vote::for_}, {"deputy1", Vote::for_}, {"deputy2", Vote::for_}}).close_item();
    EXPECT_EQ(bureau.matter().stage, Stage::decided);
    EXPECT_THAT(bureau.try_as("office", Target::matter, "publish", body), is_accepted());
}

TEST(R_MEET_02, refuses_a_route_without_the_party_group_and_the_party_group_before_the_office_meeting) {
    Bureau bureau;
    CreateMatter body{.kind = MatterKind::major_decision,
                      .title = "供热补贴办法",
                      .undertaking_unit = bureau.unit("办信科"),
                      .proposal = {ProposalSource::department},
                      .route = std::vector{Forum::office_meeting}};
    EXPECT_THAT(bureau.try_as("drafter", Target::matter, "create", body), is_refused_by("R-MEET-02"));

    bureau.reviewed("供热补贴办法").call(Forum::party_group, office_day);
    EXPECT_THAT(bureau.try_as("office", Target::matter, "place_on_agenda",
                              PlaceOnAgenda{.meeting = bureau.newest_meeting, .draft = 1}),
                is_refused_by("R-MEET-02.order"));
}

TEST(R_MEET_03, refuses_to_open_below_the_quorum_and_to_vote_below_it) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").call(Forum::office_meeting, office_day).place().fix().at(office_day);
    const OpenMeeting two{.present = {bureau.person("director"), bureau.person("deputy1")}};
    EXPECT_THAT(bureau.try_as("recorder", Target::meeting, "open", two), is_refused_by("R-MEET-03"));

    bureau.sit({"director", "deputy1", "deputy2"}).open_item().declare({"director", "deputy1", "deputy2"});
    bureau.speak({{"deputy1", Position::for_}, {"deputy2", Position::for_}, {"director", Position::for_}});
    bureau.as("recorder", Target::meeting, "record_attendance",
              RecordAttendance{.person = bureau.person("deputy2"), .event = AttendanceEvent::left});
    EXPECT_THAT(bureau.try_as("director", Target::item, "decide", HeadDecide{.outcome = Outcome::adopted}),
                is_refused_by("R-MEET-03"));
}

TEST(R_MEET_08, lets_the_chair_wait_and_a_late_member_be_heard) {
    Bureau bureau = in_the_office_meeting();
    bureau.open_item().declare();
    bureau.speak({{"deputy1", Position::for_}, {"deputy2", Position::for_}});
    EXPECT_THAT(says(bureau, "director", Position::for_), is_refused_by("R-MEET-08"));

    bureau.speak({{"deputy3", Position::no_comment}, {"member4", Position::for_}});
    EXPECT_THAT(says(bureau, "director", Position::for_), is_accepted());
}

TEST(R_MEET_09, stands_at_the_end_of_the_sitting) {
    Bureau bureau = in_the_office_meeting();
    bureau.open_item();
    EXPECT_THAT(bureau.try_as("recorder", Target::meeting, "close", CloseMeeting{}),
                is_refused_by("R-MEET-09.open_item"));
}

TEST(R_MEET_13, refuses_three_to_two_without_a_reason) {
    Bureau bureau = in_the_party_group();
    bureau.discuss();
    bureau.as("recorder", Target::item, "open_ballot", OpenBallot{.method = BallotMethod::named, .motion = {}});
    RecordBallot body{.votes = std::vector<NamedVote>{}};
    for (const auto& [login, vote] : three_to_two) body.votes->push_back({bureau.person(login), vote});
    bureau.as("recorder", Target::item, "record_ballot", body);
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "close_ballot", CloseBallot{}), is_refused_by("R-MEET-13"));

    const CloseBallot reasoned{.close_reason = CloseReason{.ground = CloseGround::emergency, .text = "供热在即"}};
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "close_ballot", reasoned), warns_of("R-MEET-13"));
    EXPECT_EQ(bureau.item().outcome, Outcome::adopted);
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "open_ballot", OpenBallot{.method = BallotMethod::named}),
                is_refused_by("R-MEET-09.decided"));
    EXPECT_THAT(bureau.try_as("director", Target::item, "defer", DeferItem{.reason = "再议"}),
                is_refused_by("R-MEET-09.decided"))
        << "the chair cannot override the vote";
}

TEST(R_MEET_14, waits_for_the_dissenter_to_confirm_his_words) {
    Bureau bureau = in_the_party_group();
    bureau.open_item().declare();
    bureau.speak({{"deputy1", Position::against},
                  {"deputy2", Position::for_},
                  {"deputy3", Position::for_},
                  {"member4", Position::for_},
                  {"director", Position::for_}});
    bureau.vote(
        {{"director", Vote::for_}, {"deputy1", Vote::against}, {"deputy2", Vote::for_}, {"deputy3", Vote::for_}});
    const CloseItem body{.executing_unit = bureau.unit("办信科"),
                         .responsible = ResponsiblePersons{
                             {bureau.person("director")}, {bureau.person("deputy1")}, {bureau.person("chief")}}};
    EXPECT_THAT(closes(bureau, body), is_refused_by("R-MEET-14"));

    bureau.as("deputy1", Target::item, "confirm_dissent",
              ConfirmDissent{.person = bureau.person("deputy1"), .text = "补贴标准过高"});
    EXPECT_THAT(closes(bureau, body), is_accepted());
}

TEST(R_DEC_01, refuses_the_secretary_to_enter_what_the_vote_decides) {
    Bureau bureau = in_the_party_group();
    bureau.discuss();
    EXPECT_THAT(bureau.try_as("director", Target::item, "decide", HeadDecide{.outcome = Outcome::adopted}),
                is_refused_by("R-DEC-01"));
}

TEST(R_DEC_02, asks_the_head_for_reasons_against_the_majority) {
    Bureau bureau = in_the_office_meeting();
    bureau.open_item().declare();
    bureau.speak({{"deputy1", Position::against},
                  {"deputy2", Position::against},
                  {"deputy3", Position::against},
                  {"member4", Position::against},
                  {"director", Position::for_}});
    HeadDecide body{.outcome = Outcome::adopted};
    EXPECT_THAT(bureau.try_as("director", Target::item, "decide", body), is_refused_by("R-DEC-02"));

    body.head_reasons = "供热在即，不能再等";
    EXPECT_THAT(bureau.try_as("director", Target::item, "decide", body), is_accepted());
}

TEST(R_DEC_02, stands_at_the_opening_of_a_ballot) {
    Bureau bureau = in_the_office_meeting();
    bureau.discuss();
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "open_ballot", OpenBallot{.method = BallotMethod::hands}),
                is_refused_by("R-DEC-02.ballot"));
}

TEST(R_DEC_07, stands_with_R_DEC_06_at_the_closing_of_an_adopted_item) {
    Bureau bureau = in_the_office_meeting();
    bureau.discuss().decide();
    const auto answer = closes(bureau, CloseItem{.no_dissent = true});
    EXPECT_THAT(answer, is_refused_by("R-DEC-06"));
    EXPECT_THAT(answer, is_refused_by("R-DEC-07"));
}

}  // namespace
}  // namespace shenyi::tests
