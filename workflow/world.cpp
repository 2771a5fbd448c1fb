#include "workflow/world.hpp"

#include <fmt/format.h>

namespace shenyi::workflow {

namespace {

/// Adds `n` to the number that the bytes spell, the last byte being the lowest: later ones of one command sort after
/// earlier ones.
std::array<std::uint8_t, 16> plus(std::array<std::uint8_t, 16> bits, unsigned n) {
    std::uint64_t carry = n;
    for (std::size_t i = bits.size(); i-- > 0 && carry > 0;) {
        carry += bits[i];
        bits[i] = static_cast<std::uint8_t>(carry & 0xffU);
        carry >>= 8U;
    }
    return bits;
}

}  // namespace

std::string Fresh::id(std::string_view prefix, unsigned n) const {
    return fmt::format("{}{:02x}", prefix, fmt::join(plus(bits, n), ""));
}

Stream stream_of(const MatterId& id) {
    return {"matter/" + id.value};
}
Stream stream_of(const MeetingId& id) {
    return {"meeting/" + id.value};
}
Stream stream_of(const OrganId& id) {
    return {"organ/" + id.value};
}
Stream stream_of(const PersonId& id) {
    return {"person/" + id.value};
}

Stream attempts_on(std::string_view id) {
    return {fmt::format("attempt/{}", id)};
}

Stream access_of(const OrganId& organ, Date day) {
    return {fmt::format("access/{}/{}", organ.value, iso(day))};
}

}  // namespace shenyi::workflow
