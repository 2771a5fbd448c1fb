#pragma once

#include "workflow/codec/at.hpp"
#include "workflow/codec/wire.hpp"
#include "workflow/dates.hpp"
#include "workflow/ids.hpp"

#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>
#include <tl/expected.hpp>

#include <array>
#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

/// JSON to values, the inverse of write.hpp. All faults of a tree come back in one pass, each with its JSON pointer.
/// Members of type optional, vector or map may be absent and are then empty, so that a released event can gain them;
/// all others must be there. `null` reads as an empty optional. Members that the struct does not have are faults.
/// Numbers with fraction or exponent are never integers, not even 5.0.
namespace shenyi::workflow::codec {

enum class FaultCode { type, enumeration, missing, unknown, value };
BOOST_DESCRIBE_ENUM(FaultCode, type, enumeration, missing, unknown, value)

/// What is wrong at a place. `expected` names a type, the form of a text, the bounds of a number or the enumerators
/// (`a|b|c`); it is empty for `missing` and `unknown`, which are said of the member the pointer names.
struct Fault {
    std::string pointer;
    FaultCode code;
    std::string expected;

    bool operator==(const Fault&) const = default;
};
using Faults = std::vector<Fault>;

/// No more faults than this are told of one tree.
inline constexpr std::size_t faults_max = 100;

void add_fault(Faults& faults, const At& at, FaultCode code, std::string expected = {});

template <class T>
struct Reader;

/// Reads into `out`. What `out` is after a fault at this place is left open.
template <class T>
void read(const boost::json::value& value, T& out, const At& at, Faults& faults) {
    Reader<T>::read(value, out, at, faults);
}

/// The value, or everything that is wrong with it.
template <class T>
tl::expected<T, Faults> read(const boost::json::value& value) {
    T out{};
    Faults faults;
    codec::read(value, out, At{}, faults);
    if (!faults.empty()) return tl::unexpected(std::move(faults));
    return out;
}

// The parts that need no template; each adds a fault and answers false or null if the value does not fit.
bool read_text(const boost::json::value& value, std::string& out, const At& at, Faults& faults);
bool read_integer(const boost::json::value& value, std::int64_t least, std::int64_t most, std::int64_t& out,
                  const At& at, Faults& faults);
const boost::json::array* read_array(const boost::json::value& value, const At& at, Faults& faults);
const boost::json::object* read_object(const boost::json::value& value, const At& at, Faults& faults);
void refuse_unknown(const boost::json::object& object, std::span<const std::string_view> names, const At& at,
                    Faults& faults);
std::string one_of(std::span<const std::string_view> names);

template <>
struct Reader<std::string> {
    static void read(const boost::json::value& value, std::string& out, const At& at, Faults& faults) {
        read_text(value, out, at, faults);
    }
};

template <>
struct Reader<bool> {
    static void read(const boost::json::value& value, bool& out, const At& at, Faults& faults);
};

template <>
struct Reader<Instant> {
    static void read(const boost::json::value& value, Instant& out, const At& at, Faults& faults);
};

template <>
struct Reader<Date> {
    static void read(const boost::json::value& value, Date& out, const At& at, Faults& faults);
};

template <>
struct Reader<boost::json::value> {
    static void read(const boost::json::value& value, boost::json::value& out, const At&, Faults&) { out = value; }
};

template <class Tag>
struct Reader<Id<Tag>> {
    static void read(const boost::json::value& value, Id<Tag>& out, const At& at, Faults& faults) {
        read_text(value, out.value, at, faults);
    }
};

template <std::integral T>
struct Reader<T> {
    static void read(const boost::json::value& value, T& out, const At& at, Faults& faults) {
        constexpr T least = std::numeric_limits<T>::min();
        constexpr T most = std::numeric_limits<T>::max();
        std::int64_t number = 0;
        if (!read_integer(value, std::cmp_less(least, -integer_max) ? -integer_max : static_cast<std::int64_t>(least),
                          std::cmp_greater(most, integer_max) ? integer_max : static_cast<std::int64_t>(most), number,
                          at, faults)) {
            return;
        }
        out = static_cast<T>(number);
    }
};

/// The enumerators of E by wire name, in the order of their description.
template <class E>
constexpr auto enumerator_names = []<template <class...> class List, class... D>(List<D...>) {
    return std::array<std::string_view, sizeof...(D)>{wire_name(D::name)...};
}(boost::describe::describe_enumerators<E>{});

template <class E>
constexpr auto enumerator_values = []<template <class...> class List, class... D>(List<D...>) {
    return std::array<E, sizeof...(D)>{D::value...};
}(boost::describe::describe_enumerators<E>{});

/// The enumerator of a wire name; empty if there is none.
template <class E>
std::optional<E> enumerator_of(std::string_view name) {
    for (std::size_t i = 0; i < enumerator_names<E>.size(); ++i) {
        if (enumerator_names<E>[i] == name) return enumerator_values<E>[i];
    }
    return std::nullopt;
}

template <DescribedEnum T>
struct Reader<T> {
    static void read(const boost::json::value& value, T& out, const At& at, Faults& faults) {
        std::string name;
        if (!read_text(value, name, at, faults)) return;
        if (const auto known = enumerator_of<T>(name))
            out = *known;
        else
            add_fault(faults, at, FaultCode::enumeration, one_of(enumerator_names<T>));
    }
};

template <class T>
struct Reader<std::optional<T>> {
    static void read(const boost::json::value& value, std::optional<T>& out, const At& at, Faults& faults) {
        out.reset();
        if (!value.is_null()) codec::read(value, out.emplace(), at, faults);
    }
};

template <class T>
struct Reader<std::vector<T>> {
    static void read(const boost::json::value& value, std::vector<T>& out, const At& at, Faults& faults) {
        out.clear();
        const boost::json::array* array = read_array(value, at, faults);
        if (array == nullptr) return;
        out.reserve(array->size());
        for (std::size_t i = 0; i < array->size(); ++i) {
            T element{};
            codec::read((*array)[i], element, At{at, i}, faults);
            out.push_back(std::move(element));
        }
    }
};

/// A map's key from a member's name; empty if it is an enumerator that does not exist.
template <class Key>
std::optional<Key> key_of(std::string_view name) {
    if constexpr (std::is_enum_v<Key>)
        return enumerator_of<Key>(name);
    else
        return Key{std::string{name}};
}

template <class Key, class T>
struct Reader<std::map<Key, T>> {
    static void read(const boost::json::value& value, std::map<Key, T>& out, const At& at, Faults& faults) {
        out.clear();
        const boost::json::object* object = read_object(value, at, faults);
        if (object == nullptr) return;
        for (const auto& member : *object) {
            const std::string_view name{member.key().data(), member.key().size()};
            const At here{at, name};
            if (const auto key = key_of<Key>(name))
                codec::read(member.value(), out[*key], here, faults);
            else
                add_fault(faults, here, FaultCode::unknown);
        }
    }
};

template <class T>
inline constexpr bool may_be_absent = false;
template <class T>
inline constexpr bool may_be_absent<std::optional<T>> = true;
template <class T>
inline constexpr bool may_be_absent<std::vector<T>> = true;
template <class Key, class T>
inline constexpr bool may_be_absent<std::map<Key, T>> = true;

template <class T>
constexpr auto member_names = []<template <class...> class List, class... D>(List<D...>) {
    return std::array<std::string_view, sizeof...(D)>{wire_name(D::name)...};
}(boost::describe::describe_members<T, boost::describe::mod_public>{});

template <DescribedStruct T>
struct Reader<T> {
    static void read(const boost::json::value& value, T& out, const At& at, Faults& faults) {
        const boost::json::object* object = read_object(value, at, faults);
        if (object == nullptr) return;
        boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>([&](auto member) {
            auto& field = out.*member.pointer;
            const std::string_view name = wire_name(member.name);
            const At here{at, name};
            if (const boost::json::value* found = object->if_contains(name))
                codec::read(*found, field, here, faults);
            else if constexpr (may_be_absent<std::remove_cvref_t<decltype(field)>>)
                field = {};
            else
                add_fault(faults, here, FaultCode::missing);
        });
        refuse_unknown(*object, member_names<T>, at, faults);
    }
};

}  // namespace shenyi::workflow::codec
