#pragma once

#include "tests/bench/report.hpp"

namespace shenyi::bench {

/// What sealing costs: actions over HTTP, answered with their receipts, beside the same ones of a server that seals
/// nothing.
void measure_sealed(const Wanted& wanted, Report& report);

}  // namespace shenyi::bench
