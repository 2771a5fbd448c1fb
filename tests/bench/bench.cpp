#include "tests/bench/acknowledged.hpp"
#include "tests/bench/decide_cost.hpp"
#include "tests/bench/lists.hpp"
#include "tests/bench/log_volume.hpp"
#include "tests/bench/matter_page.hpp"
#include "tests/bench/memory.hpp"
#include "tests/bench/sealed.hpp"
#include "tests/bench/start.hpp"
#include "tests/bench/two_servers.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <fstream>
#include <iostream>
#include <thread>

/// What one server does, each figure beside a peer that is measured in the same run on the same machine. Only figures
/// of one line compare: the disk and whatever else runs move between runs.
namespace shenyi::bench {

namespace {

boost::json::object conditions(const Wanted& wanted) {
    return {{"seconds", wanted.seconds},
            {"rounds", rounds},
            {"cores", std::thread::hardware_concurrency()},
            {"shared", "the clients, the servers and PostgreSQL share these cores"},
            {"action",
             "note_objection with If-Match and Idempotency-Key, each connection on matters of its own; 2,000 matters"},
            {"client",
             "one thread in the server's process, connections kept alive, one request under way on each; the "
             "empty server, and for start and memory ours, in processes of their own"},
            {"bare",
             "records of 300 bytes, history rows of 1 kB, in a database of the same cluster; batches of 16 by one "
             "session, on PostgreSQL in one statement"},
            {"wal", "each side after a checkpoint and a run that is not counted; autovacuum off"},
            {"page_cold", "one thread; organ and reader are kept, nothing of the matter is"},
            {"durability", "SQLite synchronous=FULL, PostgreSQL fsync, full_page_writes and synchronous_commit on"},
            {"large_store",
             fmt::format(
                 "{} and 10000 matters: their rows are written by set statements into the log, the keys of requests, "
                 "the gate and the read tables, as short as the tables take them; the matters that are acted on "
                 "are real",
                 wanted.matters)},
            {"memory", fmt::format("PSS of the program's process, after {} actions", wanted.actions)}};
}

}  // namespace

int run(const Wanted& wanted) {
    std::cout << boost::json::serialize(conditions(wanted)) << std::endl;
    Report report;
    measure_decide(wanted, report);
    measure_start(wanted, report);
    measure_matter_page(wanted, report);
    const boost::json::array lines = measure_acknowledged(wanted, report);
    measure_sealed(wanted, report);
    measure_log_volume(wanted, report);
    measure_two_servers(wanted, report);
    measure_lists(wanted, report);
    measure_memory(wanted, report);
    report.print_table();
    std::ofstream(wanted.json) << boost::json::serialize(boost::json::object{{"conditions", conditions(wanted)},
                                                                             {"lines", lines},
                                                                             {"figures", report.rows()},
                                                                             {"faults", report.faults()}})
                               << '\n';
    return report.faultless() ? 0 : 1;
}

}  // namespace shenyi::bench

int main(int argc, char** argv) {
    CLI::App program("What one server does, each figure beside its peer");
    shenyi::bench::Wanted wanted;
    std::vector<std::string> only;
    program.add_option("--seconds", wanted.seconds, "Of each run")->capture_default_str();
    program.add_option("--json", wanted.json, "File for the figures")->capture_default_str();
    program.add_option("--database", wanted.databases, "sqlite, postgresql")->capture_default_str();
    program.add_option(
        "--only", only,
        "Figures by name: committer, bare, batched, spread, page_cold, page_warm, work_list, one_action, "
        "cold_load, decide, two_servers, start, memory, wal, sealed; without it all of them");
    program.add_option("--matters", wanted.matters, "Of the large store")->capture_default_str();
    program.add_option("--actions", wanted.actions, "Behind which the memory is looked at")->capture_default_str();
    CLI11_PARSE(program, argc, argv);
    wanted.only = {only.begin(), only.end()};
    return shenyi::bench::run(wanted);
}
