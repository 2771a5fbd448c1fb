#pragma once

#include <boost/describe/enum.hpp>
#include <boost/json/value.hpp>
#include <tl/expected.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace shenyi::workflow::codec {

/// What a JSON text may at most be.
struct ParseLimits {
    std::size_t bytes = std::size_t{1} << 20U;
    std::size_t depth = 32;      ///< arrays and objects in one another
    bool integers_only = false;  ///< the form of events: a fraction or an exponent is refused here
};

/// The limits of a stored event.
inline constexpr ParseLimits event_limits{.bytes = 60'000, .depth = 16, .integers_only = true};

/// Why a text is not accepted as JSON. In words: the terms `json_fault`.
enum class JsonFault {
    too_long,
    syntax,
    incomplete,  ///< it ends too early
    too_deep,
    more_follows,  ///< something after the JSON text
    name_twice,    ///< in one object
    integer_too_large,
    no_integer,  ///< where only integers are taken
    out_of_range,
    nul,  ///< this and the next two: in a text
    noncharacter,
    bad_unicode
};
BOOST_DESCRIBE_ENUM(JsonFault, too_long, syntax, incomplete, too_deep, more_follows, name_twice, integer_too_large,
                    no_integer, out_of_range, nul, noncharacter, bad_unicode)

struct ParseFault {
    JsonFault what;
    std::size_t at;       ///< byte at which reading stopped, counted from 0
    std::string pointer;  ///< RFC 6901, of the member or element that was read last; empty: the whole text
};

/// Reads one JSON text (RFC 8259) and nothing after it. Stricter than most: a name that occurs twice in an object,
/// U+0000, noncharacters, lone surrogates, invalid UTF-8 and integers beyond ±(2^53−1) are refused, also in members
/// that nobody asks for. A number with fraction or exponent stays a double, so that whoever reads it can say where an
/// integer was expected.
tl::expected<boost::json::value, ParseFault> parse(std::string_view text, const ParseLimits& limits = {});

}  // namespace shenyi::workflow::codec
