#include "workflow/daily.hpp"

#include "workflow/context.hpp"
#include "workflow/deadlines.hpp"

#include <utility>

namespace shenyi::workflow {

namespace {

bool has_notice(const Calendar& calendar, int year) {
    const auto found = calendar.years.find(year);
    return found != calendar.years.end() && !found->second.notices.empty();
}

/// The pack that the organ goes by on a day.
PolicyPack pack_on(const World& world, Date day) {
    World then = world;
    then.today = day;
    const Command command{.target = Target::organ, .action = {}, .subject = {.organ = world.organ->id}};
    return context_of(then, command).pack;
}

std::optional<ReviewOverdue> overdue(const World& world, const Matter& matter) {
    const ReviewRequest* request = matter.request();
    if (!request || request->overdue_alarm_at) return std::nullopt;
    const std::vector<Deadline> deadlines = deadlines_of(world, matter);
    const Deadline* ceiling = find(deadlines, DeadlineKind::review_ceiling);
    if (!ceiling || !ceiling->date || world.today <= *ceiling->date) return std::nullopt;
    return ReviewOverdue{
        .version = request->version, .due = *ceiling->date, .calendar = ceiling->calendar.value_or("")};
}

}  // namespace

std::vector<NewEvent> begin_day(const World& world) {
    const Organ& organ = *world.organ;
    if (organ.last_daily_job && *organ.last_daily_job >= world.today) return {};
    std::vector<NewEvent> events;
    unsigned n = 0;
    const auto add = [&](Stream stream, Event event) {
        events.push_back({.stream = std::move(stream),
                          .event = std::move(event),
                          .meta = {.id = {world.fresh.id("evt_", n++)}, .at = world.now, .actor = {organ.id.value}}});
    };
    for (const auto& [id, matter] : world.matters) {
        if (auto alarm = overdue(world, *matter)) add(stream_of(id), MatterEvent{*std::move(alarm)});
    }
    for (const int year : years_without_calendar(world, world.today)) {
        add(stream_of(organ.id), OrganEvent{CalendarReminded{.year = year}});
    }
    add(stream_of(organ.id), OrganEvent{DayBegun{.day = world.today}});
    return events;
}

std::vector<int> years_without_calendar(const World& world, Date day) {
    const PolicyPack pack = pack_on(world, day);
    const Date remind_from{day.year(), std::chrono::month(static_cast<unsigned>(pack.remind_from_month)),
                           std::chrono::day(static_cast<unsigned>(pack.remind_from_day))};
    const int year = static_cast<int>(day.year());
    std::vector<int> missing;
    if (!has_notice(world.organ->calendar, year)) missing.push_back(year);
    if (day >= remind_from && !has_notice(world.organ->calendar, year + 1)) missing.push_back(year + 1);
    return missing;
}

}  // namespace shenyi::workflow
