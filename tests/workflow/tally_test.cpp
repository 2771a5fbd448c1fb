#include "workflow/tally.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::workflow {
namespace {

constexpr int members_max = 60;

PersonId member(int n) {
    return {"per_" + std::to_string(n)};
}

/// The smallest number from 0 on that passes: the law's words, tried one after the other.
template <class Test>
int smallest(Test passes) {
    int n = 0;
    while (!passes(n)) ++n;
    return n;
}

/// A meeting of `due` members with an open item; who is in the room, recused, and said or voted what is up to chance.
struct Chance {
    Meeting meeting{};
    Item item{};
    std::map<PersonId, Position> positions;  ///< the last one of each
};

Chance by_chance() {
    const int due = *rc::gen::inRange(1, members_max + 1);
    Chance chance;
    chance.item.kind = ItemKind::decision;
    chance.meeting.roster = FixedRoster{};
    for (int n = 0; n < due; ++n) {
        chance.meeting.roster->due.push_back(member(n));
        if (*rc::gen::arbitrary<bool>()) chance.meeting.present.insert(member(n));
        if (*rc::gen::weightedElement<bool>({{1, true}, {5, false}})) chance.item.recused[member(n)] = "kin";
    }
    chance.meeting.present.insert(PersonId{"attendee"});
    for (int n = *rc::gen::inRange(0, 2 * due); n > 0; --n) {
        const PersonId speaker = member(*rc::gen::inRange(0, due));
        const auto position =
            *rc::gen::element(Position::for_, Position::against, Position::defer, Position::no_comment);
        chance.item.statements.push_back({.person = speaker, .position = position});
        chance.positions[speaker] = position;
    }
    return chance;
}

Arithmetic arithmetic_by_chance() {
    Arithmetic count;
    count.due = *rc::gen::inRange(1, members_max + 1);
    count.present = *rc::gen::inRange(0, count.due + 1);
    count.for_ = *rc::gen::inRange(0, count.present + 1);
    count.against = *rc::gen::inRange(0, count.present - count.for_ + 1);
    count.abstain = count.present - count.for_ - count.against;
    count.needed = votes_to_adopt(count.due);
    return count;
}

/// The table at the end of rules.md §4.
struct Row {
    int due;
    int half;
    int more_than_half;
    int two_thirds;
    int to_adopt;
};

class TallyTable : public testing::TestWithParam<Row> {};

TEST_P(TallyTable, says_how_many_are_needed) {
    const Row row = GetParam();

    EXPECT_EQ(quorum_needed(row.due, QuorumShare::half, true), row.half);
    EXPECT_EQ(quorum_needed(row.due, QuorumShare::half, false), row.more_than_half);
    EXPECT_EQ(quorum_needed(row.due, QuorumShare::two_thirds, true), row.two_thirds);
    EXPECT_EQ(votes_to_adopt(row.due), row.to_adopt);
}

INSTANTIATE_TEST_SUITE_P(DueMembers, TallyTable,
                         testing::Values(Row{5, 3, 3, 4, 3}, Row{6, 3, 4, 4, 4}, Row{7, 4, 4, 5, 4}, Row{8, 4, 5, 6, 5},
                                         Row{9, 5, 5, 6, 5}, Row{10, 5, 6, 7, 6}));

TEST(Tally, needs_the_smallest_number_that_the_law_names) {
    for (int due = 1; due <= members_max; ++due) {
        const auto half = smallest([&](int n) { return 2 * n >= due; });
        const auto more = smallest([&](int n) { return 2 * n > due; });
        const auto thirds = smallest([&](int n) { return 3 * n >= 2 * due; });

        EXPECT_EQ(quorum_needed(due, QuorumShare::half, true), half) << due;
        EXPECT_EQ(quorum_needed(due, QuorumShare::half, false), more) << due;
        EXPECT_EQ(quorum_needed(due, QuorumShare::two_thirds, true), thirds) << due;
        EXPECT_EQ(quorum_needed(due, QuorumShare::two_thirds, false), thirds) << due;
        EXPECT_EQ(votes_to_adopt(due), more) << due;
    }
}

TEST(R_CAL_03, allows_exactly_half_where_at_least_half_is_asked) {
    EXPECT_TRUE(has_quorum(4, 8, QuorumShare::half, true));
    EXPECT_TRUE(has_quorum(6, 9, QuorumShare::two_thirds, true));
}

TEST(R_CAL_03, refuses_exactly_half_where_more_than_half_is_asked) {
    EXPECT_FALSE(has_quorum(4, 8, QuorumShare::half, false));
    const Arithmetic half{.due = 8, .present = 8, .for_ = 4, .against = 4};
    EXPECT_EQ(outcome_of(Motion{.kind = MotionKind::adopt}, half), Outcome::not_adopted);
    EXPECT_TRUE(head_owes_reasons(Outcome::adopted, half));
}

TEST(Tally, finds_no_quorum_where_nobody_is_due) {
    EXPECT_FALSE(has_quorum(0, 0, QuorumShare::half, true));
    EXPECT_FALSE(has_quorum(1, 0, QuorumShare::two_thirds, true));
}

RC_GTEST_PROP(Tally, finds_a_quorum_exactly_from_the_number_needed_on, ()) {
    const int due = *rc::gen::inRange(1, members_max + 1);
    const int present = *rc::gen::inRange(0, due + 1);

    RC_ASSERT(has_quorum(present, due, QuorumShare::half, true) == (2 * present >= due));
    RC_ASSERT(has_quorum(present, due, QuorumShare::half, false) == (2 * present > due));
    RC_ASSERT(has_quorum(present, due, QuorumShare::two_thirds, true) == (3 * present >= 2 * due));
}

RC_GTEST_PROP(Tally, counts_towards_the_quorum_who_is_due_and_in_the_room, ()) {
    const Chance chance = by_chance();
    int in_the_room = 0;
    int not_recused = 0;
    for (const PersonId& person : chance.meeting.roster->due) {
        if (!chance.meeting.present.contains(person)) continue;
        ++in_the_room;
        if (!chance.item.recused.contains(person)) ++not_recused;
    }

    Meeting party_group = chance.meeting;
    party_group.forum = Forum::party_group;
    Meeting office_meeting = chance.meeting;
    office_meeting.forum = Forum::office_meeting;
    const PolicyPack counted{.quorum_recused_present = true};
    RC_ASSERT(present_for(party_group, chance.item, counted) == in_the_room);
    RC_ASSERT(count_ballot(party_group, chance.item, {}, counted).present == in_the_room);
    RC_ASSERT(present_for(office_meeting, chance.item, counted) == not_recused);
    RC_ASSERT(count_positions(office_meeting, chance.item).present == not_recused);
    RC_ASSERT(present_for(chance.meeting, chance.item, {.quorum_recused_present = false}) == not_recused);
    RC_ASSERT(static_cast<int>(voters(chance.meeting, chance.item).size()) == not_recused);
}

RC_GTEST_PROP(Tally, counts_the_last_position_of_each_voter, ()) {
    const Chance chance = by_chance();
    Arithmetic expected{.due = static_cast<int>(chance.meeting.roster->due.size())};
    for (const auto& [person, position] : chance.positions) {
        if (!chance.meeting.present.contains(person) || chance.item.recused.contains(person)) continue;
        expected.for_ += position == Position::for_;
        expected.against += position == Position::against;
        expected.abstain += position == Position::defer || position == Position::no_comment;
    }
    expected.present = static_cast<int>(voters(chance.meeting, chance.item).size());
    expected.needed = smallest([&](int n) { return 2 * n > expected.present; });

    const Arithmetic count = count_positions(chance.meeting, chance.item);
    RC_ASSERT(count == expected);
    RC_ASSERT(count.for_ + count.against + count.abstain <= count.present);
}

RC_GTEST_PROP(Tally, counts_named_votes_like_the_same_votes_in_secret, ()) {
    const Chance chance = by_chance();
    Ballot named{.method = BallotMethod::named};
    SecretCount sums{};
    for (const PersonId& person : voters(chance.meeting, chance.item)) {
        const auto vote = *rc::gen::element(Vote::for_, Vote::against, Vote::abstain);
        named.votes.push_back({person, vote});
        ++(vote == Vote::for_ ? sums.for_ : vote == Vote::against ? sums.against : sums.abstain);
    }
    Ballot secret{.method = BallotMethod::secret};
    secret.count = sums;

    const Arithmetic count = count_ballot(chance.meeting, chance.item, named, {});
    RC_ASSERT(count == count_ballot(chance.meeting, chance.item, secret, {}));
    RC_ASSERT(count.for_ + count.against + count.abstain == count.present);
    RC_ASSERT(count.due == static_cast<int>(chance.meeting.roster->due.size()));
}

RC_GTEST_PROP(Tally, carries_a_motion_by_more_than_half_of_those_due_and_by_nothing_less, ()) {
    const Arithmetic count = arithmetic_by_chance();
    const bool carried = 2 * count.for_ > count.due;
    const auto comes_to = [&](MotionKind kind) { return outcome_of(Motion{.kind = kind}, count); };

    RC_ASSERT(comes_to(MotionKind::adopt) == (carried ? Outcome::adopted : Outcome::not_adopted));
    RC_ASSERT(comes_to(MotionKind::adopt_as_amended) == (carried ? Outcome::adopted_as_amended : Outcome::not_adopted));
    RC_ASSERT(comes_to(MotionKind::rework) == (carried ? std::optional(Outcome::rework) : std::nullopt));
    RC_ASSERT(comes_to(MotionKind::defer) == (carried ? std::optional(Outcome::deferred) : std::nullopt));
    RC_ASSERT(carried == (count.for_ >= count.needed));
}

RC_GTEST_PROP(Tally, asks_the_head_for_reasons_unless_a_majority_of_those_present_is_with_him, ()) {
    const Arithmetic count = arithmetic_by_chance();
    const bool most_for = 2 * count.for_ > count.present;
    const bool most_against = 2 * count.against > count.present;

    RC_ASSERT(head_owes_reasons(Outcome::adopted, count) == !most_for);
    RC_ASSERT(head_owes_reasons(Outcome::adopted_as_amended, count) == !most_for);
    RC_ASSERT(head_owes_reasons(Outcome::not_adopted, count) == !most_against);
    RC_ASSERT(head_owes_reasons(Outcome::rework, count) == most_for);
    RC_ASSERT(head_owes_reasons(Outcome::deferred, count) == most_for);
}

RC_GTEST_PROP(Tally, calls_sides_close_when_both_have_somebody_and_differ_by_the_margin_at_most, ()) {
    const Arithmetic count = arithmetic_by_chance();
    const int margin = *rc::gen::inRange(0, 4);
    const int more = std::max(count.for_, count.against);
    const int fewer = std::min(count.for_, count.against);

    RC_ASSERT(are_close(count, margin) == (fewer >= 1 && more - fewer <= margin));
}

/// A world with one meeting, for the share of the quorum.
struct Share {
    Forum forum;
    std::vector<MatterKind> placed;
    QuorumShare office = QuorumShare::half;

    QuorumShare asked(bool of_first_item) const {
        World world;
        Meeting meeting{.id = {"mtg_1"}, .forum = forum};
        for (const MatterKind kind : placed) {
            const MatterId id{"mat_" + std::to_string(meeting.items.size())};
            world.matters[id] = std::make_shared<Matter>(Matter{.id = id, .kind = kind});
            meeting.items.push_back({.id = {"itm_" + id.value}, .kind = ItemKind::decision, .matter = id});
        }
        const Command command{.target = Target::meeting, .action = "open"};
        const Procedure procedure;
        const PolicyPack pack{.office_meeting_quorum = office};
        return quorum_share({.world = world,
                             .command = command,
                             .procedure = procedure,
                             .pack = pack,
                             .meeting = &meeting,
                             .item = of_first_item ? meeting.items.data() : nullptr});
    }
};

TEST(Tally, asks_two_thirds_of_the_party_group_on_a_key_matter) {
    const Share key{.forum = Forum::party_group, .placed = {MatterKind::key_matter}};
    const Share mixed{.forum = Forum::party_group, .placed = {MatterKind::key_matter, MatterKind::major_decision}};
    const Share other{.forum = Forum::party_group, .placed = {MatterKind::major_decision}};

    EXPECT_EQ(key.asked(true), QuorumShare::two_thirds);
    EXPECT_EQ(key.asked(false), QuorumShare::two_thirds);
    EXPECT_EQ(mixed.asked(true), QuorumShare::two_thirds);
    EXPECT_EQ(mixed.asked(false), QuorumShare::half) << "the other item may be discussed";
    EXPECT_EQ(other.asked(true), QuorumShare::half);
    EXPECT_EQ(other.asked(false), QuorumShare::half);
}

TEST(Tally, asks_of_the_office_meeting_what_the_pack_says) {
    const Share lenient{.forum = Forum::office_meeting, .placed = {MatterKind::key_matter}};
    const Share strict{.forum = Forum::office_meeting, .placed = {}, .office = QuorumShare::two_thirds};

    EXPECT_EQ(lenient.asked(true), QuorumShare::half);
    EXPECT_EQ(strict.asked(false), QuorumShare::two_thirds);
}

}  // namespace
}  // namespace shenyi::workflow
