#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace shenyi::bench {

/// Counts the instructions that this thread executes outside the kernel, where the machine lets itself be asked
/// (perf_event_open).
class InstructionCounter {
  public:
    InstructionCounter();
    ~InstructionCounter();
    InstructionCounter(const InstructionCounter&) = delete;
    InstructionCounter& operator=(const InstructionCounter&) = delete;

    /// Nothing where they cannot be counted; `why_not` tells why.
    std::optional<std::uint64_t> count(const std::function<void()>& work) const;
    const std::string& why_not() const { return why_not_; }

  private:
    int descriptor_ = -1;
    std::string why_not_;
};

}  // namespace shenyi::bench
