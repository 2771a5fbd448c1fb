#include "workflow/calendar.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <string_view>

namespace shenyi::workflow {
namespace {

using std::chrono::December;

/// From this day on a day may stand in the next year's notice.
constexpr std::chrono::day late_december{25};

int year_of(Date day) {
    return static_cast<int>(day.year());
}

bool in_late_december(Date day) {
    return day.month() == December && day.day() >= late_december;
}

bool on_weekend(Date day) {
    const std::chrono::weekday weekday{std::chrono::sys_days{day}};
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday;
}

const CalendarYear* with_notice(const Calendar& calendar, int year) {
    const auto found = calendar.years.find(year);
    return found == calendar.years.end() || found->second.notices.empty() ? nullptr : &found->second;
}

const CalendarDay* named(const CalendarYear& year, Date day) {
    const auto found = std::ranges::find(year.days, day, &CalendarDay::date);
    return found == year.days.end() ? nullptr : &*found;
}

bool in_pause(Date day, std::span<const Pause> pauses) {
    return std::ranges::any_of(pauses, [&](const Pause& p) { return p.from <= day && (!p.to || day < *p.to); });
}

bool in_open_pause(Date day, std::span<const Pause> pauses) {
    return std::ranges::any_of(pauses, [&](const Pause& p) { return !p.to && p.from <= day; });
}

/// A holiday that every notice gives at least one day off. Those of the lunar calendar and 清明 are known by name only.
struct Holiday {
    std::string_view name;
    unsigned month;
    unsigned day;
};
// 《全国年节及纪念日放假办法》第二条: the seven holidays of all citizens, since 2008.
constexpr std::array<Holiday, 7> holidays{{
    {"元旦", 1, 1},
    {"春节", 0, 0},
    {"清明", 0, 0},
    {"劳动节", 5, 1},
    {"端午", 0, 0},
    {"中秋", 0, 0},
    {"国庆", 10, 1},
}};

bool gives_off(const CalendarYear& year, const Holiday& holiday) {
    return std::ranges::any_of(year.days, [&](const CalendarDay& day) {
        if (!day.off || year_of(day.date) != year.year) return false;
        if (holiday.month == 0) return day.name.find(holiday.name) != std::string::npos;
        return day.date.month() == std::chrono::month{holiday.month} && day.date.day() == std::chrono::day{holiday.day};
    });
}

/// In 2020 a notice named Monday 3 February as worked: the first day after a longer holiday. Elsewhere such a day is a
/// slip.
bool ends_a_holiday(const CalendarYear& year, Date day) {
    const CalendarDay* before = named(year, plus_days(day, -1));
    return before != nullptr && before->off;
}

bool belongs_to(const CalendarYear& year, Date day) {
    return day.ok() && (year_of(day) == year.year || (year_of(day) == year.year - 1 && in_late_december(day)));
}

bool contradicted(const CalendarDay& day, int year, const Calendar& loaded) {
    return std::ranges::any_of(std::array{year - 1, year + 1}, [&](int neighbour) {
        const CalendarYear* other = with_notice(loaded, neighbour);
        const CalendarDay* same = other == nullptr ? nullptr : named(*other, day.date);
        return same != nullptr && same->off != day.off;
    });
}

void add_faults_of_day(const CalendarYear& year, const CalendarDay& day, const Calendar& loaded,
                       std::vector<CalendarFault>& faults) {
    if (day.name.empty()) faults.push_back({CalendarFaultKind::day_without_name, day.date, {}});
    if (!belongs_to(year, day.date)) {
        faults.push_back({CalendarFaultKind::day_outside_year, day.date, {}});
        return;
    }
    if (!day.off && !on_weekend(day.date) && !ends_a_holiday(year, day.date)) {
        faults.push_back({CalendarFaultKind::working_day_on_weekday, day.date, {}});
    }
    if (contradicted(day, year.year, loaded)) {
        faults.push_back({CalendarFaultKind::contradicts_neighbour, day.date, {}});
    }
}

}  // namespace

tl::expected<bool, MissingYear> is_working_day(const Calendar& calendar, Date day) {
    const int year = year_of(day);
    const CalendarYear* own = with_notice(calendar, year);
    if (own == nullptr) return tl::unexpected(MissingYear{year});

    if (in_late_december(day)) {
        const CalendarYear* next = with_notice(calendar, year + 1);
        if (next == nullptr) return tl::unexpected(MissingYear{year + 1});
        if (const CalendarDay* found = named(*next, day)) return !found->off;
    }
    if (const CalendarDay* found = named(*own, day)) return !found->off;
    return !on_weekend(day);
}

tl::expected<Date, MissingYear> working_day_after(const Calendar& calendar, Date event, int n,
                                                  std::span<const Pause> pauses) {
    if (n < 0) throw std::invalid_argument("working_day_after: a negative number of days");

    Date day = event;
    for (int counted = 0; counted < n;) {
        day = plus_days(day, 1);
        if (in_open_pause(day, pauses)) return tl::unexpected(MissingYear{0});
        const auto working = is_working_day(calendar, day);
        if (!working) return tl::unexpected(working.error());
        if (*working && !in_pause(day, pauses)) ++counted;
    }
    return day;
}

tl::expected<int, MissingYear> working_days_between(const Calendar& calendar, Date event, Date last,
                                                    std::span<const Pause> pauses) {
    int counted = 0;
    for (Date day = event; day < last;) {
        day = plus_days(day, 1);
        const auto working = is_working_day(calendar, day);
        if (!working) return tl::unexpected(working.error());
        if (*working && !in_pause(day, pauses)) ++counted;
    }
    return counted;
}

tl::expected<Date, MissingYear> next_working_day(const Calendar& calendar, Date day) {
    for (;; day = plus_days(day, 1)) {
        const auto working = is_working_day(calendar, day);
        if (!working) return tl::unexpected(working.error());
        if (*working) return day;
    }
}

std::vector<CalendarFault> faults_of(const CalendarYear& year, const Calendar& loaded) {
    std::vector<CalendarFault> faults;
    if (year.year < 1900 || year.year > 9999) faults.push_back({CalendarFaultKind::year_out_of_range, {}, {}});
    if (year.notices.empty() || std::ranges::any_of(year.notices, &std::string::empty)) {
        faults.push_back({CalendarFaultKind::no_notice, {}, {}});
    }
    if (year.days.size() > calendar_days_max) {
        faults.push_back({CalendarFaultKind::too_many_days, {}, {}});
        return faults;
    }
    for (const Holiday& holiday : holidays) {
        if (gives_off(year, holiday)) continue;
        faults.push_back({CalendarFaultKind::holiday_missing, {}, std::string{holiday.name}});
    }
    std::set<Date> seen;
    for (const CalendarDay& day : year.days) {
        if (!seen.insert(day.date).second) faults.push_back({CalendarFaultKind::day_named_twice, day.date, {}});
        add_faults_of_day(year, day, loaded, faults);
    }
    return faults;
}

std::optional<DoubtfulYear> doubtful(const CalendarYear& year) {
    DoubtfulYear found{.days = {}, .made_up = 0, .weekdays_off = 0};
    for (const CalendarDay& day : year.days) {
        if (day.off && !on_weekend(day.date)) ++found.weekdays_off;
        if (day.off) continue;
        ++found.made_up;
        int made_up = 0;
        int weekdays_off = 0;
        bool near = false;
        for (const CalendarDay& other : year.days) {
            if (other.name != day.name) continue;
            if (!other.off) ++made_up;
            if (other.off && !on_weekend(other.date)) ++weekdays_off;
            const auto apart = (std::chrono::sys_days(other.date) - std::chrono::sys_days(day.date)).count();
            near = near || (other.off && std::abs(apart) <= make_up_days_apart_max);
        }
        if (!near || made_up > weekdays_off) found.days.push_back(day.date);
    }
    return found.days.empty() ? std::nullopt : std::optional(std::move(found));
}

}  // namespace shenyi::workflow
