#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace spdlog {
class formatter;
}

/// The program's log: what an operator looks at. The event log is another thing.
namespace shenyi::api {

/// Days for which files of the log can be kept. 网络安全法 of 2016, article 21: 留存相关的网络日志不少于六个月.
inline constexpr int log_days_min = 1;
inline constexpr int log_days_max = 3650;

struct LogPlace {
    /// Files `shenyi_YYYY-MM-DD.log`, one a day, that their owner and his group read. Without: standard error only.
    std::optional<std::filesystem::path> folder;
    /// The longest six months.
    int days = 184;
};

/// The text with control characters, marks of direction and backslashes as escapes (`\n`, `\x1b`, `\\`): what came with
/// a request can neither end a line of the log nor turn it round.
std::string in_one_line(std::string_view text);

/// `2026-03-02T01:00:00.000Z error text`, in UTC, the text in one line.
std::unique_ptr<spdlog::formatter> log_format();

namespace limits {
/// Lines that wait to be written. Where a disk or a reader of standard error stands still, the oldest are given up:
/// nobody who asks for something waits for the log.
inline constexpr std::size_t log_lines_waiting_max = 4096;
}  // namespace limits

/// From here on everything is logged to standard error and, where it is named, to the folder, by a thread of its own
/// that takes on this one's signals. Throws where a file of the log cannot be made.
void begin_log(const LogPlace& place);
/// Lines given up since.
std::size_t log_lines_lost();

}  // namespace shenyi::api
