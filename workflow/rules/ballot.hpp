#pragma once

#include "workflow/actions/ballot.hpp"
#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>
#include <string>

/// What R-MEET-10 asks of a ballot's record and of its closing.
namespace shenyi::workflow::rules {

Finding ballot_finding(std::string variant);

/// Whether what is entered fits the ballot's method and those who may vote. A finding on a secret ballot names nobody
/// but tellers.
std::optional<Finding> ballot_to_record(const Context& at, const Ballot& ballot, const RecordBallot& body);

/// Whether a ballot is recorded, its counts confirmed, and every vote that of somebody who may still vote.
std::optional<Finding> ballot_to_close(const Context& at, const Ballot& ballot);

}  // namespace shenyi::workflow::rules
