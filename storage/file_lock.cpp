#include "storage/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace shenyi::storage {

namespace {

constexpr mode_t owner_only = 0600;
constexpr std::size_t holder_length_max = 20;

/// The number that the holder wrote into its file, as far as it is one.
std::string holder_of(int descriptor) {
    std::array<char, holder_length_max> text{};
    const auto length = ::pread(descriptor, text.data(), text.size(), 0);
    std::string digits;
    for (ssize_t i = 0; i < length; ++i) {
        const char c = text[static_cast<std::size_t>(i)];
        if (c < '0' || c > '9') break;
        digits += c;
    }
    return digits.empty() ? "unknown" : digits;
}

}  // namespace

std::string lock_file_of(const std::string& database) {
    return database + ".lock";
}

std::optional<int> holder_of_lock(const std::string& path) {
    struct stat file {};
    if (::stat(path.c_str(), &file) != 0) return std::nullopt;
    // `1: FLOCK  ADVISORY  WRITE 4711 fd:01:123 0 EOF`. The device is not compared: some file systems name another
    // here.
    std::ifstream locks("/proc/locks");
    for (std::string line; std::getline(locks, line);) {
        std::istringstream words(line);
        std::string number, kind, manner, access, place;
        int process = 0;
        if (!(words >> number >> kind >> manner >> access >> process >> place) || kind != "FLOCK") continue;
        if (place.substr(place.rfind(':') + 1) == std::to_string(file.st_ino) && process > 0) return process;
    }
    return std::nullopt;
}

tl::expected<std::unique_ptr<FileLock>, std::string> FileLock::take(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
    if (descriptor < 0)
        return tl::unexpected(fmt::format("cannot make the lock file {}: {}", path, std::strerror(errno)));

    std::unique_ptr<FileLock> lock(new FileLock(descriptor));
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        return tl::unexpected(fmt::format("it is in use by process {}, which locked {}; stop that one first",
                                          holder_of(descriptor), path));
    }
    const auto number = fmt::format("{}\n", ::getpid());
    if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, number.data(), number.size(), 0) < 0) {
        return tl::unexpected(fmt::format("cannot write the lock file {}: {}", path, std::strerror(errno)));
    }
    return lock;
}

FileLock::~FileLock() {
    ::close(descriptor_);
}

}  // namespace shenyi::storage
