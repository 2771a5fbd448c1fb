#include "tests/bypass/steps.hpp"
#include "tests/bypass/way.hpp"
#include "tests/support/source_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/array.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <set>

namespace shenyi::tests {
namespace {

namespace json = boost::json;

Setting setting_of(const Way& way) {
    Setting setting;
    const json::value* rosters = way.scenario.if_contains("rosters");
    if (!rosters) return setting;
    for (const auto& [forum, members] : rosters->as_object()) {
        auto& logins =
            setting.rosters[forum == "party_group" ? workflow::Forum::party_group : workflow::Forum::office_meeting];
        for (const json::value& login : members.as_array()) logins.emplace_back(login.as_string());
    }
    return setting;
}

using Tried = std::tuple<storage::Engine, Way>;

class Bypass : public testing::TestWithParam<Tried> {};

TEST_P(Bypass, comes_out_as_the_file_says) {
    const auto& [engine, way] = GetParam();
    HttpDoor door(engine, setting_of(way));
    WaySteps others(door, engine);
    play(way.scenario, way.name, door, others);
}

INSTANTIATE_TEST_SUITE_P(Way, Bypass,
                         testing::Combine(testing::Values(storage::Engine::sqlite, storage::Engine::postgresql),
                                          testing::ValuesIn(ways())),
                         [](const auto& each_case) {
                             const bool sqlite = std::get<0>(each_case.param) == storage::Engine::sqlite;
                             return (sqlite ? "sqlite_" : "postgresql_") + std::get<1>(each_case.param).name;
                         });

/// What was asked of the catalogue at least.
constexpr std::size_t ways_wanted = 60;
constexpr std::size_t digits_of_a_number = 3;

TEST(Bypasses, are_many_and_each_is_of_somebody_known) {
    EXPECT_GE(ways().size(), ways_wanted);
    for (const Way& way : ways()) {
        const bool known = std::ranges::any_of(people_who_try(), [&](const auto& one) { return one.first == way.who; });
        EXPECT_TRUE(known) << way.name << ": " << way.who;
    }
}

TEST(Bypasses, are_numbered_one_after_the_other) {
    int number = 0;
    for (const Way& way : ways()) {
        ++number;
        const std::string digits = std::to_string(number);
        const std::string wanted = std::string(digits_of_a_number - digits.size(), '0') + digits + "_";
        EXPECT_TRUE(way.name.starts_with(wanted)) << way.name << " is not " << wanted;
    }
}

TEST(Bypasses, show_in_their_steps_everything_that_they_say_stops_them) {
    for (const Way& way : ways()) {
        EXPECT_TRUE(!way.stopped_by.empty() || !way.gives_way.empty()) << way.name;
        const std::vector<std::string> shown = stops_shown(way);
        for (const std::string& stop : way.stopped_by) {
            EXPECT_THAT(shown, testing::Contains(stop)) << way.name;
        }
    }
}

/// Whether a step looks at what the record keeps.
bool looks_at_the_record(const json::value& step) {
    const json::object& one = step.as_object();
    return one.contains("left") || one.contains("fsck");
}

TEST(Bypasses, look_at_what_remains_on_record) {
    for (const Way& way : ways()) {
        EXPECT_TRUE(std::ranges::any_of(way.scenario.at("steps").as_array(), looks_at_the_record)) << way.name;
    }
}

TEST(Bypasses, stand_on_their_page) {
    const auto file = source_folder() / "docs" / "bypass.md";
    const std::string page = page_of(ways());
    if (std::getenv("SHENYI_WRITE_BYPASS_PAGE") != nullptr) {
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << page;
    }
    std::ifstream in(file);
    const std::string written{std::istreambuf_iterator<char>{in}, {}};
    EXPECT_TRUE(written == page) << "docs/bypass.md is not what the files say. Write it anew:\n  "
                                    "SHENYI_WRITE_BYPASS_PAGE=1 build/release/tests/test_bypass "
                                    "--gtest_filter=Bypasses.stand_on_their_page";
}

}  // namespace
}  // namespace shenyi::tests
