#pragma once

#include <boost/json/value.hpp>
#include <tl/expected.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace shenyi::workflow::codec {

/// The longest event in bytes: a tile's entries have a 16-bit length.
inline constexpr std::size_t event_bytes_max = 60'000;
/// How many arrays and objects may lie in one another in canonical form.
inline constexpr std::size_t canonical_depth_max = 16;

/// The bytes by which a value is stored and hashed: RFC 8785, with the input narrowed so that it is trivial.
///
/// No white space. Members sorted by name; names match `[a-z][a-z0-9_]*`, so that byte order is the RFC's UTF-16 order.
/// Numbers are integers, |n| ≤ 2^53−1, in decimal without sign unless negative. Strings are valid UTF-8 without U+0000
/// and without noncharacters, written raw but for `\"`, `\\`, `\b`, `\t`, `\n`, `\f`, `\r` and `\u00xx` (lower-case)
/// for the other control characters below U+0020. Nothing is normalized. At most 16 arrays and objects in one another.
/// An input outside this is refused, not repaired; the error gives its JSON pointer and the reason.
tl::expected<std::string, std::string> canonical(const boost::json::value& value,
                                                 std::size_t bytes_max = event_bytes_max);

/// Why a text may not stand in a string.
enum class TextFault {
    nul,           ///< U+0000: PostgreSQL keeps only the part before it
    noncharacter,  ///< U+FDD0 to U+FDEF and the last two of each plane
    bad_unicode    ///< a surrogate, or whatever else is not valid UTF-8
};

/// Empty if the text may stand in a string.
std::optional<TextFault> fault_of_text(std::string_view text);

}  // namespace shenyi::workflow::codec
