#include "api/endpoints/endpoint.hpp"
#include "api/endpoints/looking.hpp"
#include "api/endpoints/reading.hpp"
#include "api/endpoints/submitting.hpp"
#include "api/render/finding.hpp"
#include "api/render/matter.hpp"
#include "api/routes.hpp"
#include "api/visibility.hpp"
#include "storage/lists.hpp"
#include "workflow/actions/agenda.hpp"
#include "workflow/actions/table.hpp"
#include "workflow/codec/read.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"
#include "workflow/decide.hpp"
#include "workflow/rules/gate.hpp"
#include "workflow/rules/table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <charconv>

namespace shenyi::api {
namespace {

using namespace workflow;
namespace json = boost::json;

Asked::Shown show_outcome_of_matter(const Call& call, const storage::Outcome& outcome) {
    const auto seen = look_back_at_matter(call, outcome);
    Asked::Shown shown{.members = {}, .tag = {}, .location = {}};
    if (seen) {
        shown.members.emplace("matter", render_matter(seen->snapshot.world, *seen->matter, seen->seq, call.person));
        shown.tag = std::to_string(seen->seq);
    }
    if (outcome.subject.item) shown.members.emplace("item", json::object{{"id", outcome.subject.item->value}});
    return shown;
}

void create_matter(const Call& call, const http::Reply& reply) {
    submit(call,
           {.target = Target::matter,
            .action = "create",
            .operation = "matter_create",
            .subject = call.subject(),
            .creates = true,
            .show =
                [](const Call& asked, const storage::Outcome& outcome) {
                    auto shown = show_outcome_of_matter(asked, outcome);
                    shown.location = "/api/v1/matters/" + outcome.subject.matter->value;
                    return shown;
                }},
           reply);
}

void act_on_matter(const Call& call, const http::Reply& reply) {
    const std::string action(call.parameter("action"));
    if (action == "create" || find_action(Target::matter, action) == nullptr) return reply(not_found(call));
    Subject subject = call.subject();
    subject.matter = matter_in_path(call);
    submit(call,
           {.target = Target::matter,
            .action = action,
            .operation = "matter_" + action,
            .subject = subject,
            .show = show_outcome_of_matter,
            .sees = sight_of_matter(call, *subject.matter)},
           reply);
}

http::Response show_matter(const Call& call) {
    const auto seen = look(call, matter_in_path(call));
    if (!seen) return not_found(call);
    note_reading(call, seen->snapshot.world, stream_of(seen->matter->id), {.what = ReadKind::matter});
    return json_answer(200, render_matter(seen->snapshot.world, *seen->matter, seen->seq, call.person))
        .tagged(std::to_string(seen->seq));
}

http::Response list_actions(const Call& call) {
    const auto seen = look(call, matter_in_path(call));
    if (!seen) return not_found(call);
    const World& world = seen->snapshot.world;
    json::array items;
    for (const auto& entry : world.definitions->procedures.at(seen->matter->procedure)->actions) {
        const std::string& action = entry.first;
        if (action == "create") continue;
        Command command{.target = Target::matter, .action = action, .subject = call.subject(), .actor = call.person};
        command.subject.matter = seen->matter->id;
        const auto decision = decide(world, command);
        if (!decision && decision.error().not_your_role()) continue;
        const auto form = call.app.body_names.find("matter_" + action);
        items.push_back(json::object{
            {"action", action},
            {"allowed", decision.has_value()},
            {"findings", decision ? json::array{}
                                  : render(decision.error().findings,
                                           FindingPlace{call.app, world, command, call.request->language})},
            {"form", form == call.app.body_names.end() ? json::value() : call.app.schemas->form_of(form->second)}});
    }
    return tagged_answer(json::object{{"items", std::move(items)}});
}

const char* mark_of(const std::string& rule, const Context& at, const std::vector<Finding>& said) {
    if (std::ranges::any_of(said, &Finding::refuses)) return "refused";
    if (!said.empty()) return "warned";
    return rules::awaits_review(rule, at) ? "not_yet" : "met";
}

/// What the gate says of the newest draft, before the meeting of the query where it names one.
http::Response gate(const Call& call) {
    const auto seen = look(call, matter_in_path(call));
    if (!seen || !seen->view.gate) return not_found(call);
    Command command{
        .target = Target::matter, .action = "place_on_agenda", .subject = call.subject(), .actor = call.person};
    command.subject.matter = seen->matter->id;
    const Draft* draft = seen->matter->newest_draft();
    storage::Snapshot snapshot = seen->snapshot;
    json::value meeting;
    if (const auto named = call.query("meeting")) {
        const MeetingId id{std::string(*named)};
        command.subject.meeting = id;
        snapshot = value_of(call.app.engine->read(command.subject, call.person));
        const Meeting* found = find(snapshot.world, id);
        if (found == nullptr || !sees(snapshot.world, call.person, *found)) return not_found(call);
        if (draft != nullptr) command.body = PlaceOnAgenda{.meeting = id, .draft = draft->version};
        meeting = id.value;
    }
    snapshot.world.account = {};  // the reader's own password is no matter of the gate's
    const Context at = context_of(snapshot.world, command);
    const ProcedureAction* row = row_of(at);
    if (row == nullptr) return not_found(call);
    note_reading(call, snapshot.world, stream_of(seen->matter->id), {.what = ReadKind::gate});
    std::vector<Finding> findings;
    std::vector<Finding> warnings;
    json::array marks;
    for (const std::string& rule : row->guards) {
        std::vector<Finding> said = said_by(rule, at);
        marks.push_back(json::object{{"rule", rule}, {"mark", mark_of(rule, at, said)}});
        for (Finding& finding : said) (finding.refuses() ? findings : warnings).push_back(std::move(finding));
    }
    if (findings.empty()) {
        if (auto finding = stage_finding(at, *row)) findings.push_back(*std::move(finding));
    }
    const FindingPlace place{call.app, snapshot.world, command, call.request->language};
    return tagged_answer(json::object{{"matter", seen->matter->id.value},
                                      {"draft", draft != nullptr ? json::value(draft->version) : json::value()},
                                      {"digest", draft != nullptr ? json::value(draft->digest.value) : json::value()},
                                      {"meeting", std::move(meeting)},
                                      {"allowed", findings.empty() && draft != nullptr},
                                      {"rules", std::move(marks)},
                                      {"findings", render(findings, place)},
                                      {"warnings", render(warnings, place)}});
}

http::Response list_drafts(const Call& call) {
    const auto seen = look(call, matter_in_path(call));
    // To who sees no text ever, there is no list; to the unit it is empty before the first version.
    if (!seen || (!seen->view.history && seen->view.versions.empty())) return not_found(call);
    note_reading(call, seen->snapshot.world, stream_of(seen->matter->id), {.what = ReadKind::drafts});
    json::array items;
    for (const Draft& draft : seen->matter->drafts) {
        if (seen->view.versions.contains(draft.version)) items.push_back(render_draft(draft, seen->view));
    }
    return list_answer(call, std::move(items));
}

http::Response show_draft(const Call& call) {
    const auto seen = look(call, matter_in_path(call));
    if (!seen) return not_found(call);
    const std::string_view given = call.parameter("n");
    int version = 0;
    std::from_chars(given.data(), given.data() + given.size(), version);
    const Draft* draft = seen->matter->draft(version);
    if (draft == nullptr || std::to_string(version) != given) return not_found(call);
    if (!seen->view.versions.contains(version)) return not_found(call);
    note_reading(call, seen->snapshot.world, stream_of(seen->matter->id),
                 {.what = ReadKind::draft, .version = version});
    return tagged_answer(render_draft(*draft, seen->view));
}

json::object summary_of(const Call& call, const storage::MatterSummary& row) {
    return {{"id", row.id.value},
            {"kind", row.kind},
            {"title", row.title},
            {"stage", row.stage},
            {"seq", row.seq},
            {"undertaking_unit", row.undertaking_unit.value},
            {"lead_unit", codec::write(row.lead_unit)},
            {"organ", call.organ.value},
            {"created_at", rfc3339(row.created_at)},
            {"changed_at", rfc3339(row.updated_at)}};
}

storage::MatterFilter matter_filter_of(const Call& call) {
    const auto text = [&](std::string_view name) -> std::optional<std::string> {
        const auto given = call.query(name);
        return given ? std::optional<std::string>(*given) : std::nullopt;
    };
    storage::MatterFilter filter{.kind = text("kind"), .stage = text("stage"), .text = text("q")};
    if (const auto unit = text("unit")) filter.unit = UnitId{*unit};
    for (const auto& [name, date] : {std::pair{"from", &filter.from}, std::pair{"to", &filter.to}}) {
        const auto given = call.query(name);
        if (given) *date = parse_date(*given);
    }
    return filter;
}

http::Response list_matters(const Call& call) {
    const auto filter = matter_filter_of(call);
    std::optional<std::string> cursor;
    if (const auto given = call.query("cursor")) cursor = std::string(*given);
    const auto names = names_of(call);
    const auto rows = value_of(call.app.store->readers().read([&](storage::Connection& connection) {
        return storage::list_matters(connection, call.organ, names, filter, limit_of(call), cursor);
    }));
    if (!rows) return bad_cursor(call);
    json::array items;
    for (const storage::MatterSummary& row : rows->items) items.push_back(summary_of(call, row));
    return tagged_answer(json::object{{"items", std::move(items)}, {"next_cursor", codec::write(rows->next_cursor)}});
}

}  // namespace

void add_matters(http::Router& router, App& app) {
    post_action(router, app, "/matters", "matter_create", create_matter);
    get_list(router, app, "/matters", "list_matters", list_matters, {"kind", "stage", "unit", "q", "from", "to"});
    get(router, app, "/matters/{id}", "get_matter", show_matter);
    get(router, app, "/matters/{id}/actions", "list_matter_actions", list_actions);
    post_action(router, app, "/matters/{id}/actions/{action}", "matter_action", act_on_matter);
    get(router, app, "/matters/{id}/gate", "get_gate", gate, {"meeting"});
    get_list(router, app, "/matters/{id}/drafts", "list_drafts", list_drafts);
    get(router, app, "/matters/{id}/drafts/{n}", "get_draft", show_draft);
}

}  // namespace shenyi::api
