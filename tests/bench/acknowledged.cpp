#include "tests/bench/acknowledged.hpp"

#include "tests/bench/bare_store.hpp"
#include "tests/bench/http_load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <optional>

namespace shenyi::bench {

namespace {

constexpr std::array<std::size_t, 4> connection_counts{1, 4, 16, 64};
constexpr std::size_t bare_sessions = 16;

struct Line {
    std::string what;
    std::vector<Figures> runs = {};
};

/// What is compared at one number of connections.
struct Compared {
    std::size_t connections;
    Line http{"action over HTTP"};
    Line committer{"action, committer alone"};
    Line bare{"bare transaction, 16 sessions"};
    Line batched{"bare batches of 16"};
    Line read{"one matter over HTTP"};
    Line health{"/healthz"};

    std::vector<const Line*> lines() const { return {&committer, &http, &read, &health, &bare, &batched}; }
};

std::vector<double> ratios(const Line& ours, const Line& peer) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < ours.runs.size(); ++i) {
        ratios.push_back(ours.runs[i].per_second / peer.runs[i].per_second);
    }
    return ratios;
}

void print(const std::string& database, std::size_t connections, const Line& line) {
    std::string text = fmt::format("{:<11}{:<30}{:>4}", database, line.what, connections);
    for (const Figures& each : line.runs) {
        text += fmt::format("  {:>7.0f}/s {:>6.2f} {:>6.2f} ms", each.per_second, each.p50_ms, each.p99_ms);
    }
    std::cout << text << std::endl;
}

boost::json::object json_of(const std::string& database, std::size_t connections, const Line& line) {
    boost::json::array runs;
    for (const Figures& each : line.runs) {
        runs.push_back(boost::json::object{{"per_second", each.per_second},
                                           {"p50_ms", each.p50_ms},
                                           {"p99_ms", each.p99_ms},
                                           {"failed", each.failed}});
    }
    return {{"database", database}, {"what", line.what}, {"connections", connections}, {"runs", runs}};
}

/// The rounds of things that are compared take turns, so that a slow moment of the machine meets all of them.
Compared compare(Bureau& bureau, BareStore& bare, std::size_t connections, Clock::duration run) {
    const std::string matter = "/api/v1/matters/" + bureau.targets().front().matter;
    Compared compared{.connections = connections};
    for (int round = 0; round < rounds; ++round) {
        compared.committer.runs.push_back(drive_committer(bureau, connections, run));
        compared.http.runs.push_back(drive_actions(bureau, connections, run));
        compared.read.runs.push_back(drive_reads(bureau, {matter}, connections, run));
        compared.health.runs.push_back(drive_reads(bureau, {"/healthz"}, connections, run));
        if (bureau.database().engine() == storage::Engine::postgresql) {
            compared.bare.runs.push_back(bare.drive_transactions(bare_sessions, run));
        }
        compared.batched.runs.push_back(bare.drive_batches(run));
    }
    return compared;
}

void add_figures(const Compared& compared, storage::Engine engine, const Wanted& wanted, Report& report) {
    const auto add = [&](const std::string& name, const std::string& figure, std::vector<double> measured,
                         Reach reach) {
        if (!wanted.wants(name)) return;
        report.add({.name = name,
                    .figure = fmt::format("{}, {} connections", figure, compared.connections),
                    .database = name_of(engine),
                    .measured = std::move(measured),
                    .reach = reach});
    };
    add("committer", "actions over HTTP ÷ the same committer without HTTP", ratios(compared.http, compared.committer),
        at_least(0.7));
    if (engine == storage::Engine::postgresql) {
        add("bare", "actions over HTTP ÷ one bare transaction a command, 16 SOCI sessions",
            ratios(compared.http, compared.bare), at_least(2));
    }
    add("batched", "actions over HTTP ÷ the bare limit in batches of 16", ratios(compared.http, compared.batched),
        at_least(engine == storage::Engine::postgresql ? 0.25 : 0.35));
    if (compared.connections != bare_sessions) return;
    std::vector<double> spread;
    for (const Figures& each : compared.http.runs) spread.push_back(each.p99_ms / each.p50_ms);
    add("spread", "p99 ÷ p50 of actions over HTTP", spread, at_most(3));
}

}  // namespace

boost::json::array measure_acknowledged(const Wanted& wanted, Report& report) {
    boost::json::array lines;
    const bool wants = std::ranges::any_of(std::array{"committer", "bare", "batched", "spread"},
                                           [&](const char* name) { return wanted.wants(name); });
    if (!wants) return lines;
    for (const storage::Engine engine : wanted.engines()) {
        Bureau bureau(engine, usual_matters);
        BareStore bare(engine, usual_matters);
        for (const std::size_t connections : connection_counts) {
            const Compared compared = compare(bureau, bare, connections, wanted.run());
            for (const Line* line : compared.lines()) {
                if (line->runs.empty()) continue;
                print(name_of(engine), connections, *line);
                lines.push_back(json_of(name_of(engine), connections, *line));
                const auto failed = [](const Figures& each) { return each.failed > 0; };
                if (std::ranges::any_of(line->runs, failed)) report.fault(line->what + ": a run had failures");
            }
            if (connections >= bare_sessions) add_figures(compared, engine, wanted, report);
        }
    }
    return lines;
}

}  // namespace shenyi::bench
