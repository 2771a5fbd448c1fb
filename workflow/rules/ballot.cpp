#include "workflow/rules/ballot.hpp"

#include "workflow/rules/sitting.hpp"
#include "workflow/tally.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace shenyi::workflow::rules {

namespace {

std::optional<Finding> people_at_fault(const Context& at, std::string variant, const std::vector<PersonId>& people,
                                       std::vector<Missing> missing) {
    if (people.empty()) return std::nullopt;
    Finding finding = ballot_finding(std::move(variant));
    finding.facts = {{"names", names_of(at, people)}};
    finding.missing = std::move(missing);
    return finding;
}

bool fits_method(BallotMethod method, const RecordBallot& body) {
    const bool counts = body.for_ || body.against || body.abstain || body.tellers;
    return method == BallotMethod::secret ? !body.votes : body.votes && !counts;
}

std::optional<Finding> sum_exceeds(std::int64_t sum, std::int64_t voting) {
    if (sum <= voting) return std::nullopt;
    Finding finding = ballot_finding("sum");
    finding.facts = {{"n", sum}, {"present", voting}};
    return finding;
}

/// Tellers are members due or named attendees, in the room and not recused on the item.
std::optional<Finding> tellers_at_fault(const Context& at, const std::vector<PersonId>& tellers) {
    if (contains(tellers, at.meeting->recorder)) {
        return people_at_fault(at, "recorder", {at.meeting->recorder}, {Missing::tellers});
    }
    const bool fit = std::ranges::all_of(tellers, [&](const PersonId& teller) {
        const bool named = at.meeting->is_due(teller) || at.meeting->attends(teller);
        return named && at.meeting->is_present(teller) && !at.item->recused.contains(teller);
    });
    if (tellers.size() == 2 && tellers[0] != tellers[1] && fit) return std::nullopt;

    Finding finding = ballot_finding("tellers");
    finding.facts = {{"names", names_of(at, tellers)}};
    finding.missing = {Missing::tellers};
    return finding;
}

/// The voters of whom the votes say nothing.
std::vector<PersonId> left_out(const std::vector<PersonId>& voting, const std::vector<NamedVote>& votes) {
    std::vector<PersonId> missing = voting;
    std::erase_if(missing, [&](const PersonId& person) {
        return std::ranges::find(votes, person, &NamedVote::person) != votes.end();
    });
    return missing;
}

std::optional<Finding> count_at_fault(const Context& at, const RecordBallot& body, std::int64_t voting) {
    if (auto finding = tellers_at_fault(at, body.tellers.value_or(std::vector<PersonId>{}))) return finding;
    std::int64_t sum = 0;
    for (const std::optional<int> count : {body.for_, body.against, body.abstain}) {
        if (!count || *count < 0) return ballot_finding("counts");
        sum += *count;
    }
    return sum_exceeds(sum, voting);
}

}  // namespace

Finding ballot_finding(std::string variant) {
    return {.rule = "R-MEET-10", .variant = std::move(variant)};
}

Finding without_open_ballot(const Item& item) {
    if (item.ballots.empty()) return ballot_finding("not_open");
    return ballot_finding(item.ballots.back().state == BallotState::voided ? "voided" : "closed");
}

std::optional<Finding> ballot_to_record(const Context& at, const Ballot& ballot, const RecordBallot* asked) {
    if (ballot.recorded()) return ballot_finding("recorded");
    if (!asked) return std::nullopt;
    const RecordBallot& body = *asked;
    if (!fits_method(ballot.method, body)) return ballot_finding("method");
    const std::vector<PersonId> voting = voters(*at.meeting, *at.item);
    if (ballot.method == BallotMethod::secret) {
        return count_at_fault(at, body, static_cast<std::int64_t>(voting.size()));
    }
    const std::vector<NamedVote> votes = body.votes.value_or(std::vector<NamedVote>{});
    if (votes.empty()) return ballot_finding("not_recorded");

    std::vector<PersonId> once;
    std::vector<PersonId> twice;
    for (const NamedVote& vote : votes) (contains(once, vote.person) ? twice : once).push_back(vote.person);
    if (auto finding = people_at_fault(at, "twice", twice, {})) return finding;
    return people_at_fault(at, "missing", left_out(voting, votes), {});
}

std::optional<Finding> ballot_to_close(const Context& at, const Ballot& ballot) {
    if (!ballot.recorded()) return ballot_finding("not_recorded");
    const std::vector<PersonId> voting = voters(*at.meeting, *at.item);
    std::vector<PersonId> gone;
    for (const NamedVote& vote : ballot.votes) {
        if (!contains(voting, vote.person)) gone.push_back(vote.person);
    }
    if (!ballot.count) {
        if (auto finding = people_at_fault(at, "gone", gone, {})) return finding;
        return people_at_fault(at, "uncounted", left_out(voting, ballot.votes), {});
    }
    std::vector<PersonId> silent = ballot.count->tellers;
    std::erase_if(silent, [&](const PersonId& teller) { return contains(ballot.confirmed_by, teller); });
    if (auto finding = people_at_fault(at, "confirm", silent, {Missing::tellers})) {
        finding->owing = silent;
        return finding;
    }
    const std::int64_t sum = std::int64_t{ballot.count->for_} + ballot.count->against + ballot.count->abstain;
    return sum_exceeds(sum, static_cast<std::int64_t>(voting.size()));
}

}  // namespace shenyi::workflow::rules
