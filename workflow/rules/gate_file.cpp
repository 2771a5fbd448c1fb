#include "workflow/actions/adviser.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/gate.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace shenyi::workflow::rules {

namespace {

Finding adviser_objects(const Context& at, std::string variant, const UnlawfulAdvice& advice, Missing missing) {
    return {.rule = "R-GATE-05",
            .variant = std::move(variant),
            .subject = advice.matter->id == at.matter->id ? "" : advice.matter->id.value,
            .facts = {{"name", at.name_of(advice.opinion->author)}, {"v", advice.opinion->version}},
            .missing = {missing}};
}

// ---- the meeting file
// ------------------------------------------------------------------------------------------------

/// The sending that the version, or the one it continues, was reviewed on.
const ReviewRequest* request_for(const Matter& matter, int version) {
    const std::vector<int> versions = matter.continued_by(version);
    const auto found = std::find_if(matter.requests.rbegin(), matter.requests.rend(), [&](const ReviewRequest& one) {
        return one.running() && std::ranges::find(versions, one.version) != versions.end();
    });
    return found == matter.requests.rend() ? nullptr : &*found;
}

bool has_drafting_note(const Draft& draft, const ReviewRequest* request) {
    if (std::ranges::find(draft.documents, DocumentRole::drafting_note, &DraftDocument::role) !=
        draft.documents.end()) {
        return true;
    }
    return request && std::ranges::find(request->materials, MaterialKind::drafting_note, &Material::kind) !=
                          request->materials.end();
}

bool asks_for(const Procedure& procedure, MaterialKind kind) {
    return std::ranges::any_of(procedure.required_materials, [&](const RequiredMaterial& material) {
        return material.required && material.kind == kind;
    });
}

/// A paper that the file lacks, and what is missing for it to be there.
struct Lacking {
    Term paper;
    Missing missing;
};

std::vector<Lacking> missing_from_file(const Context& at) {
    const Draft* draft = at.draft();
    if (!draft) return {{term_of("material_kind", MaterialKind::draft), Missing::new_version}};
    std::vector<Lacking> list;
    const ReviewRequest* request = request_for(*at.matter, draft->version);
    if (asks_for(at.procedure, MaterialKind::drafting_note) && !has_drafting_note(*draft, request)) {
        list.push_back({term_of("material_kind", MaterialKind::drafting_note), Missing::materials});
    }
    if (!is_gated(*at.matter, at.procedure)) return list;
    if (!request || request->legal_basis.empty()) {
        list.push_back({term_of("material_kind", MaterialKind::legal_basis), Missing::materials});
    }
    const LegalityOpinion* opinion = opinion_kept(*at.matter, draft->version);
    if (!opinion) {
        list.push_back({term_of("missing", Missing::legality_opinion), Missing::legality_opinion});
    } else if (opinion->conclusion == Conclusion::should_amend && unanswered_point(opinion->points)) {
        list.push_back({term_of("missing", Missing::disposition), Missing::disposition});
    }
    return list;
}

// ---- adverse acts
// ----------------------------------------------------------------------------------------------------

/// Under which rule an adverse act takes the item off, and what the act is.
struct Adverse {
    std::string_view rule;
    Term reason;
};

std::optional<Adverse> adverse_act(const Context& at) {
    const auto done = [&](std::string_view rule) {
        return Adverse{rule, {.catalogue = "matter_action", .code = at.command.action}};
    };
    const Term unlawful = term_of("conclusion", Conclusion::unlawful);
    if (const auto* body = at.body<GiveAdviserOpinion>()) {
        if (body->conclusion != Conclusion::unlawful || !body->declares_no_interest) return std::nullopt;
        return Adverse{"R-GATE-05", unlawful};
    }
    if (const auto* body = at.body<IssueLegalityOpinion>()) {
        if (body->conclusion != Conclusion::unlawful) return std::nullopt;
        return Adverse{"R-GATE-02", unlawful};
    }
    if (const auto* body = at.body<WithdrawAdviserOpinion>()) {
        const AdviserOpinion* opinion = at.matter->adviser_opinion(body->opinion);
        if (!opinion || opinion->withdrawn || opinion->conclusion == Conclusion::unlawful) return std::nullopt;
        return done("R-GATE-06");
    }
    if (at.body<WithdrawLegalityOpinion>()) return done("R-GATE-01");
    if (at.body<SubmitChangedDraft>()) return done("R-GATE-04");
    return std::nullopt;
}

}  // namespace

/// R-GATE-05 法律顾问、公职律师认为不合法、不合规的事项，不得提交讨论、作出决定。
/// No adviser's open `unlawful` is carried by this version, whatever the reviewing body says; and none stands on an
/// earlier text that was changed in substance without hearing him, or who was named in his place, before the review.
/// A favourable opinion of another adviser changes nothing. Stands also at `issue_legality_opinion`, where he is to be
/// heard first. Source: 中办发〔2016〕30号; following: the engine's own control.
std::optional<Finding> r_gate_05(const Context& at) {
    const Draft* draft = at.matter ? at.draft() : nullptr;
    if (!draft) return std::nullopt;
    if (is_action(at, Target::matter, "issue_legality_opinion")) {
        const auto unheard = unheard_adviser(at.world, *at.matter, *draft);
        if (!unheard) return std::nullopt;
        return adviser_objects(at, "unheard", *unheard, Missing::adviser_opinion);
    }
    if (const auto carried = unlawful_advice(at.world, *at.matter, *draft)) {
        const bool own = carried->matter->id == at.matter->id && carried->opinion->version == draft->version;
        return adviser_objects(at, own ? "" : "following", *carried, Missing::new_version);
    }
    const auto unsettled = unsettled_advice(at.world, *at.matter, *draft);
    if (!unsettled) return std::nullopt;

    return adviser_objects(at, "unheard", *unsettled, Missing::adviser_opinion);
}

/// R-GATE-06 应当听取法律顾问意见而未听取的，不得提交讨论、作出决定。
/// An opinion on this version, or on one that it continues, where the kind demands one. It is also what R-ADV-01 asks:
/// one fact, told once. Source: 中办发〔2016〕30号.
std::optional<Finding> r_gate_06(const Context& at) {
    if (!at.matter || !at.procedure.adviser_mandatory) return std::nullopt;
    const Draft* draft = at.draft();
    if (draft && advice_heard(*at.matter, draft->version)) return std::nullopt;

    Finding finding{.rule = "R-GATE-06", .missing = {Missing::adviser_opinion}};
    // After the review of a text nobody is asked about it any more.
    if (draft && opinion_kept(*at.matter, draft->version)) finding.missing.push_back(Missing::new_version);
    const auto& opinions = at.matter->adviser_opinions;
    const auto other = std::find_if(opinions.rbegin(), opinions.rend(),
                                    [](const AdviserOpinion& opinion) { return !opinion.withdrawn; });
    if (draft && other != opinions.rend()) {
        finding.variant = "stale";
        finding.facts = {{"a", other->version}, {"b", draft->version}};
    }
    return finding;
}

/// R-GATE-08 提请会议讨论的材料应当齐全。
/// Draft and drafting explanation, legal basis, legality opinion, and what became of its points: as far as the matter's
/// procedure asks for them. Source: 《重大行政决策程序暂行条例》第二十九条；山东省政府令第353号第二十一、三十七条。
std::optional<Finding> r_gate_08(const Context& at) {
    if (!at.matter) return std::nullopt;
    const std::vector<Lacking> lacking = missing_from_file(at);
    if (lacking.empty()) return std::nullopt;

    Finding finding{.rule = "R-GATE-08"};
    std::vector<Term> list;
    for (const Lacking& each : lacking) {
        list.push_back(each.paper);
        if (std::ranges::find(finding.missing, each.missing) == finding.missing.end()) {
            finding.missing.push_back(each.missing);
        }
    }
    finding.facts.emplace("list", std::move(list));
    return finding;
}

/// R-GATE-09 不利行为一律有效，并将议题从议程撤下。
/// An `unlawful`, the withdrawal of a favourable opinion or a new version is never refused because an item stands on an
/// agenda; the same commit takes the item off, and whoever acts is told so. Source: the engine's own control.
std::optional<Finding> r_gate_09(const Context& at) {
    const auto act = at.matter ? adverse_act(at) : std::nullopt;
    if (!act) return std::nullopt;
    const auto placement = std::ranges::find_if(at.matter->placements, &Placement::holds);
    if (placement == at.matter->placements.end()) return std::nullopt;

    return Finding{.rule = "R-GATE-09",
                   .class_ = FindingClass::warn,
                   .subject = placement->item.value,
                   .facts = {{"title", at.matter->title},
                             {"meeting", term_of("forum", placement->forum)},
                             {"rule", std::string(act->rule)},
                             {"reason", act->reason}},
                   .of_what_is_done = true};
}

}  // namespace shenyi::workflow::rules
