#include "storage/definitions/messages.hpp"
#include "storage/definitions/procedures.hpp"
#include "storage/definitions/rules.hpp"
#include "tests/support/source_folder.hpp"
#include "workflow/rules/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// Each rule of the table has its guard, its place in a procedure, its tests and its words.
namespace shenyi::storage::definitions {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using Ids = std::set<std::string, std::less<>>;

/// Where the rules are found, besides their table. Tests are told by their names: `TEST(R_GATE_01, refuses_…)`.
struct Found {
    Ids guards;    ///< workflow/rules/table.cpp
    Ids places;    ///< the procedures
    Ids refusing;  ///< tests that refuse, or warn
    Ids allowing;
    Ids tested;  ///< tests of any name
    Ids words;   ///< messages, in both languages
};

/// A rule that shows in a report and stands in nobody's way says so.
bool only_reported(const Rule& rule) {
    return rule.enforced_by && rule.enforced_by->starts_with("report:");
}

void add_faults(const Rule& rule, const Found& found, std::vector<std::string>& faults) {
    const auto expect = [&](const Ids& ids, const char* what) {
        if (!ids.contains(rule.id)) faults.push_back(rule.id + what);
    };
    if (rule.guard) {
        expect(found.guards, " has no guard");
        expect(found.places, " stands in no procedure");
    } else if (found.guards.contains(rule.id)) {
        faults.push_back(rule.id + " has a guard that the rules table does not know");
    }
    if (rule.class_ == RuleClass::computed || only_reported(rule)) {
        expect(found.tested, " has no test");
    } else {
        expect(found.refusing, " has no refusing test");
        expect(found.allowing, " has no allowing test");
    }
    expect(found.words, " has no words in one of the languages");
}

std::vector<std::string> faults_of(const Rules& rules, const Found& found) {
    std::vector<std::string> faults;
    for (const auto& [id, rule] : rules.rules) add_faults(rule, found, faults);
    for (const Ids* ids : {&found.guards, &found.tested}) {
        for (const std::string& id : *ids) {
            if (!rules.find(id)) faults.push_back(id + " is not in the rules table");
        }
    }
    return faults;
}

void read_tests(const std::filesystem::path& file, Found& found) {
    static const std::regex test(R"(\bTEST(?:_P|_F)?\(R_([A-Z]+)_([0-9]{2}),\s*([A-Za-z0-9_]+)\))");
    std::ifstream in(file);
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    for (std::sregex_iterator each(text.begin(), text.end(), test), end; each != end; ++each) {
        const std::string id = "R-" + each->str(1) + "-" + each->str(2);
        const std::string name = each->str(3);
        found.tested.insert(id);
        if (name.starts_with("refuses_") || name.starts_with("warns_")) found.refusing.insert(id);
        if (name.starts_with("allows_")) found.allowing.insert(id);
    }
}

void read_places(const workflow::Definitions& shipped, Found& found) {
    for (const auto& [hash, procedure] : shipped.procedures) {
        for (const auto* actions :
             {&procedure->actions, &procedure->item_actions, &procedure->meeting_actions, &procedure->organ_actions}) {
            for (const auto& [name, row] : *actions) {
                found.places.insert(row.guards.begin(), row.guards.end());
                found.places.insert(row.each_item.begin(), row.each_item.end());
            }
        }
    }
}

Found found_in(const std::filesystem::path& tree, const Rules& rules) {
    Found found;
    for (const auto& row : workflow::guards()) found.guards.emplace(row.rule);
    read_places(**read_definitions(tree / "schemas"), found);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(tree / "tests")) {
        if (entry.path().extension() == ".cpp") read_tests(entry.path(), found);
    }
    const auto messages = Messages::read(tree / "schemas/messages", rules).value();
    for (const auto& [id, rule] : rules.rules) {
        const bool chinese = messages.render("zh-CN", id) != id;
        if (chinese && messages.render("en", id) != id) found.words.insert(id);
    }
    return found;
}

TEST(RulesTable, is_complete) {
    const std::filesystem::path tree = tests::source_folder();
    const Rules rules = read_rules(tree / "schemas/rules.yaml").value();

    EXPECT_THAT(faults_of(rules, found_in(tree, rules)), IsEmpty());
}

/// One rule of which everything is there, and what is found of it: to be taken away piece by piece.
class OneRule : public testing::Test {
  protected:
    OneRule() {
        rules.rules["R-GATE-01"] = Rule{.id = "R-GATE-01", .group = "gate", .class_ = RuleClass::refuse, .guard = true};
    }

    std::vector<std::string> faults() const { return faults_of(rules, found); }
    Rule& rule() { return rules.rules.begin()->second; }

    Rules rules;
    Found found{.guards = {"R-GATE-01"},
                .places = {"R-GATE-01"},
                .refusing = {"R-GATE-01"},
                .allowing = {"R-GATE-01"},
                .tested = {"R-GATE-01"},
                .words = {"R-GATE-01"}};
};

TEST_F(OneRule, is_complete_with_guard_place_tests_and_words) {
    EXPECT_THAT(faults(), IsEmpty());
}

TEST_F(OneRule, is_not_complete_without_any_of_them) {
    const std::vector<std::pair<Ids*, const char*>> pieces = {
        {&found.guards, "R-GATE-01 has no guard"},
        {&found.places, "R-GATE-01 stands in no procedure"},
        {&found.refusing, "R-GATE-01 has no refusing test"},
        {&found.allowing, "R-GATE-01 has no allowing test"},
        {&found.words, "R-GATE-01 has no words in one of the languages"}};
    for (const auto& [piece, fault] : pieces) {
        const Ids taken = std::exchange(*piece, {});
        EXPECT_THAT(faults(), ElementsAre(fault));
        *piece = taken;
    }
}

TEST_F(OneRule, that_is_computed_or_only_reported_needs_a_test_of_any_name) {
    found = {.tested = {"R-GATE-01"}, .words = {"R-GATE-01"}};
    rule().guard = false;
    rule().enforced_by = "report: the yearly figures";
    EXPECT_THAT(faults(), IsEmpty());
    rule().enforced_by = "one function counts";
    rule().class_ = RuleClass::computed;
    EXPECT_THAT(faults(), IsEmpty());
    found.tested.clear();
    EXPECT_THAT(faults(), ElementsAre("R-GATE-01 has no test"));
}

TEST_F(OneRule, whose_guard_or_test_the_table_does_not_know_is_a_fault) {
    rule().guard = false;
    rule().enforced_by = "the log";
    EXPECT_THAT(faults(), ElementsAre("R-GATE-01 has a guard that the rules table does not know"));
    rules.rules.clear();
    EXPECT_THAT(faults(), ElementsAre("R-GATE-01 is not in the rules table", "R-GATE-01 is not in the rules table"));
}

}  // namespace
}  // namespace shenyi::storage::definitions
