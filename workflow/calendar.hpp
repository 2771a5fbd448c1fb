#pragma once

#include "workflow/dates.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <tl/expected.hpp>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// Working days (工作日), as the Engine counts them: R-CAL-01 to R-CAL-06.
/// Saturdays and Sundays are off and the other days are worked, unless the State Council's yearly notice
/// (国务院办公厅关于部分节假日安排的通知) names the day as off (放假) or as a make-up working day (调休上班).
/// A year without notice is never guessed: the count is refused and says which year is missing.
namespace shenyi::workflow {

/// A day that a notice names: off, or worked although it might look like a day off.
struct CalendarDay {
    Date date;
    bool off;
    std::string name;

    bool operator==(const CalendarDay&) const = default;
};
BOOST_DESCRIBE_STRUCT(CalendarDay, (), (date, off, name))

/// One year's arrangement, all its notices taken together. Where a later notice changed a day (2020-01-27), `days`
/// holds what it changed it to. A year's notice may name days from 25 December of the year before.
struct CalendarYear {
    int year;
    std::vector<std::string> notices;  ///< numbers or addresses of the notices; none means that none is out
    std::vector<CalendarDay> days;
    std::string version;  ///< the name of exactly these facts; recorded with every date counted with them

    bool operator==(const CalendarYear&) const = default;
};
BOOST_DESCRIBE_STRUCT(CalendarYear, (), (year, notices, days, version))

/// The years that an organ has loaded and confirmed.
struct Calendar {
    std::map<int, CalendarYear> years;

    bool operator==(const Calendar&) const = default;
};

/// Days that a count leaves out (R-CAL-06): from the day of the stop up to the day before the restart, so that the day
/// of the restart counts again and a pause that ends on its first day leaves out nothing.
/// While `to` is empty the clock stands still: no day from `from` on counts.
struct Pause {
    Date from;
    std::optional<Date> to;
};

/// Why a count gives no date: no notice of `year` is loaded (R-CAL-04). `year` is 0 where no calendar is at fault
/// but the clock stands still in a pause that nobody has ended.
struct MissingYear {
    int year;

    bool clock_stands() const { return year == 0; }
    bool operator==(const MissingYear&) const = default;
};

/// R-CAL-01. Needs the notice of the day's year, and from 25 December on also that of the next year, which may name the
/// day. Source: 国务院《全国年节及纪念日放假办法》第二、六、七条; late December: R-CAL-04.
tl::expected<bool, MissingYear> is_working_day(const Calendar& calendar, Date day);

/// The `n`-th working day after an event; the day of the event is not counted (《民法典》第二百零一条, R-CAL-02).
/// 0 is the day of the event itself, working or not. A negative `n` is a program fault (std::invalid_argument).
tl::expected<Date, MissingYear> working_day_after(const Calendar& calendar, Date event, int n,
                                                  std::span<const Pause> pauses = {});

/// How many working days lie after `event`, up to and including `last`; 0 if `last` is not later than `event`.
tl::expected<int, MissingYear> working_days_between(const Calendar& calendar, Date event, Date last,
                                                    std::span<const Pause> pauses = {});

/// The day itself if it is a working day, else the next one: where a period counted in calendar days ends
/// (《民法典》第二百零三条, R-CAL-02). Never earlier than `day`, so that it cannot shorten a minimum.
tl::expected<Date, MissingYear> next_working_day(const Calendar& calendar, Date day);

/// What can be wrong with a year's data that somebody wants to load (R-CAL-01).
enum class CalendarFaultKind {
    year_out_of_range,  ///< not within 1900 to 9999
    no_notice,          ///< no notice is named, or one of them is empty
    too_many_days,      ///< more days than `calendar_days_max`
    holiday_missing,    ///< partial: `holiday` has no day off
    day_outside_year,   ///< `date` is neither in the year nor in the last week of the year before
    day_named_twice,    ///< overlapping
    day_without_name,
    working_day_on_weekday,  ///< a make-up working day that is a working day anyway
    contradicts_neighbour,   ///< the neighbouring year's notice says the opposite of `date`
};
BOOST_DESCRIBE_ENUM(CalendarFaultKind, year_out_of_range, no_notice, too_many_days, holiday_missing, day_outside_year,
                    day_named_twice, day_without_name, working_day_on_weekday, contradicts_neighbour)

/// One fault of a year's data; `date` where a day is at fault, `holiday` (in Chinese) where one is missing.
struct CalendarFault {
    CalendarFaultKind kind;
    std::optional<Date> date;
    std::string holiday;

    bool operator==(const CalendarFault&) const = default;
};
BOOST_DESCRIBE_STRUCT(CalendarFault, (), (kind, date, holiday))

/// A year's notice names some 30 to 40 days; more than this is not one year's notice.
inline constexpr std::size_t calendar_days_max = 100;

/// All that speaks against loading a year beside those loaded; empty if nothing does. The same year may be loaded
/// already: a second notice changes it.
std::vector<CalendarFault> faults_of(const CalendarYear& year, const Calendar& loaded);

/// What of a year's make-up working days no notice has looked like so far. A notice moves working days (调休): for each
/// day that is made up a weekday near it is off, under the same holiday's name.
struct DoubtfulYear {
    std::vector<Date> days;  ///< made up, more of a holiday than weekdays are off for it, or far from its days off
    int made_up;             ///< all that the year names
    int weekdays_off;        ///< all weekdays that it names as off
};

/// From 2015 to 2026 a make-up day lies at most 11 days from its holiday.
inline constexpr int make_up_days_apart_max = 14;

/// Empty where nothing is doubtful.
std::optional<DoubtfulYear> doubtful(const CalendarYear& year);

}  // namespace shenyi::workflow
