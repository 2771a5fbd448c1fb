#include "workflow/tally.hpp"

#include <algorithm>
#include <cstdlib>

namespace shenyi::workflow {

namespace {

int due_of(const Meeting& meeting) {
    return meeting.roster ? static_cast<int>(meeting.roster->due.size()) : 0;
}

bool is_key_matter(const Context& at, const Item& item) {
    if (item.kind != ItemKind::decision || !item.matter) return false;
    const Matter* matter = find(at.world, *item.matter);
    return matter && matter->kind == MatterKind::key_matter;
}

/// The law asks two thirds for discussing the key matter, not for meeting at all, so that another item keeps a meeting
/// possible; the key matter is then refused when it is opened.
bool only_key_matters_placed(const Context& at) {
    bool any = false;
    for (const Item& item : at.meeting->items) {
        if (item.kind != ItemKind::decision || item.state != ItemState::placed) continue;
        if (!is_key_matter(at, item)) return false;
        any = true;
    }
    return any;
}

}  // namespace

int quorum_needed(int due, QuorumShare share, bool half_inclusive) {
    if (share == QuorumShare::two_thirds) return (2 * due + 2) / 3;
    return half_inclusive ? (due + 1) / 2 : due / 2 + 1;
}

bool has_quorum(int present, int due, QuorumShare share, bool half_inclusive) {
    return due > 0 && present >= quorum_needed(due, share, half_inclusive);
}

int votes_to_adopt(int due) {
    return due / 2 + 1;
}

int due_needed(int members, const PolicyPack& pack) {
    const int more_than_half = members / 2 + 1;
    const int share = pack.due_share == DueShare::two_thirds ? (2 * members + 2) / 3 : more_than_half;
    return std::max({share, more_than_half, std::min(members, pack.due_min)});
}

QuorumShare quorum_share(const Context& at) {
    if (!at.meeting) return QuorumShare::half;
    if (at.meeting->forum == Forum::office_meeting) return at.pack.office_meeting_quorum;
    const bool key = at.item ? is_key_matter(at, *at.item) : only_key_matters_placed(at);
    return key ? QuorumShare::two_thirds : QuorumShare::half;
}

std::vector<PersonId> voters(const Meeting& meeting, const Item& item) {
    std::vector<PersonId> people;
    if (!meeting.roster) return people;
    for (const PersonId& person : meeting.roster->due) {
        if (meeting.is_present(person) && !item.recused.contains(person)) people.push_back(person);
    }
    return people;
}

int present_for(const Meeting& meeting, const Item& item, const PolicyPack& pack) {
    if (!pack.quorum_recused_present || meeting.forum != Forum::party_group) {
        return static_cast<int>(voters(meeting, item).size());
    }
    if (!meeting.roster) return 0;
    return static_cast<int>(
        std::ranges::count_if(meeting.roster->due, [&](const PersonId& person) { return meeting.is_present(person); }));
}

Arithmetic count_positions(const Meeting& meeting, const Item& item) {
    const std::vector<PersonId> people = voters(meeting, item);
    Arithmetic count{.due = due_of(meeting), .present = static_cast<int>(people.size())};
    for (const PersonId& person : people) {
        const Statement* statement = item.last_statement_of(person);
        if (!statement) continue;
        switch (statement->position) {
            case Position::for_:
                ++count.for_;
                break;
            case Position::against:
                ++count.against;
                break;
            case Position::defer:
            case Position::no_comment:
                ++count.abstain;
                break;
        }
    }
    count.needed = count.present / 2 + 1;
    return count;
}

Arithmetic count_ballot(const Meeting& meeting, const Item& item, const Ballot& ballot, const PolicyPack& pack) {
    Arithmetic count{.due = due_of(meeting), .present = present_for(meeting, item, pack)};
    count.needed = votes_to_adopt(count.due);
    if (ballot.count) {
        count.for_ = ballot.count->for_;
        count.against = ballot.count->against;
        count.abstain = ballot.count->abstain;
        return count;
    }
    for (const NamedVote& vote : ballot.votes) {
        switch (vote.vote) {
            case Vote::for_:
                ++count.for_;
                break;
            case Vote::against:
                ++count.against;
                break;
            case Vote::abstain:
                ++count.abstain;
                break;
        }
    }
    return count;
}

std::optional<Outcome> outcome_of(const Motion& motion, const Arithmetic& count) {
    const bool carried = 2 * count.for_ > count.due;
    switch (motion.kind) {
        case MotionKind::adopt:
            return carried ? Outcome::adopted : Outcome::not_adopted;
        case MotionKind::adopt_as_amended:
            return carried ? Outcome::adopted_as_amended : Outcome::not_adopted;
        case MotionKind::rework:
            return carried ? std::optional(Outcome::rework) : std::nullopt;
        case MotionKind::defer:
            return carried ? std::optional(Outcome::deferred) : std::nullopt;
    }
    return std::nullopt;
}

bool are_close(const Arithmetic& count, int margin) {
    return count.for_ > 0 && count.against > 0 && std::abs(count.for_ - count.against) <= margin;
}

bool head_owes_reasons(Outcome outcome, const Arithmetic& count) {
    const bool majority_for = 2 * count.for_ > count.present;
    const bool majority_against = 2 * count.against > count.present;
    switch (outcome) {
        case Outcome::adopted:
        case Outcome::adopted_as_amended:
            return !majority_for;
        case Outcome::not_adopted:
            return !majority_against;
        case Outcome::rework:
        case Outcome::deferred:
            return majority_for;
    }
    return true;
}

}  // namespace shenyi::workflow
