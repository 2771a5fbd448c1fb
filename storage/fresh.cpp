#include "storage/fresh.hpp"

#include <openssl/rand.h>

#include <stdexcept>

namespace shenyi::storage {

workflow::Fresh fresh_at(workflow::Instant now) {
    workflow::Fresh fresh;
    if (RAND_bytes(fresh.bits.data(), static_cast<int>(fresh.bits.size())) != 1)
        throw std::runtime_error("no random bytes");
    const auto milliseconds = static_cast<std::uint64_t>(now.time_since_epoch().count());
    for (std::size_t i = 0; i < 6; ++i) fresh.bits[i] = static_cast<std::uint8_t>(milliseconds >> (8 * (5 - i)));
    fresh.bits[6] = static_cast<std::uint8_t>(0x70U | (fresh.bits[6] & 0x0fU));
    fresh.bits[8] = static_cast<std::uint8_t>(0x80U | (fresh.bits[8] & 0x3fU));
    return fresh;
}

}  // namespace shenyi::storage
