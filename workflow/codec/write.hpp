#pragma once

#include "workflow/codec/wire.hpp"
#include "workflow/dates.hpp"
#include "workflow/ids.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <concepts>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

/// Values to JSON: described structs as objects, described enums by wire name, ids by their value, instants and dates
/// as text. An empty optional is left out of an object and is `null` elsewhere. Sign and range of integers are the
/// writer's to keep: `canonical` refuses those beyond 2^53−1. Other types: specialise Writer before the first use, and
/// Reader (read.hpp) likewise. A unit that calls `write` for large types should declare `extern template` and leave the
/// code to one codec unit.
namespace shenyi::workflow::codec {

template <class T>
struct Writer;

template <class T>
boost::json::value write(const T& value);

template <>
struct Writer<std::string> {
    static boost::json::value write(const std::string& text) { return boost::json::value(text); }
};

template <>
struct Writer<bool> {
    static boost::json::value write(bool value) { return boost::json::value(value); }
};

template <>
struct Writer<Instant> {
    static boost::json::value write(Instant instant) { return boost::json::value(rfc3339(instant)); }
};

template <>
struct Writer<Date> {
    static boost::json::value write(Date date) { return boost::json::value(iso(date)); }
};

/// A JSON value goes through as it is.
template <>
struct Writer<boost::json::value> {
    static boost::json::value write(const boost::json::value& value) { return value; }
};

template <class Tag>
struct Writer<Id<Tag>> {
    static boost::json::value write(const Id<Tag>& id) { return boost::json::value(id.value); }
};

template <std::integral T>
struct Writer<T> {
    static boost::json::value write(T number) { return boost::json::value(number); }
};

/// The wire name of a described enumerator. A value without name is a program fault (std::logic_error).
template <class E>
std::string_view name_of_enumerator(E value) {
    const char* name = boost::describe::enum_to_string(value, nullptr);
    if (name == nullptr) throw std::logic_error("an enumerator without name");
    return wire_name(name);
}

template <DescribedEnum T>
struct Writer<T> {
    static boost::json::value write(T value) { return boost::json::value(name_of_enumerator(value)); }
};

template <class T>
struct Writer<std::optional<T>> {
    static boost::json::value write(const std::optional<T>& value) {
        return value ? codec::write(*value) : boost::json::value(nullptr);
    }
};

template <class T>
struct Writer<std::vector<T>> {
    static boost::json::value write(const std::vector<T>& values) {
        boost::json::array out;
        out.reserve(values.size());
        for (const T& value : values) out.push_back(codec::write(value));
        return out;
    }
};

template <class Key>
std::string_view name_of_key(const Key& key) {
    if constexpr (std::is_enum_v<Key>)
        return name_of_enumerator(key);
    else if constexpr (std::same_as<Key, std::string>)
        return key;
    else
        return key.value;
}

/// Keys are texts, ids or described enumerators.
template <class Key, class T>
struct Writer<std::map<Key, T>> {
    static boost::json::value write(const std::map<Key, T>& values) {
        boost::json::object out;
        out.reserve(values.size());
        for (const auto& [key, value] : values) out.emplace(name_of_key(key), codec::write(value));
        return out;
    }
};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <DescribedStruct T>
struct Writer<T> {
    static boost::json::value write(const T& value) {
        boost::json::object out;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) {
            const auto& field = value.*member.pointer;
            if constexpr (is_optional<std::remove_cvref_t<decltype(field)>>) {
                if (!field) return;
            }
            out.emplace(wire_name(member.name), codec::write(field));
        });
        return out;
    }
};

template <class T>
boost::json::value write(const T& value) {
    return Writer<T>::write(value);
}

}  // namespace shenyi::workflow::codec
