#pragma once

#include "workflow/actions/organ.hpp"
#include "workflow/calendar.hpp"
#include "workflow/context.hpp"
#include "workflow/finding.hpp"

#include <optional>

/// Time (期限计算), rules.md §2.13. R-CAL-02, -03, -05 and -06 are ways of counting: calendar.hpp, floors.hpp.
namespace shenyi::workflow::rules {

std::optional<Finding> r_cal_01(const Context& at);
std::optional<Finding> r_cal_04(const Context& at);

/// What a year's arrangement is once a notice is added to those that are loaded: a later notice changes the days it
/// names and leaves the others. The version is left empty.
CalendarYear with_notice(const Calendar& loaded, const LoadCalendar& notice);

}  // namespace shenyi::workflow::rules
