#include "workflow/actions/ballot.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/meeting.hpp"
#include "workflow/rules/ballot.hpp"
#include "workflow/rules/meet.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/tally.hpp"

#include <algorithm>
#include <utility>

/// R-MEET-06 to R-MEET-14: what holds while an item is before the meeting. Calling, opening and signing are in
/// `meet.cpp`.
namespace shenyi::workflow::rules {

namespace {

/// Those whom the command lets speak to the item, or vote on it. A vote given for a secret ballot is R-MEET-10's
/// business and names nobody here, since a refusal is on record.
std::vector<PersonId> people_acting(const Context& at) {
    if (const auto* body = at.body<Speak>()) return {body->person};
    const auto* body = at.body<RecordBallot>();
    const Ballot* ballot = at.item->open_ballot();
    std::vector<PersonId> people;
    if (!body || !body->votes || !ballot || ballot->method == BallotMethod::secret) return people;
    for (const NamedVote& vote : *body->votes) {
        if (!contains(people, vote.person)) people.push_back(vote.person);
    }
    return people;
}

/// The two sides of what the command would decide.
struct Sides {
    Arithmetic count;
    bool defers = false;
    bool asked_only = false;  ///< there is no body that could hold a reason
    bool reasoned = false;
};

/// Nothing where no ballot is recorded.
std::optional<Sides> sides_of(const Context& at) {
    if (is_action(at, Target::item, "decide")) {
        const auto* body = at.body<HeadDecide>();
        return Sides{.count = count_positions(*at.meeting, *at.item),
                     .defers = body && body->outcome == Outcome::deferred,
                     .asked_only = !body,
                     .reasoned = body && body->close_reason};
    }
    const Ballot* ballot = at.item->open_ballot();
    if (!ballot || !ballot->recorded()) return std::nullopt;
    const auto* body = at.body<CloseBallot>();
    return Sides{.count = count_ballot(*at.meeting, *at.item, *ballot, at.pack),
                 .defers = ballot->motion.kind == MotionKind::defer,
                 .asked_only = !body,
                 .reasoned = body && body->close_reason};
}

/// What belongs to the discussion, which ends with the result.
bool is_of_discussion(const Context& at) {
    constexpr const char* acts[] = {"speak", "declare_interest", "recuse"};
    return at.item && std::ranges::any_of(acts, [&](const char* act) { return is_action(at, Target::item, act); });
}

/// An item that is before the meeting, other than the command's own.
const Item* another_open(const Context& at) {
    const auto other = std::ranges::find_if(at.meeting->items, [&](const Item& item) {
        return (!at.item || item.id != at.item->id) && (item.state == ItemState::open || item.open_ballot());
    });
    return other == at.meeting->items.end() ? nullptr : &*other;
}

/// Leave counts that was on record before the meeting took place: where its opening is entered from paper, before that
/// time.
std::optional<Finding> absent_without_leave(const Context& at, const OpenMeeting& opening) {
    if (!at.meeting->roster) return std::nullopt;
    std::vector<PersonId> absent = at.meeting->roster->due;
    std::erase_if(absent, [&](const PersonId& person) {
        return contains(opening.present, person) || std::ranges::any_of(at.meeting->leaves, [&](const Leave& leave) {
                   return leave.person == person && leave.at < at.happened();
               });
    });
    if (absent.empty()) return std::nullopt;

    return Finding{.rule = "R-MEET-12",
                   .variant = "no_leave",
                   .class_ = FindingClass::warn,
                   .facts = {{"names", names_of(at, absent)}}};
}

/// Leave asked for once the meeting has been opened is no leave asked beforehand.
std::optional<Finding> leave_asked_late(const Context& at, const RecordLeave& body) {
    if (!at.meeting->opened_at) return std::nullopt;

    return Finding{.rule = "R-MEET-12",
                   .variant = "late_leave",
                   .class_ = FindingClass::warn,
                   .facts = {{"names", names_of(at, {body.person})}}};
}

/// Nobody refuses what he does not owe: no confirmation is owed before there is something to dissent from.
bool owes_confirmation(const Item& item, const PersonId& person) {
    const bool asked = item.kind != ItemKind::decision || outcome_reached(item);
    return asked && contains(still_to_confirm(item), person);
}

std::optional<Finding> refusal_at_fault(const Context& at, const RecordRefusalToConfirm& body) {
    const bool at_the_item = std::ranges::all_of(body.witnesses, [&](const PersonId& witness) {
        return at.meeting->is_present(witness) && !at.item->recused.contains(witness);
    });
    const bool owed = owes_confirmation(*at.item, body.person);
    if (owed && at_the_item && are_two_witnesses(body.witnesses, body.person)) return std::nullopt;
    if (!owed)
        return Finding{.rule = "R-MEET-14", .variant = "not_owed", .facts = {{"names", names_of(at, {body.person})}}};

    return Finding{.rule = "R-MEET-14",
                   .variant = "witnesses",
                   .facts = {{"names", names_of(at, {body.person})}},
                   .missing = {Missing::another_person}};
}

/// Whom the command would recuse: by name, or by an interest of his.
const PersonId* to_be_recused(const Context& at) {
    if (const auto* body = at.body<Recuse>()) return &body->person;
    const auto* declared = at.body<DeclareInterest>();
    return declared && declared->interest ? &declared->person : nullptr;
}

/// Somebody who has taken a side is to be recused. Who took it himself is so by his own declaration, or by the chair,
/// who answers for it: no entry of the recorder takes a voice out of the count. What he said stays said either way.
std::optional<Finding> recused_after_his_word(const Context& at) {
    const PersonId* person = to_be_recused(at);
    const Statement* said = person ? at.item->last_word_of(*person) : nullptr;
    if (!said || said->position == Position::no_comment || *person == at.actor()) return std::nullopt;
    if (at.item->recused.contains(*person) && !at.item->interest_entered.contains(*person)) return std::nullopt;
    const bool entered_only = at.actor() != at.meeting->chair && at.item->own_word_of(*person);
    return Finding{.rule = "R-MEET-06",
                   .variant = entered_only ? "own_word" : "after_words",
                   .class_ = entered_only ? FindingClass::refuse : FindingClass::warn,
                   .facts = {{"names", names_of(at, {*person})}},
                   .missing = entered_only ? std::vector{Missing::declaration} : std::vector<Missing>{}};
}

/// The recused who would act. Who is so by nothing but another's entry can say himself that he has no interest.
Finding recused_act(const Context& at, std::vector<PersonId> recused) {
    Finding finding{.rule = "R-MEET-06", .facts = {{"names", names_of(at, recused)}}};
    const bool entered = std::ranges::all_of(
        recused, [&](const PersonId& person) { return at.item->interest_entered.contains(person); });
    if (!entered) return finding;
    finding.variant = "entered";
    finding.missing = {Missing::declaration};
    finding.owing = std::move(recused);
    return finding;
}

/// Whether an entry about somebody, made by another, says otherwise than what stands: a text that is left out says
/// nothing.
bool differs(const Declaration& stands, const DeclareInterest& body) {
    return stands.interest != body.interest || (body.text && body.text != stands.text);
}
bool differs(const Statement& stands, const Speak& body) {
    return stands.position != body.position || (body.text && body.text != stands.text);
}

/// What somebody entered of himself nobody else enters otherwise, nor in a round gone through anew: he alone knows what
/// he means.
std::optional<Finding> over_own_entry(const Context& at) {
    const PersonId* person = nullptr;
    std::string_view kind;
    if (const auto* body = at.body<Speak>()) {
        const Statement* stands = at.item->own_word_of(body->person);
        if (stands && differs(*stands, *body)) person = &body->person;
        kind = "own_position";
    } else if (const auto* declared = at.body<DeclareInterest>()) {
        const Declaration* stands = at.item->own_declaration_of(declared->person);
        if (stands && differs(*stands, *declared)) person = &declared->person;
        kind = "own_declaration";
    }
    if (!person || *person == at.actor()) return std::nullopt;
    return Finding{.rule = "R-MEET-14",
                   .variant = std::string(kind),
                   .facts = {{"names", names_of(at, {*person})}},
                   .owing = {*person}};
}

}  // namespace

/// R-MEET-06 议题涉及本人或者可能影响公正的，应当回避。
/// Every member present declares before he speaks and before anything is decided; who has an interest is recused; who
/// is recused neither speaks nor votes. What another entered of him ends by his own word that he has none; and whoever
/// has taken a side himself is not recused by a mere entry. What is only heard asks for no round of declarations.
/// Source: 《公务员法》第七十六条、第七十七条。
std::optional<Finding> r_meet_06(const Context& at) {
    if (!at.item) return std::nullopt;
    if (is_action(at, Target::item, "recuse") || is_action(at, Target::item, "declare_interest")) {
        return recused_after_his_word(at);
    }
    const std::vector<PersonId> acting = people_acting(at);
    std::vector<PersonId> recused = acting;
    std::erase_if(recused, [&](const PersonId& person) { return !at.item->recused.contains(person); });
    if (!recused.empty()) return recused_act(at, std::move(recused));
    if (at.item->kind != ItemKind::decision || is_action(at, Target::item, "record_ballot")) return std::nullopt;

    std::vector<PersonId> members = voters(*at.meeting, *at.item);
    if (is_action(at, Target::item, "speak")) {
        std::erase_if(members, [&](const PersonId& person) { return !contains(acting, person); });
    }
    std::erase_if(members, [&](const PersonId& person) { return at.item->declarations.contains(person); });
    if (members.empty()) return std::nullopt;

    return Finding{.rule = "R-MEET-06",
                   .variant = "undeclared",
                   .facts = {{"names", names_of(at, members)}},
                   .missing = {Missing::declaration},
                   .owing = members};
}

/// R-MEET-07 列席人员可以说明情况，没有表决权。
/// Who is not due may explain (`no_comment` with a text) but takes no position and has no vote.
/// Source: 《中国共产党党组工作条例（试行）》(2015)。
std::optional<Finding> r_meet_07(const Context& at) {
    const auto* statement = at.body<Speak>();
    if (!at.item || (statement && statement->position == Position::no_comment)) return std::nullopt;
    std::vector<PersonId> others = people_acting(at);
    std::erase_if(others, [&](const PersonId& person) { return at.meeting->is_due(person); });
    if (others.empty()) return std::nullopt;

    return Finding{.rule = "R-MEET-07", .facts = {{"names", names_of(at, others)}}};
}

/// R-MEET-08 成员充分发表意见，主要负责人末位表态。
/// The chair's position waits for everybody present, and that of the leader who does not chair for the chair's; nothing
/// is voted or decided while somebody has not spoken, or has spoken or come in after the chair. `no_comment` is a
/// statement. What is only heard has no order. Source:
/// 国务院令第713号第三十条；《中国共产党党组工作条例（试行）》(2015) 第二十七条。
std::optional<Finding> r_meet_08(const Context& at) {
    if (!at.item || at.item->kind != ItemKind::decision) return std::nullopt;
    const auto* statement = at.body<Speak>();
    if (!statement && is_action(at, Target::item, "speak")) return std::nullopt;
    const std::vector<PersonId> owing = still_to_speak(at, statement ? &statement->person : nullptr);
    if (owing.empty()) return std::nullopt;
    std::vector<PersonId> first = owing;
    std::erase_if(first, [&](const PersonId& person) { return !still_to_speak(at, &person).empty(); });

    return Finding{.rule = "R-MEET-08",
                   .facts = {{"names", names_of(at, owing)}},
                   .missing = {Missing::statement},
                   .owing = std::move(first)};
}

/// R-MEET-09 多个事项应当逐项表决。
/// One item is before the meeting at a time and is decided once: no second ballot, no second decision, no deferral
/// after it. The discussion comes before: once there is a result nobody speaks, declares an interest or is recused any
/// more, so that no dissent is added or taken away afterwards (R-ACC-03). The sitting does not end over an open item.
/// Source: 《中国共产党党组工作条例（试行）》(2015) 第二十七条。
std::optional<Finding> r_meet_09(const Context& at) {
    if (!at.meeting) return std::nullopt;
    if (is_of_discussion(at)) {
        if (!outcome_reached(*at.item)) return std::nullopt;
        return Finding{.rule = "R-MEET-09", .variant = "over", .facts = {{"title", at.item->title}}};
    }
    const Item* other = is_action(at, Target::item, "defer") ? nullptr : another_open(at);
    if (other) {
        return Finding{.rule = "R-MEET-09",
                       .variant = at.item ? "" : "open_item",
                       .subject = other->id.value,
                       .facts = {{"title", other->title}}};
    }
    if (!at.item || is_action(at, Target::item, "open") || !outcome_reached(*at.item)) return std::nullopt;

    return Finding{.rule = "R-MEET-09", .variant = "decided", .facts = {{"title", at.item->title}}};
}

/// R-MEET-10 表决方式事先确定，无记名表决由两名监票人确认票数。
/// The method is fixed when the ballot opens. Where it is secret, two tellers who are in the room and are not the
/// recorder confirm the counts, these do not exceed the voters, and no name is kept; otherwise each voter has one vote
/// and none is left out (逐人记录). What is recorded stands: another count, of whatever method, is another ballot, and
/// this one is voided with its reason; so is one since which somebody voting has left, been recused or come in. Source:
/// 《中国共产党党组工作条例（试行）》(2015) 第二十七条; tellers, voiding: the engine's own control.
std::optional<Finding> r_meet_10(const Context& at) {
    if (!at.item) return std::nullopt;
    const Ballot* ballot = at.item->open_ballot();
    if (is_action(at, Target::item, "open_ballot"))
        return ballot ? std::optional(ballot_finding("method")) : std::nullopt;
    if (!ballot) return without_open_ballot(*at.item);
    if (is_action(at, Target::item, "close_ballot")) return ballot_to_close(at, *ballot);
    return is_action(at, Target::item, "record_ballot") ? ballot_to_record(at, *ballot, at.body<RecordBallot>())
                                                        : std::nullopt;
}

/// R-MEET-11 赞成票超过应到会成员半数的，方为通过。
/// The outcome is computed from the votes; the guard only says beforehand that the motion fails. Recused and absent
/// members stay in the number due, abstentions are no votes for. Source: 《中国共产党党组工作条例（试行）》(2015)
/// 第二十七条。
std::optional<Finding> r_meet_11(const Context& at) {
    const Ballot* ballot = at.item ? at.item->open_ballot() : nullptr;
    if (!ballot || !ballot->recorded()) return std::nullopt;
    const Arithmetic count = count_ballot(*at.meeting, *at.item, *ballot, at.pack);
    if (count.for_ >= count.needed) return std::nullopt;

    return Finding{.rule = "R-MEET-11",
                   .class_ = FindingClass::warn,
                   .facts = {{"for", count.for_}, {"due", count.due}, {"needed", count.needed}}};
}

/// R-MEET-12 未到会成员的书面意见不计入票数。
/// Who is not in the room neither speaks nor votes, and nobody for him. Absence without leave is noted when the meeting
/// opens, not refused; leave asked for after that is recorded, as no leave asked beforehand (事先请假).
/// Source: 《中国共产党党组工作条例（试行）》(2015) 第二十七条。
std::optional<Finding> r_meet_12(const Context& at) {
    if (const auto* opening = at.body<OpenMeeting>()) return absent_without_leave(at, *opening);
    if (const auto* leave = at.body<RecordLeave>()) return leave_asked_late(at, *leave);
    if (!at.item) return std::nullopt;
    std::vector<PersonId> absent = people_acting(at);
    std::erase_if(absent, [&](const PersonId& person) { return at.meeting->is_present(person); });
    if (absent.empty()) return std::nullopt;

    return Finding{.rule = "R-MEET-12", .facts = {{"names", names_of(at, absent)}}};
}

/// R-MEET-13 双方人数接近的，应当暂缓决定；确需决定的，记明理由。
/// With a reason (emergency, or another) the decision passes and the warning stays; deferring needs none.
/// Source: 党章第十七条; the margin and the office meeting: the pack's.
std::optional<Finding> r_meet_13(const Context& at) {
    if (!at.item) return std::nullopt;
    const auto sides = sides_of(at);
    if (!sides || sides->defers || !are_close(sides->count, at.pack.close_margin)) return std::nullopt;

    return Finding{
        .rule = "R-MEET-13",
        .class_ = sides->reasoned || sides->asked_only ? FindingClass::warn : FindingClass::refuse,
        .facts = {{"for", sides->count.for_}, {"against", sides->count.against}},
        .missing = sides->reasoned ? std::vector<Missing>{} : std::vector{Missing::reason},
    };
}

/// R-MEET-14 如实记录，不同意见载明。
/// An item is not closed before each who spoke or openly voted against what was adopted (`dissent.hpp`) has confirmed
/// his own text, or two witnesses his refusal; where the record holds nobody's, that is entered expressly. The refusal
/// is that of somebody who is asked, once, before two others who take part in the item. A position and a declaration
/// that somebody entered himself are not entered otherwise by another, in whatever round. Source:
/// 国务院令第713号第三十条；《中国共产党党组工作条例（试行）》(2015) 第二十七条; witnesses: the engine's own control.
std::optional<Finding> r_meet_14(const Context& at) {
    if (!at.item) return std::nullopt;
    if (is_action(at, Target::item, "speak") || is_action(at, Target::item, "declare_interest")) {
        return over_own_entry(at);
    }
    if (is_action(at, Target::item, "record_refusal_to_confirm")) {
        const auto* refusal = at.body<RecordRefusalToConfirm>();
        return refusal ? refusal_at_fault(at, *refusal) : std::nullopt;
    }
    std::vector<PersonId> people;
    for (const Dissent& dissent : dissents_on_record(*at.item)) people.push_back(dissent.person);
    const std::vector<PersonId> open = still_to_confirm(*at.item);
    const auto* body = at.body<CloseItem>();
    const bool told =
        !body || at.item->kind != ItemKind::decision || body->no_dissent.value_or(false) == people.empty();
    if (open.empty() && told) return std::nullopt;

    const std::string variant = people.empty() ? "none" : "some";
    return Finding{.rule = "R-MEET-14",
                   .variant = open.empty() ? variant : "",
                   .facts = {{"names", names_of(at, open.empty() ? people : open)}},
                   .missing = {Missing::confirmation_of_dissent},
                   .owing = open};
}

}  // namespace shenyi::workflow::rules
