#include "storage/log/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace shenyi::storage::log {

namespace {

tl::expected<std::string, FileFault> read_opened(int opened, std::size_t bytes_max) {
    struct stat about {};
    if (::fstat(opened, &about) != 0 || !S_ISREG(about.st_mode)) return tl::unexpected(FileFault::unreadable);
    if (about.st_size < 0 || static_cast<std::size_t>(about.st_size) > bytes_max) {
        return tl::unexpected(FileFault::too_long);
    }
    std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
    for (std::size_t at = 0; at < bytes.size();) {
        const auto read = ::read(opened, bytes.data() + at, bytes.size() - at);
        if (read < 0 && errno == EINTR) continue;
        if (read <= 0) return tl::unexpected(FileFault::unreadable);
        at += static_cast<std::size_t>(read);
    }
    return bytes;
}

}  // namespace

tl::expected<std::string, FileFault> read_whole_file(const std::filesystem::path& file, std::size_t bytes_max) {
    const int opened = ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (opened < 0) {
        const bool is_missing = errno == ENOENT || errno == ENOTDIR;
        return tl::unexpected(is_missing ? FileFault::missing : FileFault::unreadable);
    }
    auto bytes = read_opened(opened, bytes_max);
    ::close(opened);
    return bytes;
}

}  // namespace shenyi::storage::log
