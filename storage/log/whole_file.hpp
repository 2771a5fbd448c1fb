#pragma once

#include <tl/expected.hpp>

#include <cstddef>
#include <filesystem>
#include <string>

namespace shenyi::storage::log {

/// Why a file was not read. `missing`: there is none of that name; `unreadable`: it is no plain file, or the system
/// does not give it; `too_long`: longer than was asked for.
enum class FileFault { missing, unreadable, too_long };

/// A file's bytes, at most so many. Waits for nothing: what is no plain file is not opened for reading.
tl::expected<std::string, FileFault> read_whole_file(const std::filesystem::path& file, std::size_t bytes_max);

}  // namespace shenyi::storage::log
