#pragma once

#include "tests/bench/report.hpp"

namespace shenyi::bench {

/// What the program's process holds of the machine's memory, when it is ready and after many actions: `memory`.
void measure_memory(const Wanted& wanted, Report& report);

}  // namespace shenyi::bench
