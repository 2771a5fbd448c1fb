#include "tests/scenarios/runner.hpp"

#include <gtest/gtest.h>

namespace shenyi::tests {

class CoreScenario : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(CoreScenario, comes_out_as_written) {
    play(GetParam(), core_door);
}

INSTANTIATE_TEST_SUITE_P(Core, CoreScenario, testing::ValuesIn(scenario_files()),
                         [](const auto& each_case) { return name_of(each_case.param); });

}  // namespace shenyi::tests
