#pragma once

#include "tests/bench/report.hpp"

namespace shenyi::bench {

/// How much write-ahead log a command takes on PostgreSQL, beside the bare transaction: the figure `wal`.
void measure_log_volume(const Wanted& wanted, Report& report);

}  // namespace shenyi::bench
