#include "storage/sealing_by_queue.hpp"

#include "storage/sealed_events.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <exception>
#include <utility>

namespace shenyi::storage {

SealingByQueue::SealingByQueue(Store& store, const log::MacKey& key, OpenSigner open_signer, Sealer::Clock clock)
    : store_(store), key_(key), open_signer_(std::move(open_signer)), clock_(std::move(clock)), thread_([this] {
          run();
      }) {}

SealingByQueue::~SealingByQueue() {
    stop();
}

void SealingByQueue::prepare() {
    const std::lock_guard lock(mutex_);
    if (refusal_) std::rethrow_exception(refusal_);
}

void SealingByQueue::write(Connection& /*connection*/, ChangeWriter& /*writer*/, const Written& written) {
    waiters_.expect(written.awaited);
}

void SealingByQueue::rolled_back(const Written& written) {
    waiters_.forget(written.awaited);
}

void SealingByQueue::begin() {
    {
        const std::lock_guard lock(mutex_);
        begun_ = true;
        woken_ = true;
    }
    wake_.notify_one();
}

std::vector<Receipt> SealingByQueue::committed(const Written& /*written*/) {
    begin();
    return {};
}

void SealingByQueue::answer(Outcome outcome, const std::vector<std::string>& awaited,
                            const WorkflowEngine::Done& done) {
    if (awaited.empty()) return done(std::move(outcome));
    const auto held = std::make_shared<Outcome>(std::move(outcome));
    waiters_.wait(awaited, Steady::now(), [held, done](std::vector<Receipt> receipts) {
        held->receipts = std::move(receipts);
        done(std::move(*held));
    });
}

void SealingByQueue::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
    waiters_.stop();
}

/// Until something is to be done; false where nothing is any more.
bool SealingByQueue::rest() {
    const bool follows = !sealer_ && waiters_.somebody_waits();
    const auto patience = fails_ ? limits::seal_watched : follows ? limits::seal_followed : limits::seal_looked;
    std::unique_lock lock(mutex_);
    const auto is_called = [this] { return woken_ || stopping_; };
    if (begun_) {
        wake_.wait_for(lock, patience, is_called);
    } else {
        wake_.wait(lock, is_called);
    }
    // What was woken before it was stopped is done first.
    return std::exchange(woken_, false) || !stopping_;
}

void SealingByQueue::run() {
    while (rest()) {
        fails_ = true;
        try {
            work();
            fails_ = false;
        } catch (const SealingStopped& thrown) {
            spdlog::error("nothing is sealed any more: {}", thrown.what());
            refuse(std::current_exception());
            waiters_.let_go(Steady::time_point::max());
        } catch (const std::exception& thrown) {
            spdlog::error("not sealed: {}", thrown.what());
        }
        waiters_.let_go(Steady::now());
    }
}

void SealingByQueue::refuse(std::exception_ptr why) {
    const std::lock_guard lock(mutex_);
    refusal_ = std::move(why);
}

void SealingByQueue::work() {
    if (become_sealer()) {
        seal();
    } else {
        follow();
    }
    watch_queue();
}

bool SealingByQueue::become_sealer() {
    if (sealer_) return true;
    const auto now = Steady::now();
    if (tried_ != Steady::time_point() && now - tried_ < limits::seal_watched) return false;
    tried_ = now;
    if (auto signer = open_signer_()) sealer_ = std::make_unique<Sealer>(store_, key_, std::move(signer), clock_);
    return sealer_ != nullptr;
}

void SealingByQueue::seal() {
    for (bool is_idle = false; !is_idle;) {
        const Sealer::Round round = sealer_->round();
        was_signed(sealer_->signer());
        waiters_.sealed(round.sealed);
        is_idle = round.is_idle;
    }
}

void SealingByQueue::follow() {
    const auto expected = waiters_.unsealed();
    if (expected.empty()) return;
    const auto sealed = store_.readers().read([&](Connection& connection) {
        return receipts_since(connection, followed_, {expected.begin(), expected.end()});
    });
    if (!sealed) throw std::runtime_error(sealed.error().detail);
    // Once more from where the last look began: what came to be expected during it may have been sealed in it.
    followed_ = std::exchange(looked_at_, sealed->size);
    waiters_.sealed(sealed->receipts);
}

/// Back-pressure. What is oldest is timed here: events have the times of a clock that may be set.
void SealingByQueue::watch_queue() {
    const auto now = Steady::now();
    if (now - watched_ < limits::seal_watched) return;
    watched_ = now;
    const auto queue = store_.readers().read([](Connection& connection) { return queue_of(connection); });
    if (!queue) throw std::runtime_error(queue.error().detail);
    if (queue->oldest != oldest_) {
        oldest_ = queue->oldest;
        oldest_since_ = now;
    }
    const bool waits_too_long = oldest_ != 0 && now - oldest_since_ > limits::unsealed_for;
    if (queue->events < limits::unsealed_events && !waits_too_long) return refuse(nullptr);
    refuse(std::make_exception_ptr(SealingBehind(fmt::format("{} events wait to be sealed", queue->events))));
}

}  // namespace shenyi::storage
