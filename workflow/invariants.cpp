#include "workflow/invariants.hpp"

#include "workflow/context.hpp"

#include <algorithm>
#include <set>

namespace shenyi::workflow {

namespace {

using Broken = std::optional<std::string>;

Broken broken_in(const Placement& placement, const Matter& matter) {
    if (placement.holds()) {
        const Clearance* clearance = matter.clearance(placement.clearance);
        if (!clearance || !clearance->standing) return "a placed or open item rests on a standing clearance";
        if (clearance->digest != placement.digest) return "an item's clearance is for the item's own text";
    }
    if (placement.state == ItemState::closed && !placement.outcome) return "a closed decision item has an outcome";
    if (placement.settled && !placement.adopted()) return "only an adopted text is settled";
    return std::nullopt;
}

Broken broken_in(const Matter& matter) {
    for (const Placement& placement : matter.placements) {
        if (auto broken = broken_in(placement, matter)) return broken;
    }
    const auto holding = std::ranges::count_if(matter.placements, &Placement::holds);
    const bool discussed = matter.stage == Stage::on_agenda || matter.stage == Stage::in_discussion;
    if (holding > 1) return "a matter stands on one agenda at a time";
    if (discussed != (holding == 1)) return "a matter is on an agenda or in discussion exactly while an item stands";
    if ((matter.stage == Stage::decided || matter.stage == Stage::issued) && !matter.settled()) {
        return "a decided matter has one settled text in every forum of its route";
    }
    if (!matter.publications.empty() && !matter.settled()) return "only a settled text is published";
    for (const Clearance& clearance : matter.clearances) {
        const LegalityOpinion* opinion = matter.opinion(clearance.opinion);
        if (!opinion) return "a clearance rests on an opinion";
        if (opinion->conclusion == Conclusion::unlawful) return "no clearance rests on an unlawful opinion";
        if (clearance.standing && opinion->withdrawn) return "a clearance falls with its opinion";
    }
    std::set<int> opined;
    for (const LegalityOpinion& opinion : matter.opinions) {
        if (!opined.insert(opinion.version).second) return "one legality opinion a version";
    }
    for (std::size_t i = 0; i < matter.drafts.size(); ++i) {
        if (matter.drafts[i].version != static_cast<int>(i) + 1) return "versions are numbered from 1 without gaps";
    }
    return std::nullopt;
}

Broken broken_in(const Arithmetic& count) {
    if (count.due < 1 || count.present > count.due) return "no more are present than due";
    if (count.for_ < 0 || count.against < 0 || count.abstain < 0) return "votes are not negative";
    if (count.for_ + count.against + count.abstain > count.present) return "no more votes than members present";
    return std::nullopt;
}

Broken broken_in(const Meeting& meeting) {
    for (const Item& item : meeting.items) {
        if (item.arithmetic) {
            if (auto broken = broken_in(*item.arithmetic)) return broken;
        }
        if (item.kind != ItemKind::decision && (item.outcome || item.decision)) return "a heard item decides nothing";
        if (item.kind == ItemKind::decision && !(item.matter && item.version && item.digest && item.clearance)) {
            return "a decision item names matter, version, text and clearance";
        }
        if (item.state == ItemState::open && meeting.stage != MeetingStage::sitting)
            return "an item is open only while the meeting sits";
        if (meeting.forum == Forum::party_group && item.state == ItemState::closed &&
            item.outcome == Outcome::adopted &&
            !(item.arithmetic && 2 * item.arithmetic->for_ > item.arithmetic->due)) {
            return "the Party group adopts with more than half of the members due";
        }
        if (item.outcome && !item.arithmetic) return "an outcome has its arithmetic";
        for (const Ballot& ballot : item.ballots) {
            if (ballot.method == BallotMethod::secret && !ballot.votes.empty()) return "a secret ballot holds no name";
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> broken_invariant(const Decision& decision) {
    std::set<std::string> touched;
    for (const NewEvent& event : decision.events) touched.insert(event.stream.name);
    for (const auto& [id, matter] : decision.after.matters) {
        if (!touched.contains(stream_of(id).name)) continue;
        if (auto broken = broken_in(*matter)) return *broken + " (" + id.value + ")";
    }
    for (const auto& [id, meeting] : decision.after.meetings) {
        if (!touched.contains(stream_of(id).name)) continue;
        if (auto broken = broken_in(*meeting)) return *broken + " (" + id.value + ")";
    }
    return std::nullopt;
}

}  // namespace shenyi::workflow
