#include "workflow/rules/dissent.hpp"

#include <algorithm>

namespace shenyi::workflow::rules {

namespace {

bool knows(const std::vector<PersonId>& people, const PersonId& person) {
    return std::ranges::find(people, person) != people.end();
}

/// The position that what was decided, or would be, goes against.
Position overruled(const std::optional<Outcome>& outcome) {
    if (!outcome) return Position::against;
    switch (*outcome) {
        case Outcome::adopted:
        case Outcome::adopted_as_amended:
            return Position::against;
        case Outcome::not_adopted:
        case Outcome::rework:
        case Outcome::deferred:
            return Position::for_;
    }
    return Position::against;
}

Dissent begun_with_what_he_said(const Item& item, const PersonId& person) {
    const Statement* said = item.last_word_of(person);
    return {.person = person, .text = said ? said->text.value_or("") : ""};
}

}  // namespace

const Ballot* deciding_ballot(const Item& item) {
    const auto found = std::ranges::find_if(
        item.ballots, [](const Ballot& ballot) { return ballot.state == BallotState::closed && ballot.outcome; });
    return found == item.ballots.end() ? nullptr : &*found;
}

std::optional<Vote> open_vote_of(const Item& item, const PersonId& person) {
    const Ballot* ballot = deciding_ballot(item);
    if (!ballot || ballot->method == BallotMethod::secret) return std::nullopt;
    const auto cast = std::ranges::find(ballot->votes, person, &NamedVote::person);
    return cast == ballot->votes.end() ? std::nullopt : std::optional(cast->vote);
}

std::optional<Outcome> outcome_reached(const Item& item) {
    if (item.outcome) return item.outcome;
    if (item.head_decision) return item.head_decision->outcome;
    const Ballot* ballot = deciding_ballot(item);
    return ballot ? ballot->outcome : std::nullopt;
}

bool was_against(const Item& item, const PersonId& person) {
    if (const auto vote = open_vote_of(item, person)) return vote == Vote::against;
    const Statement* said = item.last_word_of(person);
    return said && said->position == Position::against;
}

bool differs_from_outcome(const Item& item, const PersonId& person) {
    if (const auto vote = open_vote_of(item, person)) {
        const bool carried = deciding_ballot(item)->outcome != Outcome::not_adopted;
        return vote == (carried ? Vote::against : Vote::for_);
    }
    const Statement* said = item.last_word_of(person);
    return said && said->position == overruled(outcome_reached(item));
}

bool has_dissented(const Item& item, const PersonId& person) {
    return was_against(item, person) || differs_from_outcome(item, person);
}

std::vector<PersonId> dissenters(const Item& item) {
    std::vector<PersonId> people;
    if (overruled(outcome_reached(item)) != Position::against) return people;
    const auto add = [&](const PersonId& person) {
        if (!knows(people, person) && was_against(item, person)) people.push_back(person);
    };
    for (const auto* round : {&item.stated_before, &item.statements}) {
        for (const Statement& statement : *round) add(statement.person);
    }
    if (const Ballot* ballot = deciding_ballot(item)) {
        for (const NamedVote& vote : ballot->votes) add(vote.person);
    }
    return people;
}

std::vector<Dissent> dissents_on_record(const Item& item) {
    std::vector<PersonId> people = dissenters(item);
    for (const Dissent& dissent : item.dissents) {
        const bool settled = dissent.confirmed || !dissent.refusal_witnesses.empty();
        if (settled && !knows(people, dissent.person)) people.push_back(dissent.person);
    }
    std::vector<Dissent> dissents;
    for (const PersonId& person : people) {
        const Dissent* own = item.dissent_of(person);
        dissents.push_back(own ? *own : begun_with_what_he_said(item, person));
    }
    return dissents;
}

std::vector<PersonId> still_to_confirm(const Item& item) {
    std::vector<PersonId> people = dissenters(item);
    std::erase_if(people, [&](const PersonId& person) {
        const Dissent* dissent = item.dissent_of(person);
        return dissent && (dissent->confirmed || are_two_witnesses(dissent->refusal_witnesses, person));
    });
    return people;
}

bool are_two_witnesses(const std::vector<PersonId>& witnesses, const PersonId& of) {
    return witnesses.size() == 2 && witnesses[0] != witnesses[1] && !knows(witnesses, of);
}

}  // namespace shenyi::workflow::rules
