#include "tests/bench/lists.hpp"

#include "storage/lists.hpp"
#include "storage/work_lists.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/large_store.hpp"

#include <fmt/format.h>

#include <functional>
#include <regex>
#include <stdexcept>

namespace shenyi::bench {

namespace {

using storage::Connection;

constexpr std::size_t small_store = 10'000;
constexpr std::size_t list_page = 50;

struct Stores {
    LargeStore large;
    LargeStore small;
};

/// Milliseconds that one page takes, as an endpoint reads it.
double page_of_tasks(LargeStore& store, Clock::duration run) {
    const auto& organ = store.bureau().app().organ;
    return repeat(run,
                  [&] {
                      const auto rows = store.bureau().app().store->readers().read([&](Connection& connection) {
                          return storage::list_tasks(connection, organ, workflow::Box::todo, some_desks(), list_page,
                                                     {})
                              ->items.size();
                      });
                      if (rows != list_page) throw std::runtime_error("a work list that is not full");
                  })
        .mean_ms();
}

double page_of_matters(LargeStore& store, Clock::duration run) {
    const auto& organ = store.bureau().app().organ;
    return repeat(
               run,
               [&] {
                   const auto rows = store.bureau().app().store->readers().read([&](Connection& connection) {
                       return storage::list_matters(connection, organ, some_names(), {}, list_page, {})->items.size();
                   });
                   if (rows != list_page) throw std::runtime_error("a list of matters that is not full");
               })
        .mean_ms();
}

/// Milliseconds of the committer for one action, many of them under way.
double one_action(LargeStore& store, Clock::duration run) {
    const Figures figures = drive_committer(store.bureau(), usual_connections, run);
    if (figures.failed > 0) throw std::runtime_error("an action failed in the large store");
    return figures.mean_ms();
}

void explain(Stores& stores, storage::Engine engine, boost::json::object& told, Report& report) {
    const std::regex sequential("Seq Scan|SCAN [tvrmgd]\\b");
    for (const auto& [name, plan] : stores.large.plans()) {
        told[name] = plan;
        if (!std::regex_search(plan, sequential)) continue;
        report.fault(fmt::format("{}: the list of {} is read by a sequential scan:\n{}", name_of(engine), name, plan));
    }
}

using Measure = std::function<double(LargeStore&, Clock::duration)>;

void compare(Stores& stores, Row row, const Measure& measure, const Wanted& wanted, Report& report) {
    boost::json::array of_large;
    boost::json::array of_small;
    for (int round = 0; round < rounds; ++round) {
        const double large = measure(stores.large, wanted.run());
        const double small = measure(stores.small, wanted.run());
        of_large.push_back(large);
        of_small.push_back(small);
        row.measured.push_back(large / small);
    }
    row.beside["ms_of_the_large_store"] = of_large;
    row.beside["ms_of_the_small_store"] = of_small;
    report.add(std::move(row));
}

}  // namespace

void measure_lists(const Wanted& wanted, Report& report) {
    if (!wanted.wants("work_list") && !wanted.wants("one_action")) return;
    for (const storage::Engine engine : wanted.engines()) {
        Stores stores{LargeStore(engine, wanted.matters), LargeStore(engine, small_store)};
        const auto row = [&](const std::string& name, const std::string& figure) {
            return Row{
                .name = name,
                .figure = fmt::format("{} in a store of {} matters ÷ of {}", figure, wanted.matters, small_store),
                .database = name_of(engine),
                .measured = {},
                .reach = at_most(1.2)};
        };
        if (wanted.wants("work_list")) {
            Row tasks = row("work_list", "a work list of 50");
            explain(stores, engine, tasks.beside, report);
            compare(stores, std::move(tasks), page_of_tasks, wanted, report);
            compare(stores, row("work_list", "a list of 50 matters"), page_of_matters, wanted, report);
        }
        if (wanted.wants("one_action")) {
            compare(stores, row("one_action", "one action (16 under way)"), one_action, wanted, report);
        }
    }
}

}  // namespace shenyi::bench
