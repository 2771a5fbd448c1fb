#pragma once

#include "tests/bench/report.hpp"

namespace shenyi::bench {

/// What a page on a matter shows: the matter, what the reader may do with it, and its 60 events. From the database,
/// with nothing of the matter kept, beside one bare statement (`page_cold`); over HTTP with the caches warm beside an
/// empty answer of Beast (`page_warm`); and how the first load grows with the events (`cold_load`).
void measure_matter_page(const Wanted& wanted, Report& report);

}  // namespace shenyi::bench
