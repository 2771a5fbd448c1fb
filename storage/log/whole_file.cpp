#include "storage/log/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

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

tl::unexpected<std::error_code> not_done() {
    return tl::unexpected(std::error_code(errno, std::generic_category()));
}

tl::expected<void, std::error_code> write_opened(int opened, std::string_view bytes, mode_t mode) {
    while (!bytes.empty()) {
        const auto written = ::write(opened, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return not_done();
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fchmod(opened, mode) != 0 || ::fsync(opened) != 0) return not_done();
    return {};
}

constexpr mode_t mode_for(Readers readers) {
    return readers == Readers::owner ? 0600 : 0644;
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

tl::expected<void, std::error_code> write_new_file(const std::filesystem::path& file, std::string_view bytes,
                                                   Readers readers) {
    std::string beside = file.string() + ".XXXXXX";
    const int made = ::mkostemp(beside.data(), O_CLOEXEC);
    if (made < 0) return not_done();
    auto written = write_opened(made, bytes, mode_for(readers));
    ::close(made);
    // A link and not a rename, which would take the place of a file that is there.
    if (written && ::link(beside.c_str(), file.c_str()) != 0) written = not_done();
    ::unlink(beside.c_str());
    return written ? flush_folder(file.parent_path()) : written;
}

tl::expected<void, std::error_code> flush_folder(const std::filesystem::path& folder) {
    const int opened = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0) return not_done();
    tl::expected<void, std::error_code> flushed;
    if (::fsync(opened) != 0) flushed = not_done();
    ::close(opened);
    return flushed;
}

}  // namespace shenyi::storage::log
