#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace shenyi::workflow {

/// A moment, in UTC, to the millisecond. The engine's own time always comes in as a value; nothing in the core reads a
/// clock.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// A calendar day in the organ's zone. China has one zone, UTC+8 without summer time.
using Date = std::chrono::year_month_day;

/// `2026-11-23T08:30:00.123Z`, always three decimals: the form of recorded instants.
std::string rfc3339(Instant instant);

/// Reads an RFC 3339 instant with any offset and up to nine decimals (cut to milliseconds); empty if it is not one,
/// or lies outside the years 1900 to 9999.
std::optional<Instant> parse_instant(std::string_view text);

/// `2026-11-23`.
std::string iso(Date date);

/// Reads an ISO date; empty if it is not one, names a day that does not exist, or lies outside the years 1900 to 9999.
std::optional<Date> parse_date(std::string_view text);

/// The day on which an instant falls in the organ's zone.
Date date_of(Instant instant);

/// The first instant of a day in the organ's zone.
Instant start_of(Date date);

/// The day `days` later (or earlier, if negative), counted in calendar days.
Date plus_days(Date date, int days);

/// Whole calendar days from `from` to `to`; negative if `to` is earlier.
int days_between(Date from, Date to);

}  // namespace shenyi::workflow
