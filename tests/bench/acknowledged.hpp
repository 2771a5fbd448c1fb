#pragma once

#include "tests/bench/report.hpp"

#include <boost/json/array.hpp>

namespace shenyi::bench {

/// How many actions are acknowledged in a second, at 1, 4, 16 and 64 connections, beside the same committer without
/// HTTP, bare transactions and the bare batched limit: the figures `committer`, `bare`, `batched` and `spread`. Gives
/// each run's rate, p50 and p99.
boost::json::array measure_acknowledged(const Wanted& wanted, Report& report);

}  // namespace shenyi::bench
