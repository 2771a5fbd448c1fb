#include "workflow/rules/dec.hpp"

#include "workflow/actions/ballot.hpp"
#include "workflow/actions/draft.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/publication.hpp"
#include "workflow/diff.hpp"
#include "workflow/rules/amended.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/reworded.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/words.hpp"
#include "workflow/tally.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace shenyi::workflow::rules {

namespace {

bool closes_adopted(const Context& at) {
    if (!at.item || at.item->kind != ItemKind::decision) return false;
    const auto outcome = outcome_reached(*at.item);
    return outcome == Outcome::adopted || outcome == Outcome::adopted_as_amended;
}

Finding head_decides(std::string variant, Facts facts, std::vector<Missing> missing) {
    return {
        .rule = "R-DEC-02", .variant = std::move(variant), .facts = std::move(facts), .missing = std::move(missing)};
}

/// One head decides: who else holds the post on the day, an acting head beside the one who is away, is named.
std::optional<Finding> several_heads(const Context& at) {
    const std::vector<PersonId> heads = holders_of(at.organ(), Role::director, day_of_sitting(at));
    if (heads.size() < 2) return std::nullopt;
    Finding finding = head_decides("heads", {{"names", names_of(at, heads)}}, {});
    finding.class_ = FindingClass::warn;
    return finding;
}

Finding amendment_refused(std::string variant, Facts facts = {}) {
    return {.rule = "R-DEC-03",
            .variant = std::move(variant),
            .facts = std::move(facts),
            .missing = {Missing::amended_text}};
}

/// Amendments that no version could carry out, or that a clerk should read once more, in the text before the meeting.
std::optional<Finding> amendments_in_doubt(const Context& at, const std::vector<Amendment>& amendments) {
    const auto blank = [](const Amendment& amendment) { return is_blank(amendment.text); };
    if (std::ranges::any_of(amendments, blank)) return amendment_refused("no_amendment");
    const Draft* draft = at.matter ? at.draft() : nullptr;
    const auto before = draft ? clauses_in(at.world.documents, draft->main) : std::nullopt;
    const Rewordings rewordings = rewordings_of(amendments);
    if (const auto doubt = not_to_be_carried_out(rewordings, before)) {
        return amendment_refused(doubt->variant, {{"clause", doubt->named}});
    }
    const auto doubt = before ? shortens(rewordings, *before) : std::nullopt;
    if (!doubt) return std::nullopt;
    Finding finding = amendment_refused(doubt->variant, {{"clause", doubt->named}});
    finding.class_ = FindingClass::warn;
    return finding;
}

/// Whether an outcome and its amendments belong together: an amended text names what is amended, an unamended one
/// nothing.
std::optional<Finding> amendments_at_fault(const Context& at, bool amends, bool keeps,
                                           const std::vector<Amendment>& amendments) {
    if (amends && amendments.empty()) return amendment_refused("no_amendment");
    if (keeps && !amendments.empty()) return Finding{.rule = "R-DEC-03", .variant = "not_amended"};
    return amendments_in_doubt(at, amendments);
}

/// The clauses that somebody named, as the comparison of texts numbers them: 第四条、第六条第二款; 六. What bears no
/// number, a title or an annex, is left to the reviewer's eye.
std::vector<std::string> clauses_named(const std::string& text) {
    std::vector<std::string> numbered;
    for (const std::string& key : clause_keys(text)) {
        const bool is_number = !key.empty() && key.find_first_not_of("0123456789-") == std::string::npos;
        if (is_number) numbered.push_back(key);
    }
    return numbered;
}

/// Of a text that the engine cannot read the reviewer who confirmed it has looked.
bool changes(const Draft& draft, const std::string& clause) {
    return !draft.compared || std::ranges::find(draft.changed_clauses, clause) != draft.changed_clauses.end();
}

/// The clauses that a forum's amendments name.
std::vector<std::string> clauses_reworded(const Placement& placement) {
    std::vector<std::string> clauses;
    for (const Amendment& amendment : placement.amendments) {
        for (std::string& clause : clauses_named(amendment.clause)) clauses.push_back(std::move(clause));
    }
    return clauses;
}

/// The clauses that meetings reworded in the versions which this one continues, and that it leaves as they were.
std::vector<std::string> clauses_left_out(const Matter& matter, int version) {
    const std::vector<int> chain = matter.continued_by(version);
    std::vector<std::string> left_out;
    for (const Placement& placement : matter.placements) {
        const bool older = placement.version != version && std::ranges::find(chain, placement.version) != chain.end();
        if (!older || !placement.adopted() || placement.outcome != Outcome::adopted_as_amended) continue;
        for (const std::string& clause : clauses_reworded(placement)) {
            const bool carried_out = std::ranges::any_of(
                chain, [&](int one) { return one > placement.version && changes(*matter.draft(one), clause); });
            if (!carried_out) left_out.push_back(clause);
        }
    }
    return left_out;
}

/// A version that a forum adopted with amendments only, put before a meeting without them.
std::optional<Finding> amendments_outstanding(const Context& at) {
    const Draft* draft = at.matter ? at.draft() : nullptr;
    const Placement* adopted = draft ? amendments_owed(*at.matter, draft->version) : nullptr;
    if (!adopted) return std::nullopt;
    // A later version that would carry them out waits for the reviewer's word.
    const Draft* newest = at.matter->newest_draft();
    const bool filed = newest->version > adopted->version && unconfirmed_change(*at.matter, newest->version);
    return Finding{.rule = "R-DEC-03",
                   .variant = "owed",
                   .facts = {{"forum", term_of("forum", adopted->forum)}, {"v", adopted->version}},
                   .missing = {filed ? Missing::confirmation : Missing::amended_text}};
}

/// Who answers on one level of the chain of responsibility, and who may: the posts of the day tell.
struct Level {
    std::string name;
    std::vector<PersonId> people;
    bool (*answers)(const Context&, const CloseItem&, const PersonId&, Date);
};

bool answers_overall(const Context& at, const CloseItem&, const PersonId& person, Date day) {
    return person == at.meeting->chair || holds(at.organ(), person, Role::director, day) ||
           holds(at.organ(), person, Role::party_secretary, day);
}

/// Who holds the role for the section that brought the matter in, the one that led its drafting, or the one that is to
/// carry it out.
std::vector<PersonId> holders_for_sections(const Context& at, const CloseItem& body, Role role, Date day) {
    std::vector<PersonId> all;
    for (const std::optional<UnitId>& unit :
         {std::optional(at.matter->undertaking_unit), at.matter->lead_unit, body.executing_unit}) {
        if (!unit) continue;
        const std::vector<PersonId> holders = holders_of(at.organ(), role, day, &*unit);
        all.insert(all.end(), holders.begin(), holders.end());
    }
    return all;
}

/// Where nobody leads the portfolio of those sections that day, the leader of another one stands for it.
bool answers_for_portfolio(const Context& at, const CloseItem& body, const PersonId& person, Date day) {
    const std::vector<PersonId> leaders = holders_for_sections(at, body, Role::portfolio_leader, day);
    return leaders.empty() ? holds(at.organ(), person, Role::portfolio_leader, day) : contains(leaders, person);
}

bool answers_for_unit(const Context& at, const CloseItem& body, const PersonId& person, Date day) {
    return contains(holders_for_sections(at, body, Role::section_head, day), person);
}

/// All of them at once; one alone has a text of its own.
std::optional<Finding> levels_unnamed(const std::vector<Level>& levels) {
    std::vector<Term> list;
    for (const Level& level : levels) {
        if (level.people.empty()) list.push_back({"responsibility_level", level.name});
    }
    if (list.empty()) return std::nullopt;
    Finding finding{.rule = "R-DEC-06", .missing = {Missing::responsible_persons}};
    if (list.size() == 1) {
        finding.variant = list.front().code;
    } else {
        finding.facts.emplace("list", std::move(list));
    }
    return finding;
}

std::optional<Finding> level_at_fault(const Context& at, const CloseItem& body, const Level& level) {
    std::vector<PersonId> others = level.people;
    std::erase_if(others, [&](const PersonId& person) { return level.answers(at, body, person, day_of_sitting(at)); });
    if (others.empty()) return std::nullopt;
    return Finding{.rule = "R-DEC-06",
                   .variant = level.name + "_post",
                   .facts = {{"names", names_of(at, others)}},
                   .missing = {Missing::responsible_persons}};
}

}  // namespace

/// R-DEC-01 党组会按少数服从多数作出决定，结果由表决得出。
/// Nobody enters an outcome in the Party group, its chair included. Source:
/// 党章第十条、第十七条；《中国共产党党组工作条例（试行）》(2015) 第二十一条、第二十七条。
std::optional<Finding> r_dec_01(const Context& at) {
    if (!at.meeting || at.meeting->forum != Forum::party_group) return std::nullopt;

    return Finding{.rule = "R-DEC-01"};
}

/// R-DEC-02 行政首长在集体讨论的基础上决定；拟作决定与多数人意见不一致的，应当在会上说明理由。
/// The office meeting takes no ballot: the positions stated are the count, the head's own among them. Without the head
/// in the room an item is discussed or deferred, and nobody decides in his place; where several hold the post that day,
/// all are named. Source:
/// 国务院令第713号第三十条；《地方各级人民代表大会和地方各级人民政府组织法》。
std::optional<Finding> r_dec_02(const Context& at) {
    if (!at.item || at.meeting->forum != Forum::office_meeting) return std::nullopt;
    if (!is_action(at, Target::item, "decide")) return head_decides("ballot", {}, {Missing::head});
    const std::vector<PersonId> heads = leaders_present(at);
    if (heads.empty()) return head_decides("absent", {}, {Missing::head});
    if (!contains(heads, at.actor())) return head_decides("person", {{"names", names_of(at, heads)}}, {Missing::head});

    const auto* body = at.body<HeadDecide>();
    if (!body || !is_blank(body->head_reasons)) return several_heads(at);
    const Arithmetic count = count_positions(*at.meeting, *at.item);
    if (!head_owes_reasons(body->outcome, count)) return several_heads(at);

    return head_decides("", {{"for", count.for_}, {"against", count.against}, {"present", count.present}},
                        {Missing::head_reasons});
}

/// R-DEC-03 会议修改的条文须写明，并经审查人员复核。
/// "Adopted as amended" names the clauses and only it does, each with a text that can be put in its place; the version
/// that carries the amendments out leaves none of them out, and until one is confirmed the text is put before no
/// meeting again. Source: 《东营市行政规范性文件管理办法》第二十六条 for comparison; the amended text: the engine's own
/// control.
std::optional<Finding> r_dec_03(const Context& at) {
    if (at.meeting && !is_action(at, Target::matter, "confirm_change")) {
        if (auto finding = amendments_outstanding(at)) return finding;
    }
    if (const auto* body = at.body<OpenBallot>()) {
        return amendments_at_fault(at, body->motion.kind == MotionKind::adopt_as_amended,
                                   body->motion.kind == MotionKind::adopt, body->motion.amendments);
    }
    if (const auto* body = at.body<HeadDecide>()) {
        return amendments_at_fault(at, body->outcome == Outcome::adopted_as_amended, body->outcome == Outcome::adopted,
                                   body->amendments);
    }
    const auto* body = at.body<ConfirmChange>();
    if (!body || body->kind == ChangeClass::substantive || !at.matter) return std::nullopt;
    const std::vector<std::string> left_out = clauses_left_out(*at.matter, body->draft);
    if (left_out.empty()) return std::nullopt;

    return Finding{
        .rule = "R-DEC-03", .facts = {{"n", left_out}, {"v", body->draft}}, .missing = {Missing::amended_text}};
}

/// R-DEC-06 谁主管谁负责：责任落实到主要负责人、分管领导、科室负责人。
/// An adopted decision names somebody on each of the three levels, who on the day of the meeting holds a post of that
/// level: head, secretary or who chairs; the portfolio leader, and the head, of the section that undertook, led or is
/// to carry out. Source: the bureau's report of 2021.
std::optional<Finding> r_dec_06(const Context& at) {
    const auto* body = at.body<CloseItem>();
    if (!body || !closes_adopted(at)) return std::nullopt;
    const ResponsiblePersons people = body->responsible.value_or(ResponsiblePersons{});
    const std::vector<Level> levels{{"overall", people.overall, answers_overall},
                                    {"portfolio", people.portfolio, answers_for_portfolio},
                                    {"unit", people.unit, answers_for_unit}};
    if (auto finding = levels_unnamed(levels)) return finding;
    for (const Level& level : levels) {
        if (auto finding = level_at_fault(at, *body, level)) return finding;
    }
    return std::nullopt;
}

/// R-DEC-07 明确执行单位。
/// Source: 国务院令第713号第三十四条。
std::optional<Finding> r_dec_07(const Context& at) {
    const auto* body = at.body<CloseItem>();
    if (!body || !closes_adopted(at)) return std::nullopt;
    if (body->executing_unit && at.organ().units.contains(*body->executing_unit)) return std::nullopt;

    return Finding{.rule = "R-DEC-07", .missing = {Missing::executing_unit}};
}

/// R-DEC-08 印发的文本须与各会议通过的定稿一致。
/// The version has the digest that every forum of the route has adopted; a forum that has adopted none yet is named,
/// and one that adopted it with amendments which no confirmed version carries out yet.
/// Source: the engine's own control.
std::optional<Finding> r_dec_08(const Context& at) {
    if (!at.matter) return std::nullopt;
    std::vector<Term> awaited;
    for (const Forum forum : at.matter->route) {
        if (!at.matter->settled_in(forum)) awaited.push_back(term_of("forum", forum));
    }
    const Draft* newest = at.matter->newest_draft();
    const Placement* amended = newest ? amendments_owed(*at.matter, newest->version) : nullptr;
    if (amended) {
        // That forum has adopted it; what is missing of it is the confirmed text.
        std::erase(awaited, term_of("forum", amended->forum));
        Finding finding{.rule = "R-DEC-08",
                        .variant = awaited.empty() ? "amended" : "amended_awaited",
                        .facts = {{"title", at.matter->title}, {"forum", term_of("forum", amended->forum)}},
                        .missing = {Missing::amended_text}};
        if (!awaited.empty()) finding.facts.emplace("forums", std::move(awaited));
        return finding;
    }
    if (!awaited.empty()) {
        return Finding{.rule = "R-DEC-08",
                       .variant = "awaited",
                       .facts = {{"title", at.matter->title}, {"forums", std::move(awaited)}},
                       .missing = {Missing::settled_text, Missing::decision}};
    }
    const auto* body = at.body<Publish>();
    const SettledText* text = at.matter->settled();
    const Draft* draft = body ? at.matter->draft(body->draft) : nullptr;
    if (text && (!body || (draft && draft->digest == text->digest))) return std::nullopt;

    Facts facts = {{"title", at.matter->title}};
    if (body) facts.emplace("a", body->draft);
    if (text) facts.emplace("b", text->version);
    return Finding{.rule = "R-DEC-08",
                   .variant = text ? "version" : "",
                   .facts = std::move(facts),
                   .missing = {Missing::settled_text}};
}

}  // namespace shenyi::workflow::rules
