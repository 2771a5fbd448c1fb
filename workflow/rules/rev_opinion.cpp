#include "workflow/actions/draft.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/rules/carried_out.hpp"
#include "workflow/rules/floors.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/rev.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>
#include <string>

namespace shenyi::workflow::rules {

namespace {

bool has_own_person(const Organ& organ, const UnitId& unit, const PersonId& person, Date day) {
    return std::ranges::any_of(posts_of(organ, person, day), [&](const Post* post) { return post->unit == unit; });
}

/// A claim is called by what is claimed, in the language of the record, as the items of the checklist are.
/// Replies that the undertaking unit reports of others, the last of each unit; a disagreement is no claim in its
/// favour.
std::vector<ChecklistItem> consultation_claims(const Context& at) {
    std::vector<ChecklistItem> claims;
    for (const Consultation& consultation : at.matter->consultations) {
        std::string item = "claim:consultation:" + consultation.unit.value;
        std::erase_if(claims, [&](const ChecklistItem& claim) { return claim.item == item; });
        const bool own_word =
            has_own_person(at.organ(), consultation.unit, consultation.recorded_by, date_of(consultation.at));
        if (own_word || consultation.reply == ConsultationReply::disagree) continue;
        claims.push_back({.item = std::move(item), .text = name_of_unit(at.organ(), consultation.unit) + "的复函"});
    }
    return claims;
}

const Shortening* claimed_shortening(const Matter& matter, const Draft* draft) {
    if (!draft) return nullptr;
    const auto request = std::find_if(matter.requests.rbegin(), matter.requests.rend(), [&](const ReviewRequest& one) {
        return one.version == draft->version && one.running();
    });
    return request == matter.requests.rend() || !request->shortening ? nullptr : &*request->shortening;
}

/// Whether a review on record has answered the item, with a reason.
bool is_answered(const std::vector<Text>& history, const Draft& draft, const std::string& item) {
    return std::ranges::any_of(history, [&](const Text& text) {
        if (text.draft == &draft) return false;
        const LegalityOpinion* opinion = text.matter->opinion_on(text.draft->version);
        return opinion && !opinion->withdrawn &&
               std::ranges::any_of(opinion->answers, [&](const ChecklistAnswer& answer) {
                   return answer.item == item && !is_blank(answer.reason);
               });
    });
}

void add_open_points(const Context& at, const Draft& draft, std::vector<ChecklistItem>& list) {
    const std::vector<Text> history = history_of(at.world, *at.matter, draft);
    for (const UnlawfulReview& review : earlier_unlawful_reviews(at.world, *at.matter, draft)) {
        for (std::size_t i = 0; i < review.opinion->points.size(); ++i) {
            const OpinionPoint& point = review.opinion->points[i];
            std::string item = "point:" + review.opinion->id.value + ":" + std::to_string(i + 1);
            if (is_answered(history, draft, item)) continue;
            list.push_back({.item = std::move(item), .text = point.clause + ": " + point.text});
        }
    }
}

/// Of the checklist what the test finds, as the first one's number, text and code, and all their texts.
template <class Test>
std::optional<Finding> items_found(const Context& at, std::string_view rule, std::string variant, Test test) {
    const std::vector<ChecklistItem> checklist = checklist_of(at);
    Finding finding{.rule = std::string(rule), .variant = std::move(variant), .missing = {Missing::reason}};
    std::vector<std::string> list;
    for (std::size_t i = 0; i < checklist.size(); ++i) {
        if (!test(checklist[i])) continue;
        list.push_back(checklist[i].text);
        // Facts that are there already stay: the first one's.
        finding.facts.emplace("n", static_cast<int>(i) + 1);
        finding.facts.emplace("item", checklist[i].text);
        finding.facts.emplace("code", checklist[i].item);
    }
    if (list.empty()) return std::nullopt;
    finding.facts.emplace("list", std::move(list));
    return finding;
}

/// Answers that all say one thing while the conclusion says another: lawful where nothing applied, unlawful where
/// everything was met. An adverse opinion is never refused for it (R-GATE-09), and the reviewer answers for both.
std::optional<Finding> answers_beside_the_conclusion(const Context& at, std::string_view rule,
                                                     const IssueLegalityOpinion& body) {
    const bool lawful = body.conclusion == Conclusion::lawful;
    if (at.procedure.checklist.empty() || (!lawful && body.conclusion != Conclusion::unlawful)) return std::nullopt;
    const AnswerFinding all = lawful ? AnswerFinding::not_applicable : AnswerFinding::met;
    for (const ChecklistItem& item : at.procedure.checklist) {
        const auto answer = std::ranges::find(body.answers, item.item, &ChecklistAnswer::item);
        if (answer == body.answers.end() || answer->finding != all) return std::nullopt;
    }
    return Finding{.rule = std::string(rule),
                   .variant = lawful ? "not_applicable" : "all_met",
                   .class_ = FindingClass::warn,
                   .facts = {{"n", static_cast<int>(at.procedure.checklist.size())}}};
}

/// What is not answered; then, where the text is called lawful, what is answered against it.
std::optional<Finding> answers_short_of(const Context& at, std::string_view rule) {
    const auto* body = at.body<IssueLegalityOpinion>();
    if (!at.matter || !body) return std::nullopt;
    const auto answered = [&](const ChecklistItem& item, auto test) {
        return std::ranges::any_of(
            body->answers, [&](const ChecklistAnswer& answer) { return answer.item == item.item && test(answer); });
    };
    const auto with_reason = [](const ChecklistAnswer& answer) { return !is_blank(answer.reason); };
    const auto not_met = [](const ChecklistAnswer& answer) { return answer.finding == AnswerFinding::not_met; };
    auto open = items_found(at, rule, "", [&](const ChecklistItem& item) { return !answered(item, with_reason); });
    if (open) return open;
    if (body->conclusion == Conclusion::lawful) {
        auto against = items_found(at, rule, "not_met", [&](const auto& item) { return answered(item, not_met); });
        if (against) return against;
    }
    return answers_beside_the_conclusion(at, rule, *body);
}

Finding incomplete_opinion(std::string variant) {
    return {.rule = "R-REV-07", .variant = std::move(variant), .missing = {Missing::reason}};
}

bool asks_for_points(Conclusion conclusion) {
    return conclusion == Conclusion::should_amend || conclusion == Conclusion::unlawful;
}

bool are_given(const std::vector<IssuedPoint>& points) {
    return !points.empty() && std::ranges::none_of(points, [](const IssuedPoint& point) {
        return is_blank(point.clause) || is_blank(point.text);
    });
}

/// The advisers' opinions on the version, or on one it continues, that the review may rest on: those attached, or where
/// no body is there yet all of them.
std::vector<const AdviserOpinion*> attached(const Context& at, const Draft& draft) {
    const auto* body = at.body<IssueLegalityOpinion>();
    const std::vector<int> versions = at.matter->continued_by(draft.version);
    std::vector<const AdviserOpinion*> opinions;
    for (const AdviserOpinion& opinion : at.matter->adviser_opinions) {
        if (!at.matter->stands(opinion) || std::ranges::find(versions, opinion.version) == versions.end()) continue;
        const bool named =
            !body || std::ranges::find(body->adviser_opinions, opinion.id) != body->adviser_opinions.end();
        if (named) opinions.push_back(&opinion);
    }
    return opinions;
}

/// When the file of this version was accepted for the first time.
std::optional<Instant> first_acceptance(const Matter& matter, int version) {
    for (const ReviewRequest& request : matter.requests) {
        if (request.version == version && request.accepted_at) return request.accepted_at;
    }
    return std::nullopt;
}

Finding unexplained(int point, const OpinionId& opinion, Missing missing) {
    return {.rule = "R-REV-09", .subject = opinion.value, .facts = {{"n", point}}, .missing = {missing}};
}

}  // namespace

std::vector<ChecklistItem> checklist_of(const Context& at) {
    std::vector<ChecklistItem> list = at.procedure.checklist;
    if (!at.matter) return list;
    for (ChecklistItem& claim : consultation_claims(at)) list.push_back(std::move(claim));
    const Draft* draft = at.draft();
    if (const Shortening* shortening = claimed_shortening(*at.matter, draft)) {
        list.push_back({.item = "claim:shortening", .text = "缩短审查时间：" + shortening->reason});
    }
    if (draft) add_open_points(at, *draft, list);
    return list;
}

/// R-REV-05 重大行政决策的合法性审查应当逐项答复：权限、程序、内容。
/// Under procedure each claim of the unit is answered by itself; a review after an `unlawful` answers each of its
/// points. What finds an item not met does not conclude `lawful`; a warning where nothing applied and all is lawful, or
/// all was met and the text is not. Source: 《重大行政决策程序暂行条例》第二十七条;
/// claims and points: the engine's own control.
std::optional<Finding> r_rev_05(const Context& at) {
    return answers_short_of(at, "R-REV-05");
}

/// R-REV-06 行政规范性文件的合法性审核应当逐项答复审核清单。
/// As R-REV-05, over the longer list. Source: 国办发〔2018〕115号第（六）点；山东省政府令第353号第三十二条.
std::optional<Finding> r_rev_06(const Context& at) {
    return answers_short_of(at, "R-REV-06");
}

/// R-REV-07 审查意见应当书面载明审查的基本情况、结论、理由、法律风险和修改意见。
/// Facts and reasons always; points with clause and text for `should_amend` and `unlawful`; `exploratory` only where
/// the organ's rule knows it, with the legal risk. Source:
/// 国办发〔2018〕115号第（六）点；山东省政府令第353号第三十五、三十六条；
/// 《重大行政决策程序暂行条例》第二十五、二十八条。
std::optional<Finding> r_rev_07(const Context& at) {
    const auto* body = at.body<IssueLegalityOpinion>();
    if (!body) return std::nullopt;
    if (is_blank(body->reasons)) return incomplete_opinion("reasons");
    if (is_blank(body->facts)) return incomplete_opinion("facts");
    if (asks_for_points(body->conclusion) && !are_given(body->points)) return incomplete_opinion("points");
    if (body->conclusion != Conclusion::exploratory) return std::nullopt;
    if (!at.pack.exploratory_enabled) return incomplete_opinion("exploratory");
    return is_blank(body->legal_risk) ? std::optional(incomplete_opinion("legal_risk")) : std::nullopt;
}

/// R-REV-08 审查期间应当组织法律顾问、公职律师提出法律意见。
/// At least one opinion on this version, given after its file was accepted for the first time (it may have been
/// returned and accepted again since, the text being the same) and not withdrawn, is attached; for a normative document
/// where the pack asks for it in every review. Source: 《重大行政决策程序暂行条例》第二十八条；
/// 山东省政府令第353号第二十七条；国办发〔2018〕115号第（八）点。
std::optional<Finding> r_rev_08(const Context& at) {
    const Draft* draft = at.matter ? at.draft() : nullptr;
    if (!draft) return std::nullopt;
    const bool by_pack =
        at.matter->kind == MatterKind::normative_document || at.matter->kind == MatterKind::government_draft;
    if (by_pack && !at.pack.nd_adviser_every) return std::nullopt;
    const std::vector<const AdviserOpinion*> opinions = attached(at, *draft);
    const auto accepted = first_acceptance(*at.matter, draft->version);
    const bool heard = accepted && std::ranges::any_of(opinions, [&](const AdviserOpinion* opinion) {
                           return opinion->given_at >= *accepted;
                       });
    if (heard) return std::nullopt;

    Finding finding{.rule = "R-REV-08", .facts = {{"v", draft->version}}, .missing = {Missing::adviser_opinion}};
    if (opinions.empty()) return finding;
    finding.variant = accepted ? "too_early" : "accepted_first";
    if (!accepted) finding.missing = {Missing::acceptance};
    return finding;
}

/// R-REV-09 未完全采纳审查意见的，应当详细说明理由和依据。
/// Each point of a `should_amend` has its answer before the text goes on, with reason and basis where it is not wholly
/// adopted; and each that was adopted, wholly or partly, a version that touches the clause which it names. Source:
/// 国办发〔2018〕115号第（六）点；山东省政府令第353号第三十七条；《重大行政决策程序暂行条例》第二十八条。
std::optional<Finding> r_rev_09(const Context& at) {
    if (!at.matter) return std::nullopt;
    if (const auto* body = at.body<RespondToOpinion>()) {
        // An adviser's points are R-ADV-05's business.
        if (!at.matter->opinion(body->opinion)) return std::nullopt;
        const auto point = std::ranges::find_if(body->points, [](const PointAnswered& answer) {
            return answer.disposition != Disposition::adopted && (is_blank(answer.reason) || is_blank(answer.basis));
        });
        if (point == body->points.end()) return std::nullopt;
        return unexplained(point->point, body->opinion, Missing::reason);
    }
    if (is_action(at, Target::matter, "respond_to_opinion")) return std::nullopt;
    // What the reviewer sends back to a new review keeps no opinion that could be owed anything.
    if (const auto* body = at.body<ConfirmChange>(); body && body->kind == ChangeClass::substantive)
        return std::nullopt;
    const Draft* draft = at.draft();
    const LegalityOpinion* opinion = draft ? opinion_kept(*at.matter, draft->version) : nullptr;
    if (!opinion || opinion->withdrawn || opinion->conclusion != Conclusion::should_amend) return std::nullopt;
    if (const auto open = unanswered_point(opinion->points)) {
        Finding finding = unexplained(*open, opinion->id, Missing::disposition);
        finding.variant = "unanswered";
        return finding;
    }
    const auto owed = point_not_carried_out(*at.matter, *opinion, draft->version);
    if (!owed) return std::nullopt;

    Finding finding = unexplained(*owed, opinion->id, Missing::new_version);
    finding.variant = "unamended";
    return finding;
}

}  // namespace shenyi::workflow::rules
