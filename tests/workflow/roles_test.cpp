#include "workflow/roles.hpp"

#include "tests/workflow/evolve/history.hpp"
#include "workflow/actions/adviser.hpp"
#include "workflow/actions/consultation.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/review.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace shenyi::workflow {
namespace {

using history::day;
using history::minute;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

/// A bureau of a few people, a matter of the people's section under review, and a meeting that sits; 2026-03-05.
class RolesTest : public testing::Test {
  protected:
    void SetUp() override {
        post("he", Role::drafter, "people");
        post("ke", Role::section_head, "people");
        post("ke2", Role::section_head, "money");
        post("ju", Role::director, "lead");
        post("fu", Role::portfolio_leader, "people");
        post("fa", Role::legal_reviewer, "law");
        post("fa2", Role::legal_reviewer, "law");
        post("fa3", Role::legal_reviewer, "other");
        post("gu", Role::legal_adviser, "outside");
        post("ban", Role::office_clerk, "office");
        post("sec", Role::security_admin, "people");
        organ.competences.push_back({MatterKind::major_decision, "局", {"law"}});
        organ.rosters.push_back({Forum::office_meeting, day(1), {{"ju"}, {"fu"}}});
        matter = history::a_reviewed_matter().state;
        matter.undertaking_unit = {"people"};
        matter.lead_unit = UnitId{"people"};
        meeting.forum = Forum::office_meeting;
        meeting.held_at = start_of(day(5));
        meeting.chair = {"ju"};
        meeting.recorder = {"ban"};
    }

    void post(const std::string& person, Role role, const std::string& unit) {
        const PostId id{"pst_" + std::to_string(organ.posts.size() + 10)};
        organ.posts[id] = {
            .id = id, .person = {person}, .role = role, .unit = {unit}, .from = day(1), .confirmed_by = PersonId{"ju"}};
        organ.people.try_emplace({person}, Person{.id = {person}});
    }

    void delegated(const std::string& by, const std::string& to, unsigned from = 4, unsigned until = 6) {
        const DelegationId id{by + to};
        organ.delegations[id] = {
            .id = id, .by = {by}, .to = {to}, .from = day(from), .until = day(until), .recorded_at = start_of(day(1))};
    }

    template <class Ask>
    auto in_context(const std::string& actor, Ask ask) {
        world.now = start_of(day(5));
        world.today = day(5);
        world.organ = std::make_shared<const Organ>(organ);
        command.actor = {actor};
        return ask(Context{.world = world,
                           .command = command,
                           .procedure = procedure,
                           .pack = pack,
                           .matter = with_matter ? &matter : nullptr,
                           .meeting = with_meeting ? &meeting : nullptr,
                           .item = item ? &*item : nullptr});
    }

    bool is(const std::string& actor, Role role, Relation of) {
        return in_context(actor, [&](const Context& at) { return acts_as(at, {role, of}).has_value(); });
    }
    std::optional<HeldPost> held(const std::string& actor, Role role, Relation of) {
        return in_context(actor, [&](const Context& at) { return acts_as(at, {role, of}); });
    }
    std::vector<PersonId> who(Role role, Relation of) {
        return in_context("he", [&](const Context& at) { return who_may(at, {role, of}); });
    }

    World world;
    Organ organ;
    Matter matter;
    Meeting meeting{};
    std::optional<Item> item;
    bool with_matter = true;
    bool with_meeting = true;
    Command command{};
    Procedure procedure;
    PolicyPack pack;
};

TEST_F(RolesTest, post_counts_in_its_unit) {
    EXPECT_TRUE(is("ban", Role::office_clerk, Relation::organ));
    EXPECT_FALSE(is("he", Role::office_clerk, Relation::organ));
    EXPECT_TRUE(is("ke", Role::section_head, Relation::lead_unit));
    EXPECT_FALSE(is("ke2", Role::section_head, Relation::lead_unit));
    EXPECT_TRUE(is("he", Role::undertaker, Relation::undertaking_unit))
        << "drafter and undertaker stand for each other";
    EXPECT_EQ(held("ke", Role::section_head, Relation::lead_unit)->post->person, PersonId{"ke"});
}

TEST_F(RolesTest, before_the_opening_the_unit_that_proposed_it_is_in_charge_and_then_the_lead_unit_alone) {
    matter.lead_unit.reset();
    EXPECT_TRUE(is("ke", Role::section_head, Relation::lead_unit));
    EXPECT_TRUE(is("ke", Role::section_head, Relation::undertaking_unit));
    EXPECT_TRUE(is("fu", Role::portfolio_leader, Relation::portfolio));
    matter.lead_unit = UnitId{"money"};
    EXPECT_FALSE(is("ke", Role::section_head, Relation::lead_unit));
    EXPECT_TRUE(is("ke2", Role::section_head, Relation::lead_unit));
    EXPECT_FALSE(is("fu", Role::portfolio_leader, Relation::portfolio));
}

TEST_F(RolesTest, who_proposes_a_matter_is_asked_for_the_unit_that_he_names) {
    with_matter = false;
    EXPECT_TRUE(is("he", Role::drafter, Relation::undertaking_unit)) << "no body yet: any unit";
    command.body = CreateMatter{.undertaking_unit = {"money"}};
    EXPECT_FALSE(is("he", Role::drafter, Relation::undertaking_unit));
    EXPECT_TRUE(is("ke2", Role::section_head, Relation::undertaking_unit));
}

TEST_F(RolesTest, delegation_carries_a_post_but_never_an_administrators) {
    delegated("ke", "ke2");
    EXPECT_TRUE(is("ke2", Role::section_head, Relation::lead_unit));
    EXPECT_EQ(held("ke2", Role::section_head, Relation::lead_unit)->by_delegation->by, PersonId{"ke"});
    EXPECT_EQ(held("ke", Role::section_head, Relation::lead_unit)->by_delegation, nullptr);

    delegated("sec", "he");
    EXPECT_FALSE(is("he", Role::security_admin, Relation::organ));
    delegated("ju", "fu", 1, 4);
    EXPECT_FALSE(is("fu", Role::director, Relation::organ)) << "it ended yesterday";
}

TEST_F(RolesTest, delegation_to_an_administrator_has_no_effect_nor_has_one_of_a_duty_in_person) {
    delegated("ju", "sec");
    delegated("ban", "sec");
    EXPECT_FALSE(is("sec", Role::director, Relation::organ));
    EXPECT_FALSE(is("sec", Role::office_clerk, Relation::organ));
    delegated("gu", "he");
    EXPECT_THAT(acting_posts(organ, {"he"}, day(5)), SizeIs(1));
    delegated("ju", "he");
    EXPECT_THAT(acting_posts(organ, {"he"}, day(5)), SizeIs(2));
}

TEST_F(RolesTest, reviewer_is_of_the_competent_body) {
    EXPECT_TRUE(is("fa", Role::legal_reviewer, Relation::reviewing_body));
    EXPECT_FALSE(is("fa3", Role::legal_reviewer, Relation::reviewing_body));
    matter.issuer = "区政府";
    EXPECT_FALSE(is("fa", Role::legal_reviewer, Relation::reviewing_body)) << "no body is fixed";
}

TEST_F(RolesTest, reviewer_assigned_is_who_accepted_or_was_named_since) {
    EXPECT_TRUE(is("fa", Role::legal_reviewer, Relation::assigned));
    EXPECT_FALSE(is("fa2", Role::legal_reviewer, Relation::assigned));
    delegated("fa", "fa2");
    EXPECT_FALSE(is("fa2", Role::legal_reviewer, Relation::assigned)) << "an assignment passes to no substitute";
    matter.assignments.push_back({.reviewer = {"fa2"}, .at = minute(-1)});
    EXPECT_FALSE(is("fa2", Role::legal_reviewer, Relation::assigned)) << "that was for an earlier request";
    matter.assignments.push_back({.reviewer = {"fa2"}, .at = minute(30)});
    EXPECT_TRUE(is("fa2", Role::legal_reviewer, Relation::assigned));
    matter.assignments.push_back({.reviewer = {"he"}, .at = minute(30)});
    EXPECT_FALSE(is("he", Role::legal_reviewer, Relation::assigned)) << "he is no reviewer";
    matter.requests.back().withdrawn = "补正";
    EXPECT_FALSE(is("fa", Role::legal_reviewer, Relation::assigned));
}

TEST_F(RolesTest, adviser_is_asked_until_he_declines) {
    EXPECT_FALSE(is("gu", Role::legal_adviser, Relation::asked));
    matter.advisers_asked.push_back({.adviser = {"gu"}});
    EXPECT_TRUE(is("gu", Role::legal_adviser, Relation::asked));
    EXPECT_FALSE(is("gu", Role::public_lawyer, Relation::asked));
    matter.advisers_asked.back().declined_for_interest = true;
    EXPECT_FALSE(is("gu", Role::legal_adviser, Relation::asked));
}

TEST_F(RolesTest, author_withdraws_his_own_opinion_only) {
    matter.adviser_opinions.push_back({.id = {"opn_2"}, .author = {"gu"}});
    EXPECT_TRUE(is("fa", Role::legal_reviewer, Relation::author));
    EXPECT_FALSE(is("fa2", Role::legal_reviewer, Relation::author));
    EXPECT_TRUE(is("gu", Role::legal_adviser, Relation::author));
    EXPECT_FALSE(is("gu", Role::legal_reviewer, Relation::author));
    command.body = WithdrawAdviserOpinion{.opinion = {"opn_2"}};
    EXPECT_TRUE(is("gu", Role::legal_adviser, Relation::author));
    command.body = WithdrawAdviserOpinion{.opinion = {"opn_1"}};
    EXPECT_FALSE(is("gu", Role::legal_adviser, Relation::author));
}

TEST_F(RolesTest, consulted_unit_is_the_one_that_the_reply_names) {
    EXPECT_FALSE(is("ke2", Role::section_head, Relation::consulted_unit)) << "no body: nobody";
    command.body = RecordConsultation{.unit = {"money"}};
    EXPECT_TRUE(is("ke2", Role::undertaker, Relation::consulted_unit)) << "any post of the unit";
    command.body = RecordConsultation{.unit = {"people"}};
    EXPECT_FALSE(is("sec", Role::undertaker, Relation::consulted_unit)) << "an administrator does no business";
}

TEST_F(RolesTest, superiors_are_head_unit_head_and_portfolio_leader) {
    EXPECT_THAT(who(Role::director, Relation::superior), ElementsAre(PersonId{"fu"}, PersonId{"ju"}, PersonId{"ke"}));
}

TEST_F(RolesTest, places_in_a_meeting_are_held_in_person) {
    EXPECT_TRUE(is("ju", Role::chair, Relation::meeting));
    EXPECT_EQ(held("ju", Role::chair, Relation::meeting)->post, nullptr);
    EXPECT_TRUE(is("ban", Role::recorder, Relation::meeting));
    EXPECT_TRUE(is("fu", Role::member, Relation::meeting)) << "of the organ's roster, while none is fixed";
    meeting.roster = FixedRoster{.due = {{"ju"}}, .attendees = {{{"fa"}, AttendeeCapacity::reviewing_body}}};
    EXPECT_FALSE(is("fu", Role::member, Relation::meeting));
    EXPECT_TRUE(is("ju", Role::director, Relation::meeting));
    EXPECT_TRUE(is("fa", Role::legal_reviewer, Relation::meeting));
    delegated("ju", "ke");
    EXPECT_FALSE(is("ke", Role::director, Relation::meeting)) << "the head alone decides";
    with_meeting = false;
    EXPECT_FALSE(is("ju", Role::chair, Relation::meeting));
}

TEST_F(RolesTest, tellers_are_those_named_in_the_open_count) {
    item = Item{};
    item->ballots.push_back({.method = BallotMethod::secret, .count = SecretCount{1, 0, 0, {{"fu"}, {"fa"}}}});
    EXPECT_TRUE(is("fu", Role::teller, Relation::ballot));
    EXPECT_FALSE(is("ju", Role::teller, Relation::ballot));
    item->ballots.back().state = BallotState::closed;
    EXPECT_FALSE(is("fu", Role::teller, Relation::ballot));
}

TEST_F(RolesTest, concerned_is_the_member_that_the_body_names) {
    meeting.roster = FixedRoster{.due = {{"ju"}, {"fu"}}, .attendees = {{{"fa"}, AttendeeCapacity::reviewing_body}}};
    command.action = "declare_interest";
    EXPECT_TRUE(is("fu", Role::member, Relation::concerned)) << "no body yet";
    EXPECT_FALSE(is("fa", Role::member, Relation::concerned));
    command.body = DeclareInterest{.person = {"ju"}};
    EXPECT_FALSE(is("fu", Role::member, Relation::concerned));
    EXPECT_TRUE(is("ju", Role::member, Relation::concerned));
    command.action = "speak";
    command.body = Speak{.person = {"fa"}};
    EXPECT_TRUE(is("fa", Role::member, Relation::concerned)) << "who attends may explain";
}

TEST_F(RolesTest, person_is_concerned_by_what_is_done_to_himself) {
    with_meeting = false;
    command.subject.person = PersonId{"he"};
    EXPECT_TRUE(is("he", Role::member, Relation::concerned));
    EXPECT_FALSE(is("ke", Role::member, Relation::concerned));
}

TEST_F(RolesTest, who_may_names_people_in_their_own_name) {
    delegated("fa", "he");
    EXPECT_THAT(who(Role::legal_reviewer, Relation::reviewing_body), ElementsAre(PersonId{"fa"}, PersonId{"fa2"}));
    EXPECT_THAT(who(Role::recorder, Relation::meeting), ElementsAre(PersonId{"ban"}));
    EXPECT_TRUE(in_context("he", [](const Context& at) {
        return may(at, {{Role::director, Relation::organ}, {Role::legal_reviewer, Relation::reviewing_body}});
    }));
    EXPECT_FALSE(in_context("he", [](const Context& at) { return may(at, {}); }));
}

TEST_F(RolesTest, acting_posts_are_the_own_ones_first) {
    delegated("ke", "he");
    const auto posts = acting_posts(organ, {"he"}, day(5));
    ASSERT_THAT(posts, SizeIs(2));
    EXPECT_EQ(posts[0].post->person, PersonId{"he"});
    EXPECT_EQ(posts[1].post->person, PersonId{"ke"});
    EXPECT_THAT(acting_posts(organ, {"nobody"}, day(5)), IsEmpty());
}

TEST_F(RolesTest, drafters_are_named_or_uploaded_the_text_or_submitted_it_or_had_it_submitted) {
    matter.drafts.push_back({.version = 2,
                             .drafters = {{"a"}},
                             .uploaders = {{"b"}, {"statute"}},
                             .submitted_by = {"c"},
                             .on_behalf = PersonId{"d"},
                             .text_uploader = PersonId{"b"}});
    delegated("a", "named", 1, 9);
    EXPECT_THAT(drafter_set(matter),
                UnorderedElementsAre(PersonId{"he"}, PersonId{"a"}, PersonId{"b"}, PersonId{"c"}, PersonId{"d"}));
    matter.drafts.back().text_uploader.reset();
    EXPECT_THAT(drafter_set(matter), testing::Contains(PersonId{"statute"})) << "as long as nobody told them apart";
}

}  // namespace
}  // namespace shenyi::workflow
