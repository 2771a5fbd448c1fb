#include "workflow/matter.hpp"

#include <algorithm>

namespace shenyi::workflow {

namespace {

template <class Range, class Test>
auto first_where(Range& range, Test test) -> decltype(&*range.begin()) {
    const auto found = std::ranges::find_if(range, test);
    return found == range.end() ? nullptr : &*found;
}

/// A closing that says what becomes of the text in that forum; a deferral says nothing yet.
bool settles_or_ends(const Placement& placement) {
    return placement.state == ItemState::closed && placement.outcome && placement.outcome != Outcome::deferred;
}

}  // namespace

std::vector<PersonId> Draft::authors() const {
    std::vector<PersonId> people = drafters;
    people.push_back(submitted_by);
    if (text_uploader) {
        people.push_back(*text_uploader);
    } else {
        people.insert(people.end(), uploaders.begin(), uploaders.end());
    }
    return people;
}

const Draft* Matter::draft(int version) const {
    return first_where(drafts, [&](const Draft& draft) { return draft.version == version; });
}

const Draft* Matter::draft_with(const Digest& digest) const {
    for (auto draft = drafts.rbegin(); draft != drafts.rend(); ++draft) {
        if (draft->digest == digest) return &*draft;
    }
    return nullptr;
}

const Clearance* Matter::clearance_for(const Digest& digest) const {
    return first_where(clearances, [&](const Clearance& one) { return one.standing && one.digest == digest; });
}

const Clearance* Matter::clearance(const ClearanceId& wanted) const {
    return first_where(clearances, [&](const Clearance& one) { return one.id == wanted; });
}

const LegalityOpinion* Matter::opinion(const OpinionId& wanted) const {
    return first_where(opinions, [&](const LegalityOpinion& opinion) { return opinion.id == wanted; });
}

const LegalityOpinion* Matter::opinion_on(int version) const {
    return first_where(opinions, [&](const LegalityOpinion& opinion) { return opinion.version == version; });
}

const AdviserOpinion* Matter::adviser_opinion(const OpinionId& wanted) const {
    return first_where(adviser_opinions, [&](const AdviserOpinion& opinion) { return opinion.id == wanted; });
}

bool Matter::stands(const AdviserOpinion& opinion) const {
    if (opinion.withdrawn) return false;
    if (opinion.conclusion == Conclusion::unlawful) return true;
    return std::ranges::none_of(adviser_opinions, [&](const AdviserOpinion& other) {
        if (other.author != opinion.author || other.version != opinion.version || other.withdrawn) return false;
        return other.conclusion == Conclusion::unlawful || &other > &opinion;
    });
}

const Placement* Matter::placement(const ItemId& item) const {
    return first_where(placements, [&](const Placement& placement) { return placement.item == item; });
}

std::vector<int> Matter::continued_by(int version) const {
    std::vector<int> versions;
    const Draft* current = draft(version);
    while (current) {
        versions.push_back(current->version);
        // A version continues an older one only, so that the chain ends whatever was recorded.
        const bool further = current->continues() && *current->from < current->version;
        current = further ? draft(*current->from) : nullptr;
    }
    return versions;
}

const Placement* Matter::last_word_of(Forum forum) const {
    const Placement* last_word = nullptr;
    for (const Placement& placement : placements) {
        if (placement.forum != forum || !settles_or_ends(placement)) continue;
        if (!last_word || last_word->closed_at <= placement.closed_at) last_word = &placement;
    }
    return last_word;
}

const SettledText* Matter::settled_in(Forum forum) const {
    const Placement* last_word = last_word_of(forum);
    // An amended adoption whose text nobody has confirmed yet settles nothing, and unsettles what the forum adopted
    // before.
    if (!last_word || !last_word->adopted()) return nullptr;
    const std::optional<SettledText>& text = last_word->settled;
    return text ? &*text : nullptr;
}

const SettledText* Matter::settled() const {
    const SettledText* common = nullptr;
    for (const Forum forum : route) {
        const SettledText* text = settled_in(forum);
        if (!text || (common && common->digest != text->digest)) return nullptr;
        common = text;
    }
    return common;
}

}  // namespace shenyi::workflow
