#include "tests/scenarios/runner.hpp"

#include <gtest/gtest.h>

namespace shenyi::tests {

class CoreScenario : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(CoreScenario, comes_out_as_written) {
    const auto door = core_door();
    play(GetParam(), *door);
}

INSTANTIATE_TEST_SUITE_P(Core, CoreScenario, testing::ValuesIn(scenario_files()), [](const auto& each_case) {
    std::string name = each_case.param.stem().string();
    for (char& each : name) {
        if (each == '-') each = '_';
    }
    return name;
});

}  // namespace shenyi::tests
