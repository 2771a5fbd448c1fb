#include "workflow/actions/draft.hpp"
#include "workflow/code_points.hpp"
#include "workflow/diff.hpp"
#include "workflow/rules/carried_out.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/rev.hpp"
#include "workflow/rules/reworded.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>

namespace shenyi::workflow::rules {

namespace {

Finding change_refused(std::string variant, Facts facts, Missing missing) {
    return {.rule = "R-REV-10", .variant = std::move(variant), .facts = std::move(facts), .missing = {missing}};
}

Finding nothing_to_keep(int from) {
    return change_refused("base", {{"from", from}}, Missing::legality_opinion);
}

/// The engine cannot read one of the two texts: what was changed is for the reviewer to see.
Finding by_the_reviewer(int from) {
    return {.rule = "R-REV-10", .variant = "by_reviewer", .class_ = FindingClass::warn, .facts = {{"from", from}}};
}

/// As much of a text as a sentence about it can hold.
std::string excerpt(const std::string& text) {
    constexpr std::size_t code_points_max = 120;
    const std::u32string whole = code_points_of(text);
    if (whole.size() <= code_points_max) return text;
    return utf8_of(std::u32string_view(whole).substr(0, code_points_max)) + "…";
}

/// A clause that a meeting reworded and the filing words otherwise, or leaves out. A slip of the pen answers for the
/// clauses that it touches only: it carries out nothing.
std::optional<Finding> otherwise_than_decided(const Context& at, const SubmitChangedDraft& body, const DocumentId& main,
                                              const std::vector<std::string>& changed) {
    const Texts& texts = at.world.documents;
    const auto filed = clauses_in(texts, main);
    if (!filed) return std::nullopt;
    for (const Misread& misread : clauses_misread(texts, *at.matter, body.from, *filed)) {
        const bool touched = std::ranges::find(changed, misread.clause) != changed.end();
        if (body.change == ChangeClass::clerical && !touched) continue;
        Facts facts = {{"n", misread.clause}, {"decided", excerpt(misread.decided)}};
        if (misread.filed) facts.emplace("filed", excerpt(*misread.filed));
        return change_refused(misread.filed ? "otherwise" : "left_out", std::move(facts), Missing::amended_text);
    }
    return std::nullopt;
}

/// A point of the opinion that the unit adopted and the filing does not carry out.
std::optional<Finding> point_not_followed(const Context& at, const SubmitChangedDraft& body, const DocumentId& main) {
    const LegalityOpinion* opinion = opinion_kept(*at.matter, body.from);
    const auto reviewed = clauses_in(at.world.documents, at.matter->draft(opinion->version)->main);
    const auto filed = clauses_in(at.world.documents, main);
    if (!reviewed || !filed) return std::nullopt;
    const auto left = point_left(*opinion, *reviewed, *filed, clauses_decided(*at.matter, body.from));
    if (!left) return std::nullopt;
    return change_refused(left->deleted ? "point_deleted" : "point_left",
                          {{"point", left->number}, {"clause", left->clause}}, Missing::new_version);
}

Finding not_asked_for(const std::string& variant, const std::string& clause) {
    return change_refused(variant, {{"n", clause}}, Missing::legality_opinion);
}

/// The clauses that the opinion kept, or a meeting, asked to change: points adopted wholly or partly, and amendments of
/// an adoption of one of the versions.
std::set<std::string> clauses_asked_for(const Matter& matter, int version) {
    std::set<std::string> keys;
    const std::vector<int> versions = matter.continued_by(version);
    const LegalityOpinion* opinion = opinion_kept(matter, version);
    for (const OpinionPoint& point : opinion->points) {
        if (is_adopted(point)) keys.merge(clause_keys(point.clause));
    }
    for (const Placement& placement : matter.placements) {
        const bool amended = placement.outcome == Outcome::adopted_as_amended;
        if (!amended || std::ranges::find(versions, placement.version) == versions.end()) continue;
        for (const Amendment& amendment : placement.amendments) keys.merge(clause_keys(amendment.clause));
    }
    return keys;
}

// ---- the other papers of a version
// -----------------------------------------------------------------------------------

/// What may go with changed words: it explains or proves them, and says nothing by itself.
bool accompanies(DocumentRole role) {
    constexpr DocumentRole roles[] = {
        DocumentRole::drafting_note,    DocumentRole::annotated_copy, DocumentRole::comments,      DocumentRole::basis,
        DocumentRole::internal_opinion, DocumentRole::proof,          DocumentRole::pre_assessment};
    return std::ranges::find(roles, role) != std::end(roles);
}

/// The papers beside the main text that must stay as they are, unless their change is asked for: all of them where only
/// a slip of the pen is put right, which needs no other note and proves nothing anew.
std::vector<DraftDocument> papers_of(const std::vector<DraftDocument>& documents, ChangeClass change) {
    std::vector<DraftDocument> papers;
    std::ranges::copy_if(documents, std::back_inserter(papers), [&](const DraftDocument& one) {
        if (one.role == DocumentRole::draft) return false;
        return change == ChangeClass::clerical || !accompanies(one.role);
    });
    return papers;
}

bool among(const std::vector<DraftDocument>& papers, const DocumentId& document) {
    return std::ranges::find(papers, document, &DraftDocument::document) != papers.end();
}

/// A paper as people call it: what it is, and its title or, where it has none, its place among those of its kind.
struct ChangedPaper {
    DocumentRole role;
    std::string title;
    std::size_t number;
};

std::vector<ChangedPaper> papers_not_in(const std::vector<DraftDocument>& papers,
                                        const std::vector<DraftDocument>& other) {
    std::vector<ChangedPaper> missing;
    std::map<DocumentRole, std::size_t> numbers;
    for (const DraftDocument& paper : papers) {
        const std::size_t number = ++numbers[paper.role];
        if (!among(other, paper.document)) missing.push_back({paper.role, paper.title.value_or(""), number});
    }
    return missing;
}

/// The papers that came, then those that went.
std::vector<ChangedPaper> changed_papers(const std::vector<DraftDocument>& before,
                                         const std::vector<DraftDocument>& after, ChangeClass change) {
    const std::vector<DraftDocument> kept = papers_of(before, change);
    const std::vector<DraftDocument> filed = papers_of(after, change);
    std::vector<ChangedPaper> changed = papers_not_in(filed, kept);
    std::ranges::move(papers_not_in(kept, filed), std::back_inserter(changed));
    return changed;
}

Finding paper_refused(const std::string& variant, const ChangedPaper& paper) {
    Facts facts = {{"role", term_of("document_role", paper.role)}};
    if (paper.title.empty()) {
        facts.emplace("number", static_cast<std::int64_t>(paper.number));
        return change_refused(variant + "_number", std::move(facts), Missing::legality_opinion);
    }
    facts.emplace("paper", paper.title);
    return change_refused(variant, std::move(facts), Missing::legality_opinion);
}

// ---- what each class allows
// ------------------------------------------------------------------------------------------

/// The first clause whose change is more than one of wording.
std::optional<std::string> more_than_wording(const Context& at, const DocumentId& before, const DocumentId& after) {
    const auto old_clauses = clauses_in(at.world.documents, before);
    const auto new_clauses = clauses_in(at.world.documents, after);
    if (!old_clauses || !new_clauses) return std::nullopt;
    const auto changes = diff(*old_clauses, *new_clauses);
    const auto found = std::ranges::find_if_not(changes, is_clerical);
    return found == changes.end() ? std::nullopt : std::optional(found->clause);
}

const DraftDocument* main_of(const std::vector<DraftDocument>& documents) {
    const auto found = std::ranges::find(documents, DocumentRole::draft, &DraftDocument::role);
    return found == documents.end() ? nullptr : &*found;
}

std::optional<Finding> unconfirmed(const Matter& matter, int version) {
    const Draft* draft = unconfirmed_change(matter, version);
    if (!draft) return std::nullopt;
    return change_refused("unconfirmed", {{"v", draft->version}}, Missing::confirmation);
}

std::optional<Finding> filed_change(const Context& at, const SubmitChangedDraft& body) {
    const Draft* newest = at.matter->newest_draft();
    if (!newest || newest->version != body.from) return nothing_to_keep(body.from);
    if (body.change == ChangeClass::substantive) return std::nullopt;
    const LegalityOpinion* opinion = opinion_kept(*at.matter, body.from);
    if (!opinion || opinion->withdrawn) return nothing_to_keep(body.from);
    if (const auto finding = unconfirmed(*at.matter, body.from)) return finding;
    const DraftDocument* main = main_of(body.documents);
    if (!main) return nothing_to_keep(body.from);
    const auto papers = changed_papers(newest->documents, body.documents, body.change);
    const auto changed = changed_clauses(at.world, newest->main, main->document);
    if (body.change == ChangeClass::clerical) {
        if (!changed) return change_refused("not_compared", {{"from", body.from}}, Missing::new_version);
        if (!papers.empty()) return paper_refused("clerical_paper", papers.front());
        const auto clause = more_than_wording(at, newest->main, main->document);
        return clause ? std::optional(not_asked_for("clerical", *clause))
                      : otherwise_than_decided(at, body, main->document, *changed);
    }
    const std::set<std::string> asked_for = clauses_asked_for(*at.matter, body.from);
    for (const std::string& clause : changed.value_or(std::vector<std::string>{})) {
        if (!asked_for.contains(clause)) return not_asked_for("", clause);
    }
    for (const ChangedPaper& paper : papers) {
        const bool asked = !paper.title.empty() && asked_for.contains(clause_key(paper.title));
        if (!asked) return paper_refused("paper", paper);
    }
    if (changed) {
        const auto finding = otherwise_than_decided(at, body, main->document, *changed);
        return finding ? finding : point_not_followed(at, body, main->document);
    }
    return asked_for.empty() ? change_refused("nothing_asked", {{"from", body.from}}, Missing::new_version)
                             : by_the_reviewer(body.from);
}

std::optional<Finding> confirmed_change(const Context& at) {
    const auto* body = at.body<ConfirmChange>();
    const Draft* draft = body ? at.matter->draft(body->draft) : at.draft();
    if (!draft) return std::nullopt;
    if (!draft->continues() || draft->confirmation) {
        return change_refused("not_pending", {{"v", draft->version}}, Missing::new_version);
    }
    if (!body || body->kind == ChangeClass::substantive) return std::nullopt;
    const LegalityOpinion* opinion = opinion_kept(*at.matter, draft->version);
    if (!opinion || opinion->withdrawn) return nothing_to_keep(*draft->from);
    if (body->kind >= draft->change) {
        return draft->compared ? std::nullopt : std::optional(by_the_reviewer(*draft->from));
    }

    if (!draft->changed_clauses.empty()) return not_asked_for("clerical", draft->changed_clauses.front());
    return change_refused("laxer", {{"v", draft->version}, {"change", term_of("change_class", draft->change)}},
                          Missing::legality_opinion);
}

}  // namespace

/// R-REV-10 修改稿应当送审查机构复核；超出审查意见或者会议决定的修改须重新送审。
/// A version that is to keep an opinion continues the newest version and fits its class: `clerical` changes wording
/// only and leaves every other paper as it is, `conforming` only clauses named by an adopted point or by a meeting's
/// amendment; what a meeting reworded reads as it decided and not a word more, and each point that the unit adopted has
/// changed a clause that it names. The engine tells that the clause was changed, or taken out against a proposed
/// wording; whether the change says what the point asked for the reviewer tells. He has the last word and may be
/// stricter than the filing, never laxer; until he has spoken the version goes before no meeting. Where the engine
/// cannot read one of the texts nothing passes as clerical, and the reviewer compares what was to conform. Source:
/// 《三亚市规章与行政规范性文件管理办法》第四十一条; the classes: the engine's own control.
std::optional<Finding> r_rev_10(const Context& at) {
    if (!at.matter) return std::nullopt;
    if (const auto* body = at.body<SubmitChangedDraft>()) return filed_change(at, *body);
    if (is_action(at, Target::matter, "submit_changed_draft")) return std::nullopt;
    if (is_action(at, Target::matter, "confirm_change")) return confirmed_change(at);
    const Draft* draft = at.draft();
    return draft ? unconfirmed(*at.matter, draft->version) : std::nullopt;
}

}  // namespace shenyi::workflow::rules
