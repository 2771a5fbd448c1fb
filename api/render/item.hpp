#pragma once

#include "workflow/meeting.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <vector>

/// What was declared, said, voted and decided on an item, in the contract's shapes: for the meeting and for its record.
namespace shenyi::api {

boost::json::value arithmetic_of(const std::optional<workflow::Arithmetic>& arithmetic);
boost::json::array amendments_of(const std::vector<workflow::Amendment>& amendments);
/// A secret ballot has counts and tellers, and no vote.
boost::json::object ballot_of(const workflow::Ballot& ballot);
boost::json::array ballots_of(const workflow::Item& item);
boost::json::array dissents_of(const workflow::Item& item);
boost::json::array statements_of(const std::vector<workflow::Statement>& statements);
boost::json::array declarations_of(const workflow::Item& item);
boost::json::value head_decision_of(const workflow::Item& item);
boost::json::value responsible_of(const workflow::Item& item);

}  // namespace shenyi::api
