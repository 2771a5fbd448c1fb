#include "api/clock.hpp"

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace shenyi::api {
namespace {

workflow::Instant system_now() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void keep(const std::filesystem::path& file, std::int64_t offset_ms) {
    const std::filesystem::path fresh = file.string() + ".new";
    {
        std::ofstream out(fresh);
        out << offset_ms << '\n';
        if (!out.flush()) throw std::runtime_error("cannot write " + fresh.string());
    }
    std::filesystem::rename(fresh, file);
}

}  // namespace

ProcessClock::ProcessClock(std::filesystem::path file, workflow::Instant start) : file_(std::move(file)) {
    std::int64_t offset_ms = 0;
    if (std::ifstream in(file_); in >> offset_ms) {
        offset_ms_ = offset_ms;
        return;
    }
    offset_ms_ = (start - system_now()).count();
    keep(file_, offset_ms_);
}

workflow::Instant ProcessClock::now() const {
    return system_now() + std::chrono::milliseconds(offset_ms_.load());
}

bool ProcessClock::move_to(workflow::Instant instant) {
    const std::scoped_lock lock(moving_);
    if (instant < now()) return false;
    const std::int64_t offset_ms = (instant - system_now()).count();
    keep(file_, offset_ms);
    offset_ms_ = offset_ms;
    return true;
}

}  // namespace shenyi::api
