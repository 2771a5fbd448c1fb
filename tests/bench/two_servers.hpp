#pragma once

#include "tests/bench/report.hpp"

namespace shenyi::bench {

/// What two servers on one PostgreSQL do together, each with an organ of its own, beside one alone: `two_servers`.
void measure_two_servers(const Wanted& wanted, Report& report);

}  // namespace shenyi::bench
