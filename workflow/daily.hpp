#pragma once

#include "workflow/world.hpp"

#include <vector>

/// What begins with a day: alarms and reminders, as events. It never passes anything; silence is never consent.
namespace shenyi::workflow {

/// The events of the organ's day `world.today`, written once whichever server comes first; empty where the day has
/// begun already. After a stop the one day that is now stands for those that were missed.
/// - `review.overdue` for each loaded matter whose review period is over (R-REV-04, S-08), once for each review;
/// - `calendar.reminded` for each year whose calendar is needed by now and missing (R-CAL-04), every day;
/// - `day.begun`.
/// `world` holds the matters whose review may be overdue; others are left out.
std::vector<NewEvent> begin_day(const World& world);

/// The years whose working-day calendar is missing on a day: the day's own, and from `calendar.remind_from` of the
/// organ's pack on the next one, in which the days from 25 December may be named.
std::vector<int> years_without_calendar(const World& world, Date day);

}  // namespace shenyi::workflow
