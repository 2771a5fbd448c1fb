#include "workflow/evolve/evolve.hpp"

#include <algorithm>
#include <utility>

namespace shenyi::workflow {

namespace {

/// One overload for each event of a matter's stream; one that is missing does not compile.
struct MatterFold {
    Matter& matter;
    const EventMeta& meta;

    void operator()(const MatterCreated& event) const {
        matter.kind = event.kind;
        matter.title = event.title;
        matter.stage = Stage::proposed;
        matter.undertaking_unit = event.undertaking_unit;
        matter.issuer = event.issuer;
        matter.summary = event.summary;
        matter.scope_ground = event.scope_ground;
        matter.proposal_source = event.source;
        matter.route = event.route;
        matter.procedure = event.procedure;
        matter.pack = event.pack;
        matter.created_by = meta.actor;
        matter.created_at = meta.at;
    }

    void operator()(const StudyRecorded& event) const {
        matter.feasibility_study = event.document;
        note_uploader();
    }

    void operator()(const MatterOpened& event) const {
        matter.lead_unit = event.lead_unit;
        matter.opened_by = meta.actor;
        matter.opened_at = meta.at;
        matter.stage = Stage::opened;
        if (event.instruction) note_uploader();
    }

    void operator()(const DraftSubmitted& event) const {
        matter.drafts.push_back({.version = event.version,
                                 .digest = event.digest,
                                 .main = event.main,
                                 .documents = event.documents,
                                 .drafters = event.drafters,
                                 .uploaders = event.uploaders,
                                 .submitted_by = meta.actor,
                                 .on_behalf = meta.on_behalf,
                                 .submitted_at = meta.at,
                                 .change = event.change,
                                 .from = event.from,
                                 .changed_clauses = event.changed_clauses,
                                 .compared = event.compared.value_or(true),
                                 .text_uploader = event.text_uploader});
        fell(event.superseded);
        matter.returned_as.reset();
        matter.stage = event.stage;
    }

    void operator()(const ConsultationRecorded& event) const {
        matter.consultations.push_back({.unit = event.unit,
                                        .reply = event.reply,
                                        .document = event.document,
                                        .recorded_by = meta.actor,
                                        .at = meta.at});
        if (event.document) note_uploader();
    }

    void operator()(const ReviewRequested& event) const {
        matter.requests.push_back({.version = event.version,
                                   .digest = event.digest,
                                   .requested_by = meta.actor,
                                   .requested_at = meta.at,
                                   .legal_basis = event.legal_basis,
                                   .materials = event.materials,
                                   .procedures_done = event.procedures_done,
                                   .due = event.due,
                                   .shortening = event.shortening});
        if (!event.materials.empty()) note_uploader();
        matter.returned_as.reset();
        matter.stage = Stage::submitted_for_review;
    }

    void operator()(const ReviewRequestWithdrawn& event) const {
        if (ReviewRequest* request = last_request()) request->withdrawn = event.reason;
        matter.stage = Stage::drafting;
    }

    void operator()(const ReviewerAssigned& event) const {
        matter.assignments.push_back(
            {.reviewer = event.reviewer, .by = meta.actor, .at = meta.at, .reason = event.reason});
    }

    void operator()(const ReviewAccepted&) const {
        if (ReviewRequest* request = last_request()) {
            request->accepted_by = meta.actor;
            request->accepted_at = meta.at;
        }
        matter.stage = Stage::under_review;
    }

    void operator()(const ReviewReturned& event) const {
        if (ReviewRequest* request = last_request()) {
            request->returned =
                ReviewReturn{.ground = event.ground, .missing = event.missing, .by = meta.actor, .at = meta.at};
        }
        matter.returned_as = event.ground;
        matter.stage = Stage::returned;
    }

    void operator()(const ReviewClockStopped& event) const {
        if (ReviewRequest* request = last_request()) {
            request->stops.push_back({.ground = event.ground, .document = event.document, .from = event.from});
        }
        note_uploader();
    }

    void operator()(const ReviewClockRestarted& event) const {
        ReviewRequest* request = last_request();
        if (request && !request->stops.empty()) request->stops.back().to = event.to;
    }

    void operator()(const ReviewOverdue&) const {
        if (ReviewRequest* request = last_request()) request->overdue_alarm_at = meta.at;
    }

    void operator()(const DeadlinesMoved&) const {}  // the days are counted with the organ's calendar

    void operator()(const AdviserAskedEvent& event) const {
        matter.advisers_asked.push_back({.adviser = event.adviser,
                                         .by = meta.actor,
                                         .at = meta.at,
                                         .due = event.due,
                                         .in_place_of = event.in_place_of,
                                         .reason = event.reason});
    }

    void operator()(const AdviserDeclined&) const {
        // Asked again later, he stands in a new entry.
        for (AdviserAsked& asked : matter.advisers_asked) {
            if (asked.adviser == meta.actor) asked.declined_for_interest = true;
        }
    }

    void operator()(const AdviserOpinionGiven& event) const {
        matter.adviser_opinions.push_back({.id = event.opinion,
                                           .version = event.version,
                                           .digest = event.digest,
                                           .conclusion = event.conclusion,
                                           .reasons = event.reasons,
                                           .points = points_of(event.points),
                                           .author = meta.actor,
                                           .given_at = meta.at,
                                           .reset_at = meta.reset_at});
        fell(event.fallen);
        if (event.stage) matter.stage = *event.stage;
    }

    void operator()(const AdviserOpinionWithdrawn& event) const {
        for (AdviserOpinion& opinion : matter.adviser_opinions) {
            if (opinion.id == event.opinion) opinion.withdrawn = {.reasons = event.reasons, .at = meta.at};
        }
        fell(event.fallen);
        if (event.stage) matter.stage = *event.stage;
    }

    void operator()(const LegalityOpinionIssued& event) const {
        matter.opinions.push_back({.id = event.opinion,
                                   .number = event.number,
                                   .version = event.version,
                                   .digest = event.digest,
                                   .conclusion = event.conclusion,
                                   .facts = event.facts,
                                   .answers = event.answers,
                                   .reasons = event.reasons,
                                   .legal_risk = event.legal_risk,
                                   .adviser_opinions = event.adviser_opinions,
                                   .points = points_of(event.points),
                                   .time_sufficed = event.time_sufficed,
                                   .author = meta.actor,
                                   .issued_at = meta.at,
                                   .reset_at = meta.reset_at});
        if (event.clearance) {
            cleared({*event.clearance, event.opinion, event.version, event.digest}, ClearanceGround::opinion);
        }
        matter.stage = Stage::reviewed;
    }

    void operator()(const LegalityOpinionWithdrawn& event) const {
        for (LegalityOpinion& opinion : matter.opinions) {
            if (opinion.id == event.opinion) opinion.withdrawn = {.reasons = event.reasons, .at = meta.at};
        }
        fell(event.fallen);
        matter.stage = event.stage;
    }

    void operator()(const OpinionResponded& event) const {
        for (LegalityOpinion& opinion : matter.opinions) {
            if (opinion.id == event.opinion) answered(opinion.points, event.points);
        }
        for (AdviserOpinion& opinion : matter.adviser_opinions) {
            if (opinion.id == event.opinion) answered(opinion.points, event.points);
        }
        if (event.clearance) cleared(*event.clearance, ClearanceGround::responded);
    }

    void operator()(const ChangeConfirmed& event) const {
        for (Draft& draft : matter.drafts) {
            if (draft.version != event.version) continue;
            draft.confirmation = {.kind = event.kind, .by = meta.actor, .at = meta.at, .reset_at = meta.reset_at};
            // Substantive after all: no opinion and no finding goes over to it.
            if (event.kind == ChangeClass::substantive) draft.change = ChangeClass::substantive;
        }
        if (event.clearance) cleared(*event.clearance, ClearanceGround::confirmed);
        for (const TextSettled& settled : event.settled) settle(settled);
        matter.stage = event.stage;
    }

    void operator()(const DraftEndorsed& event) const {
        matter.endorsements.push_back(
            {.version = event.version, .by = meta.actor, .endorsed = true, .text = event.text, .at = meta.at});
    }

    void operator()(const EndorsementDeclined& event) const {
        matter.endorsements.push_back(
            {.version = event.version, .by = meta.actor, .endorsed = false, .text = event.text, .at = meta.at});
    }

    void operator()(const TextPublished& event) const {
        matter.publications.push_back({.version = event.version,
                                       .digest = event.digest,
                                       .channel = event.channel,
                                       .effective_on = event.effective_on,
                                       .by = meta.actor,
                                       .at = meta.at});
        if (event.first) matter.stage = Stage::issued;
    }

    void operator()(const MatterWithdrawn&) const { matter.stage = Stage::withdrawn; }

    void operator()(const ObjectionNoted& event) const {
        matter.objections.push_back({.event = meta.id, .by = meta.actor, .text = event.text, .at = meta.at});
    }

    void operator()(const ObjectionAnswered& event) const {
        for (Objection& objection : matter.objections) {
            if (objection.event != event.objection) continue;
            objection.answer = event.text;
            objection.answered_by = meta.actor;
        }
    }

    void operator()(const ItemPlaced& event) const {
        matter.placements.push_back({.item = event.item,
                                     .meeting = event.meeting,
                                     .forum = event.forum,
                                     .version = event.version,
                                     .digest = event.digest,
                                     .clearance = event.clearance,
                                     .placed_at = meta.at});
        matter.stage = Stage::on_agenda;
    }

    void operator()(const ItemRemoved& event) const {
        put(event.item, ItemState::removed);
        matter.stage = event.stage;
    }

    void operator()(const ItemOpened& event) const {
        put(event.item, ItemState::open);
        matter.stage = Stage::in_discussion;
    }

    void operator()(const ItemInterrupted& event) const {
        put(event.item, ItemState::placed);
        matter.stage = Stage::on_agenda;
    }

    void operator()(const ItemDeferred& event) const {
        put(event.item, ItemState::deferred);
        matter.stage = Stage::deferred;
    }

    void operator()(const ItemClosed& event) const {
        put(event.item, ItemState::closed);
        if (Placement* placement = placement_of(event.item)) {
            placement->outcome = event.outcome;
            placement->decision = event.decision;
            placement->amendments = event.amendments;
            placement->executing_unit = event.executing_unit;
            placement->responsible = event.responsible;
            placement->arithmetic = event.arithmetic;
            // Recorded time: which closing is the newest cannot be turned round by an entered one.
            placement->closed_at = meta.at;
        }
        if (event.settled) settle(*event.settled);
        if (event.stage) matter.stage = *event.stage;
    }

  private:
    ReviewRequest* last_request() const { return matter.requests.empty() ? nullptr : &matter.requests.back(); }

    Placement* placement_of(const ItemId& item) const {
        const auto found = std::ranges::find(matter.placements, item, &Placement::item);
        return found == matter.placements.end() ? nullptr : &*found;
    }

    void put(const ItemId& item, ItemState state) const {
        if (Placement* placement = placement_of(item)) placement->state = state;
    }

    void settle(const TextSettled& text) const {
        if (Placement* placement = placement_of(text.item)) {
            placement->settled =
                SettledText{.version = text.version, .digest = text.digest, .clearance = text.clearance};
        }
    }

    void fell(const std::vector<ClearanceId>& clearances) const {
        for (Clearance& clearance : matter.clearances) {
            if (std::ranges::find(clearances, clearance.id) != clearances.end()) clearance.standing = false;
        }
    }

    void cleared(const ClearanceGiven& given, ClearanceGround ground) const {
        matter.clearances.push_back({.id = given.clearance,
                                     .version = given.version,
                                     .digest = given.digest,
                                     .opinion = given.opinion,
                                     .ground = ground,
                                     .since = meta.at});
    }

    static std::vector<OpinionPoint> points_of(const std::vector<IssuedPoint>& issued) {
        std::vector<OpinionPoint> points;
        points.reserve(issued.size());
        for (const IssuedPoint& point : issued) {
            points.push_back({.clause = point.clause, .text = point.text, .proposed = point.proposed});
        }
        return points;
    }

    void answered(std::vector<OpinionPoint>& points, const std::vector<PointAnswered>& answers) const {
        for (const PointAnswered& answer : answers) {
            if (answer.point < 1 || std::cmp_greater(answer.point, points.size())) continue;
            points[static_cast<std::size_t>(answer.point) - 1].response =
                PointResponse{.disposition = answer.disposition,
                              .reason = answer.reason,
                              .basis = answer.basis,
                              .by = meta.actor,
                              .at = meta.at};
        }
    }

    /// Who files a paper answers for having brought it in.
    void note_uploader() const {
        if (std::ranges::find(matter.uploaders, meta.actor) == matter.uploaders.end()) {
            matter.uploaders.push_back(meta.actor);
        }
    }
};

}  // namespace

void evolve(Matter& matter, const MatterEvent& event, const EventMeta& meta) {
    std::visit(MatterFold{matter, meta}, event);
    matter.last_event_at = meta.at;
}

}  // namespace shenyi::workflow
