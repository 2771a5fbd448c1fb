#include "tests/bench/memory.hpp"

#include "tests/bench/bureau_files.hpp"
#include "tests/bench/founded_store.hpp"
#include "tests/bench/http_load.hpp"
#include "tests/bench/started.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

namespace shenyi::bench {

namespace {

/// One person may write 1,200 times at once (api/rate_limit.hpp): so many are needed, and some more.
constexpr std::size_t actions_of_one = 1'000;

/// Proportional set size in MiB: what the process has alone, and its part of what it shares.
double proportional_set(pid_t process) {
    std::ifstream file(fmt::format("/proc/{}/smaps_rollup", process));
    for (std::string line; std::getline(file, line);) {
        constexpr std::string_view name = "Pss:";
        if (line.starts_with(name)) return std::stod(line.substr(name.size())) / 1024;
    }
    throw std::runtime_error("the kernel does not tell a process's memory");
}

}  // namespace

void measure_memory(const Wanted& wanted, Report& report) {
    if (!wanted.wants("memory")) return;
    const BureauFiles files({.more_drafters = static_cast<int>(wanted.actions / actions_of_one) + 1});
    for (const storage::Engine engine : wanted.engines()) {
        Row idle{.name = "memory",
                 .figure = "PSS of `shenyi serve`, ready and idle",
                 .database = name_of(engine),
                 .measured = {},
                 .reach = at_most(30),
                 .unit = "MiB"};
        Row worked{.name = "memory",
                   .figure = fmt::format("PSS of `shenyi serve` after {} actions on 2,000 matters", wanted.actions),
                   .database = name_of(engine),
                   .measured = {},
                   .reach = at_most(80),
                   .unit = "MiB"};
        for (int round = 0; round < rounds; ++round) {
            FoundedStore store(engine, files.schemas(), usual_matters,
                               static_cast<int>(wanted.actions / actions_of_one) + 1);
            Started server = serve(store.location(), store.data(), files.schemas().string());
            const std::uint16_t port = server.port_behind(serves);
            expect_answer(port, "/readyz");
            idle.measured.push_back(proportional_set(server.process()));
            const Figures figures =
                drive_people(port, store.tokens(), store.targets(), usual_connections, wanted.actions);
            if (figures.failed > 0) report.fault(fmt::format("memory: {} actions failed", figures.failed));
            worked.measured.push_back(proportional_set(server.process()));
        }
        report.add(std::move(idle));
        report.add(std::move(worked));
    }
}

}  // namespace shenyi::bench
