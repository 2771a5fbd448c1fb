#pragma once

#include "tests/bench/report.hpp"

namespace shenyi::bench {

/// What grows with the number of matters, and should not: a page of a work list (`work_list`), with every statement of
/// the lists explained, and one action (`one_action`).
void measure_lists(const Wanted& wanted, Report& report);

}  // namespace shenyi::bench
