#pragma once

#include "storage/receipt.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::storage {

namespace limits {
/// How long an answer waits for its events to be sealed, before it goes out without a receipt.
inline constexpr std::chrono::milliseconds seal_wait{2'000};
}  // namespace limits

/// Answers that wait until their events are sealed. An event is expected before it is committed, since it may be sealed
/// before whoever committed it has come back to say who waits. Any thread.
class SealWaiters {
  public:
    using Clock = std::chrono::steady_clock;
    /// Called once, on the thread that sealed, let go or stopped: with the receipts of all the events, or with none.
    using Done = std::function<void(std::vector<Receipt>)>;

    void expect(const std::vector<std::string>& events);
    /// They were not committed.
    void forget(const std::vector<std::string>& events);
    /// Who waits for expected events; what was sealed meanwhile is known.
    void wait(const std::vector<std::string>& events, Clock::time_point since, Done done);

    void sealed(const std::vector<Receipt>& receipts);
    /// Lets go of those that have waited `limits::seal_wait`.
    void let_go(Clock::time_point now);
    /// Lets go of all; whoever waits from now on is let go at once.
    void stop();

    bool somebody_waits() const;
    /// The events that are expected and not sealed yet.
    std::vector<std::string> unsealed() const;

  private:
    struct Waiting {
        std::vector<std::string> events;
        std::size_t missing;
        Clock::time_point since;
        Done done;
    };
    /// An event with its receipt, once it has one, and who waits for it.
    struct Expected {
        std::unique_ptr<Receipt> receipt;
        std::shared_ptr<Waiting> waiting;
    };
    using Answers = std::vector<std::pair<Done, std::vector<Receipt>>>;
    std::vector<Receipt> take(const Waiting& waiting);
    static void answer(Answers answers);

    mutable std::mutex mutex_;
    std::map<std::string, Expected> expected_;
    std::vector<std::shared_ptr<Waiting>> waiting_;  ///< in the order of their times
    bool stopped_ = false;
};

}  // namespace shenyi::storage
