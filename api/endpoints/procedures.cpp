#include "api/endpoints/endpoint.hpp"
#include "api/routes.hpp"
#include "workflow/codec/write.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

using Actions = std::map<std::string, ProcedureAction, std::less<>>;

void add_actions(json::array& out, std::string_view target, const Actions& actions) {
    for (const auto& [name, action] : actions) {
        json::array who;
        for (const Who& each : action.who) {
            who.push_back(json::object{{"role", write(each.role)}, {"of", write(each.of)}});
        }
        out.push_back(json::object{{"target", target},
                                   {"action", name},
                                   {"from", action.from.empty() ? write(action.meeting_stages) : write(action.from)},
                                   {"item_states", write(action.item_states)},
                                   {"who", std::move(who)},
                                   {"guards", write(action.guards)}});
    }
}

json::object summary_of(const Procedure& procedure) {
    return {
        {"id", procedure.hash}, {"name", procedure.name}, {"title", procedure.title}, {"kind", write(procedure.kind)}};
}

json::object shown(const Procedure& procedure) {
    json::object out = summary_of(procedure);
    json::array materials;
    for (const RequiredMaterial& each : procedure.required_materials) {
        materials.push_back(json::object{{"kind", write(each.kind)}, {"text", each.text}, {"required", each.required}});
    }
    json::array checklist;
    for (const ChecklistItem& each : procedure.checklist) {
        checklist.push_back(json::object{{"item", each.item}, {"text", each.text}});
    }
    json::array actions;
    add_actions(actions, "matter", procedure.actions);
    add_actions(actions, "meeting", procedure.meeting_actions);
    add_actions(actions, "item", procedure.item_actions);
    add_actions(actions, "organ", procedure.organ_actions);
    out.emplace("forums", write(procedure.forums));
    out.emplace("review_mandatory", procedure.review_mandatory);
    out.emplace("adviser_mandatory", procedure.adviser_mandatory);
    out.emplace("required_materials", std::move(materials));
    out.emplace("checklist", std::move(checklist));
    out.emplace("actions", std::move(actions));
    return out;
}

http::Response list_procedures(const Call& call) {
    const auto kind = call.query("kind");
    json::array items;
    for (const auto& entry : call.app.definitions->procedures) {
        const Procedure& procedure = *entry.second;
        if (kind && (!procedure.kind || codec::name_of_enumerator(*procedure.kind) != *kind)) continue;
        items.push_back(summary_of(procedure));
    }
    return list_answer(call, std::move(items));
}

http::Response show_procedure(const Call& call) {
    const auto& definitions = *call.app.definitions;
    const auto found = definitions.procedures.find(std::string(call.parameter("id")));
    if (found != definitions.procedures.end()) return tagged_answer(shown(*found->second));
    if (definitions.meetings->hash == call.parameter("id")) return tagged_answer(shown(*definitions.meetings));
    return not_found(call);
}

}  // namespace

void add_procedures(http::Router& router, App& app) {
    get_list(router, app, "/procedures", "list_procedures", list_procedures, {"kind"});
    get(router, app, "/procedures/{id}", "get_procedure", show_procedure);
}

}  // namespace shenyi::api
