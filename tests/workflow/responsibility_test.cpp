#include "workflow/responsibility.hpp"

#include "tests/support/matchers.hpp"
#include "tests/workflow/traced_course.hpp"
#include "workflow/action_of.hpp"
#include "workflow/actions/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace shenyi::tests {
namespace {

using namespace workflow;
using Level = ResponsibilityLevel;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

Responsibility traced(Bureau& bureau) {
    return responsibility_of(bureau.world(), bureau.matter(), bureau.log());
}

const ChainLink& link_of(const Responsibility& traced, const PersonId& person) {
    const auto link = std::ranges::find(traced.chain, person, &ChainLink::person);
    if (link == traced.chain.end()) throw std::runtime_error(person.value + " is not in the chain");
    return *link;
}

std::vector<const Act*> acts_of(const ChainLink& link, Deed deed) {
    std::vector<const Act*> acts;
    for (const Act& act : link.acts) {
        if (act.deed == deed) acts.push_back(&act);
    }
    return acts;
}

std::vector<std::string> titles_of(const Bureau& bureau, const ChainLink& link) {
    std::vector<std::string> titles;
    for (const PostId& post : link.posts) titles.push_back(bureau.organ().posts.at(post).title);
    return titles;
}

/// The director's posts end on that day, and somebody else takes them over.
void replace_director(Bureau& bureau, Date last, const std::string& successor) {
    auto organ = std::make_shared<Organ>(bureau.organ());
    const PersonId director = bureau.person("director");
    const auto posts = organ->posts;
    for (const auto& [id, held] : posts) {
        if (held.person != director) continue;
        organ->posts.at(id).end = PostEnd{.to = last, .entered_by = director, .confirmed_by = director};
        Post next = held;
        next.id = PostId{id.value + "_next"};
        next.person = bureau.person(successor);
        next.from = Date(std::chrono::sys_days(last) + std::chrono::days(1));
        organ->posts.emplace(next.id, next);
    }
    bureau.world().organ = organ;
}

TEST(R_ACC_02, the_trace_follows_the_person_with_the_posts_of_the_day_and_not_the_successor) {
    Bureau bureau = adopted_with_a_dissent();
    replace_director(bureau, *parse_date("2026-06-30"), "visits_chief");
    bureau.at("2028-03-25T09:00:00+08:00");
    const Responsibility found = traced(bureau);
    const ChainLink& director = link_of(found, bureau.person("director"));
    EXPECT_THAT(titles_of(bureau, director), testing::UnorderedElementsAre("局长", "党组书记"));
    EXPECT_EQ(director.levels.front(), Level::overall);
    EXPECT_THAT(acts_of(director, Deed::decided), SizeIs(1));
    EXPECT_THAT(acts_of(director, Deed::chaired), SizeIs(2));
    EXPECT_FALSE(std::ranges::any_of(
        found.chain, [&](const ChainLink& link) { return link.person == bureau.person("visits_chief"); }));
}

TEST(R_ACC_02, the_trace_lets_nobody_have_chaired_the_item_on_which_he_was_recused) {
    Bureau bureau = adopted_by_the_office_meeting();
    bureau.in_session(Forum::party_group, "2026-03-25T09:00:00+08:00").open_item();
    bureau.as("director", Target::item, "declare_interest",
              DeclareInterest{.person = bureau.person("director"), .interest = true, .text = "亲属承建"});
    const Command delegation{.target = Target::person,
                             .action = "delegate",
                             .subject = {.person = bureau.person("director")},
                             .body = Delegate{.to = bureau.person("deputy1"),
                                              .from = *parse_date("2026-03-25"),
                                              .until = *parse_date("2026-03-25"),
                                              .reason = "回避"}};
    ASSERT_THAT(bureau.try_command("director", delegation), is_accepted());
    bureau.as("office", Target::meeting, "replace_chair",
              ReplaceChair{.person = bureau.person("deputy1"), .reason = "主持人回避"});
    bureau.declare({"deputy1", "deputy2", "deputy3", "member4"});
    for (const char* login : {"deputy2", "deputy3", "member4", "deputy1"}) bureau.speak({{login, Position::for_}});
    bureau.vote({{"deputy1", Vote::for_}, {"deputy2", Vote::for_}, {"deputy3", Vote::for_}}).close_item();

    const Responsibility found = traced(bureau);
    const auto chaired = [&](const char* login) {
        std::vector<ItemId> items;
        for (const Act* act : acts_of(link_of(found, bureau.person(login)), Deed::chaired)) items.push_back(*act->item);
        return items;
    };
    EXPECT_THAT(chaired("deputy1"), ElementsAre(bureau.newest_item));
    EXPECT_THAT(chaired("director"), SizeIs(1));
    EXPECT_THAT(chaired("director"), Not(Contains(bureau.newest_item)));
}

TEST(R_ACC_03, a_dissent_is_evidence_once_the_record_is_closed_and_an_abstention_is_none) {
    Bureau bureau = adopted_with_a_dissent();
    ASSERT_THAT(traced(bureau).dissents, SizeIs(1));
    EXPECT_FALSE(traced(bureau).dissents.front().record_signed_at.has_value());
    EXPECT_FALSE(traced(bureau).dissents.front().evidence);

    bureau.at("2026-03-26T10:00:00+08:00");
    sign_record(bureau);
    const auto dissents = traced(bureau).dissents;
    ASSERT_THAT(dissents, SizeIs(1));
    EXPECT_EQ(dissents.front().person, bureau.person("member4"));
    EXPECT_EQ(dissents.front().text, "资金来源没有落实,不同意本方案。");
    EXPECT_TRUE(dissents.front().confirmed);
    EXPECT_EQ(dissents.front().vote, Vote::against);
    EXPECT_EQ(dissents.front().outcome, Outcome::adopted);
    EXPECT_EQ(dissents.front().record_signed_at, parse_instant("2026-03-26T10:00:00+08:00"));
    EXPECT_TRUE(dissents.front().evidence);
}

TEST(R_ACC_03, who_was_against_what_was_not_adopted_may_say_so_and_has_no_evidence) {
    Bureau bureau = heard_by_the_party_group();
    bureau.vote(
        {{"director", Vote::for_}, {"member4", Vote::against}, {"deputy3", Vote::against}, {"deputy1", Vote::against}});
    ASSERT_EQ(bureau.item().outcome, Outcome::not_adopted);
    const auto confirms = [&](const std::string& login) {
        return bureau.try_as(login, Target::item, "confirm_dissent",
                             ConfirmDissent{.person = bureau.person(login), .text = "我有不同意见"});
    };
    EXPECT_THAT(confirms("deputy2"), is_refused_by("R-ACC-03.not_voiced")) << "he spoke for it and abstained";
    for (const char* login : {"director", "member4"}) EXPECT_THAT(confirms(login), is_accepted()) << login;
    bureau.close_item().close_meeting();
    EXPECT_THAT(confirms("deputy2"), is_refused_by("R-ACC-03.not_voiced"));
    EXPECT_THAT(confirms("deputy3"), is_accepted()) << "until he signs";
    sign_record(bureau);
    const auto dissents = traced(bureau).dissents;
    ASSERT_THAT(dissents, SizeIs(3));
    for (const DissentVoiced& dissent : dissents) {
        EXPECT_EQ(dissent.evidence, dissent.person == bureau.person("director")) << dissent.person.value;
    }
}

TEST(R_MEET_14, a_draft_that_the_abstentions_brought_down_is_closed_without_dissent) {
    Bureau bureau = heard_by_the_party_group();
    bureau.vote({{"deputy1", Vote::for_}, {"deputy2", Vote::for_}});
    ASSERT_EQ(bureau.item().outcome, Outcome::not_adopted);
    bureau.as("recorder", Target::item, "close", CloseItem{.no_dissent = true});
    bureau.close_meeting();
    sign_record(bureau);
    EXPECT_THAT(traced(bureau).dissents, IsEmpty());
}

TEST(R_ACC_03, who_spoke_against_and_openly_voted_for_it_has_not_dissented) {
    Bureau bureau = heard_by_the_party_group();
    bureau.vote({{"member4", Vote::for_}, {"deputy1", Vote::for_}, {"deputy2", Vote::for_}, {"director", Vote::for_}});
    const auto late = bureau.try_as("member4", Target::item, "confirm_dissent",
                                    ConfirmDissent{.person = bureau.person("member4"), .text = "资金来源没有落实。"});
    EXPECT_THAT(late, is_refused_by("R-ACC-03.not_voiced"));
    bureau.close_item().close_meeting();
    sign_record(bureau);
    EXPECT_THAT(traced(bureau).dissents, IsEmpty());
}

TEST(R_ACC_03, a_text_confirmed_before_the_vote_that_took_it_back_stays_and_is_no_evidence) {
    Bureau bureau = heard_by_the_party_group();
    confirm_dissent(bureau, "member4", "资金来源没有落实。");
    bureau.vote({{"member4", Vote::for_}, {"deputy1", Vote::for_}, {"deputy2", Vote::for_}, {"director", Vote::for_}});
    bureau.close_item().close_meeting();
    sign_record(bureau);
    const auto dissents = traced(bureau).dissents;
    ASSERT_THAT(dissents, SizeIs(1));
    EXPECT_EQ(dissents.front().vote, Vote::for_);
    EXPECT_FALSE(dissents.front().evidence);
}

TEST(R_ACC_03, who_spoke_against_and_came_round_before_the_vote_has_not_dissented) {
    Bureau bureau = heard_by_the_party_group();
    bureau.speak({{"member4", Position::for_}, {"director", Position::for_}});
    bureau.vote({{"deputy1", Vote::for_},
                 {"deputy2", Vote::for_},
                 {"deputy3", Vote::abstain},
                 {"member4", Vote::for_},
                 {"director", Vote::for_}});
    EXPECT_THAT(traced(bureau).dissents, IsEmpty());
}

TEST(R_MEET_10, a_secret_ballot_leaves_no_vote_of_anybody_and_a_dissent_said_aloud_stays) {
    Bureau bureau = heard_by_the_party_group();
    bureau.as("recorder", Target::item, "open_ballot",
              OpenBallot{.method = BallotMethod::secret, .motion = {MotionKind::adopt, {}}});
    bureau.as("recorder", Target::item, "record_ballot",
              RecordBallot{.for_ = 3,
                           .against = 1,
                           .abstain = 1,
                           .tellers = std::vector{bureau.person("deputy1"), bureau.person("deputy2")}});
    for (const char* teller : {"deputy1", "deputy2"}) bureau.as(teller, Target::item, "confirm_count", ConfirmCount{});
    bureau.as("recorder", Target::item, "close_ballot", CloseBallot{});
    const Responsibility found = traced(bureau);
    for (const ChainLink& link : found.chain) EXPECT_THAT(acts_of(link, Deed::voted), IsEmpty()) << link.person.value;
    EXPECT_THAT(acts_of(link_of(found, bureau.person("deputy1")), Deed::counted), SizeIs(1));
    ASSERT_THAT(found.dissents, SizeIs(1));
    EXPECT_EQ(found.dissents.front().vote, std::nullopt);
    EXPECT_EQ(found.dissents.front().position, Position::against);
}

TEST(R_MEET_10, votes_of_a_voided_ballot_are_nobodys_votes) {
    Bureau bureau = heard_by_the_party_group();
    bureau.as("recorder", Target::item, "open_ballot",
              OpenBallot{.method = BallotMethod::named, .motion = {MotionKind::adopt, {}}});
    bureau.as("recorder", Target::item, "record_ballot",
              RecordBallot{.votes = std::vector{NamedVote{bureau.person("deputy1"), Vote::against},
                                                NamedVote{bureau.person("deputy2"), Vote::for_},
                                                NamedVote{bureau.person("deputy3"), Vote::for_},
                                                NamedVote{bureau.person("member4"), Vote::for_},
                                                NamedVote{bureau.person("director"), Vote::for_}}});
    bureau.as("recorder", Target::item, "void_ballot", VoidBallot{.reason = "票数与到会人数不符"});
    EXPECT_THAT(acts_of(link_of(traced(bureau), bureau.person("deputy1")), Deed::voted), IsEmpty());
}

TEST(Responsibility, an_act_is_of_who_did_it_and_the_entry_of_who_entered_it) {
    Bureau bureau = adopted_with_a_dissent();
    const Responsibility found = traced(bureau);
    const auto spoken = acts_of(link_of(found, bureau.person("member4")), Deed::spoke);
    ASSERT_THAT(spoken, SizeIs(2));
    EXPECT_EQ(spoken.back()->detail, (Term{"position", "against"}));
    EXPECT_EQ(spoken.back()->entered_by, bureau.person("recorder"));
    EXPECT_THAT(acts_of(link_of(found, bureau.person("recorder")), Deed::spoke), IsEmpty());
    EXPECT_THAT(acts_of(link_of(found, bureau.person("recorder")), Deed::recorded), SizeIs(2));
}

TEST(R_DEC_06, those_named_when_the_item_was_closed_lead_the_chain_by_their_levels) {
    Bureau bureau = adopted_with_a_dissent();
    const Responsibility found = traced(bureau);
    ASSERT_GE(found.chain.size(), 4U);
    EXPECT_EQ(found.chain[0].person, bureau.person("director"));
    EXPECT_EQ(found.chain[1].person, bureau.person("deputy1"));
    EXPECT_EQ(found.chain[2].person, bureau.person("chief"));
    EXPECT_THAT(found.chain[1].named, SizeIs(2));
    EXPECT_EQ(found.chain[1].named.front().level, Level::portfolio);
    EXPECT_EQ(found.chain[3].person, bureau.person("drafter"));
    EXPECT_THAT(found.chain[3].levels, ElementsAre(Level::drafter));
}

TEST(Responsibility, a_substitute_acts_and_his_principal_answers) {
    Bureau bureau;
    bureau.propose("委托代理").open().draft();
    const auto delegated = bureau.try_command("chief", {.target = Target::person,
                                                        .action = "delegate",
                                                        .subject = {.person = bureau.person("chief")},
                                                        .body = Delegate{.to = bureau.person("drafter"),
                                                                         .from = *parse_date("2026-03-03"),
                                                                         .until = *parse_date("2026-03-10"),
                                                                         .reason = "出差"}});
    ASSERT_TRUE(delegated) << text_of(delegated.error());
    bureau.at("2026-03-04T09:00:00+08:00");
    bureau.as("drafter", Target::matter, "request_review", bureau.request_body());
    const Responsibility found = traced(bureau);
    const auto done = acts_of(link_of(found, bureau.person("drafter")), Deed::sent_for_review);
    ASSERT_THAT(done, SizeIs(1));
    EXPECT_EQ(done.front()->on_behalf, bureau.person("chief"));
    const auto answered = acts_of(link_of(found, bureau.person("chief")), Deed::sent_for_review);
    ASSERT_THAT(answered, SizeIs(1));
    EXPECT_EQ(answered.front()->through, bureau.person("drafter"));
    EXPECT_EQ(answered.front()->post, done.front()->post);
    EXPECT_THAT(found.delegations, SizeIs(1));
}

TEST(Responsibility, the_rules_are_those_over_the_acts_that_were_done_and_the_days_on_which) {
    Bureau bureau = adopted_by_the_office_meeting();
    const auto rules = traced(bureau).rules;
    const auto gate = std::ranges::find(rules, "R-GATE-01", &RuleApplied::rule);
    ASSERT_NE(gate, rules.end());
    EXPECT_EQ(gate->first, parse_date("2026-03-02"));
    EXPECT_EQ(gate->last, parse_date("2026-03-24"));
    // Nothing was published and no ballot was taken.
    EXPECT_EQ(std::ranges::find(rules, "R-DEC-08", &RuleApplied::rule), rules.end());
    EXPECT_EQ(std::ranges::find(rules, "R-MEET-11", &RuleApplied::rule), rules.end());
}

TEST(Responsibility, of_a_meeting_from_which_the_item_was_taken_off_nobody_answers_for_anything) {
    Bureau bureau;
    bureau.reviewed("撤下的议题").call(Forum::office_meeting, "2026-03-24T09:00:00+08:00").place().fix();
    bureau.as("office", Target::matter, "remove_from_agenda",
              RemoveFromAgenda{.meeting = bureau.newest_meeting, .reason = "材料待补"});
    const Responsibility found = traced(bureau);
    const ChainLink& office = link_of(found, bureau.person("office"));
    EXPECT_THAT(acts_of(office, Deed::removed), SizeIs(1));
    EXPECT_THAT(acts_of(office, Deed::fixed_roster), IsEmpty());
}

TEST(ActionOf, names_only_actions_that_there_are) {
    Bureau bureau = adopted_with_a_dissent();
    sign_record(bureau);
    for (const NewEvent& event : bureau.log()) {
        const auto action = action_of(event.event);
        EXPECT_TRUE(!action || find_action(action->target, action->name)) << type_of(event.event);
    }
}

}  // namespace
}  // namespace shenyi::tests
