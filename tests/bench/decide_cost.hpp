#pragma once

#include "tests/bench/report.hpp"

namespace shenyi::bench {

/// What the law costs by itself, without database or network: `decide` for the actions that ask all gates, in a meeting
/// of 13 members; the heaviest of them is the figure `decide`.
void measure_decide(const Wanted& wanted, Report& report);

}  // namespace shenyi::bench
