#pragma once

#include "workflow/addressee.hpp"
#include "workflow/command.hpp"
#include "workflow/world.hpp"

#include <boost/describe/enum.hpp>

#include <optional>
#include <string_view>
#include <vector>

/// What an event leaves on people's desks besides what is waited for: who did it, who began it, whom it concerns
/// without a duty.
namespace shenyi::workflow {

/// 待办, 已办, 我发起, 抄送. `todo` is what `awaited` tells; traces are of the other three.
enum class Box { todo, done, started, copied };
BOOST_DESCRIBE_ENUM(Box, todo, done, started, copied)

/// One event on one desk.
struct Trace {
    Box box;
    Addressee to;
    Target target;
    std::string_view action;
    std::optional<MatterId> matter;
    std::optional<MeetingId> meeting;
    std::optional<ItemId> item;
    std::optional<int> draft;
    std::optional<int> year = {};  ///< of the calendar that it is about

    bool operator==(const Trace&) const = default;
};

/// What whoever acted has done by an event; nothing where it was nobody's act: what the organ itself writes, what a
/// rule brought about, what is told in another stream.
std::optional<Trace> done_by(const NewEvent& event, const OrganId& organ);

/// The traces of an event but for what was done, which the event itself is. `after` is the world with the event folded
/// in.
std::vector<Trace> traces_of(const NewEvent& event, const World& after);

}  // namespace shenyi::workflow
