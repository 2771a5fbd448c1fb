#pragma once

#include "tests/bench/report.hpp"

namespace shenyi::bench {

/// From the start of the process to its first answer, beside an empty server of Beast: the figure `start`.
void measure_start(const Wanted& wanted, Report& report);

}  // namespace shenyi::bench
