#pragma once

#include "workflow/meeting.hpp"
#include "workflow/world.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstdint>

namespace shenyi::api {

/// A meeting as the contract's `Meeting`, as far as the reader sees it. A secret ballot shows counts and no name but
/// the tellers'.
boost::json::object render_meeting(const workflow::World& world, const workflow::Meeting& meeting, std::int64_t seq,
                                   const workflow::PersonId& reader);

/// Signatures of the record and refusals to sign, each the contract's `Signature`.
boost::json::array render_signatures(const workflow::Meeting& meeting);

}  // namespace shenyi::api
