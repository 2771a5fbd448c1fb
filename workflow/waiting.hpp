#pragma once

#include "workflow/addressee.hpp"
#include "workflow/command.hpp"
#include "workflow/world.hpp"

#include <optional>
#include <string>
#include <vector>

/// Who is waited for: the acts without which a matter, a meeting or the organ's calendar does not go on, and of whom.
/// An act that is only possible (withdrawing, objecting, pausing the clock) waits for nobody.
/// Values of the states alone: nothing in it depends on the day of the question, so that lists can be kept of it.
namespace shenyi::workflow {

/// One act that is waited for. An act that several posts may do stands once for each of them.
struct Awaited {
    Target target;
    std::string action;
    std::optional<ItemId> item;
    Addressee of;
    Instant since;
    std::optional<Date> due;
    std::optional<int> draft;
    std::optional<int> year = {};  ///< of the calendar that is waited for

    bool operator==(const Awaited&) const = default;
};

/// Of a matter. `world` holds the meetings in which it stands.
std::vector<Awaited> awaited(const World& world, const Matter& matter);

/// The assignment that the reviewing body would owe a file under review, were nobody left who reviews it. It stands in
/// the lists of every such file: who reads them asks on his day whether it is owed (`reviewer_awaited`).
std::optional<Awaited> reviewer_in_reserve(const World& world, const Matter& matter);

/// The assignment that the reviewing body owes a file whose reviewers have all lost their posts; empty where one is
/// left. This alone hangs on the day of the question.
std::optional<Awaited> reviewer_awaited(const World& world, const Matter& matter);

/// Of a meeting and its items. `world` holds the matter of the open item.
std::vector<Awaited> awaited(const World& world, const Meeting& meeting);

/// Of the organ itself: a year's calendar to be loaded or confirmed (R-CAL-01, R-CAL-04).
std::vector<Awaited> awaited(const World& world, const Organ& organ);

}  // namespace shenyi::workflow
