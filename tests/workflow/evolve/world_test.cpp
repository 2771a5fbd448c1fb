#include "tests/workflow/evolve/history.hpp"
#include "workflow/events/structs_of.hpp"

#include <gtest/gtest.h>
#include <boost/mp11/algorithm.hpp>

#include <set>

namespace shenyi::workflow {
namespace {

using history::by;
using history::minute;

World a_world() {
    World world;
    world.organ = std::make_shared<const Organ>(Organ{.id = {"org_1"}});
    world.account.person = {"he"};
    return world;
}

void happens(World& world, const Stream& stream, Event event, int at = 1) {
    evolve(world, NewEvent{.stream = stream, .event = std::move(event), .meta = by("he", at)});
}

TEST(EvolveWorld, first_event_brings_the_matter_or_meeting_into_the_world) {
    World world = a_world();
    happens(world, stream_of(MatterId{"mat_1"}), MatterEvent(MatterCreated{.title = "供热补贴办法"}));
    happens(world, stream_of(MeetingId{"mtg_1"}), MeetingEvent(MeetingCalled{.place = "三楼"}));

    EXPECT_EQ(world.matters.at({"mat_1"})->id, MatterId{"mat_1"});
    EXPECT_EQ(world.matters.at({"mat_1"})->organ, OrganId{"org_1"});
    EXPECT_EQ(world.matters.at({"mat_1"})->title, "供热补贴办法");
    EXPECT_EQ(world.meetings.at({"mtg_1"})->organ, OrganId{"org_1"});
    EXPECT_EQ(world.meetings.at({"mtg_1"})->place, "三楼");
}

TEST(EvolveWorld, who_holds_the_old_state_keeps_what_he_saw) {
    World world = a_world();
    happens(world, stream_of(MatterId{"mat_1"}), MatterEvent(MatterCreated{}));
    const auto seen = world.matters.at({"mat_1"});
    const World before = world;
    happens(world, stream_of(MatterId{"mat_1"}), MatterEvent(MatterWithdrawn{}));
    happens(world, stream_of(OrganId{"org_1"}), OrganEvent(OpinionNumbered{.year = 2026, .number = 1}));

    EXPECT_EQ(seen->stage, Stage::proposed);
    EXPECT_EQ(before.matters.at({"mat_1"})->stage, Stage::proposed);
    EXPECT_EQ(world.matters.at({"mat_1"})->stage, Stage::withdrawn);
    EXPECT_TRUE(before.organ->opinion_numbers.empty());
    EXPECT_EQ(world.organ->opinion_numbers.at(2026), 1);
}

TEST(EvolveWorld, states_that_were_not_loaded_stay_so) {
    World world = a_world();
    happens(world, stream_of(MatterId{"mat_9"}), MatterEvent(MatterWithdrawn{}));
    happens(world, stream_of(MeetingId{"mtg_9"}), MeetingEvent(MeetingClosed{}));
    happens(world, stream_of(OrganId{"org_9"}), OrganEvent(DayBegun{}));
    happens(world, stream_of(PersonId{"fa"}), PersonEvent(PasswordReset{}));

    EXPECT_TRUE(world.matters.empty());
    EXPECT_TRUE(world.meetings.empty());
    EXPECT_EQ(world.organ->last_daily_job, std::nullopt);
    EXPECT_EQ(world.account.password_reset_at, std::nullopt);
}

TEST(EvolveWorld, own_account_is_folded_and_attempts_and_accesses_change_nothing) {
    World world = a_world();
    const auto organ = world.organ;
    happens(world, stream_of(PersonId{"he"}), PersonEvent(PasswordReset{}), 5);
    happens(world, attempts_on("mat_1"), AttemptEvent(AttemptRefused{.action = "place_on_agenda"}));
    happens(world, access_of({"org_1"}, {}), AccessEvent(LoggedIn{.person = {"he"}}));

    EXPECT_EQ(world.account.password_reset_at, minute(5));
    EXPECT_EQ(world.organ, organ);
}

template <class State, class StreamEvent>
void every_event_folds_into_nothing() {
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, StructsOf<StreamEvent>>>(
        [](auto wrapped) {
            using One = typename decltype(wrapped)::type;
            State state{};
            EXPECT_NO_THROW(evolve(state, StreamEvent(One{}), by("he", 3))) << One::type;
            EXPECT_EQ(state.last_event_at, minute(3)) << One::type;
        });
}

TEST(EvolveWorld, every_event_can_be_folded_into_any_state) {
    every_event_folds_into_nothing<Matter, MatterEvent>();
    every_event_folds_into_nothing<Meeting, MeetingEvent>();
    every_event_folds_into_nothing<Organ, OrganEvent>();
    every_event_folds_into_nothing<Account, PersonEvent>();
}

TEST(Events, type_is_the_name_on_the_wire_whichever_stream_holds_it) {
    EXPECT_EQ(type_of(MatterEvent(ItemPlaced{})), "item.placed");
    EXPECT_EQ(type_of(MeetingEvent(ItemPlaced{})), "item.placed");
    EXPECT_EQ(type_of(AccessEvent(LogInsFailed{})), "session.failed");
}

template <class StreamEvent>
void names_differ() {
    std::set<std::string_view> names;
    boost::mp11::mp_for_each<boost::mp11::mp_transform<boost::mp11::mp_identity, StructsOf<StreamEvent>>>(
        [&](auto wrapped) {
            using One = typename decltype(wrapped)::type;
            EXPECT_TRUE(names.insert(One::type).second) << One::type;
        });
}

TEST(Events, no_two_types_of_a_stream_share_a_name) {
    names_differ<MatterEvent>();
    names_differ<MeetingEvent>();
    names_differ<OrganEvent>();
    names_differ<PersonEvent>();
}

TEST(World, streams_are_named_by_what_they_are_about) {
    EXPECT_EQ(stream_of(MatterId{"mat_1"}).name, "matter/mat_1");
    EXPECT_EQ(stream_of(MeetingId{"mtg_1"}).name, "meeting/mtg_1");
    EXPECT_EQ(stream_of(OrganId{"org_1"}).name, "organ/org_1");
    EXPECT_EQ(stream_of(PersonId{"per_1"}).name, "person/per_1");
    EXPECT_EQ(attempts_on("mat_1").name, "attempt/mat_1");
    const Date day{std::chrono::year(2026), std::chrono::month(3), std::chrono::day(2)};
    EXPECT_EQ(access_of({"org_1"}, day).name, "access/org_1/2026-03-02");
}

TEST(World, fresh_ids_differ_and_keep_the_order_in_which_they_are_drawn) {
    Fresh fresh;
    fresh.bits = {0x01, 0x95, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0xff, 0xff};
    EXPECT_EQ(fresh.id("mat_"), "mat_0195000000007000800000000000ffff");
    EXPECT_EQ(fresh.id("itm_", 1), "itm_01950000000070008000000000010000");
    EXPECT_LT(fresh.id("itm_", 1), fresh.id("itm_", 2));
}

}  // namespace
}  // namespace shenyi::workflow
