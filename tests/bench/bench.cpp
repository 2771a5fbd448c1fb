#include "tests/bench/http_load.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <thread>

/// What one server does in a second, beside the same without HTTP, in one run on one machine. Only figures of one line
/// compare: the disk and whatever else runs move between runs.
namespace shenyi::bench {

namespace {

constexpr std::array<std::size_t, 4> connection_counts{1, 4, 16, 64};
constexpr std::size_t matters = 2'000;
constexpr int rounds = 3;

struct Wanted {
    double seconds = 2;
    std::string json = "bench.json";
    std::vector<std::string> databases{"sqlite", "postgresql"};
};

struct Line {
    std::string database;
    std::string what;
    std::size_t connections;
    std::vector<Figures> runs;
};

double middle(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

double middle_rate(const Line& line) {
    std::vector<double> rates;
    for (const Figures& each : line.runs) rates.push_back(each.per_second);
    return middle(std::move(rates));
}

void print(const Line& line) {
    std::string text = fmt::format("{:<11}{:<28}{:>4}", line.database, line.what, line.connections);
    std::size_t failed = 0;
    for (const Figures& each : line.runs) {
        text += fmt::format("  {:>7.0f}/s {:>6.2f} {:>6.2f} ms", each.per_second, each.p50_ms, each.p99_ms);
        failed += each.failed;
    }
    if (failed > 0) text += fmt::format("  ({} FAILED)", failed);
    std::cout << text << std::endl;
}

boost::json::object json_of(const Line& line) {
    boost::json::array runs;
    for (const Figures& each : line.runs) {
        runs.push_back(boost::json::object{{"per_second", each.per_second},
                                           {"p50_ms", each.p50_ms},
                                           {"p99_ms", each.p99_ms},
                                           {"failed", each.failed}});
    }
    return {{"database", line.database}, {"what", line.what}, {"connections", line.connections}, {"runs", runs}};
}

/// The rounds of things that are compared take turns, so that a slow moment of the machine meets all of them.
void measure(Bureau& bureau, const std::string& database, const Wanted& wanted, std::vector<Line>& lines) {
    const auto run = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(wanted.seconds));
    const std::string matter = "/api/v1/matters/" + bureau.targets().front().matter;
    for (const std::size_t connections : connection_counts) {
        std::vector<Line> taking_turns{{database, "action, committer alone", connections, {}},
                                       {database, "action over HTTP", connections, {}},
                                       {database, "one matter over HTTP", connections, {}},
                                       {database, "/healthz", connections, {}}};
        for (int round = 0; round < rounds; ++round) {
            taking_turns[0].runs.push_back(drive_committer(bureau, connections, run));
            taking_turns[1].runs.push_back(drive_actions(bureau, connections, run));
            taking_turns[2].runs.push_back(drive_reads(bureau, matter, connections, run));
            taking_turns[3].runs.push_back(drive_reads(bureau, "/healthz", connections, run));
        }
        for (const Line& line : taking_turns) print(line);
        std::cout << fmt::format("{:<11}HTTP / committer alone {:>9}  {:.2f}\n", database, connections,
                                 middle_rate(taking_turns[1]) / middle_rate(taking_turns[0]));
        lines.insert(lines.end(), taking_turns.begin(), taking_turns.end());
    }
}

boost::json::object conditions(const Wanted& wanted) {
    return {{"seconds", wanted.seconds},
            {"rounds", rounds},
            {"matters", matters},
            {"cores", std::thread::hardware_concurrency()},
            {"action", "note_objection with If-Match and Idempotency-Key, each connection on matters of its own"},
            {"client", "one thread in the server's process, connections kept alive, one request under way on each"},
            {"durability", "SQLite synchronous=FULL, PostgreSQL fsync and synchronous_commit on"}};
}

}  // namespace

int run(const Wanted& wanted) {
    std::vector<Line> lines;
    std::cout << boost::json::serialize(conditions(wanted)) << "\n"
              << "acknowledged a second, p50 and p99 in milliseconds, of three rounds\n";
    for (const std::string& database : wanted.databases) {
        Bureau bureau(database == "sqlite" ? storage::Engine::sqlite : storage::Engine::postgresql, matters);
        measure(bureau, database, wanted, lines);
    }
    boost::json::array rows;
    for (const Line& line : lines) rows.push_back(json_of(line));
    std::ofstream(wanted.json) << boost::json::serialize(
                                      boost::json::object{{"conditions", conditions(wanted)}, {"lines", rows}})
                               << '\n';
    const auto failed = [](const Figures& each) { return each.failed > 0; };
    return std::ranges::any_of(lines, [&](const Line& line) { return std::ranges::any_of(line.runs, failed); }) ? 1 : 0;
}

}  // namespace shenyi::bench

int main(int argc, char** argv) {
    CLI::App program("What one server does in a second");
    shenyi::bench::Wanted wanted;
    program.add_option("--seconds", wanted.seconds, "Of each run")->capture_default_str();
    program.add_option("--json", wanted.json, "File for the figures")->capture_default_str();
    program.add_option("--database", wanted.databases, "sqlite, postgresql")->capture_default_str();
    CLI11_PARSE(program, argc, argv);
    return shenyi::bench::run(wanted);
}
