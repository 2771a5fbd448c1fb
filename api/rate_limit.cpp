#include "api/rate_limit.hpp"

#include <algorithm>

namespace shenyi::api {

std::optional<std::chrono::seconds> RateLimit::take(const std::string& key, workflow::Instant now) {
    const std::lock_guard lock(mutex_);
    if (!full_at_.contains(key)) make_room(now);
    const auto [found, fresh] = full_at_.try_emplace(key, now);
    const auto full_at = std::max(found->second, now) + rate_.each;
    const auto beyond = full_at - now - rate_.burst * rate_.each;
    if (beyond > beyond.zero()) return std::chrono::ceil<std::chrono::seconds>(beyond);
    found->second = full_at;
    return std::nullopt;
}

void RateLimit::make_room(workflow::Instant now) {
    if (full_at_.size() < limits::rated_keys) return;
    std::erase_if(full_at_, [&](const auto& each) { return each.second <= now; });
    if (full_at_.size() < limits::rated_keys) return;
    full_at_.erase(std::ranges::min_element(full_at_, {}, [](const auto& each) { return each.second; }));
}

}  // namespace shenyi::api
