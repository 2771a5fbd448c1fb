#include "tests/bench/log_volume.hpp"

#include "tests/bench/bare_store.hpp"
#include "tests/bench/http_load.hpp"

#include <algorithm>

namespace shenyi::bench {

namespace {

/// Bytes of log a command. What is written first after a checkpoint takes whole pages into the log: each measurement
/// begins with a checkpoint and a run that is not counted, so that most pages are there already.
template <class Run>
double bytes_a_command(const tests::TestDatabase& database, Run&& run) {
    checkpoint(database);
    run();
    const double before = log_position(database);
    const Figures figures = run();
    return (log_position(database) - before) / static_cast<double>(figures.acknowledged);
}

}  // namespace

void measure_log_volume(const Wanted& wanted, Report& report) {
    constexpr auto engine = storage::Engine::postgresql;
    if (!wanted.wants("wal") || std::ranges::find(wanted.databases, name_of(engine)) == wanted.databases.end()) return;
    Bureau bureau(engine, usual_matters);
    BareStore bare(engine, usual_matters);
    Row row{.name = "wal",
            .figure = "write-ahead log of an action over HTTP ÷ of a bare transaction, 16 connections",
            .database = name_of(engine),
            .measured = {},
            .reach = at_most(2.5)};
    boost::json::array ours;
    boost::json::array peers;
    for (int round = 0; round < rounds; ++round) {
        const double action =
            bytes_a_command(bureau.database(), [&] { return drive_actions(bureau, usual_connections, wanted.run()); });
        const double transaction =
            bytes_a_command(bare.database(), [&] { return bare.drive_transactions(usual_connections, wanted.run()); });
        row.measured.push_back(action / transaction);
        ours.push_back(action);
        peers.push_back(transaction);
    }
    row.beside = {{"bytes_an_action", ours}, {"bytes_a_bare_transaction", peers}};
    report.add(std::move(row));
}

}  // namespace shenyi::bench
