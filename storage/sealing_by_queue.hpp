#pragma once

#include "storage/seal_waiters.hpp"
#include "storage/sealer.hpp"
#include "storage/sealing.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace shenyi::storage {

namespace limits {
/// How often the sealing thread looks for what other servers wrote, which do not wake it; for what another process has
/// sealed, while answers wait for it; whether it may take over, and how much waits.
inline constexpr std::chrono::milliseconds seal_looked{100};
inline constexpr std::chrono::milliseconds seal_followed{10};
inline constexpr std::chrono::milliseconds seal_watched{1'000};
}  // namespace limits

/// Where several processes write (PostgreSQL): events go through the queue, and a thread with a connection and a role
/// of its own seals them, in the one process that holds the signer's state. In the others it looks for what that one
/// has sealed, and takes over when it has ended.
class SealingByQueue : public Sealing {
  public:
    /// The signer, once this process is the one that signs; nothing while another one is. Throws std::runtime_error
    /// where nobody can: the sentence is for the operator.
    using OpenSigner = std::function<std::unique_ptr<Signer>()>;

    SealingByQueue(Store& store, const log::MacKey& key, OpenSigner open_signer, Sealer::Clock clock);
    ~SealingByQueue() override;

    void begin() override;
    void prepare() override;
    void write(Connection& connection, ChangeWriter& writer, const Written& written) override;
    void rolled_back(const Written& written) override;
    std::vector<Receipt> committed(const Written& written) override;
    void answer(Outcome outcome, const std::vector<std::string>& awaited, const WorkflowEngine::Done& done) override;
    void stop() override;

  private:
    using Steady = std::chrono::steady_clock;

    void run();
    bool rest();
    void work();
    bool become_sealer();
    void seal();
    void follow();
    void watch_queue();
    void refuse(std::exception_ptr why);

    Store& store_;
    const log::MacKey& key_;
    OpenSigner open_signer_;
    Sealer::Clock clock_;
    SealWaiters waiters_;

    // Of the thread alone.
    std::unique_ptr<Sealer> sealer_;
    bool fails_ = false;
    std::uint64_t followed_ = 0;   ///< the size from which on it is looked for what another process sealed
    std::uint64_t looked_at_ = 0;  ///< the size at the last look
    std::int64_t oldest_ = 0;      ///< the number that is longest in the queue, and since when it is known to be
    Steady::time_point oldest_since_;
    Steady::time_point tried_;
    Steady::time_point watched_;

    std::mutex mutex_;
    std::condition_variable wake_;
    bool begun_ = false;  ///< before, the database may not be there yet
    bool woken_ = false;
    bool stopping_ = false;
    std::exception_ptr refusal_;  ///< why nothing may be written
    std::thread thread_;
};

}  // namespace shenyi::storage
