#include "workflow/dates.hpp"

#include <algorithm>

namespace shenyi::workflow {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr hours organ_zone{8};
constexpr std::chrono::year first_year{1900};
constexpr std::chrono::year last_year{9999};
constexpr std::size_t decimals_max = 9;

void append(std::string& out, long long number, std::size_t width) {
    const std::string digits = std::to_string(number);
    if (digits.size() < width) out.append(width - digits.size(), '0');
    out += digits;
}

/// What is left of a text that is read from left to right. Once something does not fit, it never fits again.
class Reading {
  public:
    explicit Reading(std::string_view text) : rest_(text) {}

    /// Exactly `width` decimal digits.
    int number(std::size_t width) {
        int value = 0;
        for (std::size_t i = 0; i < width; ++i) value = value * 10 + digit();
        return value;
    }

    void literal(char expected) { fits_ = fits_ && skip(expected); }

    bool skip(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool at_digit() const { return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9'; }
    bool complete() const { return fits_ && rest_.empty(); }
    void fail() { fits_ = false; }

  private:
    int digit() {
        if (!at_digit()) {
            fits_ = false;
            return 0;
        }
        const int value = rest_.front() - '0';
        rest_.remove_prefix(1);
        return value;
    }

    std::string_view rest_;
    bool fits_ = true;
};

Date read_date(Reading& reading) {
    const std::chrono::year year{reading.number(4)};
    reading.literal('-');
    const std::chrono::month month{static_cast<unsigned>(reading.number(2))};
    reading.literal('-');
    const std::chrono::day day{static_cast<unsigned>(reading.number(2))};
    return {year, month, day};
}

milliseconds read_time_of_day(Reading& reading) {
    const int hour = reading.number(2);
    reading.literal(':');
    const int minute = reading.number(2);
    reading.literal(':');
    const int second = reading.number(2);
    // A leap second (:60) has no place in the time scale we keep.
    if (hour > 23 || minute > 59 || second > 59) reading.fail();
    return hours{hour} + minutes{minute} + seconds{second};
}

milliseconds read_decimals(Reading& reading) {
    if (!reading.skip('.')) return {};
    if (!reading.at_digit()) reading.fail();

    milliseconds value{};
    int unit = 100;
    for (std::size_t i = 0; i < decimals_max && reading.at_digit(); ++i, unit /= 10) {
        value += milliseconds{reading.number(1) * unit};
    }
    return value;
}

minutes read_offset(Reading& reading) {
    if (reading.skip('Z') || reading.skip('z')) return {};
    const bool west = reading.skip('-');
    if (!west) reading.literal('+');
    const int hour = reading.number(2);
    reading.literal(':');
    const int minute = reading.number(2);
    if (hour > 23 || minute > 59) reading.fail();
    const minutes offset = hours{hour} + minutes{minute};
    return west ? -offset : offset;
}

bool in_range(std::chrono::year year) {
    return first_year <= year && year <= last_year;
}

}  // namespace

std::string rfc3339(Instant instant) {
    const auto day = std::chrono::floor<days>(instant);
    const std::chrono::hh_mm_ss time{instant - day};

    std::string out = iso(Date{day});
    out += 'T';
    append(out, time.hours().count(), 2);
    out += ':';
    append(out, time.minutes().count(), 2);
    out += ':';
    append(out, time.seconds().count(), 2);
    out += '.';
    append(out, time.subseconds().count(), 3);
    out += 'Z';
    return out;
}

std::optional<Instant> parse_instant(std::string_view text) {
    Reading reading{text};
    const Date local_day = read_date(reading);
    if (!reading.skip('t')) reading.literal('T');
    const milliseconds time = read_time_of_day(reading);
    const milliseconds decimals = read_decimals(reading);
    const minutes offset = read_offset(reading);
    if (!reading.complete() || !local_day.ok()) return std::nullopt;

    const Instant instant = sys_days{local_day} + time + decimals - offset;
    if (!in_range(Date{std::chrono::floor<days>(instant)}.year())) return std::nullopt;
    if (!in_range(date_of(instant).year())) return std::nullopt;  // its day could be written and not read
    return instant;
}

std::string iso(Date date) {
    std::string out;
    append(out, static_cast<int>(date.year()), 4);
    out += '-';
    append(out, static_cast<unsigned>(date.month()), 2);
    out += '-';
    append(out, static_cast<unsigned>(date.day()), 2);
    return out;
}

std::optional<Date> parse_date(std::string_view text) {
    Reading reading{text};
    const Date date = read_date(reading);
    if (!reading.complete() || !date.ok() || !in_range(date.year())) return std::nullopt;
    return date;
}

Date date_of(Instant instant) {
    return Date{std::chrono::floor<days>(instant + organ_zone)};
}

Instant start_of(Date date) {
    return Instant{sys_days{date}} - organ_zone;
}

Date plus_days(Date date, int count) {
    // Held at the ends of what a Date can express, so that no number from outside can overflow it.
    constexpr long long earliest = sys_days{std::chrono::year::min() / 1 / 1}.time_since_epoch().count();
    constexpr long long latest = sys_days{std::chrono::year::max() / 12 / 31}.time_since_epoch().count();
    const long long sum = static_cast<long long>(sys_days{date}.time_since_epoch().count()) + count;
    return Date{sys_days{days{static_cast<int>(std::clamp(sum, earliest, latest))}}};
}

int days_between(Date from, Date to) {
    return static_cast<int>((sys_days{to} - sys_days{from}).count());
}

}  // namespace shenyi::workflow
