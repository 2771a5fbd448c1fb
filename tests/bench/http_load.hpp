#pragma once

#include "tests/bench/bureau.hpp"
#include "tests/bench/figures.hpp"

#include <cstddef>
#include <string>

namespace shenyi::bench {

/// Closed loop over so many kept-alive connections, from one thread of its own process's: the same action on the same
/// matters as `drive_committer`, with If-Match and a key for each. An answer counts when its last byte is read.
Figures drive_actions(Bureau& bureau, std::size_t connections, Clock::duration run);

/// The same for a GET of one address.
Figures drive_reads(Bureau& bureau, const std::string& path, std::size_t connections, Clock::duration run);

}  // namespace shenyi::bench
