#include "workflow/meeting_file.hpp"

#include "workflow/context.hpp"
#include "workflow/decide.hpp"
#include "workflow/rules/rev.hpp"
#include "workflow/rules/table.hpp"

#include <algorithm>
#include <set>
#include <string_view>

namespace shenyi::workflow {

namespace {

Command about(std::string action, const Meeting& meeting, const Item& item) {
    return {.target = Target::item,
            .action = std::move(action),
            .subject = {.organ = meeting.organ, .meeting = meeting.id, .item = item.id}};
}

/// The answer of the newest review that stands on the version or on one it continues.
std::optional<ChecklistAnswer> answer_to(const Matter& matter, int version, const std::string& claim) {
    const std::vector<int> versions = matter.continued_by(version);
    for (auto opinion = matter.opinions.rbegin(); opinion != matter.opinions.rend(); ++opinion) {
        if (opinion->withdrawn || std::ranges::find(versions, opinion->version) == versions.end()) continue;
        const auto answer = std::ranges::find(opinion->answers, claim, &ChecklistAnswer::item);
        if (answer != opinion->answers.end()) return *answer;
    }
    return std::nullopt;
}

/// The rules that are asked of any sitting, whatever lies before it: not those that the procedure asks at the placing.
std::set<std::string> rules_of_sittings(const Procedure& meetings, const Procedure& procedure) {
    std::set<std::string> rules;
    const auto add = [&](const auto& actions, std::string_view action) {
        const auto row = actions.find(action);
        if (row != actions.end()) rules.insert(row->second.guards.begin(), row->second.guards.end());
    };
    add(meetings.meeting_actions, "open");
    add(meetings.item_actions, "open");
    const auto placing = procedure.actions.find("place_on_agenda");
    if (placing == procedure.actions.end()) return rules;
    for (const std::string& rule : placing->second.guards) rules.erase(rule);
    return rules;
}

}  // namespace

std::vector<Claim> claims_on(const World& world, const Matter& matter, const Meeting& meeting, const Item& item) {
    std::vector<Claim> claims;
    if (!item.version) return claims;
    constexpr std::string_view consultation = "claim:consultation:";
    const Command command = about("open", meeting, item);
    for (const ChecklistItem& asked : rules::checklist_of(context_of(world, command))) {
        if (!asked.item.starts_with("claim:")) continue;
        Claim claim{
            .claim = asked.item, .by = {}, .reason = {}, .answer = answer_to(matter, *item.version, asked.item)};
        if (asked.item.starts_with(consultation)) {
            const UnitId unit{asked.item.substr(consultation.size())};
            for (const Consultation& reply : matter.consultations) {
                if (reply.unit != unit) continue;
                claim.by = reply.recorded_by;
                claim.document = reply.document;
            }
        } else if (const ReviewRequest* request = request_behind(matter, item)) {
            claim.by = request->requested_by;
            claim.reason = request->shortening ? request->shortening->reason : asked.text;
        }
        claims.push_back(std::move(claim));
    }
    return claims;
}

const ReviewRequest* request_behind(const Matter& matter, const Item& item) {
    if (!item.version) return nullptr;
    const std::vector<int> versions = matter.continued_by(*item.version);
    for (auto request = matter.requests.rbegin(); request != matter.requests.rend(); ++request) {
        const bool went_on = request->running() && std::ranges::find(versions, request->version) != versions.end();
        if (went_on) return &*request;
    }
    return nullptr;
}

std::vector<Finding> findings_on(const World& world, const Meeting& meeting, const Item& item) {
    std::vector<Finding> findings;
    const bool stands = item.state == ItemState::placed || item.state == ItemState::open;
    if (item.kind != ItemKind::decision || !stands) return findings;
    World then = world;
    then.now = std::max(world.now, meeting.held_at);
    then.today = date_of(then.now);
    then.account = {};  // the reader's own password is no matter of the meeting's
    const Command command = about("open", meeting, item);
    const Context at = context_of(then, command);
    const ProcedureAction* row = row_of(at);
    if (!row) return findings;
    const std::set<std::string> of_sittings = rules_of_sittings(*world.definitions->meetings, at.procedure);
    for (const std::string& rule : row->guards) {
        if (of_sittings.contains(rule)) continue;
        for (Finding& finding : said_by(rule, at)) findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace shenyi::workflow
