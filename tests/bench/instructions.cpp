#include "tests/bench/instructions.hpp"

#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace shenyi::bench {

InstructionCounter::InstructionCounter() {
    perf_event_attr wanted{};
    wanted.size = sizeof wanted;
    wanted.type = PERF_TYPE_HARDWARE;
    wanted.config = PERF_COUNT_HW_INSTRUCTIONS;
    wanted.disabled = 1;
    wanted.exclude_kernel = 1;
    wanted.exclude_hv = 1;
    descriptor_ = static_cast<int>(::syscall(SYS_perf_event_open, &wanted, 0, -1, -1, PERF_FLAG_FD_CLOEXEC));
    if (descriptor_ < 0) why_not_ = std::string("perf_event_open: ") + std::strerror(errno);
}

InstructionCounter::~InstructionCounter() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<std::uint64_t> InstructionCounter::count(const std::function<void()>& work) const {
    if (descriptor_ < 0) return std::nullopt;
    ::ioctl(descriptor_, PERF_EVENT_IOC_RESET, 0);
    ::ioctl(descriptor_, PERF_EVENT_IOC_ENABLE, 0);
    work();
    ::ioctl(descriptor_, PERF_EVENT_IOC_DISABLE, 0);
    std::uint64_t counted = 0;
    if (::read(descriptor_, &counted, sizeof counted) != sizeof counted) return std::nullopt;
    return counted;
}

}  // namespace shenyi::bench
