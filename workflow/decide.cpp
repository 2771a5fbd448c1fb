#include "workflow/decide.hpp"

#include "workflow/actions/matter.hpp"
#include "workflow/actions/table.hpp"
#include "workflow/addressee.hpp"
#include "workflow/evolve/evolve.hpp"
#include "workflow/invariants.hpp"
#include "workflow/roles.hpp"
#include "workflow/rules/acc.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/table.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>
#include <string>
#include <string_view>

namespace shenyi::workflow {

namespace {

template <class Enum>
Term term(std::string catalogue, Enum value) {
    std::string code = boost::describe::enum_to_string(value, "");
    if (code.ends_with('_')) code.pop_back();
    return Term{std::move(catalogue), std::move(code)};
}

template <class Enum>
std::vector<Term> terms(const std::string& catalogue, const std::vector<Enum>& values) {
    std::vector<Term> list;
    for (const Enum value : values) list.push_back(term(catalogue, value));
    return list;
}

/// Asked of every act, whether its procedure lists it or not: whatever is done under a mark is marked.
constexpr std::string_view asked_of_every_act = "R-ACC-09";

bool contains(const auto& list, const auto& value) {
    return std::ranges::find(list, value) != list.end();
}

void ask(const Context& at, const std::vector<std::string>& rules, std::vector<Finding>& findings) {
    for (const std::string& rule : rules) {
        for (Finding& finding : said_by(rule, at)) findings.push_back(std::move(finding));
    }
}

std::vector<Role> roles_of(const std::vector<Who>& who) {
    std::vector<Role> roles;
    for (const Who& each : who) {
        if (!contains(roles, each.role)) roles.push_back(each.role);
    }
    return roles;
}

std::vector<BodyFault> told(BodyFaults found) {
    std::vector<BodyFault> faults;
    for (FoundFault& each : found) faults.push_back({std::move(each.pointer), each.expected});
    return faults;
}

BodyFaults no_procedure() {
    return {{"/kind", "kind_with_procedure"}};
}

/// What comes to the table for a command: the row, or why there is none.
tl::expected<const ProcedureAction*, Refusal> row_or_refusal(const Context& at) {
    if (const ProcedureAction* row = row_of(at)) return row;
    return tl::make_unexpected(Refusal{.body_faults = told(no_procedure())});
}

/// Who may create a matter hangs on the unit that its body names: one that is not there is a fault of the body, and not
/// of whoever asks.
BodyFaults unit_that_is_not_there(const Context& at, const Action& action) {
    if (!at.command.body.has_value() || at.command.target != Target::matter || at.matter) return {};
    BodyFaults faults = action.faults(at);
    std::erase_if(faults, [](const FoundFault& fault) { return fault.pointer != "/undertaking_unit"; });
    return faults;
}

/// The post in which the actor does this: the first that fits; nothing where none does.
std::optional<HeldPost> post_for(const Context& at, const ProcedureAction& row) {
    for (const Who& who : row.who) {
        if (auto post = acts_as(at, who)) return post;
    }
    return std::nullopt;
}

/// Whether one of two places in a body holds the other, or they are the same.
bool meet(std::string_view one, std::string_view other) {
    if (one.size() > other.size()) std::swap(one, other);
    return other.starts_with(one) && (one.size() == other.size() || other[one.size()] == '/');
}

/// Whether what the command is about is in the world.
bool is_there(const Context& at) {
    const Subject& subject = at.command.subject;
    return (!subject.matter || at.matter) && (!subject.meeting || at.meeting) && (!subject.item || at.item);
}

/// Everything that the body names and is not there or does not fit, as far as the actor is told it.
BodyFaults all_faults(const Context& at, const Action& action) {
    const auto row = row_or_refusal(at);
    if (!row) return no_procedure();
    return post_for(at, **row) ? action.faults(at) : unit_that_is_not_there(at, action);
}

/// Writes the events of an accepted action onto a copy of the world, which becomes the world after it.
Decision carry_out(const Context& at, const Action& action, const std::optional<HeldPost>& post) {
    Events events = action.events(at);
    Decision decision{.after = at.world, .created = std::move(events.created)};
    decision.events.reserve(events.list.size());
    const auto reset_at = rules::marking_reset(at);
    unsigned n = 0;
    for (auto& [stream, event] : events.list) {
        EventMeta meta{.id = {at.world.fresh.id("evt_", n++)}, .at = at.now(), .actor = at.actor()};
        if (post && post->by_delegation) meta.on_behalf = post->by_delegation->by;
        meta.reset_at = reset_at;
        decision.events.push_back(NewEvent{std::move(stream), std::move(event), std::move(meta)});
        evolve(decision.after, decision.events.back());
    }
    if (const auto broken = broken_invariant(decision)) throw ProgrammerFault("invariant: " + *broken);
    return decision;
}

}  // namespace

namespace {

/// Whether an opinion has a point that waits for an answer. An `unlawful` of the review is answered by another draft.
bool has_point_to_answer(const Matter& matter) {
    const auto unanswered = [](const auto& opinion) { return rules::unanswered_point(opinion.points).has_value(); };
    return std::ranges::any_of(matter.adviser_opinions, unanswered) ||
           std::ranges::any_of(matter.opinions, [&](const LegalityOpinion& opinion) {
               return opinion.conclusion != Conclusion::unlawful && unanswered(opinion);
           });
}

/// Whether there is a reviewer whom the actor could put on the matter: another one or, where nobody of record is left
/// to review it, himself.
bool has_reviewer_to_assign(const Context& at) {
    const UnitId* body = reviewing_body(at.organ(), at.matter->kind, at.matter->issuer);
    if (!body || is_without_reviewer(at.organ(), *at.matter, at.world.today)) return body != nullptr;
    const auto reviewers = holders_of(at.organ(), Role::legal_reviewer, at.world.today, body);
    return std::ranges::any_of(reviewers, [&](const PersonId& one) { return one != at.actor(); });
}

/// What no body whatever could name, where none is there yet; empty where one could. With a body its faults say it.
std::string_view nothing_to_name(const Context& at) {
    const std::string& action = at.command.action;
    if (action == "respond_to_opinion" && !has_point_to_answer(*at.matter)) return "no_point";
    return action == "assign_reviewer" && !has_reviewer_to_assign(at) ? "no_other_reviewer" : "";
}

/// What within the stage makes the action impossible; empty where nothing does.
std::string_view wrong_state(const Context& at) {
    if (at.command.target != Target::matter || !at.matter) return "";
    const ReviewRequest* request = at.matter->request();
    const bool stopped = request && request->is_stopped();
    if (at.command.action == "restart_review_clock" && !stopped) return "clock_runs";
    if (at.command.action == "stop_review_clock" && stopped) return "clock_stopped";
    if (at.command.action == "answer_objection" && !has_open_objection(*at.matter)) return "no_objection";
    return at.command.body.has_value() ? "" : nothing_to_name(at);
}

}  // namespace

std::optional<Finding> stage_finding(const Context& at, const ProcedureAction& row) {
    const auto finding = [&](Term stage, std::vector<Term> stages) {
        return Finding{.rule = std::string(wrong_stage),
                       .facts = {{"action", Term{"action", at.command.action}},
                                 {"stage", std::move(stage)},
                                 {"stages", std::move(stages)}}};
    };
    if (at.command.target == Target::matter && at.matter && !row.from.empty() &&
        !contains(row.from, at.matter->stage)) {
        return finding(term("stage", at.matter->stage), terms("stage", row.from));
    }
    if (at.meeting && !row.meeting_stages.empty() && !contains(row.meeting_stages, at.meeting->stage)) {
        return finding(term("meeting_stage", at.meeting->stage), terms("meeting_stage", row.meeting_stages));
    }
    if (at.item && !row.item_states.empty() && !contains(row.item_states, at.item->state)) {
        return finding(term("item_state", at.item->state), terms("item_state", row.item_states));
    }
    if (const auto state = wrong_state(at); !state.empty()) {
        return Finding{.rule = std::string(wrong_stage), .variant = std::string(state)};
    }
    return std::nullopt;
}

const ProcedureAction* row_of(const Context& at) {
    const auto in = [&](const auto& actions) -> const ProcedureAction* {
        const auto found = actions.find(at.command.action);
        return found == actions.end() ? nullptr : &found->second;
    };
    switch (at.command.target) {
        case Target::matter:
            return in(at.procedure.actions);
        case Target::item:
            return in(at.procedure.item_actions);
        case Target::meeting:
            return in(at.world.definitions->meetings->meeting_actions);
        case Target::organ:
        case Target::person:
            return in(at.world.definitions->meetings->organ_actions);
    }
    return nullptr;
}

std::vector<Finding> findings_of(const Context& at, const ProcedureAction& row) {
    std::vector<Finding> findings;
    ask(at, row.guards, findings);
    if (!contains(row.guards, asked_of_every_act)) ask(at, {std::string(asked_of_every_act)}, findings);
    if (row.each_item.empty() || !at.meeting) return findings;

    for (const Item& item : at.meeting->items) {
        if (item.kind != ItemKind::decision || (item.state != ItemState::placed && item.state != ItemState::open))
            continue;
        Command about = at.command;
        about.subject.item = item.id;
        std::vector<Finding> found;
        ask(context_of(at.world, about), row.each_item, found);
        for (Finding& finding : found) {
            finding.subject = item.id.value;
            findings.push_back(std::move(finding));
        }
    }
    return findings;
}

std::vector<BodyFault> faults_beside(const World& world, const Command& command,
                                     const std::vector<std::string>& misshapen) {
    const Action* action = find_action(command.target, command.action);
    const Context at = context_of(world, command);
    if (!action || !is_there(at)) return {};
    BodyFaults faults = all_faults(at, *action);
    const auto is_read = [&](const std::string& pointer) {
        return std::ranges::none_of(misshapen, [&](const std::string& other) { return meet(pointer, other); });
    };
    std::erase_if(faults, [&](const FoundFault& fault) {
        return !is_read(fault.pointer) || !std::ranges::all_of(fault.rests_on, is_read);
    });
    return told(std::move(faults));
}

tl::expected<Decision, Refusal> decide(const World& world, const Command& command) {
    const Action* action = find_action(command.target, command.action);
    if (!action) throw ProgrammerFault("unknown action " + command.action);
    const Context at = context_of(world, command);
    const auto row = row_or_refusal(at);
    if (!row) return tl::make_unexpected(row.error());

    const std::optional<HeldPost> post = post_for(at, **row);
    if (!post) {
        if (auto faults = unit_that_is_not_there(at, *action); !faults.empty()) {
            return tl::make_unexpected(Refusal{.body_faults = told(std::move(faults))});
        }
        return tl::make_unexpected(Refusal{.roles_that_may = roles_of((*row)->who)});
    }
    if (command.body.has_value()) {
        if (auto faults = action->faults(at); !faults.empty()) {
            return tl::make_unexpected(Refusal{.body_faults = told(std::move(faults))});
        }
    }

    Refusal refusal;
    for (Finding& finding : findings_of(at, **row)) {
        auto& list = finding.refuses() ? refusal.findings : refusal.warnings;
        list.push_back(std::move(finding));
    }
    if (refusal.findings.empty()) {
        if (auto finding = stage_finding(at, **row)) refusal.findings.push_back(*std::move(finding));
    }
    if (!refusal.findings.empty()) {
        std::erase_if(refusal.warnings, [](const Finding& warning) { return warning.of_what_is_done; });
        return tl::make_unexpected(std::move(refusal));
    }
    if (!command.body.has_value()) return Decision{.warnings = std::move(refusal.warnings), .after = world};

    Decision decision = carry_out(at, *action, post);
    decision.warnings = std::move(refusal.warnings);
    return decision;
}

}  // namespace shenyi::workflow
