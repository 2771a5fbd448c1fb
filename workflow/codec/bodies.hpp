#pragma once

#include "workflow/codec/read.hpp"
#include "workflow/command.hpp"
#include "workflow/dates.hpp"

#include <boost/json/value.hpp>
#include <tl/expected.hpp>

#include <any>
#include <optional>
#include <string_view>

namespace shenyi::workflow::codec {

/// The body of an action (`workflow/actions/`) as the struct that belongs to it, or everything that is wrong with it.
/// A list has to be there even if it is empty, except where the contract marks it as optional; an action without
/// members takes `{}` and nothing else. Actions on the organ and on a person go by one list: either target finds them.
/// An unknown action is a fault at the root.
tl::expected<std::any, Faults> read_body(Target target, std::string_view action, const boost::json::value& value);

/// The same, as far as it can be read: what is wrong is left out. For a known action; throws std::logic_error
/// otherwise.
std::any read_what_fits(Target target, std::string_view action, const boost::json::value& value);

/// A body as JSON. Throws std::bad_any_cast where it is not that action's, std::logic_error where there is no such
/// action.
boost::json::value write_body(Target target, std::string_view action, const std::any& body);

/// Whether there is a body for such an action.
bool is_action(Target target, std::string_view action);

/// When a body says that it happened, where it was entered from paper; empty if it does not say or cannot.
std::optional<Instant> occurred_at_of(const std::any& body);

}  // namespace shenyi::workflow::codec
