#include "workflow/actions/adviser.hpp"

#include "workflow/actions/named_clauses.hpp"

#include "workflow/actions/agenda.hpp"
#include "workflow/roles.hpp"

#include <algorithm>

namespace shenyi::workflow {

namespace {

bool is_past_decision(Stage stage) {
    return stage == Stage::decided || stage == Stage::issued;
}

}  // namespace

Events events_of(const Context& at, const AskAdviser& body) {
    Events events;
    events.add(at.matter->id,
               AdviserAskedEvent{
                   .adviser = body.adviser, .due = body.due, .in_place_of = body.in_place_of, .reason = body.reason});
    return events;
}

Events events_of(const Context& at, const GiveAdviserOpinion& body) {
    const Matter& matter = *at.matter;
    Events events;
    if (is_past_decision(matter.stage)) {  // R-GATE-09: what comes after the decision is an objection on record
        events.add(matter.id, ObjectionNoted{.text = body.reasons});
        return events;
    }
    if (!body.declares_no_interest) {
        events.add(matter.id, AdviserDeclined{.version = body.draft, .reasons = body.reasons});
        return events;
    }
    AdviserOpinionGiven given{.opinion = {at.world.fresh.id("opn_")},
                              .version = body.draft,
                              .digest = at.draft()->digest,
                              .conclusion = body.conclusion,
                              .reasons = body.reasons,
                              .points = body.points};
    events.created = given.opinion.value;
    if (body.conclusion == Conclusion::unlawful) {
        if (std::ranges::any_of(matter.placements, &Placement::holds)) given.stage = Stage::reviewed;
        take_off_everywhere(at, at.draft()->main, "R-GATE-05", body.reasons, events);
    }
    events.add(matter.id, std::move(given));
    return events;
}

Events events_of(const Context& at, const WithdrawAdviserOpinion& body) {
    const Matter& matter = *at.matter;
    AdviserOpinionWithdrawn withdrawn{.opinion = body.opinion, .reasons = body.reasons};
    Events events;
    if (matter.adviser_opinion(body.opinion)->conclusion != Conclusion::unlawful) {
        if (std::ranges::any_of(matter.placements, &Placement::holds)) withdrawn.stage = Stage::reviewed;
        take_off_agendas(at, matter, "R-GATE-06", body.reasons, Stage::reviewed, events);
    }
    events.add(matter.id, std::move(withdrawn));
    return events;
}

BodyFaults faults_of(const Context& at, const AskAdviser& body) {
    BodyFaults faults;
    check_person(at, body.adviser, "/adviser", faults);
    const bool advises = holds(at.organ(), body.adviser, Role::legal_adviser, at.world.today) ||
                         holds(at.organ(), body.adviser, Role::public_lawyer, at.world.today);
    if (faults.empty() && !advises) faults.push_back({"/adviser", "legal_adviser"});
    if (body.in_place_of) {
        check_person(at, *body.in_place_of, "/in_place_of", faults);
        if (!body.reason) faults.push_back({"/reason", "reason_of_replacement", {"/in_place_of"}});
        if (can_be_heard(at.organ(), *at.matter, *body.in_place_of, at.world.today)) {
            faults.push_back({"/in_place_of", "ended_engagement"});
        }
    }
    return faults;
}

BodyFaults faults_of(const Context& at, const GiveAdviserOpinion& body) {
    BodyFaults faults;
    check_draft(at, body.draft, "/draft", faults);
    if (body.conclusion == Conclusion::exploratory) {
        faults.push_back({"/conclusion", "adviser_conclusion"});
    }
    if (const Draft* draft = at.matter->draft(body.draft)) check_points(at, *draft, body.points, faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const WithdrawAdviserOpinion& body) {
    const AdviserOpinion* opinion = at.matter->adviser_opinion(body.opinion);
    if (!opinion) return {{"/opinion", "adviser_opinion"}};
    if (opinion->withdrawn) return {{"/opinion", "standing_opinion"}};
    return {};
}

}  // namespace shenyi::workflow
