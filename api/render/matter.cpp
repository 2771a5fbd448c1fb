#include "api/render/matter.hpp"

#include "workflow/codec/write.hpp"
#include "workflow/context.hpp"
#include "workflow/deadlines.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/rev.hpp"
#include "workflow/waiting.hpp"

#include <boost/json/array.hpp>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

json::array points_of(const std::vector<OpinionPoint>& points) {
    json::array out;
    std::int64_t number = 0;
    for (const OpinionPoint& point : points) {
        json::object each{{"point", ++number},
                          {"clause", point.clause},
                          {"text", point.text},
                          {"proposed", write(point.proposed)},
                          {"disposition", nullptr}};
        if (point.response) {
            each["disposition"] = write(point.response->disposition);
            each["reason"] = write(point.response->reason);
            each["basis"] = write(point.response->basis);
        }
        out.push_back(std::move(each));
    }
    return out;
}

template <class Opinion>
json::object opinion_base(const Opinion& opinion, std::string_view kind, Instant at, bool standing) {
    json::object out{{"id", opinion.id.value},
                     {"kind", kind},
                     {"draft", opinion.version},
                     {"digest", opinion.digest.value},
                     {"conclusion", write(opinion.conclusion)},
                     {"author", opinion.author.value},
                     {"issued_at", rfc3339(at)},
                     {"standing", standing},
                     {"points", points_of(opinion.points)},
                     {"reasons", opinion.reasons}};
    if (opinion.withdrawn) {
        out.emplace("withdrawn",
                    json::object{{"reasons", opinion.withdrawn->reasons}, {"at", rfc3339(opinion.withdrawn->at)}});
    }
    if (opinion.reset_at) out.emplace("password_reset_at", rfc3339(*opinion.reset_at));
    return out;
}

json::array opinions_of(const Matter& matter, const View& view) {
    json::array out;
    for (const LegalityOpinion& opinion : matter.opinions) {
        if (!view.opinions.contains(opinion.id)) continue;
        json::object each = opinion_base(opinion, "legality", opinion.issued_at, !opinion.withdrawn);
        each.emplace("number", opinion.number);
        each.emplace("facts", opinion.facts);
        each.emplace("answers", write(opinion.answers));
        each.emplace("legal_risk", write(opinion.legal_risk));
        each.emplace("adviser_opinions", write(opinion.adviser_opinions));
        each.emplace("time_sufficed", write(opinion.time_sufficed));
        out.push_back(std::move(each));
    }
    for (const AdviserOpinion& opinion : matter.adviser_opinions) {
        if (!view.opinions.contains(opinion.id)) continue;
        out.push_back(opinion_base(opinion, "adviser", opinion.given_at, matter.stands(opinion)));
    }
    return out;
}

/// It does not stand while a finding against the text keeps it from the meetings (R-GATE-02, R-GATE-05).
json::value clearance_of(const World& world, const Matter& matter) {
    if (matter.clearances.empty()) return nullptr;
    const Clearance& clearance = matter.clearances.back();
    const Draft* draft = matter.draft(clearance.version);
    const bool standing = clearance.standing && draft != nullptr && !rules::is_barred(world, matter, *draft);
    return json::object{{"draft", clearance.version},
                        {"digest", clearance.digest.value},
                        {"ground", write(clearance.ground)},
                        {"standing", standing}};
}

json::array places_of(const Matter& matter, const View& view) {
    json::array out;
    for (const Placement& placement : matter.placements) {
        if (!view.items.contains(placement.item)) continue;
        out.push_back(json::object{{"meeting", placement.meeting.value},
                                   {"item", placement.item.value},
                                   {"forum", write(placement.forum)},
                                   {"draft", placement.version},
                                   {"state", write(placement.state)},
                                   {"outcome", write(placement.outcome)}});
    }
    return out;
}

json::array decisions_of(const Matter& matter, const View& view) {
    json::array out;
    for (const Placement& placement : matter.placements) {
        if (!placement.decision || !placement.outcome || !view.items.contains(placement.item)) continue;
        out.push_back(json::object{{"meeting", placement.meeting.value},
                                   {"item", placement.item.value},
                                   {"forum", write(placement.forum)},
                                   {"outcome", write(*placement.outcome)},
                                   {"draft", placement.version},
                                   {"digest", placement.digest.value},
                                   {"arithmetic", write(placement.arithmetic)}});
    }
    return out;
}

json::array publications_of(const Matter& matter) {
    json::array out;
    for (const Publication& publication : matter.publications) {
        out.push_back(json::object{{"draft", publication.version},
                                   {"digest", publication.digest.value},
                                   {"channel", publication.channel},
                                   {"effective_on", write(publication.effective_on)},
                                   {"by", publication.by.value},
                                   {"at", rfc3339(publication.at)}});
    }
    return out;
}

json::array waiting_for(const World& world, const Matter& matter) {
    json::array out;
    std::vector<Awaited> all = awaited(world, matter);
    if (auto assignment = reviewer_awaited(world, matter)) all.push_back(*std::move(assignment));
    for (const Awaited& one : all) {
        const auto persons = persons_of(*world.organ, one.of, world.today);
        if (persons.empty()) continue;
        out.push_back(json::object{{"role", write(one.of.role)}, {"persons", write(persons)}, {"action", one.action}});
    }
    return out;
}

json::array deadlines(const World& world, const Matter& matter) {
    json::array out;
    for (const Deadline& one : deadlines_of(world, matter)) {
        json::object each{{"kind", write(one.kind)}, {"date", write(one.date)}, {"calendar", write(one.calendar)}};
        if (one.missing_year) each.emplace("missing_year", *one.missing_year);
        out.push_back(std::move(each));
    }
    return out;
}

json::array checklist(const World& world, const Matter& matter) {
    json::array out;
    const Command command{.target = Target::matter,
                          .action = "issue_legality_opinion",
                          .subject = {.organ = matter.organ, .matter = matter.id}};
    for (const ChecklistItem& item : rules::checklist_of(context_of(world, command))) {
        out.push_back(json::object{{"item", item.item}, {"text", item.text}});
    }
    return out;
}

json::array materials(const Procedure& procedure) {
    json::array out;
    for (const RequiredMaterial& each : procedure.required_materials) {
        out.push_back(json::object{{"kind", write(each.kind)}, {"text", each.text}, {"required", each.required}});
    }
    return out;
}

json::array drafts_of(const Matter& matter, const View& view) {
    json::array out;
    for (const Draft& draft : matter.drafts) {
        const bool told_by_gate = view.newest_draft && &draft == matter.newest_draft();
        if (!told_by_gate && !view.versions.contains(draft.version)) continue;
        out.push_back(json::object{{"version", draft.version},
                                   {"digest", draft.digest.value},
                                   {"submitted_at", rfc3339(draft.submitted_at)},
                                   {"change", write(draft.change)}});
    }
    return out;
}

}  // namespace

json::object render_matter(const World& world, const Matter& matter, std::int64_t seq, const PersonId& reader) {
    const Procedure& procedure = *world.definitions->procedures.at(matter.procedure);
    const View view = view_of(world, reader, matter);
    json::object out{{"id", matter.id.value},
                     {"kind", write(matter.kind)},
                     {"title", matter.title},
                     {"stage", write(matter.stage)},
                     {"seq", seq},
                     {"organ", matter.organ.value},
                     {"undertaking_unit", matter.undertaking_unit.value},
                     {"lead_unit", write(matter.lead_unit)},
                     {"procedure", matter.procedure},
                     {"route", write(matter.route)},
                     {"drafts", drafts_of(matter, view)},
                     {"required_materials", materials(procedure)},
                     {"checklist", view.history ? checklist(world, matter) : json::array{}},
                     {"opinions", opinions_of(matter, view)},
                     {"clearance", view.gate ? clearance_of(world, matter) : json::value()},
                     {"agenda_items", places_of(matter, view)},
                     {"decisions", decisions_of(matter, view)},
                     {"deadlines", view.gate ? deadlines(world, matter) : json::array{}},
                     {"waiting_for", view.gate ? waiting_for(world, matter) : json::array{}},
                     {"issuer", matter.issuer},
                     {"publications", publications_of(matter)}};
    if (view.gate) {
        out.emplace("proposal", json::object{{"source", write(matter.proposal_source)}});
        out.emplace("created_by", matter.created_by.value);
        out.emplace("created_at", rfc3339(matter.created_at));
    }
    if (view.sight >= Sight::file) {
        out.emplace("summary", write(matter.summary));
        out.emplace("scope_ground", write(matter.scope_ground));
    }
    return out;
}

json::array render_decisions(const Matter& matter) {
    json::array out;
    for (const Placement& placement : matter.placements) {
        if (!placement.decision || !placement.outcome) continue;
        out.push_back(json::object{{"meeting", placement.meeting.value},
                                   {"item", placement.item.value},
                                   {"forum", write(placement.forum)},
                                   {"outcome", write(*placement.outcome)},
                                   {"draft", placement.version},
                                   {"digest", placement.digest.value}});
    }
    return out;
}

json::array render_opinions(const Matter& matter, const View& view) {
    return opinions_of(matter, view);
}

json::object render_draft(const Draft& draft, const View& view) {
    json::array documents;
    for (const DraftDocument& each : draft.documents) {
        if (!view.papers.contains(each.document)) continue;
        documents.push_back(
            json::object{{"document", each.document.value}, {"role", write(each.role)}, {"title", write(each.title)}});
    }
    json::value confirmation;
    if (draft.confirmation) {
        confirmation = json::object{{"kind", write(draft.confirmation->kind)},
                                    {"by", draft.confirmation->by.value},
                                    {"at", rfc3339(draft.confirmation->at)}};
    }
    return {{"version", draft.version},
            {"digest", draft.digest.value},
            {"main", draft.main.value},
            {"documents", std::move(documents)},
            {"drafters", write(draft.drafters)},
            {"uploaders", write(draft.uploaders)},
            {"submitted_by", draft.submitted_by.value},
            {"submitted_at", rfc3339(draft.submitted_at)},
            {"change", write(draft.change)},
            {"from", write(draft.from)},
            {"changed_clauses", write(draft.changed_clauses)},
            {"compared", draft.compared},
            {"confirmation", std::move(confirmation)}};
}

}  // namespace shenyi::api
