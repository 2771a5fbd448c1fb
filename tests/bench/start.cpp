#include "tests/bench/start.hpp"

#include "tests/bench/figures.hpp"
#include "tests/bench/founded_store.hpp"
#include "tests/bench/started.hpp"

namespace shenyi::bench {

namespace {

/// Each round is the middle of so many starts.
constexpr int starts = 5;

/// Milliseconds to the first answer.
template <class Start>
double to_answer(Start&& start, const std::string& path) {
    std::vector<double> took;
    for (int i = 0; i < starts; ++i) {
        const auto begin = Clock::now();
        Started server = start();
        expect_answer(server.port_behind(serves), path);
        took.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begin).count());
    }
    return middle(std::move(took));
}

}  // namespace

void measure_start(const Wanted& wanted, Report& report) {
    if (!wanted.wants("start")) return;
    const std::string schemas = tests::schemas_folder().string();
    for (const storage::Engine engine : wanted.engines()) {
        const FoundedStore store(engine, schemas, 0, 0);
        Row row{.name = "start",
                .figure = "ready after the start of `shenyi serve` ÷ an empty Beast server's",
                .database = name_of(engine),
                .measured = {},
                .reach = at_most(4)};
        boost::json::array ours;
        boost::json::array peers;
        for (int round = 0; round < rounds; ++round) {
            const double full = to_answer([&] { return serve(store.location(), store.data(), schemas); }, "/readyz");
            const double empty = to_answer(empty_server, "/");
            row.measured.push_back(full / empty);
            ours.push_back(full);
            peers.push_back(empty);
        }
        row.beside = {{"ms", ours}, {"ms_of_the_empty_server", peers}};
        report.add(std::move(row));
    }
}

}  // namespace shenyi::bench
