#include "workflow/actions/review.hpp"

#include "workflow/actions/agenda.hpp"
#include "workflow/actions/named_clauses.hpp"
#include "workflow/addressee.hpp"
#include "workflow/rules/rev.hpp"

#include <algorithm>
#include <chrono>
#include <set>

namespace shenyi::workflow {

namespace {

/// The number that an opinion gets in the organ's review ledger: 审〔2026〕12号.
std::string ledger_number(int year, int number) {
    return "审〔" + std::to_string(year) + "〕" + std::to_string(number) + "号";
}

/// Everything of an opinion's points that is answered once the body's answers are added.
bool answers_all(const std::vector<OpinionPoint>& points, const std::vector<PointAnswered>& answers) {
    for (std::size_t i = 0; i < points.size(); ++i) {
        const int number = static_cast<int>(i) + 1;
        const bool now = std::ranges::find(answers, number, &PointAnswered::point) != answers.end();
        if (!points[i].response && !now) return false;
    }
    return true;
}

bool adopts_nothing(const std::vector<OpinionPoint>& points, const std::vector<PointAnswered>& answers) {
    const auto rejects = [](Disposition disposition) { return disposition == Disposition::not_; };
    return std::ranges::all_of(answers, rejects, &PointAnswered::disposition) &&
           std::ranges::all_of(points, [&](const OpinionPoint& point) {
               return !point.response || rejects(point.response->disposition);
           });
}

/// Each item of the checklist is answered at most once, and nothing else is; what is left out is R-REV-05's business.
void check_answers(const Context& at, const std::vector<ChecklistAnswer>& answers, BodyFaults& faults) {
    const std::vector<ChecklistItem> checklist = rules::checklist_of(at);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < answers.size(); ++i) {
        const std::string pointer = "/answers/" + std::to_string(i) + "/item";
        if (std::ranges::find(checklist, answers[i].item, &ChecklistItem::item) == checklist.end()) {
            faults.push_back({pointer, "item_of_checklist", {"/draft"}});
        } else if (!seen.insert(answers[i].item).second) {
            faults.push_back({pointer, "each_item_once"});
        }
    }
}

const std::vector<OpinionPoint>* points_of(const Matter& matter, const OpinionId& id) {
    if (const LegalityOpinion* opinion = matter.opinion(id)) return &opinion->points;
    if (const AdviserOpinion* opinion = matter.adviser_opinion(id)) return &opinion->points;
    return nullptr;
}

}  // namespace

Events events_of(const Context& at, const RequestReview& body) {
    Events events;
    events.add(at.matter->id, ReviewRequested{.version = body.draft,
                                              .digest = at.draft()->digest,
                                              .legal_basis = body.legal_basis,
                                              .materials = body.materials,
                                              .procedures_done = body.procedures_done,
                                              .due = body.due,
                                              .shortening = body.shortening});
    return events;
}

Events events_of(const Context& at, const WithdrawRequest& body) {
    Events events;
    events.add(at.matter->id, ReviewRequestWithdrawn{.reason = body.reason});
    return events;
}

Events events_of(const Context& at, const AssignReviewer& body) {
    Events events;
    events.add(at.matter->id, ReviewerAssigned{.reviewer = body.reviewer, .reason = body.reason});
    return events;
}

Events events_of(const Context& at, const AcceptForReview&) {
    Events events;
    events.add(at.matter->id, ReviewAccepted{.version = at.matter->request()->version});
    return events;
}

Events events_of(const Context& at, const ReturnForCompletion& body) {
    Events events;
    events.add(at.matter->id, ReviewReturned{.ground = body.ground, .missing = body.missing});
    return events;
}

Events events_of(const Context& at, const StopReviewClock& body) {
    Events events;
    events.add(at.matter->id,
               ReviewClockStopped{.ground = body.ground, .document = body.document, .from = at.world.today});
    return events;
}

Events events_of(const Context& at, const RestartReviewClock&) {
    Events events;
    events.add(at.matter->id, ReviewClockRestarted{.to = at.world.today});
    return events;
}

Events events_of(const Context& at, const IssueLegalityOpinion& body) {
    const int year = static_cast<int>(at.world.today.year());
    const auto last = at.organ().opinion_numbers.find(year);
    const int number = last == at.organ().opinion_numbers.end() ? 1 : last->second + 1;
    LegalityOpinionIssued issued{.opinion = {at.world.fresh.id("opn_")},
                                 .number = ledger_number(year, number),
                                 .version = body.draft,
                                 .digest = at.draft()->digest,
                                 .conclusion = body.conclusion,
                                 .facts = body.facts,
                                 .answers = body.answers,
                                 .reasons = body.reasons,
                                 .legal_risk = body.legal_risk,
                                 .adviser_opinions = body.adviser_opinions,
                                 .points = body.points};
    if (body.time_sufficed) issued.time_sufficed = body.time_sufficed->reason;
    if (body.conclusion == Conclusion::lawful) issued.clearance = ClearanceId{at.world.fresh.id("clr_")};

    Events events{.created = issued.opinion.value};
    if (body.conclusion == Conclusion::unlawful) {
        take_off_everywhere(at, at.draft()->main, "R-GATE-02", body.reasons, events);
    }
    events.add(at.organ().id, OpinionNumbered{.year = year, .number = number});
    events.add(at.matter->id, std::move(issued));
    return events;
}

Events events_of(const Context& at, const WithdrawLegalityOpinion& body) {
    const Matter& matter = *at.matter;
    const bool stands = std::ranges::any_of(matter.placements, &Placement::holds);
    LegalityOpinionWithdrawn withdrawn{
        .opinion = body.opinion, .reasons = body.reasons, .stage = stands ? Stage::reviewed : matter.stage};
    for (const Clearance& clearance : matter.clearances) {
        if (clearance.standing && clearance.opinion == body.opinion) withdrawn.fallen.push_back(clearance.id);
    }
    Events events;
    take_off_agendas(at, matter, "R-GATE-01", body.reasons, Stage::reviewed, events);
    events.add(matter.id, std::move(withdrawn));
    return events;
}

Events events_of(const Context& at, const RespondToOpinion& body) {
    const Matter& matter = *at.matter;
    OpinionResponded responded{.opinion = body.opinion, .points = body.points};
    const LegalityOpinion* opinion = matter.opinion(body.opinion);
    const bool clears = opinion && opinion->conclusion == Conclusion::should_amend && !opinion->withdrawn &&
                        opinion->version == matter.newest_draft()->version &&
                        answers_all(opinion->points, body.points) && adopts_nothing(opinion->points, body.points);
    if (clears) {
        responded.clearance = ClearanceGiven{.clearance = {at.world.fresh.id("clr_")},
                                             .opinion = opinion->id,
                                             .version = opinion->version,
                                             .digest = opinion->digest};
    }
    Events events;
    events.add(matter.id, std::move(responded));
    return events;
}

/// Each basis once, in a version that is out (R-INIT-05).
void check_basis(const Context& at, const std::vector<LegalBasis>& basis, BodyFaults& faults) {
    for (std::size_t i = 0; i < basis.size(); ++i) {
        const std::string pointer = "/legal_basis/" + std::to_string(i);
        if (basis[i].version_date && *basis[i].version_date > at.world.today) {
            faults.push_back({pointer + "/version_date", "today_or_earlier"});
        }
        const auto here = basis.begin() + static_cast<std::ptrdiff_t>(i);
        if (std::find(basis.begin(), here, *here) != here) faults.push_back({pointer, "each_basis_once"});
    }
}

BodyFaults faults_of(const Context& at, const RequestReview& body) {
    BodyFaults faults;
    const Draft* newest = at.matter->newest_draft();
    if (!newest || newest->version != body.draft) faults.push_back({"/draft", "newest_version"});
    for (std::size_t i = 0; i < body.materials.size(); ++i) {
        check_document(at, body.materials[i].document, "/materials/" + std::to_string(i) + "/document", faults);
    }
    check_basis(at, body.legal_basis, faults);
    if (body.due && *body.due < at.world.today) faults.push_back({"/due", "today_or_later"});
    check_shortening(at, body.shortening, faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const AssignReviewer& body) {
    BodyFaults faults;
    check_person(at, body.reviewer, "/reviewer", faults);
    const UnitId* competent = reviewing_body(at.organ(), at.matter->kind, at.matter->issuer);
    const auto posts = posts_of(at.organ(), body.reviewer, at.world.today);
    const bool reviews = std::ranges::any_of(posts, [&](const Post* post) {
        return post->role == Role::legal_reviewer && competent && post->unit == *competent;
    });
    if (faults.empty() && !reviews) faults.push_back({"/reviewer", "reviewer_of_body"});
    // He puts himself on the matter only where nobody of record can review it any more.
    if (body.reviewer == at.actor() && !is_without_reviewer(at.organ(), *at.matter, at.world.today)) {
        faults.push_back({"/reviewer", "another_than_oneself"});
    }
    return faults;
}

BodyFaults faults_of(const Context&, const ReturnForCompletion& body) {
    const bool asks_for_more =
        body.ground == ReturnGround::incomplete || body.ground == ReturnGround::procedure_missing;
    if (!asks_for_more || !body.missing.empty()) return {};
    return {{"/missing", "what_is_missing", {"/ground"}}};
}

BodyFaults faults_of(const Context& at, const StopReviewClock& body) {
    BodyFaults faults;
    check_document(at, body.document, "/document", faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const IssueLegalityOpinion& body) {
    BodyFaults faults;
    check_draft(at, body.draft, "/draft", faults);
    const ReviewRequest* request = at.matter->request();
    if (request && request->running() && request->version != body.draft) {
        faults.push_back({"/draft", "version_under_review"});
    }
    for (std::size_t i = 0; i < body.adviser_opinions.size(); ++i) {
        if (at.matter->adviser_opinion(body.adviser_opinions[i])) continue;
        faults.push_back({"/adviser_opinions/" + std::to_string(i), "adviser_opinion"});
    }
    check_answers(at, body.answers, faults);
    if (const Draft* draft = at.matter->draft(body.draft)) check_points(at, *draft, body.points, faults);
    return faults;
}

BodyFaults faults_of(const Context& at, const WithdrawLegalityOpinion& body) {
    if (at.matter->opinion(body.opinion)) return {};
    return {{"/opinion", "legality_opinion"}};
}

BodyFaults faults_of(const Context& at, const RespondToOpinion& body) {
    const auto* points = points_of(*at.matter, body.opinion);
    if (!points) return {{"/opinion", "opinion_of_matter"}};
    BodyFaults faults;
    std::vector<int> seen;
    for (std::size_t i = 0; i < body.points.size(); ++i) {
        const std::string pointer = "/points/" + std::to_string(i) + "/point";
        const int number = body.points[i].point;
        if (number < 1 || number > static_cast<int>(points->size())) {
            faults.push_back({pointer, "point_of_opinion"});
        } else if ((*points)[static_cast<std::size_t>(number) - 1].response) {
            faults.push_back({pointer, "unanswered_point"});
        } else if (std::ranges::find(seen, number) != seen.end()) {
            faults.push_back({pointer, "each_point_once"});
        }
        seen.push_back(number);
    }
    if (body.points.empty()) faults.push_back({"/points", "a_point"});
    return faults;
}

}  // namespace shenyi::workflow
