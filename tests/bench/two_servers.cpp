#include "tests/bench/two_servers.hpp"

#include "tests/bench/bureau_files.hpp"
#include "tests/bench/http_load.hpp"

#include <algorithm>

namespace shenyi::bench {

namespace {

constexpr std::size_t connections_of_all = 64;

}  // namespace

void measure_two_servers(const Wanted& wanted, Report& report) {
    constexpr auto engine = storage::Engine::postgresql;
    if (!wanted.wants("two_servers") ||
        std::ranges::find(wanted.databases, name_of(engine)) == wanted.databases.end()) {
        return;
    }
    const auto database = std::make_shared<tests::TestDatabase>(tests::fresh_database(engine));
    const BureauFiles of_second({.organ = "org_second"});
    Bureau first(database, tests::schemas_folder(), usual_matters);
    Bureau second(database, of_second.schemas(), usual_matters);
    Row row{.name = "two_servers",
            .figure = "two servers on one PostgreSQL, each its own organ, 32 connections each ÷ one, 64 connections",
            .database = name_of(engine),
            .measured = {},
            .reach = at_least(0.9)};
    boost::json::array both;
    boost::json::array alone;
    for (int round = 0; round < rounds; ++round) {
        const Figures together = drive_actions({&first, &second}, connections_of_all, wanted.run());
        const Figures one = drive_actions(round % 2 == 0 ? first : second, connections_of_all, wanted.run());
        if (together.failed + one.failed > 0) report.fault("two_servers: a run had failures");
        row.measured.push_back(together.per_second / one.per_second);
        both.push_back(together.per_second);
        alone.push_back(one.per_second);
    }
    row.beside = {{"actions_a_second_of_two", both}, {"actions_a_second_of_one", alone}};
    report.add(std::move(row));
}

}  // namespace shenyi::bench
