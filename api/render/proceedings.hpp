#pragma once

#include "workflow/meeting.hpp"
#include "workflow/minutes.hpp"
#include "workflow/organ.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>
#include <vector>

/// How an item went, as the record of a meeting tells it: each act with name and post of the day of who did it, and
/// with both times.
namespace shenyi::api {

/// Puts names and posts of the meeting's day to the persons of one meeting.
struct NamesThen {
    const workflow::Organ& organ;
    const workflow::Meeting& meeting;

    /// By the post that counts in this forum, else by the first that he holds.
    boost::json::object of(const workflow::PersonId& person) const;
    boost::json::value of(const std::optional<workflow::PersonId>& person) const;
    boost::json::array of(const std::vector<workflow::PersonId>& people) const;
    /// Name and post beside the id that stands in the object already.
    void beside(boost::json::object& out, const workflow::PersonId& person) const;
};

/// Steps in their order (`MinutesStep` of the contract).
boost::json::array course_of(const std::vector<workflow::MinutesStep>& course, const NamesThen& names);

/// Adds to an item what was declared, said, voted and decided on it.
void add_proceedings(boost::json::object& out, const workflow::Item& item, const workflow::MinutesOfItem& told,
                     const NamesThen& names);

/// Signatures of the record and refusals to sign.
boost::json::array signatures_of(const workflow::Meeting& meeting, const workflow::Minutes& minutes,
                                 const NamesThen& names);

}  // namespace shenyi::api
