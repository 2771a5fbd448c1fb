#include "storage/definitions/messages.hpp"
#include "tests/storage/definitions/shipped_rules.hpp"
#include "tests/support/source_folder.hpp"
#include "tests/support/temporary_folder.hpp"

#include "workflow/acts.hpp"
#include "workflow/codec/parse.hpp"
#include "workflow/codec/read.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace shenyi::storage::definitions {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using workflow::Term;

const Messages& shipped_messages() {
    static const Messages messages =
        Messages::read(tests::source_folder() / "schemas/messages", shipped_rules()).value();
    return messages;
}

class MessageFiles : public testing::Test {
  protected:
    void SetUp() override {
        rules_.rules["R-GATE-01"] = Rule{.id = "R-GATE-01", .group = "gate", .variants = {{"papers", {}}}};
    }
    auto read(const std::string& zh, const std::string& en) const {
        std::ofstream{folder_.path() / "zh-CN.yaml"} << zh;
        std::ofstream{folder_.path() / "en.yaml"} << en;
        return Messages::read(folder_.path(), rules_);
    }
    std::vector<std::string> faults(const std::string& zh, const std::string& en) const {
        std::vector<std::string> texts;
        const auto messages = read(zh, en);
        if (messages) return texts;
        for (const auto& fault : messages.error()) texts.push_back(text_of(fault));
        return texts;
    }

    const std::string whole_ =
        "rules: {wrong_stage: x, wrong_stage.clock_runs: x, wrong_stage.clock_stopped: x, wrong_stage.no_objection: x, "
        "wrong_stage.no_point: x, wrong_stage.no_other_reviewer: x, "
        "R-GATE-01: y, R-GATE-01.papers: z}\n";
    tests::TemporaryFolder folder_;
    Rules rules_;
};

TEST(MessageCatalogue, is_read_as_it_is_shipped_with_a_text_for_every_rule_and_variant) {
    const auto messages = Messages::read(tests::source_folder() / "schemas/messages", shipped_rules());

    ASSERT_TRUE(messages) << text_of(messages.error());
}

TEST(MessageCatalogue, says_in_both_languages_why_a_draft_may_not_be_discussed) {
    const Messages::Facts facts{{"title", "供热补贴办法"}, {"v", "3"}, {"meeting", "局长办公会"}};

    EXPECT_EQ(shipped_messages().render("zh-CN", "R-GATE-01", facts),
              "《供热补贴办法》第3稿未经合法性审查，不得提交局长办公会研究讨论。");
    EXPECT_EQ(shipped_messages().render("en", "R-GATE-01", facts),
              "Version 3 of “供热补贴办法” has no legality review opinion and cannot be put before 局长办公会.");
}

TEST(MessageCatalogue, falls_back_to_the_rules_first_text_and_then_to_the_key) {
    EXPECT_EQ(shipped_messages().render("zh-CN", "R-ARC-02.unheard_of"),
              shipped_messages().render("zh-CN", "R-ARC-02"));
    EXPECT_EQ(shipped_messages().render("en", "unheard_of"), "unheard_of");
    EXPECT_EQ(shipped_messages().render("en", "unheard_of.too"), "unheard_of.too");
    EXPECT_EQ(shipped_messages().render("en", ""), "");
}

TEST(MessageCatalogue, shows_a_fact_that_is_not_given_by_its_bare_name) {
    EXPECT_EQ(shipped_messages().render("zh-CN", "R-GATE-04", {{"a", "2"}}),
              "审查意见针对第2稿，现提交第⟨b⟩稿，须重新审查或复核。");
}

TEST(MessageCatalogue, does_not_read_facts_as_templates) {
    EXPECT_EQ(shipped_messages().render("zh-CN", "R-GATE-03", {{"unit", "{b}{{"}}),
              "{b}{{的复函属征求意见，不能代替合法性审查。");
}

TEST(MessageCatalogue, speaks_chinese_to_whoever_does_not_ask_for_english) {
    EXPECT_EQ(shipped_messages().render("fr", "stage.drafting"), "起草中");
    EXPECT_EQ(shipped_messages().render("en-GB", "stage.drafting"), "drafting");
}

TEST(MessageCatalogue, puts_facts_into_words_of_the_language) {
    const workflow::Facts facts{
        {"n", std::int64_t{5}},
        {"name", std::string{"王芳"}},
        {"date", 2026y / 3 / 9},
        {"occurred", workflow::parse_instant("2026-03-09T01:05:00Z").value()},
        {"stage", Term{"stage", "drafting"}},
        {"stages", std::vector<Term>{{"stage", "reviewed"}, {"stage", "no_such_stage"}}},
        {"names", std::vector<std::string>{"王芳", "李强"}},
    };

    EXPECT_THAT(shipped_messages().words("zh-CN", facts),
                UnorderedElementsAre(std::pair{"n", "5"}, std::pair{"name", "王芳"}, std::pair{"date", "2026年3月9日"},
                                     std::pair{"occurred", "2026年3月9日09:05"}, std::pair{"stage", "起草中"},
                                     std::pair{"stages", "已审查、no_such_stage"}, std::pair{"names", "王芳、李强"}));
    EXPECT_EQ(shipped_messages().word("en", facts.at("date")), "2026-03-09");
    EXPECT_EQ(shipped_messages().word("en", facts.at("occurred")), "2026-03-09 09:05");
    EXPECT_EQ(shipped_messages().word("en", facts.at("names")), "王芳, 李强");
}

template <class E>
void expect_words_for(const std::string& catalogue) {
    std::set<std::string> wanted;
    for (const auto name : workflow::codec::enumerator_names<E>) wanted.insert(std::string{name});
    std::set<std::string> found;
    for (const auto& key : shipped_messages().keys()) {
        if (key.starts_with(catalogue + ".")) found.insert(key.substr(catalogue.size() + 1));
    }
    EXPECT_EQ(found, wanted) << catalogue;
}

TEST(MessageCatalogue, has_a_word_for_every_term_of_the_closed_vocabularies) {
    expect_words_for<workflow::MatterKind>("matter_kind");
    expect_words_for<workflow::Stage>("stage");
    expect_words_for<workflow::Role>("role");
    expect_words_for<workflow::Relation>("relation");
    expect_words_for<workflow::ProposalSource>("proposal_source");
    expect_words_for<workflow::Forum>("forum");
    expect_words_for<workflow::DocumentRole>("document_role");
    expect_words_for<workflow::MaterialKind>("material_kind");
    expect_words_for<workflow::ChangeClass>("change_class");
    expect_words_for<workflow::ConsultationReply>("consultation_reply");
    expect_words_for<workflow::ReturnGround>("return_ground");
    expect_words_for<workflow::ClockStopGround>("clock_stop_ground");
    expect_words_for<workflow::Conclusion>("conclusion");
    expect_words_for<workflow::AnswerFinding>("answer_finding");
    expect_words_for<workflow::Disposition>("disposition");
    expect_words_for<workflow::ClearanceGround>("clearance_ground");
    expect_words_for<workflow::MeetingStage>("meeting_stage");
    expect_words_for<workflow::ItemKind>("item_kind");
    expect_words_for<workflow::ItemState>("item_state");
    expect_words_for<workflow::Outcome>("outcome");
    expect_words_for<workflow::MotionKind>("motion_kind");
    expect_words_for<workflow::Position>("position");
    expect_words_for<workflow::AttemptKind>("attempt_kind");
    expect_words_for<workflow::Vote>("vote");
    expect_words_for<workflow::BallotMethod>("ballot_method");
    expect_words_for<workflow::BallotState>("ballot_state");
    expect_words_for<workflow::AttendeeCapacity>("attendee_capacity");
    expect_words_for<workflow::AttendanceEvent>("attendance_event");
    expect_words_for<workflow::CloseGround>("close_ground");
    expect_words_for<workflow::Missing>("missing");
    expect_words_for<workflow::FindingClass>("finding_class");
    expect_words_for<workflow::Deed>("deed");
    expect_words_for<workflow::ResponsibilityLevel>("responsibility_level");
    expect_words_for<workflow::codec::JsonFault>("json_fault");
    expect_words_for<TextStatus>("text_status");
    expect_words_for<Binding>("binding");
}

void expect_action_named(const std::string& rule, const Clearing& clearing) {
    const std::string catalogue{action_catalogue(clearing.target.value_or(ActedOn::matter))};
    EXPECT_TRUE(shipped_messages().has(catalogue + "." + clearing.action))
        << rule << ": " << catalogue << "." << clearing.action;
}

TEST(MessageCatalogue, names_every_action_by_which_a_finding_can_be_cleared) {
    for (const auto& [id, rule] : shipped_rules().rules) {
        for (const auto& clearing : rule.clears) expect_action_named(id, clearing);
        for (const auto& [name, variant] : rule.variants) {
            for (const auto& clearing : clearings(rule, name)) expect_action_named(id, clearing);
        }
    }
}

TEST(MessageCatalogue, has_title_and_detail_for_every_problem_type) {
    for (const std::string name : {"malformed",
                                   "unauthorized",
                                   "not_found",
                                   "forbidden",
                                   "password_to_change",
                                   "validation",
                                   "key_reused",
                                   "precondition_required",
                                   "precondition_failed",
                                   "conflict",
                                   "refused",
                                   "too_large",
                                   "unsupported_media_type",
                                   "unsupported_encoding",
                                   "headers_too_large",
                                   "too_many_requests",
                                   "overloaded",
                                   "record_damaged",
                                   "clock_behind",
                                   "audit_backlog",
                                   "audit_rollback",
                                   "internal",
                                   "unavailable",
                                   "method_not_allowed",
                                   "locked_out",
                                   "too_many_log_ins",
                                   "expectation_failed",
                                   "not_implemented",
                                   "not_writable",
                                   "fault"}) {
        EXPECT_TRUE(shipped_messages().has("problem." + name + ".title")) << name;
        EXPECT_TRUE(shipped_messages().has("problem." + name + ".detail")) << name;
    }
}

TEST_F(MessageFiles, take_further_sections_whose_name_leads_their_keys) {
    const std::string section = "problem:\n  refused: {title: 'a {{b}} {c}'}\n";
    const auto both = read(whole_ + section, whole_ + section);
    ASSERT_TRUE(both) << text_of(both.error());
    EXPECT_EQ(both->render("en", "problem.refused.title", {{"c", "d"}}), "a {b} d");
    EXPECT_THAT(both->placeholders("problem.refused.title"), ElementsAre("c"));
}

TEST_F(MessageFiles, refuse_a_template_with_a_brace_that_does_not_pair) {
    for (const std::string text :
         {"{", "}", "a { b", "a } b", "{}", "{a b}", "{{{", "{a}}", "{{a}", "{9}", "{A}", "{a{b}}", "{_}"}) {
        EXPECT_THAT(faults(whole_ + "terms:\n  stage:\n    open: '" + text + "'\n", whole_),
                    ElementsAre("zh-CN.yaml:4: /terms/stage/open: has a brace that does not pair, or a bad name"))
            << text;
    }
}

TEST_F(MessageFiles, refuse_a_key_or_placeholder_that_the_other_language_has_not) {
    EXPECT_THAT(faults(whole_ + "terms: {a: {x: '1{n}', y: q}}\n", whole_ + "terms:\n  a:\n    x: '1{m}'\n    z: q\n"),
                ElementsAre("zh-CN.yaml:2: /terms/a/x: has other placeholders than en.yaml",
                            "zh-CN.yaml:2: /terms/a/y: has no counterpart in en.yaml",
                            "en.yaml:4: /terms/a/x: has other placeholders than zh-CN.yaml",
                            "en.yaml:5: /terms/a/z: has no counterpart in zh-CN.yaml"));
}

TEST_F(MessageFiles, refuse_a_rule_without_text_and_a_text_without_rule) {
    const std::string texts =
        "rules:\n  wrong_stage: x\n  wrong_stage.clock_runs: x\n  wrong_stage.clock_stopped: x\n  "
        "wrong_stage.no_objection: x\n  wrong_stage.no_point: x\n  wrong_stage.no_other_reviewer: x\n  "
        "R-GATE-01: y\n  R-GATE-02: z\n";
    EXPECT_THAT(faults(texts, texts), ElementsAre("zh-CN.yaml: /rules: has no text for R-GATE-01.papers",
                                                  "zh-CN.yaml:9: /rules/R-GATE-02: belongs to no rule",
                                                  "en.yaml: /rules: has no text for R-GATE-01.papers",
                                                  "en.yaml:9: /rules/R-GATE-02: belongs to no rule"));
}

TEST_F(MessageFiles, refuse_texts_that_are_none_and_keys_that_meet) {
    EXPECT_THAT(faults(whole_ + "terms: {a: {x: 1, y: '', z: [q]}}\n", whole_),
                ElementsAre(HasSubstr("/terms/a/x: expected text"), HasSubstr("/terms/a/y: is empty"),
                            HasSubstr("/terms/a/z: expected text")));
    EXPECT_THAT(faults(whole_ + "terms: {R-GATE-01: again}\n", whole_),
                ElementsAre("zh-CN.yaml:2: /terms/R-GATE-01: has the key of another text: R-GATE-01"));
    EXPECT_THAT(faults("[]", whole_), ElementsAre("zh-CN.yaml:1: expected sections"));
}

TEST_F(MessageFiles, that_are_not_there_are_a_fault) {
    EXPECT_THAT(text_of(Messages::read(folder_.path(), rules_).error()),
                "zh-CN.yaml: cannot be opened\nen.yaml: cannot be opened");
}

}  // namespace
}  // namespace shenyi::storage::definitions
