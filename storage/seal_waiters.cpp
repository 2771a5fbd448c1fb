#include "storage/seal_waiters.hpp"

#include <algorithm>
#include <utility>

namespace shenyi::storage {

void SealWaiters::expect(const std::vector<std::string>& events) {
    const std::lock_guard lock(mutex_);
    for (const std::string& event : events) expected_.try_emplace(event);
}

void SealWaiters::forget(const std::vector<std::string>& events) {
    const std::lock_guard lock(mutex_);
    for (const std::string& event : events) expected_.erase(event);
}

/// The receipts of all events of a waiter, which are expected no longer.
std::vector<Receipt> SealWaiters::take(const Waiting& waiting) {
    std::vector<Receipt> receipts;
    for (const std::string& event : waiting.events) {
        const auto found = expected_.find(event);
        if (found == expected_.end()) continue;
        if (found->second.receipt) receipts.push_back(std::move(*found->second.receipt));
        expected_.erase(found);
    }
    if (waiting.missing > 0) receipts.clear();
    return receipts;
}

void SealWaiters::answer(Answers answers) {
    for (auto& [done, receipts] : answers) done(std::move(receipts));
}

void SealWaiters::wait(const std::vector<std::string>& events, Clock::time_point since, Done done) {
    auto waiting =
        std::make_shared<Waiting>(Waiting{.events = events, .missing = 0, .since = since, .done = std::move(done)});
    Answers answers;
    {
        const std::lock_guard lock(mutex_);
        for (const std::string& event : events) {
            Expected& expected = expected_[event];
            if (!expected.receipt) ++waiting->missing;
            expected.waiting = waiting;
        }
        if (waiting->missing == 0 || stopped_) {
            answers.emplace_back(std::move(waiting->done), take(*waiting));
        } else {
            waiting_.push_back(std::move(waiting));
        }
    }
    answer(std::move(answers));
}

void SealWaiters::sealed(const std::vector<Receipt>& receipts) {
    Answers answers;
    {
        const std::lock_guard lock(mutex_);
        for (const Receipt& receipt : receipts) {
            const auto found = expected_.find(receipt.event);
            if (found == expected_.end() || found->second.receipt) continue;
            found->second.receipt = std::make_unique<Receipt>(receipt);
            const auto waiting = found->second.waiting;
            if (!waiting || --waiting->missing > 0) continue;
            answers.emplace_back(std::move(waiting->done), take(*waiting));
            std::erase(waiting_, waiting);
        }
    }
    answer(std::move(answers));
}

void SealWaiters::let_go(Clock::time_point now) {
    Answers answers;
    {
        const std::lock_guard lock(mutex_);
        const auto patient = std::ranges::find_if(
            waiting_, [&](const auto& each) { return !stopped_ && now - each->since < limits::seal_wait; });
        for (auto each = waiting_.begin(); each != patient; ++each) {
            answers.emplace_back(std::move((*each)->done), take(**each));
        }
        waiting_.erase(waiting_.begin(), patient);
    }
    answer(std::move(answers));
}

void SealWaiters::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
    }
    let_go({});
}

bool SealWaiters::somebody_waits() const {
    const std::lock_guard lock(mutex_);
    return !waiting_.empty();
}

std::vector<std::string> SealWaiters::unsealed() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> events;
    for (const auto& [event, expected] : expected_) {
        if (!expected.receipt) events.push_back(event);
    }
    return events;
}

}  // namespace shenyi::storage
