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

LegalityOpinion with_a_point(Disposition disposition) {
    LegalityOpinion opinion{.id = {"opn_1"}, .version = 1};
    opinion.points.push_back({.clause = "4", .response = PointResponse{.disposition = disposition}});
    return opinion;
}

TEST(R_MEET_15, warns_where_the_reviewing_body_is_absent_though_a_point_was_not_adopted) {
    Room room = an_office_meeting(5);
    room.matter.opinions.push_back(with_a_point(Disposition::not_));
    EXPECT_THAT(room.asks_item(r_meet_15, "open"), warns("R-MEET-15", ""));

    room.attends({"reviewer"}, AttendeeCapacity::reviewing_body);
    EXPECT_THAT(room.asks_item(r_meet_15, "open"), allows());
}

TEST(R_MEET_15, warns_where_the_adviser_is_absent_though_his_point_was_not_adopted) {
    Room room = an_office_meeting(5);
    AdviserOpinion opinion{.id = {"opn_2"}, .version = 1};
    opinion.points.push_back({.response = PointResponse{.disposition = Disposition::partly}});
    room.matter.adviser_opinions.push_back(opinion);
    EXPECT_THAT(room.asks_item(r_meet_15, "open"), warns("R-MEET-15", "adviser"));

    room.attends({"adviser"}, AttendeeCapacity::adviser);
    EXPECT_THAT(room.asks_item(r_meet_15, "open"), allows());
}

TEST(R_MEET_15, allows_the_absence_where_every_point_was_adopted) {
    Room room = an_office_meeting(5);
    room.matter.opinions.push_back(with_a_point(Disposition::adopted));

    EXPECT_THAT(room.asks_item(r_meet_15, "open"), allows());
}

TEST(R_MEET_17, refuses_to_open_before_the_day) {
    Room room = an_office_meeting(5);
    room.meeting.held_at = at_time("2026-03-10T00:00:00+08:00");
    EXPECT_THAT(room.asks_meeting(r_meet_17, "open"),
                AllOf(refuses("R-MEET-17", ""), has_fact("date", on("2026-03-10"))));

    room.now = at_time("2026-03-10T00:00:00+08:00");
    EXPECT_THAT(room.asks_meeting(r_meet_17, "open"), allows());
    EXPECT_THAT(room.asks_meeting(r_meet_17, "open", OpenMeeting{}, {"recorder"}, at_time("2026-03-09T23:59:00+08:00")),
                refuses("R-MEET-17", ""))
        << "it took place before its day";
}

TEST(R_MEET_17, refuses_a_time_that_lies_ahead) {
    Room room = an_office_meeting(5);
    EXPECT_THAT(room.asks_item(r_meet_17, "open", OpenItem{}, {"recorder"}, room.now + std::chrono::minutes(1)),
                refuses("R-MEET-17", "future"));
    EXPECT_THAT(room.asks_item(r_meet_17, "open", OpenItem{}, {"recorder"}, room.now), allows());
}

TEST(R_MEET_17, refuses_a_time_before_the_meeting_and_before_what_the_act_follows_in_the_record) {
    Room room = an_office_meeting(5);
    const Instant opened = room.now - std::chrono::hours(2);
    const auto at_minute = [&](int n) { return opened + std::chrono::minutes(n); };
    const auto enters = [&](const char* action, int minute) {
        return room.asks_item(r_meet_17, action, {}, {"recorder"}, at_minute(minute));
    };
    EXPECT_THAT(enters("speak", -1), allows()) << "there is nothing yet that it follows";

    room.meeting.occurred_at = opened;
    room.meeting.attendance.clear();
    room.item().opened_at = at_minute(10);
    room.item().last_act_at = at_minute(20);
    EXPECT_THAT(enters("speak", -1), refuses("R-MEET-17", "sequence"));
    EXPECT_THAT(enters("decide", 19), AllOf(refuses("R-MEET-17", "sequence"), has_fact("after", at_minute(20)),
                                            has_fact("member", std::string("occurred_at"))));
    EXPECT_THAT(enters("decide", 20), allows());
    EXPECT_THAT(enters("confirm_dissent", 19), refuses("R-MEET-17", "sequence"));
    EXPECT_THAT(enters("recuse", 9), refuses("R-MEET-17", "sequence"));
    EXPECT_THAT(enters("recuse", 15), allows()) << "noticed late, it can only close a gate";

    room.meeting.items.insert(room.meeting.items.begin(), Item{.id = {"itm_2"}, .state = ItemState::placed});
    EXPECT_THAT(enters("open", 19), refuses("R-MEET-17", "sequence")) << "another item was still discussed";
    EXPECT_THAT(enters("open", 21), allows());
}

TEST(R_MEET_17, refuses_a_coming_or_going_before_the_last_and_an_end_before_what_was_done) {
    Room room = an_office_meeting(5);
    const Instant opened = room.now - std::chrono::hours(2);
    const auto at_minute = [&](int n) { return opened + std::chrono::minutes(n); };
    room.meeting.occurred_at = opened;
    room.meeting.attendance = {{.person = m(2), .event = AttendanceEvent::arrived, .at = at_minute(5)}};
    room.item().last_act_at = at_minute(20);
    const auto leaves = [&](int n, int minute) {
        const RecordAttendance body{.person = m(n), .event = AttendanceEvent::left};
        return room.asks_meeting(r_meet_17, "record_attendance", body, {"recorder"}, at_minute(minute));
    };
    EXPECT_THAT(leaves(2, 4), refuses("R-MEET-17", "sequence"));
    EXPECT_THAT(leaves(2, 6), allows());
    EXPECT_THAT(leaves(3, -1), refuses("R-MEET-17", "sequence"));

    const auto ends = [&](int minute) {
        return room.asks_meeting(r_meet_17, "close", CloseMeeting{}, {"recorder"}, at_minute(minute));
    };
    EXPECT_THAT(ends(19), refuses("R-MEET-17", "sequence"));
    EXPECT_THAT(ends(20), allows());
}

TEST(R_MEET_17, refuses_to_publish_on_a_record_from_paper_that_nobody_else_signed) {
    Room room = an_office_meeting(5);
    room.placed(Forum::office_meeting, Outcome::adopted, 1);
    EXPECT_THAT(room.asks_matter(r_meet_17, "publish"), allows());

    room.meeting.entered_late = true;
    EXPECT_THAT(room.asks_matter(r_meet_17, "publish"), refuses("R-MEET-17", "late"));
    room.meeting.signatures.push_back({.person = room.meeting.recorder, .at = room.now});
    EXPECT_THAT(room.asks_matter(r_meet_17, "publish"), refuses("R-MEET-17", "late"));
    room.meeting.signatures.push_back({.person = m(2), .at = room.now});
    EXPECT_THAT(room.asks_matter(r_meet_17, "publish"), allows());
}

TEST(R_MEET_17, refuses_to_publish_on_a_meeting_whose_record_was_not_loaded) {
    Room room = an_office_meeting(5);
    room.placed(Forum::office_meeting, Outcome::adopted, 1);
    room.meeting_loaded = false;

    EXPECT_THAT(room.asks_matter(r_meet_17, "publish"), refuses("R-MEET-17", "late"));
}

TEST(R_MEET_18, refuses_a_chair_who_neither_leads_nor_stands_in) {
    Room room = an_office_meeting(5);
    const CreateMeeting deputy{.forum = Forum::office_meeting, .held_at = room.now, .chair = m(2)};
    EXPECT_THAT(room.asks_meeting(r_meet_18, "create", deputy),
                AllOf(refuses("R-MEET-18", ""), has_fact("name", m(2).value)));

    const CreateMeeting head{.forum = Forum::office_meeting, .held_at = room.now, .chair = m(1)};
    EXPECT_THAT(room.asks_meeting(r_meet_18, "create", head), allows());
}

TEST(R_MEET_18, allows_a_member_with_a_delegation_for_the_day_and_for_no_other) {
    Room room = an_office_meeting(5);
    room.meeting.chair = m(2);
    room.organ.delegations[{"dlg_1"}] = {
        .id = {"dlg_1"}, .by = m(1), .to = m(2), .from = on("2026-03-09"), .until = on("2026-03-09")};
    EXPECT_THAT(room.asks_meeting(r_meet_18, "open"), allows());

    room.now = at_time("2026-03-10T09:00:00+08:00");
    EXPECT_THAT(room.asks_meeting(r_meet_18, "open"), refuses("R-MEET-18", ""));
}

TEST(R_MEET_18, refuses_a_stand_in_of_somebody_who_does_not_lead) {
    Room room = an_office_meeting(5);
    room.organ.delegations[{"dlg_1"}] = {
        .id = {"dlg_1"}, .by = m(3), .to = m(2), .from = on("2026-03-09"), .until = on("2026-03-09")};

    EXPECT_THAT(room.asks_meeting(r_meet_18, "replace_chair", ReplaceChair{.person = m(2)}), refuses("R-MEET-18", ""));
}

TEST(R_MEET_18, refuses_a_head_who_is_not_due) {
    Room room = an_office_meeting(5);
    room.meeting.roster->due.erase(room.meeting.roster->due.begin());

    EXPECT_THAT(room.asks_item(r_meet_18, "open"), refuses("R-MEET-18", "not_due"));
}

TEST(R_MEET_18, refuses_to_open_hear_vote_and_decide_without_the_chair_in_the_room) {
    Room room = a_party_group(5);
    EXPECT_THAT(room.asks_meeting(r_meet_18, "open", OpenMeeting{.present = people({2, 3, 4, 5})}),
                AllOf(refuses("R-MEET-18", "absent"), has_fact("name", m(1).value)));
    EXPECT_THAT(room.asks_meeting(r_meet_18, "open", OpenMeeting{.present = people({1, 2, 3})}), allows());

    room.leaves(m(1));
    for (const char* action : {"open", "speak", "open_ballot", "close_ballot", "decide"}) {
        EXPECT_THAT(room.asks_item(r_meet_18, action), refuses("R-MEET-18", "absent")) << action;
    }
    room.comes(m(1));
    EXPECT_THAT(room.asks_item(r_meet_18, "close_ballot"), allows());
}

TEST(R_MEET_18, takes_a_chair_who_is_recused_for_one_who_has_left) {
    Room room = an_office_meeting(5);
    room.item().recused[m(1)] = "kin";
    for (const char* action : {"open", "speak", "open_ballot", "close_ballot", "decide"}) {
        EXPECT_THAT(
            room.asks_item(r_meet_18, action),
            AllOf(refuses("R-MEET-18", "recused"), has_fact("name", m(1).value), has_fact("title", room.item().title)))
            << action;
    }
    room.organ.delegations[{"dlg_1"}] = {
        .id = {"dlg_1"}, .by = m(1), .to = m(2), .from = on("2026-03-09"), .until = on("2026-03-09")};
    EXPECT_THAT(room.asks_meeting(r_meet_18, "replace_chair", ReplaceChair{.person = m(2)}), allows());
    room.meeting.chair = m(2);
    EXPECT_THAT(room.asks_item(r_meet_18, "close_ballot"), allows());

    const ReplaceChair back{.person = m(1)};
    EXPECT_THAT(room.asks_meeting(r_meet_18, "replace_chair", back), refuses("R-MEET-18", "recused"));
    room.item().outcome = Outcome::adopted;
    EXPECT_THAT(room.asks_meeting(r_meet_18, "replace_chair", back), allows()) << "it has come to its result";
    room.item().outcome.reset();
    room.item().state = ItemState::deferred;
    EXPECT_THAT(room.asks_meeting(r_meet_18, "replace_chair", back), allows());
}

TEST(R_MEET_18, lets_a_sitting_go_on_under_a_stand_in_who_is_in_the_room) {
    Room room = a_party_group(5);
    room.leaves(m(1));
    EXPECT_THAT(room.asks_meeting(r_meet_18, "replace_chair", ReplaceChair{.person = m(2)}),
                refuses("R-MEET-18", "party_group"));
    room.organ.delegations[{"dlg_1"}] = {
        .id = {"dlg_1"}, .by = m(1), .to = m(2), .from = on("2026-03-09"), .until = on("2026-03-09")};
    EXPECT_THAT(room.asks_meeting(r_meet_18, "replace_chair", ReplaceChair{.person = m(2)}), allows());
    room.leaves(m(2));
    EXPECT_THAT(room.asks_meeting(r_meet_18, "replace_chair", ReplaceChair{.person = m(2)}),
                refuses("R-MEET-18", "absent"));
}

TEST(R_MEET_18, follows_the_posts_of_the_day_when_the_head_changes) {
    Room room = an_office_meeting(5);
    room.ends(m(1), on("2026-03-08"));
    room.appoint({"new"}, Role::director, on("2026-03-09"));
    room.meeting.roster.reset();
    room.meeting.stage = MeetingStage::planned;
    CreateMeeting body{.forum = Forum::office_meeting, .held_at = room.now, .chair = m(1)};
    EXPECT_THAT(room.asks_meeting(r_meet_18, "create", body), refuses("R-MEET-18", "not_due"));
    body.chair = {"new"};
    EXPECT_THAT(room.asks_meeting(r_meet_18, "create", body), allows());
    body.held_at = at_time("2026-03-08T09:00:00+08:00");
    EXPECT_THAT(room.asks_meeting(r_meet_18, "create", body), refuses("R-MEET-18", "not_due"));
}

TEST(R_MEET_19, allows_each_who_was_present_to_sign_once) {
    Room room = an_office_meeting(3);
    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", SignRecord{}, m(2)), allows());

    room.meeting.signatures.push_back({.person = m(2), .at = room.now});
    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", SignRecord{}, m(2)), refuses("R-MEET-19", "not_owed"));
    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", SignRecord{}, {"office"}),
                refuses("R-MEET-19", "not_owed"));
}

TEST(R_MEET_19, says_of_who_refused_that_the_refusal_is_recorded_and_lets_the_others_sign) {
    Room room = an_office_meeting(4);
    room.meeting.signature_refusals.push_back({.person = m(2), .witnesses = people({3, 4})});
    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", SignRecord{}, m(2)), refuses("R-MEET-19", "refused"));
    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", SignRecord{}, m(3)), allows());
}

TEST(R_MEET_19, lets_who_is_on_the_sheet_of_a_record_from_paper_sign_himself_until_one_has) {
    Room room = an_office_meeting(3);
    room.meeting.stage = MeetingStage::signed_;
    for (const PersonId& person : room.meeting.still_to_sign()) {
        room.meeting.signatures.push_back({.person = person, .at = room.now, .sheet = DocumentId{"sha256:00"}});
    }
    const auto signs = [&](PersonId actor) {
        return room.asks_meeting(r_meet_19, "sign_record", SignRecord{}, std::move(actor));
    };
    EXPECT_THAT(signs(m(2)), refuses("R-MEET-19", "not_owed")) << "nothing was entered from paper";

    room.meeting.entered_late = true;
    EXPECT_THAT(signs(m(2)), allows());
    EXPECT_THAT(signs({"recorder"}), refuses("R-MEET-19", "not_owed"));
    EXPECT_THAT(signs({"office"}), refuses("R-MEET-19", "not_owed"));
    const SignRecord sheet{.signed_sheet = DocumentId{"sha256:00"}};
    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", sheet), refuses("R-MEET-19", "not_owed"));

    room.meeting.signatures.push_back({.person = m(2), .at = room.now});
    EXPECT_THAT(signs(m(3)), refuses("R-MEET-19", "not_owed"));
}

TEST(R_MEET_19, refuses_a_refusal_without_two_witnesses) {
    Room room = an_office_meeting(4);
    SignRecord body{.refused_by = m(2), .witnesses = people({3})};
    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", body), refuses("R-MEET-19", "witnesses"));
    body.witnesses = people({3, 3});
    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", body), refuses("R-MEET-19", "witnesses"));
    body.witnesses = people({2, 3});
    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", body), refuses("R-MEET-19", "witnesses"));
    body.witnesses = people({3, 4});
    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", body), allows());
}

TEST(R_MEET_19, refuses_a_sheet_or_a_refusal_entered_by_anybody_but_the_recorder) {
    Room room = an_office_meeting(4);
    const SignRecord sheet{.signed_sheet = DocumentId{"sha256:00"}};

    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", sheet, m(2)), refuses("R-MEET-19", "recorder"));
    EXPECT_THAT(room.asks_meeting(r_meet_19, "sign_record", sheet), allows());
}

TEST(R_MEET_17, allows_to_open_on_the_day_and_to_enter_afterwards_what_happened_on_it) {
    Room room = an_office_meeting(5);
    EXPECT_THAT(room.asks_meeting(r_meet_17, "open", OpenMeeting{}), allows());
    const Instant then = room.now;
    room.now = at_time("2026-03-13T09:00:00+08:00");
    EXPECT_THAT(room.asks_meeting(r_meet_17, "open", OpenMeeting{}, {"recorder"}, then), allows());
}

}  // namespace
}  // namespace shenyi::workflow::rules
