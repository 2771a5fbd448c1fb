#pragma once

#include "workflow/addressee.hpp"
#include "workflow/calendar.hpp"
#include "workflow/world.hpp"

#include <optional>
#include <string>
#include <vector>

/// By when something about a matter is due. Only what runs: what was done, or lifted, is not due any more.
namespace shenyi::workflow {

/// `date` is empty where it cannot be counted: `missing_year` names the year whose calendar is not loaded (R-CAL-04),
/// or is empty too while the review's clock stands still (R-CAL-06). `calendar` is the version of the year in which a
/// counted day lies; empty where somebody named the day.
struct Deadline {
    DeadlineKind kind;
    std::optional<Date> date;
    std::optional<std::string> calendar;
    std::optional<int> missing_year;
    Addressee of;  ///< for whom it runs

    bool operator==(const Deadline&) const = default;
};

/// The running deadlines of a matter, counted with the organ's calendar, in the order of their kinds. `world` holds the
/// meetings in which the matter stands. Nothing in it depends on the day of the question.
std::vector<Deadline> deadlines_of(const World& world, const Matter& matter);

/// The same, counted with another calendar.
std::vector<Deadline> deadlines_of(const World& world, const Matter& matter, const Calendar& calendar);

/// The deadline of a kind, or null; the first where several run.
const Deadline* find(const std::vector<Deadline>& deadlines, DeadlineKind kind);

/// The matter's days that are other ones with the other calendar: a date that moves, appears or goes (R-CAL-04), in the
/// order of their kinds.
std::vector<MovedDeadline> days_moved(const World& world, const Matter& matter, const Calendar& other);

}  // namespace shenyi::workflow
