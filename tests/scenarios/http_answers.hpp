#pragma once

#include "storage/definitions/messages.hpp"
#include "tests/scenarios/views.hpp"
#include "workflow/ids.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What the HTTP door reads out of answers.
namespace shenyi::tests {

/// The texts of a rule that a finding's message may be: the rule's id, or id and variant.
std::vector<std::string> variants_fitting(const storage::definitions::Messages& messages, std::string_view rule,
                                          std::string_view message);

/// Of a list of objects the texts under this name.
std::vector<std::string> members_named(std::string_view name, const boost::json::value& list);

/// The id of the author's last opinion of that kind; empty where there is none.
std::string newest_opinion(const boost::json::value& matter, std::string_view kind, const workflow::PersonId& author);

MatterView matter_view_of(const boost::json::value& matter);
MeetingView meeting_view_of(const boost::json::value& meeting);

}  // namespace shenyi::tests
