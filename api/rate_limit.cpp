#include "api/rate_limit.hpp"

#include <algorithm>

namespace shenyi::api {

std::optional<std::chrono::seconds> RateLimit::take(const std::string& key, workflow::Instant now) {
    const std::lock_guard lock(mutex_);
    if (!full_at_.contains(key)) make_room(now);
    const auto [found, fresh] = full_at_.try_emplace(key, now);
    if (const auto wait = beyond(found->second, now)) return wait;
    found->second = std::max(found->second, now) + rate_.each;
    return std::nullopt;
}

std::optional<std::chrono::seconds> RateLimit::wait(const std::string& key, workflow::Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = full_at_.find(key);
    return found == full_at_.end() ? std::nullopt : beyond(found->second, now);
}

std::optional<std::chrono::seconds> RateLimit::beyond(workflow::Instant full_at, workflow::Instant now) const {
    const auto wait = std::max(full_at, now) + rate_.each - now - rate_.burst * rate_.each;
    if (wait <= wait.zero()) return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(wait);
}

void RateLimit::make_room(workflow::Instant now) {
    if (full_at_.size() < limits::rated_keys) return;
    std::erase_if(full_at_, [&](const auto& each) { return each.second <= now; });
    if (full_at_.size() < limits::rated_keys) return;
    full_at_.erase(std::ranges::min_element(full_at_, {}, [](const auto& each) { return each.second; }));
}

OneAtATime::Turn::~Turn() {
    if (door_ == nullptr) return;
    const std::lock_guard lock(door_->mutex_);
    door_->inside_.erase(key_);
}

std::optional<OneAtATime::Turn> OneAtATime::enter(const std::string& key) {
    const std::lock_guard lock(mutex_);
    if (!inside_.insert(key).second) return std::nullopt;
    return Turn(*this, key);
}

}  // namespace shenyi::api
