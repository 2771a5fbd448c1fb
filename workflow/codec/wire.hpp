#pragma once

#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>

#include <cstdint>
#include <string_view>

namespace shenyi::workflow::codec {

/// The name of an enumerator or member on the wire: without the underscore that stands behind a word C++ reserves
/// (`for_`).
constexpr std::string_view wire_name(std::string_view name) {
    if (name.ends_with('_')) name.remove_suffix(1);
    return name;
}

/// Integers between −(2^53−1) and 2^53−1 mean the same to every JSON reader; others are refused (event-log form).
inline constexpr std::int64_t integer_max = 9'007'199'254'740'991;

template <class T>
concept DescribedEnum = boost::describe::has_describe_enumerators<T>::value;

template <class T>
concept DescribedStruct = boost::describe::has_describe_members<T>::value;

}  // namespace shenyi::workflow::codec
