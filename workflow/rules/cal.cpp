#include "workflow/rules/cal.hpp"

#include "workflow/rules/floors.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace shenyi::workflow::rules {

namespace {

Finding year_refused(std::string variant, int year, Missing missing) {
    return {.rule = "R-CAL-01", .variant = std::move(variant), .facts = {{"year", year}}, .missing = {missing}};
}

std::string variant_of(CalendarFaultKind kind) {
    switch (kind) {
        case CalendarFaultKind::year_out_of_range:
        case CalendarFaultKind::day_outside_year:
            return "outside";
        case CalendarFaultKind::no_notice:
            return "notice";
        case CalendarFaultKind::too_many_days:
            return "too_many";
        case CalendarFaultKind::holiday_missing:
            return "partial";
        case CalendarFaultKind::day_named_twice:
            return "overlap";
        case CalendarFaultKind::day_without_name:
            return "unnamed";
        case CalendarFaultKind::working_day_on_weekday:
            return "weekday";
        case CalendarFaultKind::contradicts_neighbour:
            return "neighbour";
    }
    return "";
}

/// The first kind of fault, with everything that is at fault in this way; empty where the data is whole.
std::optional<Finding> data_refused(const CalendarYear& year, const Calendar& loaded) {
    const std::vector<CalendarFault> faults = faults_of(year, loaded);
    if (faults.empty()) return std::nullopt;
    std::vector<std::string> list;
    for (const CalendarFault& fault : faults) {
        if (fault.kind != faults.front().kind) continue;
        std::string what = fault.date ? iso(*fault.date) : fault.holiday;
        if (!what.empty()) list.push_back(std::move(what));
    }
    Finding finding = year_refused(variant_of(faults.front().kind), year.year, Missing::calendar);
    if (!list.empty()) finding.facts.emplace("list", std::move(list));
    return finding;
}

std::optional<Finding> loading(const Context& at, const LoadCalendar& body) {
    const Calendar& loaded = at.organ().calendar;
    return data_refused(with_notice(loaded, body), loaded);
}

/// For who confirms, to look it up in the notice: each day made up is one more in every period of working days.
std::optional<Finding> made_up_in_doubt(const CalendarYear& year) {
    const auto found = doubtful(year);
    if (!found) return std::nullopt;
    std::vector<std::string> list;
    for (const Date day : found->days) list.push_back(iso(day));
    return Finding{
        .rule = "R-CAL-01",
        .variant = "doubtful",
        .class_ = FindingClass::warn,
        .facts = {
            {"year", year.year}, {"list", std::move(list)}, {"made_up", found->made_up}, {"off", found->weekdays_off}}};
}

/// The newest loading of a year; null where there is none.
const LoadedCalendar* newest_loading(const Organ& organ, int year) {
    const auto newest = std::find_if(organ.loaded_calendars.rbegin(), organ.loaded_calendars.rend(),
                                     [&](const LoadedCalendar& one) { return one.year.year == year; });
    return newest == organ.loaded_calendars.rend() ? nullptr : &*newest;
}

std::optional<Finding> confirming(const Context& at) {
    if (!at.command.subject.year) return std::nullopt;
    const int year = *at.command.subject.year;
    const LoadedCalendar* loaded = newest_loading(at.organ(), year);
    if (!loaded) return year_refused("", year, Missing::calendar);
    if (loaded->confirmed_by) return Finding{.rule = "R-CAL-01", .variant = "confirmed", .facts = {{"year", year}}};
    if (loaded->loaded_by == at.actor()) return year_refused("same_person", year, Missing::another_person);
    // A neighbouring year may have been confirmed in between.
    if (auto finding = data_refused(loaded->year, at.organ().calendar)) return finding;
    return made_up_in_doubt(loaded->year);
}

/// The year that a count lacks; empty where it can be made, or a pause keeps it from being made.
std::optional<int> lacking(const tl::expected<Date, MissingYear>& day) {
    if (day || day.error().clock_stands()) return std::nullopt;
    return day.error().year;
}

Finding not_computable(int year, std::string_view deadline, FindingClass class_) {
    Finding finding{.rule = "R-CAL-04",
                    .variant = class_ == FindingClass::warn ? "warned" : "",
                    .class_ = class_,
                    .facts = {{"year", year}, {"deadline", Term{"deadline_kind", std::string(deadline)}}}};
    finding.missing = {Missing::calendar};
    return finding;
}

/// What the running review's floor and ceiling lack; on acceptance as if the clock started today.
std::optional<Finding> review_not_computable(const Context& at) {
    const auto period = review_period(at.matter->kind, at.pack);
    const ReviewRequest* request = at.matter->request();
    if (!period || !request) return std::nullopt;
    const bool accepting = is_action(at, Target::matter, "accept_for_review");
    const auto clock =
        accepting ? std::optional(ReviewClock{request, at.world.today, {}}) : clock_of(*at.matter, request->version);
    if (!clock) return std::nullopt;

    const Calendar& calendar = at.organ().calendar;
    const auto count = [&](int days) {
        return lacking(working_day_after(calendar, clock->accepted, days, clock->pauses));
    };
    if (const auto year = count(period->floor)) return not_computable(*year, "review_floor", FindingClass::warn);
    const bool under_review = !at.matter->opinion_on(request->version);
    const auto year = period->ceiling && under_review ? count(*period->ceiling) : std::nullopt;
    if (!year) return std::nullopt;
    return not_computable(*year, "review_ceiling", FindingClass::warn);
}

}  // namespace

CalendarYear with_notice(const Calendar& loaded, const LoadCalendar& notice) {
    CalendarYear year{.year = notice.year, .notices = {}, .days = {}, .version = {}};
    const auto found = loaded.years.find(notice.year);
    if (found != loaded.years.end()) year = found->second;
    year.version.clear();
    if (std::ranges::find(year.notices, notice.notice) == year.notices.end()) year.notices.push_back(notice.notice);
    std::erase_if(year.days, [&](const CalendarDay& day) {
        return std::ranges::find(notice.days, day.date, &CalendarDay::date) != notice.days.end();
    });
    // A day that the notice itself names twice stays twice, and is a fault.
    year.days.insert(year.days.end(), notice.days.begin(), notice.days.end());
    std::ranges::stable_sort(year.days, {}, &CalendarDay::date);
    return year;
}

/// R-CAL-01 工作日按国务院办公厅节假日安排通知计算，由一人载入、另一人确认。
/// Data that overlaps, lacks a holiday or contradicts a neighbouring year is refused; who loaded it does not confirm
/// it, and who does is shown make-up days such as no notice has named so far. Source:
/// 国务院《全国年节及纪念日放假办法》第二、六、七条; two persons: the engine's own control.
std::optional<Finding> r_cal_01(const Context& at) {
    if (const auto* body = at.body<LoadCalendar>()) return loading(at, *body);
    return at.command.action == "confirm_calendar" ? confirming(at) : std::nullopt;
}

/// R-CAL-04 未载入当年工作日历的，期限不予推算。
/// Refused is only what hangs on the count: placing, opening, moving a meeting, an opinion asked for by a day; not
/// where a shorter period was approved or the reviewer states that the time sufficed. Everything else goes on with a
/// warning. Source: the engine's own control.
std::optional<Finding> r_cal_04(const Context& at) {
    const Calendar& calendar = at.organ().calendar;
    const std::vector<FloorCount> counts = floor_counts(at);
    std::optional<Finding> warning;
    for (const FloorCount& count : counts) {
        const auto year = lacking(count.earliest(calendar));
        if (!year) continue;
        Finding finding =
            not_computable(*year, "review_floor", count.lifted() ? FindingClass::warn : FindingClass::refuse);
        if (count.matter != at.matter) finding.subject = count.matter->id.value;
        if (finding.refuses()) return finding;
        if (!warning) warning = std::move(finding);
    }
    if (warning || !counts.empty() || !at.matter) return warning;

    return review_not_computable(at);
}

}  // namespace shenyi::workflow::rules
