#include "workflow/codec/bodies.hpp"

#include "workflow/actions/agenda.hpp"
#include "workflow/actions/ballot.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/organ.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/actions/table.hpp"
#include "workflow/codec/facts.hpp"
#include "workflow/codec/parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/serialize.hpp>

#include <stdexcept>

namespace shenyi::workflow::codec {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

tl::expected<std::any, Faults> body(Target target, std::string_view action, std::string_view text) {
    return read_body(target, action, parse(text).value());
}

Faults faults(Target target, std::string_view action, std::string_view text) {
    const auto read = body(target, action, text);
    return read ? Faults{} : read.error();
}

TEST(Bodies, are_of_the_type_that_the_action_takes) {
    const auto read = body(Target::matter, "place_on_agenda", R"({"meeting":"mtg_1","draft":2})");

    ASSERT_TRUE(read);
    const auto* placing = std::any_cast<PlaceOnAgenda>(&*read);
    ASSERT_NE(placing, nullptr);
    EXPECT_EQ(placing->meeting, MeetingId{"mtg_1"});
    EXPECT_EQ(placing->draft, 2);
    EXPECT_FALSE(placing->shortening);
}

TEST(Bodies, exist_for_every_action_and_have_its_type) {
    for (const Action& action : actions()) {
        SCOPED_TRACE(std::string{action.name});
        EXPECT_TRUE(is_action(action.target, action.name));
        const auto read = body(action.target, action.name, "{}");
        EXPECT_TRUE(!read || std::type_index{read->type()} == action.body);
    }
    EXPECT_FALSE(is_action(Target::matter, "freeze_agenda"));
}

TEST(Bodies, tell_all_faults_at_once_with_their_place) {
    EXPECT_THAT(
        faults(Target::matter, "place_on_agenda", R"({"draft":"two","late":true})"),
        UnorderedElementsAre(Fault{"/meeting", FaultCode::missing, ""}, testing::Field(&Fault::pointer, "/draft"),
                             Fault{"/late", FaultCode::unknown, ""}));
    EXPECT_THAT(faults(Target::matter, "place_on_agenda", "[]"), testing::SizeIs(1));
    EXPECT_THAT(faults(Target::matter, "decree", "{}"),
                ElementsAre(Fault{"", FaultCode::enumeration, "the body of a known action"}));
}

TEST(Bodies, are_read_as_far_as_they_fit_where_something_is_wrong) {
    const auto value = parse(R"({"to":"per_1","from":7,"until":"2026-05-03","colour":"red"})");
    const auto read = std::any_cast<Delegate>(read_what_fits(Target::person, "delegate", *value));
    EXPECT_EQ(read.to.value, "per_1");
    EXPECT_EQ(read.until, parse_date("2026-05-03"));
    EXPECT_EQ(read.reason, "");
    EXPECT_NO_THROW((void)std::any_cast<Delegate>(read_what_fits(Target::person, "delegate", boost::json::value(7))));
    EXPECT_THROW((void)read_what_fits(Target::matter, "decree", *value), std::logic_error);
}

TEST(Bodies, without_members_are_empty_objects_and_nothing_else) {
    EXPECT_THAT(faults(Target::matter, "accept_for_review", "{}"), IsEmpty());
    EXPECT_THAT(faults(Target::matter, "accept_for_review", R"({"accepted":true})"),
                ElementsAre(Fault{"/accepted", FaultCode::unknown, ""}));
    EXPECT_THAT(faults(Target::meeting, "send_materials", "null"), testing::SizeIs(1));
    for (const auto& [target, action] : {std::pair{Target::matter, "restart_review_clock"},
                                         {Target::meeting, "resume"},
                                         {Target::person, "confirm_post"},
                                         {Target::organ, "confirm_calendar"}}) {
        EXPECT_THAT(faults(target, action, "{}"), IsEmpty()) << action;
    }
}

TEST(Bodies, say_their_lists_in_full_but_where_the_contract_lets_them_be_absent) {
    EXPECT_THAT(
        faults(Target::matter, "submit_draft", "{}"),
        UnorderedElementsAre(Fault{"/documents", FaultCode::missing, ""}, Fault{"/drafters", FaultCode::missing, ""}));
    EXPECT_THAT(faults(Target::meeting, "open", "{}"), ElementsAre(Fault{"/present", FaultCode::missing, ""}));
    EXPECT_THAT(faults(Target::meeting, "fix_roster", "{}"), IsEmpty());
    EXPECT_THAT(faults(Target::meeting, "sign_record", "{}"), IsEmpty());
    EXPECT_THAT(faults(Target::item, "decide", R"({"outcome":"adopted"})"), IsEmpty());
    EXPECT_THAT(faults(Target::item, "record_ballot", R"({"for":3,"against":1,"abstain":0,"tellers":["a","b"]})"),
                IsEmpty());
}

TEST(Bodies, tell_when_it_happened_where_it_was_entered_from_paper) {
    const auto spoken =
        body(Target::item, "speak", R"({"person":"per_1","position":"for","occurred_at":"2026-03-02T10:00:00+08:00"})");
    ASSERT_TRUE(spoken);
    EXPECT_EQ(occurred_at_of(*spoken), parse_instant("2026-03-02T02:00:00Z"));
    EXPECT_EQ(occurred_at_of(*body(Target::meeting, "close", "{}")), std::nullopt);
    EXPECT_EQ(occurred_at_of(*body(Target::matter, "withdraw", R"({"reason":"r"})")), std::nullopt);
    EXPECT_EQ(occurred_at_of(std::any{}), std::nullopt);
}

TEST(StoredFacts, come_back_as_they_were) {
    const Finding finding{
        .rule = "R-GATE-01",
        .variant = "",
        .class_ = FindingClass::refuse,
        .subject = "mat_1",
        .facts = {{"v", std::int64_t{2}},
                  {"title", std::string{"供热补贴办法"}},
                  {"date", *parse_date("2026-03-02")},
                  {"time", *parse_instant("2026-03-02T01:00:00.500Z")},
                  {"forum", Term{"forum", "party_group"}},
                  {"names", std::vector<std::string>{"甲", "乙"}},
                  {"list", std::vector<Term>{{"material_kind", "draft"}}}},
        .missing = {Missing::legality_opinion},
    };
    const auto back = read<Finding>(write(finding));

    ASSERT_TRUE(back);
    EXPECT_EQ(*back, finding);
    EXPECT_EQ(boost::json::serialize(write(Fact{*parse_date("2026-03-02")})), R"({"date":"2026-03-02"})");
}

TEST(StoredFacts, of_no_known_form_are_faults) {
    for (const auto* text : {"null", "true", "1.5", R"({"day":"x"})", R"({"date":"2026-02-30"})", R"(["a",{}])"}) {
        EXPECT_FALSE(read<Fact>(parse(text).value())) << text;
    }
    EXPECT_EQ(read<Fact>(parse("[]").value()).value(), Fact{std::vector<std::string>{}});
}

}  // namespace
}  // namespace shenyi::workflow::codec
