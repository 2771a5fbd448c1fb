#pragma once

#include "workflow/organ.hpp"

#include <boost/json/object.hpp>

namespace shenyi::api {

/// The contract's `Person` on a day: the posts that are confirmed and not over.
boost::json::object render_person(const workflow::Organ& organ, const workflow::Person& person, workflow::Date today);
/// The contract's `PostSummary`: a post with its last day as it is known now.
boost::json::object render_post_summary(const workflow::Post& post);
boost::json::object render_post(const workflow::Post& post);
boost::json::object render_delegation(const workflow::Delegation& delegation);
boost::json::object render_calendar(const workflow::LoadedCalendar& loaded);

/// A person by name and with the first post that he held on a day (`NamedPerson` of the contract).
boost::json::object render_named(const workflow::Organ& organ, const workflow::PersonId& person, workflow::Date day);

}  // namespace shenyi::api
