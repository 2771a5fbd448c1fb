#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace shenyi::api::programs {

/// A process that listens at a TCP port of this machine.
struct Listener {
    std::optional<int> process;  ///< nothing where the system does not show it: that of another user
    std::string program;
};

/// As the system shows it (Linux, /proc); nothing where nobody listens.
std::optional<Listener> listener_at(std::uint16_t port);

/// The name of a process; empty where it is gone.
std::string program_of(int process);

}  // namespace shenyi::api::programs
