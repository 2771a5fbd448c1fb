#include "tests/scenarios/runner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

namespace shenyi::tests {
namespace {

/// The worked scenarios of the law are numbered S-01 to S-23; S-00 is the main path.
constexpr int last_scenario = 23;

/// Which of them may have no file: what they need that no shipped kind of matter has.
const std::map<std::string, std::string>& exceptions() {
    static const std::map<std::string, std::string> all{
        {"S-11", "urgent documents, secrecy grounds and registration"},
        {"S-14", "suspension, repeal and evaluation after the decision"},
    };
    return all;
}

std::string id_of(int number) {
    return (number < 10 ? "S-0" : "S-") + std::to_string(number);
}

bool has_file(const std::string& id) {
    return std::ranges::any_of(scenario_files(), [&](const std::filesystem::path& file) {
        return file.filename().string().starts_with(id + "_");
    });
}

TEST(Scenarios, each_that_the_shipped_kinds_cover_has_a_file) {
    for (int number = 0; number <= last_scenario; ++number) {
        const std::string id = id_of(number);
        if (!exceptions().contains(id)) {
            EXPECT_TRUE(has_file(id)) << id;
        }
    }
}

TEST(Scenarios, each_file_is_one_of_them) {
    for (const std::filesystem::path& file : scenario_files()) {
        const std::string id = file.filename().string().substr(0, 4);
        bool known = false;
        for (int number = 0; number <= last_scenario; ++number) known = known || id == id_of(number);
        EXPECT_TRUE(known) << file;
    }
}

}  // namespace
}  // namespace shenyi::tests
