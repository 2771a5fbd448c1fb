#include "api/log_lines.hpp"

#include <fmt/format.h>
#include <spdlog/async.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/daily_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <cstdint>
#include <cstdio>
#include <iterator>
#include <utility>
#include <vector>

namespace shenyi::api {
namespace {

/// In UTF-8: the controls above ASCII, line and paragraph separators, marks that turn the direction of writing.
std::size_t hiding_sequence(std::string_view text) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    if (byte(0) == 0xc2 && byte(1) >= 0x80 && byte(1) <= 0x9f) return 2;
    if (byte(0) != 0xe2) return 0;
    if (byte(1) == 0x80 && ((byte(2) >= 0x8e && byte(2) <= 0x8f) || (byte(2) >= 0xa8 && byte(2) <= 0xae))) return 3;
    return byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9 ? 3 : 0;
}

void append_escaped(std::string& out, char letter) {
    switch (letter) {
        case '\n':
            out += "\\n";
            return;
        case '\r':
            out += "\\r";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\\':
            out += "\\\\";
            return;
        default:
            fmt::format_to(std::back_inserter(out), FMT_STRING("\\x{:02x}"), static_cast<unsigned char>(letter));
    }
}

class OneLine final : public spdlog::custom_flag_formatter {
  public:
    void format(const spdlog::details::log_msg& message, const std::tm& /*time*/, spdlog::memory_buf_t& out) override {
        const std::string line = in_one_line({message.payload.data(), message.payload.size()});
        out.append(line.data(), line.data() + line.size());
    }
    std::unique_ptr<spdlog::custom_flag_formatter> clone() const override { return std::make_unique<OneLine>(); }
};

spdlog::sink_ptr files_in(const std::filesystem::path& folder, int days) {
    spdlog::file_event_handlers events;
    events.after_open = [](const spdlog::filename_t& /*name*/, std::FILE* file) {
        constexpr mode_t owner_and_group = 0640;
        ::fchmod(::fileno(file), owner_and_group);
    };
    return std::make_shared<spdlog::sinks::daily_file_sink_mt>((folder / "shenyi.log").string(), 0, 0, false,
                                                               static_cast<std::uint16_t>(days), events);
}

}  // namespace

std::string in_one_line(std::string_view text) {
    std::string line;
    line.reserve(text.size());
    while (!text.empty()) {
        const char letter = text.front();
        const auto byte = static_cast<unsigned char>(letter);
        std::size_t size = hiding_sequence(text);
        if (size == 0 && (byte < 0x20 || byte == 0x7f || letter == '\\')) size = 1;
        if (size == 0) line += letter;
        for (const char hidden : text.substr(0, size)) append_escaped(line, hidden);
        text.remove_prefix(size == 0 ? 1 : size);
    }
    return line;
}

std::unique_ptr<spdlog::formatter> log_format() {
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    formatter->add_flag<OneLine>('*').set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %*");
    return formatter;
}

void begin_log(const LogPlace& place) {
    std::vector<spdlog::sink_ptr> sinks{std::make_shared<spdlog::sinks::stderr_sink_mt>()};
    if (place.folder) sinks.push_back(files_in(*place.folder, place.days));
    spdlog::init_thread_pool(limits::log_lines_waiting_max, 1);
    auto logger = std::make_shared<spdlog::async_logger>("shenyi", sinks.begin(), sinks.end(), spdlog::thread_pool(),
                                                         spdlog::async_overflow_policy::overrun_oldest);
    logger->set_formatter(log_format());
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

std::size_t log_lines_lost() {
    const auto writing = spdlog::thread_pool();
    return writing ? writing->overrun_counter() : 0;
}

}  // namespace shenyi::api
