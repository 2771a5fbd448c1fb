#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace shenyi::storage::log {

/// Why a file was not read. `missing`: there is none of that name; `unreadable`: it is no plain file, or the system
/// does not give it; `too_long`: longer than was asked for.
enum class FileFault { missing, unreadable, too_long };

/// A file's bytes, at most so many. Waits for nothing: what is no plain file is not opened for reading.
tl::expected<std::string, FileFault> read_whole_file(const std::filesystem::path& file, std::size_t bytes_max);

/// Who may read a file that is made: `owner` is mode 0600, `everybody` 0644, whatever the umask.
enum class Readers { owner, everybody };

/// Makes a file that is there with all its bytes or not at all, whoever looks and whenever the machine stops, and is on
/// the disk with its name when this returns. Never overwrites: where something has the name, it stays, and the error is
/// `std::errc::file_exists`. A process that is killed while it writes may leave a file with six letters more in its
/// name.
tl::expected<void, std::error_code> write_new_file(const std::filesystem::path& file, std::string_view bytes,
                                                   Readers readers);

/// Puts the names in a folder on the disk; an empty path is the folder that the process works in.
tl::expected<void, std::error_code> flush_folder(const std::filesystem::path& folder);

}  // namespace shenyi::storage::log
