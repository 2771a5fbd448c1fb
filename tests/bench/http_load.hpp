#pragma once

#include "tests/bench/bureau.hpp"
#include "tests/bench/figures.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace shenyi::bench {

/// Closed loop over so many kept-alive connections, from one thread of its own process's: the same action on the same
/// matters as `drive_committer`, with If-Match and a key for each. An answer counts when its last byte is read.
Figures drive_actions(Bureau& bureau, std::size_t connections, Clock::duration run);
/// The same on several bureaus, each with its part of the connections.
Figures drive_actions(const std::vector<Bureau*>& bureaus, std::size_t connections, Clock::duration run);

/// The same for a GET of these addresses in turn; each answer counts.
Figures drive_reads(Bureau& bureau, const std::vector<std::string>& paths, std::size_t connections,
                    Clock::duration run);

/// A GET of `/` from a server that asks for nothing.
Figures drive_empty(std::uint16_t port, std::size_t connections, Clock::duration run);

/// So many actions by these people in turn, each on the next of the bureau's matters, from so many connections; the
/// server on this port need not be the bureau's own.
Figures drive_people(std::uint16_t port, const std::vector<std::string>& tokens, std::vector<Target>& targets,
                     std::size_t connections, std::size_t actions);

}  // namespace shenyi::bench
