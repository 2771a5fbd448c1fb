#include "workflow/rules/gate.hpp"

#include "workflow/actions/agenda.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/rules/floors.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

namespace shenyi::workflow::rules {

namespace {

/// The meeting that the text goes to; before one is named, those of the matter's route.
Fact meeting_words(const Context& at) {
    if (at.meeting) return at.forum_term();
    return terms_of(at.matter->route);
}

bool is_newest(const Matter& matter, const Draft& draft) {
    return matter.newest_draft()->version == draft.version;
}

/// A clearance came to exist for this content and its opinion was not taken back.
bool was_cleared(const Matter& matter, const Draft& draft) {
    return std::ranges::any_of(matter.clearances, [&](const Clearance& clearance) {
        const LegalityOpinion* opinion = matter.opinion(clearance.opinion);
        return clearance.digest == draft.digest && opinion && !opinion->withdrawn;
    });
}

/// Whether what keeps this version back is another gate's business: its own `unlawful` (R-GATE-02), a newer version
/// (R-GATE-04), an adviser (R-GATE-05).
bool others_speak(const Context& at, const Matter& matter, const Draft& draft) {
    const LegalityOpinion* own = matter.opinion_on(draft.version);
    if (own && own->conclusion == Conclusion::unlawful) return true;
    if (!was_cleared(matter, draft)) return false;
    return !is_newest(matter, draft) || unlawful_advice(at.world, matter, draft) ||
           unsettled_advice(at.world, matter, draft);
}

/// What would bring the clearance that is not there.
Missing what_clears(const Matter& matter, const Draft& draft) {
    const LegalityOpinion* opinion = opinion_kept(matter, draft.version);
    if (!opinion) return Missing::legality_opinion;
    if (opinion->withdrawn || opinion->conclusion == Conclusion::unlawful) return Missing::new_version;
    if (opinion->conclusion == Conclusion::should_amend && unanswered_point(opinion->points)) {
        return Missing::disposition;
    }
    return unconfirmed_change(matter, draft.version) ? Missing::confirmation : Missing::new_version;
}

Finding not_reviewed(const Context& at, std::string variant, int version, Missing missing) {
    return {.rule = "R-GATE-01",
            .variant = std::move(variant),
            .facts = {{"title", at.matter->title}, {"v", version}, {"meeting", meeting_words(at)}},
            .missing = {missing}};
}

/// A meeting entered from paper whose members were named only after it had taken place (会后补审).
std::optional<Finding> named_afterwards(const Context& at) {
    const auto& roster = at.meeting->roster;
    if (!roster || at.happened() >= roster->fixed_at) return std::nullopt;
    return Finding{.rule = "R-GATE-01",
                   .variant = "roster",
                   .facts = {{"meeting", at.forum_term()}, {"occurred", at.happened()}, {"fixed", roster->fixed_at}},
                   .missing = {Missing::meeting}};
}

/// Discussed first and reviewed, or its members named, afterwards (会后补审).
std::optional<Finding> done_afterwards(const Context& at, const Draft& draft, const Clearance& clearance) {
    const Instant moment = moment_of(at);
    if (moment < clearance.since) {
        Finding finding = not_reviewed(at, "occurred", draft.version, Missing::meeting);
        finding.facts.emplace("occurred", moment);
        finding.facts.emplace("cleared", clearance.since);
        return finding;
    }
    if (!at.meeting || !at.meeting->roster || moment >= at.meeting->roster->fixed_at) return std::nullopt;
    Finding finding = not_reviewed(at, "roster", draft.version, Missing::meeting);
    finding.facts.emplace("occurred", moment);
    finding.facts.emplace("fixed", at.meeting->roster->fixed_at);
    return finding;
}

// ---- papers of items that are heard only
// -----------------------------------------------------------------------------

/// Whether a draft could itself be placed on the agenda of the command's meeting.
bool could_be_placed(const Context& at, const Matter& matter, const Draft& draft) {
    if (!is_gated(matter, procedure_of(at, matter))) return true;
    if (!is_newest(matter, draft) || !matter.clearance_for(draft.digest)) return false;
    if (unlawful_review(at.world, matter, draft) || unlawful_advice(at.world, matter, draft) ||
        unsettled_advice(at.world, matter, draft)) {
        return false;
    }
    if (procedure_of(at, matter).adviser_mandatory && !advice_heard(matter, draft.version)) return false;
    if (!at.meeting) return true;
    const Date day = date_of(at.item ? moment_of(at) : at.meeting->held_at);
    const auto count = floor_count(at, matter, draft.version, day, std::nullopt);
    if (!count || count->lifted()) return true;
    const auto earliest = count->earliest(at.organ().calendar);
    return earliest && count->day >= *earliest;
}

std::string title_in(const Draft& draft, const DocumentId& document) {
    const auto found = std::ranges::find(draft.documents, document, &DraftDocument::document);
    return found == draft.documents.end() ? document.value : found->title.value_or(document.value);
}

/// Why the draft could not be placed, as the variant of the rule and what is missing: found unlawful, reviewed and not
/// ready for a meeting, or not reviewed at all.
std::pair<std::string, Missing> what_keeps_back(const World& world, const Matter& matter, const Draft& draft) {
    if (is_barred(world, matter, draft)) return {"papers_unlawful", Missing::new_version};
    if (!opinion_kept(matter, draft.version)) return {"papers", Missing::legality_opinion};
    return {"papers_uncleared", matter.clearance_for(draft.digest) ? Missing::review_time : what_clears(matter, draft)};
}

Finding is_part_of_draft(const DocumentId& document, std::string name, const MatterId& matter, std::string title,
                         int version) {
    return {.rule = "R-GATE-01",
            .variant = "papers",
            .subject = document.value,
            .facts = {{"document", std::move(name)}, {"title", std::move(title)}, {"v", version}},
            .missing = {Missing::legality_opinion},
            .of_matter = matter};
}

/// What of a draft would go before the meeting under another name. Of a matter's versions that hold the document the
/// last one counts; a matter that was not loaded cannot be trusted to be cleared.
std::optional<Finding> hidden_draft(const Context& at, const DocumentId& document) {
    const auto facts = at.world.documents.find(document);
    if (facts == at.world.documents.end()) return std::nullopt;
    std::map<MatterId, int> last_versions;
    for (const auto& [id, version] : facts->second.in_drafts) {
        int& last = last_versions[id];
        last = std::max(last, version);
    }
    for (const auto& [id, version] : last_versions) {
        const Matter* matter = find(at.world, id);
        const Draft* draft = matter ? matter->draft(version) : nullptr;
        if (!draft) return is_part_of_draft(document, document.value, id, id.value, version);
        if (could_be_placed(at, *matter, *draft)) continue;
        Finding finding = is_part_of_draft(document, title_in(*draft, document), id, matter->title, version);
        auto [variant, missing] = what_keeps_back(at.world, *matter, *draft);
        finding.variant = std::move(variant);
        finding.missing = {missing};
        return finding;
    }
    return std::nullopt;
}

std::optional<Finding> hidden_among(const Context& at, const std::vector<DocumentId>& documents) {
    for (const DocumentId& document : documents) {
        if (auto finding = hidden_draft(at, document)) return finding;
    }
    return std::nullopt;
}

/// The papers that a command on a meeting would open to its members, besides those of an item: letters of the absent,
/// reasons for leaving somebody out, a signed sheet.
std::vector<DocumentId> papers_brought(const Context& at) {
    std::vector<DocumentId> papers;
    if (const auto* leave = at.body<RecordLeave>(); leave && leave->written_opinion) {
        papers.push_back(*leave->written_opinion);
    }
    if (const auto* roster = at.body<FixRoster>()) {
        for (const Exclusion& exclusion : roster->excluded) papers.push_back(exclusion.document);
    }
    if (const auto* record = at.body<SignRecord>(); record && record->signed_sheet) {
        papers.push_back(*record->signed_sheet);
    }
    return papers;
}

// ---- one opinion, and no way round an unlawful one
// -------------------------------------------------------------------

Finding found_unlawful(std::string variant, Facts facts) {
    return {.rule = "R-GATE-02",
            .variant = std::move(variant),
            .facts = std::move(facts),
            .missing = {Missing::new_version}};
}

std::optional<Finding> second_opinion(const Context& at) {
    const Draft* draft = at.draft();
    const LegalityOpinion* opinion = draft ? at.matter->opinion_on(draft->version) : nullptr;
    if (!opinion) return std::nullopt;
    return found_unlawful("second", {{"v", opinion->version}, {"no", opinion->number}});
}

std::optional<Finding> taken_back(const LegalityOpinion& opinion) {
    if (opinion.conclusion == Conclusion::unlawful) return found_unlawful("withdrawal", {{"v", opinion.version}});
    if (!opinion.withdrawn) return std::nullopt;
    return found_unlawful("withdrawn", {{"v", opinion.version}, {"no", opinion.number}});
}

/// Without a body: whether the actor has anything that could be taken back.
std::optional<Finding> withdrawal(const Context& at) {
    if (const auto* body = at.body<WithdrawLegalityOpinion>()) {
        const LegalityOpinion* opinion = at.matter->opinion(body->opinion);
        return opinion ? taken_back(*opinion) : std::nullopt;
    }
    std::optional<Finding> last;
    for (const LegalityOpinion& opinion : at.matter->opinions) {
        if (opinion.author != at.actor()) continue;
        last = taken_back(opinion);
        if (!last) return std::nullopt;
    }
    return last;
}

std::optional<Finding> response(const Context& at) {
    const auto* body = at.body<RespondToOpinion>();
    const Draft* draft = at.draft();
    const LegalityOpinion* opinion = body    ? at.matter->opinion(body->opinion)
                                     : draft ? opinion_kept(*at.matter, draft->version)
                                             : nullptr;
    if (!opinion || opinion->conclusion != Conclusion::unlawful) return std::nullopt;
    const bool adviser_waits = !body && std::ranges::any_of(at.matter->adviser_opinions, [](const AdviserOpinion& one) {
        return !one.withdrawn && unanswered_point(one.points);
    });
    if (adviser_waits) return std::nullopt;
    return found_unlawful("response", {{"v", opinion->version}});
}

std::optional<Finding> out_of_scope(const Context& at) {
    const auto* body = at.body<ReturnForCompletion>();
    if (!body || body->ground != ReturnGround::out_of_scope || !at.procedure.review_mandatory) return std::nullopt;
    Finding finding = found_unlawful("scope", {{"kind", term_of("matter_kind", at.matter->kind)}});
    finding.missing = {Missing::legality_opinion};
    return finding;
}

std::optional<Finding> carried_finding(const Context& at) {
    const Draft* draft = at.draft();
    const auto review = draft ? unlawful_review(at.world, *at.matter, *draft) : std::nullopt;
    if (!review) return std::nullopt;
    Facts facts = {{"v", review->opinion->version}, {"date", date_of(review->opinion->issued_at)}};
    if (review->matter->id == at.matter->id && review->opinion->version == draft->version) {
        return found_unlawful("", std::move(facts));
    }
    facts.emplace("other", review->matter->title);
    Finding finding = found_unlawful("following", std::move(facts));
    if (review->matter->id != at.matter->id) finding.subject = review->matter->id.value;
    return finding;
}

}  // namespace

bool is_gated(const Matter& matter, const Procedure& procedure) {
    return procedure.review_mandatory || matter.returned_as != ReturnGround::out_of_scope;
}

bool awaits_review(std::string_view rule, const Context& at) {
    constexpr std::array<std::string_view, 3> of_days{"R-REV-03", "R-REV-04", "R-CAL-04"};
    constexpr std::array<std::string_view, 6> of_findings{"R-GATE-02", "R-GATE-04", "R-GATE-05",
                                                          "R-REV-09",  "R-REV-10",  "R-ADV-05"};
    if (!at.matter || !is_gated(*at.matter, at.procedure)) return false;
    const Draft* draft = at.draft();
    if (std::ranges::find(of_days, rule) != of_days.end()) {
        return review_period(at.matter->kind, at.pack) && !(draft && clock_of(*at.matter, draft->version));
    }
    if (std::ranges::find(of_findings, rule) == of_findings.end()) return false;
    return !(draft && opinion_kept(*at.matter, draft->version));
}

/// R-GATE-01 未经合法性审查的，不得提交党组会和局长办公会研究讨论。
/// A clearance stands for exactly this content, and stood before the meeting took place, as did the roster of its
/// members: what is entered afterwards is refused and counted as review after the meeting (会后补审). What is part of a
/// draft goes before no meeting as a mere paper, of an item, of a leave, of an exclusion or as a signed sheet, unless
/// the draft itself could, nor does a paper that has become one since it was added. Stands at all gate points, since
/// versions and opinions change in between. Source: the bureau's report of 2021;
/// 《重大行政决策程序暂行条例》第二十五条； 国办发〔2018〕115号第（七）点；山东省政府令第353号第二十七条; papers and
/// entered times: the engine's own control.
std::optional<Finding> r_gate_01(const Context& at) {
    if (const auto* body = at.body<AddItem>()) return hidden_among(at, body->documents);
    if (is_action(at, Target::meeting, "open")) return named_afterwards(at);
    if (at.command.target == Target::meeting) return hidden_among(at, papers_brought(at));
    if (at.item && at.item->kind != ItemKind::decision) return hidden_among(at, at.item->documents);
    if (!at.matter || !is_gated(*at.matter, at.procedure)) return std::nullopt;
    const Draft* draft = at.draft();
    if (!draft) return not_reviewed(at, "", 1, Missing::legality_opinion);
    if (const Clearance* clearance = at.matter->clearance_for(draft->digest)) {
        return done_afterwards(at, *draft, *clearance);
    }
    if (others_speak(at, *at.matter, *draft)) return std::nullopt;

    const LegalityOpinion* opinion = opinion_kept(*at.matter, draft->version);
    const char* variant = !opinion ? "" : opinion->withdrawn ? "withdrawn" : "uncleared";
    return not_reviewed(at, variant, draft->version, what_clears(*at.matter, *draft));
}

/// R-GATE-02 经审查不合法的，不得提交党组会和局长办公会研究讨论。
/// No `unlawful` is carried by this version (see following.hpp). One opinion for a version: none is given a second
/// time, an `unlawful` is neither withdrawn nor explained away, and a review that is mandatory is not returned as out
/// of scope. Source: as R-GATE-01; one opinion and following: the engine's own control.
std::optional<Finding> r_gate_02(const Context& at) {
    if (!at.matter) return std::nullopt;
    if (is_action(at, Target::matter, "issue_legality_opinion")) return second_opinion(at);
    if (is_action(at, Target::matter, "withdraw_legality_opinion")) return withdrawal(at);
    if (is_action(at, Target::matter, "respond_to_opinion")) return response(at);
    if (is_action(at, Target::matter, "return_for_completion")) return out_of_scope(at);
    return carried_finding(at);
}

/// R-GATE-03 征求意见、会签、参加审议，不得代替合法性审查。
/// Where no opinion is there, a reply of the reviewing body in a comment round, or its presence in the meeting, is
/// named for what it is. Source: 《重大行政决策程序暂行条例》第二十五条；国办发〔2018〕115号第（七）点；
/// 山东省政府令第353号第二十七条。
std::optional<Finding> r_gate_03(const Context& at) {
    if (!at.matter || !is_gated(*at.matter, at.procedure)) return std::nullopt;
    const Draft* draft = at.draft();
    if (draft && opinion_kept(*at.matter, draft->version)) return std::nullopt;
    const UnitId* body = reviewing_body(at.organ(), at.matter->kind, at.matter->issuer);
    if (!body) return std::nullopt;

    Finding finding{.rule = "R-GATE-03",
                    .facts = {{"unit", name_of_unit(at.organ(), *body)}},
                    .missing = {Missing::legality_opinion}};
    const auto& replies = at.matter->consultations;
    const auto reply = std::find_if(replies.rbegin(), replies.rend(), [&](const Consultation& one) {
        return one.unit == *body && one.reply != ConsultationReply::no_reply;
    });
    if (reply != replies.rend()) {
        finding.facts.emplace("date", date_of(reply->at));
        return finding;
    }
    const bool attends = at.meeting && at.meeting->roster &&
                         std::ranges::any_of(at.meeting->roster->attendees, [](const Attendee& attendee) {
                             return attendee.capacity == AttendeeCapacity::reviewing_body;
                         });
    if (!attends) return std::nullopt;
    finding.variant = "attended";
    finding.facts.emplace("date", day_of(*at.meeting));
    return finding;
}

/// R-GATE-04 审查意见应当针对提交讨论的这一稿。
/// The version is the newest, and what was reviewed or confirmed is this version and no other.
/// Source: inferred from 《重大行政决策程序暂行条例》第二十五、二十八条; the engine's own control.
std::optional<Finding> r_gate_04(const Context& at) {
    const Draft* draft = at.matter ? at.draft() : nullptr;
    if (!draft) return std::nullopt;
    const int newest = at.matter->newest_draft()->version;
    if (draft->version != newest) {
        return Finding{.rule = "R-GATE-04",
                       .variant = "superseded",
                       .facts = {{"a", draft->version}, {"b", newest}},
                       .missing = {Missing::new_version}};
    }
    const bool covered = at.matter->clearance_for(draft->digest) || at.matter->opinion_on(draft->version);
    if (covered || at.matter->opinions.empty() || !is_gated(*at.matter, at.procedure)) return std::nullopt;

    return Finding{.rule = "R-GATE-04",
                   .facts = {{"a", at.matter->opinions.back().version}, {"b", draft->version}},
                   .missing = {unconfirmed_change(*at.matter, draft->version) ? Missing::confirmation
                                                                              : Missing::legality_opinion}};
}

}  // namespace shenyi::workflow::rules
