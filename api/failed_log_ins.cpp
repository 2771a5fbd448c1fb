#include "api/failed_log_ins.hpp"

namespace shenyi::api {

void FailedLogIns::add(const std::string& login, const std::string& address, int count) {
    const std::lock_guard lock(mutex_);
    std::pair key{login, address};
    // Whoever tries thousands of names from thousands of addresses shall not fill the log with them.
    if (!counts_.contains(key) && counts_.size() >= limits::failed_pairs)
        key = std::pair<std::string, std::string>(unknown_log_in, unknown_log_in);
    counts_[key] += count;
}

std::vector<workflow::LogInsFailed> FailedLogIns::take() {
    const std::lock_guard lock(mutex_);
    std::vector<workflow::LogInsFailed> taken;
    for (const auto& [key, count] : counts_) taken.push_back({key.first, key.second, count});
    counts_.clear();
    return taken;
}

}  // namespace shenyi::api
