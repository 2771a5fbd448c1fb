#include "tests/bench/figures.hpp"

#include <algorithm>

namespace shenyi::bench {

namespace {

double milliseconds(Clock::duration wait) {
    return std::chrono::duration<double, std::milli>(wait).count();
}

}  // namespace

void Waits::add(const Waits& other) {
    waits_.insert(waits_.end(), other.waits_.begin(), other.waits_.end());
    failed_ += other.failed_;
}

Figures Waits::figures(Clock::duration run) const {
    if (waits_.empty()) return {.failed = failed_};
    std::vector<Clock::duration> sorted = waits_;
    std::ranges::sort(sorted);
    return {.per_second = static_cast<double>(sorted.size()) / std::chrono::duration<double>(run).count(),
            .p50_ms = milliseconds(sorted[sorted.size() / 2]),
            .p99_ms = milliseconds(sorted[sorted.size() * 99 / 100]),
            .acknowledged = sorted.size(),
            .failed = failed_};
}

double middle(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

}  // namespace shenyi::bench
