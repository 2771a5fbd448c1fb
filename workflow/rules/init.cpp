#include "workflow/rules/init.hpp"

#include "workflow/actions/matter.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/roles.hpp"
#include "workflow/rules/floors.hpp"
#include "workflow/rules/sitting.hpp"

#include <algorithm>
#include <string>

namespace shenyi::workflow::rules {

namespace {

bool has_pre_assessment(const Draft* draft) {
    return draft && std::ranges::find(draft->documents, DocumentRole::pre_assessment, &DraftDocument::role) !=
                        draft->documents.end();
}

bool has_pre_assessment(const RequestReview& body) {
    return std::ranges::find(body.materials, MaterialKind::pre_assessment, &Material::kind) != body.materials.end();
}

bool is_endorsed_here(const Context& at) {
    switch (at.pack.endorsement_before) {
        case EndorsementPoint::none:
            return false;
        case EndorsementPoint::request_review:
            return is_action(at, Target::matter, "request_review");
        case EndorsementPoint::place_on_agenda:
            return is_action(at, Target::matter, "place_on_agenda");
    }
    return false;
}

/// The leader's last word on the version or on one that it continues; null if he has said nothing.
const Endorsement* last_word_on(const Matter& matter, int version) {
    const std::vector<int> versions = matter.continued_by(version);
    const Endorsement* last = nullptr;
    for (const Endorsement& endorsement : matter.endorsements) {
        if (std::ranges::find(versions, endorsement.version) != versions.end()) last = &endorsement;
    }
    return last;
}

std::vector<PersonId> portfolio_leaders(const Context& at) {
    return holders_of(at.organ(), Role::portfolio_leader, at.world.today, &at.matter->unit_in_charge());
}

}  // namespace

/// R-INIT-03 决定启动前，应当对建议进行必要性、可行性等研究论证。
/// The study is on file before the organ opens the procedure. Source: 《重大行政决策程序暂行条例》第十条。
std::optional<Finding> r_init_03(const Context& at) {
    if (!at.matter || at.matter->feasibility_study) return std::nullopt;

    return Finding{
        .rule = "R-INIT-03", .facts = {{"title", at.matter->title}}, .missing = {Missing::feasibility_study}};
}

/// R-INIT-04 由决策机关决定启动，并明确一个牵头承办单位。
/// The head opens, or the office on his recorded instruction; nobody opens for his own unit.
/// Source: 《重大行政决策程序暂行条例》第十一条。
std::optional<Finding> r_init_04(const Context& at) {
    if (!at.matter) return std::nullopt;
    const std::vector<HeldPost> posts = acting_posts(at.organ(), at.actor(), at.world.today);
    if (std::ranges::any_of(posts, [](const HeldPost& held) { return held.post->role == Role::director; })) {
        return std::nullopt;
    }
    const bool own_unit = std::ranges::any_of(
        posts, [&](const HeldPost& held) { return held.post->unit == at.matter->undertaking_unit; });
    const auto* body = at.body<OpenMatter>();
    if (!own_unit && (!body || body->instruction)) return std::nullopt;

    return Finding{.rule = "R-INIT-04",
                   .variant = own_unit ? "self" : "",
                   .facts = {{"name", at.name_of(at.actor())}},
                   .missing = {own_unit ? Missing::another_person : Missing::lead_unit},
                   .excluded = own_unit ? std::vector{at.actor()} : std::vector<PersonId>{}};
}

/// R-INIT-11 起草规范性文件应当对必要性、可行性、合法性、合理性以及预期效果和风险进行评估论证，形成评估报告。
/// The report lies with the materials sent, or with the draft. An urgent document (a period shortened, with approval,
/// for an emergency or a superior's urgent order) goes without; the reviewer answers the claim. Source:
/// 山东省政府令第353号第十条、第十六条。
std::optional<Finding> r_init_11(const Context& at) {
    const auto* body = at.body<RequestReview>();
    if (!at.matter || !body || has_pre_assessment(*body) || has_pre_assessment(at.draft())) return std::nullopt;
    if (is_urgent(counted(at, body->shortening))) return std::nullopt;

    return Finding{.rule = "R-INIT-11", .missing = {Missing::pre_assessment}};
}

/// R-INIT-12 送审或者提请会议讨论前，应当经分管领导审签。
/// Where the pack asks for it: his last word on this version, or on one that it continues, is an endorsement. It is
/// neither review nor decision. Source: the bureau's report of 2021; endorsement: the engine's own control.
std::optional<Finding> r_init_12(const Context& at) {
    const Draft* draft = at.matter && is_endorsed_here(at) ? at.draft() : nullptr;
    if (!draft) return std::nullopt;
    const Endorsement* last = last_word_on(*at.matter, draft->version);
    if (last && last->endorsed) return std::nullopt;

    return Finding{
        .rule = "R-INIT-12",
        .variant = last ? "declined" : "",
        .facts = {{"name", names_of(at, last ? std::vector{last->by} : portfolio_leaders(at))}, {"v", draft->version}},
        .missing = {Missing::endorsement}};
}

}  // namespace shenyi::workflow::rules
