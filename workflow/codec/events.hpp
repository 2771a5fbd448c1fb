#pragma once

#include "workflow/codec/read.hpp"
#include "workflow/events.hpp"

#include <boost/json/value.hpp>
#include <tl/expected.hpp>

#include <string_view>

namespace shenyi::workflow::codec {

/// The `data` member of an event.
boost::json::value write_event(const Event& event);

/// The inverse: which variant is meant follows from the stream's name (`matter/…`), which struct from the type.
/// Faults name the member; an unknown stream or type is a fault at the root.
tl::expected<Event, Faults> read_event(std::string_view stream, std::string_view type, const boost::json::value& data);

}  // namespace shenyi::workflow::codec
