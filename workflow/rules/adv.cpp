#include "workflow/rules/adv.hpp"

#include "workflow/actions/adviser.hpp"
#include "workflow/roles.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/words.hpp"
#include "workflow/sides.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace shenyi::workflow::rules {

namespace {

/// The adviser that the command is about; nobody where he only refuses for interest, which is always recorded.
std::optional<PersonId> adviser_of(const Context& at) {
    if (const auto* body = at.body<AskAdviser>()) return body->adviser;
    if (!is_action(at, Target::matter, "give_adviser_opinion")) return std::nullopt;
    const auto* body = at.body<GiveAdviserOpinion>();
    return body && !body->declares_no_interest ? std::nullopt : std::optional(at.actor());
}

bool names_unit(const Organ& organ, const Engagement& engagement, const UnitId& unit) {
    return std::ranges::any_of(engagement.conflicts, [&](const std::string& conflict) {
        return conflict == unit.value || conflict == name_of_unit(organ, unit);
    });
}

/// Whether the adviser's list of conflicts, of any engagement, names a unit whose matter this is.
bool has_listed_conflict(const Context& at, const PersonId& adviser) {
    return std::ranges::any_of(at.organ().engagements, [&](const Engagement& engagement) {
        if (engagement.person != adviser) return false;
        return names_unit(at.organ(), engagement, at.matter->undertaking_unit) ||
               (at.matter->lead_unit && names_unit(at.organ(), engagement, *at.matter->lead_unit));
    });
}

/// The last version in which he had a hand himself, otherwise the newest: somebody submitted it in his place then.
int version_drafted_by(const Matter& matter, const PersonId& person) {
    for (auto draft = matter.drafts.rbegin(); draft != matter.drafts.rend(); ++draft) {
        if (contains(draft->authors(), person)) return draft->version;
    }
    return matter.drafts.back().version;
}

/// The last day of his last engagement that is over.
std::optional<Date> end_of_engagement(const Organ& organ, const PersonId& person, Date today) {
    std::optional<Date> last;
    for (const Engagement& engagement : organ.engagements) {
        if (engagement.person != person || engagement.until >= today) continue;
        if (!last || *last < engagement.until) last = engagement.until;
    }
    return last;
}

bool is_on(const Context& at, Side side, const PersonId& person) {
    return people_on(at.world, *at.matter, side).contains(person);
}

Finding another_adviser(const Context& at, std::string rule, const PersonId& adviser) {
    return {.rule = std::move(rule),
            .facts = {{"name", at.name_of(adviser)}},
            .missing = {Missing::another_person},
            .excluded = {adviser}};
}

std::optional<int> point_not_adopted(const AdviserOpinion& opinion) {
    const auto found = std::ranges::find_if(opinion.points, [](const OpinionPoint& point) {
        return point.response && point.response->disposition != Disposition::adopted;
    });
    if (found == opinion.points.end()) return std::nullopt;
    return static_cast<int>(found - opinion.points.begin()) + 1;
}

/// The first point, over all advisers' opinions on the version or on one it continues, that the test finds.
template <class Test>
std::optional<Finding> point_found(const Context& at, const Draft& draft, std::string variant, Test test) {
    const std::vector<int> versions = at.matter->continued_by(draft.version);
    for (const AdviserOpinion& opinion : at.matter->adviser_opinions) {
        if (!at.matter->stands(opinion) || std::ranges::find(versions, opinion.version) == versions.end()) continue;
        const std::optional<int> point = test(opinion);
        if (!point) continue;
        return Finding{.rule = "R-ADV-05",
                       .variant = std::move(variant),
                       .class_ = FindingClass::warn,
                       .subject = opinion.id.value,
                       .facts = {{"name", at.name_of(opinion.author)}, {"n", *point}},
                       .missing = {Missing::disposition}};
    }
    return std::nullopt;
}

}  // namespace

/// R-ADV-02 法律顾问与事项有利害关系的，应当回避。
/// Who has declared an interest is neither asked nor heard on the matter again, nor is one whose list of conflicts
/// names the matter's unit. The declaration itself is recorded, never refused. Source: 《律师法》第三十九条; the list:
/// the engine's own control.
std::optional<Finding> r_adv_02(const Context& at) {
    const auto adviser = at.matter ? adviser_of(at) : std::nullopt;
    if (!adviser || (!has_declined(*at.matter, *adviser) && !has_listed_conflict(at, *adviser))) return std::nullopt;

    return another_adviser(at, "R-ADV-02", *adviser);
}

/// R-ADV-03 参与起草的法律顾问，不出具审查阶段的法律意见。
/// Nor does who sent the draft or answered for it, or did an act of the reviewing body: opinion and review are two
/// documents of two roles (sides.hpp). Source: the engine's own control; the pair with drafting a pack may leave out.
std::optional<Finding> r_adv_03(const Context& at) {
    const auto adviser = at.matter ? adviser_of(at) : std::nullopt;
    if (!adviser) return std::nullopt;
    const auto joins = [&](const Taken& taken) { return taken.side == Side::reviewing && taken.person == *adviser; };
    const std::vector<Taken> now = sides_taken(at);
    const bool drafted = at.pack.adviser_drafter_separation && is_on(at, Side::drafting, *adviser);
    const bool reviewed = is_on(at, Side::reviewing, *adviser) || std::ranges::any_of(now, joins);
    if (!drafted && !reviewed) return std::nullopt;

    Finding finding = another_adviser(at, "R-ADV-03", *adviser);
    if (!drafted) {
        finding.variant = "reviewer";
    } else if (!drafter_set(*at.matter).contains(*adviser)) {
        finding.variant = "requested";
    } else {
        finding.facts.emplace("v", version_drafted_by(*at.matter, *adviser));
    }
    return finding;
}

/// R-ADV-04 法律意见应当书面写明理由，在聘期内出具。
/// The reasons are words, and an engagement covers today, its last day included. A finding of `unlawful` that names no
/// clause stands, with a warning: nobody could answer it or change the text by it. Source: the engine's own control, as
/// R-REV-07.
std::optional<Finding> r_adv_04(const Context& at) {
    const auto adviser = at.matter ? adviser_of(at) : std::nullopt;
    if (!adviser) return std::nullopt;
    const auto* opinion = at.body<GiveAdviserOpinion>();
    if (opinion && is_blank(opinion->reasons)) {
        return Finding{.rule = "R-ADV-04", .variant = "written", .missing = {Missing::reason}};
    }
    if (engagement_of(at.organ(), *adviser, at.world.today)) {
        const bool pointless = opinion && opinion->declares_no_interest &&
                               opinion->conclusion == Conclusion::unlawful && opinion->points.empty();
        if (!pointless) return std::nullopt;
        return Finding{.rule = "R-ADV-04", .variant = "points", .class_ = FindingClass::warn};
    }

    Finding finding = another_adviser(at, "R-ADV-04", *adviser);
    finding.missing = {Missing::engagement};
    const auto end = end_of_engagement(at.organ(), *adviser, at.world.today);
    if (end) finding.facts.emplace("date", *end);
    if (!end) finding.variant = "none";
    return finding;
}

/// R-ADV-05 法律顾问意见的采纳情况应当逐点说明，会前告知到会成员。
/// Points not wholly adopted are shown, then those without an answer. Source: 中办发〔2016〕30号.
std::optional<Finding> r_adv_05(const Context& at) {
    const Draft* draft = at.matter ? at.draft() : nullptr;
    if (!draft) return std::nullopt;
    if (auto finding = point_found(at, *draft, "", point_not_adopted)) return finding;

    return point_found(at, *draft, "unanswered",
                       [](const AdviserOpinion& opinion) { return unanswered_point(opinion.points); });
}

}  // namespace shenyi::workflow::rules
