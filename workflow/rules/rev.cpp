#include "workflow/rules/rev.hpp"

#include "workflow/actions/draft.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/roles.hpp"
#include "workflow/rules/floors.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/words.hpp"
#include "workflow/sides.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace shenyi::workflow::rules {

namespace {

/// Under which name the actor is told that he is not competent: his reviewing unit's, or his own if he has none.
std::string name_of_acting_body(const Context& at, const std::vector<HeldPost>& posts) {
    const auto reviewing =
        std::ranges::find_if(posts, [](const HeldPost& held) { return is_reviewing(held.post->role); });
    return reviewing == posts.end() ? at.name_of(at.actor()) : name_of_unit(at.organ(), reviewing->post->unit);
}

/// A matter of an issuer whose documents nobody here is competent to review.
std::optional<Finding> without_reviewing_body(const Context& at, const CreateMatter& body) {
    const std::string issuer = body.issuer.value_or(at.organ().own_issuer);
    if (reviewing_body(at.organ(), body.kind, issuer)) return std::nullopt;
    return Finding{.rule = "R-REV-01",
                   .variant = "issuer",
                   .facts = {{"kind", term_of("matter_kind", body.kind)}, {"issuer", issuer}}};
}

// ---- what a file must hold
// -------------------------------------------------------------------------------------------

/// The file as it is sent, or as it lies before the reviewer.
struct ReviewFile {
    const Draft* draft = nullptr;
    const std::vector<LegalBasis>* legal_basis = nullptr;
    const std::vector<Material>* materials = nullptr;
    const std::string* procedures_done = nullptr;
    bool urgent = false;  ///< sent with a shorter period, approved for an emergency or a superior's urgent order
};

std::optional<ReviewFile> file_of(const Context& at) {
    if (is_action(at, Target::matter, "request_review")) {
        const auto* body = at.body<RequestReview>();
        if (!body) return std::nullopt;
        return ReviewFile{at.draft(), &body->legal_basis, &body->materials, &body->procedures_done,
                          is_urgent(counted(at, body->shortening))};
    }
    const ReviewRequest* request = at.matter->request();
    if (!request) return std::nullopt;
    return ReviewFile{at.matter->draft(request->version), &request->legal_basis, &request->materials,
                      &request->procedures_done, is_urgent(counted(at, *at.matter, *request))};
}

bool has_document(const Draft* draft, DocumentRole role) {
    return draft && std::ranges::find(draft->documents, role, &DraftDocument::role) != draft->documents.end();
}

bool holds(const Context& at, const ReviewFile& file, MaterialKind kind) {
    // A list of bases and a statement of procedures are asked for as such; a paper alone does not say what they say.
    if (kind == MaterialKind::legal_basis) return !file.legal_basis->empty();
    if (kind == MaterialKind::procedures_statement) return !is_blank(*file.procedures_done);
    if (std::ranges::find(*file.materials, kind, &Material::kind) != file.materials->end()) return true;
    switch (kind) {
        case MaterialKind::draft:
            return file.draft != nullptr;
        case MaterialKind::drafting_note:
            return has_document(file.draft, DocumentRole::drafting_note);
        case MaterialKind::pre_assessment:
            return file.urgent || has_document(file.draft, DocumentRole::pre_assessment);
        case MaterialKind::comments_record:
            return has_document(file.draft, DocumentRole::comments);
        case MaterialKind::consultation_reply:
            return !at.matter->consultations.empty();
        case MaterialKind::application:
        case MaterialKind::legal_basis:
        case MaterialKind::procedures_statement:
        case MaterialKind::other:
            return false;
    }
    return false;
}

/// Every sending brings draft, basis and a statement of the procedures done; the procedure adds what its kind asks for.
std::vector<MaterialKind> kinds_wanted(const Procedure& procedure) {
    std::vector<MaterialKind> kinds = {MaterialKind::draft, MaterialKind::legal_basis,
                                       MaterialKind::procedures_statement};
    for (const RequiredMaterial& material : procedure.required_materials) {
        const bool known = std::ranges::find(kinds, material.kind) != kinds.end();
        if (material.required && !known) kinds.push_back(material.kind);
    }
    return kinds;
}

// ---- floors and ceilings
// ---------------------------------------------------------------------------------------------

/// What one count says: nothing where the whole floor is left, or where no day can be given (R-CAL-04 speaks then).
std::optional<Finding> finding_of(const Context& at, const FloorCount& count) {
    const Calendar& calendar = at.organ().calendar;
    const auto earliest = count.earliest(calendar);
    if (earliest && count.day >= *earliest) return std::nullopt;
    const auto left = count.days_left(calendar);
    if (!left || (!earliest && !count.lifted())) return std::nullopt;

    Finding finding{.rule = std::string(count.period.rule),
                    .subject = count.matter == at.matter ? "" : count.matter->id.value,
                    .facts = {{"title", count.matter->title}, {"n", *left}, {"min", count.period.floor}}};
    if (earliest) finding.facts.emplace("date", *earliest);
    if (count.lifted()) {
        finding.class_ = FindingClass::warn;
        finding.variant = count.shortening ? "warned" : "sufficed";
        finding.facts.emplace("reason", count.shortening ? count.shortening->reason : *count.time_sufficed);
        if (count.shortening) finding.facts.emplace("approver", at.name_of(count.shortening->approver));
        return finding;
    }
    if (count.opinion_asked) {
        finding.variant = "due";
        finding.facts.emplace("due", count.day);
    }
    finding.missing = {Missing::review_time, Missing::shorter_period_reason};
    return finding;
}

/// A shortening that the body asks for and that does not count: who may approve one, or for what.
std::optional<Finding> uncounted(const Context& at, std::string_view rule) {
    const Shortening* shortening = asked_shortening(at);
    const auto period = shortening ? review_period(at.matter->kind, at.pack) : std::nullopt;
    if (!period || period->rule != rule) return std::nullopt;
    const std::string variant = fault_of(at, *shortening);
    if (variant.empty()) return std::nullopt;

    return Finding{.rule = std::string(rule),
                   .variant = variant,
                   .facts = {{"title", at.matter->title},
                             {"name", at.name_of(shortening->approver)},
                             {"names", names_of(at, approvers(at.organ(), *at.matter, at.world.today))}},
                   .missing = {Missing::shorter_period_reason}};
}

/// The refusal among the command's counts under this rule, otherwise the first warning.
std::optional<Finding> floor_finding(const Context& at, std::string_view rule) {
    if (auto finding = uncounted(at, rule)) return finding;
    std::optional<Finding> warning;
    for (const FloorCount& count : floor_counts(at)) {
        if (count.period.rule != rule) continue;
        auto finding = finding_of(at, count);
        if (finding && finding->refuses()) return finding;
        if (!warning) warning = std::move(finding);
    }
    return warning;
}

// ---- who may not review
// ----------------------------------------------------------------------------------------------

Finding excluded(const Context& at, std::string variant, const PersonId& person) {
    return {.rule = "R-REV-12",
            .variant = std::move(variant),
            .facts = {{"name", at.name_of(person)}},
            .missing = {Missing::another_person},
            .excluded = {person}};
}

bool drafted_himself(const Matter& matter, const PersonId& person) {
    return std::ranges::any_of(matter.drafts, [&](const Draft& draft) { return contains(draft.authors(), person); });
}

/// How somebody came to the drafting side, as the variant of the rule: by the text, by a substitute who submitted it in
/// his place, or by sending it or answering for it.
std::string way_to_drafting(const Context& at, const PersonId& person) {
    if (drafted_himself(*at.matter, person)) return "";
    return drafter_set(*at.matter).contains(person) ? "delegation" : "requested";
}

std::string variant_of(const Context& at, Side side, const PersonId& person) {
    switch (side) {
        case Side::drafting:
            return way_to_drafting(at, person);
        case Side::advising:
            return "adviser";
        case Side::approving:
            return "approver";
        case Side::reviewing:
            return "reviewed";
    }
    return "";
}

std::optional<Finding> may_review(const Context& at, const PersonId& person) {
    if (const auto side = kept_from(at, Side::reviewing, person)) {
        return excluded(at, variant_of(at, *side, person), person);
    }
    const Post* post = post_against_reviewing(at, person);
    if (!post) return std::nullopt;
    Finding finding = excluded(at, "post", person);
    finding.facts.emplace("post", term_of("role", post->role));
    return finding;
}

/// Who reviewed neither drafts afterwards nor approves a shorter period. A text that he wrote or uploaded is his own,
/// whoever files it; otherwise it is what he does for the unit.
std::optional<Finding> may_join(const Context& at, const Taken& taken) {
    if (!people_on(at.world, *at.matter, Side::reviewing).contains(taken.person)) return std::nullopt;
    if (taken.side == Side::approving) return excluded(at, "approver", taken.person);
    const bool files =
        is_action(at, Target::matter, "submit_draft") || is_action(at, Target::matter, "submit_changed_draft");
    return excluded(at, files ? "" : "reviewed", taken.person);
}

/// A text that stands in a matter or meeting already was not uploaded for this version.
bool uploaded_the_text(const Context& at, const std::vector<DraftDocument>& documents, const PersonId& person) {
    return std::ranges::any_of(documents, [&](const DraftDocument& document) {
        const auto found = at.world.documents.find(document.document);
        if (document.role != DocumentRole::draft || found == at.world.documents.end()) return false;
        if (!found->second.named_in.empty()) return false;
        return found->second.uploaded_by == person || contains(found->second.uploaders, person);
    });
}

/// Somebody who reviews or advises, named a drafter without a hand of his own in this text or an earlier one.
template <class Body>
std::optional<Finding> named_only(const Context& at, const Body& body) {
    const std::set<PersonId> drafters = drafter_set(*at.matter);
    for (const PersonId& person : body.drafters) {
        const Post* post = post_against_naming(at, person);
        if (!post || person == at.actor() || drafters.contains(person)) continue;
        if (uploaded_the_text(at, body.documents, person)) continue;
        Finding finding = excluded(at, "named", person);
        finding.facts.emplace("post", term_of("role", post->role));
        return finding;
    }
    return std::nullopt;
}

}  // namespace

/// R-REV-01 审查机构应当对该类文件有审查权。
/// The reviewer acts by a post in the unit that is fixed for the matter's kind and issuer; where none is fixed, nothing
/// is begun under that issuer's name, and nothing can be sent. Source:
/// 国办发〔2018〕115号第（四）点；山东省政府令第353号第七、二十八条。
std::optional<Finding> r_rev_01(const Context& at) {
    if (const auto* proposal = at.body<CreateMatter>()) return without_reviewing_body(at, *proposal);
    if (!at.matter) return std::nullopt;
    const UnitId* body = reviewing_body(at.organ(), at.matter->kind, at.matter->issuer);
    if (!body) {
        return Finding{.rule = "R-REV-01",
                       .variant = "none",
                       .facts = {{"kind", term_of("matter_kind", at.matter->kind)}, {"issuer", at.matter->issuer}}};
    }
    if (is_action(at, Target::matter, "request_review")) return std::nullopt;
    const std::vector<HeldPost> posts = acting_posts(at.organ(), at.actor(), at.world.today);
    const bool competent = std::ranges::any_of(
        posts, [&](const HeldPost& held) { return is_reviewing(held.post->role) && held.post->unit == *body; });
    if (competent) return std::nullopt;

    return Finding{.rule = "R-REV-01",
                   .facts = {{"body", name_of_acting_body(at, posts)}, {"competent", name_of_unit(at.organ(), *body)}},
                   .missing = {Missing::another_person}};
}

/// R-REV-02 送审材料应当齐全；不齐的不予受理，审查期限不起算。
/// Checked when the file is sent and again when it is accepted. Source: 《重大行政决策程序暂行条例》第二十六条；
/// 国办发〔2018〕115号第（五）点；山东省政府令第353号第三十一条。
std::optional<Finding> r_rev_02(const Context& at) {
    const auto file = at.matter ? file_of(at) : std::nullopt;
    if (!file) return std::nullopt;
    std::vector<Term> list;
    for (const MaterialKind kind : kinds_wanted(at.procedure)) {
        if (!holds(at, *file, kind)) list.push_back(term_of("material_kind", kind));
    }
    if (list.empty()) return std::nullopt;

    return Finding{.rule = "R-REV-02", .facts = {{"list", std::move(list)}}, .missing = {Missing::materials}};
}

/// R-REV-03 重大行政决策的合法性审查，应当保证必要的审查时间，一般不少于7个工作日。
/// A floor on the requester: no meeting and no day by which an opinion is asked for before it is over, unless the
/// period was shortened with reason and approval or the reviewer states that the time sufficed; then it warns. A
/// shortening counts where the head or the leader of the unit's portfolio, no other, approved it by a paper that he
/// uploaded himself; one that does not count is refused. Source: 《重大行政决策程序暂行条例》第二十六条; the approval
/// and the reviewer's statement: the engine's own control.
std::optional<Finding> r_rev_03(const Context& at) {
    return floor_finding(at, "R-REV-03");
}

/// R-REV-04 行政规范性文件的合法性审核时间一般不少于5个工作日，最长不超过15个工作日。
/// The floor as in R-REV-03, and shortened for an emergency or a superior's urgent order alone. The ceiling only warns:
/// silence is never deemed lawful. Source:
/// 国办发〔2018〕115号第（五）点； 山东省政府令第353号第三十三、三十四条。
std::optional<Finding> r_rev_04(const Context& at) {
    auto floor = floor_finding(at, "R-REV-04");
    if (floor || !at.matter) return floor;
    const auto due = review_due(*at.matter, at.organ().calendar, at.pack);
    if (!due || at.world.today <= *due) return std::nullopt;

    return Finding{.rule = "R-REV-04",
                   .variant = "overdue",
                   .class_ = FindingClass::warn,
                   .facts = {{"date", *due}},
                   .missing = {Missing::legality_opinion}};
}

/// R-REV-12 参与起草的人员不得担任本稿的审查人员。
/// The sides of a matter (sides.hpp) by person, now and later: who drafted it, sent it for review or answered for it,
/// advised on it or approved a shorter period does no act of the reviewing body, and the other way round. Nor does the
/// head, the head of the matter's unit, or an adviser in a reviewer's place. Who reviews or advises becomes a drafter
/// by what he does, the text uploaded by himself, and by nobody's naming him. Source: 《公务员法》第七十六条; drafting
/// and the other pairs: the engine's own control (rules.md §6).
std::optional<Finding> r_rev_12(const Context& at) {
    if (!at.matter) return std::nullopt;
    for (const Taken& taken : sides_taken(at)) {
        std::optional<Finding> finding;
        if (taken.side == Side::reviewing) finding = may_review(at, taken.person);
        if (taken.side == Side::drafting || taken.side == Side::approving) finding = may_join(at, taken);
        if (finding) return finding;
    }
    if (const auto* body = at.body<SubmitDraft>()) return named_only(at, *body);
    if (const auto* body = at.body<SubmitChangedDraft>()) return named_only(at, *body);
    return std::nullopt;
}

}  // namespace shenyi::workflow::rules
