#include "tests/scenarios/http_door.hpp"
#include "tests/scenarios/runner.hpp"

#include <gtest/gtest.h>

namespace shenyi::tests {

using PlayedOverHttp = std::tuple<storage::Engine, std::filesystem::path>;

class HttpScenario : public testing::TestWithParam<PlayedOverHttp> {};

TEST_P(HttpScenario, comes_out_as_written) {
    const auto& [engine, file] = GetParam();
    play(file, [engine = engine](const Setting& setting) { return std::make_unique<HttpDoor>(engine, setting); });
}

INSTANTIATE_TEST_SUITE_P(Http, HttpScenario,
                         testing::Combine(testing::Values(storage::Engine::sqlite, storage::Engine::postgresql),
                                          testing::ValuesIn(scenario_files())),
                         [](const auto& each_case) {
                             const bool sqlite = std::get<0>(each_case.param) == storage::Engine::sqlite;
                             return (sqlite ? "sqlite_" : "postgresql_") + name_of(std::get<1>(each_case.param));
                         });

}  // namespace shenyi::tests
