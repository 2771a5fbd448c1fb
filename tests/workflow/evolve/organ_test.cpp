#include "tests/workflow/evolve/history.hpp"
#include "workflow/rosters.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shenyi::workflow {
namespace {

using history::day;
using history::minute;
using history::OrganHistory;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

PostEntered post(const char* id, const char* person, Role role, bool founding = false) {
    return {.post = {id}, .person = {person}, .role = role, .unit = {"unit_law"}, .from = day(3), .founding = founding};
}

/// Each holds a post of the Party group from the first day on.
OrganHistory with_party_members(std::initializer_list<const char*> people) {
    OrganHistory organ;
    for (const std::string who : people) {
        organ.then(
            "sec",
            PostEntered{
                .post = {"pst_" + who}, .person = {who}, .role = Role::party_member, .from = day(1), .founding = true});
    }
    return organ;
}

TEST(EvolveOrgan, appointment_counts_from_its_day_once_somebody_else_confirmed_it) {
    OrganHistory organ;
    organ.then("sec", post("pst_1", "fa", Role::legal_reviewer));
    EXPECT_FALSE(holds(organ.state, {"fa"}, Role::legal_reviewer, day(4)));

    organ.then("ju", PostConfirmed{.post = {"pst_1"}});
    EXPECT_FALSE(holds(organ.state, {"fa"}, Role::legal_reviewer, day(2)));
    EXPECT_TRUE(holds(organ.state, {"fa"}, Role::legal_reviewer, day(3)));
    EXPECT_EQ(organ.state.posts.at({"pst_1"}).entered_by, PersonId{"sec"});
    EXPECT_EQ(organ.state.posts.at({"pst_1"}).confirmed_at, minute(2));
}

TEST(EvolveOrgan, appointment_ends_after_its_last_day_once_the_end_is_confirmed) {
    OrganHistory organ;
    organ.then("sec", post("pst_1", "fa", Role::legal_reviewer, true));
    organ.then("sec", PostEndEntered{.post = {"pst_1"}, .to = day(10)});
    EXPECT_TRUE(holds(organ.state, {"fa"}, Role::legal_reviewer, day(11)));
    organ.then("ju", PostEndConfirmed{.post = {"pst_1"}});
    EXPECT_TRUE(holds(organ.state, {"fa"}, Role::legal_reviewer, day(10)));
    EXPECT_FALSE(holds(organ.state, {"fa"}, Role::legal_reviewer, day(11)));
}

TEST(EvolveOrgan, holders_are_told_by_role_day_and_unit) {
    OrganHistory organ;
    organ.then("sec", post("pst_1", "z", Role::legal_reviewer, true));
    organ.then("sec", post("pst_2", "fa", Role::legal_reviewer, true));
    organ.then("sec", post("pst_3", "z", Role::legal_reviewer, true));
    organ.then("sec", post("pst_4", "ju", Role::director, true));
    const UnitId other{"unit_people"};

    EXPECT_THAT(holders_of(organ.state, Role::legal_reviewer, day(5)), ElementsAre(PersonId{"z"}, PersonId{"fa"}));
    EXPECT_THAT(holders_of(organ.state, Role::legal_reviewer, day(5), &other), IsEmpty());
    EXPECT_THAT(posts_of(organ.state, {"z"}, day(5)), SizeIs(2));
}

TEST(EvolveOrgan, roster_that_began_last_counts) {
    OrganHistory organ = with_party_members({"a", "b", "x"});
    organ.then("ban", RosterSet{.forum = Forum::party_group, .from = day(1), .members = {{"a"}, {"b"}}});
    organ.then("ban", RosterSet{.forum = Forum::party_group, .from = day(9), .members = {{"a"}}});
    organ.then("ban", RosterSet{.forum = Forum::office_meeting, .from = day(1), .members = {{"x"}}});

    EXPECT_THAT(members_of(organ.state, Forum::party_group, day(8)), ElementsAre(PersonId{"a"}, PersonId{"b"}));
    EXPECT_THAT(members_of(organ.state, Forum::party_group, day(9)), ElementsAre(PersonId{"a"}));
    EXPECT_THAT(members_of(organ.state, Forum::party_group,
                           Date(std::chrono::year(2025), std::chrono::month(1), std::chrono::day(1))),
                IsEmpty());
}

TEST(EvolveOrgan, roster_follows_the_posts_of_the_day) {
    OrganHistory organ = with_party_members({"a", "b"});
    organ.then("ban", RosterSet{.forum = Forum::party_group, .from = day(1), .members = {{"a"}, {"b"}, {"he"}}});
    EXPECT_THAT(members_of(organ.state, Forum::party_group, day(8)), ElementsAre(PersonId{"a"}, PersonId{"b"}))
        << "who holds no post of the forum does not sit in it";

    organ.then("sec", PostEndEntered{.post = {"pst_a"}, .to = day(8)});
    organ.then("ju", PostEndConfirmed{.post = {"pst_a"}});
    organ.then("sec", post("pst_c", "c", Role::party_secretary));
    EXPECT_THAT(members_of(organ.state, Forum::party_group, day(8)), ElementsAre(PersonId{"a"}, PersonId{"b"}))
        << "an appointment counts once it is confirmed";
    organ.then("ju", PostConfirmed{.post = {"pst_c"}});
    EXPECT_THAT(members_of(organ.state, Forum::party_group, day(2)), ElementsAre(PersonId{"a"}, PersonId{"b"}));
    EXPECT_THAT(members_of(organ.state, Forum::party_group, day(9)), ElementsAre(PersonId{"b"}, PersonId{"c"}));

    const std::vector<Membership> of_a = {{Forum::party_group, day(1), day(8)}};
    const std::vector<Membership> of_c = {{Forum::party_group, day(3), std::nullopt}};
    EXPECT_EQ(memberships_of(organ.state, {"a"}), of_a);
    organ.state.people[{"a"}] = {.id = {"a"}};
    organ.state.people[{"c"}] = {.id = {"c"}};
    const std::vector<Roster> rosters = {{Forum::party_group, day(1), {{"a"}, {"b"}}},
                                         {Forum::party_group, day(3), {{"a"}, {"b"}, {"c"}}},
                                         {Forum::party_group, day(9), {{"b"}, {"c"}}}};
    EXPECT_EQ(dated_rosters(organ.state), rosters);
    EXPECT_EQ(memberships_of(organ.state, {"c"}), of_c);
}

TEST(EvolveOrgan, delegation_and_engagement_cover_their_last_day) {
    OrganHistory organ;
    organ.then(
        "ju", DelegationRecorded{.delegation = {"dlg_1"}, .by = {"ju"}, .to = {"fu"}, .from = day(2), .until = day(4)});
    organ.then("ban", AdviserEngaged{.person = {"gu"}, .from = day(1), .until = day(4), .field = "行政法"});

    EXPECT_THAT(delegations_to(organ.state, {"fu"}, day(4)), SizeIs(1));
    EXPECT_THAT(delegations_to(organ.state, {"fu"}, day(5)), IsEmpty());
    EXPECT_NE(engagement_of(organ.state, {"gu"}, day(4)), nullptr);
    EXPECT_EQ(engagement_of(organ.state, {"gu"}, day(5)), nullptr);
}

TEST(EvolveOrgan, one_body_reviews_what_one_issuer_issues) {
    OrganHistory organ;
    organ.then("ban", CompetenceFixed{.kind = MatterKind::normative_document, .issuer = "局", .body = {"unit_old"}});
    organ.then("ban", CompetenceFixed{.kind = MatterKind::normative_document, .issuer = "局", .body = {"unit_law"}});

    EXPECT_EQ(*reviewing_body(organ.state, MatterKind::normative_document, "局"), UnitId{"unit_law"});
    EXPECT_EQ(reviewing_body(organ.state, MatterKind::major_case, "局"), nullptr);
}

TEST(EvolveOrgan, calendar_counts_in_the_version_that_was_confirmed) {
    OrganHistory organ;
    organ.then("adm", CalendarLoaded{.year = {.year = 2026, .version = "v1"}, .founding = true});
    EXPECT_EQ(organ.state.calendar.years.at(2026).version, "v1");
    organ.then("adm", CalendarLoaded{.year = {.year = 2026, .notices = {"通知"}, .version = "v2"}});
    EXPECT_EQ(organ.state.calendar.years.at(2026).version, "v1");
    organ.then("ban", CalendarConfirmed{.year = 2026, .version = "v2"});
    EXPECT_EQ(organ.state.calendar.years.at(2026).version, "v2");
    EXPECT_EQ(organ.state.loaded_calendars.back().confirmed_by, PersonId{"ban"});
}

TEST(EvolveOrgan, ledger_and_daily_job_remember_how_far_they_came) {
    OrganHistory organ;
    organ.then("fa", OpinionNumbered{.year = 2026, .number = 7}).then("engine", DayBegun{.day = day(5)});
    EXPECT_EQ(organ.state.opinion_numbers.at(2026), 7);
    organ.then("director", SummaryNumbered{.forum = Forum::party_group, .year = 2026, .number = 3});
    EXPECT_EQ((organ.state.summary_numbers.at({Forum::party_group, 2026})), 3);
    EXPECT_EQ(organ.state.last_daily_job, day(5));
}

TEST(EvolveOrgan, people_units_and_what_binds_are_known_by_name) {
    OrganHistory organ;
    organ.then("adm", OrganFounded{.name = "区信访局", .own_issuer = "局", .binding = {{"713", "by_reference"}}});
    organ.then("adm", UnitFormed{.unit = {"unit_law"}, .name = "法制科"});
    organ.then("sec", PersonRegistered{.person = {"fa"}, .login = "fa", .name = "法科长"});
    organ.then("adm", ProcedureAdopted{.name = "major_decision", .hash = "h", .from = day(1)});

    EXPECT_EQ(name_of(organ.state, {"fa"}), "法科长");
    EXPECT_EQ(name_of(organ.state, {"nobody"}), "nobody");
    EXPECT_EQ(organ.state.units.at({"unit_law"}).name, "法制科");
    EXPECT_EQ(organ.state.binding.at("713"), "by_reference");
    EXPECT_EQ(organ.state.procedures.front().hash, "h");
}

TEST(EvolveOrgan, three_administrators_are_told_from_everybody_else) {
    EXPECT_TRUE(is_administrator(Role::system_admin));
    EXPECT_TRUE(is_administrator(Role::security_admin));
    EXPECT_TRUE(is_administrator(Role::audit_admin));
    EXPECT_FALSE(is_administrator(Role::director));
}

}  // namespace
}  // namespace shenyi::workflow
