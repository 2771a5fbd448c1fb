#include "workflow/rules/following.hpp"

#include "workflow/roles.hpp"
#include "workflow/rules/words.hpp"

#include <algorithm>

namespace shenyi::workflow::rules {

namespace {

bool holds_text(const std::vector<Text>& texts, const Text& text) {
    return std::ranges::any_of(texts, [&](const Text& one) { return one.is(text); });
}

void add_once(std::vector<Text>& texts, const Text& text) {
    if (!holds_text(texts, text)) texts.push_back(text);
}

void add_same_main(const Matter& matter, const DocumentId& main, std::vector<Text>& texts) {
    for (const Draft& draft : matter.drafts) {
        if (draft.main == main) add_once(texts, {&matter, &draft});
    }
}

/// Goes from text to text until nothing new is met; `step` adds the versions of the same matter that belong to a text.
template <class Step>
std::vector<Text> closure(const World& world, const Matter& matter, const Draft& draft, Step step) {
    std::vector<Text> texts{{&matter, &draft}};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Text text = texts[i];
        step(text, texts);
        add_same_main(*text.matter, text.draft->main, texts);
        for (const auto& [id, other] : world.matters) {
            if (other && other->organ == matter.organ) add_same_main(*other, text.draft->main, texts);
        }
    }
    return texts;
}

bool is_open_unlawful(const AdviserOpinion& opinion) {
    return opinion.conclusion == Conclusion::unlawful && !opinion.withdrawn;
}

template <class Test>
std::vector<UnlawfulAdvice> advice_on(const std::vector<Text>& texts, Test test) {
    std::vector<UnlawfulAdvice> found;
    for (const Text& text : texts) {
        for (const AdviserOpinion& opinion : text.matter->adviser_opinions) {
            if (opinion.version == text.draft->version && test(opinion)) found.push_back({text.matter, &opinion});
        }
    }
    return found;
}

std::vector<UnlawfulReview> unlawful_reviews_on(const std::vector<Text>& texts) {
    std::vector<UnlawfulReview> found;
    for (const Text& text : texts) {
        const LegalityOpinion* opinion = text.matter->opinion_on(text.draft->version);
        if (opinion && opinion->conclusion == Conclusion::unlawful) found.push_back({text.matter, opinion});
    }
    return found;
}

bool is_later(const Text& text, const Text& than) {
    return text.matter->id == than.matter->id ? text.draft->version > than.draft->version
                                              : text.draft->submitted_at > than.draft->submitted_at;
}

/// Whether an opinion is the adviser's own, or of one named in his place, with the reason, when he could not be heard
/// any more himself.
bool speaks_for(const World& world, const Matter& matter, const AdviserOpinion& hearing, const PersonId& adviser) {
    if (hearing.author == adviser) return true;
    return std::ranges::any_of(matter.advisers_asked, [&](const AdviserAsked& asked) {
        return asked.adviser == hearing.author && asked.in_place_of == adviser && !is_blank(asked.reason) &&
               asked.at <= hearing.given_at && !can_be_heard(*world.organ, matter, adviser, date_of(asked.at));
    });
}

bool came_before_review(const Text& text, const AdviserOpinion& hearing) {
    const LegalityOpinion* review = opinion_kept(*text.matter, text.draft->version);
    return !review || hearing.given_at <= review->issued_at;
}

/// He was heard: a favourable opinion that he took back says nothing, an unlawful one that he took back says yes.
bool says_something(const AdviserOpinion& hearing) {
    return hearing.conclusion == Conclusion::unlawful || !hearing.withdrawn;
}

bool finds_no_fault(const AdviserOpinion& hearing) {
    return (hearing.conclusion == Conclusion::unlawful) == hearing.withdrawn.has_value();
}

/// The first open `unlawful` in a version's history that it does not carry and for which no hearing on a text changed
/// since passes the test.
template <class Test>
std::optional<UnlawfulAdvice> not_followed_by(const World& world, const Matter& matter, const Draft& draft, Test test) {
    const std::vector<Text> carried = carried_by(world, matter, draft);
    const std::vector<Text> history = history_of(world, matter, draft);
    for (const UnlawfulAdvice& finding : advice_on(history, is_open_unlawful)) {
        const Text found_on{finding.matter, finding.matter->draft(finding.opinion->version)};
        if (holds_text(carried, found_on)) continue;
        const bool followed = std::ranges::any_of(history, [&](const Text& text) {
            if (!is_later(text, found_on)) return false;
            if (holds_text(carried_by(world, *text.matter, *text.draft), found_on)) return false;
            return std::ranges::any_of(text.matter->adviser_opinions, [&](const AdviserOpinion& hearing) {
                return hearing.version == text.draft->version && test(hearing) && came_before_review(text, hearing) &&
                       speaks_for(world, *text.matter, hearing, finding.opinion->author);
            });
        });
        if (!followed) return finding;
    }
    return std::nullopt;
}

}  // namespace

std::vector<Text> carried_by(const World& world, const Matter& matter, const Draft& draft) {
    return closure(world, matter, draft, [](const Text& text, std::vector<Text>& texts) {
        for (const int version : text.matter->continued_by(text.draft->version)) {
            add_once(texts, {text.matter, text.matter->draft(version)});
        }
    });
}

std::vector<Text> history_of(const World& world, const Matter& matter, const Draft& draft) {
    return closure(world, matter, draft, [](const Text& text, std::vector<Text>& texts) {
        for (const Draft& earlier : text.matter->drafts) {
            if (earlier.version <= text.draft->version) add_once(texts, {text.matter, &earlier});
        }
    });
}

std::optional<UnlawfulReview> unlawful_review(const World& world, const Matter& matter, const Draft& draft) {
    const std::vector<UnlawfulReview> found = unlawful_reviews_on(carried_by(world, matter, draft));
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<UnlawfulReview> earlier_unlawful_reviews(const World& world, const Matter& matter, const Draft& draft) {
    std::vector<UnlawfulReview> found = unlawful_reviews_on(history_of(world, matter, draft));
    std::erase_if(found, [&](const UnlawfulReview& review) {
        return review.matter->id == matter.id && review.opinion->version == draft.version;
    });
    return found;
}

std::optional<UnlawfulAdvice> unlawful_advice(const World& world, const Matter& matter, const Draft& draft) {
    const std::vector<UnlawfulAdvice> found = advice_on(carried_by(world, matter, draft), is_open_unlawful);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

std::optional<UnlawfulAdvice> unsettled_advice(const World& world, const Matter& matter, const Draft& draft) {
    return not_followed_by(world, matter, draft, finds_no_fault);
}

std::optional<UnlawfulAdvice> unheard_adviser(const World& world, const Matter& matter, const Draft& draft) {
    return not_followed_by(world, matter, draft, says_something);
}

bool is_barred(const World& world, const Matter& matter, const Draft& draft) {
    return unlawful_review(world, matter, draft) || unlawful_advice(world, matter, draft) ||
           unsettled_advice(world, matter, draft);
}

const LegalityOpinion* opinion_kept(const Matter& matter, int version) {
    for (const int one : matter.continued_by(version)) {
        if (const LegalityOpinion* opinion = matter.opinion_on(one)) return opinion;
    }
    return nullptr;
}

const AdviserOpinion* advice_heard(const Matter& matter, int version) {
    const std::vector<int> versions = matter.continued_by(version);
    const AdviserOpinion* last = nullptr;
    for (const AdviserOpinion& opinion : matter.adviser_opinions) {
        const bool covers = std::ranges::find(versions, opinion.version) != versions.end();
        if (covers && !opinion.withdrawn) last = &opinion;
    }
    return last;
}

const Draft* unconfirmed_change(const Matter& matter, int version) {
    for (const int one : matter.continued_by(version)) {
        // What has an opinion of its own rests on it and on nothing confirmed before.
        if (matter.opinion_on(one)) return nullptr;
        const Draft* draft = matter.draft(one);
        if (draft->continues() && !draft->confirmation) return draft;
    }
    return nullptr;
}

const Placement* amendments_owed(const Matter& matter, int version) {
    for (const Forum forum : matter.route) {
        const Placement* last = matter.last_word_of(forum);
        if (!last || last->outcome != Outcome::adopted_as_amended || last->settled) continue;
        const bool of_one_text = matter.continued_by(version).back() == matter.continued_by(last->version).back();
        if (version <= last->version || of_one_text) return last;
    }
    return nullptr;
}

std::optional<int> unanswered_point(const std::vector<OpinionPoint>& points) {
    const auto found = std::ranges::find_if(points, [](const OpinionPoint& point) { return !point.response; });
    if (found == points.end()) return std::nullopt;
    return static_cast<int>(found - points.begin()) + 1;
}

}  // namespace shenyi::workflow::rules
