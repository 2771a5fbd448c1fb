#include "workflow/waiting.hpp"

#include "workflow/context.hpp"
#include "workflow/deadlines.hpp"
#include "workflow/roles.hpp"
#include "workflow/rules/following.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace shenyi::workflow {

namespace {

using Since = std::optional<Instant>;

/// What is asked of a matter.
struct Standing {
    const World& world;
    const Matter& matter;
    const Context& at;
    const ProcedureAction& row;
    const std::vector<Deadline>& deadlines;

    bool in(Stage stage) const { return matter.stage == stage; }
    const Draft* draft() const { return matter.newest_draft(); }
    std::optional<Date> day_of(DeadlineKind kind) const {
        const Deadline* deadline = find(deadlines, kind);
        return deadline ? deadline->date : std::nullopt;
    }
};

/// When the last placement that came to an end did.
Since last_outcome(const Matter& matter) {
    for (auto placement = matter.placements.rbegin(); placement != matter.placements.rend(); ++placement) {
        if (placement->closed_at) return placement->closed_at;
    }
    return matter.last_event_at;
}

const LegalityOpinion* standing_opinion(const Standing& of) {
    const LegalityOpinion* opinion = of.draft() ? rules::opinion_kept(of.matter, of.draft()->version) : nullptr;
    return opinion && !opinion->withdrawn ? opinion : nullptr;
}

Since study_missing(const Standing& of) {
    return of.matter.feasibility_study ? Since() : of.matter.created_at;
}

Since ready_to_open(const Standing& of) {
    const bool asks_study = std::ranges::find(of.row.guards, "R-INIT-03") != of.row.guards.end();
    if (asks_study && !of.matter.feasibility_study) return std::nullopt;
    return of.matter.last_event_at.value_or(of.matter.created_at);
}

Since draft_missing(const Standing& of) {
    const ReviewRequest* request = of.matter.request();
    if (of.in(Stage::opened)) return of.matter.opened_at;
    if (of.in(Stage::rejected) || of.in(Stage::rework)) return last_outcome(of.matter);
    if (!of.in(Stage::returned) || !request || !request->returned) return std::nullopt;
    return request->returned->ground == ReturnGround::incomplete ? Since() : request->returned->at;
}

Since unsent_draft(const Standing& of) {
    if (!of.draft()) return std::nullopt;
    const ReviewRequest* request = of.matter.request();
    if (of.in(Stage::returned) && request && request->returned) return request->returned->at;
    return of.draft()->submitted_at;
}

Since unaccepted_file(const Standing& of) {
    return of.matter.request() ? of.matter.request()->requested_at : Since();
}

Since stopped_clock(const Standing& of) {
    const ReviewRequest* request = of.matter.request();
    if (!request || request->stops.empty() || request->stops.back().to) return std::nullopt;
    return start_of(request->stops.back().from);
}

/// R-REV-08, R-GATE-06: an adviser is to be heard, and none was asked yet.
Since adviser_to_be_asked(const Standing& of) {
    if (!of.in(Stage::under_review) || !of.at.procedure.adviser_mandatory || !of.draft()) return std::nullopt;
    const auto& asked = of.matter.advisers_asked;
    const bool some = std::ranges::any_of(asked, [](const AdviserAsked& one) { return !one.declined_for_interest; });
    if (some || rules::advice_heard(of.matter, of.draft()->version)) return std::nullopt;
    return of.matter.request() ? of.matter.request()->accepted_at : Since();
}

Since opinion_missing(const Standing& of) {
    const ReviewRequest* request = of.matter.request();
    return request && !of.matter.opinion_on(request->version) ? request->accepted_at : Since();
}

/// R-REV-09, R-ADV-05; an `unlawful` is answered by another draft alone.
Since points_unanswered(const Standing& of) {
    const LegalityOpinion* opinion = standing_opinion(of);
    if (!opinion || opinion->conclusion == Conclusion::unlawful) return std::nullopt;
    if (rules::unanswered_point(opinion->points)) return opinion->issued_at;
    for (const AdviserOpinion& advice : of.matter.adviser_opinions) {
        if (!advice.withdrawn && advice.version == opinion->version && rules::unanswered_point(advice.points))
            return advice.given_at;
    }
    return std::nullopt;
}

/// The instant of the last answer, where one of them changes the text; empty where none does or one is missing.
Since changes_promised(const LegalityOpinion& opinion) {
    Since last;
    bool changes = false;
    for (const OpinionPoint& point : opinion.points) {
        if (!point.response) return std::nullopt;
        last = last ? std::max(*last, point.response->at) : point.response->at;
        changes = changes || point.response->disposition != Disposition::not_;
    }
    return changes ? last : Since();
}

/// Since when this text cannot come before a meeting whatever else is done: its opinion was withdrawn, or an `unlawful`
/// of a reviewer or adviser follows it.
Since text_barred(const Standing& of) {
    const LegalityOpinion* kept = rules::opinion_kept(of.matter, of.draft()->version);
    if (kept && kept->withdrawn) return kept->withdrawn->at;
    if (const auto review = rules::unlawful_review(of.world, of.matter, *of.draft())) return review->opinion->issued_at;
    if (const auto advice = rules::unlawful_advice(of.world, of.matter, *of.draft())) return advice->opinion->given_at;
    return std::nullopt;
}

/// The adviser who had to be heard has withdrawn, and none can be asked after the review.
Since advice_lost(const Standing& of) {
    if (!of.at.procedure.adviser_mandatory || rules::advice_heard(of.matter, of.draft()->version)) return std::nullopt;
    Since last;
    for (const AdviserOpinion& one : of.matter.adviser_opinions) {
        if (one.withdrawn) last = std::max(last, Since(one.withdrawn->at));
    }
    return last;
}

/// Another text is owed: after an `unlawful` or a withdrawal, for the points that were adopted, for what the meeting
/// reworded.
Since change_missing(const Standing& of) {
    if (!of.draft()) return std::nullopt;
    if (const Placement* adopted = rules::amendments_owed(of.matter, of.draft()->version)) {
        // One that was filed waits for the reviewer.
        return rules::unconfirmed_change(of.matter, of.draft()->version) ? Since() : adopted->closed_at;
    }
    if (!of.in(Stage::reviewed)) return std::nullopt;
    if (const Since barred = text_barred(of)) return barred;
    if (const Since lost = advice_lost(of)) return lost;

    const LegalityOpinion* opinion = standing_opinion(of);
    if (!opinion || opinion->version != of.draft()->version) return std::nullopt;
    if (opinion->conclusion == Conclusion::unlawful) return opinion->issued_at;
    return opinion->conclusion == Conclusion::should_amend ? changes_promised(*opinion) : Since();
}

Since change_unconfirmed(const Standing& of) {
    const Draft* draft = of.draft() ? rules::unconfirmed_change(of.matter, of.draft()->version) : nullptr;
    return draft ? Since(draft->submitted_at) : std::nullopt;
}

/// R-INIT-12, where the pack asks for it.
Since endorsement_missing(const Standing& of) {
    const EndorsementPoint point = of.at.pack.endorsement_before;
    const bool now = (point == EndorsementPoint::request_review && of.in(Stage::drafting)) ||
                     (point == EndorsementPoint::place_on_agenda && of.in(Stage::reviewed));
    if (!now || !of.draft()) return std::nullopt;
    const std::vector<int> versions = of.matter.continued_by(of.draft()->version);
    const bool endorsed = std::ranges::any_of(of.matter.endorsements, [&](const Endorsement& one) {
        return one.endorsed && std::ranges::find(versions, one.version) != versions.end();
    });
    return endorsed ? Since() : of.draft()->submitted_at;
}

Since ready_for_agenda(const Standing& of) {
    const Clearance* clearance = of.draft() ? of.matter.clearance_for(of.draft()->digest) : nullptr;
    if (!clearance || text_barred(of) || advice_lost(of)) return std::nullopt;
    if (rules::amendments_owed(of.matter, of.draft()->version)) return std::nullopt;
    Since since = clearance->since;
    for (const Placement& placement : of.matter.placements) {
        if (placement.closed_at) since = std::max(*since, *placement.closed_at);
    }
    return since;
}

Since unpublished(const Standing& of) {
    return of.matter.publications.empty() ? last_outcome(of.matter) : Since();
}

/// What carries a matter on, and since when it is waited for. What has no row here waits for nobody, or for those whom
/// `advisers_owing` tells.
struct Duty {
    std::string_view action;
    Since (*since)(const Standing&);
    std::optional<DeadlineKind> due;
};

std::span<const Duty> duties() {
    static const std::vector<Duty> all{
        {"record_study", study_missing, {}},
        {"open", ready_to_open, {}},
        {"submit_draft", draft_missing, {}},
        {"request_review", unsent_draft, DeadlineKind::material_fix},
        {"accept_for_review", unaccepted_file, DeadlineKind::requested_opinion},
        {"restart_review_clock", stopped_clock, {}},
        {"ask_adviser", adviser_to_be_asked, {}},
        {"issue_legality_opinion", opinion_missing, DeadlineKind::review_ceiling},
        {"respond_to_opinion", points_unanswered, {}},
        {"submit_changed_draft", change_missing, {}},
        {"confirm_change", change_unconfirmed, {}},
        {"endorse", endorsement_missing, {}},
        {"place_on_agenda", ready_for_agenda, {}},
        {"publish", unpublished, {}},
    };
    return all;
}

/// Whom a row of the procedure names, as far as it names people who could be waited for.
std::optional<Addressee> addressee_of(const World& world, const Matter& matter, const Who& who) {
    switch (who.of) {
        case Relation::organ:
            return Addressee{.role = who.role, .unit = {}, .persons = {}};
        case Relation::undertaking_unit:
            return Addressee{.role = who.role, .unit = matter.undertaking_unit, .persons = {}};
        case Relation::lead_unit:
            if (!matter.lead_unit) return std::nullopt;
            return in_lead_unit(matter, who.role);
        case Relation::portfolio:
            return in_lead_unit(matter, Role::portfolio_leader);
        case Relation::reviewing_body: {
            const UnitId* body = reviewing_body(*world.organ, matter.kind, matter.issuer);
            if (!body) return std::nullopt;
            return Addressee{.role = who.role, .unit = *body, .persons = {}};
        }
        case Relation::assigned:
            return reviewers_of(*world.organ, matter);
        case Relation::asked:
        case Relation::author:
        case Relation::consulted_unit:
        case Relation::superior:
        case Relation::meeting:
        case Relation::ballot:
        case Relation::concerned:
            return std::nullopt;
    }
    return std::nullopt;
}

/// The nearer of the days by which an opinion is due.
std::optional<Date> due_of(const Standing& of, const Duty& duty) {
    if (!duty.due) return std::nullopt;
    const auto day = of.day_of(*duty.due);
    if (duty.due != DeadlineKind::review_ceiling) return day;
    const auto asked = of.day_of(DeadlineKind::requested_opinion);
    return day && asked ? std::min(day, asked) : (day ? day : asked);
}

void add_duty(const Standing& of, const Duty& duty, std::vector<Awaited>& all) {
    const auto since = duty.since(of);
    if (!since) return;
    std::optional<int> draft;
    if (of.draft()) draft = of.draft()->version;
    for (const Who& who : of.row.who) {
        auto whom = addressee_of(of.world, of.matter, who);
        if (!whom) continue;
        all.push_back({.target = Target::matter,
                       .action = std::string(duty.action),
                       .item = {},
                       .of = *std::move(whom),
                       .since = *since,
                       .due = due_of(of, duty),
                       .draft = draft});
    }
}

/// Of whoever stands above the one who raised it, in every post that may answer: the record does not say who gave the
/// order (R-ACC-06).
void add_objections(const World& world, const Matter& matter, const ProcedureAction& row, std::vector<Awaited>& all) {
    if (std::ranges::find(row.from, matter.stage) == row.from.end()) return;
    for (const Role role : {Role::section_head, Role::portfolio_leader, Role::director}) {
        const auto waits = std::ranges::find_if(matter.objections, [&](const Objection& one) {
            return !one.answer && stands_above(*world.organ, matter, role, one.by, date_of(one.at));
        });
        if (waits == matter.objections.end()) continue;
        Addressee whom =
            role == Role::director ? Addressee{.role = role, .unit = {}, .persons = {}} : in_lead_unit(matter, role);
        all.push_back({.target = Target::matter,
                       .action = "answer_objection",
                       .item = {},
                       .of = std::move(whom),
                       .since = waits->at,
                       .due = {},
                       .draft = {}});
    }
}

/// Each for himself: what is asked of one adviser passes to no other.
void add_advisers(const Matter& matter, const ProcedureAction& row, std::vector<Awaited>& all) {
    const bool decided = matter.stage == Stage::decided || matter.stage == Stage::issued;
    if (decided || std::ranges::find(row.from, matter.stage) == row.from.end()) return;
    std::optional<int> draft;
    if (matter.newest_draft()) draft = matter.newest_draft()->version;
    for (const AdviserAsked& asked : matter.advisers_asked) {
        if (!owes_opinion(matter, asked)) continue;
        all.push_back({.target = Target::matter,
                       .action = "give_adviser_opinion",
                       .item = {},
                       .of = {.role = Role::legal_adviser, .unit = {}, .persons = {asked.adviser}},
                       .since = asked.at,
                       .due = asked.due,
                       .draft = draft});
    }
}

}  // namespace

std::vector<Awaited> awaited(const World& world, const Matter& matter) {
    const Command command{
        .target = Target::matter, .action = {}, .subject = {.organ = matter.organ, .matter = matter.id}};
    const Context at = context_of(world, command);
    const std::vector<Deadline> deadlines = deadlines_of(world, matter);
    std::vector<Awaited> all;
    for (const Duty& duty : duties()) {
        const auto row = at.procedure.actions.find(duty.action);
        if (row == at.procedure.actions.end()) continue;
        const auto& from = row->second.from;
        if (std::ranges::find(from, matter.stage) == from.end()) continue;
        add_duty({world, matter, at, row->second, deadlines}, duty, all);
    }
    const auto advice = at.procedure.actions.find("give_adviser_opinion");
    if (advice != at.procedure.actions.end()) add_advisers(matter, advice->second, all);
    const auto answer = at.procedure.actions.find("answer_objection");
    if (answer != at.procedure.actions.end()) add_objections(world, matter, answer->second, all);
    return all;
}

std::optional<Awaited> reviewer_in_reserve(const World& world, const Matter& matter) {
    const ReviewRequest* request = matter.request();
    const bool owed = matter.stage == Stage::under_review && request && !matter.opinion_on(request->version);
    const UnitId* body = owed ? reviewing_body(*world.organ, matter.kind, matter.issuer) : nullptr;
    if (!body) return std::nullopt;
    return Awaited{.target = Target::matter,
                   .action = "assign_reviewer",
                   .item = {},
                   .of = {.role = Role::legal_reviewer, .unit = *body, .persons = {}},
                   .since = request->accepted_at.value_or(request->requested_at),
                   .due = {},
                   .draft = request->version};
}

std::optional<Awaited> reviewer_awaited(const World& world, const Matter& matter) {
    if (!is_without_reviewer(*world.organ, matter, world.today)) return std::nullopt;
    return reviewer_in_reserve(world, matter);
}

}  // namespace shenyi::workflow
