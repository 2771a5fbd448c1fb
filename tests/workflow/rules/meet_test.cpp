#include "workflow/rules/meet.hpp"

#include "tests/workflow/rules/room.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/publication.hpp"

#include <gtest/gtest.h>

namespace shenyi::workflow::rules {
namespace {

using testing::AllOf;

TEST(R_MEET_01, refuses_a_ballot_or_a_decision_on_a_hearing_item) {
    Room room = an_office_meeting(5);
    room.item().kind = ItemKind::hearing;

    for (const char* action : {"open_ballot", "record_ballot", "close_ballot", "decide"}) {
        EXPECT_THAT(room.asks_item(r_meet_01, action), refuses("R-MEET-01", "item")) << action;
    }
    EXPECT_THAT(room.asks_item(r_meet_01, "close"), allows());
}

TEST(R_MEET_01, refuses_to_close_a_decision_item_that_came_to_nothing) {
    Room room = a_party_group(5);
    room.votes(2, 3, MotionKind::rework).state = BallotState::closed;

    EXPECT_THAT(room.asks_item(r_meet_01, "close"), refuses("R-MEET-01", "undecided"));
    room.item().outcome = Outcome::adopted;
    EXPECT_THAT(room.asks_item(r_meet_01, "close"), allows());
}

TEST(R_MEET_01, refuses_to_publish_before_any_meeting_decided) {
    Room room = an_office_meeting(5);
    EXPECT_THAT(room.asks_matter(r_meet_01, "publish"),
                AllOf(refuses("R-MEET-01", ""), has_fact("title", std::string("供热补贴办法"))));

    room.placed(Forum::office_meeting, Outcome::deferred, {});
    EXPECT_THAT(room.asks_matter(r_meet_01, "publish"), refuses("R-MEET-01", "")) << "a deferral decides nothing";
}

TEST(R_MEET_01, allows_to_publish_what_a_meeting_of_the_route_decided) {
    Room room = an_office_meeting(5);
    room.placed(Forum::office_meeting, Outcome::adopted, 1);

    EXPECT_THAT(room.asks_matter(r_meet_01, "publish"), allows());
}

TEST(R_MEET_02, refuses_a_route_that_drops_a_forum_the_kind_demands) {
    Room room = an_office_meeting(5);
    room.procedure.forums = {Forum::office_meeting, Forum::party_group};
    CreateMatter body{.kind = MatterKind::major_decision, .route = std::vector{Forum::office_meeting}};

    EXPECT_THAT(room.asks_matter(r_meet_02, "create", body),
                AllOf(refuses("R-MEET-02", ""), has_fact("kind", Term{"matter_kind", "major_decision"}),
                      has_fact("forum", std::vector{Term{"forum", "party_group"}})));
}

TEST(R_MEET_02, allows_a_route_that_adds_a_forum) {
    Room room = an_office_meeting(5);
    room.procedure.forums = {Forum::office_meeting};
    CreateMatter body{.kind = MatterKind::internal_rule};
    EXPECT_THAT(room.asks_matter(r_meet_02, "create", body), allows());

    body.route = std::vector{Forum::office_meeting, Forum::party_group};
    EXPECT_THAT(room.asks_matter(r_meet_02, "create", body), allows());
}

TEST(R_MEET_02, refuses_a_meeting_that_is_not_on_the_route) {
    Room room = a_party_group(5);
    room.matter.route = {Forum::office_meeting};

    EXPECT_THAT(room.asks_matter(r_meet_02, "place_on_agenda"), refuses("R-MEET-02", ""));
}

TEST(R_MEET_02, lets_a_later_forum_wait_until_the_earlier_adopted_this_very_text) {
    Room room = a_party_group(5);
    room.matter.route = {Forum::office_meeting, Forum::party_group};
    EXPECT_THAT(room.asks_item(r_meet_02, "open"),
                AllOf(refuses("R-MEET-02", "order"), has_fact("forum", std::vector{Term{"forum", "office_meeting"}})));

    room.placed(Forum::office_meeting, Outcome::adopted, 1);
    EXPECT_THAT(room.asks_item(r_meet_02, "open"), allows());

    room.write_draft(2, 1, {"4"});
    EXPECT_THAT(room.asks_matter(r_meet_02, "place_on_agenda"), refuses("R-MEET-02", "order"))
        << "the office meeting adopted version 1";
}

TEST(R_MEET_02, refuses_a_forum_the_text_that_it_has_adopted_and_allows_the_one_reworded_since) {
    Room room = an_office_meeting(5);
    room.matter.route = {Forum::office_meeting, Forum::party_group};
    room.placed(Forum::office_meeting, Outcome::adopted, 1);
    EXPECT_THAT(room.asks_matter(r_meet_02, "place_on_agenda"),
                AllOf(refuses("R-MEET-02", "adopted"), has_fact("v", 1)));
    EXPECT_THAT(room.asks_item(r_meet_02, "open"), refuses("R-MEET-02", "adopted"));

    room.placed(Forum::party_group, Outcome::adopted_as_amended, 2);
    room.write_draft(2, 1, {"4"});
    EXPECT_THAT(room.asks_matter(r_meet_02, "place_on_agenda"), allows()) << "it goes back to the earlier forum";
}

TEST(R_MEET_02, asks_for_the_amended_text_and_not_for_the_forum_that_waits_for_it) {
    Room room = a_party_group(5);
    room.matter.route = {Forum::office_meeting, Forum::party_group};
    room.placed(Forum::office_meeting, Outcome::adopted_as_amended, std::nullopt);

    const auto finding = room.asks_matter(r_meet_02, "place_on_agenda");
    EXPECT_THAT(finding, refuses("R-MEET-02", "order"));
    EXPECT_THAT(finding->missing, testing::ElementsAre(Missing::amended_text));
}

TEST(R_MEET_03, refuses_to_open_below_half_of_the_members_due) {
    Room room = an_office_meeting(8);
    EXPECT_THAT(room.asks_meeting(r_meet_03, "open", OpenMeeting{.present = people({1, 2, 3})}),
                AllOf(refuses("R-MEET-03", ""), has_fact("present", 3), has_fact("due", 8), has_fact("needed", 4)));
    EXPECT_THAT(room.asks_meeting(r_meet_03, "open", OpenMeeting{.present = people({1, 2, 3, 4})}), allows());
}

TEST(R_MEET_03, does_not_count_attendees) {
    Room room = an_office_meeting(4);
    room.attends({"reviewer"}, AttendeeCapacity::reviewing_body);

    EXPECT_THAT(room.asks_meeting(r_meet_03, "open", OpenMeeting{.present = {m(1), {"reviewer"}}}),
                refuses("R-MEET-03", ""));
}

TEST(R_MEET_03, warns_that_half_of_a_party_group_can_adopt_nothing) {
    Room room = a_party_group(8);
    EXPECT_THAT(room.asks_meeting(r_meet_03, "open", OpenMeeting{.present = people({1, 2, 3, 4})}),
                AllOf(warns("R-MEET-03", "cannot_adopt"), has_fact("needed", 5)));
    EXPECT_THAT(room.asks_meeting(r_meet_03, "open", OpenMeeting{.present = people({1, 2, 3, 4, 5})}), allows());
}

TEST(R_MEET_03, asks_two_thirds_of_the_party_group_on_a_key_matter) {
    Room room = a_party_group(8);
    room.matter.kind = MatterKind::key_matter;
    room.item().state = ItemState::placed;

    EXPECT_THAT(room.asks_meeting(r_meet_03, "open", OpenMeeting{.present = people({1, 2, 3, 4, 5})}),
                AllOf(refuses("R-MEET-03", ""), has_fact("needed", 6)));
    EXPECT_THAT(room.asks_meeting(r_meet_03, "open", OpenMeeting{.present = people({1, 2, 3, 4, 5, 6})}), allows());
}

TEST(R_MEET_03, checks_again_at_the_vote_when_somebody_has_left_or_is_recused) {
    Room room = a_party_group(8);
    for (int n = 5; n <= 8; ++n) room.leaves(m(n));
    EXPECT_THAT(room.asks_item(r_meet_03, "open_ballot"), allows());

    room.item().recused[m(4)] = "kin";
    EXPECT_THAT(room.asks_item(r_meet_03, "open_ballot"),
                AllOf(refuses("R-MEET-03", ""), has_fact("present", 3), has_fact("due", 8)));

    room.pack.quorum_recused_present = true;
    EXPECT_THAT(room.asks_item(r_meet_03, "open_ballot"), allows());
}

TEST(R_MEET_04, refuses_to_fix_the_roster_twice) {
    Room room = an_office_meeting(5);
    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", FixRoster{}),
                AllOf(refuses("R-MEET-04", ""), has_fact("time", room.meeting.roster->fixed_at),
                      has_fact("date", on("2026-03-09"))));

    room.meeting.roster.reset();
    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", FixRoster{}), allows());
    room.meeting.opened_at = room.now;
    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", FixRoster{}), refuses("R-MEET-04", "opened"));
}

TEST(R_MEET_04, refuses_to_fix_a_roster_that_names_nobody) {
    Room room = an_office_meeting(5);
    room.meeting.roster.reset();
    room.organ.rosters.clear();

    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", FixRoster{}), refuses("R-MEET-04", "no_members"));
}

FixRoster without(std::initializer_list<int> numbers) {
    FixRoster body;
    for (const int n : numbers) body.excluded.push_back({m(n), "停职", {"paper" + std::to_string(n)}});
    return body;
}

TEST(R_MEET_04, refuses_exclusions_that_leave_an_individual_or_a_few) {
    Room room = an_office_meeting(5);
    room.meeting.roster.reset();
    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", without({2, 3})), warns("R-MEET-04", "excluded"));
    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", without({2, 3, 4})),
                AllOf(refuses("R-MEET-04", "too_few"), has_fact("n", 5), has_fact("due", 2), has_fact("needed", 3)));

    room.pack.due_share = DueShare::two_thirds;
    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", without({2, 3})),
                AllOf(refuses("R-MEET-04", "too_few"), has_fact("needed", 4)));
    room.pack.due_min = 5;
    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", without({2})), refuses("R-MEET-04", "too_few"));
}

TEST(R_MEET_04, names_whom_the_roster_leaves_out_when_it_is_fixed_and_when_the_meeting_opens) {
    Room room = an_office_meeting(5);
    EXPECT_THAT(room.asks_meeting(r_meet_04, "open"), allows());
    room.meeting.roster->due.pop_back();
    room.meeting.roster->excluded.push_back({.person = m(5)});
    EXPECT_THAT(room.asks_meeting(r_meet_04, "open"),
                AllOf(warns("R-MEET-04", "excluded"), has_fact("names", names({5}))));
    EXPECT_THAT(room.asks_item(r_meet_04, "open"), allows()) << "once is enough";

    room.meeting.roster.reset();
    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", without({4})),
                AllOf(warns("R-MEET-04", "excluded"), has_fact("names", names({4}))));
    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", FixRoster{}), allows());
}

TEST(R_MEET_04, counts_exclusions_against_those_in_office) {
    Room room = an_office_meeting(5);
    room.meeting.roster.reset();
    room.ends(m(5), on("2026-03-08"));
    room.ends(m(4), on("2026-03-08"));
    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", FixRoster{}), allows())
        << "three are left and none excluded";
    EXPECT_THAT(room.asks_meeting(r_meet_04, "fix_roster", without({3})),
                AllOf(refuses("R-MEET-04", "too_few"), has_fact("n", 3), has_fact("needed", 3)));
}

TEST(R_MEET_04, refuses_to_open_or_to_go_on_once_the_posts_of_its_members_have_changed) {
    Room room = a_party_group(5);
    room.ends(m(5), on("2026-03-08"));
    EXPECT_THAT(room.asks_meeting(r_meet_04, "open", OpenMeeting{.present = people({1, 2, 3})}),
                AllOf(refuses("R-MEET-04", "other_members"), has_fact("names", names({5}))));
    for (const char* action : {"open", "open_ballot", "record_ballot", "close_ballot", "decide"}) {
        EXPECT_THAT(room.asks_item(r_meet_04, action), refuses("R-MEET-04", "changed")) << action;
    }

    room.meeting.roster->due.pop_back();
    EXPECT_THAT(room.asks_item(r_meet_04, "open"), allows());
    room.appoint({"new"}, Role::party_secretary, on("2026-03-09"));
    EXPECT_THAT(room.asks_item(r_meet_04, "open"), refuses("R-MEET-04", "changed"));
}

TEST(R_MEET_04, refuses_to_open_without_a_roster_fixed_before_the_meeting_took_place) {
    Room room = an_office_meeting(5);
    const Instant earlier = room.meeting.roster->fixed_at - std::chrono::hours(1);
    EXPECT_THAT(room.asks_meeting(r_meet_04, "open"), allows());
    EXPECT_THAT(room.asks_meeting(r_meet_04, "open", OpenMeeting{}, {"recorder"}, earlier),
                refuses("R-MEET-04", "too_late"));

    room.meeting.roster.reset();
    EXPECT_THAT(room.asks_meeting(r_meet_04, "open"), refuses("R-MEET-04", "absent_roster"));
    EXPECT_THAT(room.asks_item(r_meet_04, "open"), refuses("R-MEET-04", "absent_roster"));
}

TEST(R_MEET_04, refuses_to_move_the_meeting_to_a_day_with_other_members) {
    Room room = an_office_meeting(5);
    room.organ.rosters.push_back(
        {.forum = Forum::office_meeting, .from = on("2026-03-16"), .members = people({1, 2, 3, 4})});

    EXPECT_THAT(room.asks_meeting(r_meet_04, "reschedule", Reschedule{.held_at = at_time("2026-03-16T09:00:00+08:00")}),
                refuses("R-MEET-04", "other_members"));
    EXPECT_THAT(room.asks_meeting(r_meet_04, "reschedule", Reschedule{.held_at = at_time("2026-03-13T09:00:00+08:00")}),
                allows());
    room.now = at_time("2026-03-16T09:00:00+08:00");
    EXPECT_THAT(room.asks_meeting(r_meet_04, "open"), refuses("R-MEET-04", "other_members"));
}

TEST(R_MEET_04, counts_the_excluded_among_the_members_of_another_day) {
    Room room = an_office_meeting(5);
    room.meeting.roster->due.pop_back();
    room.meeting.roster->excluded.push_back({.person = m(5)});

    EXPECT_THAT(room.asks_meeting(r_meet_04, "reschedule", Reschedule{.held_at = at_time("2026-03-13T09:00:00+08:00")}),
                allows());
}

TEST(R_MEET_05, warns_of_an_item_added_once_the_agenda_is_settled) {
    Room room = an_office_meeting(5);
    room.meeting.held_at = at_time("2026-03-20T09:00:00+08:00");
    EXPECT_THAT(room.asks_matter(r_meet_05, "place_on_agenda"), allows());

    room.meeting.agenda_frozen_at = room.now;
    EXPECT_THAT(room.asks_matter(r_meet_05, "place_on_agenda"), warns("R-MEET-05", "late"));
    EXPECT_THAT(room.asks_meeting(r_meet_05, "add_item"), warns("R-MEET-05", "late"));
    EXPECT_THAT(room.asks_meeting(r_meet_05, "send_materials"), allows());
}

TEST(R_MEET_05, warns_of_papers_that_are_out_too_late) {
    Room room = an_office_meeting(5);
    room.meeting.held_at = at_time("2026-03-10T09:00:00+08:00");
    EXPECT_THAT(room.asks_meeting(r_meet_05, "send_materials"),
                AllOf(warns("R-MEET-05", "materials"), has_fact("n", 1), has_fact("needed", 2)));

    room.meeting.held_at = at_time("2026-03-11T09:00:00+08:00");
    EXPECT_THAT(room.asks_meeting(r_meet_05, "send_materials"), allows());
}

TEST(R_MEET_05, tells_who_calls_or_moves_a_meeting_that_the_day_is_over) {
    Room room = an_office_meeting(5);
    const auto calls = [&](const char* held_at) {
        CreateMeeting body{.forum = Forum::office_meeting, .place = {}, .chair = m(1), .recorder = {"recorder"}};
        body.held_at = at_time(held_at);
        return room.asks_meeting(r_meet_05, "create", body);
    };
    const auto moves = [&](const char* held_at) {
        return room.asks_meeting(r_meet_05, "reschedule", Reschedule{.held_at = at_time(held_at)});
    };
    for (const char* today_or_later : {"2026-03-09T08:00:00+08:00", "2026-03-10T09:00:00+08:00"}) {
        EXPECT_THAT(calls(today_or_later), allows()) << today_or_later;
        EXPECT_THAT(moves(today_or_later), allows()) << today_or_later;
    }
    EXPECT_THAT(calls("2026-03-07T09:00:00+08:00"), AllOf(warns("R-MEET-05", "past"), has_fact("n", 2)));
    EXPECT_THAT(moves("2026-03-08T09:00:00+08:00"), warns("R-MEET-05", "past"));
    room.meeting.held_at = at_time("2026-03-07T09:00:00+08:00");
    EXPECT_THAT(room.asks_meeting(r_meet_05, "send_materials"), warns("R-MEET-05", "past"));
}

TEST(R_MEET_05, tells_a_meeting_that_opens_that_its_papers_were_not_sent) {
    Room room = an_office_meeting(5);
    room.meeting.agenda_frozen_at = room.now;
    EXPECT_THAT(room.asks_meeting(r_meet_05, "open"), warns("R-MEET-05", "not_sent"));

    room.meeting.materials_sent_at = room.now;
    EXPECT_THAT(room.asks_meeting(r_meet_05, "open"), allows());
}

TEST(R_MEET_03, allows_exactly_half_and_refuses_it_where_the_pack_reads_it_strictly) {
    Room room = a_party_group(8);
    for (int n = 5; n <= 8; ++n) room.leaves(m(n));
    EXPECT_THAT(room.asks_item(r_meet_03, "close_ballot"), allows());
    room.pack.quorum_half_inclusive = false;
    EXPECT_THAT(room.asks_item(r_meet_03, "close_ballot"), AllOf(refuses("R-MEET-03", ""), has_fact("needed", 5)));
}

TEST(R_MEET_03, refuses_to_count_the_recused_in_the_office_meeting_whatever_the_pack_says) {
    Room room = an_office_meeting(8);
    for (int n = 5; n <= 8; ++n) room.leaves(m(n));
    room.item().recused[m(4)] = "kin";
    room.pack.quorum_recused_present = true;
    EXPECT_THAT(room.asks_item(r_meet_03, "decide"), AllOf(refuses("R-MEET-03", ""), has_fact("present", 3)));
}

TEST(R_MEET_04, allows_an_item_of_a_sitting_whose_roster_was_fixed_before_it) {
    Room room = a_party_group(5);
    for (const char* action : {"open", "open_ballot", "record_ballot", "close_ballot", "decide"}) {
        EXPECT_THAT(room.asks_item(r_meet_04, action), allows()) << action;
    }
    const Instant earlier = room.meeting.roster->fixed_at - std::chrono::hours(1);
    EXPECT_THAT(room.asks_item(r_meet_04, "close_ballot", {}, {"recorder"}, earlier), refuses("R-MEET-04", "too_late"));
}

TEST(R_MEET_05, allows_in_silence_what_is_placed_before_the_agenda_is_settled_and_in_time) {
    Room room = an_office_meeting(5);
    room.meeting.held_at = at_time("2026-03-12T09:00:00+08:00");
    EXPECT_THAT(room.asks_matter(r_meet_05, "place_on_agenda"), allows());
    EXPECT_THAT(room.asks_meeting(r_meet_05, "add_item"), allows());
}

}  // namespace
}  // namespace shenyi::workflow::rules
