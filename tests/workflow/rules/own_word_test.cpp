#include "tests/support/bureau.hpp"
#include "tests/support/matchers.hpp"
#include "tests/workflow/rules/room.hpp"
#include "workflow/rules/dissent.hpp"
#include "workflow/rules/meet.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <utility>

/// What a member said or declared himself, against entries of others (R-MEET-14, R-MEET-06): asked of one guard, and in
/// the course of a meeting.
namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;
using testing::UnorderedElementsAre;
using tests::Bureau;
using tests::is_accepted;
using tests::is_refused_by;
using tests::office_day;

TEST(R_MEET_14, leaves_to_him_what_he_entered_of_himself_in_a_round_broken_off_or_that_was_entered_once_more) {
    Room room = a_party_group(5);
    const auto speaks = [&](Position position, PersonId actor) {
        return room.asks_item(r_meet_14, "speak", Speak{.person = m(2), .position = position}, std::move(actor));
    };
    room.item().stated_before = {{.person = m(2), .position = Position::against, .by_himself = true}};
    EXPECT_THAT(speaks(Position::for_, {"recorder"}), refuses("R-MEET-14", "own_position"));
    EXPECT_THAT(speaks(Position::no_comment, {"recorder"}), refuses("R-MEET-14", "own_position"));
    EXPECT_THAT(speaks(Position::against, {"recorder"}), allows());
    EXPECT_THAT(speaks(Position::for_, m(2)), allows());

    room.states(m(2), Position::against);
    EXPECT_THAT(speaks(Position::for_, {"recorder"}), refuses("R-MEET-14", "own_position")) << "entered once more";
    room.states(m(2), Position::for_);
    room.item().statements.back().by_himself = true;
    EXPECT_THAT(speaks(Position::against, {"recorder"}), refuses("R-MEET-14", "own_position"));
    EXPECT_THAT(speaks(Position::for_, {"recorder"}), allows()) << "his last own word stands";

    room.item().declared_before[m(3)] = {.interest = false, .by_himself = true};
    EXPECT_THAT(
        room.asks_item(r_meet_14, "declare_interest", DeclareInterest{.person = m(3), .interest = true}, {"recorder"}),
        refuses("R-MEET-14", "own_declaration"));
    EXPECT_THAT(room.asks_item(r_meet_14, "declare_interest", DeclareInterest{.person = m(3), .interest = true}, m(3)),
                allows());
}

TEST(R_MEET_14, leaves_to_him_what_he_has_confirmed_as_his_dissent) {
    Room room = a_party_group(5);
    room.states(m(2), Position::against);
    room.item().dissents = {{.person = m(2), .text = "too dear", .confirmed = true}};
    const Speak turned{.person = m(2), .position = Position::for_};
    EXPECT_THAT(room.asks_item(r_meet_14, "speak", turned), refuses("R-MEET-14", "own_position"));
    EXPECT_THAT(room.asks_item(r_meet_14, "speak", turned, m(2)), allows());
}

TEST(R_MEET_06, leaves_the_recusal_of_who_spoke_himself_to_himself_or_to_the_chair) {
    Room room = an_office_meeting(5);
    const auto recuses = [&](int whom, PersonId actor) {
        return room.asks_item(r_meet_06, "recuse", Recuse{.person = m(whom), .reason = "kin"}, std::move(actor));
    };
    const auto declares = [&](int whom, bool interest, PersonId actor) {
        return room.asks_item(r_meet_06, "declare_interest", DeclareInterest{.person = m(whom), .interest = interest},
                              std::move(actor));
    };
    room.states(m(2), Position::against);
    room.states(m(3), Position::no_comment);
    EXPECT_THAT(recuses(2, {"recorder"}), warns("R-MEET-06", "after_words")) << "his position was entered too";
    EXPECT_THAT(recuses(3, {"recorder"}), allows());
    EXPECT_THAT(recuses(4, {"recorder"}), allows());

    for (Statement& statement : room.item().statements) statement.by_himself = true;
    EXPECT_THAT(recuses(2, {"recorder"}), AllOf(refuses("R-MEET-06", "own_word"), has_fact("names", names({2}))));
    EXPECT_THAT(declares(2, true, {"recorder"}), refuses("R-MEET-06", "own_word"));
    EXPECT_THAT(declares(2, false, {"recorder"}), allows());
    EXPECT_THAT(declares(2, true, m(2)), allows());
    EXPECT_THAT(recuses(2, m(1)), warns("R-MEET-06", "after_words"));
    EXPECT_THAT(recuses(3, {"recorder"}), allows()) << "he has taken no side";
    EXPECT_THAT(room.asks_item(r_meet_06, "recuse"), allows()) << "only asked whether it can be done";
}

CloseItem closing_without_dissent(const Bureau& bureau) {
    return {.executing_unit = bureau.unit("办信科"),
            .responsible = ResponsiblePersons{.overall = {bureau.person("director")},
                                              .portfolio = {bureau.person("deputy1")},
                                              .unit = {bureau.person("chief")}},
            .no_dissent = true};
}

TEST(R_MEET_14, keeps_a_dissent_over_an_adjournment_until_its_author_says_otherwise_himself) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").in_session(Forum::office_meeting, office_day).open_item().declare();
    const auto speaks_as = [&](const char* login, const char* as, Position position) {
        return bureau.try_as(as, Target::item, "speak",
                             Speak{.person = bureau.person(login), .position = position, .text = "不合法"});
    };
    for (const char* login : {"deputy3", "member4"})
        ASSERT_THAT(speaks_as(login, login, Position::against), is_accepted());
    bureau.as("director", Target::meeting, "adjourn", AdjournMeeting{.reason = "补充材料"});
    bureau.at("2026-03-20T14:00:00+08:00").as("director", Target::meeting, "resume", ResumeMeeting{});
    bureau.open_item().declare();
    EXPECT_THAT(speaks_as("deputy3", "recorder", Position::for_), is_refused_by("R-MEET-14.own_position"));
    ASSERT_THAT(speaks_as("deputy3", "recorder", Position::against), is_accepted());
    bureau.as("recorder", Target::meeting, "record_attendance",
              RecordAttendance{.person = bureau.person("member4"), .event = AttendanceEvent::left});
    bureau.speak({{"deputy1", Position::for_}, {"deputy2", Position::for_}, {"director", Position::for_}});
    bureau.decide();
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "close", closing_without_dissent(bureau)),
                is_refused_by("R-MEET-14"));
    EXPECT_THAT(still_to_confirm(bureau.item()),
                UnorderedElementsAre(bureau.person("deputy3"), bureau.person("member4")));
    EXPECT_THAT(bureau.try_as("member4", Target::item, "confirm_dissent",
                              ConfirmDissent{.person = bureau.person("member4"), .text = "不合法"}),
                is_accepted());
}

TEST(R_MEET_14, lets_who_was_against_before_an_adjournment_come_round_himself) {
    Bureau bureau;
    bureau.reviewed("供热补贴办法").in_session(Forum::office_meeting, office_day).open_item().declare();
    const Speak against{.person = bureau.person("deputy3"), .position = Position::against, .text = "不合法"};
    bureau.as("deputy3", Target::item, "speak", against);
    bureau.as("director", Target::meeting, "adjourn", AdjournMeeting{.reason = "补充材料"});
    bureau.at("2026-03-20T14:00:00+08:00").as("director", Target::meeting, "resume", ResumeMeeting{});
    bureau.open_item().declare();
    bureau.as("deputy3", Target::item, "speak",
              Speak{.person = bureau.person("deputy3"), .position = Position::for_, .text = "同意"});
    for (const char* login : {"deputy1", "deputy2", "member4", "director"}) bureau.speak({{login, Position::for_}});
    bureau.decide();
    EXPECT_THAT(bureau.try_as("recorder", Target::item, "close", closing_without_dissent(bureau)), is_accepted());
}

}  // namespace
}  // namespace shenyi::workflow::rules
