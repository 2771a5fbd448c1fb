#include "tests/bench/sealed.hpp"

#include "tests/bench/http_load.hpp"

#include <fmt/format.h>

#include <array>

namespace shenyi::bench {

void measure_sealed(const Wanted& wanted, Report& report) {
    if (!wanted.wants("sealed")) return;
    for (const storage::Engine engine : wanted.engines()) {
        Bureau sealing(engine, usual_matters);
        Bureau plain(engine, usual_matters, false);
        for (const std::size_t connections : std::array<std::size_t, 2>{usual_connections, 64}) {
            std::vector<double> rates;
            std::vector<double> waits;
            boost::json::array sealed_waits;
            for (int round = 0; round < rounds; ++round) {
                const Figures ours = drive_actions(sealing, connections, wanted.run());
                const Figures peer = drive_actions(plain, connections, wanted.run());
                if (ours.failed + peer.failed > 0) report.fault("sealed: a run had failures");
                rates.push_back(ours.per_second / peer.per_second);
                waits.push_back(ours.p99_ms / peer.p99_ms);
                sealed_waits.push_back(ours.p99_ms);
            }
            report.add({.name = "sealed",
                        .figure = fmt::format("actions sealed and signed ÷ not sealed, {} connections", connections),
                        .database = name_of(engine),
                        .measured = rates,
                        .reach = at_least(0.7)});
            report.add(
                {.name = "sealed",
                 .figure = fmt::format("p99 of actions sealed and signed ÷ not sealed, {} connections", connections),
                 .database = name_of(engine),
                 .measured = waits,
                 .reach = at_most(2),
                 .beside = {{"p99_ms", sealed_waits}}});
        }
    }
}

}  // namespace shenyi::bench
