#pragma once

#include "workflow/command.hpp"
#include "workflow/events/attempt.hpp"
#include "workflow/world.hpp"

#include <boost/json/value.hpp>

#include <cstddef>
#include <string>
#include <vector>

/// A refused command as it goes on record (R-ARC-04).
namespace shenyi::workflow::codec {

namespace limits {
inline constexpr std::size_t attempt_text_bytes = 300;    ///< of one text of the body; a longer one is kept by digest
inline constexpr std::size_t attempt_list_members = 50;   ///< of one list; a longer one is kept by digest
inline constexpr std::size_t attempt_body_bytes = 8'000;  ///< of the whole; a longer one is kept by digest
inline constexpr std::size_t attempt_persons = 100;       ///< named as who could clear; the others are counted
}  // namespace limits

/// What of a body is kept, in canonical form: its members, with a longer text as `{"bytes", "sha256"}` of it and a
/// longer list as
/// `{"count", "sha256"}` of its canonical form. Votes are told by their number alone: of a secret ballot no name is
/// kept anywhere (R-MEET-10), and a vote that was not taken is none.
std::string told_body(const boost::json::value& body);

/// The streams of other matters and meetings on which a command bears: the matter whose item it is about, those whose
/// drafts hold a document that it names, the meeting that a matter is to be placed in.
std::vector<std::string> bears_on(const World& world, const Command& command, const std::vector<Finding>& findings);

/// The attempt with what was tried and what was told. `target` names what it was tried on.
AttemptRefused attempt_of(const World& world, const Command& command, const Refusal& refusal, std::string target);

}  // namespace shenyi::workflow::codec
