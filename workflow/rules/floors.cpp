#include "workflow/rules/floors.hpp"

#include "workflow/actions/agenda.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/sitting.hpp"
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
                      .shortening = counted(at, body.shortening)};
}

/// Every item to be decided, or the one that the context is focused on.
void add_items_of_moved_meeting(const Context& at, const Reschedule& body, std::vector<FloorCount>& counts) {
    for (const Item& item : at.meeting->items) {
        if (item.state != ItemState::placed || !item.matter || !item.version) continue;
        if (at.item && at.item->id != item.id) continue;
        const Matter* matter = find(at.world, *item.matter);
        if (!matter) continue;
        add_if(counts, floor_count(at, *matter, *item.version, date_of(body.held_at), counted(at, *matter, item)));
    }
}

/// Whether somebody who may is named as who approved it.
bool is_approved(const Context& at, const Matter& matter, const Shortening& shortening, Date day) {
    return contains(approvers(at.organ(), matter, day), shortening.approver);
}

/// Where his approval is attached, it is a paper that he uploaded himself and that is part of no draft.
bool is_his_paper(const Context& at, const Shortening& shortening) {
    if (!shortening.document) return true;
    const auto found = at.world.documents.find(*shortening.document);
    return found != at.world.documents.end() && contains(found->second.uploaders, shortening.approver) &&
           found->second.in_drafts.empty();
}

/// One paper approves for one matter: what stands in another already was not drawn up for this one.
bool serves_another(const Context& at, const Shortening& shortening) {
    if (!shortening.document) return false;
    const auto found = at.world.documents.find(*shortening.document);
    return found != at.world.documents.end() &&
           std::ranges::any_of(found->second.named_in,
                               [own = stream_of(at.matter->id).name](const std::string& stream) {
                                   return stream.starts_with("matter/") && stream != own;
                               });
}

/// 国办发〔2018〕115号第（五）点 knows these two exceptions for a normative document; for a major decision 713 asks for
/// time "normally".
bool suits(MatterKind kind, const Shortening& shortening) {
    return kind == MatterKind::major_decision || is_urgent(shortening);
}

std::optional<Shortening> counted_on(const Context& at, const Matter& matter, const Shortening& shortening,
                                     Instant entered) {
    if (is_blank(shortening.reason) || !suits(matter.kind, shortening)) return std::nullopt;
    return is_approved(at, matter, shortening, date_of(entered)) ? std::optional(shortening) : std::nullopt;
}

}  // namespace

std::vector<PersonId> approvers(const Organ& organ, const Matter& matter, Date day) {
    std::vector<PersonId> people = holders_of(organ, Role::director, day);
    for (const PersonId& leader : holders_of(organ, Role::portfolio_leader, day, &matter.unit_in_charge())) {
        if (!contains(people, leader)) people.push_back(leader);
    }
    return people;
}

const Shortening* asked_shortening(const Context& at) {
    if (!at.matter) return nullptr;
    if (const auto* body = at.body<RequestReview>()) return body->shortening ? &*body->shortening : nullptr;
    const auto* body = at.body<PlaceOnAgenda>();
    return body && body->shortening ? &*body->shortening : nullptr;
}

std::string fault_of(const Context& at, const Shortening& shortening) {
    if (is_blank(shortening.reason)) return "";
    const ReviewRequest* request = at.matter->request();
    const bool sends = is_action(at, Target::matter, "request_review");
    const bool by_himself =
        shortening.approver == at.actor() || (!sends && request && request->requested_by == shortening.approver);
    const bool approved = is_approved(at, *at.matter, shortening, at.world.today);
    if (by_himself || !approved || !is_his_paper(at, shortening)) return "approver";
    if (serves_another(at, shortening)) return "used";
    return suits(at.matter->kind, shortening) ? "" : "ground";
}

std::optional<Shortening> counted(const Context& at, const std::optional<Shortening>& shortening) {
    if (!shortening || is_blank(shortening->reason) || !fault_of(at, *shortening).empty()) return std::nullopt;
    return shortening;
}

std::optional<Shortening> counted(const Context& at, const Matter& matter, const ReviewRequest& request) {
    if (!request.shortening || request.shortening->approver == request.requested_by) return std::nullopt;
    return counted_on(at, matter, *request.shortening, request.requested_at);
}

std::optional<Shortening> counted(const Context& at, const Matter& matter, const Item& item) {
    if (!item.shortening) return std::nullopt;
    return counted_on(at, matter, *item.shortening, item.placed_at);
}

bool is_urgent(const std::optional<Shortening>& shortening) {
    return shortening && (shortening->emergency.value_or(false) || !is_blank(shortening->order_no));
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
        add_if(counts,
               floor_count(at, *at.matter, draft->version, date_of(moment_of(at)), counted(at, *at.matter, *at.item)));
    } else {
        const auto* body = at.body<PlaceOnAgenda>();
        add_if(counts, floor_count(at, *at.matter, draft->version, date_of(at.meeting->held_at),
                                   body ? counted(at, body->shortening) : std::nullopt));
    }
    return counts;
}

std::optional<FloorCount> floor_count(const Context& at, const Matter& matter, int version, Date day,
                                      const std::optional<Shortening>& shortening) {
    const auto period = review_period(matter.kind, pack_of(at, matter));
    const auto clock = clock_of(matter, version);
    if (!period || !clock) return std::nullopt;
    return FloorCount{.matter = &matter,
                      .period = *period,
                      .start = clock->accepted,
                      .pauses = clock->pauses,
                      .day = day,
                      .opinion_asked = false,
                      .shortening = shortening ? shortening : counted(at, matter, *clock->request),
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
