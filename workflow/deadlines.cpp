#include "workflow/deadlines.hpp"

#include "workflow/context.hpp"
#include "workflow/rules/floors.hpp"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

namespace shenyi::workflow {

namespace {

/// What the deadlines of one matter are counted from.
struct Counting {
    const World& world;
    const Matter& matter;
    const Calendar& calendar;
    Command command;
    Context at;

    Counting(const World& around, const Matter& of, const Calendar& with)
        : world(around),
          matter(of),
          calendar(with),
          command{.target = Target::matter, .action = {}, .subject = {.organ = of.organ, .matter = of.id}},
          at(context_of(around, command)) {}

    bool in(std::initializer_list<Stage> stages) const {
        return std::ranges::find(stages, matter.stage) != stages.end();
    }
};

/// The counted day with the version of its year, or why there is none.
Deadline counted(const Counting& by, DeadlineKind kind, const tl::expected<Date, MissingYear>& day, Addressee of) {
    Deadline deadline{.kind = kind, .of = std::move(of)};
    if (!day) {
        if (!day.error().clock_stands()) deadline.missing_year = day.error().year;
        return deadline;
    }
    deadline.date = *day;
    const auto year = by.calendar.years.find(static_cast<int>(day->year()));
    if (year != by.calendar.years.end()) deadline.calendar = year->second.version;
    return deadline;
}

Deadline named(DeadlineKind kind, Date day, Addressee of) {
    return {.kind = kind, .date = day, .of = std::move(of)};
}

void add_floor(const Counting& by, std::vector<Deadline>& deadlines) {
    if (!by.in({Stage::under_review, Stage::reviewed, Stage::on_agenda, Stage::deferred})) return;
    const Draft* draft = by.matter.newest_draft();
    if (!draft) return;
    const auto count = rules::floor_count(by.at, by.matter, draft->version, by.world.today, std::nullopt);
    if (!count || count->lifted()) return;
    deadlines.push_back(counted(by, DeadlineKind::review_floor,
                                working_day_after(by.calendar, count->start, count->period.floor, count->pauses),
                                in_lead_unit(by.matter, Role::section_head)));
}

void add_review(const Counting& by, std::vector<Deadline>& deadlines) {
    const ReviewRequest* request = by.matter.request();
    if (!request || !by.in({Stage::submitted_for_review, Stage::under_review})) return;
    const Addressee reviewers = reviewers_of(*by.world.organ, by.matter);
    if (const auto day = rules::review_deadline(by.matter, by.calendar, by.at.pack)) {
        deadlines.push_back(counted(by, DeadlineKind::review_ceiling, *day, reviewers));
    }
    if (request->due) deadlines.push_back(named(DeadlineKind::requested_opinion, *request->due, reviewers));
}

/// 《山东省行政规范性文件制定和监督管理办法》第三十一条: for normative documents alone.
void add_material_fix(const Counting& by, std::vector<Deadline>& deadlines) {
    const ReviewRequest* request = by.matter.request();
    const bool normative =
        by.matter.kind == MatterKind::normative_document || by.matter.kind == MatterKind::government_draft;
    if (!normative || !by.in({Stage::returned}) || !request || !request->returned) return;
    if (request->returned->ground != ReturnGround::incomplete) return;
    deadlines.push_back(
        counted(by, DeadlineKind::material_fix,
                working_day_after(by.calendar, date_of(request->returned->at), by.at.pack.nd_material_fix_wd),
                in_lead_unit(by.matter, Role::section_head)));
}

void add_adviser_opinions(const Counting& by, std::vector<Deadline>& deadlines) {
    if (!by.in({Stage::submitted_for_review, Stage::under_review, Stage::reviewed, Stage::deferred})) return;
    for (const AdviserAsked& asked : by.matter.advisers_asked) {
        if (!asked.due || !owes_opinion(by.matter, asked)) continue;
        deadlines.push_back(named(DeadlineKind::adviser_opinion, *asked.due,
                                  {.role = Role::legal_adviser, .unit = {}, .persons = {asked.adviser}}));
    }
}

void add_materials_sent(const Counting& by, std::vector<Deadline>& deadlines) {
    for (const Placement& placement : by.matter.placements) {
        const Meeting* meeting = find(by.world, placement.meeting);
        if (!meeting || placement.state != ItemState::placed || meeting->materials_sent_at) continue;
        if (meeting->stage != MeetingStage::planned && meeting->stage != MeetingStage::agenda_frozen) continue;
        deadlines.push_back(named(DeadlineKind::materials_sent,
                                  plus_days(date_of(meeting->held_at), -by.at.pack.late_material_days),
                                  {.role = Role::office_clerk, .unit = {}, .persons = {}}));
    }
}

}  // namespace

std::vector<Deadline> deadlines_of(const World& world, const Matter& matter, const Calendar& calendar) {
    const Counting by(world, matter, calendar);
    std::vector<Deadline> deadlines;
    add_floor(by, deadlines);
    add_review(by, deadlines);
    add_material_fix(by, deadlines);
    add_adviser_opinions(by, deadlines);
    add_materials_sent(by, deadlines);
    return deadlines;
}

std::vector<Deadline> deadlines_of(const World& world, const Matter& matter) {
    return deadlines_of(world, matter, world.organ->calendar);
}

const Deadline* find(const std::vector<Deadline>& deadlines, DeadlineKind kind) {
    const auto found = std::ranges::find(deadlines, kind, &Deadline::kind);
    return found == deadlines.end() ? nullptr : &*found;
}

std::vector<MovedDeadline> days_moved(const World& world, const Matter& matter, const Calendar& other) {
    // What somebody named is the same day with every calendar.
    constexpr std::array counted_kinds{DeadlineKind::review_floor, DeadlineKind::review_ceiling,
                                       DeadlineKind::material_fix};
    const std::vector<Deadline> before = deadlines_of(world, matter);
    const std::vector<Deadline> after = deadlines_of(world, matter, other);
    std::vector<MovedDeadline> moved;
    for (const DeadlineKind kind : counted_kinds) {
        const Deadline* was = find(before, kind);
        const Deadline* is = find(after, kind);
        MovedDeadline one{.kind = kind};
        if (was) std::tie(one.before, one.missing_before) = std::tie(was->date, was->missing_year);
        if (is) std::tie(one.after, one.missing_after) = std::tie(is->date, is->missing_year);
        if (one.before != one.after || one.missing_before != one.missing_after) moved.push_back(one);
    }
    return moved;
}

}  // namespace shenyi::workflow
