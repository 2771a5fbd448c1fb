#include "tests/scenarios/runner.hpp"
#include "tests/scenarios/store_door.hpp"
#include "tests/storage/record.hpp"

#include <gtest/gtest.h>

namespace shenyi::tests {

using Played = std::tuple<storage::Engine, std::filesystem::path>;

class StoreScenario : public testing::TestWithParam<Played> {};

TEST_P(StoreScenario, comes_out_as_written) {
    const auto& [engine, file] = GetParam();
    const auto door =
        play(file, [engine = engine](const Setting& setting) { return std::make_unique<StoreDoor>(engine, setting); });
    expect_the_record_to_bear_its_tables(dynamic_cast<StoreDoor&>(*door));
}

INSTANTIATE_TEST_SUITE_P(Store, StoreScenario,
                         testing::Combine(testing::Values(storage::Engine::sqlite, storage::Engine::postgresql),
                                          testing::ValuesIn(scenario_files())),
                         [](const auto& each_case) {
                             const bool sqlite = std::get<0>(each_case.param) == storage::Engine::sqlite;
                             return (sqlite ? "sqlite_" : "postgresql_") + name_of(std::get<1>(each_case.param));
                         });

}  // namespace shenyi::tests
