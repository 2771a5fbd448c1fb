#include "api/programs/listener.hpp"

#include <fmt/format.h>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>

namespace shenyi::api::programs {
namespace {

namespace fs = std::filesystem;

/// Of `  0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000  0 12345 …` the last number
/// shown, where it listens (0A) at the port.
void add_sockets(const char* table, std::uint16_t port, std::set<std::string>& sockets) {
    const std::string ending = fmt::format(":{:04X}", port);
    std::ifstream lines(table);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string number, local, remote, state, queues, timer, retries, user, timeout, inode;
        words >> number >> local >> remote >> state >> queues >> timer >> retries >> user >> timeout >> inode;
        if (state == "0A" && local.ends_with(ending)) sockets.insert(fmt::format("socket:[{}]", inode));
    }
}

std::optional<int> number_of(const fs::path& folder) {
    const std::string name = folder.filename().string();
    int number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
    return number;
}

bool has_one_of(const fs::path& process, const std::set<std::string>& sockets) {
    std::error_code none;  // gone meanwhile, or somebody else's
    for (fs::directory_iterator at(process / "fd", none), end; at != end; at.increment(none)) {
        if (sockets.contains(fs::read_symlink(at->path(), none).string())) return true;
        if (none) none.clear();
    }
    return false;
}

}  // namespace

std::optional<Listener> listener_at(std::uint16_t port) {
    std::set<std::string> sockets;
    for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6"}) add_sockets(table, port, sockets);
    if (sockets.empty()) return std::nullopt;
    std::error_code none;
    for (fs::directory_iterator at("/proc", none), end; at != end; at.increment(none)) {
        const auto process = number_of(at->path());
        if (process && has_one_of(at->path(), sockets)) return Listener{process, program_of(*process)};
    }
    return Listener{};
}

std::string program_of(int process) {
    std::ifstream file(fs::path("/proc") / std::to_string(process) / "comm");
    std::string name;
    std::getline(file, name);
    return name;
}

}  // namespace shenyi::api::programs
