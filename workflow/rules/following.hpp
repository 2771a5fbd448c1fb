#pragma once

#include "workflow/matter.hpp"
#include "workflow/world.hpp"

#include <optional>
#include <vector>

/// Which findings a version carries (承继), rules.md §2.5 *Following*: an `unlawful` stays with its text, under
/// whatever version, title or matter the text comes back, until it ends as the rules say.
namespace shenyi::workflow::rules {

/// One version of one matter.
struct Text {
    const Matter* matter;
    const Draft* draft;

    bool is(const Text& other) const {
        return matter->id == other.matter->id && draft->version == other.draft->version;
    }
};

/// A reviewer's `unlawful`, and the matter in which it was given.
struct UnlawfulReview {
    const Matter* matter;
    const LegalityOpinion* opinion;
};

/// An adviser's `unlawful`, and the matter in which it was given.
struct UnlawfulAdvice {
    const Matter* matter;
    const AdviserOpinion* opinion;
};

/// The versions whose findings a version carries, itself first: those it continues by clerical or conforming changes,
/// every draft of any matter of the organ with the same main document, and so on from each of them.
/// Matters that were not loaded are not seen.
std::vector<Text> carried_by(const World& world, const Matter& matter, const Draft& draft);

/// All that came before a version, itself first: every earlier version of its matter, every draft with the same main
/// document, and so on from each of them.
std::vector<Text> history_of(const World& world, const Matter& matter, const Draft& draft);

/// The reviewer's `unlawful` that a version carries, its own first (R-GATE-02).
std::optional<UnlawfulReview> unlawful_review(const World& world, const Matter& matter, const Draft& draft);

/// Every reviewer's `unlawful` on what came before a version: a new review answers each of their points (R-REV-05).
std::vector<UnlawfulReview> earlier_unlawful_reviews(const World& world, const Matter& matter, const Draft& draft);

/// The adviser's open `unlawful` that a version carries, its own first. Only the adviser's withdrawal ends it for this
/// text (R-GATE-05).
std::optional<UnlawfulAdvice> unlawful_advice(const World& world, const Matter& matter, const Draft& draft);

/// An adviser's open `unlawful` on an earlier text that this version was changed from in substance, still to be
/// settled: he, or who was named in his place once his engagement had ended, is to be heard on a changed text before
/// its legality review and not to find it unlawful.
std::optional<UnlawfulAdvice> unsettled_advice(const World& world, const Matter& matter, const Draft& draft);

/// The same as far as the hearing goes, whatever was said in it: what has to come before the legality review.
std::optional<UnlawfulAdvice> unheard_adviser(const World& world, const Matter& matter, const Draft& draft);

/// Whether a finding against the text keeps this version from the meetings, whatever cleared it: R-GATE-02 or R-GATE-05
/// refuses it.
bool is_barred(const World& world, const Matter& matter, const Draft& draft);

/// The legality opinion on a version, or the nearest on one that it continues; withdrawn ones too. Null if there is
/// none.
const LegalityOpinion* opinion_kept(const Matter& matter, int version);

/// The last adviser's opinion on a version or on one that it continues that is not withdrawn; null if there is none.
const AdviserOpinion* advice_heard(const Matter& matter, int version);

/// The version, itself or one that it continues down to the one that was reviewed, whose change no reviewer has
/// confirmed yet; null if there is none.
const Draft* unconfirmed_change(const Matter& matter, int version);

/// The forum's adoption with amendments whose text this version still owes (R-DEC-03); null if there is none. It is
/// owed as long as that adoption is the forum's last word and no version that carries the amendments out is confirmed:
/// by every version as old as the one adopted and by what continues the same text; a later one changed in substance is
/// decided as another text.
const Placement* amendments_owed(const Matter& matter, int version);

/// The number of the first point without an answer, counted from 1.
std::optional<int> unanswered_point(const std::vector<OpinionPoint>& points);

}  // namespace shenyi::workflow::rules
