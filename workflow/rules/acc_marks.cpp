#include "workflow/roles.hpp"
#include "workflow/rules/acc.hpp"
#include "workflow/rules/following.hpp"
#include "workflow/rules/sitting.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>
#include <string>
#include <utility>

/// R-ACC-09: whose act is marked, and who is told that he relies on one.
namespace shenyi::workflow::rules {

namespace {

Finding marked(const Context& at, const PersonId& person, Instant reset_at) {
    return {.rule = "R-ACC-09",
            .class_ = FindingClass::warn,
            .subject = person.value,
            .facts = {{"name", at.name_of(person)}, {"date", date_of(reset_at)}}};
}

/// What somebody does here he does under a mark, whatever it is.
std::optional<Finding> own_mark(const Context& at) {
    const auto reset_at = marking_reset(at);
    if (!reset_at) return std::nullopt;
    return marked(at, at.actor(), *reset_at);
}

// ---- what made somebody a reviewer or an adviser
// -----------------------------------------------------------------------------

/// An act on which somebody's post, engagement or substitution rests.
struct Grounds {
    PersonId by;
    Instant at;
    Instant reset_at;
};

Finding marked_grounds(const Context& at, std::string variant, const PersonId& person, const Grounds& grounds) {
    Finding finding = marked(at, person, grounds.reset_at);
    finding.variant = std::move(variant);
    finding.facts.emplace("by", at.name_of(grounds.by));
    finding.facts.emplace("on", date_of(grounds.at));
    return finding;
}

/// The confirmation first: without it there is no post.
std::optional<Grounds> marked_grounds_of(const Post& post) {
    const Marks& marks = post.marks;
    if (marks.confirmed_reset_at) return Grounds{*post.confirmed_by, *post.confirmed_at, *marks.confirmed_reset_at};
    if (marks.entered_reset_at) return Grounds{post.entered_by, post.entered_at, *marks.entered_reset_at};
    return std::nullopt;
}

std::optional<Finding> mark_on(const Context& at, const PersonId& person, const HeldPost& held) {
    std::optional<Finding> finding;
    const Delegation* delegation = held.by_delegation;
    if (delegation && delegation->reset_at) {
        finding =
            marked_grounds(at, "delegation", person, {delegation->by, delegation->recorded_at, *delegation->reset_at});
    } else if (const auto grounds = marked_grounds_of(*held.post)) {
        finding = marked_grounds(at, "post", held.post->person, *grounds);
    }
    if (finding) finding->facts.emplace("post", term_of("role", held.post->role));
    return finding;
}

/// Of the posts by which he could act on that day: nothing where one of them is without a mark.
std::optional<Finding> mark_on_posts(const Context& at, const PersonId& person, bool (*fits)(Role), Date day) {
    std::optional<Finding> first;
    for (const HeldPost& held : acting_posts(at.organ(), person, day)) {
        if (!fits(held.post->role)) continue;
        auto mark = mark_on(at, person, held);
        if (!mark) return std::nullopt;
        if (!first) first = std::move(mark);
    }
    return first;
}

std::optional<Finding> mark_on_engagement(const Context& at, const PersonId& person, Date day) {
    std::optional<Finding> first;
    for (const Engagement& one : at.organ().engagements) {
        if (one.person != person || !one.covers(day)) continue;
        if (!one.reset_at) return std::nullopt;
        if (!first) first = marked_grounds(at, "engagement", person, {one.entered_by, one.entered_at, *one.reset_at});
    }
    return first;
}

// ---- what is relied on
// -----------------------------------------------------------------------------------------------

/// Whether the act lets the text go on: onto an agenda, into the discussion, to the public.
bool is_relying(const Context& at) {
    return is_action(at, Target::matter, "place_on_agenda") || is_action(at, Target::matter, "publish") ||
           is_action(at, Target::item, "open");
}

class ReliedOn {
  public:
    explicit ReliedOn(const Context& at) : at_(at) {}

    void opinion(const LegalityOpinion& opinion) {
        add(own(opinion.author, opinion.reset_at));
        add(mark_on_posts(at_, opinion.author, is_reviewing, date_of(opinion.issued_at)));
    }

    void confirmation(const Confirmation& confirmation) {
        add(own(confirmation.by, confirmation.reset_at));
        add(mark_on_posts(at_, confirmation.by, is_reviewing, date_of(confirmation.at)));
    }

    void advice(const AdviserOpinion& advice) {
        const Date day = date_of(advice.given_at);
        add(own(advice.author, advice.reset_at));
        add(mark_on_posts(at_, advice.author, is_advising, day));
        add(mark_on_engagement(at_, advice.author, day));
    }

    std::vector<Finding> take() { return std::move(marks_); }

  private:
    std::optional<Finding> own(const PersonId& person, std::optional<Instant> reset_at) const {
        return reset_at ? std::optional(marked(at_, person, *reset_at)) : std::nullopt;
    }

    /// One person may have signed twice.
    void add(std::optional<Finding> mark) {
        if (mark && std::ranges::find(marks_, *mark) == marks_.end()) marks_.push_back(*std::move(mark));
    }

    const Context& at_;
    std::vector<Finding> marks_;
};

std::vector<Finding> relied_on(const Context& at) {
    const Draft* draft = at.matter && is_relying(at) ? at.draft() : nullptr;
    if (!draft) return {};
    ReliedOn relied(at);
    const Clearance* clearance = at.matter->clearance_for(draft->digest);
    const LegalityOpinion* opinion = clearance ? at.matter->opinion(clearance->opinion) : nullptr;
    if (opinion) relied.opinion(*opinion);
    for (const int version : opinion ? at.matter->continued_by(draft->version) : std::vector<int>{}) {
        const Draft* one = at.matter->draft(version);
        if (version > opinion->version && one->confirmation) relied.confirmation(*one->confirmation);
    }
    if (const AdviserOpinion* advice = advice_heard(*at.matter, draft->version)) relied.advice(*advice);
    return relied.take();
}

// ---- what is confirmed
// -----------------------------------------------------------------------------------------------

/// When the password was reset of whoever entered the post or the end that lies for confirmation.
std::optional<std::pair<PersonId, Instant>> marked_entry(const Post& post) {
    const bool of_end = post.confirmed_by.has_value();
    const std::optional<Instant> reset_at = !of_end    ? post.marks.entered_reset_at
                                            : post.end ? post.end->marks.entered_reset_at
                                                       : std::nullopt;
    if (!reset_at) return std::nullopt;
    return std::pair(of_end ? post.end->entered_by : post.entered_by, *reset_at);
}

std::optional<Finding> mark_on_entered_post(const Context& at) {
    const auto& subject = at.command.subject;
    if (at.command.action != "confirm_post" || !subject.post) return std::nullopt;
    const auto found = at.organ().posts.find(*subject.post);
    const auto entry = found == at.organ().posts.end() ? std::nullopt : marked_entry(found->second);
    if (!entry) return std::nullopt;
    Finding finding = marked(at, found->second.person, entry->second);
    finding.variant = "entry";
    finding.facts.emplace("by", at.name_of(entry->first));
    return finding;
}

std::optional<Finding> mark_on_loaded_calendar(const Context& at) {
    if (!is_action(at, Target::organ, "confirm_calendar")) return std::nullopt;
    const auto& all = at.organ().loaded_calendars;
    const auto loaded = std::ranges::find(all.rbegin(), all.rend(), at.command.subject.year,
                                          [](const LoadedCalendar& one) { return std::optional(one.year.year); });
    if (loaded == all.rend() || !loaded->marks.entered_reset_at) return std::nullopt;
    Finding finding = marked(at, loaded->loaded_by, *loaded->marks.entered_reset_at);
    finding.variant = "calendar";
    finding.facts.emplace("year", std::int64_t{loaded->year.year});
    return finding;
}

}  // namespace

std::vector<Finding> marks(const Context& at) {
    std::vector<Finding> marks = relied_on(at);
    for (auto entered : {mark_on_entered_post(at), mark_on_loaded_calendar(at)}) {
        if (entered) marks.push_back(*std::move(entered));
    }
    if (auto own = own_mark(at)) marks.insert(marks.begin(), *std::move(own));
    return marks;
}

/// R-ACC-09 密码被重置后一日内的操作应当作标记。
/// Whatever is done within a day of a reset is marked, and whoever relies on it at a gate is shown it: on the
/// reviewer's opinion, on the confirmation of a change to what he found lawful, on the adviser's; and on what made them
/// reviewer and adviser, a post or an engagement that was entered or confirmed under such a mark. So is whoever
/// confirms what was entered under one. Who confirms a post that was entered by him who last reset his password does so
/// under a mark however long ago that was. This is the first of `marks`. Source: the engine's own control.
std::optional<Finding> r_acc_09(const Context& at) {
    std::vector<Finding> all = marks(at);
    if (all.empty()) return std::nullopt;
    return std::move(all.front());
}

}  // namespace shenyi::workflow::rules
