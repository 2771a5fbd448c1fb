#include "workflow/rules/floors.hpp"

#include "workflow/actions/agenda.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>

namespace shenyi::workflow::rules {

namespace {

std::optional<std::string> stated_time_sufficed(const Matter& matter, int version) {
    const LegalityOpinion* opinion = opinion_kept(matter, version);
    if (!opinion || opinion->withdrawn || is_blank(opinion->time_sufficed)) return std::nullopt;
    return opinion->time_sufficed;
}

void add_if(std::vector<FloorCount>& counts, std::optional<FloorCount> count) {
    if (count) counts.push_back(std::move(*count));
}

/// As if the file were accepted today: the clock cannot start earlier.
std::optional<FloorCount> opinion_asked_for(const Context& at, const RequestReview& body) {
    const auto period = review_period(at.matter->kind, at.pack);
    if (!period || !body.due) return std::nullopt;
    return FloorCount{.matter = at.matter,
                      .period = *period,
                      .start = at.world.today,
                      .day = *body.due,
                      .opinion_asked = true,
                      .shortening = valid(body.shortening)};
}

/// Every item to be decided, or the one that the context is focused on.
void add_items_of_moved_meeting(const Context& at, const Reschedule& body, std::vector<FloorCount>& counts) {
    for (const Item& item : at.meeting->items) {
        if (item.state != ItemState::placed || !item.matter || !item.version) continue;
        if (at.item && at.item->id != item.id) continue;
        const Matter* matter = find(at.world, *item.matter);
        if (matter) add_if(counts, floor_count(at, *matter, *item.version, date_of(body.held_at), item.shortening));
    }
}

}  // namespace

std::optional<Shortening> valid(const std::optional<Shortening>& shortening) {
    if (!shortening || is_blank(shortening->reason) || shortening->approver.empty()) return std::nullopt;
    return shortening;
}

std::optional<ReviewPeriod> review_period(MatterKind kind, const PolicyPack& pack) {
    switch (kind) {
        case MatterKind::major_decision:
            return ReviewPeriod{.rule = "R-REV-03", .floor = pack.md_review_floor_wd};
        case MatterKind::normative_document:
        case MatterKind::government_draft:
            return ReviewPeriod{
                .rule = "R-REV-04", .floor = pack.nd_review_floor_wd, .ceiling = pack.nd_review_ceiling_wd};
        case MatterKind::major_case:
        case MatterKind::key_matter:
        case MatterKind::major_contract:
        case MatterKind::internal_rule:
            return std::nullopt;
    }
    return std::nullopt;
}

std::optional<ReviewClock> clock_of(const Matter& matter, int version) {
    const std::vector<int> versions = matter.continued_by(version);
    const auto accepted = std::find_if(matter.requests.rbegin(), matter.requests.rend(), [&](const ReviewRequest& one) {
        return one.running() && one.accepted_at && std::ranges::find(versions, one.version) != versions.end();
    });
    if (accepted == matter.requests.rend()) return std::nullopt;

    ReviewClock clock{.request = &*accepted, .accepted = date_of(*accepted->accepted_at), .pauses = {}};
    const LegalityOpinion* opinion = matter.opinion_on(accepted->version);
    for (const ClockStop& stop : accepted->stops) {
        Pause pause{.from = stop.from, .to = stop.to};
        if (!pause.to && opinion) pause.to = std::max(stop.from, date_of(opinion->issued_at));
        clock.pauses.push_back(pause);
    }
    return clock;
}

tl::expected<Date, MissingYear> earliest_meeting_day(const Calendar& calendar, const ReviewClock& clock, int floor) {
    return working_day_after(calendar, clock.accepted, floor, clock.pauses).map([](Date last) {
        return plus_days(last, 1);
    });
}

std::optional<tl::expected<Date, MissingYear>> review_deadline(const Matter& matter, const Calendar& calendar,
                                                               const PolicyPack& pack) {
    const auto period = review_period(matter.kind, pack);
    const ReviewRequest* request = matter.request();
    if (!period || !period->ceiling || !request || matter.opinion_on(request->version)) return std::nullopt;
    const auto clock = clock_of(matter, request->version);
    if (!clock || clock->request != request) return std::nullopt;
    return working_day_after(calendar, clock->accepted, *period->ceiling, clock->pauses);
}

std::optional<Date> review_due(const Matter& matter, const Calendar& calendar, const PolicyPack& pack) {
    const auto deadline = review_deadline(matter, calendar, pack);
    return deadline && *deadline ? std::optional(**deadline) : std::nullopt;
}

Instant moment_of(const Context& at) {
    Instant moment = at.happened();
    if (at.item && at.item->state == ItemState::open && at.item->opened_at) {
        moment = std::min(moment, *at.item->opened_at);
    }
    if (at.meeting && at.meeting->entered_late && at.meeting->occurred_at) {
        moment = std::min(moment, *at.meeting->occurred_at);
    }
    return moment;
}

tl::expected<Date, MissingYear> FloorCount::earliest(const Calendar& calendar) const {
    return working_day_after(calendar, start, period.floor, pauses).map([&](Date last) {
        return opinion_asked ? last : plus_days(last, 1);
    });
}

tl::expected<int, MissingYear> FloorCount::days_left(const Calendar& calendar) const {
    return working_days_between(calendar, start, opinion_asked ? day : plus_days(day, -1), pauses);
}

std::vector<FloorCount> floor_counts(const Context& at) {
    std::vector<FloorCount> counts;
    if (const auto* body = at.body<Reschedule>(); body && at.meeting) {
        add_items_of_moved_meeting(at, *body, counts);
        return counts;
    }
    if (!at.matter) return counts;
    if (const auto* body = at.body<RequestReview>()) {
        add_if(counts, opinion_asked_for(at, *body));
        return counts;
    }
    const Draft* draft = at.draft();
    if (!draft || !at.meeting) return counts;
    if (at.item) {
        add_if(counts, floor_count(at, *at.matter, draft->version, date_of(moment_of(at)), at.item->shortening));
    } else {
        const auto* body = at.body<PlaceOnAgenda>();
        add_if(counts, floor_count(at, *at.matter, draft->version, date_of(at.meeting->held_at),
                                   body ? body->shortening : std::nullopt));
    }
    return counts;
}

std::optional<FloorCount> floor_count(const Context& at, const Matter& matter, int version, Date day,
                                      const std::optional<Shortening>& shortening) {
    const auto period = review_period(matter.kind, pack_of(at, matter));
    const auto clock = clock_of(matter, version);
    if (!period || !clock) return std::nullopt;
    const auto own = valid(shortening);
    return FloorCount{.matter = &matter,
                      .period = *period,
                      .start = clock->accepted,
                      .pauses = clock->pauses,
                      .day = day,
                      .opinion_asked = false,
                      .shortening = own ? own : valid(clock->request->shortening),
                      .time_sufficed = stated_time_sufficed(matter, version)};
}

const Procedure& procedure_of(const Context& at, const Matter& matter) {
    if (!at.world.definitions) return at.procedure;
    const auto& procedures = at.world.definitions->procedures;
    const auto found = procedures.find(matter.procedure);
    return found == procedures.end() || !found->second ? at.procedure : *found->second;
}

const PolicyPack& pack_of(const Context& at, const Matter& matter) {
    if (!at.world.definitions) return at.pack;
    const auto& packs = at.world.definitions->packs;
    const auto found = packs.find(matter.pack);
    return found == packs.end() || !found->second ? at.pack : *found->second;
}

}  // namespace shenyi::workflow::rules
