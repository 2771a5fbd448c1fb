#pragma once

#include "workflow/actions/ballot.hpp"
#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>
#include <string>

/// What R-MEET-10 asks of a ballot's record and of its closing.
namespace shenyi::workflow::rules {

Finding ballot_finding(std::string variant);

/// Why no ballot is open on the item: none was yet, or the last one was voided, or is over.
Finding without_open_ballot(const Item& item);

/// Whether what is entered fits the ballot's method and those who may vote: in an open ballot each of them once, nobody
/// left out. What is recorded is not overwritten. Without a body it is only asked whether anything can be entered. A
/// finding on a secret ballot names nobody but tellers.
std::optional<Finding> ballot_to_record(const Context& at, const Ballot& ballot, const RecordBallot* asked);

/// Whether a ballot is recorded, its counts confirmed, every vote that of somebody who may still vote, and nobody who
/// may vote left out since.
std::optional<Finding> ballot_to_close(const Context& at, const Ballot& ballot);

}  // namespace shenyi::workflow::rules
