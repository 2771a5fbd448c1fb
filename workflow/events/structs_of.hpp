#pragma once

#include <boost/mp11/list.hpp>

#include <utility>
#include <variant>

namespace shenyi::workflow {

template <class... Structs>
boost::mp11::mp_list<Structs...> structs_of(const std::variant<Structs...>&);

/// The list of structs that a stream's event may be, whether that is a std::variant or derives from one.
template <class StreamEvent>
using StructsOf = decltype(structs_of(std::declval<const StreamEvent&>()));

}  // namespace shenyi::workflow
