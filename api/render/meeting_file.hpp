#pragma once

#include "api/render/finding.hpp"
#include "api/visibility.hpp"
#include "workflow/matter.hpp"
#include "workflow/meeting.hpp"

#include <boost/json/object.hpp>

namespace shenyi::api {

/// The file of an item as the contract's `MeetingFile`, as far as his view of the matter shows it to the reader. The
/// papers are named by their digests alone. `matter` is null for an item that is only heard.
boost::json::object render_meeting_file(const workflow::Meeting& meeting, const workflow::Item& item,
                                        const workflow::Matter* matter, const View& view, const FindingPlace& at);

}  // namespace shenyi::api
