#pragma once

#include "api/visibility.hpp"
#include "workflow/matter.hpp"
#include "workflow/world.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>

namespace shenyi::api {

/// A matter as the contract's `Matter`, as far as the reader sees it.
boost::json::object render_matter(const workflow::World& world, const workflow::Matter& matter, std::int64_t seq,
                                  const workflow::PersonId& reader);

/// The decisions on a matter, each the contract's `MatterDecision`.
boost::json::array render_decisions(const workflow::Matter& matter);

/// The opinions on a matter that this sight opens to the reader, each the contract's `Opinion`.
boost::json::array render_opinions(const workflow::Matter& matter, const View& view);

/// The contract's `Draft`, with those of its documents that this sight opens.
boost::json::object render_draft(const workflow::Draft& draft, const View& view);

}  // namespace shenyi::api
