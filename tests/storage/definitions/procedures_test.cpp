#include "storage/definitions/procedures.hpp"
#include "tests/support/source_folder.hpp"
#include "tests/support/temporary_folder.hpp"

#include "workflow/actions/table.hpp"
#include "workflow/codec/bodies.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace shenyi::storage::definitions {
namespace {

using namespace workflow;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;

const Definitions& shipped_definitions() {
    static const auto read = read_definitions(tests::source_folder() / "schemas");
    if (!read) throw std::runtime_error(text_of(read.error()));
    return **read;
}

const ProcedureAction& action(std::string_view procedure, std::string_view name) {
    return procedure_named(shipped_definitions(), procedure)->actions.find(name)->second;
}

class ProceduresFile : public testing::Test {
  protected:
    tl::expected<Procedure, FileFaults> read(const std::string& text) const {
        std::ofstream{folder_.path() / "course.yaml"} << text;
        return read_procedure(folder_.path() / "course.yaml", {"R-GATE-01", "R-GATE-02"});
    }

    std::string faults(const std::string& text) const {
        const auto found = read(text);
        return found ? "" : text_of(found.error());
    }

    tests::TemporaryFolder folder_;
};

const std::string head = R"(name: course
title: 课程
kind: key_matter
forums: [party_group]
checklist: [{item: authority, text: 权限}]
)";

TEST(Procedures, are_read_as_they_are_shipped) {
    EXPECT_THAT(shipped_definitions().procedures, SizeIs(3));
    EXPECT_THAT(shipped_definitions().packs, SizeIs(1));
    ASSERT_TRUE(shipped_definitions().meetings);

    const Procedure& major = *procedure_named(shipped_definitions(), "major_decision");
    EXPECT_EQ(major.kind, MatterKind::major_decision);
    EXPECT_THAT(major.forums, ElementsAre(Forum::office_meeting, Forum::party_group));
    EXPECT_TRUE(major.review_mandatory && major.adviser_mandatory);
    EXPECT_THAT(major.checklist, SizeIs(3));
    EXPECT_THAT(procedure_named(shipped_definitions(), "normative_document")->checklist, SizeIs(7));
    EXPECT_EQ(procedure_named(shipped_definitions(), "unheard_of"), nullptr);
    for (const auto& [hash, procedure] : shipped_definitions().procedures) {
        EXPECT_EQ(hash, procedure->hash);
        EXPECT_THAT(hash, AllOf(testing::StartsWith("sha256:"), SizeIs(71)));
    }
}

TEST(Procedures, ask_every_gate_at_every_gate_point) {
    for (const auto* name : {"major_decision", "normative_document"}) {
        const Procedure& procedure = *procedure_named(shipped_definitions(), name);
        std::vector<const ProcedureAction*> points = {&procedure.actions.find("place_on_agenda")->second};
        for (const auto* item : {"open", "open_ballot", "close_ballot", "decide"}) {
            points.push_back(&procedure.item_actions.find(item)->second);
        }
        for (const auto* point : points) {
            EXPECT_THAT(point->guards, IsSupersetOf({"R-GATE-01", "R-GATE-02", "R-GATE-03", "R-GATE-04", "R-GATE-05",
                                                     "R-GATE-06", "R-REV-10"}));
        }
    }
}

/// What is wrong with a shipped procedure once this text is exchanged in it.
std::string faults_after(const std::string& name, const std::string& text, const std::string& with) {
    std::ifstream in(tests::source_folder() / "schemas" / "procedures" / name);
    std::string content{std::istreambuf_iterator<char>{in}, {}};
    const auto found = content.find(text);
    EXPECT_NE(found, std::string::npos) << text;
    const tests::TemporaryFolder folder;
    std::ofstream{folder.path() / name} << content.replace(found, text.size(), with);
    const auto read = read_procedure(folder.path() / name, guarded_rules());
    return read ? "" : text_of(read.error());
}

TEST(Procedures, are_not_read_where_a_rule_of_the_gate_is_left_out) {
    for (const std::string rule : {"R-GATE-01", "R-GATE-02", "R-GATE-03", "R-GATE-08"}) {
        EXPECT_THAT(faults_after("major_decision.yaml", "      - " + rule + "\n", ""), HasSubstr("leaves out " + rule));
    }
    EXPECT_THAT(faults_after("meetings.yaml", "[R-GATE-01, R-MEET-05]", "[R-MEET-05]"),
                HasSubstr("/meetings/add_item/guards: leaves out R-GATE-01"));
    EXPECT_THAT(faults_after("meetings.yaml", "R-MEET-04, R-GATE-01, R-MEET-03", "R-MEET-04, R-MEET-03"),
                HasSubstr("/meetings/open/guards: leaves out R-GATE-01"));
    EXPECT_THAT(faults_after("major_decision.yaml", "review_mandatory: true", "review_mandatory: false"),
                HasSubstr("/review_mandatory: cannot be unset for this kind"));
    EXPECT_EQ(faults_after("major_decision.yaml", "title: 重大行政决策", "title: 重大决策"), "");
}

TEST(Procedures, ask_for_the_floor_and_the_checklist_of_their_kind) {
    EXPECT_THAT(action("major_decision", "place_on_agenda").guards,
                AllOf(Contains("R-REV-03"), Not(Contains("R-REV-04"))));
    EXPECT_THAT(action("normative_document", "place_on_agenda").guards,
                AllOf(Contains("R-REV-04"), Not(Contains("R-REV-03"))));
    EXPECT_THAT(action("major_decision", "issue_legality_opinion").guards, Contains("R-REV-05"));
    EXPECT_THAT(action("normative_document", "issue_legality_opinion").guards, Contains("R-REV-06"));
    EXPECT_THAT(action("normative_document", "request_review").guards, Contains("R-INIT-11"));
    EXPECT_THAT(shipped_definitions().meetings->meeting_actions.at("reschedule").each_item,
                ElementsAre("R-REV-03", "R-REV-04", "R-CAL-04"));
}

/// Whether the procedure has a row for the action, on the target that the action is done to.
bool has_row(const Procedure& procedure, const Action& action) {
    switch (action.target) {
        case Target::matter:
            return procedure.actions.contains(action.name);
        case Target::item:
            return procedure.item_actions.contains(action.name);
        case Target::meeting:
            return procedure.meeting_actions.contains(action.name);
        case Target::organ:
        case Target::person:
            return procedure.organ_actions.contains(action.name);
    }
    return false;
}

TEST(Procedures, know_every_action_there_is) {
    for (const Action& each : actions()) {
        SCOPED_TRACE(std::string{each.name});
        EXPECT_TRUE(codec::is_action(each.target, each.name));
        const bool of_kind = each.target == Target::matter || each.target == Target::item;
        EXPECT_EQ(has_row(*procedure_named(shipped_definitions(), "major_decision"), each), of_kind);
        EXPECT_EQ(has_row(*procedure_named(shipped_definitions(), "normative_document"), each), of_kind);
        EXPECT_EQ(has_row(*shipped_definitions().meetings, each), each.target != Target::matter);
    }
}

TEST(Procedures, leave_no_guard_out) {
    RuleIds named;
    for (const auto& [hash, procedure] : shipped_definitions().procedures) {
        for (const auto* actions :
             {&procedure->actions, &procedure->item_actions, &procedure->meeting_actions, &procedure->organ_actions}) {
            for (const auto& [name, row] : *actions) {
                named.insert(row.guards.begin(), row.guards.end());
                named.insert(row.each_item.begin(), row.each_item.end());
            }
        }
    }
    EXPECT_EQ(named, guarded_rules());
}

TEST(Procedures, let_no_administrator_near_a_matter_or_a_meeting) {
    for (const auto& [hash, procedure] : shipped_definitions().procedures) {
        for (const auto* actions : {&procedure->actions, &procedure->item_actions, &procedure->meeting_actions}) {
            for (const auto& [name, row] : *actions) {
                for (const Who& who : row.who) EXPECT_FALSE(is_administrator(who.role)) << procedure->name << name;
            }
        }
    }
}

TEST(Procedures, start_the_review_nowhere_but_by_acceptance) {
    EXPECT_THAT(action("major_decision", "issue_legality_opinion").from, ElementsAre(Stage::under_review));
    EXPECT_THAT(action("major_decision", "place_on_agenda").from, ElementsAre(Stage::reviewed, Stage::deferred));
    EXPECT_THAT(action("major_decision", "withdraw").from, Not(Contains(Stage::in_discussion)));
    EXPECT_THAT(action("major_decision", "note_objection").from, AllOf(SizeIs(19), Not(Contains(Stage::closed))));
}

TEST_F(ProceduresFile, turns_an_action_into_the_cores) {
    const auto found = read(head + R"(
actions:
  withdraw: {from: [proposed], who: [section_head of lead_unit], guards: [R-GATE-02, R-GATE-01]}
items:
  close: {meeting_stages: [closed, signed], item_states: [open], who: [recorder of meeting]}
)");
    ASSERT_TRUE(found) << text_of(found.error());
    const ProcedureAction& row = found->actions.at("withdraw");
    EXPECT_THAT(row.from, ElementsAre(Stage::proposed));
    EXPECT_THAT(row.who, ElementsAre(Who{Role::section_head, Relation::lead_unit}));
    EXPECT_THAT(row.guards, ElementsAre("R-GATE-02", "R-GATE-01"));
    EXPECT_THAT(found->item_actions.at("close").meeting_stages,
                ElementsAre(MeetingStage::closed, MeetingStage::signed_));
}

TEST_F(ProceduresFile, is_named_by_what_it_says_and_not_by_how_it_is_written) {
    const auto one = read(head);
    const auto commented = read("# a comment\n" + head + "\n\n");
    const auto other = read(head + "adviser_mandatory: false\n");

    ASSERT_TRUE(one && commented && other);
    EXPECT_EQ(one->hash, commented->hash);
    EXPECT_NE(one->hash, other->hash);
    EXPECT_FALSE(other->adviser_mandatory);
}

TEST_F(ProceduresFile, names_line_and_member_of_what_does_not_exist) {
    const auto told = faults(head + R"(actions:
  decree: {who: [section_head of lead_unit]}
  withdraw:
    who: [king of lead_unit, section_head of nowhere, section_head]
    guards: [R-GATE-01, R-GATE-99, R-GATE-01]
  endorse: {}
)");
    EXPECT_THAT(told, HasSubstr("course.yaml:7: /actions/decree: is no action there"));
    EXPECT_THAT(told, HasSubstr("course.yaml:9: /actions/withdraw/who/0: expected a role of a relation"));
    EXPECT_THAT(told, HasSubstr("/actions/withdraw/who/1: expected"));
    EXPECT_THAT(told, HasSubstr("/actions/withdraw/who/2: expected"));
    EXPECT_THAT(told, HasSubstr("course.yaml:10: /actions/withdraw/guards/1: R-GATE-99 has no guard"));
    EXPECT_THAT(told, HasSubstr("/actions/withdraw/guards/2: stands twice"));
    EXPECT_THAT(told, HasSubstr("course.yaml:11: /actions/endorse: has nobody who may do it"));
}

TEST_F(ProceduresFile, refuses_an_action_on_what_it_is_not_done_to) {
    EXPECT_THAT(faults(head + "meetings: {place_on_agenda: {who: [office_clerk of organ]}}\n"),
                HasSubstr("/meetings/place_on_agenda: is no action there"));
}

TEST_F(ProceduresFile, refuses_unknown_stages_and_members) {
    EXPECT_THAT(faults(head + "actions: {withdraw: {from: [nowhere], who: [drafter of lead_unit], deadline: 3}}\n"),
                AllOf(HasSubstr("/actions/withdraw/from/0: expected proposed|"),
                      HasSubstr("/actions/withdraw/deadline: unknown member")));
}

TEST_F(ProceduresFile, refuses_a_course_of_matters_without_kind_forum_or_checklist) {
    EXPECT_EQ(faults("name: course\ntitle: 课程\nactions: {withdraw: {who: [drafter of lead_unit]}}\n"),
              "course.yaml:3: /actions: are on matters, and the file names no kind");
    EXPECT_THAT(faults("name: other\ntitle: 课程\nkind: key_matter\n"),
                AllOf(HasSubstr("/name: is not the name of the file"), HasSubstr("/forums: name no forum"),
                      HasSubstr("/checklist: leaves the review nothing to answer")));
}

}  // namespace
}  // namespace shenyi::storage::definitions
