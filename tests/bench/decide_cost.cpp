#include "tests/bench/decide_cost.hpp"

#include "storage/definitions/bureau.hpp"
#include "storage/definitions/calendars.hpp"
#include "storage/definitions/procedures.hpp"
#include "tests/bench/bureau_files.hpp"
#include "tests/bench/figures.hpp"
#include "tests/bench/instructions.hpp"
#include "tests/support/bureau.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace shenyi::bench {

namespace {

using namespace workflow;

constexpr int more_members = 8;  // beside the demo bureau's five
constexpr int counted_times = 1'000;

std::vector<OrganEvent> founding_of(const std::filesystem::path& schemas) {
    const auto calendars = storage::definitions::read_calendars(schemas / "calendars");
    const auto definitions = storage::definitions::read_definitions(schemas);
    if (!calendars || !definitions) throw std::runtime_error("the schemas cannot be read");
    auto bureau = storage::definitions::read_bureau(schemas / "bureau" / "bureau.yaml", *calendars, **definitions);
    if (!bureau) throw std::runtime_error(storage::definitions::text_of(bureau.error()));
    return std::move(bureau->events);
}

std::vector<std::string> everybody() {
    std::vector<std::string> logins = tests::Bureau::everybody();  // the chair last, who speaks last
    for (int i = 5; i < 5 + more_members; ++i) logins.insert(logins.begin(), fmt::format("member{}", i));
    return logins;
}

/// A command and the world in which it would be accepted.
struct Case {
    std::string name;
    World world;
    Command command;
};

/// Throws where the core refuses it: then it would not be the whole work.
Case case_of(std::string name, tests::Bureau& bureau, const std::string& login, const std::string& action,
             std::any body) {
    Command command{
        .target = workflow::Target::item,
        .action = action,
        .subject = {.organ = bureau.organ().id, .meeting = bureau.newest_meeting, .item = bureau.newest_item},
        .actor = bureau.person(login),
        .body = std::move(body)};
    const auto answer = decide(bureau.world(), command);
    if (!answer) throw std::runtime_error(name + ":" + tests::text_of(answer.error()));
    return {std::move(name), bureau.world(), std::move(command)};
}

std::vector<Case> heavy_cases() {
    const BureauFiles files({.more_members = more_members});
    tests::Bureau bureau(founding_of(files.schemas()));
    bureau.reviewed("供热补贴资金分配方案");
    bureau.call(Forum::office_meeting, tests::office_day).place().fix();
    bureau.at(tests::office_day).sit(everybody());
    std::vector<Case> cases{case_of("open an item", bureau, "recorder", "open", OpenItem{})};
    bureau.open_item().declare(everybody());
    for (const std::string& login : everybody()) bureau.speak({{login, Position::for_}});
    cases.push_back(case_of("decide", bureau, "director", "decide", HeadDecide{.outcome = workflow::Outcome::adopted}));
    return cases;
}

struct Cost {
    std::string name;
    std::vector<double> microseconds;
    std::optional<std::uint64_t> instructions;
};

/// The rounds take turns.
std::vector<Cost> costs_of(const std::vector<Case>& cases, const Wanted& wanted, const InstructionCounter& counter) {
    std::vector<Cost> costs;
    for (const Case& each : cases) costs.push_back({each.name, {}, {}});
    std::size_t accepted = 0;
    for (int round = 0; round < rounds; ++round) {
        for (std::size_t i = 0; i < cases.size(); ++i) {
            const auto once = [&] { accepted += decide(cases[i].world, cases[i].command) ? 1 : 0; };
            costs[i].microseconds.push_back(1000 * repeat(wanted.run(), once).p50_ms);
            const auto counted = counter.count([&] {
                for (int k = 0; k < counted_times; ++k) once();
            });
            if (counted) costs[i].instructions = *counted / counted_times;
        }
    }
    if (accepted == 0) throw std::runtime_error("nothing was accepted");
    return costs;
}

}  // namespace

void measure_decide(const Wanted& wanted, Report& report) {
    if (!wanted.wants("decide")) return;
    const InstructionCounter counter;
    const std::vector<Cost> costs = costs_of(heavy_cases(), wanted, counter);
    const Cost& heaviest =
        *std::ranges::max_element(costs, {}, [](const Cost& each) { return middle(each.microseconds); });
    Row row{.name = "decide",
            .figure = "`decide` for the heaviest action (all gates, 13 members): " + heaviest.name,
            .database = {},
            .measured = heaviest.microseconds,
            .reach = below(50),
            .unit = "µs"};
    row.note = heaviest.instructions ? fmt::format("{} instructions", *heaviest.instructions)
                                     : "instructions are not counted here, " + counter.why_not();
    for (const Cost& each : costs) row.beside["µs of: " + each.name] = middle(each.microseconds);
    report.add(std::move(row));
}

}  // namespace shenyi::bench
