#pragma once

#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>

/// The order in which the acts of a sitting happened, where times are entered from paper (R-MEET-17).
namespace shenyi::workflow::rules {

/// The moment before which what the command reports cannot have happened: that of what it follows in the record; empty
/// where it follows nothing. Everything in a sitting follows the meeting's opening. The discussion of an item, its
/// votes, its decision and its closing follow each other; a declaration, a recusal, a coming or going may have been
/// noticed late, and follow only the item's opening, or that person's last coming or going. An item opens, and the
/// sitting ends, after what was done on all the others.
std::optional<Instant> cannot_precede(const Context& at);

/// A time entered from paper that cannot be: it lies ahead, or before what the act follows in the record.
std::optional<Finding> impossible_time(const Context& at);

}  // namespace shenyi::workflow::rules
