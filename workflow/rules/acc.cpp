#include "workflow/rules/acc.hpp"

#include "workflow/actions/adviser.hpp"
#include "workflow/actions/item.hpp"
#include "workflow/actions/matter.hpp"
#include "workflow/actions/organ.hpp"
#include "workflow/actions/review.hpp"
#include "workflow/roles.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/words.hpp"
#include "workflow/tally.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace shenyi::workflow::rules {

namespace {

// ---- who holds a post (R-ACC-08)
// -------------------------------------------------------------------------------------

/// An appointment or removal, as it is entered or lies for confirmation.
struct Entry {
    PersonId person;
    Role role;
    Date first_effect;  ///< the first day on which the person holds, or no more holds, the post
    std::optional<DocumentId> document;
    std::optional<PersonId> entered_by;  ///< whoever entered it, where it lies for confirmation
    Instant entered_at;
    bool entered_marked = false;  ///< within a day of the reset of his password
    bool removal;
};

const Post* post_of(const Context& at) {
    if (!at.command.subject.post) return nullptr;
    const auto found = at.organ().posts.find(*at.command.subject.post);
    return found == at.organ().posts.end() ? nullptr : &found->second;
}

std::optional<Entry> entry_of(const Context& at) {
    const Post* post = post_of(at);
    if (const auto* body = at.body<EnterPost>(); body && at.command.subject.person) {
        return Entry{.person = *at.command.subject.person,
                     .role = body->role,
                     .first_effect = body->from,
                     .document = body->document,
                     .entered_by = std::nullopt,
                     .entered_at = {},
                     .removal = false};
    }
    if (const auto* body = at.body<EndPost>(); body && post) {
        return Entry{.person = post->person,
                     .role = post->role,
                     .first_effect = plus_days(body->to, 1),
                     .document = body->document,
                     .entered_by = std::nullopt,
                     .entered_at = {},
                     .removal = true};
    }
    if (!is_action(at, Target::organ, "confirm_post") && !is_action(at, Target::person, "confirm_post")) {
        return std::nullopt;
    }
    if (post && !post->confirmed_by) {
        return Entry{.person = post->person,
                     .role = post->role,
                     .first_effect = post->from,
                     .document = post->document,
                     .entered_by = post->entered_by,
                     .entered_at = post->entered_at,
                     .entered_marked = post->marks.entered_reset_at.has_value(),
                     .removal = false};
    }
    if (!post || !post->end || post->end->confirmed_by) return std::nullopt;
    return Entry{.person = post->person,
                 .role = post->role,
                 .first_effect = plus_days(post->end->to, 1),
                 .document = post->end->document,
                 .entered_by = post->end->entered_by,
                 .entered_at = post->end->entered_at,
                 .entered_marked = post->end->marks.entered_reset_at.has_value(),
                 .removal = true};
}

/// Whether the person would be an administrator and something else: posts still to be confirmed count, those that end
/// before the new one begins do not.
bool mixes_administration(const Context& at, const Entry& entry) {
    return std::ranges::any_of(at.organ().posts, [&](const auto& one) {
        const Post& post = one.second;
        if (post.person != entry.person || post.role == entry.role) return false;
        const bool over = post.end && post.end->confirmed_by && post.end->to < entry.first_effect;
        return !over && (is_administrator(post.role) || is_administrator(entry.role));
    });
}

/// Whether he who confirms may be he who entered: whoever entered it has reset the other's password, within a day or
/// after he entered it, or a mark lies on the reset or on the entry too, so that one administrator may stand behind all
/// of them. A reset of before the entry is over after a day, but marks what is confirmed (`marking_reset`): else nobody
/// might be left who confirms.
bool may_be_one_person(const Context& at, const Entry& entry) {
    const Account& account = at.world.account;
    if (!entry.entered_by || !account.password_reset_at) return false;
    const bool fresh = is_marked(account, at.now());
    const bool since_entry = *account.password_reset_at >= entry.entered_at;
    if (account.password_reset_by == entry.entered_by) return fresh || since_entry;
    return fresh && (account.reset_under_mark || entry.entered_marked);
}

/// What is wrong with an entry, as the variant of the rule; empty if nothing is.
std::string fault_of(const Context& at, const Entry& entry) {
    if (entry.entered_by == at.actor()) return "same_person";
    if (entry.person == at.actor()) return "self";
    if (may_be_one_person(at, entry)) return "reset";
    if (!entry.removal && mixes_administration(at, entry)) return "admin";
    if (entry.first_effect <= at.world.today) return "backdated";
    return entry.document ? "" : "document";
}

Finding unfit(const Context& at, std::string variant, const PersonId& person, Missing missing) {
    return {.rule = "R-ACC-08",
            .variant = std::move(variant),
            .subject = person.value,
            .facts = {{"name", at.name_of(person)}},
            .missing = {missing}};
}

/// A post of the person's, entered at least, that he holds on some day of the delegation and that passes the test; null
/// if there is none.
template <class Test>
const Post* post_meanwhile(const Context& at, const PersonId& person, const Delegate& body, Test test) {
    const auto found = std::ranges::find_if(at.organ().posts, [&](const auto& one) {
        const Post& post = one.second;
        const bool over = post.end && post.end->confirmed_by && post.end->to < body.from;
        return post.person == person && !over && post.from <= body.until && test(post);
    });
    return found == at.organ().posts.end() ? nullptr : &found->second;
}

bool is_of_administrator(const Post& post) {
    return is_administrator(post.role);
}

bool judges_drafts(const Post& post) {
    return is_reviewing(post.role) || is_advising(post.role);
}

/// Whether by this post somebody drafts, or heads those who do: in every unit but one that reviews.
bool drafts(const Organ& organ, const Post& post) {
    if (post.role != Role::drafter && post.role != Role::undertaker && post.role != Role::section_head) return false;
    return std::ranges::find(organ.competences, post.unit, &Competence::body) == organ.competences.end();
}

/// Who drafts passes his post to nobody who reviews or advises: the substitute's first act in it would bar him from the
/// matter. The other way round the substitute is barred where he drafted (R-REV-12).
std::optional<Finding> delegation_to_a_judge(const Context& at, const PersonId& by, const Delegate& body) {
    const auto drafting = [&](const Post& post) { return drafts(at.organ(), post); };
    if (!post_meanwhile(at, by, body, drafting)) return std::nullopt;
    const Post* post = post_meanwhile(at, body.to, body, judges_drafts);
    if (!post) return std::nullopt;
    Finding finding = unfit(at, "drafting", by, Missing::another_person);
    finding.facts.emplace("to", at.name_of(body.to));
    finding.facts.emplace("post", term_of("role", post->role));
    return finding;
}

/// Who leads a forum already on a day on which the person would lead it too: one head decides (R-DEC-02). An acting
/// head (主持工作) may hold the post beside one who is away, so that it is told and not refused.
std::optional<Finding> second_leader(const Context& at, const Entry& entry) {
    if (entry.removal || (entry.role != Role::director && entry.role != Role::party_secretary)) return std::nullopt;
    const auto meanwhile = std::ranges::find_if(at.organ().posts, [&](const auto& one) {
        const Post& post = one.second;
        const bool over = post.end && post.end->confirmed_by && post.end->to < entry.first_effect;
        return post.role == entry.role && post.person != entry.person && post.confirmed_by && !over;
    });
    if (meanwhile == at.organ().posts.end()) return std::nullopt;
    Finding finding = unfit(at, "second_leader", entry.person, Missing::appointment);
    finding.class_ = FindingClass::warn;
    finding.missing.clear();
    finding.facts.emplace("other", at.name_of(meanwhile->second.person));
    finding.facts.emplace("date", entry.first_effect);
    finding.facts.emplace("post", term_of("role", entry.role));
    return finding;
}

std::optional<Finding> appointment(const Context& at, const Entry& entry) {
    std::string variant = fault_of(at, entry);
    if (variant.empty()) return second_leader(at, entry);
    // Of two people the message names the one who may not.
    const bool of_actor = variant == "same_person" || variant == "self" || variant == "reset";
    const Missing missing = of_actor ? Missing::another_person : Missing::appointment;
    Finding finding = unfit(at, std::move(variant), of_actor ? at.actor() : entry.person, missing);
    finding.subject = entry.person.value;
    // Neither he whom it is about nor he who entered it can take the part of the second person.
    finding.excluded = {entry.person};
    if (of_actor) finding.excluded.push_back(at.actor());
    if (of_actor && entry.entered_by) finding.excluded.push_back(*entry.entered_by);
    finding.facts.emplace("date", entry.first_effect);
    finding.facts.emplace("post", term_of("role", entry.role));
    if (finding.variant == "reset") {
        finding.facts.emplace("by", at.name_of(*at.world.account.password_reset_by));
        finding.facts.emplace("reset_on", date_of(*at.world.account.password_reset_at));
    }
    return finding;
}

// ---- who stands in for whom
// -------------------------------------------------------------------------------------------

/// A delegation to or from one of the three administrators, by somebody who has no post that passes to another, or by
/// who drafts to who reviews or advises.
std::optional<Finding> delegation(const Context& at) {
    if (!is_action(at, Target::person, "delegate") || !at.command.subject.person) return std::nullopt;
    const PersonId& by = *at.command.subject.person;
    const auto* body = at.body<Delegate>();
    if (is_administrator(at.organ(), by, at.world.today)) return unfit(at, "admin", by, Missing::another_person);
    if (body && post_meanwhile(at, body->to, *body, is_of_administrator)) {
        return unfit(at, "admin", body->to, Missing::another_person);
    }
    if (body) {
        if (auto finding = delegation_to_a_judge(at, by, *body)) return finding;
    }
    const auto posts = posts_of(at.organ(), by, at.world.today);
    const auto passes = [](const Post* post) { return passes_to_substitute(post->role); };
    if (std::ranges::any_of(posts, passes)) return std::nullopt;
    return unfit(at, "personal", by, Missing::appointment);
}

// ---- who was appointed after the sending
// -----------------------------------------------------------------------------

bool held_when_sent(const Post& post, Instant sent) {
    return post.confirmed_at && *post.confirmed_at <= sent && start_of(post.from) <= sent;
}

/// Whether the reviewing body has put him on the matter since it was sent.
bool was_put_on(const Matter& matter, const PersonId& person, Instant sent) {
    return std::ranges::any_of(
               matter.assignments,
               [&](const Assignment& one) { return one.reviewer == person && one.by != person && one.at >= sent; }) ||
           std::ranges::any_of(matter.advisers_asked, [&](const AdviserAsked& one) {
               return one.adviser == person && one.by != person && one.at >= sent;
           });
}

std::optional<Finding> appointed_after_sending(const Context& at) {
    const ReviewRequest* request = at.matter ? at.matter->request() : nullptr;
    if (!request || at.command.target != Target::matter) return std::nullopt;
    const bool advising = at.command.action == "give_adviser_opinion";
    bool acts_by_post = false;
    for (const HeldPost& held : acting_posts(at.organ(), at.actor(), at.world.today)) {
        if (!(advising ? is_advising(held.post->role) : is_reviewing(held.post->role))) continue;
        acts_by_post = true;
        if (held_when_sent(*held.post, request->requested_at)) return std::nullopt;
    }
    if (!acts_by_post || was_put_on(*at.matter, at.actor(), request->requested_at)) return std::nullopt;

    Finding finding =
        unfit(at, "after_sending", at.actor(), advising ? Missing::adviser_opinion : Missing::appointment);
    finding.facts.emplace("date", date_of(request->requested_at));
    finding.excluded = {at.actor()};  // nobody puts himself on a matter
    return finding;
}

// ---- objections
// ------------------------------------------------------------------------------------------------------

/// Whether the objection is the actor's own, or of somebody in whose place he would answer it.
bool is_own(const Context& at, const Objection& objection) {
    if (objection.by == at.actor()) return true;
    const auto held = acts_as(at, {Role::director, Relation::superior});  // a superior of whatever post
    return held && held->by_delegation && held->by_delegation->by == objection.by;
}

/// The superiors of the matter who do not stand above who raised it, and he and the actor.
std::vector<PersonId> not_above(const Context& at, const Objection& objection) {
    std::vector<PersonId> people{objection.by, at.actor()};
    for (const PersonId& person : who_may(at, {Role::director, Relation::superior})) {
        Command his = at.command;
        his.actor = person;
        if (!acts_above(context_of(at.world, his), objection.by, date_of(objection.at))) people.push_back(person);
    }
    return people;
}

/// Before he names one: there is none that he may answer.
std::optional<Finding> answers_without_standing_above(const Context& at) {
    if (!at.matter) return std::nullopt;
    const auto* body = at.body<AnswerObjection>();
    const Objection* met = nullptr;
    for (const Objection& objection : at.matter->objections) {
        if (objection.answer || (body && objection.event != body->objection)) continue;
        if (!is_own(at, objection) && acts_above(at, objection.by, date_of(objection.at))) return std::nullopt;
        met = &objection;
    }
    if (!met) return std::nullopt;

    return Finding{.rule = "R-ACC-06",
                   .variant = is_own(at, *met) ? "own" : "above",
                   .facts = {{"name", at.name_of(met->by)}},
                   .missing = {Missing::another_person},
                   .excluded = not_above(at, *met)};
}

// ---- dissent
// ---------------------------------------------------------------------------------------------------------

/// Who voiced no dissent has none to confirm. While nothing is decided he can still speak, if he takes part.
std::optional<Finding> not_voiced(const Context& at, const PersonId& author) {
    if (!at.item || has_dissented(*at.item, author)) return std::nullopt;
    const bool can_speak = at.item->state == ItemState::open && !outcome_reached(*at.item) &&
                           contains(voters(*at.meeting, *at.item), author);
    return Finding{.rule = "R-ACC-03",
                   .variant = "not_voiced",
                   .facts = {{"name", at.name_of(author)}},
                   .missing = can_speak ? std::vector{Missing::statement} : std::vector<Missing>{},
                   .owing = {author}};
}

}  // namespace

/// R-ACC-03 会议记录办结后，不得补记不同意见。
/// Dissent that reduces liability is taken from the closed record only: none is added once the record is signed by all,
/// or by its author; and before that only by who voiced it in the discussion, since abstention, silence, absence and
/// later statements are not dissent. What he voiced he may put in his own words, and mend, until he signs.
/// Source: 《重大行政决策程序暂行条例》第三十八条。
std::optional<Finding> r_acc_03(const Context& at) {
    if (!at.meeting) return std::nullopt;
    const auto* body = at.body<ConfirmDissent>();
    const PersonId& author = body ? body->person : at.actor();
    const bool closed = at.meeting->stage == MeetingStage::signed_;
    if (!closed && !at.meeting->has_signed(author)) return not_voiced(at, author);

    Finding finding{.rule = "R-ACC-03", .facts = {{"name", at.name_of(author)}}};
    if (!at.meeting->signatures.empty()) {
        finding.facts.emplace("date", date_of(at.meeting->signatures.back().at));
    }
    return finding;
}

/// R-ACC-06 公务员认为上级的决定或者命令有错误的，可以提出意见；门槛不因此放行。
/// The objection is recorded and told apart from a review: it opens nothing. It is for a superior to answer, who stands
/// above the one who raised it: not for him, nor for who acts in his place, nor for the head of a unit that is not his.
/// Which superior gave the order no record says; all of them are waited for (waiting.hpp). Source:
/// 《公务员法》第六十条。
std::optional<Finding> r_acc_06(const Context& at) {
    if (is_action(at, Target::matter, "answer_objection")) return answers_without_standing_above(at);
    if (!is_action(at, Target::matter, "note_objection")) return std::nullopt;

    return Finding{.rule = "R-ACC-06", .class_ = FindingClass::warn, .of_what_is_done = true};
}

/// R-ACC-08 任免由两人分别录入、确认并附文件，最早自次日起生效，不得追溯，不得为本人办理。
/// The three administrators hold no business post, nor each other's, and neither stand in nor are stood in for; nobody
/// passes on a duty that is his own. Whose password was reset by whoever entered it confirms it a day later at the
/// earliest: an administrator would be both. Who became a reviewer or adviser after a matter
/// was sent for review acts on it only once the reviewing body has put him on it; he cannot do that himself. Source:
/// the engine's own control.
std::optional<Finding> r_acc_08(const Context& at) {
    if (!at.matter) {
        const auto entry = entry_of(at);
        return entry ? appointment(at, *entry) : delegation(at);
    }
    return appointed_after_sending(at);
}

std::optional<Instant> marking_reset(const Context& at) {
    const Account& account = at.world.account;
    if (is_marked(account, at.now())) return account.password_reset_at;
    const auto entry = entry_of(at);
    const bool may_be_both = entry && entry->entered_by && account.password_reset_by == entry->entered_by;
    return may_be_both ? account.password_reset_at : std::nullopt;
}

}  // namespace shenyi::workflow::rules
