#include "tests/scenarios/runner.hpp"
#include "tests/scenarios/store_door.hpp"

#include <gtest/gtest.h>

namespace shenyi::tests {

using Played = std::tuple<storage::Engine, std::filesystem::path>;
class StoreScenario : public testing::TestWithParam<Played> {};

TEST_P(StoreScenario, comes_out_as_written) {
    StoreDoor door(std::get<0>(GetParam()));
    play(std::get<1>(GetParam()), door);
}

INSTANTIATE_TEST_SUITE_P(Store, StoreScenario,
                         testing::Combine(testing::Values(storage::Engine::sqlite, storage::Engine::postgresql),
                                          testing::ValuesIn(scenario_files())),
                         [](const auto& each_case) {
                             std::string name =
                                 std::get<0>(each_case.param) == storage::Engine::sqlite ? "sqlite_" : "postgresql_";
                             name += std::get<1>(each_case.param).stem().string();
                             for (char& each : name) {
                                 if (each == '-') each = '_';
                             }
                             return name;
                         });

}  // namespace shenyi::tests
