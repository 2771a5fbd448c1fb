#include "api/render/meeting_file.hpp"

#include "api/render/draft.hpp"
#include "api/render/matter.hpp"
#include "workflow/codec/write.hpp"
#include "workflow/meeting_file.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <utility>

namespace shenyi::api {
namespace {

using namespace workflow;
using codec::write;
namespace json = boost::json;

json::object card_of(const Matter& matter, bool whole) {
    return {{"id", matter.id.value},
            {"kind", write(matter.kind)},
            {"title", matter.title},
            {"undertaking_unit", matter.undertaking_unit.value},
            {"lead_unit", write(matter.lead_unit)},
            {"summary", whole ? write(matter.summary) : json::value()},
            {"scope_ground", whole ? write(matter.scope_ground) : json::value()}};
}

json::value clearance_of(const Matter& matter, const Item& item) {
    const Clearance* clearance = item.clearance ? matter.clearance(*item.clearance) : nullptr;
    if (clearance == nullptr) return nullptr;
    return json::object{{"draft", clearance->version},
                        {"digest", clearance->digest.value},
                        {"ground", write(clearance->ground)},
                        {"standing", clearance->standing}};
}

json::array consultations_of(const Matter& matter) {
    json::array out;
    for (const Consultation& each : matter.consultations) {
        out.push_back(json::object{{"unit", each.unit.value},
                                   {"reply", write(each.reply)},
                                   {"document", write(each.document)},
                                   {"recorded_by", each.recorded_by.value},
                                   {"at", rfc3339(each.at)}});
    }
    return out;
}

json::array claims_of(const World& world, const Matter& matter, const Meeting& meeting, const Item& item) {
    json::array out;
    for (const Claim& claim : claims_on(world, matter, meeting, item)) {
        json::value answer;
        if (claim.answer) {
            answer = json::object{{"finding", write(claim.answer->finding)}, {"reason", claim.answer->reason}};
        }
        out.push_back(json::object{{"claim", claim.claim},
                                   {"by", claim.by.value},
                                   {"reason", claim.reason},
                                   {"document", write(claim.document)},
                                   {"answer", std::move(answer)}});
    }
    return out;
}

json::array earlier_decisions(const Matter& matter, const Item& item) {
    json::array decisions = render_decisions(matter);
    const auto own = std::ranges::remove_if(
        decisions, [&](const json::value& decision) { return decision.at("item") == json::value(item.id.value); });
    decisions.erase(own.begin(), own.end());
    return decisions;
}

/// What the unit, the consulted and the advisers brought: for who sees the whole file.
void add_file(json::object& out, const Matter& matter, const Meeting& meeting, const Item& item,
              const FindingPlace& at) {
    const ReviewRequest* request = request_behind(matter, item);
    const std::optional<Shortening> none;
    const auto& shortening = item.shortening || request == nullptr ? item.shortening : request->shortening;
    out["legal_basis"] = request != nullptr ? write(request->legal_basis) : json::value(json::array{});
    out["consultations"] = consultations_of(matter);
    out["claims"] = claims_of(at.world, matter, meeting, item);
    out["shortening"] = write(shortening);
    out["earlier_decisions"] = earlier_decisions(matter, item);
    json::array findings;
    json::array warnings;
    for (const Finding& finding : findings_on(at.world, meeting, item)) {
        (finding.refuses() ? findings : warnings).push_back(render(finding, at));
    }
    out["findings"] = std::move(findings);
    out["warnings"] = std::move(warnings);
}

void add_papers(json::array& out, const Draft& draft, const ReviewRequest* request) {
    for (const DraftDocument& each : draft.documents) {
        out.push_back(render_paper(each.document, write(each.role), draft.version));
    }
    if (request == nullptr) return;
    for (const Material& material : request->materials) {
        out.push_back(render_paper(material.document, nullptr, request->version));
    }
}

}  // namespace

json::object render_meeting_file(const Meeting& meeting, const Item& item, const Matter* matter, const View& view,
                                 const FindingPlace& at) {
    json::object out{{"meeting", meeting.id.value},
                     {"forum", write(meeting.forum)},
                     {"held_at", rfc3339(meeting.held_at)},
                     {"item", item.id.value},
                     {"kind", write(item.kind)},
                     {"title", item.title},
                     {"presenter", write(item.presenter)},
                     {"matter", nullptr},
                     {"draft", nullptr},
                     {"clearance", nullptr},
                     {"shortening", nullptr}};
    for (const char* list :
         {"opinions", "legal_basis", "consultations", "claims", "earlier_decisions", "findings", "warnings"}) {
        out.emplace(list, json::array{});
    }
    json::array papers;
    for (const DocumentId& document : item.documents) papers.push_back(render_paper(document, nullptr, nullptr));
    if (matter != nullptr) {
        const bool whole = view.sight >= Sight::file;
        const Draft* draft = item.version ? matter->draft(*item.version) : nullptr;
        out["matter"] = card_of(*matter, whole);
        if (view.gate) out["clearance"] = clearance_of(*matter, item);
        out["opinions"] = render_opinions(*matter, view);
        if (draft != nullptr) {
            out["draft"] = render_draft(*draft, view);
            add_papers(papers, *draft, whole ? request_behind(*matter, item) : nullptr);
        }
        if (whole) add_file(out, *matter, meeting, item, at);
    }
    out.emplace("documents", std::move(papers));
    return out;
}

}  // namespace shenyi::api
